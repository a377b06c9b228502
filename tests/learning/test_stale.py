"""Stale: what a button is told whose question does not wait: that it was answered, was left, or is asked no more."""

from __future__ import annotations

import dataclasses

import pytest

from desk.courses import Courses
from learning.bank import Bank
from tests.learning.test_tutor import made, person  # noqa: F401

ANSWERED, RETIRED, LEFT = "answered already", "retired and does not count", "left without an answer"


def button(lesson, place=0):
    return next(o.message for o in lesson.options if o.message.startswith("answer")) if not place else None


@pytest.fixture(params=["quiz me on Dudley", "give me a scenario about Dudley"])
def shown(request, person):  # noqa: F811
    return person.says(request.param)


def first(lesson):
    return " ".join(lesson.says)


def test_one_that_was_answered_is_said_to_be(person, shown):  # noqa: F811
    pressed = button(shown)
    person.says(pressed)
    assert ANSWERED in first(person.says(pressed))


def test_one_that_was_skipped_was_left(person, shown):  # noqa: F811
    pressed = button(shown)
    person.says("skip this scenario" if "scenario" in first(shown) else "skip this question")
    assert LEFT in first(person.says(pressed))


def test_one_that_was_withdrawn_is_retired(person, shown):  # noqa: F811
    """Of the questions and scenarios that the new rules make, none is the one whose button is pressed."""
    pressed = button(shown)
    round_, told = person.tutor.cards.round("p"), Courses(person.database).state("p", "scenario") or {}
    gone = {told.get("id"), round_.item if round_ else None}
    whole = person.made
    items = tuple(item for item in whole.bank.items if item.id not in gone)
    person.made = dataclasses.replace(
        whole, bank=Bank(items), scenarios=tuple(one for one in whole.scenarios if one.id not in gone)
    )
    person.again()
    assert RETIRED in first(person.says(pressed))
    person.says("next question" if "quiz" not in pressed and not told else "next scenario")
    assert RETIRED in first(person.says(pressed)), "also when another one waits"


def test_one_that_was_never_asked_is_retired(person, shown):  # noqa: F811
    assert RETIRED in first(person.says("answer 1 of question zzzz"))
