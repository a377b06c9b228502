"""Learn: what there is to learn here, and how far one has come: induction, practice, quizzes, packs and calendars.

/learn, /learn/progress and the files to take away from there. Reads learning.practice and learning.account under the
pseudonym that the chat page uses.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from markupsafe import Markup
from sanic.response import HTTPResponse

from bot.web.pages import Missing, Pages, Visit
from bot.web.quizzes import Quizzes
from desk.cards import Cards
from desk.courses import Courses
from knowledge.errors import KnowledgeError
from knowledge.opened import knowledge
from knowledge.store import Store
from learning import chart, offices
from learning.account import DELETED, WARNING, Account
from learning.guiding import Guide
from learning.progress import Record

DONE = {"forgotten": "Your name and your answers are deleted from the quiz.", "deleted": "The quiz is deleted, with all names and answers.",
        "progress": DELETED}  # fmt: skip
Made = TypeVar("Made")
TOPICS = 6  # offered for practice
START = "Start my induction: {role} in {council}"  # what is asked for somebody who chooses an office


def add(pages: Pages, quizzes: Quizzes) -> None:
    @pages.page("/learn")
    async def learn(visit: Visit) -> HTTPResponse:
        store, profile = knowledge().store, visit.profile
        going: list[tuple[str, Record]] = visit.kept(
            "progress could not be looked up", [], lambda: _account(visit).guide.going(_known_as(visit))
        )
        role = store.families[profile.family].name if profile.family in store.families else None
        return pages.shown(
            visit, "learn.html", title="Learn", family=profile.family, role=role, offices=_offices(store),
            chosen=START.format(role=role, council=profile.council),
            going=[(START.format(role=store.families[family].name, council=record.council), record) for family, record in going],
            topics=[topic.name for topic in store.topics.values()][:TOPICS], done=DONE.get(visit.asked.get("done", ""), ""),
        )  # fmt: skip

    @pages.page("/learn/progress")
    async def progress(visit: Visit) -> HTTPResponse:
        known, held = quizzes.practice(await quizzes.bank()).mastery(_known_as(visit)), _account(visit)
        records = [record.text().split("\n") for record in reversed(held.guide.records(_known_as(visit)))]
        drawn = chart.draw(known)
        return pages.shown(visit, "progress.html", title="What you know", known=known, chart=Markup(drawn.svg) if drawn else None,
                           words=known.sentences, records=records, kept=held.kept(visit.person), warning=WARNING)  # fmt: skip

    @pages.page("/learn/answers.csv")
    async def answers(visit: Visit) -> HTTPResponse:
        written = quizzes.practice(await quizzes.bank()).csv(_known_as(visit))
        return pages.file(visit, written.encode("utf-8-sig"), "text/csv; charset=utf-8", "my-answers.csv")

    @pages.page("/learn/record.txt")
    async def record(visit: Visit) -> HTTPResponse:
        return pages.file(visit, _begun(_account(visit).written, visit).encode("utf-8-sig"), "text/plain; charset=utf-8", "my-record.txt")  # fmt: skip

    @pages.page("/learn/record.json")
    async def record_data(visit: Visit) -> HTTPResponse:
        written = json.dumps(_begun(_account(visit).data, visit), ensure_ascii=False, indent=2) + "\n"
        return pages.file(visit, written.encode(), "application/json", "my-record.json")

    @pages.form("/learn/delete")
    async def delete(visit: Visit) -> HTTPResponse:
        await quizzes.written(_account(visit).deleted, visit.person)
        return pages.sent_on(visit, "/learn?done=progress")


def _known_as(visit: Visit) -> str:
    """Under what they practise: the same for a person who has joined several channels."""
    return visit.pages.exchange.people.links.principal(visit.person)


def _account(visit: Visit) -> Account:
    """What is kept of anybody's learning, as the conversation sees it. No question is asked here: it needs no bank."""
    people = visit.pages.exchange.people
    courses = Courses(people.database)
    return Account(
        Guide(knowledge().store, courses, lambda: None, date.today), Cards(people.database), courses, people.links
    )


def _begun(made: Callable[[str], Made], visit: Visit) -> Made:
    """What is made of the records of who visits. Raises Missing where no induction was begun."""
    try:
        return made(_known_as(visit))
    except KnowledgeError as error:
        if error.code != "no_induction":
            raise
        raise Missing(str(error)) from None


def _offices(store: Store) -> list[tuple[str, list[tuple[str, str]]]]:
    """The offices that a person can hold, by council: what is asked to begin the induction of each, and its name."""
    held = {
        council: [family for of, family in offices.everywhere(store) if of == council] for council in store.councils
    }
    return [
        (council, sorted(((START.format(role=store.families[family].name, council=council), store.families[family].name)
                          for family in families if offices.office(store, council, family).person), key=lambda one: one[1]))
        for council, families in held.items()
    ]  # fmt: skip
