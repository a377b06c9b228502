"""Train: a trainer makes a quiz: chooses questions, looks at them, edits, brings their own, locks it, deletes it.

/train and /train/<secret>: whoever has the secret of the link is the trainer. Running the quiz: bot.web.lead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlencode

from sanic.response import HTTPResponse

from bot.web import filters, guard, lead
from bot.web.filters import whole
from bot.web.kept import Kept
from bot.web.limits import QUIZ, Allowance
from bot.web.pages import Pages, Visit
from bot.web.quizzes import Quizzes, link, train_address
from bot.web.search import Options
from knowledge.errors import KnowledgeError
from knowledge.opened import knowledge
from learning import participants
from learning.items import Item
from learning.posed import Posed
from learning.preparing import FREE, LED, MOST, SECONDS, kept_for

A_PAGE = 30  # questions to choose among; narrower filters bring the others
PACES = ("led", "timed", "free")
USUAL = {"number": "10", "scenarios": "0", "pace": "led", "seconds": "30"}
# Which field a sentence stands beside; all others head the page.
FIELDS = {"no_such_questions": "number", "no_such_scenarios": "scenarios", "quiz_long": "number"}


class Drafts:
    """What the pages of a trainer's draft share."""

    def __init__(self, pages: Pages, quizzes: Quizzes):
        self.pages, self.quizzes = pages, quizzes
        self.making = Allowance(*QUIZ)
        self._kept = Kept()

    def offered(self) -> dict[str, Options]:
        store = knowledge().store
        return self._kept.part(store, "options", lambda: filters.options(store))

    def read(self, given: Mapping[str, str]) -> filters.Filter:
        return filters.read(given, knowledge().store, self.offered())

    def shown(
        self, visit: Visit, template: str, wrong: dict[str, str], given: Mapping[str, str], **words: Any
    ) -> HTTPResponse:
        errors = [{"text": text, "href": f"#{field}"} for field, text in wrong.items()]
        return self.pages.shown(visit, template, 400 if wrong else 200, given={**USUAL, **given}, wrong=wrong, errors=errors,
                                options=self.offered(), most=MOST, bounds=SECONDS, **words)  # fmt: skip

    def quiz(self, visit: Visit, secret: str, wrong: dict[str, str] | None = None, **words: Any) -> HTTPResponse:
        """The page of a quiz as it stands: a draft to edit, or the quiz to run. Raises no_such_session."""
        draft = self.quizzes.preparation().draft(secret)
        if draft.state != "draft":
            return lead.page(self.pages, self.quizzes, visit, secret, draft, (wrong or {}).values())
        address = train_address(secret)
        given = visit.form if visit.request.method == "POST" else {}
        return self.shown(visit, "draft.html", wrong or {}, given, title=draft.title, draft=draft, address=address,
                          new="made" in visit.asked, link=link(visit, address), added=visit.asked.get("added", ""), **words)  # fmt: skip

    async def done(self, visit: Visit, secret: str, work: Callable[[], Any], then: str = "") -> HTTPResponse:
        """Does it, and has the browser fetch the quiz anew; or says in the page what speaks against it."""
        try:
            await self.quizzes.written(work)
        except KnowledgeError as error:
            if error.code == "no_such_session":
                raise
            return self.quiz(visit, secret, {FIELDS.get(error.code, "now"): str(error)})
        return self.pages.sent_on(visit, train_address(secret) + then)


def add(pages: Pages, quizzes: Quizzes) -> None:
    pages.templates.globals.update(quiz_kept=kept_for)
    drafts = Drafts(pages, quizzes)
    _made(drafts)
    _chosen(drafts)
    _edited(drafts)
    _run(drafts)

    @pages.page("/train/<secret>")
    async def mine(visit: Visit, secret: str) -> HTTPResponse:
        return drafts.quiz(visit, unquote(secret))

    async def back(visit: Visit, secret: str) -> HTTPResponse:
        return pages.sent_on(visit, train_address(unquote(secret)))  # a form's address, opened again

    for part in ("add", "generate", "edit", "bring", "lock", "unlock", "run", "delete"):
        pages.page(f"/train/<secret>/{part}")(back)


def _made(drafts: Drafts) -> None:
    """The form for a new quiz, and what comes of it."""

    @drafts.pages.page("/train")
    async def train(visit: Visit) -> HTTPResponse:
        drafts.quizzes.warm()
        return drafts.shown(visit, "train.html", {}, {}, title="Make a quiz")

    @drafts.pages.form("/train")
    async def make(visit: Visit) -> HTTPResponse:
        given, wanted = visit.form, drafts.read(visit.form)
        number, scenarios, short = filters.many(given, wanted, 0)
        seconds = whole(given.get("seconds", ""), *SECONDS)
        pace, title, wrong = given.get("pace", ""), "", {}
        try:
            title = participants.title(given.get("title", ""))
        except KnowledgeError as error:
            wrong["title"] = str(error)
        if pace not in PACES:
            wrong["pace"] = "Choose how the quiz is to run"
        if pace == "timed" and seconds is None:
            wrong["seconds"] = f"Enter the seconds for each question, from {SECONDS[0]} to {SECONDS[1]}"
        wrong |= short | wanted.wrong
        preparation = drafts.quizzes.preparation(await drafts.quizzes.shelf() if number and not wrong else None)
        if number and not wrong:
            try:
                wanted.picked(preparation, number, scenarios, "")
            except KnowledgeError as error:
                wrong[FIELDS.get(error.code, "number")] = str(error)
        if wrong:
            return drafts.shown(visit, "train.html", wrong, given, title="Make a quiz")
        if not drafts.making.take(guard.address(visit.request)):
            return drafts.pages.failed(visit, 429)
        made = preparation.create(title, FREE if pace == "free" else LED, seconds if pace == "timed" else None)
        if number:
            wanted.generate(preparation, made.trainer, number, scenarios, made.quiz)
        return drafts.pages.sent_on(visit, f"{train_address(made.trainer)}?made=1")


def _chosen(drafts: Drafts) -> None:
    """Questions of the bank and scenarios: chosen one by one, or by their number."""

    @drafts.pages.page("/train/<secret>/choose")
    async def choose(visit: Visit, secret: str) -> HTTPResponse:
        secret, given, wanted = unquote(secret), visit.asked, drafts.read(visit.asked)
        draft, wrong = drafts.quizzes.preparation().draft(secret), dict(wanted.wrong)
        if wanted.group and wanted.kinds:
            wrong["group"] = "Only scenarios say whom they are for. Choose all kinds, or the kind “Scenario”"
        items: list[Item] = []
        told: list[Posed] = []
        try:
            items, told = ([], []) if wrong else wanted.found(drafts.quizzes.preparation(await drafts.quizzes.shelf()))
        except KnowledgeError as error:
            wrong["council"] = str(error)
        asked = urlencode({name: given[name] for name in drafts.offered() if given.get(name)})
        title = f"Choose questions for {draft.title}"
        return drafts.shown(visit, "choose.html", wrong, given, title=title, draft=draft, query=asked,
                             address=train_address(secret), questions=items, told=told, most_shown=A_PAGE,
                             have={question.id for question in draft.questions})  # fmt: skip

    @drafts.pages.form("/train/<secret>/add")
    async def add_one(visit: Visit, secret: str) -> HTTPResponse:
        secret, item, query = unquote(secret), visit.form.get("item", "")[:40], visit.form.get("query", "")[:500]
        held = drafts.quizzes.preparation(await drafts.quizzes.shelf())
        then = f"/choose?{quote(query, safe='=&-')}#item-{quote(item, safe='')}"
        return await drafts.done(visit, secret, lambda: held.add(secret, [item]), then)

    @drafts.pages.form("/train/<secret>/generate")
    async def generate(visit: Visit, secret: str) -> HTTPResponse:
        secret, wanted = unquote(secret), drafts.read(visit.form)
        number, scenarios, wrong = filters.many(visit.form, wanted, 1)
        if wrong | wanted.wrong:
            return drafts.quiz(visit, secret, wrong | wanted.wrong)
        held = drafts.quizzes.preparation(await drafts.quizzes.shelf())
        seed = f"{secret} {len(held.draft(secret).questions)}"
        return await drafts.done(
            visit, secret, lambda: wanted.generate(held, secret, number, scenarios, seed), "#questions"
        )


def _edited(drafts: Drafts) -> None:
    """Questions moved, taken out, renewed, and brought in a file."""

    @drafts.pages.form("/train/<secret>/edit")
    async def edit(visit: Visit, secret: str) -> HTTPResponse:
        secret, given = unquote(secret), visit.form
        held = drafts.quizzes.preparation(await drafts.quizzes.shelf() if "renew" in given else None)
        if "renew" in given:
            return await drafts.done(visit, secret, lambda: held.renew(secret), "#questions")
        if "remove" in given:
            return await drafts.done(visit, secret, lambda: held.remove(secret, given["remove"]), "#questions")
        moved, step = (given["up"], -1) if "up" in given else (given.get("down", ""), 1)

        def move() -> None:
            ids = [question.id for question in held.draft(secret).questions]
            if moved not in ids:
                raise KnowledgeError("no_such_question", question=moved[:40])
            at = ids.index(moved)
            ids.insert(max(0, at + step), ids.pop(at))
            held.order(secret, ids)

        return await drafts.done(visit, secret, move, f"#question-{quote(moved[:40], safe='')}")

    @drafts.pages.form("/train/<secret>/bring", files=True)
    async def bring(visit: Visit, secret: str) -> HTTPResponse:
        secret, (name, body) = unquote(secret), visit.file("gift")
        if not body:
            return drafts.quiz(visit, secret, {"gift": "Choose the file with your questions"})
        held, good = drafts.quizzes.preparation(), visit.form.get("good") == "yes"
        try:
            brought = await drafts.quizzes.written(held.bring, secret, body, name, good)
        except KnowledgeError as error:
            if error.code == "no_such_session":
                raise
            return drafts.quiz(visit, secret, {"gift": str(error)})
        if brought.faults and not brought.added:
            nothing = "Nothing was added: mend the file as said below, then choose it again"
            return drafts.quiz(visit, secret, {"gift": nothing}, faults=brought.faults, good=brought.good)
        return drafts.pages.sent_on(visit, f"{train_address(secret)}?added={brought.added}#questions")


def _run(drafts: Drafts) -> None:
    """Locked, unlocked, run step by step, deleted."""

    @drafts.pages.form("/train/<secret>/lock")
    async def lock(visit: Visit, secret: str) -> HTTPResponse:
        secret = unquote(secret)
        return await drafts.done(visit, secret, lambda: drafts.quizzes.preparation().lock(secret))

    @drafts.pages.form("/train/<secret>/unlock")
    async def unlock(visit: Visit, secret: str) -> HTTPResponse:
        secret = unquote(secret)
        return await drafts.done(visit, secret, lambda: drafts.quizzes.preparation().unlock(secret))

    @drafts.pages.form("/train/<secret>/run")
    async def run(visit: Visit, secret: str) -> HTTPResponse:
        secret = unquote(secret)
        return await drafts.done(visit, secret, lambda: lead.step(drafts.quizzes.leading(), secret, visit.form), "#now")

    @drafts.pages.form("/train/<secret>/delete")
    async def delete(visit: Visit, secret: str) -> HTTPResponse:
        await drafts.quizzes.written(drafts.quizzes.leading().delete, unquote(secret))
        return drafts.pages.sent_on(visit, "/learn?done=deleted")
