"""Scenarios as questions of a trainer's session: what they are made of, what is left out, chosen, mixed in and renewed."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from pydantic import ValidationError

from bot.rendering import blocks, cards
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, Option
from learning import checking, gift, items, staged
from learning.bank import Bank
from learning.classroom import Classroom
from learning.leading import Leading
from learning.posed import SCENARIO, Posed, parted, stands
from learning.preparing import Preparation
from learning.staged import GROUPS, Staged
from learning.wishes import Wish
from tests.learning.rooms import DAY, NOON, Clock, give


@pytest.fixture(scope="session")
def told(store, marker) -> tuple[Staged, ...]:
    """Every scenario without a mistake that can be put as a choice."""
    return staged.all_of(checking.usable(store), marker)


@pytest.fixture
def prepare(database, store, held, told) -> Preparation:
    return Preparation(database, store, held, Clock(), told)


@pytest.fixture
def trainer(prepare) -> str:
    return prepare.create("Councillors, with stories").trainer


# --- what a scenario becomes ----------------------------------------------------------------------------------------------


def test_every_scenario_without_a_mistake_is_a_question_with_the_options_that_practice_shows(
    store, marker, told, by_id
):
    assert len(told) == len(by_id) > 100
    assert len({one.question.id for one in told}) == len(told)
    for one in told:
        question, options = one.question, marker.options(one.scenario)
        assert question.options == tuple(option.text for option in options)
        assert options[question.right].right
        assert question.kind == SCENARIO
        assert question.question.endswith(f"{one.scenario.situation}\n\n{one.scenario.question}")
        assert set(question.clauses) == set(one.scenario.expect.rests_on)
        assert stands(question, store)
        assert re.fullmatch(r"\w{1,40}", question.id)


def test_it_says_of_each_wrong_answer_why_and_of_the_right_one_where_it_stands(store, told):
    for one in told:
        wrong = {wrong.why for wrong in one.scenario.wrong}
        assert {reason for reason in one.question.reasons if reason} == wrong
        assert one.question.reasons[one.question.right] == ""
        for citation in one.question.citations:
            assert citation.clause in one.question.explanation
            assert store.clause(citation.document, citation.clause).quote == citation.quote
        assert all(store.documents[d].short in one.question.question for d in one.scenario.documents)


def test_the_document_that_says_nothing_is_a_right_answer_with_the_nearest_clause(told):
    silent = next(one for one in told if one.scenario.expect.not_stated)
    assert silent.question.answer == "The document does not say."
    assert silent.question.explanation.startswith(silent.scenario.expect.why)
    assert "What comes nearest stands in" in silent.question.explanation


def test_the_same_scenario_reads_the_same_everywhere_and_keeps_its_id_when_it_is_worded_anew(marker, told):
    first = told[0]
    assert staged.staged(first.scenario, marker) == first
    anew = first.scenario.model_copy(update={"situation": first.scenario.situation + " It is raining."})
    assert staged.staged(anew, marker).question.id == first.question.id


def test_the_right_answer_stands_anywhere(told):
    places = [one.question.right for one in told]
    assert all(places.count(place) > len(told) / 10 for place in range(4))


@pytest.mark.parametrize("change", [
    lambda s: {"wrong": (*s.wrong, s.wrong[0])},
    lambda s: {"situation": "Long. " * 200},
    lambda s: {"wrong": (s.wrong[0].model_copy(update={"action": "write " + "and write " * 40}), *s.wrong[1:])},
    lambda s: {"wrong": (s.wrong[0].model_copy(update={"why": "So. " * 300}), *s.wrong[1:])},
    lambda s: {"wrong": tuple(s.wrong[0].model_copy(update={"action": f"write {n} letters"}) for n in range(6))},
], ids=["two that read the same", "a long story", "a long option", "a long reason", "too many"])  # fmt: skip
def test_one_that_cannot_be_put_as_a_choice_is_left_out(marker, by_id, change):
    scenario = by_id["dudley-surgery-belt-marks"]
    assert staged.staged(scenario, marker)
    other = scenario.model_copy(update=change(scenario))
    assert staged.staged(other, marker) is None
    assert staged.all_of([other, scenario], marker)[0].scenario == scenario


def test_a_clause_of_a_wrong_answer_counts_when_rules_change(store, told):
    question = next(one.question for one in told if one.question.contrasts)
    last = question.contrasts[-1]
    changed = last.model_copy(update={"quote": last.quote + " And more."})
    before = question.model_copy(
        update={"edition": items.edition((*question.citations, *question.contrasts[:-1], changed))}
    )
    assert stands(question, store)
    assert not stands(before, store)


def test_a_question_has_a_reason_for_each_option_or_none(told):
    content = told[0].question.model_dump()
    with pytest.raises(ValidationError, match="a reason for each option"):
        Posed(**{**content, "reasons": ("one",)})
    assert (
        Posed(**{key: value for key, value in content.items() if key != "reasons"}).reasons == ()
    )  # kept before there were any


def test_a_story_is_parted_from_what_is_asked():
    assert parted("He is six.\n\nWho must act?") == ("He is six.", "Who must act?")
    assert parted("Match:\nA one\nB two") == ("", "Match:\nA one\nB two")
    assert parted("") == ("", "")


# --- choosing ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wish", "group", "difficulty", "fits"), [
    (Wish(council="Leicester"), None, None, lambda s: s.council == "Leicester"),
    (Wish(document="kent-dcs-2011"), None, None, lambda s: "kent-dcs-2011" in s.documents),
    (Wish(topic="referral"), None, None, lambda s: "referral" in s.topics),
    (Wish(council="Kent"), "frontline", None, lambda s: s.council == "Kent" and "frontline" in s.groups),
    (Wish(), "school", None, lambda s: "school" in s.groups),
    (Wish(council="Dudley"), "councillor", 1, lambda s: "councillor" in s.groups and s.difficulty == 1),
])  # fmt: skip
def test_scenarios_are_chosen_by_council_document_topic_group_and_difficulty(
    prepare, told, wish, group, difficulty, fits
):
    found = [one.scenario.id for one in prepare.scenarios(wish, group, difficulty)]
    assert found
    expected = [one.scenario for one in told if fits(one.scenario)]
    assert found == [s.id for s in expected if not wish.council or s.council == wish.council]


def test_scenarios_are_chosen_by_the_office_that_must_act_and_by_the_readers(prepare):
    families = [one.families for one in prepare.scenarios(Wish(family="lead-member"))]
    assert families
    assert all("lead-member" in found for found in families)
    own = prepare.scenarios(Wish(council="Dudley", family="councillors"))
    assert "dudley-surgery-belt-marks" in [one.scenario.id for one in own]


def test_where_none_fits_it_is_said_with_what_there_is(prepare):
    with pytest.raises(
        KnowledgeError, match=r"no scenarios on Diversity and equality, Dudley\. There are some on Dudley \(30\)"
    ):
        prepare.scenarios(Wish(council="Dudley", topic="diversity"))
    assert prepare.scenarios(Wish(council="Croydon"), "nobody") == []


def test_scenarios_are_added_by_their_ids_beside_questions_of_the_bank_and_once(prepare, trainer, told, held):
    ids = [told[3].question.id, held.items[0].id, told[3].question.id]
    assert [q.id for q in prepare.add(trainer, ids).questions] == ids[:2]
    assert prepare.draft(trainer).questions[0] == told[3].question
    for wrong in (told[3].scenario.id, "", "x" * 300):
        with pytest.raises(KnowledgeError, match="no question '"):
            prepare.add(trainer, [wrong])


# --- mixing in --------------------------------------------------------------------------------------------------------------


def test_as_many_scenarios_are_mixed_in_as_were_asked_for_and_no_two_questions_on_one_clause(prepare, trainer):
    questions = prepare.generate(trainer, 10, Wish(council="Dudley"), seed="s", scenarios=4).questions
    assert len(questions) == 10
    places = [n for n, question in enumerate(questions) if question.kind == SCENARIO]
    assert len(places) == 4
    assert places not in ([0, 1, 2, 3], [6, 7, 8, 9]), "they stand among the others"
    clauses = [clause for question in questions for clause in question.clauses]
    assert len(clauses) == len(set(clauses))
    again = prepare.generate(trainer, 5, Wish(council="Dudley"), seed="s", scenarios=5, group="councillor").questions[
        10:
    ]
    assert {q.kind for q in again} == {SCENARIO}
    assert not {q.id for q in again} & {q.id for q in questions}


def test_the_same_seed_brings_the_same_and_without_scenarios_nothing_is_other_than_before(
    prepare, held, database, store
):
    one = prepare.picked(8, Wish(council="Kent"), seed="s", scenarios=3)
    assert one == prepare.picked(8, Wish(council="Kent"), seed="s", scenarios=3)
    assert one != prepare.picked(8, Wish(council="Kent"), seed="t", scenarios=3)
    plain = Preparation(database, store, held)
    assert prepare.picked(8, seed="s") == plain.picked(8, seed="s")
    assert not [q for q in prepare.picked(30, seed="s") if q.kind == SCENARIO], "they come on request only"


def test_scenarios_alone_and_never_more_than_the_number(prepare):
    assert {q.kind for q in prepare.picked(6, seed="s", scenarios=60)} == {SCENARIO}
    assert len(prepare.picked(6, seed="s", scenarios=60)) == 6
    assert prepare.picked(0, seed="s", scenarios=5) == []
    assert prepare.picked(-3, scenarios=-2) == []
    assert len(prepare.picked(4, seed="s", scenarios=-2)) == 4


@pytest.mark.parametrize(("wanted", "words"), [
    ({"wish": Wish(topic="contacts"), "scenarios": 1}, "no scenarios on"),
    ({"group": "nobody", "scenarios": 1}, "no scenarios on everything of this sort"),
    ({"wish": Wish(council="Atlantis"), "scenarios": 5}, "no scenarios on Atlantis"),
    ({"wish": Wish(council="Croydon", topic="homelessness"), "scenarios": 0}, "no questions on Homelessness, Croydon"),
])  # fmt: skip
def test_a_wish_that_cannot_be_met_changes_nothing(prepare, trainer, wanted, words):
    with pytest.raises(KnowledgeError, match=re.escape(words)):
        prepare.generate(trainer, 5, **wanted)
    assert prepare.draft(trainer).questions == ()


def test_a_server_without_scenarios_says_that_there_are_none(database, store, held):
    with pytest.raises(KnowledgeError, match="no scenarios on everything"):
        Preparation(database, store, held).picked(3, scenarios=1)


# --- new rules ---------------------------------------------------------------------------------------------------------------


def test_a_scenario_on_a_changed_clause_stops_the_quiz_and_is_taken_anew_or_out(
    prepare, trainer, told, database, store
):
    ids = [one.question.id for one in told[:3]]
    prepare.add(trainer, ids)

    def aged(contents):
        return [{**c, "edition": "of the old text", "question": "Old."} if c["id"] == ids[1] else c for c in contents]

    draft = prepare.draft(trainer)
    prepare.sessions.edit(draft.quiz, lambda quiz: None, aged, NOON + DAY)
    assert prepare.draft(trainer).stale == (ids[1],)
    with pytest.raises(KnowledgeError, match=r"changed under 1 of the questions \(number 2\)"):
        prepare.lock(trainer)
    assert prepare.renew(trainer).questions == draft.questions
    prepare.sessions.edit(draft.quiz, lambda quiz: None, aged, NOON + DAY)
    gone = Preparation(database, store, Bank(()), Clock(), told[2:])
    assert [q.id for q in gone.renew(trainer).questions] == [ids[0], ids[2]]


# --- run, taken away, brought back ----------------------------------------------------------------------------------------------


def test_a_scenario_is_asked_and_told_only_when_it_closes_with_why_each_is_wrong(
    prepare, trainer, told, database, store
):
    prepare.add(trainer, [told[0].question.id])
    lead, take = Leading(database, store, prepare.clock), Classroom(database, prepare.clock)
    seat = take.join(prepare.lock(trainer).code, "Ann")
    lead.open(trainer)
    lead.ask(trainer)
    question = told[0].question
    view = take.view(seat.quiz, seat.token)
    assert view.question.question == question.question
    assert not [reason for reason in question.reasons if reason and reason in json.dumps(view.model_dump(mode="json"))]
    room = type("Room", (), {"take": take})
    assert give(room, seat, question, right=False).says.startswith("Taken: ")
    lead.stop(trainer)
    assert take.view(seat.quiz, seat.token).revealed.reasons == question.reasons
    assert lead.board(trainer).revealed.reasons == question.reasons
    lead.close(trainer)
    found = lead.results(trainer)
    (row,) = csv.DictReader(io.StringIO(found.questions_csv()))
    assert (row["question"], row["right option"], row["kind"]) == (question.question, question.answer, "scenario")
    assert row["most common wrong answer"] == found.questions[0].common_wrong[0]
    assert next(csv.DictReader(io.StringIO(found.people_csv())))["question 1"][1] == "-"


def test_every_scenario_survives_moodle_with_why_its_wrong_answers_are_wrong(store, told):
    questions = [one.question for one in told]
    imported = gift.read(gift.write(questions, "Stories"), "all.gift", store)
    assert imported.faults == ()
    for before, after in zip(questions, imported.questions, strict=True):
        assert (after.question, after.options, after.right) == (before.question, before.options, before.right)
        assert (after.clauses, after.reasons) == (before.clauses, before.reasons)
        assert after.explanation.startswith(before.explanation)


def test_every_scenario_fits_slack_and_teams_whole(told):
    for one in told:
        question = one.question
        options = [
            Option(label=o, message=f"quiz answer {n} to {question.id}") for n, o in enumerate(question.options, 1)
        ]
        asked = Lesson(says=("Question 1 of 1.", *parted(question.question)), options=tuple(options))
        closed = Lesson(
            says=(*parted(question.question), question.explanation, *question.reasons), citations=question.citations
        )
        for lesson in (asked, closed):
            sent = blocks.to_blocks(lesson)
            shown = json.dumps([block.to_dict() for block in sent], ensure_ascii=False)
            assert blocks.TOO_LONG not in shown
            assert "Slack has no room" not in shown
            card = cards.to_card(lesson)
            assert cards.size(card) <= cards.LARGEST
        slack = json.dumps([block.to_dict() for block in blocks.to_blocks(asked)]).replace("&amp;", "&")
        teams = json.dumps(cards.to_card(asked)["body"])
        for option in question.options:
            assert json.dumps(option)[1:-1] in slack, "no option is cut"
            assert json.dumps(option)[1:-1] in teams


def test_the_groups_are_those_of_the_scenarios(told):
    assert {group for one in told for group in one.scenario.groups} == set(GROUPS)
