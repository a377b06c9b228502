"""Join: those who take part in a trainer's quiz: code and name, the question, what was right, leaving and coming back.

/join and /join/<code>. A seat belongs to the browser's signed session. What may be done when: learning.classroom.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote

from sanic.response import HTTPResponse

from bot.web import guard
from bot.web.pages import Pages, Visit
from bot.web.quizzes import Quizzes, going, seat_token, state_reply
from knowledge.errors import KnowledgeError
from learning.choosing import LETTERS
from learning.participants import NAME
from learning.posed import parted

NO_CODE = "Enter the code that your trainer shows"
NO_CHOICE = "Choose one of the answers"
STATUS = {"no_such_quiz": 404, "no_such_seat": 404, "no_name": 400, "not_kept": 503}  # all others: 409


class Seats:
    """What the pages of those who take part share."""

    def __init__(self, pages: Pages, quizzes: Quizzes):
        self.pages, self.quizzes = pages, quizzes

    def door(self, visit: Visit, code: str = "", name: str = "", problem: tuple[str, str] | None = None, status: int = 200,
             title: str = "") -> HTTPResponse:  # fmt: skip
        """The form for code and name; `problem` are the field that it belongs to and its sentence."""
        errors = [{"text": problem[1], "href": f"#{problem[0]}"}] if problem else []
        return self.pages.shown(
            visit, "join.html", status, title="Join a quiz", code=code[:40], called=name[: 2 * NAME], most=NAME,
            quiz=title, errors=errors, wrong=dict([problem]) if problem else {},
        )  # fmt: skip

    def unknown(self, visit: Visit, error: KnowledgeError, code: str, name: str = "") -> HTTPResponse:
        if not self.quizzes.guesses.take(guard.address(visit.request)):
            return self.pages.failed(visit, 429)
        return self.door(visit, code, name, ("code", str(error)), 404)

    def seat(self, visit: Visit, code: str, error: KnowledgeError | str | None = None) -> HTTPResponse:
        """The person's page; `error` is what spoke against what they just did."""
        quiz = self.quizzes.quiz(code)
        token = seat_token(visit)
        row = self.quizzes.sessions.seat(quiz.id, token)
        if not row:
            if quiz.state == "closed":
                closed = KnowledgeError("quiz_closed", kept="Ask your trainer for another one.")
                return self.door(visit, code, "", ("code", str(closed)), 409)
            return self.door(visit, quiz.code or code, title=quiz.title)
        view = self.quizzes.classroom.view(quiz.id, token)
        status = 200 if error is None else STATUS.get(error.code, 409) if isinstance(error, KnowledgeError) else 400
        first = bool(error) and view.question is not None and view.open and view.chosen is None
        return self.pages.shown(
            visit, "seat.html", status, title=view.title, view=view, code=quiz.code, away=row.left is not None,
            review=self.quizzes.classroom.review(quiz.id, token) if view.state == "closed" else (), state=going(quiz),
            waits=not (view.open and view.chosen is None), page=f"/join/{quiz.code}", wrong=str(error) if first else "",
            errors=[{"text": str(error), "href": "#choice" if first else "#now"}] if error else [],
        )  # fmt: skip

    def refused(self, visit: Visit, code: str, error: KnowledgeError) -> HTTPResponse:
        if error.code == "no_such_quiz":
            return self.unknown(visit, error, code)
        return self.seat(visit, code, error)


def add(pages: Pages, quizzes: Quizzes) -> None:
    pages.templates.globals.update(letters=LETTERS, parted=parted)
    seats = Seats(pages, quizzes)
    _entered(pages, seats)
    _left(pages, seats)

    @pages.page("/join/<code>", crowd=True)
    async def seated(visit: Visit, code: str) -> HTTPResponse:
        try:
            return seats.seat(visit, unquote(code))
        except KnowledgeError as error:
            return seats.unknown(visit, error, unquote(code))

    @pages.page("/join/<code>/now", crowd=True)
    async def now(visit: Visit, code: str) -> HTTPResponse:
        return state_reply(pages, visit, quizzes.state("seat", code, lambda: going(quizzes.quiz(unquote(code)))))

    @pages.form("/join/<code>/answer", crowd=True)
    async def answer(visit: Visit, code: str) -> HTTPResponse:
        code, choice, question = unquote(code), visit.form.get("choice", ""), visit.form.get("question", "")
        try:
            if not (choice.isascii() and choice.isdigit() and len(choice) < 3):
                return seats.seat(visit, code, NO_CHOICE)
            quiz = quizzes.quiz(code)
            await quizzes.written(quizzes.classroom.answer, quiz.id, seat_token(visit), question[:40], int(choice))
        except KnowledgeError as error:
            return seats.refused(visit, code, error)
        return pages.sent_on(visit, f"/join/{quiz.code}#now")

    async def back(visit: Visit, code: str) -> HTTPResponse:
        return pages.sent_on(visit, f"/join/{quote(unquote(code), safe='')}")  # a form's address, opened again

    for part in ("answer", "leave", "forget"):
        pages.page(f"/join/<code>/{part}", crowd=True)(back)


def _entered(pages: Pages, seats: Seats) -> None:
    """The door: a code and a name."""

    @pages.page("/join", crowd=True)
    async def enter(visit: Visit) -> HTTPResponse:
        return seats.door(visit, visit.asked.get("code", ""))

    @pages.form("/join", crowd=True)
    async def join(visit: Visit) -> HTTPResponse:
        code, name = visit.form.get("code", ""), visit.form.get("name", "")
        if not code.strip():
            return seats.door(visit, "", name, ("code", NO_CODE), 400)
        try:
            quiz = seats.quizzes.quiz(code)
            await seats.quizzes.written(seats.quizzes.classroom.join, code, name, seat_token(visit))
        except KnowledgeError as error:
            if error.code == "no_such_quiz":
                return seats.unknown(visit, error, code, name)
            field = "name" if error.code == "no_name" else "code"
            title = quiz.title if field == "name" else ""
            return seats.door(visit, code, name, (field, str(error)), STATUS.get(error.code, 409), title)
        return pages.sent_on(visit, f"/join/{quiz.code}")


def _left(pages: Pages, seats: Seats) -> None:
    """Leaving, and being forgotten."""

    async def ended(visit: Visit, code: str, end: Callable[[str, str], object], then: str = "") -> HTTPResponse:
        """Ends what the person has to do with a quiz, and sends them on to `then`, or back to the quiz."""
        try:
            quiz = seats.quizzes.quiz(code)
            await seats.quizzes.written(end, quiz.id, seat_token(visit))
        except KnowledgeError as error:
            return seats.refused(visit, code, error)
        return pages.sent_on(visit, then or f"/join/{quiz.code}")

    @pages.form("/join/<code>/leave", crowd=True)
    async def leave(visit: Visit, code: str) -> HTTPResponse:
        return await ended(visit, unquote(code), seats.quizzes.classroom.leave)

    @pages.form("/join/<code>/forget", crowd=True)
    async def forget(visit: Visit, code: str) -> HTTPResponse:
        return await ended(visit, unquote(code), seats.quizzes.classroom.forget, "/learn?done=forgotten")
