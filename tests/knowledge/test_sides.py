"""Two sides of one question: both are quoted, though only one of them may be named, or neither."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import sides
from knowledge.questions import Kind

PAIRS = [
    ("fostering panel, my bit and the director's bit?", "Croydon", {"DCS 15", "LMCS 12"}),
    ("does the lead member see the children in care council as often as the director does?", "Croydon", {"DCS 13", "LMCS 9"}),
    ("service manager or head of service in social care: who does each of them report to?", "Dudley",
     {"Team and Service Managers, Children's Social Care 7", "Heads of Service, Social Care 5"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "council", "clauses"), PAIRS)
def test_both_sides_are_quoted(ask, text, council, clauses):
    kind = Kind.ACCOUNTABILITY if "report to" in text else Kind.UNSURE
    assert clauses <= {c.clause for c in ask(text, kind, council).outcome.citations}


ALIKE = [
    ("side by side please: what the schools chief and the communities chief must do about safeguarding", "Kent",
     {"CDELS 10", "CDCC 4"}),
    ("the education director and the customers one: is it the same duty to keep sites safe or not?", "Kent",
     {"CDELS 10", "CDCC 4"}),
    ("is the politician at the adoption panel as often as the director?", "Croydon", {"LMCS 13", "DCS 16"}),
    ("annual conference: what does the lead member do and what does the DCS do", "Croydon", {"LMCS 11", "DCS 18"}),
    ("Has Kent one way or two for settling disputes: between the corporate directors, and between YOS and social care?", None,
     {"paragraph 5", "9, paragraph 1"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "council", "clauses"), ALIKE)
def test_the_two_sides_speak_of_the_same_matter(ask, text, council, clauses):
    assert {c.clause for c in ask(text, Kind.COMPARE, council).outcome.citations} == clauses


def test_of_two_documents_one_may_be_silent(ask):
    outcome = ask("do both of our protocols say a joint review is held each year?", Kind.COMPARE, "Kent").outcome
    assert [c.clause for c in outcome.citations] == ["10"]
    assert any(says.endswith("the document does not say.") for says in outcome.says)


def test_the_same_way_as_sets_two_matters_side_by_side(ask):
    text = "Do corporate directors who disagree sort it out in the same way as youth offending and social services staff who disagree?"
    assert {c.clause for c in ask(text, Kind.COMPARE, "Kent").outcome.citations} == {"paragraph 5", "9, paragraph 1"}


def test_what_a_comparison_says_of_itself_is_not_looked_for(ask):
    text = "Briefings for the chief executive: Leicester version against Dudley version, I need both for a newsletter"
    assert {c.clause for c in ask(text, Kind.COMPARE).outcome.citations} == {"annex 3.8", "Chief Executive 5"}


def test_two_councils_put_in_front_are_asked_the_same(ask):
    text = "Dudley against Leicester: what must a team manager see to with case records?"
    assert {c.document for c in ask(text, Kind.COMPARE).outcome.citations} == {
        "dudley-roles-2006",
        "leicester-roles-2009",
    }


def test_who_does_which_bit_asks_for_both_parts(ask):
    text = "the quarterly pulse survey: who does which bit, the director or the lead member?"
    assert {c.clause for c in ask(text, Kind.WHO, "Croydon").outcome.citations} == {"DCS 10", "LMCS 7"}


def test_the_same_footing_asks_for_both_and_no_list(ask):
    text = "am I at the staff conference on the same footing as the director?"
    cited = ask(text, Kind.MINE, "Croydon", role="lead-member").outcome.citations
    assert {c.clause for c in cited} == {"LMCS 11", "DCS 18"}


def test_a_second_question_keeps_the_office_where_clauses_mirror_each_other(ask):
    text = "How often is the director at the fostering panel? And who reviews complaints before publication?"
    assert [c.clause for c in ask(text, Kind.FREQUENCY, "Croydon").outcome.citations] == ["DCS 15", "DCS 17"]


def test_two_councils_give_counterparts(ask):
    text = "do team managers in Dudley and in Leicester answer for recording alike?"
    cited = ask(text, Kind.COMPARE).outcome.citations
    assert {c.clause for c in cited} == {"Team and Service Managers, Children's Social Care 3", "annex 19.3"}


@pytest.mark.parametrize(("second", "one"), [
    ("and how does Leicester do it?", True), ("And in Leicester which officer is told of the yearly report?", False),
])  # fmt: skip
def test_a_second_question_of_its_own_is_no_other_side(ask, second, one):
    reading = ask(f"Who chairs the panel in Dudley? {second}", Kind.WHO).reading
    whole = replace(reading, text=f"Who chairs the panel in Dudley? {second}", named_councils=("Dudley", "Leicester"))
    assert sides.one_matter(whole, second) is one


def test_one_side_is_quoted_where_one_is_asked_for(ask):
    cited = ask("how often does the director go to the fostering panel?", Kind.FREQUENCY, "Croydon").outcome.citations
    assert [c.clause for c in cited] == ["DCS 15"]


@pytest.mark.parametrize(("text", "asker"), [
    ("do I see them as often as the director?", None), ("what must I do every year as lead member?", "lead-member"),
    ("I have just taken over as leader. Where do I start?", "leader"), ("who is as busy as the chief executive?", None),
])  # fmt: skip
def test_an_office_that_one_is_likened_to_is_not_ones_own(ask, text, asker):
    assert ask(text, Kind.MINE, "Croydon").reading.asker == asker


def test_each_council_answers_for_its_own_office(ask):
    text = "does a Dudley team manager or a Leicester service manager have to report on workloads?"
    cited = ask(text, Kind.COMPARE).outcome.citations
    assert {c.clause for c in cited} == {"Team and Service Managers, Children's Social Care 7", "annex 18.4"}


def test_a_council_whose_clauses_are_of_another_matter_is_silent(ask):
    text = "does the lead member go to the adoption panel in Croydon and in Leicester?"
    outcome = ask(text, Kind.COMPARE).outcome
    assert {c.clause for c in outcome.citations} == {"LMCS 13"}
    assert "Leicester: the document does not say." in outcome.says


def test_the_opposite_number_is_compared_with_the_own_office(ask):
    text = "our lead member chairs the parenting panel here. Does her opposite number in Leicester?"
    cited = ask(text, Kind.UNSURE, "Croydon").outcome.citations
    assert {c.clause for c in cited} == {"LMCS 8", "annex 2.3"}


@pytest.mark.parametrize(("text", "clauses"), [
    ("who has to see that safeguarding is sound in their settings, the schools director or the communities one?",
     {"CDELS 10", "CDCC 4"}),
    ("who has to raise standards in schools, the schools director or the communities one?", {"CDELS 6.1"}),
])  # fmt: skip
def test_of_two_offices_to_choose_from_both_are_quoted_where_both_must(ask, text, clauses):
    assert {c.clause for c in ask(text, Kind.WHO, "Kent").outcome.citations} == clauses


def test_an_office_that_is_only_guessed_at_draws_nothing(ask):
    reply = ask("who is in the chair of the corporate parenting panel, is it the DCS?", Kind.WHO, "Croydon")
    assert "dcs" not in reply.reading.families
    assert reply.outcome.citations[0].clause == "LMCS 8"


def test_what_is_told_of_each_council_is_looked_for_there(ask):
    text = "Team managers and recording: Dudley monitor a policy, Leicester check core standards?"
    cited = ask(text, Kind.COMPARE).outcome.citations
    assert {c.clause for c in cited} == {"Team and Service Managers, Children's Social Care 3", "annex 19.3"}
