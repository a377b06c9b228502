"""Sessions: trainers' quizzes: their questions, seats and answers. Every write is one short transaction.

Names of participants live here and nowhere else, and go with the session: deleted by the trainer or when it expires.
Tokens of trainers and seats are kept as hashes. What may be done when is decided in learning.classroom; `allowed` is its
check, made inside the transaction, so that no answer slips in beside a closing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from desk.database import Database, metadata
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError

SWEEP = 3600.0  # seconds between looks for expired sessions

quizzes = sa.Table(
    "quizzes",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("trainer", sa.String(64), nullable=False, unique=True),
    sa.Column("code", sa.String(6), unique=True),
    sa.Column("title", sa.String(120), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("pace", sa.String(10), nullable=False),
    sa.Column("seconds", sa.Integer),
    sa.Column("place", sa.Integer),
    sa.Column("ends", sa.Float),
    sa.Column("made", sa.Float, nullable=False),
    sa.Column("closed", sa.Float),
    sa.Column("expires", sa.Float, nullable=False, index=True),
)


def _of_quiz() -> sa.Column:
    return sa.Column("quiz", sa.String(16), sa.ForeignKey("quizzes.id", ondelete="CASCADE"), nullable=False, index=True)


questions = sa.Table(
    "quiz_questions",
    metadata,
    _of_quiz(),
    sa.Column("id", sa.String(40), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.PrimaryKeyConstraint("quiz", "id"),
)
seats = sa.Table(
    "quiz_seats",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    _of_quiz(),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("folded", sa.String(60), nullable=False),
    sa.Column("token", sa.String(64), nullable=False),
    sa.Column("joined", sa.Float, nullable=False),
    sa.Column("left", sa.Float),
    sa.UniqueConstraint("quiz", "folded"),
    sa.UniqueConstraint("quiz", "token"),
)
answers = sa.Table(
    "quiz_answers",
    metadata,
    sa.Column("seat", sa.String(16), sa.ForeignKey("quiz_seats.id", ondelete="CASCADE"), nullable=False),
    sa.Column("question", sa.String(40), nullable=False),
    _of_quiz(),
    sa.Column("choice", sa.Integer, nullable=False),
    sa.Column("right", sa.Boolean, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.PrimaryKeyConstraint("seat", "question"),
)


class Quiz(Closed):
    """A session as it stands. `place` is the question that is or was last asked, `ends` when it closes (or closed)."""

    id: str
    code: str | None
    title: str
    state: str
    pace: str
    seconds: int | None
    place: int | None
    ends: float | None
    made: float
    closed: float | None
    expires: float


class SeatRow(NamedTuple):
    id: str
    quiz: str
    name: str
    joined: float
    left: float | None


class AnswerRow(NamedTuple):
    seat: str
    question: str
    choice: int
    right: bool


_QUIZ = [quizzes.c[name] for name in Quiz.model_fields]
_SEAT = [seats.c[name] for name in SeatRow._fields]
Allowed = Callable[[Quiz], None]
Content = dict[str, Any]


def hashed(token: str) -> str:
    """How a token is kept. Tokens are long and random, so that a plain hash keeps them secret."""
    return hashlib.sha256(token.encode()).hexdigest()


class Sessions:
    def __init__(self, database: Database):
        self.database = database
        self._swept = 0.0

    # --- quizzes and their questions --------------------------------------------------------------------------------

    def make(self, trainer: str, title: str, pace: str, seconds: int | None, now: float, expires: float) -> str:
        """A new draft; its id."""
        id_ = secrets.token_hex(8)
        values = {"id": id_, "trainer": hashed(trainer), "title": title, "state": "draft", "pace": pace,
                  "seconds": seconds, "made": now, "expires": expires}  # fmt: skip
        with self.database.begin() as connection:
            connection.execute(quizzes.insert().values(**values))
        return id_

    def quiz(
        self, now: float, *, trainer: str | None = None, code: str | None = None, id: str | None = None
    ) -> Quiz | None:
        """The session of a trainer's token, a join code or an id; None if there is none, or it has expired."""
        self._sweep(now)
        where = (
            quizzes.c.trainer == hashed(trainer) if trainer is not None
            else quizzes.c.code == code if code is not None else quizzes.c.id == id
        )  # fmt: skip
        with self.database.begin() as connection:
            row = connection.execute(sa.select(*_QUIZ).where(where & (quizzes.c.expires > now))).first()
        return Quiz(**row._mapping) if row else None

    def questions(self, quiz: str) -> list[Content]:
        """The questions in their order."""
        query = sa.select(questions.c.content).where(questions.c.quiz == quiz).order_by(questions.c.place)
        with self.database.begin() as connection:
            return [row.content for row in connection.execute(query)]

    def question(self, quiz: str, id: str) -> tuple[int, Content] | None:
        """One question with its place from 0."""
        query = sa.select(questions.c.place, questions.c.content)
        with self.database.begin() as connection:
            row = connection.execute(query.where((questions.c.quiz == quiz) & (questions.c.id == id))).first()
        return (row.place, row.content) if row else None

    def order(self, quiz: str) -> list[str]:
        """The ids of the questions in their order."""
        query = sa.select(questions.c.id).where(questions.c.quiz == quiz).order_by(questions.c.place)
        with self.database.begin() as connection:
            return list(connection.execute(query).scalars())

    def edit(
        self, quiz: str, allowed: Allowed, change: Callable[[list[Content]], Sequence[Content]], expires: float
    ) -> None:
        """Changes the questions as a whole: two windows of one trainer come one after the other, none half."""
        with self.database.begin() as connection:
            if not self._locked(connection, quiz, allowed, {"expires": expires}):
                return
            query = sa.select(questions.c.content).where(questions.c.quiz == quiz).order_by(questions.c.place)
            changed = change([row.content for row in connection.execute(query)])
            connection.execute(questions.delete().where(questions.c.quiz == quiz))
            rows = [{"quiz": quiz, "id": c["id"], "place": place, "content": c} for place, c in enumerate(changed)]
            if rows:
                connection.execute(questions.insert(), rows)

    def change(self, quiz: str, allowed: Allowed, **values: Any) -> Quiz | None:
        """Sets columns of a session, if `allowed` does not raise; the session as it then stands, None if it is gone."""
        with self.database.begin() as connection:
            return self._locked(connection, quiz, allowed, values)

    def give_code(self, quiz: str, allowed: Allowed, codes: Iterable[str], **values: Any) -> Quiz | None:
        """As `change`, with the first of these codes that is not taken."""
        for code in codes:
            try:
                return self.change(quiz, allowed, code=code, **values)
            except sa.exc.IntegrityError:
                continue
        raise RuntimeError("no free code was proposed")

    def delete(self, quiz: str) -> None:
        """Deletes a session with its questions, names and answers."""
        with self.database.begin() as connection:
            connection.execute(quizzes.delete().where(quizzes.c.id == quiz))

    def _locked(self, connection, quiz: str, allowed: Allowed, values: dict[str, Any]) -> Quiz | None:
        # The update comes first: it takes the write lock, so that what is read after it cannot change meanwhile.
        connection.execute(quizzes.update().where(quizzes.c.id == quiz).values(expires=quizzes.c.expires))
        row = connection.execute(sa.select(*_QUIZ).where(quizzes.c.id == quiz)).first()
        if not row:
            return None
        allowed(Quiz(**row._mapping))
        connection.execute(quizzes.update().where(quizzes.c.id == quiz).values(**values))
        return Quiz(**{**row._mapping, **values})

    def _sweep(self, now: float) -> None:
        if now - self._swept > SWEEP:
            with self.database.begin() as connection:
                connection.execute(quizzes.delete().where(quizzes.c.expires <= now))
            self._swept = now

    # --- seats ------------------------------------------------------------------------------------------------------

    def seat(self, quiz: str, token: str) -> SeatRow | None:
        """The seat of this token in a session."""
        query = sa.select(*_SEAT).where((seats.c.quiz == quiz) & (seats.c.token == hashed(token)))
        with self.database.begin() as connection:
            row = connection.execute(query).first()
        return SeatRow(*row) if row else None

    def latest(self, token: str, now: float) -> SeatRow | None:
        """The seat that this token took last in a session that has not closed."""
        query = (
            sa.select(*_SEAT)
            .join(quizzes, quizzes.c.id == seats.c.quiz)
            .where((seats.c.token == hashed(token)) & (quizzes.c.state != "closed") & (quizzes.c.expires > now))
            .order_by(seats.c.left.is_(None).desc(), seats.c.joined.desc())
        )
        with self.database.begin() as connection:
            row = connection.execute(query).first()
        return SeatRow(*row) if row else None

    def sit(self, quiz: str, token: str, names: Iterable[str], now: float) -> SeatRow:
        """A seat under the first of these names that is free; the seat that the token has, where it has one.

        Raises no_such_seat where the session was deleted meanwhile.
        """
        for name in names:
            values = {"id": secrets.token_hex(8), "quiz": quiz, "name": name, "folded": name.casefold()[:60],
                      "token": hashed(token), "joined": now}  # fmt: skip
            try:
                with self.database.begin() as connection:
                    connection.execute(self.database.insert(seats).values(**values).on_conflict_do_nothing())
            except sa.exc.IntegrityError:
                raise KnowledgeError("no_such_seat") from None
            taken = self.seat(quiz, token)
            if taken:
                return taken
        raise RuntimeError("no free name was proposed")

    def seats(self, quiz: str) -> list[SeatRow]:
        """All seats of a session in the order of joining."""
        query = sa.select(*_SEAT).where(seats.c.quiz == quiz).order_by(seats.c.joined, seats.c.folded)
        with self.database.begin() as connection:
            return [SeatRow(*row) for row in connection.execute(query)]

    def note_left(self, seat: str, left: float | None) -> None:
        with self.database.begin() as connection:
            connection.execute(seats.update().where(seats.c.id == seat).values(left=left))

    def forget(self, seat: str) -> None:
        """Deletes a seat, its name and its answers."""
        with self.database.begin() as connection:
            connection.execute(seats.delete().where(seats.c.id == seat))

    # --- answers ----------------------------------------------------------------------------------------------------

    def answer(
        self, seat: SeatRow, question: str, choice: int, right: bool, now: float, allowed: Allowed
    ) -> int | None:
        """Keeps an answer, once for each seat and question. The choice that was kept before, None if this one is new.

        The insert comes first and takes the write lock (SQLite); the session is then read under a shared lock
        (PostgreSQL): while `allowed` looks at it, nobody can close it. Where `allowed` raises, nothing is kept.
        Raises no_such_seat where the seat or session was deleted meanwhile, not_kept where the database is too busy.
        """
        try:
            return self._answer(seat, question, choice, right, now, allowed)
        except sa.exc.IntegrityError:
            raise KnowledgeError("no_such_seat") from None
        except (sa.exc.OperationalError, sa.exc.TimeoutError):
            raise KnowledgeError("not_kept") from None

    def _answer(
        self, seat: SeatRow, question: str, choice: int, right: bool, now: float, allowed: Allowed
    ) -> int | None:
        values = {"seat": seat.id, "question": question, "quiz": seat.quiz, "choice": choice, "right": right, "at": now}
        mine = (answers.c.seat == seat.id) & (answers.c.question == question)
        with self.database.begin() as connection:
            written = connection.execute(self.database.insert(answers).values(**values).on_conflict_do_nothing())
            if written.rowcount != 1:
                return connection.execute(sa.select(answers.c.choice).where(mine)).scalar_one()
            row = connection.execute(
                sa.select(*_QUIZ).where(quizzes.c.id == seat.quiz).with_for_update(read=True)
            ).one()
            allowed(Quiz(**row._mapping))
            if seat.left is not None:
                connection.execute(seats.update().where(seats.c.id == seat.id).values(left=None))
        return None

    def answers(self, quiz: str, seat: str | None = None) -> list[AnswerRow]:
        """The answers of a session, or those of one seat."""
        query = sa.select(answers.c.seat, answers.c.question, answers.c.choice, answers.c.right)
        query = query.where(answers.c.seat == seat if seat else answers.c.quiz == quiz)
        with self.database.begin() as connection:
            return [AnswerRow(*row) for row in connection.execute(query)]

    def points(self, quiz: str, counted: Sequence[str]) -> dict[str, int]:
        """How many of these questions each seat has right; seats without any are left out."""
        where = (answers.c.quiz == quiz) & answers.c.right & answers.c.question.in_(counted)
        query = sa.select(answers.c.seat, sa.func.count()).where(where).group_by(answers.c.seat)
        with self.database.begin() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def chosen(self, quiz: str, question: str) -> dict[int, int]:
        """How many chose each option of a question, by the option's place."""
        where = (answers.c.quiz == quiz) & (answers.c.question == question)
        query = sa.select(answers.c.choice, sa.func.count()).where(where).group_by(answers.c.choice)
        with self.database.begin() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}
