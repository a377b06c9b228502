"""Lead: a trainer runs a quiz: code, questions one by one, results by person and by question, files to take away.

/train/<secret> once the quiz is locked, /train/<secret>/results and the files beside it. Decided in learning.leading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from sanic.response import HTTPResponse

from bot.web.filters import whole
from bot.web.pages import Missing, Pages, Unreadable, Visit
from bot.web.quizzes import Quizzes, join_address, link, room, state_reply, train_address
from learning.leading import Leading
from learning.preparing import MOST, Draft

FILES = {
    "people.csv": "text/csv; charset=utf-8",
    "questions.csv": "text/csv; charset=utf-8",
    "quiz.gift": "text/plain; charset=utf-8",
}


def add(pages: Pages, quizzes: Quizzes) -> None:
    @pages.page("/train/<secret>/now")
    async def now(visit: Visit, secret: str) -> HTTPResponse:
        made = quizzes.state("train", secret, lambda: room(quizzes.leading().board(unquote(secret))))
        return state_reply(pages, visit, made)

    @pages.page("/train/<secret>/results")
    async def results(visit: Visit, secret: str) -> HTTPResponse:
        secret = unquote(secret)
        found, draft = quizzes.leading().results(secret), quizzes.preparation().draft(secret)
        by_id = {question.id: question for question in draft.questions}
        return pages.shown(visit, "results.html", title=f"Results: {found.title}", results=found, by_id=by_id, draft=draft,
                           address=train_address(secret))  # fmt: skip

    @pages.page("/train/<secret>/<file>")
    async def taken(visit: Visit, secret: str, file: str) -> HTTPResponse:
        secret = unquote(secret)
        if file not in FILES:
            raise Missing(f"A quiz has no file of this name. It has {', '.join(FILES)}.")
        draft = quizzes.preparation().draft(secret)
        name = f"{re.sub(r'[^a-z0-9]+', '-', draft.title.lower()).strip('-')[:60] or 'quiz'}-{file}"
        if file == "quiz.gift":
            return pages.file(visit, quizzes.preparation().gift(secret).encode(), FILES[file], name)
        found = quizzes.leading().results(secret)
        body = found.people_csv() if file == "people.csv" else found.questions_csv()
        return pages.file(visit, body.encode("utf-8-sig"), FILES[file], name)


def page(
    pages: Pages, quizzes: Quizzes, visit: Visit, secret: str, draft: Draft, wrong: Iterable[str] = ()
) -> HTTPResponse:
    """A quiz that is locked, open or closed, for its trainer. `wrong` is what spoke against what they just did."""
    board, errors = quizzes.leading().board(secret), [{"text": words, "href": "#now"} for words in wrong]
    asked = board.question.place if board.question else 0
    return pages.shown(
        visit, "lead.html", 409 if errors else 200, title=draft.title, draft=draft, board=board, address=train_address(secret),
        errors=errors, state=room(board), asked=asked, page=train_address(secret), join=join_address(visit, board.code or ""),
        coming=draft.questions[asked] if asked < board.of else None,
        link=link(visit, train_address(secret)),
    )  # fmt: skip


def step(leading: Leading, secret: str, form: Mapping[str, str]) -> None:
    """One step of a running quiz, as a button of its page sends it. Raises what learning.leading raises."""
    do = form.get("do", "")
    if do == "ask":
        leading.ask(secret, whole(form.get("place", ""), 1, MOST))
    elif do == "dismiss":
        leading.dismiss(secret, form.get("name", ""))
    elif do in ("open", "stop", "close"):
        {"open": leading.open, "stop": leading.stop, "close": leading.close}[do](secret)
    else:
        raise Unreadable
