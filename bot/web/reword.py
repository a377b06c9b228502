"""Reword: the page on which a trainer changes the words of one question of their draft. Works without scripts.

/train/<secret>/reword?question=<id>, one form; whoever has the secret is the trainer. The words are checked by
learning.rewording; a change from another window since the page was opened is told and nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

from sanic.response import HTTPResponse

from bot.web.pages import Pages, Visit
from bot.web.quizzes import Quizzes, train_address
from knowledge.errors import KnowledgeError
from learning import rewording
from learning.gift import LONGEST
from learning.posed import Posed
from learning.preparing import Draft


def add(pages: Pages, quizzes: Quizzes) -> None:
    def shown(
        visit: Visit, secret: str, draft: Draft, held: Posed, given: Mapping[str, str], wrong: Mapping[str, str], status: int,
        other: bool = False,
    ) -> HTTPResponse:  # fmt: skip
        """The form, with what was typed; `other`: also how the question stands now, changed in another window."""
        fields = {"question": held.question, **{f"option-{n}": option for n, option in enumerate(held.options, 1)}}
        errors = [{"text": text, "href": f"#{field}"} for field, text in wrong.items()]
        place = next(n for n, one in enumerate(draft.questions, 1) if one.id == held.id)
        return pages.shown(visit, "reword.html", status, title=f"Edit question {place} of {draft.title}",
                           held=held, place=place, given={**fields, **given}, wrong=wrong, errors=errors, other=other,
                           seen=rewording.wording(held), most=LONGEST, address=train_address(secret))  # fmt: skip

    @pages.page("/train/<secret>/reword")
    async def open_(visit: Visit, secret: str) -> HTTPResponse:
        secret, id_ = unquote(secret), visit.asked.get("question", "")[:40]
        draft = quizzes.preparation().draft(secret)
        held = _held(draft, id_)
        if draft.state != "draft" or not held:
            return pages.sent_on(visit, train_address(secret))  # the quiz's own page says what can be done with it
        return shown(visit, secret, draft, held, {}, {}, 200)

    @pages.form("/train/<secret>/reword")
    async def save(visit: Visit, secret: str) -> HTTPResponse:
        secret, given = unquote(secret), visit.form
        id_, preparation = given.get("question-id", "")[:40], quizzes.preparation()
        held = _held(preparation.draft(secret), id_)
        words = given.get("question", "")
        options = [given.get(f"option-{n}", "") for n in range(1, len(held.options) + 1)] if held else []
        wrong = rewording.faults(held, words, options) if held else {}
        status = 400
        try:
            if not wrong:
                await quizzes.written(preparation.reword, secret, id_, words, options, given.get("seen", "")[:40])
        except KnowledgeError as error:
            if error.code == "no_such_session":
                raise
            wrong, status = {"question": str(error)}, 409
        if not wrong:
            return pages.sent_on(visit, f"{train_address(secret)}#question-{quote(id_, safe='')}")
        draft = preparation.draft(secret)
        held = _held(draft, id_)
        if draft.state != "draft" or not held:  # locked or taken out in another window
            return pages.shown(visit, "reworded.html", 409, title="Not saved", why=next(iter(wrong.values())), words=words,
                               options=options, address=train_address(secret))  # fmt: skip
        typed = {"question": words, **{f"option-{n}": option for n, option in enumerate(options, 1)}}
        return shown(visit, secret, draft, held, typed, wrong, status, other=status == 409)


def _held(draft: Draft, id_: str) -> Posed | None:
    return next((one for one in draft.questions if one.id == id_), None)
