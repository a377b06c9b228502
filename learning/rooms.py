"""Rooms: taking part in a trainer's session from within the conversation, on any channel: join by code, answer, look.

Asked by bot.seating before the assistant reads a message, since the assistant takes names and long numbers out of it;
plays on learning.classroom. What a person types reaches the session as an answer only while the last turn was the
session's: a question in between is a question.
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
_CODE = rf"(?:[{ALPHABET}]{{{CODE}}}|[{ALPHABET}]{{3}}[ -][{ALPHABET}]{{3}})"
# As people write one down wrong, with an O for a 0: in capitals, or with a figure in it.
_NO_CODE = r"(?-i:[A-Z0-9]{3}-?[A-Z0-9]{3})|(?=[a-z]*\d)[a-z0-9]{6}"
_JOIN = re.compile(
    rf"(?:please )?(?:i want to |can i )?join(?: the)?(?: quiz| session)?(?: with)?(?: the)?(?: code)? ({_CODE}|{_NO_CODE})"
    r"(?:[, ]+(?:as|i am|i'm|my name is)(?: (.+))?)?",
    re.IGNORECASE,
)
_LOOK = re.compile(
    r"(?:show (?:me )?)?(?:the )?(?:quiz|next|current) question|(?:show (?:me )?)?the (?:board|score|quiz)",
    re.IGNORECASE,
)
_LEAVE = re.compile(r"leave(?: the)? (?:quiz|session|room)", re.IGNORECASE)
_ANSWER = re.compile(r"quiz answer (\d{1,2}) to (\w{1,80})", re.IGNORECASE)
# The quiz goes on at another question than the one that was answered.
PASSED = ("question_late", "question_answered", "question_not_asked", "all_answered", "no_such_question")
OTHER = "That question is of another quiz than the one you are in now."
LOOK = Option(label="Show the question", message="show the quiz question")
LEAVE = Option(label="Leave the quiz", message="leave the quiz")


class Rooms:
    """Seats of people in trainers' sessions, under their pseudonyms."""

    def __init__(self, database: Database):
        self.classroom, self.courses = Classroom(database), Courses(database)

    def takes(self, person: str, text: str) -> Lesson | None:
        """What the session says to a message; None where it is no matter of a session. Never raises KnowledgeError."""
        said, state = text.strip(" .!?…"), self.courses.state(person, ROOM) or {}
        try:
            if join := _joining(said):
                return self._join(person, *join)
            if answer := _ANSWER.fullmatch(said):
                return self._answer(person, state, answer[2], int(answer[1]) - 1)
            if not state:
                return None
            if _LEAVE.fullmatch(said):
                return self._leave(person, state)
            if _LOOK.fullmatch(said) or (state.get("ours") and said.lower() in ("next", "go on", "refresh")):
                return self._look(person, state)
            if state.get("ours") and hearing.place(said) is not None:
                # A number where none is waited for: they see the trainer's board, not this conversation. Shown first.
                waits = state.get("question")
                return self._answer(person, state, waits, said) if waits else self._look(person, state)
        except KnowledgeError as error:
            return self._refused(person, state, error)
        return None

    def elsewhere(self, person: str) -> None:
        """Notes that the last turn was not the session's, so that a bare number is not taken for an answer."""
        state = self.courses.state(person, ROOM)
        if state and state.get("ours"):
            self.courses.keep(person, ROOM, {**state, "ours": False})

    def _join(self, person: str, code: str, name: str | None) -> Lesson:
        try:
            seat = self.classroom.join(code, name or "", _token(person))
        except KnowledgeError as error:
            if error.code != "no_name" or name:
                raise
            return Lesson(says=(f"What name may the others see? Say, for example: join {code.upper()} as Amina",))
        state = {"quiz": seat.quiz, "question": None, "ours": True}
        view = self.classroom.view(seat.quiz, seat.token)
        return self._shown(person, state, view, (f"You are in ‘{seat.title}’ as {seat.name}.",))

    def _look(self, person: str, state: dict[str, Any]) -> Lesson:
        return self._shown(person, state, self.classroom.view(state["quiz"], _token(person)), ())

    def _answer(self, person: str, state: dict[str, Any], question: str, choice: str | int) -> Lesson:
        if not state:
            raise KnowledgeError("no_such_seat")  # a button of a quiz that they have left
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

    def _refused(self, person: str, state: dict[str, Any], error: KnowledgeError) -> Lesson:
        """What is wrong, and where the person stands now."""
        if not state or error.code == "no_such_seat":
            self.courses.drop(person, ROOM)
            return Lesson(says=(str(error),))
        if error.code in PASSED:
            says = OTHER if error.code == "no_such_question" else str(error)
            return self._shown(person, state, self.classroom.view(state["quiz"], _token(person)), (says,))
        self.courses.keep(person, ROOM, {**state, "ours": True})
        return Lesson(says=(str(error),), options=(LOOK, LEAVE))

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


def of_a_room(text: str) -> bool:
    """Whether a message can mean nothing but a trainer's session."""
    said = text.strip(" .!?…")
    return bool(_joining(said) or _ANSWER.fullmatch(said))


def _joining(said: str) -> tuple[str, str | None] | None:
    """The code and the name of a wish to join. A word in capitals that is no code is taken for one beside a name only."""
    join = _JOIN.fullmatch(said)
    if not join or (join[1].isalpha() and not join[2] and not re.fullmatch(_CODE, join[1], re.IGNORECASE)):
        return None
    return join[1], join[2]


def _token(person: str) -> str:
    """The secret of a person's seats: made from the pseudonym when it is needed, kept nowhere."""
    return hmac.new(secret(), f"seat\x1f{person}".encode(), hashlib.sha256).hexdigest()
