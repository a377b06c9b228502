"""A trainer's session joined and answered from within a conversation: what is taken for the session's, and what it says.

tests/channels/test_rooms.py does the same through Slack and Teams over HTTP.
"""

from __future__ import annotations

import pytest

from bot import seating
from desk.database import Database
from knowledge.outcomes import Lesson, NotCovered
from knowledge.questions import Question
from learning.leading import Leading
from learning.preparing import Preparation
from learning.shelf import Shelf
from learning.staged import staged
from learning.tutor import Tutor
from learning.wishes import Wish


@pytest.fixture
def quiz(store, held, marker, by_id, tmp_path):
    """A led quiz of Dudley, locked; a tutor on the same database; and how a person speaks to it."""
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    prepare, lead = Preparation(database, store, held), Leading(database, store)
    trainer = prepare.create("Councillors", "led").trainer
    prepare.generate(trainer, 2, Wish(council="Dudley"), seed="s")
    draft = prepare.lock(trainer)
    shelf = Shelf(held, tuple(by_id.values()), marker)
    tutor = Tutor(store, database, made=lambda _: shelf)

    def says(text, person="p"):
        own = seating.taken(text, person, database)
        taken = None if own else tutor.takes(person, Question(text=text))
        return taken.outcome if taken else own

    yield says, tutor, lead, trainer, draft
    database.close()


def test_joined_by_code_answered_by_button_and_seen_when_it_closes(quiz):
    says, _, lead, trainer, draft = quiz
    assert "join" in says(f"join {draft.code.lower()}").says[0]
    assert "as Amina" in says(f"join {draft.code} as Amina").says[0]
    lead.open(trainer)
    lead.ask(trainer)
    asked = says("show the quiz question")
    assert "Question 1 of 2" in asked.says[0]
    taken = says(asked.options[1].message)
    assert isinstance(taken, Lesson)
    assert taken.says[0].startswith("Taken: B")
    assert "answered" in says(asked.options[0].message).says[0]
    lead.stop(trainer)
    closed = says("next")
    assert any(line.startswith("Right: ") for line in closed.says)
    assert closed.citations


def test_a_question_in_between_is_a_question_and_its_numbers_are_no_answers(quiz):
    says, tutor, lead, trainer, draft = quiz
    says(f"join {draft.code} as Ben")
    lead.open(trainer)
    lead.ask(trainer)
    says("show the quiz question")
    assert says("who makes sure referrals are acknowledged?") is None
    tutor.beside("p", NotCovered(says=("The documents do not say.",)))
    assert says("2") is None
    says("show the quiz question")
    assert says("2").says[0].startswith("Taken: B")


def test_what_does_not_fit_is_told_in_words(quiz):
    says, _, _, _, draft = quiz
    assert says("join the board") is None
    assert "CDFGHJ" in says("join CDFGHJ as Amina").says[0]
    assert "name" in says(f"join {draft.code} as <>").says[0]
    assert says("show the quiz question") is None
    says(f"join {draft.code} as Cat")
    assert says("a child is being beaten up outside right now") is None
    assert says("leave the quiz").says[0].startswith("You have left")


@pytest.mark.parametrize(
    "typed", ["CDFGHJ", "cdf-ghj", "the quiz with code cdf ghj", "B0ARD5", "b0ard5", "WFGHCO", "WFG-HC0"]
)
def test_a_wrong_code_is_said_to_be_one(quiz, typed):
    says, *_ = quiz
    (sentence,) = says(f"join {typed} as Amina").says
    assert sentence.startswith("No quiz has the code")


@pytest.mark.parametrize(
    "question",
    ["join the board", "can I join the panel as chair?", "can I join boards as a parent", "join SCHOOL", "join us",
     "who may join the LSCB as a lay member?"],
)  # fmt: skip
def test_other_words_of_joining_are_questions(quiz, question):
    says, *_ = quiz
    assert says(question) is None


def test_joined_again_without_a_name_the_seat_is_kept(quiz):
    says, _, _, _, draft = quiz
    assert says(f"join {draft.code}").says[0].startswith("What name may the others see?")
    says(f"join {draft.code} as Dee")
    for again in (f"join {draft.code}", f"join {draft.code} as Somebody else"):
        assert says(again).says[0].endswith("as Dee.")


def test_a_number_while_no_question_waits_shows_where_one_is(quiz):
    says, _, lead, trainer, draft = quiz
    assert "The first question comes" in says(f"join {draft.code} as Eve").says[1]
    assert "The first question comes" in says("2").says[0]
    lead.open(trainer)
    lead.ask(trainer)
    assert says("2").options[1].message.startswith("quiz answer 2 to "), (
        "asked since: it is shown, not answered blindly"
    )
    assert says("2").says[0].startswith("Taken: B")
    assert says("3").says == ("Your answer is taken. Wait for the others.",)


def test_a_late_answer_is_told_and_the_question_of_now_shown(quiz):
    says, _, lead, trainer, draft = quiz
    says(f"join {draft.code} as Fay")
    lead.open(trainer)
    lead.ask(trainer)
    first = says("show the quiz question").options
    lead.ask(trainer)
    late = says("2")
    assert late.says[0].startswith("Time was up for question 1")
    assert late.says[1].startswith("Question 2 of 2")
    assert says(late.options[0].message).says[0].startswith("Taken: A")
    assert says(first[0].message).says[0].startswith("Time was up for question 1")


def test_a_button_of_a_quiz_that_was_left_or_deleted(quiz, store):
    says, _, lead, trainer, draft = quiz
    says(f"join {draft.code} as Gus")
    lead.open(trainer)
    lead.ask(trainer)
    button = says("show the quiz question").options[0].message
    says("leave the quiz")
    assert says(button).says == ("You have no seat in this quiz. Join it with its code.",)
    says(f"join {draft.code}")
    assert "Question 1" in says(f"quiz answer 1 to {'0' * 12}").says[1]
    assert says("show the quiz").options, "the seat is the one of before"
    lead.delete(trainer)
    assert says(button).says == ("You have no seat in this quiz. Join it with its code.",)
    assert says("show the quiz question") is None


def test_a_desk_that_fails_is_told_to_those_who_take_part_only(monkeypatch):
    monkeypatch.setattr(seating, "Rooms", lambda desk: 1 / 0)
    assert seating.taken("join CDFGHJ as Hal", "p", None).says == (seating.NOT_KEPT,)
    assert seating.taken("who chairs the panel?", "p", None) is None
    assert seating.taken("join CDFGHJ as Hal", None, None) is None


def test_a_scenario_tells_its_story_first_and_at_the_end_why_ones_own_answer_was_wrong(quiz, store, marker, by_id):
    says, tutor, lead, _, _ = quiz
    told = staged(by_id["dudley-surgery-belt-marks"], marker)
    prepare = Preparation(tutor.database, store, told=[told])
    trainer = prepare.create("Stories", "led").trainer
    prepare.add(trainer, [told.question.id])
    says(f"join {prepare.lock(trainer).code} as Amina")
    lead.open(trainer)
    lead.ask(trainer)
    asked = says("show the quiz question")
    assert asked.says[1].endswith(told.scenario.situation)
    assert asked.says[2] == told.scenario.question
    assert [option.label for option in asked.options] == list(told.question.options)
    wrong = next(n for n in range(4) if n != told.question.right)
    assert says(asked.options[wrong].message).says[0].startswith(f"Taken: {'ABCD'[wrong]}, ")
    lead.stop(trainer)
    closed = says("next")
    assert closed.says[-1] == told.question.reasons[wrong]
    assert f"{'ABCD'[wrong]}. {told.question.options[wrong]}" in closed.says
    assert told.question.explanation in closed.says
    assert not [reason for n, reason in enumerate(told.question.reasons) if reason in closed.says and n != wrong]
    assert closed.citations == told.question.citations
