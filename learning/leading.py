"""Leading: a trainer runs a session: opens it, asks question by question, watches the board, closes it, takes the results.

draft → locked (people join) → open (questions one by one where it is led, all at once where it is free) → closed

Before it: learning.preparing. Those who take part: learning.classroom.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from desk.database import Database
from desk.sessions import Quiz, Sessions
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from learning import boards, results
from learning.boards import Board
from learning.posed import Posed
from learning.preparing import FREE, fresh, held, kept_until
from learning.results import Results


class Leading:
    """The trainer's side of a running session, by the secret of the trainer's link. Holds no state of its own."""

    def __init__(self, database: Database, store: Store, clock: Callable[[], float] = time.time):
        self.sessions, self.store, self.clock = Sessions(database), store, clock

    def open(self, trainer: str) -> Board:
        """Opens a locked quiz. Raises no_such_session, quiz_not_locked, quiz_stale (then nothing has changed)."""

        def allowed(quiz: Quiz) -> None:
            if quiz.state != "locked":
                next_ = {"draft": "Lock it first.", "open": "Go on asking.", "closed": "Make a new quiz to ask again."}
                raise KnowledgeError("quiz_not_locked", state=quiz.state, next=next_[quiz.state])

        quiz = held(self.sessions, trainer, self.clock())
        if quiz.state == "locked":
            fresh(self._questions(quiz), self.store)
        self.sessions.change(quiz.id, allowed, state="open", expires=kept_until(self.clock()))
        return self.board(trainer)

    def ask(self, trainer: str, place: int | None = None) -> Board:
        """Asks the next question of a led quiz; one that is still open closes. `place`, from 1, is the question that the
        trainer's page expects to be next: a second press on the button then changes nothing.

        Raises quiz_not_open, quiz_closed, quiz_not_led, quiz_no_more, no_such_question.
        """
        now = self.clock()
        quiz = held(self.sessions, trainer, now)
        boards.must_be_open(quiz)
        count = len(self._questions(quiz))
        ends = now + quiz.seconds + boards.GRACE if quiz.seconds else None
        target = 0 if quiz.place is None else quiz.place + 1
        if place is not None and place <= target:
            return self.board(trainer)
        if place is not None and place > target + 1:
            raise KnowledgeError("no_such_question", question=place)

        def allowed(current: Quiz) -> None:
            boards.must_be_open(current)
            if current.pace == FREE:
                raise KnowledgeError("quiz_not_led")
            if current.place != quiz.place:
                raise _Overtaken
            if target >= count:
                raise KnowledgeError("quiz_no_more")

        with contextlib.suppress(_Overtaken):  # another window asked it a moment before
            self.sessions.change(quiz.id, allowed, place=target, ends=ends)
        return self.board(trainer)

    def stop(self, trainer: str) -> Board:
        """Closes the question that is open, before its time or where it has none. Raises quiz_not_open, quiz_closed."""
        now = self.clock()
        quiz = held(self.sessions, trainer, now)
        if boards.asking(quiz, now):
            self.sessions.change(quiz.id, boards.must_be_open, ends=now)
        else:
            boards.must_be_open(quiz)
        return self.board(trainer)

    def close(self, trainer: str) -> Board:
        """Closes the quiz, at the end or early; what was answered stays. Closing twice is no error.

        Raises quiz_not_open.
        """

        def allowed(current: Quiz) -> None:
            if current.state != "closed":
                boards.must_be_open(current)

        now = self.clock()
        quiz = held(self.sessions, trainer, now)
        if quiz.state != "closed":
            ends = min(quiz.ends, now) if quiz.ends else now
            self.sessions.change(quiz.id, allowed, state="closed", closed=now, ends=ends, expires=kept_until(now))
        return self.board(trainer)

    def board(self, trainer: str) -> Board:
        """The live scoreboard for the projector. Raises no_such_session."""
        now = self.clock()
        quiz = held(self.sessions, trainer, now)
        seats, answers = self.sessions.seats(quiz.id), self.sessions.answers(quiz.id)
        return boards.board(quiz, self._questions(quiz), seats, answers, now)

    def results(self, trainer: str) -> Results:
        """Results by person and by question, of the questions that have closed; with CSV."""
        now = self.clock()
        quiz = held(self.sessions, trainer, now)
        questions = self._questions(quiz)
        closed = questions[: boards.closed(quiz, len(questions), now)]
        return results.results(quiz.title, closed, self.sessions.seats(quiz.id), self.sessions.answers(quiz.id))

    def dismiss(self, trainer: str, name: str) -> Board:
        """Takes a person off the board with their answers, for example for a name that cannot be shown. No error if
        nobody has the name."""
        quiz = held(self.sessions, trainer, self.clock())
        for seat in self.sessions.seats(quiz.id):
            if seat.name == name:
                self.sessions.forget(seat.id)
        return self.board(trainer)

    def delete(self, trainer: str) -> None:
        """Deletes the session with all names and answers, at once."""
        self.sessions.delete(held(self.sessions, trainer, self.clock()).id)

    def _questions(self, quiz: Quiz) -> list[Posed]:
        return [Posed(**content) for content in self.sessions.questions(quiz.id)]


class _Overtaken(Exception):
    pass
