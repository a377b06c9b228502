"""Compare: two councils, or two roles, side by side, topic by topic. Reads knowledge.comparing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from markupsafe import Markup
from sanic.response import HTTPResponse

from bot.web.kept import Kept
from bot.web.pages import Pages, Visit
from bot.web.search import Options, choices
from bot.web.sides import table
from knowledge.comparing import Side
from knowledge.opened import knowledge
from knowledge.store import Store
from learning import offices
from learning.offices import Citer

FIELDS = ("a", "b", "topic")


def add(pages: Pages) -> None:
    kept = Kept()

    @pages.page("/compare")
    async def compare(visit: Visit) -> HTTPResponse:
        store = knowledge().store
        options, topics = kept.part(store, "options", lambda: _options(store))
        chosen = {name: visit.asked.get(name, "") for name in FIELDS}
        errors = _errors(store, chosen)
        sides: Markup | str = ""
        said: list[str] = []
        title = "Compare"
        if chosen["a"] and chosen["b"] and not errors:
            pair = [kept.part(store, ("side", key), partial(side, store, key)) for key in (chosen["a"], chosen["b"])]
            title = f"{pair[0].name} and {pair[1].name}"
            roles = chosen["a"] in store.families
            said = _said(store, pair, chosen["topic"])
            if any(c for s in pair for c in s.clauses if not chosen["topic"] or chosen["topic"] in c.topics):
                words = ("the other role", "for this role") if roles else ("the other council", "in this council")
                sides = kept.part(store, ("table", *chosen.values()), lambda: table(
                    pages, store, Citer(store), pair, *words, topic=chosen["topic"] or None, councils=roles))  # fmt: skip
        return pages.shown(visit, "compare.html", 400 if errors else 200, title=title, options=options, topics=topics,
                           chosen=chosen, errors=errors, sides=sides, said=said)  # fmt: skip


def side(store: Store, key: str) -> Side:
    """The clauses of a council, less those that name people of their time; or those that lay a duty on a role anywhere."""
    if key in store.councils:
        clauses = [
            c for d in store.documents.values() if d.council == key for c in store.clauses_of(d.id) if not c.contacts
        ]
        return Side(key=key, name=key, clauses=tuple(clauses))
    held = [offices.office(store, council, key) for council, family in offices.everywhere(store) if family == key]
    ids = dict.fromkeys(stated.clause for office in held for _, stated in offices.duties(store, office))
    return Side(key=key, name=store.families[key].name, clauses=tuple(store.clauses(list(ids))))


def _options(store: Store) -> tuple[Options, Options]:
    found = choices(store)
    return [("Councils", found["council"][0][1]), *found["role"]], found["topic"]


def _errors(store: Store, chosen: dict[str, str]) -> list[dict[str, str]]:
    roles = {family for _, family in offices.everywhere(store)}
    errors = [{"text": "Select a council or a role from the list", "href": f"#{name}"} for name in "ab"
              if chosen[name] and chosen[name] not in store.councils and chosen[name] not in roles]  # fmt: skip
    if chosen["topic"] and chosen["topic"] not in store.topics:
        errors.append({"text": "Select a topic from the list", "href": "#topic"})
    if errors or not (chosen["a"] or chosen["b"]):
        return errors
    for name in "ab":
        if not chosen[name]:
            return [{"text": "Select what to compare it with", "href": f"#{name}"}]
    if chosen["a"] == chosen["b"]:
        return [{"text": "Select two that differ", "href": "#b"}]
    if (chosen["a"] in store.councils) != (chosen["b"] in store.councils):
        return [{"text": "Select two councils or two roles, not one of each", "href": "#b"}]
    return []


def _said(store: Store, pair: Sequence[Side], topic: str) -> list[str]:
    """What is compared, in a sentence; of a side without a clause, that it has none."""
    within = f" on {store.topics[topic].name.lower()}" if topic else ""
    counts = [sum(1 for c in s.clauses if not topic or topic in c.topics) for s in pair]
    what = "clauses" if pair[0].key in store.councils else "clauses that lay a duty on the role"
    said = [f"{s.name}: {count} {what}{within}." for s, count in zip(pair, counts, strict=True)]
    return [" ".join(said).replace(": 1 clauses that lay", ": 1 clause that lays").replace(": 1 clauses", ": 1 clause")]
