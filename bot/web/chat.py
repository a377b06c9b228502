"""Chat: the first page: ask, follow up, choose, say who asks, judge an answer. Forms in, pages out; works without script.

After each form the browser fetches the page anew, so that loading it again asks nothing twice.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sanic.response import HTTPResponse

from bot.rendering import wording
from bot.web import guard, search
from bot.web.conversations import TURNS, Conversations
from bot.web.limits import QUESTION, STEP, TURN, Allowance
from bot.web.pages import Pages, Visit
from desk.feedback import Feedback
from knowledge import sayings
from knowledge import text as t
from knowledge.errors import KnowledgeError
from knowledge.opened import knowledge
from knowledge.questions import Profile

EMPTY = "Enter a question"
LONG = f"Your question must be {t.LONGEST:,} characters or fewer"
PROFILE_NOT_KEPT = "That could not be kept just now. Until it can, name your council and role in each question"
KINDS = {kind: words for kind, words in search.KINDS.items() if kind != "outside"}  # nobody there asks here
DONE = {"profile": "Your role and council are saved.", "forgotten": "Your role and council are forgotten.",
        "again": "Started again. What we spoke of is forgotten."}  # fmt: skip


def add(pages: Pages) -> Conversations:
    """Adds the chat page and its forms; returns the conversations, which the channel sweeps."""
    conversations = Conversations()
    asking, stepping, turns = Allowance(*QUESTION), Allowance(*STEP), Allowance(*TURN)
    feedback = Feedback(pages.exchange.desk)

    def chat(visit: Visit, status: int = 200, error: str = "", value: str = "") -> HTTPResponse:
        conversation = conversations.of(visit.session)
        return pages.shown(
            visit, "chat.html", status, title="Who must do what to keep children safe?", examples=examples(),
            turns=conversation.turns if conversation else (), councils=_councils(), value=value,
            error={"text": error} if error else None, errors=[{"text": error, "href": "#message"}] if error else [],
            done=DONE.get(visit.asked.get("done", ""), ""),
        )  # fmt: skip

    @pages.page("/")
    async def first(visit: Visit) -> HTTPResponse:
        return chat(visit, value=visit.asked.get("message", "")[: t.LONGEST])  # a link may bring a question along

    @pages.form("/ask")
    async def ask(visit: Visit) -> HTTPResponse:
        message = visit.form.get("message", "")
        if not t.clean(message):
            return chat(visit, 400, EMPTY)
        if len(message.replace("\r\n", "\n")) > t.LONGEST:
            return chat(visit, 400, LONG, message[: 4 * t.LONGEST])
        going = conversations.of(visit.session)
        by_browser = stepping if going and going.leads_to(message) else asking
        if not (by_browser.take(visit.session) and turns.take(guard.address(visit.request))):
            return pages.failed(visit, 429)
        conversation = conversations.going_on(visit.session)
        if visit.form.get("alone"):  # an example is no follow-up
            conversation.turn_away()
        said = await pages.exchange.say(message, visit.person, conversation.id)
        turn = conversation.add(t.clean(message), said, _masked(message))
        return pages.sent_on(visit, f"/#turn-{turn.number}")

    @pages.form("/start-again")
    async def start_again(visit: Visit) -> HTTPResponse:
        conversations.end(visit.session)
        return pages.sent_on(visit, "/?done=again")

    @pages.form("/feedback")
    async def judge(visit: Visit) -> HTTPResponse:
        number, helped = visit.form.get("turn", ""), visit.form.get("helped")
        conversation = conversations.of(visit.session)
        turn = conversation.turn(number) if conversation else None
        if turn is None or helped not in ("yes", "no"):
            return pages.sent_on(visit, "/")
        if not turn.judged:
            clauses = [f"{c.document}/{c.clause}" for c in turn.outcome.citations or turn.outcome.nearest]
            given = ("web", helped == "yes", turn.outcome.status, clauses)
            visit.kept("feedback could not be kept", None, feedback.give, *given)
            turn.judged = wording.NOT_KEPT if visit.unkept else wording.THANKS[helped == "yes"]
        return pages.sent_on(visit, f"/#feedback-{turn.number}")

    @pages.page("/privacy")
    async def privacy(visit: Visit) -> HTTPResponse:
        return pages.shown(visit, "privacy.html", title="What is kept, and what is not", turns=TURNS)

    @pages.page("/ask")
    async def asked(visit: Visit) -> HTTPResponse:
        return pages.sent_on(visit, "/")  # the address of a mistaken form, opened again

    _add_profile(pages)
    return conversations


def _add_profile(pages: Pages) -> None:
    """The page on which one says who asks."""

    def noted(visit: Visit, now: Profile, done: str) -> HTTPResponse:
        visit.kept("who asks could not be kept", None, pages.exchange.people.note, visit.person, now)
        if visit.unkept:
            return _profile(pages, visit, now, {"council": PROFILE_NOT_KEPT}, 503)
        return pages.sent_on(visit, f"/?done={done}")

    @pages.page("/profile")
    async def profile(visit: Visit) -> HTTPResponse:
        return _profile(pages, visit, visit.profile)

    @pages.form("/profile")
    async def set_profile(visit: Visit) -> HTTPResponse:
        store = knowledge().store
        council, family = visit.form.get("council", ""), visit.form.get("role", "")
        problems = {}
        if council and council not in store.councils:
            problems["council"] = "Select a council from the list"
        if family and (family not in store.families or store.families[family].kind not in KINDS):
            problems["role"] = "Select a role from the list"
        if problems:
            return _profile(pages, visit, visit.profile, problems)
        now = Profile(council=council or None, family=family or None)
        return noted(visit, now, "profile")

    @pages.form("/profile/forget")
    async def forget_profile(visit: Visit) -> HTTPResponse:
        return noted(visit, Profile(), "forgotten")


@cache
def examples() -> list[dict[str, Any]]:
    """Questions to begin with, by who asks: `who` and `questions`."""
    return yaml.safe_load((Path(__file__).parent / "examples.yml").read_text(encoding="utf-8"))


def _profile(
    pages: Pages, visit: Visit, now: Profile, problems: dict[str, str] | None = None, status: int = 400
) -> HTTPResponse:
    store, problems = knowledge().store, problems or {}
    councils = [{"value": c, "text": c, "checked": now.council == c} for c in store.councils]
    councils += [{"divider": "or"}, {"value": "", "text": "None of these", "checked": now.council is None}]
    roles = [
        (words, sorted((f.name, key) for key, f in store.families.items() if f.kind == kind))
        for kind, words in KINDS.items()
    ]
    return pages.shown(
        visit, "profile.html", status if problems else 200, title="Your role and council", councils=councils,
        roles=[(words, [(key, name) for name, key in families]) for words, families in roles], family=now.family,
        council_error={"text": problems["council"]} if "council" in problems else None,
        role_error={"text": problems["role"]} if "role" in problems else None,
        errors=[{"text": words, "href": f"#{field}"} for field, words in problems.items()],
    )  # fmt: skip


def _councils() -> str:
    try:
        return sayings.listed(knowledge().store.councils)
    except KnowledgeError:
        return "the councils whose documents are held"


def _masked(message: str) -> str:
    """The question as the page may show it: names and numbers taken out, as the assistant itself reads it, and the
    commas that stood between them."""
    try:
        masked = knowledge().mask(t.clean(message))
    except KnowledgeError:
        return t.clean(message)
    if not masked.kinds:
        return masked.text
    return re.sub(r"\s+([,.?!;:])", r"\1", re.sub(r"(?:\s*,)+(?=\s*,)", "", masked.text)).strip(" ,")
