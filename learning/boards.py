"""Boards: what the projector and a participant may see of a session, at a moment. Pure.

Nothing here tells a right option before its question has closed; `closed` is the one place that says which have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from desk.sessions import AnswerRow, Quiz, SeatRow
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from learning.posed import Posed

GRACE = 2.0  # seconds in which an answer still counts after the time shown: the way through Slack or Teams takes that


class Shown(Closed):
    """A question without its right option. `place` counts from 1."""

    id: str
    place: int
    of: int
    question: str
    options: tuple[str, ...]


class Revealed(Closed):
    """A question that has closed: the place of the right option from 0, how many chose each, and why.

    `reasons` are empty, or say of each option why it is wrong.
    """

    question: str
    right: int
    answer: str
    counts: tuple[int, ...]
    explanation: str
    reasons: tuple[str, ...]
    citations: tuple[Citation, ...]


class Row(Closed):
    """One person on the scoreboard. `rank` and `score` are None until there is something to show; equal scores share a rank.

    `answered`: has answered the question that is open; `done`: how many questions they have answered in all.
    """

    name: str
    rank: int | None
    score: int | None
    answered: bool
    done: int
    left: bool


class Board(Closed):
    """The session for the projector. `counted` questions have closed and count in the scores."""

    title: str
    code: str | None
    state: str
    pace: str
    of: int
    counted: int
    question: Shown | None
    open: bool
    seconds_left: int | None
    answered: int
    revealed: Revealed | None
    rows: tuple[Row, ...]


def must_be_open(quiz: Quiz) -> None:
    """Raises quiz_not_open or quiz_closed."""
    if quiz.state == "closed":
        raise KnowledgeError("quiz_closed", kept="Its results are kept until it is deleted or expires.")
    if quiz.state != "open":
        raise KnowledgeError("quiz_not_open")


def asking(quiz: Quiz, now: float) -> bool:
    """Whether the question at the quiz's place takes answers now."""
    return quiz.state == "open" and quiz.place is not None and (quiz.ends is None or now < quiz.ends)


def closed(quiz: Quiz, count: int, now: float) -> int:
    """How many questions, from the first, have closed: their right options may be shown, and they count."""
    if quiz.pace == "free":
        return count if quiz.state == "closed" else 0
    if quiz.place is None:
        return 0
    return quiz.place if asking(quiz, now) else quiz.place + 1


def seconds_left(quiz: Quiz, now: float) -> int | None:
    """The seconds to show beside the open question; None where it has no end."""
    if not asking(quiz, now) or quiz.ends is None:
        return None
    return max(0, round(quiz.ends - GRACE - now))


def shown(questions: Sequence[Posed], at: int) -> Shown:
    question = questions[at]
    return Shown(id=question.id, place=at + 1, of=len(questions), question=question.question, options=question.options)


def revealed(question: Posed, count: Mapping[int, int]) -> Revealed:
    """A question with its right option, and how many chose each; only for one that has closed."""
    return Revealed(
        question=question.id, right=question.right, answer=question.answer, explanation=question.explained,
        reasons=question.reasons,
        counts=tuple(count.get(place, 0) for place in range(len(question.options))), citations=question.citations,
    )  # fmt: skip


def scores(questions: Sequence[Posed], answers: Sequence[AnswerRow]) -> Counter[str]:
    """Points by seat: one for each right answer to these questions. Speed earns nothing."""
    counted = {question.id for question in questions}
    return Counter(answer.seat for answer in answers if answer.right and answer.question in counted)


def ranks(seats: Sequence[SeatRow], points: Counter[str]) -> dict[str, int]:
    """The rank of each seat: 1, 1, 3 where two share the lead."""
    return {seat.id: 1 + sum(points[other.id] > points[seat.id] for other in seats) for seat in seats}


def board(
    quiz: Quiz, questions: Sequence[Posed], seats: Sequence[SeatRow], answers: Sequence[AnswerRow], now: float
) -> Board:
    """The scoreboard at a moment. Best first, and by name where equal; in the order of joining before the first score."""
    counted, led = closed(quiz, len(questions), now), quiz.pace == "led"
    at = quiz.place if led and quiz.place is not None and quiz.place < len(questions) else None
    points, done = scores(questions[:counted], answers), Counter(answer.seat for answer in answers)
    ranked = ranks(seats, points) if counted else {}
    now_at = {answer.seat for answer in answers if at is not None and answer.question == questions[at].id}
    chosen = Counter(answer.choice for answer in answers if at is not None and answer.question == questions[at].id)
    everyone = {seat.id for seat in seats if done[seat.id] == len(questions)}
    rows = [
        Row(name=seat.name, rank=ranked.get(seat.id), score=points[seat.id] if counted else None, done=done[seat.id],
            answered=seat.id in (now_at if led else everyone), left=seat.left is not None)
        for seat in seats
    ]  # fmt: skip
    if counted:
        rows.sort(key=lambda row: (row.rank or 0, row.name.casefold()))
    return Board(
        title=quiz.title, code=quiz.code, state=quiz.state, pace=quiz.pace, of=len(questions), counted=counted,
        question=shown(questions, at) if at is not None else None, open=asking(quiz, now) if led else quiz.state == "open",
        seconds_left=seconds_left(quiz, now), answered=sum(row.answered for row in rows),
        revealed=revealed(questions[at], chosen) if at is not None and at < counted else None, rows=tuple(rows),
    )  # fmt: skip
