"""Board: the page for the projector: how to join, the question, how many have answered, what was right, who leads.

/board/<code>. Shows what learning.boards lets be seen: no answer before its question has closed.
"""

from __future__ import annotations

from urllib.parse import unquote

from sanic.response import HTTPResponse

from bot.web import guard
from bot.web.pages import Missing, Pages, Visit
from bot.web.quizzes import Quizzes, join_address, qr, room, state_reply
from desk.sessions import Quiz
from knowledge.errors import KnowledgeError

LEADERS = 10  # rows of the scoreboard: more cannot be read from the back of a room


def add(pages: Pages, quizzes: Quizzes) -> None:
    def found(visit: Visit, code: str) -> Quiz:
        try:
            return quizzes.quiz(unquote(code))
        except KnowledgeError as error:
            quizzes.guesses.take(guard.address(visit.request))
            raise Missing(str(error)) from None

    @pages.page("/board/<code>", crowd=True)
    async def board(visit: Visit, code: str) -> HTTPResponse:
        shown = quizzes.board(found(visit, code))
        address = join_address(visit, shown.code or "")
        return pages.shown(
            visit, "projector.html", title=shown.title, board=shown, address=address.split("://")[1].rpartition("/")[0],
            qr=qr(address), state=room(shown), page=f"/board/{shown.code}", leaders=shown.rows[:LEADERS],
            others=max(0, len(shown.rows) - LEADERS),
        )  # fmt: skip

    @pages.page("/board/<code>/now", crowd=True)
    async def now(visit: Visit, code: str) -> HTTPResponse:
        made = quizzes.state("board", code, lambda: room(quizzes.board(found(visit, code))))
        return state_reply(pages, visit, made)
