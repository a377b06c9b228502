"""Limits: nobody who reads, clicks or teaches meets them; whoever asks without a pause does. With a clock of the tests' own."""

from __future__ import annotations

import pytest

from bot.channels.exchange import Said
from bot.web.conversations import TURNS, Conversation
from bot.web.limits import GUESS, QUESTION, QUIZ, READING, ROOM, SEATED, STEP, TURN, Allowance
from knowledge.outcomes import Clarification, Lesson, Option, SmallTalk
from knowledge.questions import Profile

MINUTES = 60.0


def taken(limit: tuple[int, float], a_second: float, seconds: float) -> tuple[int, int]:
    """How many of the requests of one asker, evenly spread, are taken, and how many there were."""
    allowance, number = Allowance(*limit), int(a_second * seconds)
    return sum(allowance.take("a", now=at / a_second) for at in range(number)), number


@pytest.mark.parametrize(
    ("limit", "a_second", "seconds"),
    [
        (STEP, 2, 5 * MINUTES),  # clicks through a long induction without reading
        (TURN, 2, 5 * MINUTES),  # the same by its address
        (READING, 2 * 2, 5 * MINUTES),  # each click is a form and the page after it
        (QUESTION, 0.5, 30 * MINUTES),  # one question after the other, for half an hour
        (TURN, 20 * 0.3, 30 * MINUTES),  # twenty new councillors in one building, each with an induction
        (READING, 20 * 0.3 * 2, 30 * MINUTES),
        (SEATED, 1 / 2 + 1, 30 * MINUTES),  # a quiz page that asks for news, and its reader
        (ROOM, 60 * (1 / 2 + 1), 30 * MINUTES),  # sixty of them
        (QUIZ, 1 / 60, 20 * MINUTES),  # a trainer who begins anew each minute
    ],
)
def test_whoever_uses_the_pages_never_meets_a_limit(limit, a_second, seconds):
    all_taken, number = taken(limit, a_second, seconds)
    assert all_taken == number


@pytest.mark.parametrize("limit", [QUESTION, STEP, TURN, READING, SEATED, ROOM, GUESS, QUIZ])
def test_whoever_asks_without_a_pause_gets_no_more_than_the_limit(limit):
    at_once, a_second = limit
    got, number = taken(limit, 10 * a_second + at_once, MINUTES)
    assert got <= at_once + a_second * MINUTES + 1
    assert got < number / 2


def test_clicks_in_a_burst_are_taken_and_a_flood_is_not():
    allowance = Allowance(*STEP)
    assert all(allowance.take("a", now=0) for _ in range(20))
    assert not all(allowance.take("a", now=0.1) for _ in range(60))


def test_what_goes_on_from_the_page_is_no_question_of_its_own():
    held = Conversation()
    assert not held.leads_to("next")
    choice = Clarification(says=("Which?",), options=tuple(Option(label=c, message=c) for c in ("Kent", "Dudley")))
    held.add("what must I do?", Said(choice, "", Profile()))
    assert held.leads_to("Kent")
    assert not held.leads_to("what must I do in Kent?")
    held.add("hello", Said(SmallTalk(says=("Hello.",)), "", Profile()))
    assert held.leads_to("Kent"), "its button still stands on the page"
    held.add("start", Said(Lesson(says=("Step 1 of 9",)), "", Profile()))
    assert held.leads_to("next")
    for number in range(TURNS):
        held.add(f"question {number}", Said(SmallTalk(says=("Yes.",)), "", Profile()))
    assert not held.leads_to("Kent")
    assert not held.leads_to("next")


def test_steps_of_an_induction_are_clicked_faster_than_questions_are_asked(client):
    client.ask("start my induction as a councillor in Dudley")
    steps = [client.post("/ask", {"message": "next"}).status for _ in range(QUESTION[0] + 5)]
    assert set(steps) == {303}
    client.ask("thank you")
    assert {client.post("/ask", {"message": "hello"}).status for _ in range(QUESTION[0] + 40)} == {303, 429}
