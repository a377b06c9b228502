"""Rooms: a trainer's session for tests: one clock, the three sides, and Ann, Ben and Cat, who have joined."""

from __future__ import annotations

from types import SimpleNamespace

from desk.database import Database
from learning.bank import Bank
from learning.classroom import Classroom
from learning.leading import Leading
from learning.preparing import Preparation
from learning.wishes import Wish

NOON, DAY = 1_790_000_000.0, 86400.0


class Clock:
    now = NOON

    def __call__(self) -> float:
        return self.now


def room_of(database: Database, store, held: Bank) -> SimpleNamespace:
    """The three sides of a session, with one clock."""
    clock = Clock()
    return SimpleNamespace(
        clock=clock, prepare=Preparation(database, store, held, clock), lead=Leading(database, store, clock),
        take=Classroom(database, clock), database=database,
    )  # fmt: skip


def locked(room, pace: str = "led", seconds: int | None = None, number: int = 3):
    """A locked quiz: the trainer's token, the draft, and Ann, Ben and Cat, who have joined."""
    trainer = room.prepare.create("Councillors, September", pace, seconds).trainer
    room.prepare.generate(trainer, number, Wish(council="Dudley"), seed="s")
    draft = room.prepare.lock(trainer)
    return trainer, draft, [room.take.join(draft.code, name) for name in ("Ann", "Ben", "Cat")]


def opened(room, pace: str = "led", seconds: int | None = None, number: int = 3):
    trainer, draft, seats = locked(room, pace, seconds, number)
    room.lead.open(trainer)
    if pace == "led":
        room.lead.ask(trainer)
    return trainer, draft, seats


def give(room, seat, question, right: bool = True):
    place = question.right if right else (question.right + 1) % len(question.options)
    return room.take.answer(seat.quiz, seat.token, question.id, place)
