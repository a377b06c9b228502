"""A trainer's session joined and answered from within a conversation, as in Slack or Teams."""

from __future__ import annotations

import pytest

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
        taken = tutor.takes(person, Question(text=text))
        return taken.outcome if taken else None

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
    assert says("leave the quiz").says[0].startswith("You have left")
    assert says("a child is being beaten up outside right now") is None


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
