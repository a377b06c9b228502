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


def add(pages: Pages, quizzes: Quizzes) -> None:
    kept = Kept()
    pages.templates.globals.update(quiz_kept=kept_for)
    making = Allowance(*QUIZ)

    def offered() -> dict[str, Options]:
        store = knowledge().store
        return kept.part(store, "options", lambda: filters.options(store))

    def read(given: Mapping[str, str]) -> filters.Filter:
        return filters.read(given, knowledge().store, offered())

    def shown(
        visit: Visit, template: str, wrong: dict[str, str], given: Mapping[str, str], **words: Any
    ) -> HTTPResponse:
        errors = [{"text": text, "href": f"#{field}"} for field, text in wrong.items()]
        return pages.shown(visit, template, 400 if wrong else 200, given={**USUAL, **given}, wrong=wrong, errors=errors,
                           options=offered(), most=MOST, bounds=SECONDS, **words)  # fmt: skip

    def quiz(visit: Visit, secret: str, wrong: dict[str, str] | None = None, **words: Any) -> HTTPResponse:
        """The page of a quiz as it stands: a draft to edit, or the quiz to run. Raises no_such_session."""
        draft = quizzes.preparation().draft(secret)
        if draft.state != "draft":
            return lead.page(pages, quizzes, visit, secret, draft, (wrong or {}).values())
        address = train_address(secret)
        given = visit.form if visit.request.method == "POST" else {}
        return shown(visit, "draft.html", wrong or {}, given, title=draft.title, draft=draft, address=address,
                     new="made" in visit.asked, link=link(visit, address), added=visit.asked.get("added", ""), **words)  # fmt: skip

    async def done(visit: Visit, secret: str, work: Callable[[], Any], then: str = "") -> HTTPResponse:
        """Does it, and has the browser fetch the quiz anew; or says in the page what speaks against it."""
        try:
            await quizzes.written(work)
        except KnowledgeError as error:
            if error.code == "no_such_session":
                raise
            return quiz(visit, secret, {FIELDS.get(error.code, "now"): str(error)})
        return pages.sent_on(visit, train_address(secret) + then)

    @pages.page("/train")
    async def train(visit: Visit) -> HTTPResponse:
        quizzes.warm()
        return shown(visit, "train.html", {}, {}, title="Make a quiz")

    @pages.form("/train")
    async def make(visit: Visit) -> HTTPResponse:
        given, wanted = visit.form, read(visit.form)
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
        preparation = quizzes.preparation(await quizzes.shelf() if number and not wrong else None)
        if number and not wrong:
            try:
                wanted.picked(preparation, number, scenarios, "")
            except KnowledgeError as error:
                wrong[FIELDS.get(error.code, "number")] = str(error)
        if wrong:
            return shown(visit, "train.html", wrong, given, title="Make a quiz")
        if not making.take(guard.address(visit.request)):
            return pages.failed(visit, 429)
        made = preparation.create(title, FREE if pace == "free" else LED, seconds if pace == "timed" else None)
        if number:
            wanted.generate(preparation, made.trainer, number, scenarios, made.quiz)
        return pages.sent_on(visit, f"{train_address(made.trainer)}?made=1")

    @pages.page("/train/<secret>")
    async def mine(visit: Visit, secret: str) -> HTTPResponse:
        return quiz(visit, unquote(secret))

    @pages.page("/train/<secret>/choose")
    async def choose(visit: Visit, secret: str) -> HTTPResponse:
        secret, given, wanted = unquote(secret), visit.asked, read(visit.asked)
        draft, wrong = quizzes.preparation().draft(secret), dict(wanted.wrong)
        if wanted.group and wanted.kinds:
            wrong["group"] = "Only scenarios say whom they are for. Choose all kinds, or the kind “Scenario”"
        items: list[Item] = []
        told: list[Posed] = []
        try:
            items, told = ([], []) if wrong else wanted.found(quizzes.preparation(await quizzes.shelf()))
        except KnowledgeError as error:
            wrong["council"] = str(error)
        asked = urlencode({name: given[name] for name in offered() if given.get(name)})
        return shown(visit, "choose.html", wrong, given, title=f"Choose questions for {draft.title}", draft=draft, query=asked,
                     address=train_address(secret), questions=items, told=told, most_shown=A_PAGE,
                     have={question.id for question in draft.questions})  # fmt: skip

    @pages.form("/train/<secret>/add")
    async def add_one(visit: Visit, secret: str) -> HTTPResponse:
        secret, item, query = unquote(secret), visit.form.get("item", "")[:40], visit.form.get("query", "")[:500]
        held = quizzes.preparation(await quizzes.shelf())
        then = f"/choose?{quote(query, safe='=&-')}#item-{quote(item, safe='')}"
        return await done(visit, secret, lambda: held.add(secret, [item]), then)

    @pages.form("/train/<secret>/generate")
    async def generate(visit: Visit, secret: str) -> HTTPResponse:
        secret, wanted = unquote(secret), read(visit.form)
        number, scenarios, wrong = filters.many(visit.form, wanted, 1)
        if wrong | wanted.wrong:
            return quiz(visit, secret, wrong | wanted.wrong)
        held = quizzes.preparation(await quizzes.shelf())
        seed = f"{secret} {len(held.draft(secret).questions)}"
        return await done(visit, secret, lambda: wanted.generate(held, secret, number, scenarios, seed), "#questions")

    @pages.form("/train/<secret>/edit")
    async def edit(visit: Visit, secret: str) -> HTTPResponse:
        secret, given = unquote(secret), visit.form
        held = quizzes.preparation(await quizzes.shelf() if "renew" in given else None)
        if "renew" in given:
            return await done(visit, secret, lambda: held.renew(secret), "#questions")
        if "remove" in given:
            return await done(visit, secret, lambda: held.remove(secret, given["remove"]), "#questions")
        moved, step = (given["up"], -1) if "up" in given else (given.get("down", ""), 1)

        def move() -> None:
            ids = [question.id for question in held.draft(secret).questions]
            if moved not in ids:
                raise KnowledgeError("no_such_question", question=moved[:40])
            at = ids.index(moved)
            ids.insert(max(0, at + step), ids.pop(at))
            held.order(secret, ids)

        return await done(visit, secret, move, f"#question-{quote(moved[:40], safe='')}")

    @pages.form("/train/<secret>/bring", files=True)
    async def bring(visit: Visit, secret: str) -> HTTPResponse:
        secret, (name, body) = unquote(secret), visit.file("gift")
        if not body:
            return quiz(visit, secret, {"gift": "Choose the file with your questions"})
        held, good = quizzes.preparation(), visit.form.get("good") == "yes"
        try:
            brought = await quizzes.written(held.bring, secret, body, name, good)
        except KnowledgeError as error:
            if error.code == "no_such_session":
                raise
            return quiz(visit, secret, {"gift": str(error)})
        if brought.faults and not brought.added:
            return quiz(visit, secret, {"gift": "Nothing was added: mend the file as said below, then choose it again"},
                        faults=brought.faults, good=brought.good)  # fmt: skip
        return pages.sent_on(visit, f"{train_address(secret)}?added={brought.added}#questions")

    @pages.form("/train/<secret>/lock")
    async def lock(visit: Visit, secret: str) -> HTTPResponse:
        secret = unquote(secret)
        return await done(visit, secret, lambda: quizzes.preparation().lock(secret))

    @pages.form("/train/<secret>/unlock")
    async def unlock(visit: Visit, secret: str) -> HTTPResponse:
        secret = unquote(secret)
        return await done(visit, secret, lambda: quizzes.preparation().unlock(secret))

    @pages.form("/train/<secret>/run")
    async def run(visit: Visit, secret: str) -> HTTPResponse:
        secret = unquote(secret)
        return await done(visit, secret, lambda: lead.step(quizzes.leading(), secret, visit.form), "#now")

    @pages.form("/train/<secret>/delete")
    async def delete(visit: Visit, secret: str) -> HTTPResponse:
        await quizzes.written(quizzes.leading().delete, unquote(secret))
        return pages.sent_on(visit, "/learn?done=deleted")

    async def back(visit: Visit, secret: str) -> HTTPResponse:
        return pages.sent_on(visit, train_address(unquote(secret)))  # a form's address, opened again

    for part in ("add", "generate", "edit", "bring", "lock", "unlock", "run", "delete"):
        pages.page(f"/train/<secret>/{part}")(back)
