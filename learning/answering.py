"""Answering: an answer within a lesson, by a button or in words, given to the question or scenario that waits.

Asked by learning.tutor; marks by learning.guiding and learning.drilling. Nothing is kept here: the tutor keeps what is
shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson
from knowledge.questions import Kind, Question
from learning import hearing, stale
from learning.choosing import chosen
from learning.drilling import Scenarios
from learning.guiding import COURSE
from learning.shelf import Shelf
from learning.teaching import Teaching, preparing

SURE = 0.7  # the classifier's confidence from which its kind is believed
TALK = (Kind.GREET, Kind.THANK, Kind.GOODBYE, Kind.HELP, Kind.BAD)


class Answers:
    """Answers to what waits. `open_` is what Teaching keeps as open."""

    def __init__(self, teaching: Teaching):
        self.teaching, self.courses, self.guide = teaching, teaching.courses, teaching.guide

    def waits_for_words(self, person: str) -> bool:
        """Whether a scenario waits for an answer in the person's own words."""
        shelf = self.teaching.shelf()
        waits = self.teaching.scenarios(shelf).waiting(person) if shelf else None
        return bool(waits and waits[1] == "words")

    def pressed(self, person: str, open_: dict[str, Any], given: hearing.Given) -> Lesson:
        """The answer of a button. Raises what learning.stale says where its question does not wait."""
        course, shelf = open_.get("course") or "", self.teaching.shelf()
        if not shelf:
            return preparing()
        place = given.place - 1
        if course.startswith(COURSE):
            item = self.guide.waiting(person, course)
            if item and hearing.mark(item.id) == given.mark:
                return self.guide.answer(person, course, place)
        elif course == "quiz":
            quiz = self.teaching.quiz(shelf)
            item = quiz.waiting(person)
            if item and hearing.mark(item.id) == given.mark:
                return quiz.answer(person, place, item.id)
        elif course == "scenario":
            scenarios = self.teaching.scenarios(shelf)
            waits = scenarios.waiting(person)
            if waits and hearing.mark(waits[0].id) == given.mark:
                return scenarios.choose(person, place)
        raise self._refused(person, course, given, shelf)

    def _refused(self, person: str, course: str, given: hearing.Given, shelf: Shelf) -> KnowledgeError:
        """What to say to a button whose question does not wait."""
        told, held = self.courses.state(person, Scenarios.KIND) or {}, self.courses.state(person, course) or {}
        round_ = self.teaching.cards.round(person)
        answered = [attempt.item for attempt in self.teaching.cards.attempts(person)] + told.get("done", [])
        answered += [answer["item"] for answer in held.get("progress", {}).get("answers", [])]
        waits = round_.item if course == "quiz" and round_ else held.get("id") or held.get("item")
        return stale.refusal(given.mark, answered, waits, None if course.startswith(COURSE) else shelf)

    def typed(self, person: str, text: str, question: Question, open_: dict[str, Any]) -> Lesson | None:
        """An answer in words: an option's own, or one to a scenario; None where it is neither."""
        course, shelf = open_["course"], self.teaching.shelf()
        if not shelf:
            return None
        if course == "scenario":
            return self._to_scenario(person, text, question, self.teaching.scenarios(shelf), shelf)
        quiz = self.teaching.quiz(shelf)
        item = quiz.waiting(person) if course == "quiz" else self.guide.waiting(person, course)
        place = _meant(text, item.options) if item else None
        if not item or place is None:
            return None
        return quiz.answer(person, place, item.id) if course == "quiz" else self.guide.answer(person, course, place)

    def _to_scenario(
        self, person: str, text: str, question: Question, scenarios: Scenarios, shelf: Shelf
    ) -> Lesson | None:
        told, mode = scenarios.waiting(person) or (None, None)
        if not told:
            return None
        if mode == "words":
            talk = question.kind in TALK and question.confidence > SURE and len(text.split()) < 5
            return None if talk or (hearing.asks(text) and text.endswith("?")) else scenarios.mark(person, text)
        place = _meant(text, [option.text for option in shelf.marker.options(told, person)])
        return None if place is None else scenarios.choose(person, place)


def _meant(text: str, options: Sequence[str]) -> int | None:
    """The place, from 0, of the option that is meant; None for a question of the person's own."""
    if hearing.asks(text) or text.endswith("?"):
        return None
    try:
        return chosen(text, options)
    except KnowledgeError:
        return None  # it names no option
