"""Quizzes: what the pages of trainers' sessions share: the desk's database, the bank of questions, seats and live states.

Used by bot.web.train, join and board. What may be done when is decided in learning; nothing is kept here but for a second.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote

import segno
from markupsafe import Markup
from sanic import response
from sanic.response import HTTPResponse

from bot.web import guard
from bot.web.limits import GUESS, Allowance
from bot.web.pages import Pages, Visit
from desk.database import lasting
from desk.people import person
from desk.sessions import Quiz, Sessions
from knowledge.errors import KnowledgeError
from knowledge.opened import knowledge
from knowledge.store import Store
from learning import boards, participants, shelf
from learning.bank import Bank
from learning.boards import Board
from learning.classroom import Classroom
from learning.leading import Leading
from learning.posed import Posed
from learning.practice import Practice
from learning.preparing import Preparation
from learning.shelf import Shelf

FRESH = 0.5  # seconds for which a state is shown to all who look: sixty people look every two seconds
PATIENCE = 4.0  # seconds for a write; the visitor reads within five what happened
HELD = 500  # states held; the oldest are dropped first
Result = TypeVar("Result")


class Quizzes:
    """The sessions of this server; cheap calls are made at once, slow ones in threads of their own."""

    def __init__(self) -> None:
        self.database = lasting()
        self.sessions = Sessions(self.database)
        self.classroom = Classroom(self.database)
        self.guesses = Allowance(*GUESS)
        self._press = ThreadPoolExecutor(1, "questions")  # the first of a store take some seconds to make
        self._hands = ThreadPoolExecutor(4, "answers")  # a write may have to wait for another's
        self._states: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()

    async def shelf(self) -> Shelf:
        """The proved questions of the published rules, and the scenarios."""
        return await asyncio.get_running_loop().run_in_executor(self._press, _laid_out, knowledge().store)

    async def bank(self) -> Bank:
        """The proved questions alone."""
        return (await self.shelf()).bank

    def warm(self) -> None:
        """Has the bank made in the background, for a visitor who will need it with the next page."""
        shelf.ready(knowledge().store)

    async def written(self, work: Callable[..., Result], *parts: Any) -> Result:
        """A write, without keeping other visitors waiting while it waits for its turn. Raises desk_unavailable if it hangs."""
        try:
            return await asyncio.wait_for(
                asyncio.get_running_loop().run_in_executor(self._hands, work, *parts), PATIENCE
            )
        except asyncio.TimeoutError:
            raise KnowledgeError("desk_unavailable", problem="it does not answer") from None

    def preparation(self, held: Shelf | None = None) -> Preparation:
        """The trainer's side; `held` where questions are chosen."""
        bank, told = (held.bank, held.staged) if held else (None, ())
        return Preparation(self.database, knowledge().store, bank, told=told)

    def leading(self) -> Leading:
        return Leading(self.database, knowledge().store)

    def practice(self, held: Bank) -> Practice:
        return Practice(self.database, knowledge().store, held)

    def quiz(self, code: str) -> Quiz:
        """The session of a join code. Raises no_such_quiz."""
        entered = participants.entered(code)
        quiz = self.sessions.quiz(time.time(), code=entered)
        if not quiz:
            raise KnowledgeError("no_such_quiz", typed=entered)
        return quiz

    def board(self, quiz: Quiz) -> Board:
        """What the projector shows. Whoever has the code may see it: it tells nothing that the room does not."""
        questions = [Posed(**content) for content in self.sessions.questions(quiz.id)]
        seats, answers = self.sessions.seats(quiz.id), self.sessions.answers(quiz.id)
        return boards.board(quiz, questions, seats, answers, time.time())

    def state(self, kind: str, key: str, made: Callable[[], str]) -> str:
        """A state that changes when a page should be shown anew; made again at most twice a second."""
        now = time.monotonic()
        at, state = self._states.get((kind, key), (-FRESH, ""))
        if now - at >= FRESH:
            state = made()
            self._states[kind, key] = now, state
            self._states.move_to_end((kind, key))
            while len(self._states) > HELD:
                self._states.popitem(last=False)
        return state


def _laid_out(store: Store) -> Shelf:
    held = shelf.made(store)
    held.staged  # noqa: B018  made here, where nobody else waits for it
    return held


def seat_token(visit: Visit) -> str:
    """The secret of this browser's seats: from its signed session, and not the pseudonym under which it practises."""
    return person("seat", visit.session)


def going(quiz: Quiz) -> str:
    """What a participant waits for: the quiz to open, a question to come or to close."""
    return f"{quiz.state} {quiz.place} {boards.asking(quiz, time.time())}"


def room(board: Board) -> str:
    """What the projector and the trainer wait for: as `going`, and who has joined, answered or left."""
    at = board.question.place if board.question else 0
    done, away = sum(row.done for row in board.rows), sum(row.left for row in board.rows)
    return f"{board.state} {at} {board.open} {len(board.rows)} {done} {away}"


def state_reply(pages: Pages, visit: Visit, state: str) -> HTTPResponse:
    """A state for the pages' script."""
    return pages.sealed(visit, response.json({"state": state}))


def train_address(secret: str) -> str:
    """The page of a trainer's quiz."""
    return f"/train/{quote(secret, safe='')}"


def join_address(visit: Visit, code: str) -> str:
    """The address that people scan or type, as this browser reaches the server."""
    return link(visit, f"/join/{code}")


def link(visit: Visit, path: str) -> str:
    """A page of this server as a whole address, to be kept or sent on."""
    scheme = "https" if guard.secure(visit.request) else "http"
    return f"{scheme}://{_host(visit)}{path}"


@lru_cache(maxsize=100)
def qr(address: str) -> Markup:
    """The address as a QR code: SVG without styles, which the security policy would forbid."""
    return Markup(segno.make(address, error="m").svg_inline(omitsize=True, border=3, dark="#000000", light="#ffffff"))


def _host(visit: Visit) -> str:
    host = visit.request.headers.get("host", "")
    return host if re.fullmatch(r"[A-Za-z0-9.\-\[\]:]{1,255}", host) else "127.0.0.1"
