"""Search: clauses by words, with filters for council, role and topic; in pages. Reads knowledge.finding."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from sanic.response import HTTPResponse

from bot.web.kept import Kept
from bot.web.pages import Pages, Visit
from knowledge import finding
from knowledge import text as t
from knowledge.answers import Knowledge
from knowledge.errors import KnowledgeError
from knowledge.finding import Findings
from knowledge.opened import knowledge
from knowledge.store import Store

A_PAGE = 20
LONGEST = 300  # characters of a query; a whole question fits
KINDS = {"member": "Councillors", "officer": "Officers and staff", "school": "Schools", "service": "Services",
         "body": "Boards, committees and panels", "outside": "Others"}  # fmt: skip
FILTERS = ("council", "role", "topic")
Options = list[tuple[str, list[tuple[str, str]]]]


def add(pages: Pages) -> None:
    kept = Kept()

    @pages.hook.listener("before_server_start")
    async def start(app: Any, loop: Any) -> None:
        _ready(kept)

    @pages.page("/search")
    async def search(visit: Visit) -> HTTPResponse:
        held = knowledge()
        store = held.store
        options = kept.part(store, "options", lambda: choices(store))
        query = t.clean(visit.asked.get("q", "")[: 10 * LONGEST])
        chosen = {name: visit.asked.get(name, "") for name in FILTERS}
        unknown = [name for name in FILTERS if chosen[name] and chosen[name] not in _keys(options[name])]
        problem = f"Select a {unknown[0]} from the list" if unknown else ""
        if len(query) > LONGEST:
            problem, query = f"Enter {LONGEST} characters or fewer", query[:LONGEST]
        if problem:
            href = f"#{unknown[0]}" if unknown else "#q"
            return pages.shown(visit, "search.html", 400, title="Search the clauses", query=query, chosen=chosen,
                               options=options, errors=[{"text": problem, "href": href}])  # fmt: skip
        findings, instead = _found(held, kept, query, chosen)
        found = findings.found
        last = max(1, -(-len(found) // A_PAGE))
        number = min(max(1, _number(visit.asked.get("page", "1"))), last)
        shown = [_shown(held, one, findings.stems) for one in found[(number - 1) * A_PAGE : number * A_PAGE]]
        asked = bool(query or any(chosen.values()))
        title = f"Search: {query or 'all clauses'}" if asked else "Search the clauses"
        return pages.shown(
            visit, "search.html", title=f"{title} (page {number} of {last})" if last > 1 and asked else title,
            query=query, chosen=chosen, options=options, asked=asked, findings=findings, shown=shown, instead=instead,
            first=(number - 1) * A_PAGE + 1, pagination=_pagination(query, chosen, number, last),
            within=_within(options, chosen),
        )  # fmt: skip


def _ready(kept: Kept) -> None:
    """Has what every search needs made at the server's start; the first one would wait for it otherwise."""
    try:
        held = knowledge()
    except KnowledgeError:
        return  # the page says so itself
    _found(held, kept, "referral", dict.fromkeys(FILTERS, ""))


def choices(store: Store) -> dict[str, Options]:
    """What can be chosen in each filter: groups of (key, words)."""
    used = {f for role in store.roles.values() for f in (role.family, *role.covers) if f}
    roles = [
        (words, sorted(((key, f.name) for key, f in store.families.items() if f.kind == kind and key in used), key=lambda e: e[1]))
        for kind, words in KINDS.items()
    ]  # fmt: skip
    return {
        "council": [("", [(council, council) for council in store.councils])],
        "role": [group for group in roles if group[1]],
        "topic": [("", sorted(((key, topic.name) for key, topic in store.topics.items()), key=lambda e: e[1]))],
    }


def _keys(options: Options) -> set[str]:
    return {key for _, entries in options for key, _ in entries}


def _found(held: Knowledge, kept: Kept, query: str, chosen: dict[str, str]) -> tuple[Findings, str]:
    """What was found; or, where that is more, what is found with typing errors mended, and the query as mended."""
    if not query and not any(chosen.values()):
        return Findings((), frozenset()), ""
    findings = finding.find(held, query, chosen["council"], chosen["role"], chosen["topic"])
    mended = (
        kept.part(held.store, "speller", lambda: finding.speller(held.store)).mended(query) if findings.stems else query
    )
    if t.words(mended) == t.words(query):
        return findings, ""
    again = finding.find(held, mended, chosen["council"], chosen["role"], chosen["topic"])
    return (again, mended) if len(again.found) > len(findings.found) else (findings, "")


def _shown(held: Knowledge, found: finding.Found, stems: frozenset[str]) -> dict[str, Any]:
    citation = held.store.citation(found.clause)
    return {
        "citation": citation,
        "quote": finding.marked(citation.shown, stems),
        "plain": [finding.marked(stated.plain, stems) for stated in found.stated[:2]],
        "notes": held.superseded.notes(citation.quote),
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _pagination(query: str, chosen: dict[str, str], number: int, last: int) -> dict[str, Any] | None:
    """For the design system's pagination: previous and next, the first, the last and those around this one."""
    if last == 1:
        return None

    def to(page: int) -> str:
        fields = {"q": query, **chosen, "page": str(page)}
        return f"/search?{urlencode({name: value for name, value in fields.items() if value})}"

    items: list[dict[str, Any]] = []
    for page in range(1, last + 1):
        if page in (1, last) or abs(page - number) <= 1:
            items.append({"number": page, "href": to(page), "current": page == number})
        elif not items[-1].get("ellipsis"):
            items.append({"ellipsis": True})
    ends = {
        "previous": {"href": to(number - 1)} if number > 1 else None,
        "next": {"href": to(number + 1)} if number < last else None,
    }
    return {"items": items, "landmarkLabel": "Pages of results", **{end: link for end, link in ends.items() if link}}


def _within(options: dict[str, Options], chosen: dict[str, str]) -> str:
    """The filters in words: 'Dudley; Councillors'."""
    return "; ".join(
        words for name in FILTERS for _, entries in options[name] for key, words in entries if key == chosen[name]
    )
