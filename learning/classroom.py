"""Classroom: a trainer's session for those who take part: they join by code, answer, and see how it went.

Decides what may happen when; desk.sessions keeps it, learning.boards says what may be seen. The trainer's side is
learning.preparing and learning.leading. Any number of processes may serve one session: everything is read from the
database anew, and each answer is one transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from desk.database import Database
from desk.sessions import Quiz, SeatRow, Sessions
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from learning import boards, participants
from learning.boards import Revealed, Shown
from learning.choosing import LETTERS, chosen
from learning.mastery import counted
from learning.posed import Posed
from learning.preparing import FREE, LED

SEATS = 300  # people in one session


class Seat(Closed):
    """A place in a session. `token` is the person's secret: a cookie, or what the channel derives from its user."""

    quiz: str
    title: str
    state: str
    name: str
    token: str


class Taken(Closed):
    """An answer kept. `again`: it was kept before, and this was the same sent again."""

    question: str
    place: int
    choice: int
    option: str
    again: bool
    says: str


class View(Closed):
    """What one person sees. `chosen` is what they answered to `question`; `revealed` only once that has closed.

    `score`, `of` and `rank` speak of the questions that have closed; None before the first has.
    """

    title: str
    state: str
    pace: str
    name: str
    says: str
    question: Shown | None
    open: bool
    chosen: int | None
    seconds_left: int | None
    revealed: Revealed | None
    answered: int
    score: int | None
    of: int
    rank: int | None


class Reviewed(Closed):
    """A question that has closed, with what the person answered (None: nothing) and what was right."""

    question: Shown
    chosen: int | None
    revealed: Revealed


class Classroom:
    """Sessions for those who take part. Cheap to make; holds no state of its own."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time):
        self.sessions, self.clock = Sessions(database), clock

    def join(self, code: str, name: str, token: str | None = None) -> Seat:
        """A seat under this name, or 'Sam (2)' where it is taken. A token that has a seat keeps it, and its first name.

        Raises no_such_quiz, quiz_closed, quiz_full, no_name, weak_token.
        """
        now = self.clock()
        quiz = self.sessions.quiz(now, code=participants.entered(code))
        if not quiz:
            raise KnowledgeError("no_such_quiz", typed=participants.entered(code))
        if token is not None and len(token) < participants.TOKEN:
            raise KnowledgeError("weak_token")
        token = token or participants.token()
        seat = self.sessions.seat(quiz.id, token)
        if not seat:
            if quiz.state == "closed":
                raise KnowledgeError("quiz_closed", kept="Ask your trainer for the results or for another quiz.")
            wanted = participants.name(name)
            if len(self.sessions.seats(quiz.id)) >= SEATS:
                raise KnowledgeError("quiz_full", most=SEATS)
            seat = self.sessions.sit(quiz.id, token, participants.numbered(wanted), now)
        elif seat.left is not None:
            self.sessions.note_left(seat.id, None)
        return Seat(quiz=quiz.id, title=quiz.title, state=quiz.state, name=seat.name, token=token)

    def seat(self, token: str) -> Seat | None:
        """The seat that this token took last in a session that is not closed: for channels where people just type."""
        row = self.sessions.latest(token, self.clock())
        quiz = self.sessions.quiz(self.clock(), id=row.quiz) if row else None
        if not row or not quiz:
            return None
        return Seat(quiz=quiz.id, title=quiz.title, state=quiz.state, name=row.name, token=token)

    def leave(self, quiz: str, token: str) -> str:
        """Leaves midway: the answers stay, and joining again or answering takes the same seat. What to tell the person."""
        _, seat = self._seat(quiz, token)
        self.sessions.note_left(seat.id, self.clock())
        kept = counted(len(self.sessions.answers(quiz, seat.id)), "answer")
        return f"You have left the quiz. {kept} of yours kept; join again with the same code to go on."

    def forget(self, quiz: str, token: str) -> None:
        """Deletes a person's name and answers from a session, at their wish."""
        self.sessions.forget(self._seat(quiz, token)[1].id)

    def answer(self, quiz: str, token: str, question: str | None, choice: str | int) -> Taken:
        """Keeps an answer: by the option's place from 0, or by number, letter or words. `question` is its id; None takes
        the one that is open (led) or the first not answered (free). When this returns, the answer is safe.

        Sent again, the same answer is confirmed again. Raises no_such_seat, no_such_question, no_such_option,
        quiz_not_open, quiz_closed, question_not_asked, question_late, question_answered, all_answered, not_kept.
        """
        now = self.clock()
        session, seat = self._seat(quiz, token)
        at, asked = self._asked(session, seat, question, now)
        place = chosen(choice, asked.options)
        try:
            before = self.sessions.answer(seat, asked.id, place, place == asked.right, now, lambda q: _may(q, at, now))
        except KnowledgeError as error:
            raise self._with_kept(error, seat) from None
        if before is not None and before != place:
            raise KnowledgeError("question_answered", place=at + 1, option=asked.options[before])
        when = "when the question closes" if session.pace == LED else "when the quiz closes"
        return Taken(question=asked.id, place=at + 1, choice=place, option=asked.options[place], again=before is not None,
                     says=f"Taken: {LETTERS[place]}, {_sentence(asked.options[place])} You will see whether it is right {when}.")  # fmt: skip

    def view(self, quiz: str, token: str) -> View:
        """What this person sees now. Raises no_such_seat."""
        now = self.clock()
        session, seat = self._seat(quiz, token)
        questions = self._questions(session)
        mine = {a.question: a for a in self.sessions.answers(quiz, seat.id)}
        closed = boards.closed(session, len(questions), now)
        at = _current(session, [q.id for q in questions], set(mine))
        over = at is not None and at < closed
        score = rank = None
        if closed:
            points = self.sessions.points(quiz, [q.id for q in questions[:closed]])
            score, rank = points.get(seat.id, 0), 1 + sum(other > points.get(seat.id, 0) for other in points.values())
        return View(
            title=session.title, state=session.state, pace=session.pace, name=seat.name,
            says=_says(session, at, over, bool(at is not None and questions[at].id in mine), len(mine), score, closed),
            question=boards.shown(questions, at) if at is not None else None,
            open=at is not None and not over and session.state == "open",
            chosen=mine[questions[at].id].choice if at is not None and questions[at].id in mine else None,
            seconds_left=boards.seconds_left(session, now),
            revealed=self._revealed(quiz, questions[at]) if at is not None and over else None,
            answered=len(mine), score=score, of=closed, rank=rank,
        )  # fmt: skip

    def review(self, quiz: str, token: str) -> tuple[Reviewed, ...]:
        """The questions that have closed, with this person's answers and the clauses, to learn from or take away."""
        session, seat = self._seat(quiz, token)
        questions = self._questions(session)
        mine = {a.question: a.choice for a in self.sessions.answers(quiz, seat.id)}
        return tuple(
            Reviewed(question=boards.shown(questions, at), chosen=mine.get(questions[at].id),
                     revealed=self._revealed(quiz, questions[at]))
            for at in range(boards.closed(session, len(questions), self.clock()))
        )  # fmt: skip

    def _seat(self, quiz: str, token: str) -> tuple[Quiz, SeatRow]:
        session, seat = self.sessions.quiz(self.clock(), id=quiz), self.sessions.seat(quiz, token)
        if not session or not seat:
            raise KnowledgeError("no_such_seat")
        return session, seat

    def _questions(self, quiz: Quiz) -> list[Posed]:
        return [Posed(**content) for content in self.sessions.questions(quiz.id)]

    def _asked(self, quiz: Quiz, seat: SeatRow, question: str | None, now: float) -> tuple[int, Posed]:
        """The question that an answer is for, and its place from 0."""
        if question is None:
            ids = self.sessions.order(quiz.id)
            at = _current(quiz, ids, {a.question for a in self.sessions.answers(quiz.id, seat.id)})
            if at is None:
                try:
                    _may(quiz, 0, now)
                except KnowledgeError as error:
                    raise self._with_kept(error, seat) from None
                raise KnowledgeError("all_answered", count=len(ids))
            question = ids[at]
        found = self.sessions.question(quiz.id, question)
        if not found:
            raise KnowledgeError("no_such_question", question=question[:40])
        return found[0], Posed(**found[1])

    def _revealed(self, quiz: str, question: Posed) -> Revealed:
        return boards.revealed(question, self.sessions.chosen(quiz, question.id))

    def _with_kept(self, error: KnowledgeError, seat: SeatRow) -> KnowledgeError:
        """The error; where the quiz is closed, with how many answers of this person are kept."""
        if error.code != "quiz_closed":
            return error
        kept = len(self.sessions.answers(seat.quiz, seat.id))
        return KnowledgeError("quiz_closed", kept=f"You gave {counted(kept, 'answer')} in time, and {'it is' if kept == 1 else 'they are'} kept."
                              if kept else "You had given no answer.")  # fmt: skip


def _current(quiz: Quiz, ids: list[str], answered: set[str]) -> int | None:
    """The place of the question that is or was last asked (led), or of the first not answered (free)."""
    if quiz.pace == LED:
        return quiz.place if quiz.state in ("open", "closed") else None
    return next((n for n, id_ in enumerate(ids) if id_ not in answered), None) if quiz.state == "open" else None


def _may(quiz: Quiz, at: int, now: float) -> None:
    """Raises what speaks against an answer to the question at this place; called inside the answer's transaction."""
    boards.must_be_open(quiz)
    if quiz.pace == FREE:
        return
    if quiz.place is None or at > quiz.place:
        open_now = f": question {quiz.place + 1} is" if quiz.place is not None else " yet"
        raise KnowledgeError("question_not_asked", place=at + 1, now=open_now)
    if at < quiz.place or not boards.asking(quiz, now):
        raise KnowledgeError("question_late", place=at + 1)


def _sentence(option: str) -> str:
    return option if option[-1:] in ".!?" else f"{option}."


def _says(quiz: Quiz, at: int | None, over: bool, mine: bool, answered: int, score: int | None, of: int) -> str:
    if quiz.state in ("draft", "locked"):
        return "You are in. The first question comes when your trainer opens the quiz."
    if quiz.state == "closed":
        return (
            f"The quiz is closed. You had {score} of {of} right."
            if of
            else "The quiz closed before its first question."
        )
    if quiz.pace == FREE:
        done = f"All {answered} answered. Results come when the quiz closes."
        return done if at is None else "Answer at your own pace."
    if at is None:
        return "The first question comes in a moment."
    if over:
        return "This question is closed. The next one comes in a moment."
    return "Your answer is taken. Wait for the others." if mine else "Choose one answer."
