"""Roles: what each office must do, in every council side by side; its lines of accountability, its meetings, its packs.

/roles, /roles/<family>, and the files below /roles/<family>/<council>/. Reads knowledge.comparing and learning.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup
from sanic import response
from sanic.response import HTTPResponse

from bot.web.kept import Kept
from bot.web.pages import Missing, Pages, Visit
from bot.web.search import KINDS
from bot.web.sides import table
from knowledge import sayings
from knowledge.comparing import Side
from knowledge.errors import KnowledgeError
from knowledge.opened import knowledge
from knowledge.rules import nearest
from knowledge.store import Store
from learning import calendars, lines, offices, packs, picture
from learning.offices import Citer, Office

TYPES = {
    "html": "text/html; charset=utf-8", "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
MISSING_DATE = "Enter the date of the first meeting"
NO_DATE = "The date of the first meeting must be a real date, from 2000 to 2100, such as 2026-09-01"


def add(pages: Pages) -> None:
    kept = Kept(400)  # a page and three packs for about a hundred offices
    press = ThreadPoolExecutor(1, "packs")  # a PDF takes a second, in which the server goes on with others
    pages.templates.globals.update(role_address=role_address)

    @pages.page("/roles")
    async def roles(visit: Visit) -> HTTPResponse:
        store = knowledge().store
        listed = kept.part(store, "roles", lambda: _listed(store))
        return pages.shown(visit, "roles.html", title="Roles", councils=store.councils, kinds=listed)

    @pages.page("/roles/<family>")
    async def role(visit: Visit, family: str) -> HTTPResponse:
        return _role(pages, kept, visit, unquote(family))

    @pages.page("/roles/<family>/<council>/<file>")
    async def taken(visit: Visit, family: str, council: str, file: str) -> HTTPResponse:
        store, family, council, file = knowledge().store, unquote(family), unquote(council), unquote(file)
        try:
            office = offices.office(store, council, family)
        except KnowledgeError as error:
            return _missing(pages, visit, store, family, str(error))
        if file == "meetings.ics":
            return _calendar(pages, kept, visit, store, office)
        if file == "lines.svg":
            return _lines(pages, visit, store, office)
        name, _, format_ = file.partition(".")
        if name != "pack" or format_ not in packs.FORMATS:
            raise Missing(
                f"There is no file “{file[:80]}” of this role. There are pack.{', pack.'.join(packs.FORMATS)} and meetings.ics."
            )
        today = date.today()
        drawn = ("pack", office.council, family, format_, today)
        body: bytes | None = kept.known(store, drawn)
        if body is None:
            content = packs.pack(store, office.council, family, today)
            body = await asyncio.get_running_loop().run_in_executor(press, packs.rendered, content, format_)
            kept.part(store, drawn, lambda: body)
        return pages.file(visit, body, TYPES[format_], _file_name(office, format_))


def role_address(family: str, council: str | None = None, file: str | None = None) -> str:
    """The page of a role, opened at a council if one is given; or a file of it."""
    page = f"/roles/{quote(family, safe='')}"
    if file and council:
        return f"{page}/{quote(council, safe='')}/{file}"
    return f"{page}#{_part(council)}" if council else page


def _part(council: str) -> str:
    return "in-" + "-".join(council.lower().split())


def _file_name(office: Office, ending: str) -> str:
    return f"{re.sub(r'[^a-z0-9]+', '-', f'{office.council}-{office.family}'.lower())}.{ending}"


def _listed(store: Store) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every family by kind, with the number of its duties in each council; None where it is not named there."""
    named = set(offices.everywhere(store))
    duties = Counter({(c, f): len(offices.duties(store, offices.office(store, c, f))) for c, f in named})
    shown = []
    for kind, words in KINDS.items():
        families = sorted((f.name, key) for key, f in store.families.items() if f.kind == kind)
        rows = [
            {"key": key, "name": name, "counts": [duties[c, key] if (c, key) in named else None for c in store.councils]}
            for name, key in families if any((c, key) in named for c in store.councils)
        ]  # fmt: skip
        shown.append((words, rows))
    return [(words, rows) for words, rows in shown if rows]


def _role(pages: Pages, kept: Kept, visit: Visit, family: str, problem: tuple[str, str] | None = None) -> HTTPResponse:
    """The page of a role; `problem` are a council and what is wrong with the date given for its calendar."""
    store = knowledge().store
    places = [council for council, key in offices.everywhere(store) if key == family]
    if not places:
        return _missing(pages, visit, store, family)
    name = store.families[family].name
    parts = kept.part(store, (family,), lambda: _parts(pages, store, family, places))
    errors = [{"text": problem[1], "href": f"#from-{_part(problem[0])}"}] if problem else []
    return pages.shown(
        visit, "role.html", 400 if problem else 200, title=name, family=family, errors=errors, problem=problem,
        absent=[c for c in store.councils if c not in places], given=visit.asked.get("from", "")[:40],
        also=_names(store, family, name), **parts,
    )  # fmt: skip


def _names(store: Store, family: str, name: str) -> list[str]:
    """What the documents call the office, where that is not its name here."""
    called = [offices.titled(role.name) for role in store.roles.values() if role.family == family]
    return [c for c in dict.fromkeys(called) if c.casefold() != name.casefold()]


def _parts(pages: Pages, store: Store, family: str, places: list[str]) -> dict[str, Any]:
    cite = Citer(store)
    held = [offices.office(store, council, family) for council in places]
    sides = [
        Side(key=o.council, name=o.council, clauses=tuple(
            store.clauses(list(dict.fromkeys(stated.clause for _, stated in offices.duties(store, o)))))) for o in held
    ]  # fmt: skip
    bound = [side for side in sides if side.clauses]
    return {
        "unbound": [side.name for side in sides if not side.clauses],
        "sides": table(pages, store, cite, bound, "another council", "in this council"),
        "offices": [_office(store, office, cite) for office in held],
    }


def _office(store: Store, office: Office, cite: Citer) -> dict[str, Any]:
    """An office in one council: its papers, lines and meetings."""
    answering = lines.accountability(store, office, cite)
    boards = lines.boards(store, office, cite)
    drawn = picture.draw(office, answering, office.name)
    meetings = calendars.meetings(store, office, cite)
    quotes = [cite(stated.clause).quote for _, stated in offices.duties(store, office)]
    return {
        "council": office.council, "name": office.name, "part": _part(office.council),
        "documents": [store.documents[id_] for id_ in office.documents],
        "picture": Markup(drawn.svg) if drawn else None,
        "lines": _said(answering, office.name), "silent": lines.silent(answering, office.name, quotes), "boards": _said(boards, office.name),
        "meetings": meetings, "fixed": sum(1 for m in meetings if m.rhythm),
    }  # fmt: skip


def _said(found: tuple[lines.Line, ...], name: str) -> list[dict[str, Any]]:
    """Each line in a sentence, with the clause that states it."""
    said = [{"sentence": lines.sentence(line, matter, name), "citation": matter.citation}
            for line in found for matter in line.matters]  # fmt: skip
    return [one for at, one in enumerate(said) if one not in said[:at]]


def _calendar(pages: Pages, kept: Kept, visit: Visit, store: Store, office: Office) -> HTTPResponse:
    held = calendars.meetings(store, office, Citer(store))
    if not any(meeting.rhythm for meeting in held):
        raise Missing(
            f"The documents of {office.council} fix no rhythm for a meeting of this role, so there is no calendar of them."
        )
    given = visit.asked.get("from", "").strip()
    try:
        first = calendars.start(given)
    except KnowledgeError:
        return _role(pages, kept, visit, office.family, (office.council, NO_DATE if given else MISSING_DATE))
    body = calendars.ics(office, held, first)
    return pages.file(visit, body, "text/calendar; charset=utf-8", _file_name(office, "ics"))


def _lines(pages: Pages, visit: Visit, store: Store, office: Office) -> HTTPResponse:
    """The picture of the lines of accountability alone, for the steps of an induction."""
    drawn = picture.draw(office, lines.accountability(store, office, Citer(store)), office.name)
    if not drawn:
        raise Missing(f"The documents of {office.council} state no line of accountability for this role.")
    return pages.sealed(visit, response.raw(drawn.svg.encode(), content_type="image/svg+xml"))


def _missing(pages: Pages, visit: Visit, store: Store, family: str, detail: str = "") -> HTTPResponse:
    """A role that the documents do not name, with the nearest, or those who have it."""
    there = [c for c, key in offices.everywhere(store) if key == family]
    used = {key for _, key in offices.everywhere(store)}
    names = {name.lower(): key for key in used for name in (key, store.families[key].name, *store.families[key].names)}
    close = [names[n] for n in nearest(family.lower(), names).split(" or ") if n in names]
    keys = [family] if there else list(dict.fromkeys(close))
    instead = [(role_address(key), f"{store.families[key].name}"
                + (f" (in {sayings.listed(there)})" if key == family else "")) for key in keys]  # fmt: skip
    detail = f"The documents name no role “{family[:80]}”." if not there else detail.split("`")[0].strip()
    return pages.shown(visit, "missing.html", 404, title="There is no such role", detail=detail,
                       instead=[*instead, ("/roles", "All roles")])  # fmt: skip
