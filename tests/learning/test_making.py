"""Making: what is made of the rules reads well, covers every document and kind, and is always the same."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from learning import making
from learning.items import Kind
from learning.making.timings import unsaid
from learning.wording import deed, small


@pytest.fixture(scope="module")
def deeds(store):
    clauses = [c.id for d in store.documents for c in store.clauses_of(d)]
    return [found for stated in store.stated_in(clauses) if (found := deed(stated))]


def test_there_are_at_least_500_distinct_items(held):
    assert len(held.items) >= 500
    assert len({i.id for i in held.items}) == len(held.items)
    assert len({(i.question, frozenset(i.options)) for i in held.items}) == len(held.items)


def test_every_kind_and_every_document_has_its_items(held, store):
    table = held.table()
    for kind in Kind:
        assert sum(n for (k, _), n in table.items() if k is kind) >= 10, kind
    for document in store.documents:
        assert sum(n for (_, d), n in table.items() if d == document) >= 30, document
        assert len({k for (k, d), n in table.items() if d == document and n}) >= 6, document


def test_difficulties_are_mixed(held):
    shares = Counter(i.difficulty for i in held.items)
    assert all(shares[level] > len(held.items) / 8 for level in (1, 2, 3))


def test_the_same_rules_make_the_same_items(store, held):
    assert set(held.items) <= {i for alternatives in making.propose(store) for i in alternatives}


def test_every_question_is_a_sentence_and_every_option_begins_with_a_capital(held):
    for i in held.items:
        assert re.search(r"[?.”]$|\n", i.question), i.question
        assert not re.search(r"  |\bNone\b|\ba [aeiou]\w+ [A-Z]|\bthe the\b|\bthe all\b|[,;]\?|\?\?", i.question), (
            i.question
        )
        for option in i.options:
            assert re.match(r"[A-Z0-9“\"]", option), option
            assert not option.endswith((".", ",")), option


def test_no_option_is_longer_than_can_be_read_at_a_glance(held):
    assert all(len(o) <= 240 for i in held.items for o in i.options)
    assert all(len(i.question) <= 700 for i in held.items)


def test_the_explanation_names_the_clause_and_does_not_double_its_stops(held):
    for i in held.items:
        assert i.citations[0].clause in i.explanation, i.explanation
        assert not re.search(r"\.\)\.|(?<!\.)\.\.(?!\.)|\. \(", i.explanation), i.explanation


def test_people_who_were_named_in_the_documents_are_in_no_item(held, store):
    people = {c.name for clause in store.contacts(store.councils) for c in clause.contacts}
    assert people
    text = " ".join(f"{i.question} {' '.join(i.options)} {i.explanation}" for i in held.items)
    assert not [name for name in people if name in text]


# --- wording ---------------------------------------------------------------------------------------------------------


def test_most_duties_can_be_taken_apart(deeds):
    assert len(deeds) > 260


@pytest.mark.parametrize(("start", "asked", "option"), [
    ("Team Managers in Fieldwork Services must make sure that referrals",
     "who must make sure that referrals are acknowledged?", "Make sure that referrals are acknowledged"),
    ("The Director of Children's Services must, together with the Cabinet Member",
     "who must make sure there is a clear strategy to improve the outcomes for all children and young people, together with the Cabinet Member?",
     "Make sure that there is a clear strategy to improve the outcomes for all children and young people, together with the Cabinet Member"),
    ("The Corporate Director for Education Learning & Skills (CDELS) must narrow",
     "who must narrow the gap in outcomes between the most disadvantaged children and young people and the others?",
     "Narrow the gap in outcomes between the most disadvantaged children and young people and the others"),
    ("The Chief Operations Officer, through the Director of Human Resources, provides",
     "who provides additional rigour and scrutiny of performance in relation to safeguarding activity?",
     "Provide additional rigour and scrutiny of performance in relation to safeguarding activity"),
    ("The Head of Service – Children's Resources is responsible for running the Family",
     "who is responsible for running the Family Support Services and managing how they perform?",
     "Be responsible for running the Family Support Services and managing how they perform"),
    ("Social care practitioners must see and speak",
     "who must see and speak to the child, and make sure that a focus is kept on the child's needs and welfare?",
     "See and speak to the child, and make sure that a focus is kept on the child's needs and welfare"),
])  # fmt: skip
def test_a_duty_becomes_a_question_and_an_option(deeds, start, asked, option):
    one = next(d for d in deeds if d.stated.plain.startswith(start))
    assert one.asked("who") == asked
    assert one.option == option


def test_a_circumstance_stays_before_the_question(deeds):
    one = next(d for d in deeds if d.stated.bearers == ("managing-director",))
    assert one.asked("who").startswith("if a dispute is recorded in the formal assurance meetings")
    assert one.asked("who").endswith("who must be told immediately and required to resolve it?")


def test_a_duty_that_points_outside_its_sentence_is_left_out(deeds):
    assert not [d for d in deeds if re.search(r"these priorities|in this regard", d.text)]


@pytest.mark.parametrize(("text", "left"), [
    ("audit a case every month", "audit a case"),
    ('take part in a "bi monthly" ASYE Forum', "take part in an ASYE Forum"),
    ("attend the Fostering Panel annually", "attend the Fostering Panel"),
    ("pass every concern to the duty team without delay", "pass every concern to the duty team"),
    ("attend the Corporate Parenting Panel", "attend the Corporate Parenting Panel"),
])  # fmt: skip
def test_how_often_is_taken_out_of_a_deed(text, left):
    assert unsaid(text) == left


@pytest.mark.parametrize(("text", "inside"), [
    ("The Leader of the Council", "the Leader of the Council"), ("All councillors", "all councillors"),
    ("Team Managers within Fieldwork Services", "Team Managers within Fieldwork Services"),
    ("Social care practitioners", "social care practitioners"),
])  # fmt: skip
def test_a_subject_in_the_middle_of_a_sentence(text, inside):
    assert small(text) == inside


# --- escalations -----------------------------------------------------------------------------------------------------


def test_escalations_come_from_the_documents_that_set_one_out_and_from_no_other(held, store):
    found = [i for i in held.items if i.kind is Kind.ORDER and "escalation" in i.topics]
    assert {i.documents[0] for i in found} == {"kent-dcs-2011", "dudley-roles-2006", "leicester-roles-2009"}
    for document in ("croydon-line-of-sight", "kent-yos-css-2007"):
        assert not any(clause.procedures for clause in store.clauses_of(document))
    for item in found:
        steps = item.answer.count("→") + 1
        assert steps >= 3
        assert sum(option == item.answer for option in item.options) == 1


def test_the_steps_of_an_escalation_are_never_shown_in_their_order(held):
    for item in held.items:
        if item.kind is Kind.ORDER and "\n1. " in item.question:
            assert item.answer.replace(" ", "") not in ("1→2→3", "1→2→3→4"), item.question


@pytest.mark.parametrize(("document", "words", "line"), [
    ("Kent", "a dispute comes up", ["The dispute is recorded", "The Managing Director is told immediately",
                                    "The Managing Director is required to resolve the situation"]),
    ("Leicester", "reaches a councillor", ["The worry is referred to Social Care and Safeguarding", "The referral is registered",
                                           "There are limits on what staff may share"]),
])  # fmt: skip
def test_an_escalation_goes_as_its_clause_says(held, document, words, line):
    item = next(i for i in held.items if i.kind is Kind.ORDER and document in i.question and words in i.question)
    shown = dict(re.findall(r"^(\d)\. (.+)$", item.question, re.M))
    assert [shown[number] for number in item.answer.split(" → ")] == line


def test_unallocated_work_goes_up_from_team_to_head_of_service_to_assistant_director(held):
    item = next(i for i in held.items if "allocated to nobody" in i.question and "bottom up" in i.question)
    low, middle, high = item.answer.split(" → ")
    assert (low[:4], middle[:16], high[:18]) == ("Team", "Heads of Service", "Assistant Director")
