"""Tutor: induction, practice and scenarios within a conversation: which messages belong to a lesson, and what comes of them.

The actions ask it first. What it does not take is a question for knowledge.answers; its answer gets a way back to the
lesson (`beside`). Hears by learning.hearing, walks by learning.guiding and learning.drilling, keeps in desk.courses.
Danger is never taken for an answer, nor is a worry about a child, except as the answer to a scenario in one's own words.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from desk.cards import Cards
from desk.courses import Courses
from desk.database import Database
from desk.links import Links
from knowledge import names, safety
from knowledge import text as t
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, Option, Outcome
from knowledge.questions import Kind, Profile, Question
from knowledge.store import Store
from knowledge.vocabulary import Vocabulary
from learning import hearing, mastery, openings, screens, shelf, stale
from learning.account import Account
from learning.between import FRESH, START, asks_office, is_open, theirs, which
from learning.choosing import chosen
from learning.drilling import Quizzing, Scenarios
from learning.guiding import COURSE, Guide, key
from learning.hearing import Heard, Move
from learning.practice import Practice
from learning.rooms import Rooms
from learning.shelf import Shelf
from learning.wishes import Wish, understood

OPEN = "open"  # the kind under which desk.courses keeps what is open at the moment
TALK = (Kind.GREET, Kind.THANK, Kind.GOODBYE, Kind.HELP, Kind.BAD)
SURE = 0.7
Said = TypeVar("Said", bound=Outcome)
NOTHING_OPEN = "No induction and no quiz is open at the moment."
NOT_BEGUN = "Stopped. No induction was begun. Say ‘start my induction’ when you are ready."


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
        self.store, self.database, self.clock, self._made = store, database, clock, made
        self.vocabulary = vocabulary or names.vocabulary(store)
        self.courses, self.cards, self.links = Courses(database), Cards(database), Links(database)
        self.rooms = Rooms(database)
        self.guide = Guide(store, self.courses, self._practice, self._today)

    def takes(self, person: str, question: Question, profile: Profile | None = None) -> Taken | None:
        """What the lesson says to a message; None where the message is no matter of a lesson."""
        profile, text = profile or Profile(), t.clean(question.text)
        if safety.sounds_urgent(text):
            return None
        taken = self._lesson(person, question, profile, text)
        if taken:
            self.rooms.elsewhere(person)
        return taken

    def _lesson(self, person: str, question: Question, profile: Profile, text: str) -> Taken | None:
        open_ = self.courses.state(person, OPEN) or {}
        try:
            message = hearing.meant(text, open_)
            if message is None or self._grave(person, text, message, question, open_):
                return None
            return self._taken(person, message, question, profile, open_)
        except KnowledgeError as error:
            return Taken(self._aside(person, open_, self._failed(error, open_)), profile)

    def beside(self, person: str, outcome: Said) -> Said:
        """An answer to a question in between, with the way back to the lesson that is open. Danger stands alone."""
        self.rooms.elsewhere(person)
        open_ = self.courses.state(person, OPEN)
        if not open_:
            return outcome
        course = open_.get("course")
        live = course and not open_.get("stopped") and self.clock() - open_["at"] < FRESH
        if not live and open_.get("apart"):
            return outcome
        back: list[Option] = []
        if live and not outcome.safety_first:
            back = [which(self.store, open_) if course == START else self._back(person, str(course))]
        state = {**open_, "course": course, "apart": True, "theirs": len(outcome.options), "more": bool(outcome.more),
                 "shown": [[option.label, option.message] for option in back]}  # fmt: skip
        self.courses.keep(person, OPEN, state)
        return outcome.model_copy(update={"options": (*outcome.options, *back)}) if back else outcome

    def progress(self, person: str) -> Lesson:
        """How far the person is in everything; nothing is moved by asking."""
        account = Account(self.guide, self.cards, self.courses, self.links)
        person = self.links.principal(person)
        return account.progress(person, False, self._practice())

    # --- what is meant ------------------------------------------------------------------------------------------------

    def _grave(self, person: str, text: str, message: str, question: Question, open_: dict[str, Any]) -> bool:
        """Whether a message is too grave to be taken for a part of a lesson."""
        if message != text or hearing.given(message) or hearing.heard(message):
            return False
        if is_open(open_) and open_["course"] == "scenario" and not open_.get("apart"):
            made = self._made(self.store)
            waits = self._scenarios(made).waiting(person) if made else None
            if waits and waits[1] == "words":
                return False
        danger = question.kind is Kind.DANGER and question.confidence > SURE
        return danger or safety.sounds_worried(text)

    def _taken(
        self, person: str, message: str, question: Question, profile: Profile, open_: dict[str, Any]
    ) -> Taken | None:
        given, heard = hearing.given(message), hearing.heard(message)
        if given:
            return self._said(person, open_.get("course"), self._answer(person, open_, given), profile)
        if heard and asks_office(open_, heard, bool(self._latest(person))):
            if heard.move is Move.STOP:
                return Taken(self._kept(person, None, Lesson(says=(NOT_BEGUN,), options=screens.HINTS)), profile)
            return self._induction(person, "start my induction", profile, Profile(**open_["named"]))
        if heard:
            moved = self._moved(person, open_, heard, question)
            if moved:
                return Taken(moved, profile)
        if (
            is_open(open_)
            and open_["course"] == START
            and not open_.get("apart")
            and not hearing.asks(message)
            and openings.names_only(message, self.vocabulary)
        ):
            return self._induction(person, message, profile, Profile(**open_["named"]))
        if hearing.for_others(message):
            return Taken(self.beside(person, screens.for_others()), profile)
        begun = hearing.begins(message)
        by_kind = None if begun or question.confidence < SURE or hearing.asks(message) else _COURSES.get(question.kind)
        if begun == "induction" or by_kind == "induction":
            return self._induction(person, message, profile, Profile())
        if begun or by_kind:
            try:
                return self._said(
                    person, begun or by_kind, self._begin(person, str(begun or by_kind), message, profile), profile
                )
            except KnowledgeError:
                if by_kind:
                    return None  # the classifier alone took it for the wish for a quiz
                raise
        lesson = self._typed(person, message, question, open_) if is_open(open_) and not open_.get("apart") else None
        return self._said(person, open_["course"], lesson, profile) if lesson else None

    # --- beginnings ---------------------------------------------------------------------------------------------------

    def _induction(self, person: str, message: str, profile: Profile, before: Profile) -> Taken:
        wanted = openings.wanted(message, self.store, self.vocabulary, profile, before)
        if wanted.ask:
            named = {"council": wanted.council, "family": wanted.family}
            return Taken(self._kept(person, START, wanted.ask, named=named), wanted.profile)
        council, family = str(wanted.council), str(wanted.family)
        return self._said(person, key(council, family), self.guide.start(person, council, family), wanted.profile)

    def _begin(self, person: str, course: str, message: str, profile: Profile) -> Lesson:
        made = self._made(self.store)
        if not made:
            return Lesson(says=(screens.PREPARING,), options=(self._again(course, message),))
        if course == "scenario":
            return self._scenarios(made).start(person, message, profile)
        return self._quiz(made).start(person, message)

    def _again(self, course: str, message: str) -> Option:
        """The same wish once more, in the words of the store: what somebody wrote is not kept."""
        if course == "scenario":
            return Option(label="Ask again", message="give me a scenario")
        wish = understood(message, self.store, self.vocabulary)
        return Option(
            label="Ask again", message=f"quiz me on {wish.words(self.store)}" if wish != Wish() else "quiz me"
        )

    # --- moves --------------------------------------------------------------------------------------------------------

    def _moved(self, person: str, open_: dict[str, Any], heard: Heard, question: Question) -> Lesson | None:
        """What a move does; None where it is none of a lesson's at the moment."""
        move, course = heard.move, open_.get("course")
        if move in (Move.PROGRESS, Move.RECORD, Move.DELETE, Move.DELETE_SURE):
            return self._about(person, move, open_)
        live = is_open(open_) and course != START
        if heard.bare and (not live or theirs(open_, move, self.clock())):
            return None
        if move in (Move.RESTART, Move.RESTART_SURE):
            return self._restarted(person, move, course)
        if heard.course and move is not Move.STOP and not (course or "").startswith(heard.course):
            course, live = self._last(person, heard.course), False
        if not course or course == START:
            course = self._latest(person)
            if not course:
                if heard.step is None and move in (Move.NEXT, Move.BACK) and question.kind is not Kind.LEARN_MOVE:
                    return None
                return self._kept(person, None, Lesson(says=(NOTHING_OPEN,), options=screens.HINTS))
            return self._resumed(person, course, open_)
        if move is Move.STOP:
            return self._stopped(person, open_, course)
        if move is Move.RESUME or not live:
            return self._resumed(person, course, open_)
        return self._stepped(person, course, heard)

    def _stepped(self, person: str, course: str, heard: Heard) -> Lesson | None:
        """Next, back, skip, or another way to answer, in the course that is open."""
        move = heard.move
        if course.startswith(COURSE):
            if move not in (Move.NEXT, Move.BACK, Move.SKIP):
                return None
            if move is Move.SKIP and heard.question and not self.guide.waiting(person, course):
                return self._kept(person, course, self.guide.show(person, course))  # pressed twice
            lesson = self.guide.move(person, course, move, heard.step)
        else:
            made = self._made(self.store)
            if not made:
                lesson = Lesson(says=(screens.PREPARING,), options=(screens.RESUME,))
            elif course == "quiz":
                lesson = self._quiz(made).next(person, skip=move is Move.SKIP)
            else:
                scenarios = self._scenarios(made)
                mode = {Move.OWN_WORDS: "words", Move.CHOICES: "choices"}.get(move)
                lesson = scenarios.next(person) if move in (Move.NEXT, Move.SKIP) else scenarios.show(person, mode)
        return self._kept(person, course, lesson)

    def _resumed(self, person: str, course: str, open_: dict[str, Any]) -> Lesson:
        if course.startswith(COURSE):
            away = not is_open(open_) or self.clock() - open_["at"] >= FRESH
            return self._kept(person, course, self.guide.show(person, course, again=away))
        made = self._made(self.store)
        if not made:
            return self._kept(person, course, Lesson(says=(screens.PREPARING,), options=(screens.RESUME,)))
        shown = self._quiz(made).next(person) if course == "quiz" else self._scenarios(made).show(person)
        return self._kept(person, course, shown)

    def _stopped(self, person: str, open_: dict[str, Any], course: str) -> Lesson:
        path = () if course.startswith(COURSE) or not self._latest(person) else (screens.INDUCTION,)
        lesson = Lesson(says=("Stopped. Where you are is kept, today and on other days.",),
                        options=(screens.RESUME, *path, screens.MY_PROGRESS), notes=("Ask me anything, or say ‘resume’ to go on.",))  # fmt: skip
        shown = [[option.label, option.message] for option in lesson.options]
        self.courses.keep(person, OPEN, {**open_, "course": course, "stopped": True, "apart": False, "shown": shown})
        return lesson

    def _restarted(self, person: str, move: Move, course: str | None) -> Lesson:
        kind = course if course and course.startswith(COURSE) else self._latest(person)
        if not kind:
            raise KnowledgeError("no_induction")
        if move is Move.RESTART_SURE:
            return self._kept(person, kind, self.guide.restart(person, kind))
        says = ("This begins again at step 1. What you have read and answered in this induction is deleted.",
                "If you finished it before, the record of that stays.")  # fmt: skip
        return self._kept(person, kind, Lesson(says=says, options=(screens.RESTART, screens.RESUME)))

    def _last(self, person: str, course: str) -> str | None:
        """The lesson of this kind that the person was in last; None where there was none."""
        if course == "induction":
            return self._latest(person)
        begun = self.cards.round(person) if course == "quiz" else self.courses.state(person, Scenarios.KIND)
        return course if begun else None

    def _latest(self, person: str) -> str | None:
        """The induction that the person was in last."""
        return next((kind for kind in reversed(self.courses.states(person)) if kind.startswith(f"{COURSE}/")), None)

    # --- answers ------------------------------------------------------------------------------------------------------

    def _answer(self, person: str, open_: dict[str, Any], given: hearing.Given) -> Lesson:
        """The answer of a button, if its question still waits."""
        course, made = open_.get("course") or "", self._made(self.store)
        if not made:
            return Lesson(says=(screens.PREPARING,), options=(screens.RESUME,))
        place = given.place - 1
        if course.startswith(COURSE):
            item = self.guide.waiting(person, course)
            if item and hearing.mark(item.id) == given.mark:
                return self.guide.answer(person, course, place)
        elif course == "quiz":
            item = self._quiz(made).waiting(person)
            if item and hearing.mark(item.id) == given.mark:
                return self._quiz(made).answer(person, place, item.id)
        elif course == "scenario":
            scenarios = self._scenarios(made)
            waits = scenarios.waiting(person)
            if waits and hearing.mark(waits[0].id) == given.mark:
                return scenarios.choose(person, place)
        raise self._refused(person, course, given, made)

    def _refused(self, person: str, course: str, given: hearing.Given, made: Shelf) -> KnowledgeError:
        """What to say to a button whose question does not wait."""
        told, held = self.courses.state(person, Scenarios.KIND) or {}, self.courses.state(person, course) or {}
        round_ = self.cards.round(person)
        answered = [attempt.item for attempt in self.cards.attempts(person)] + told.get("done", [])
        answered += [answer["item"] for answer in held.get("progress", {}).get("answers", [])]
        waits = round_.item if course == "quiz" and round_ else held.get("id") or held.get("item")
        asked = None if course.startswith(COURSE) else made
        return stale.refusal(given.mark, answered, waits, asked)

    def _typed(self, person: str, text: str, question: Question, open_: dict[str, Any]) -> Lesson | None:
        """An answer in words: an option's own, or one to a scenario; None where it is neither."""
        course, made = open_["course"], self._made(self.store)
        if not made:
            return None
        scenarios = self._scenarios(made)
        waits = scenarios.waiting(person) if course == "scenario" else None
        if waits and waits[1] == "words":
            talk = question.kind in TALK and question.confidence > SURE and len(text.split()) < 5
            return None if talk or (hearing.asks(text) and text.endswith("?")) else scenarios.mark(person, text)
        if hearing.asks(text) or text.endswith("?"):
            return None
        try:
            if waits:
                return scenarios.choose(
                    person, chosen(text, [one.text for one in made.marker.options(waits[0], person)])
                )
            item = self._quiz(made).waiting(person) if course == "quiz" else self.guide.waiting(person, course)
            if not item:
                return None
            place = chosen(text, item.options)
        except KnowledgeError:
            return None  # it names no option: a question of the person's own
        return (
            self._quiz(made).answer(person, place, item.id)
            if course == "quiz"
            else self.guide.answer(person, course, place)
        )

    # --- about oneself ------------------------------------------------------------------------------------------------

    def _about(self, person: str, move: Move, open_: dict[str, Any]) -> Lesson:
        account = Account(self.guide, self.cards, self.courses, self.links)
        if move is Move.DELETE_SURE:
            return account.deleted(person)
        live = is_open(open_) and open_.get("course") != START
        if move is Move.DELETE:
            lesson = account.ask()
        elif move is Move.RECORD:
            lesson = account.record(person, live)
        else:
            lesson = account.progress(person, live, self._practice())
        return self._aside(person, open_, lesson)

    # --- what is open -------------------------------------------------------------------------------------------------

    def _said(self, person: str, course: str | None, lesson: Lesson, profile: Profile) -> Taken:
        return Taken(self._kept(person, course, lesson), profile)

    def _kept(self, person: str, course: str | None, lesson: Lesson, **more: Any) -> Lesson:
        """The lesson, and what its choices are, so that a number in the next message is understood."""
        shown = [[option.label, option.message] for option in lesson.options]
        self.courses.keep(person, OPEN, {"course": course, "at": self.clock(), "shown": shown, **more})
        return lesson

    def _aside(self, person: str, open_: dict[str, Any], lesson: Lesson) -> Lesson:
        """Something said between: what is open stays open. Where the office of an induction was asked for, that question
        stays too, with a way back to it."""
        if not is_open(open_) or open_["course"] != START:
            return self._kept(person, open_.get("course"), lesson)
        if [[option.label, option.message] for option in lesson.options] != open_.get("shown"):
            lesson = lesson.model_copy(update={"options": (*lesson.options, which(self.store, open_))})
        return self._kept(person, START, lesson, named=open_["named"])

    def _back(self, person: str, course: str) -> Option:
        if course.startswith(COURSE):
            try:
                place = self.guide.place(person, course)
            except KnowledgeError:
                place = "my induction"
            message = "back to the question" if place.startswith("the question") else f"back to {place}"
            return Option(label=f"Back to {place}", message=place if place == "my record" else message)
        return Option(label=f"Back to the {course}", message=f"back to the {course}")

    def _failed(self, error: KnowledgeError, open_: dict[str, Any]) -> Lesson:
        live = is_open(open_) and open_.get("course") != START
        if error.code in ("no_such_option", "no_other_option") and open_.get("shown") and is_open(open_):  # the same choices once more
            again = tuple(Option(label=label, message=message) for label, message in open_["shown"])
            return Lesson(says=(str(error),), options=again)
        return Lesson(says=(str(error),), options=(screens.RESUME,) if live else screens.HINTS)

    def _quiz(self, made: Shelf) -> Quizzing:
        return Quizzing(Practice(self.database, self.store, made.bank, self.vocabulary, self.clock))

    def _scenarios(self, made: Shelf) -> Scenarios:
        return Scenarios(self.courses, made, self.vocabulary, self.clock)

    def _practice(self) -> Practice | None:
        made = self._made(self.store)
        return self._quiz(made).practice if made else None

    def _today(self) -> date:
        return mastery.day(self.clock())


_COURSES = {Kind.START_INDUCTION: "induction", Kind.START_QUIZ: "quiz"}
