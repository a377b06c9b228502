"""Rooms: taking part in a trainer's session from within the conversation, on any channel: join by code, answer, look.

Asked by learning.tutor before its own lessons; plays on learning.classroom. What a person types reaches the session as an
answer only while the last turn was the session's: a question in between is a question.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

from desk.courses import Courses
from desk.database import Database
from desk.secret import secret
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, Option
from learning import hearing
from learning.choosing import LETTERS
from learning.classroom import Classroom, View
from learning.participants import ALPHABET, CODE
from learning.posed import parted

ROOM = "room"  # the kind under which desk.courses keeps where a person sits
_CODE = rf"([{ALPHABET}]{{{CODE}}}|[{ALPHABET}]{{3}}[ -][{ALPHABET}]{{3}})"
_JOIN = re.compile(
    rf"(?:please )?(?:i want to |can i )?join(?: the)?(?: quiz| session)?(?: with)?(?: code)? {_CODE}(?:[, ]+(?:as|i am|i'm|my name is) (.+))?",
    re.IGNORECASE,
)
_LOOK = re.compile(
    r"(?:show (?:me )?)?(?:the )?(?:quiz|next|current) question|(?:show (?:me )?)?the (?:board|score|quiz)",
    re.IGNORECASE,
)
_LEAVE = re.compile(r"leave(?: the)? (?:quiz|session|room)", re.IGNORECASE)
_ANSWER = re.compile(r"quiz answer (\d{1,2}) to (\w{1,80})", re.IGNORECASE)
LOOK = Option(label="Show the question", message="show the quiz question")
LEAVE = Option(label="Leave the quiz", message="leave the quiz")


class Rooms:
    """Seats of people in trainers' sessions, under their pseudonyms."""

    def __init__(self, database: Database, courses: Courses):
        self.classroom, self.courses = Classroom(database), courses

    def takes(self, person: str, text: str) -> Lesson | None:
        """What the session says to a message; None where it is no matter of a session. Never raises KnowledgeError."""
        said, state = text.strip(" .!?"), self.courses.state(person, ROOM) or {}
        try:
            if join := _JOIN.fullmatch(said):
                return self._join(person, join[1], join[2])
            if not state:
                return None
            if _LEAVE.fullmatch(said):
                return self._leave(person, state)
            if answer := _ANSWER.fullmatch(said):
                return self._answer(person, state, answer[2], int(answer[1]) - 1)
            if _LOOK.fullmatch(said) or (state.get("ours") and said.lower() in ("next", "go on", "refresh")):
                return self._look(person, state)
            if state.get("ours") and state.get("question") and hearing.place(said) is not None:
                return self._answer(person, state, state["question"], said)
        except KnowledgeError as error:
            if state.get("quiz"):
                self.courses.keep(person, ROOM, {**state, "ours": True})
            return Lesson(says=(str(error),), options=(LOOK, LEAVE) if state.get("quiz") else ())
        return None

    def elsewhere(self, person: str) -> None:
        """Notes that the last turn was not the session's, so that a bare number is not taken for an answer."""
        state = self.courses.state(person, ROOM)
        if state and state.get("ours"):
            self.courses.keep(person, ROOM, {**state, "ours": False})

    def _join(self, person: str, code: str, name: str | None) -> Lesson:
        if not name:
            return Lesson(says=(f"What name may the others see? Say, for example: join {code.upper()} as Amina",))
        seat = self.classroom.join(code, name, _token(person))
        state = {"quiz": seat.quiz, "question": None, "ours": True}
        view = self.classroom.view(seat.quiz, seat.token)
        return self._shown(person, state, view, (f"You are in ‘{seat.title}’ as {seat.name}.",))

    def _look(self, person: str, state: dict[str, Any]) -> Lesson:
        return self._shown(person, state, self.classroom.view(state["quiz"], _token(person)), ())

    def _answer(self, person: str, state: dict[str, Any], question: str, choice: str | int) -> Lesson:
        taken = self.classroom.answer(state["quiz"], _token(person), question, choice)
        view = self.classroom.view(state["quiz"], _token(person))
        if view.pace == "free":
            return self._shown(person, state, view, (taken.says,))
        self.courses.keep(person, ROOM, {**state, "question": None, "ours": True})
        return Lesson(says=(taken.says,), options=(LOOK, LEAVE))

    def _leave(self, person: str, state: dict[str, Any]) -> Lesson:
        said = self.classroom.leave(state["quiz"], _token(person))
        self.courses.drop(person, ROOM)
        return Lesson(says=(said,))

    def _shown(self, person: str, state: dict[str, Any], view: View, before: tuple[str, ...]) -> Lesson:
        """The question as it stands for this person: to be answered, waited for, or closed with its right answer."""
        asked = view.question
        waits = bool(asked and view.open and view.chosen is None)
        self.courses.keep(person, ROOM, {**state, "question": asked.id if asked and waits else None, "ours": True})
        says, options = [*before, view.says], [LOOK, LEAVE]
        if asked and waits:
            left = f" {view.seconds_left} seconds left." if view.seconds_left is not None else ""
            says = [*before, f"Question {asked.place} of {asked.of}.{left}", *_told(asked.question)]
            options = [
                Option(label=option, message=f"quiz answer {number} to {asked.id}")
                for number, option in enumerate(asked.options, 1)
            ]
        if asked and view.revealed:
            says += [*_told(asked.question), f"Right: {view.revealed.answer}", view.revealed.explanation]
            if view.chosen is not None and view.chosen != view.revealed.right and view.revealed.reasons:
                mine = f"{LETTERS[view.chosen]}. {asked.options[view.chosen]}"
                says += ["You chose:", mine, view.revealed.reasons[view.chosen]]
        cited = view.revealed.citations if view.revealed else ()
        return Lesson(says=tuple(line for line in says if line), citations=cited, options=tuple(options))


def _told(question: str) -> tuple[str, ...]:
    """The story, where there is one, and what is asked, each on a line of its own."""
    return tuple(part for part in parted(question) if part)


def _token(person: str) -> str:
    """The secret of a person's seats: made from the pseudonym when it is needed, kept nowhere."""
    return hmac.new(secret(), f"seat\x1f{person}".encode(), hashlib.sha256).hexdigest()
