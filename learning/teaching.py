"""Teaching: the three kinds of lesson over one store, induction, practice and scenarios, and which is open for a person.

Keeps in desk.courses what is open, with the choices that were shown last, so that a number in the next message is
understood. Shared by learning.tutor, learning.moving and learning.answering.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from desk.cards import Cards
from desk.courses import Courses
from desk.database import Database
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, Option
from knowledge.store import Store
from knowledge.vocabulary import Vocabulary
from learning import mastery, screens
from learning.between import START, is_open, which
from learning.drilling import Quizzing, Scenarios
from learning.guiding import COURSE, Guide
from learning.practice import Practice
from learning.shelf import Shelf

OPEN = "open"  # the kind under which desk.courses keeps what is open at the moment


class Teaching:
    """The lessons of any number of people; holds no state of its own.

    A course is 'quiz', 'scenario', START, or the key of an induction, 'induction/council/family'. `made` gives the questions
    and scenarios of a store, None while they are being made.
    """

    def __init__(
        self, store: Store, database: Database, clock: Callable[[], float], vocabulary: Vocabulary,
        made: Callable[[Store], Shelf | None],
    ):  # fmt: skip
        self.store, self.database, self.clock, self.vocabulary, self._made = store, database, clock, vocabulary, made
        self.courses, self.cards = Courses(database), Cards(database)
        self.guide = Guide(store, self.courses, self.practice, self._today)

    # --- the kinds of lesson ------------------------------------------------------------------------------------------

    def shelf(self) -> Shelf | None:
        """The questions and scenarios; None while they are being made."""
        return self._made(self.store)

    def quiz(self, shelf: Shelf) -> Quizzing:
        return Quizzing(Practice(self.database, self.store, shelf.bank, self.vocabulary, self.clock))

    def scenarios(self, shelf: Shelf) -> Scenarios:
        return Scenarios(self.courses, shelf, self.vocabulary, self.clock)

    def practice(self) -> Practice | None:
        """Practice without the conversation about it; None while the questions are being made."""
        shelf = self.shelf()
        return self.quiz(shelf).practice if shelf else None

    def latest(self, person: str) -> str | None:
        """The induction that the person was in last."""
        return next((kind for kind in reversed(self.courses.states(person)) if kind.startswith(f"{COURSE}/")), None)

    def last(self, person: str, course: str) -> str | None:
        """The lesson of this kind that the person was in last; None where there was none."""
        if course == "induction":
            return self.latest(person)
        begun = self.cards.round(person) if course == "quiz" else self.courses.state(person, Scenarios.KIND)
        return course if begun else None

    def _today(self) -> date:
        return mastery.day(self.clock())

    # --- what is open -------------------------------------------------------------------------------------------------

    def open(self, person: str) -> dict[str, Any]:
        """What is open, as `keep` keeps it; empty where nothing ever was."""
        return self.courses.state(person, OPEN) or {}

    def keep(self, person: str, course: str | None, lesson: Lesson, **more: Any) -> Lesson:
        """The lesson, once it is kept as what is open, with its choices and `more`."""
        self.courses.keep(person, OPEN, {"course": course, "at": self.clock(), "shown": shown(lesson.options), **more})
        return lesson

    def aside(self, person: str, open_: dict[str, Any], lesson: Lesson) -> Lesson:
        """Something said between: what is open stays open. Where the office of an induction was asked for, that question
        stays too, with a way back to it."""
        if not is_open(open_) or open_["course"] != START:
            return self.keep(person, open_.get("course"), lesson)
        if shown(lesson.options) != open_.get("shown"):
            lesson = lesson.model_copy(update={"options": (*lesson.options, which(self.store, open_))})
        return self.keep(person, START, lesson, named=open_["named"])

    def back(self, person: str, course: str) -> Option:
        """The way back to a lesson, from an answer to a question in between."""
        if not course.startswith(COURSE):
            return Option(label=f"Back to the {course}", message=f"back to the {course}")
        try:
            place = self.guide.place(person, course)
        except KnowledgeError:
            place = "my induction"
        message = "back to the question" if place.startswith("the question") else f"back to {place}"
        return Option(label=f"Back to {place}", message=place if place == "my record" else message)


def shown(options: tuple[Option, ...]) -> list[list[str]]:
    """Choices as they are kept: the label and the message of each."""
    return [[option.label, option.message] for option in options]


def preparing(again: Option = screens.RESUME) -> Lesson:
    """What is said while the questions are being made."""
    return Lesson(says=(screens.PREPARING,), options=(again,))
