"""What a page shows of a conversation: the words that somebody wrote, or those of the choice that they pressed."""

from __future__ import annotations

import pytest

from bot.channels.exchange import Said
from bot.web.conversations import Conversation
from knowledge.outcomes import Clarification, Lesson, Option
from knowledge.questions import Profile
from learning import hearing

QUESTION = Lesson(says=("Who chairs it?",), options=(
    Option(label="The Leader of the Council", message=hearing.answering(1, "bearer/one")),
    Option(label="Skip this question", message="skip this question"),
))  # fmt: skip
TOLD = Lesson(says=("Right.",), options=(Option(label="Next", message="go on to step 2"),))
WHICH = Clarification(says=("Which council?",), options=(
    Option(label="What do Kent's documents say?", message="Kent"), Option(label="Dudley", message="Dudley"),
))  # fmt: skip


def shown(conversation, message, outcome=TOLD):
    turn = conversation.add(message, Said(outcome, "", Profile()))
    return turn.chosen, turn.question


def begun(outcome):
    conversation = Conversation()
    assert shown(conversation, "quiz me", outcome) == (False, "quiz me")
    return conversation


def test_of_a_choice_that_is_pressed_its_words_are_shown():
    assert shown(begun(QUESTION), QUESTION.options[0].message) == (True, "The Leader of the Council")
    assert shown(begun(WHICH), "Kent") == (True, "What do Kent's documents say?")


def test_a_choice_of_a_lesson_that_is_pressed_late_has_its_words_still():
    conversation = begun(QUESTION)
    shown(conversation, "next question")
    shown(conversation, "thanks")
    assert shown(conversation, QUESTION.options[0].message) == (True, "The Leader of the Council")


@pytest.mark.parametrize(
    ("message", "words"),
    [(QUESTION.options[0].message, "Answer 1 of an earlier question"), ("next after step 3", "Next after step 3")],
)
def test_a_button_whose_turn_is_gone_is_shown_in_words_of_people(message, words):
    assert shown(Conversation(), message) == (True, words)


def test_what_is_written_stays_what_was_written():
    conversation = begun(WHICH)
    shown(conversation, "who chairs the board?")
    assert shown(conversation, "Kent") == (False, "Kent"), "a council that is named later answers nothing"
    assert shown(conversation, "next") == (False, "next")
