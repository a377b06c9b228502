"""Tutor: induction, practice and scenarios within a conversation: which messages belong to a lesson, and what comes of them.

The actions ask it first. What it does not take is a question for knowledge.answers; its answer gets a way back to the
lesson (`beside`). Hears by learning.hearing; a beginning is made here, a move by learning.moving, an answer by
learning.answering; what is open is kept by learning.teaching. Danger is never taken for an answer, nor is a worry about a
child, except as the answer to a scenario in one's own words.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from desk.database import Database
from desk.links import Links
from knowledge import names, safety
from knowledge import text as t
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, Option, Outcome
from knowledge.questions import Kind, Profile, Question
from knowledge.store import Store
from knowledge.vocabulary import Vocabulary
from learning import hearing, openings, screens, shelf
from learning.account import Account
from learning.answering import SURE, Answers
from learning.between import FRESH, START, asks_office, is_open, which
from learning.guiding import key
from learning.hearing import Heard, Move
from learning.moving import Moves
from learning.rooms import Rooms
from learning.shelf import Shelf
from learning.teaching import OPEN, Teaching, preparing, shown
from learning.wishes import Wish, understood

Said = TypeVar("Said", bound=Outcome)
NOT_BEGUN = "Stopped. No induction was begun. Say ‘start my induction’ when you are ready."
_COURSES = {Kind.START_INDUCTION: "induction", Kind.START_QUIZ: "quiz"}
_ABOUT_ONESELF = (Move.PROGRESS, Move.RECORD, Move.DELETE, Move.DELETE_SURE)


@dataclass(frozen=True)
class Taken:
    """What a lesson says to a message, and who it now takes the asker for."""

    outcome: Lesson
    profile: Profile


class Tutor:
    """The lessons of one published store, for any number of people; holds no state of its own."""

    def __init__(
        self, store: Store, database: Database, clock: Callable[[], float] = time.time,
        vocabulary: Vocabulary | None = None, made: Callable[[Store], Shelf | None] = shelf.ready,
    ):  # fmt: skip
        self.store, self.database, self.clock = store, database, clock
        self.vocabulary = vocabulary or names.vocabulary(store)
        self.teaching = Teaching(store, database, clock, self.vocabulary, made)
        self.moves, self.answers = Moves(self.teaching), Answers(self.teaching)
        self.courses, self.cards, self.links = self.teaching.courses, self.teaching.cards, Links(database)
        self.rooms = Rooms(database)

    def takes(self, person: str, question: Question, profile: Profile | None = None) -> Taken | None:
        """What the lesson says to a message; None where the message is no matter of a lesson."""
        profile, text = profile or Profile(), t.clean(question.text)
        if safety.sounds_urgent(text):
            return None
        taken = self._lesson(person, question, profile, text)
        if taken:
            self.rooms.elsewhere(person)
        return taken

    def beside(self, person: str, outcome: Said) -> Said:
        """An answer to a question in between, with the way back to the lesson that is open. Danger stands alone."""
        self.rooms.elsewhere(person)
        open_ = self.teaching.open(person)
        if not open_:
            return outcome
        course = open_.get("course")
        live = course and not open_.get("stopped") and self.clock() - open_["at"] < FRESH
        if not live and open_.get("apart"):
            return outcome
        back: tuple[Option, ...] = ()
        if live and not outcome.safety_first:
            back = (which(self.store, open_) if course == START else self.teaching.back(person, str(course)),)
        state = {**open_, "course": course, "apart": True, "theirs": len(outcome.options), "more": bool(outcome.more),
                 "shown": shown(back)}  # fmt: skip
        self.courses.keep(person, OPEN, state)
        return outcome.model_copy(update={"options": (*outcome.options, *back)}) if back else outcome

    def progress(self, person: str) -> Lesson:
        """How far the person is in everything; nothing is moved by asking."""
        return self._account().progress(self.links.principal(person), False, self.teaching.practice())

    # --- what is meant ------------------------------------------------------------------------------------------------

    def _lesson(self, person: str, question: Question, profile: Profile, text: str) -> Taken | None:
        open_ = self.teaching.open(person)
        try:
            message = hearing.meant(text, open_)
            if message is None or self._grave(person, text, message, question, open_):
                return None
            return self._taken(person, message, question, profile, open_)
        except KnowledgeError as error:
            return Taken(self.teaching.aside(person, open_, _failed(error, open_)), profile)

    def _grave(self, person: str, text: str, message: str, question: Question, open_: dict[str, Any]) -> bool:
        """Whether a message is too grave to be taken for a part of a lesson."""
        if message != text or hearing.given(message) or hearing.heard(message):
            return False
        in_scenario = is_open(open_) and open_["course"] == "scenario" and not open_.get("apart")
        if in_scenario and self.answers.waits_for_words(person):
            return False
        danger = question.kind is Kind.DANGER and question.confidence > SURE
        return danger or safety.sounds_worried(text)

    def _taken(
        self, person: str, message: str, question: Question, profile: Profile, open_: dict[str, Any]
    ) -> Taken | None:
        given, heard = hearing.given(message), hearing.heard(message)
        if given:
            return self._said(person, open_.get("course"), self.answers.pressed(person, open_, given), profile)
        if heard and asks_office(open_, heard, bool(self.teaching.latest(person))):
            if heard.move is Move.STOP:
                return self._said(person, None, Lesson(says=(NOT_BEGUN,), options=screens.HINTS), profile)
            return self._induction(person, "start my induction", profile, Profile(**open_["named"]))
        if heard:
            moved = self._moved(person, open_, heard, question)
            if moved:
                return Taken(moved, profile)
        if self._names_office(message, open_):
            return self._induction(person, message, profile, Profile(**open_["named"]))
        if hearing.for_others(message):
            return Taken(self.beside(person, screens.for_others()), profile)
        begun = hearing.begins(message)
        by_kind = None if begun or question.confidence < SURE or hearing.asks(message) else _COURSES.get(question.kind)
        if begun == "induction" or by_kind == "induction":
            return self._induction(person, message, profile, Profile())
        if begun or by_kind:
            course = str(begun or by_kind)
            try:
                return self._said(person, course, self._begin(person, course, message, profile), profile)
            except KnowledgeError:
                if by_kind:
                    return None  # the classifier alone took it for the wish for a quiz
                raise
        answered = is_open(open_) and not open_.get("apart")
        lesson = self.answers.typed(person, message, question, open_) if answered else None
        return self._said(person, open_["course"], lesson, profile) if lesson else None

    def _names_office(self, message: str, open_: dict[str, Any]) -> bool:
        """Whether a message answers which office an induction is for."""
        asked = is_open(open_) and open_["course"] == START and not open_.get("apart")
        return asked and not hearing.asks(message) and openings.names_only(message, self.vocabulary)

    def _said(self, person: str, course: str | None, lesson: Lesson, profile: Profile) -> Taken:
        return Taken(self.teaching.keep(person, course, lesson), profile)

    # --- beginnings ---------------------------------------------------------------------------------------------------

    def _induction(self, person: str, message: str, profile: Profile, before: Profile) -> Taken:
        wanted = openings.wanted(message, self.store, self.vocabulary, profile, before)
        if wanted.ask:
            named = {"council": wanted.council, "family": wanted.family}
            return Taken(self.teaching.keep(person, START, wanted.ask, named=named), wanted.profile)
        council, family = str(wanted.council), str(wanted.family)
        lesson = self.teaching.guide.start(person, council, family)
        return self._said(person, key(council, family), lesson, wanted.profile)

    def _begin(self, person: str, course: str, message: str, profile: Profile) -> Lesson:
        made = self.teaching.shelf()
        if not made:
            return preparing(self._again(course, message))
        if course == "scenario":
            return self.teaching.scenarios(made).start(person, message, profile)
        return self.teaching.quiz(made).start(person, message)

    def _again(self, course: str, message: str) -> Option:
        """The same wish once more, in the words of the store: what somebody wrote is not kept."""
        if course == "scenario":
            return Option(label="Ask again", message="give me a scenario")
        wish = understood(message, self.store, self.vocabulary)
        words = f"quiz me on {wish.words(self.store)}" if wish != Wish() else "quiz me"
        return Option(label="Ask again", message=words)

    # --- moves, and what one asks about oneself -----------------------------------------------------------------------

    def _moved(self, person: str, open_: dict[str, Any], heard: Heard, question: Question) -> Lesson | None:
        if heard.move not in _ABOUT_ONESELF:
            return self.moves.moved(person, open_, heard, question)
        account = self._account()
        if heard.move is Move.DELETE_SURE:
            return account.deleted(person)
        live = is_open(open_) and open_.get("course") != START
        if heard.move is Move.DELETE:
            lesson = account.ask()
        elif heard.move is Move.RECORD:
            lesson = account.record(person, live)
        else:
            lesson = account.progress(person, live, self.teaching.practice())
        return self.teaching.aside(person, open_, lesson)

    def _account(self) -> Account:
        return Account(self.teaching.guide, self.cards, self.courses, self.links)


def _failed(error: KnowledgeError, open_: dict[str, Any]) -> Lesson:
    live = is_open(open_) and open_.get("course") != START
    if error.code in ("no_such_option", "no_other_option") and open_.get("shown") and is_open(open_):
        again = tuple(Option(label=label, message=message) for label, message in open_["shown"])
        return Lesson(says=(str(error),), options=again)
    return Lesson(says=(str(error),), options=(screens.RESUME,) if live else screens.HINTS)
