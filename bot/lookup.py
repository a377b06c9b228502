"""Lookup: clauses, roles, duties and documents for the command line, straight from the store."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from bot.reach import reachable
from knowledge import build, names
from knowledge.errors import KnowledgeError
from knowledge.rules import nearest
from knowledge.store import Clause, Store
from learning import offices

Line = tuple[str, int, "str | None"]


def store() -> Store:
    """The store of the present rules, published if need be. Raises file_hangs."""
    reachable()
    path, _ = build.build()
    return Store(path)


def show(reference: str, document: str | None) -> Iterator[Line]:
    """A clause with its neighbours and standing, or every clause of a document. Raises no_such_clause or no_such_document."""
    held = store()
    if document and document not in held.documents:
        raise KnowledgeError("no_such_document", document=document, known=", ".join(held.documents))
    if reference in held.documents:
        yield from _document(held, reference)
        return
    found: list[Clause] = []
    wanted = [document] if document else list(held.documents)
    for id_ in wanted:
        try:
            found.append(held.clause(id_, reference))
        except KnowledgeError:
            continue
    if not found:
        known = [c.reference for id_ in wanted for c in held.clauses_of(id_)]
        raise KnowledgeError("no_such_clause", reference=reference, nearest=nearest(reference, known))
    for clause in found:
        yield from _clause(held, clause)


def _document(held: Store, id_: str) -> Iterator[Line]:
    document = held.documents[id_]
    yield document.title, 0, "bold"
    yield f"{document.council}. {document.standing_note}", 0, None
    path: tuple[str, ...] = ()
    for clause in held.clauses_of(id_):
        if clause.path != path:
            path = clause.path
            yield "", 0, None
            yield " > ".join(path[1:] or path), 0, "bold"
        yield clause.reference, 2, "cyan"
        yield held.citation(clause).pieces[-1], 4, None


def _clause(held: Store, clause: Clause) -> Iterator[Line]:
    document = held.documents[clause.document]
    all_ = held.clauses_of(clause.document)
    at = next(i for i, c in enumerate(all_) if c.id == clause.id)
    yield f"{document.title}, {document.council}", 0, "bold"
    yield document.standing_note, 0, None
    yield " > ".join(clause.path), 0, None
    for near in all_[max(0, at - 1) : at + 2]:
        here = near.id == clause.id
        yield "", 0, None
        yield f"{'>' if here else ' '} {near.reference}", 0, "bold cyan" if here else "dim"
        yield held.citation(near).shown, 4, None if here else "dim"
        if here:
            for stated in held.stated_in([clause.id]):
                yield f"In plain words: {stated.plain}", 4, "italic"
    yield "", 0, None


def roles(council: str | None) -> tuple[str, list[str], list[list[object]]]:
    """The roles of the documents with their number of duties."""
    held = store()
    rows: list[list[object]] = [
        [role.council, role.name, role.family or "", len(held.duties_of(role.document, role.key))]
        for role in held.roles.values()
        if not council or role.council == council
    ]
    return "Roles and bodies", ["council", "role", "family", "duties"], rows


def family(name: str) -> str:
    """The role family of a name. Raises no_such_role, or no_such_single_role where two are named."""
    held = store()
    if name in held.families:
        return name
    mentions = [m for m in names.vocabulary(held).mentions(name) if m.kind == "family"]
    if not mentions:
        known = {
            re.sub(r"^the ", "", n, flags=re.I).casefold(): n
            for f in held.families.values()
            for n in (f.name, *f.names)
        }
        near = nearest(name, known.values()) if name.strip() else "`dutydesk roles` lists them all"
        raise KnowledgeError("no_such_role", role=name, nearest=near)
    keys = list(dict.fromkeys(m.key for m in mentions))
    if len(keys) > 1:
        raise _several(name, [held.families[key].name for key in keys])
    return keys[0]


def held_by(name: str, council: str) -> str:
    """The role family of a name in a council, where the same title may be held for several matters.

    Raises no_such_council, no_such_role or no_such_single_role, with the names to choose from.
    """
    held = store()
    place = offices.council(held, council)
    if name in held.families:
        return name
    titles = {offices.office(held, c, f).name: f for c, f in offices.everywhere(held) if c == place}
    exact = next((f for title, f in titles.items() if title.casefold() == name.strip().casefold()), None)
    if exact:
        return exact
    title = re.compile(rf"{re.escape(_singular(name.strip()))}(?: \(|,(?! all )| –| for | of )")
    one = name.strip() and not name.lower().startswith("all ")
    meant = [t for t in titles if title.match(_singular(t))] if one else []
    if len(meant) > 1:
        with contextlib.suppress(KnowledgeError):
            plain = family(name)
            meant = list(dict.fromkeys([*meant, *(t for t, key in titles.items() if key == plain)]))
        raise _several(name, meant)
    return family(name)


def _singular(title: str) -> str:
    """A title without its article and its plurals, to be compared: 'All other Heads of Service' as 'head of service'."""
    return re.sub(r"^(?:the|all(?: other)?) |(?<=\w\w)s\b", "", title.casefold())


def _several(name: str, found: list[str]) -> KnowledgeError:
    return KnowledgeError("no_such_single_role", role=name, found="; ".join(f"“{one}”" for one in found))


def duties(name: str, council: str | None) -> Iterator[Line]:
    """What a role must do, council by council."""
    held, key = store(), family(name)
    any_ = False
    for role in held.roles.values():
        borne = held.duties_of(role.document, role.key) if role.family == key else []
        if not borne or (council and role.council != council):
            continue
        any_ = True
        yield f"{role.name} — {held.documents[role.document].short}", 0, "bold"
        for stated in borne:
            yield stated.plain, 2, None
            yield stated.reference, 4, "cyan"
        yield "", 0, None
    if not any_:
        yield f"The documents state no duty of that office{f' in {council}' if council else ''}.", 0, None


def documents() -> Iterator[Line]:
    """The documents with standing, dates and defects."""
    for document in store().documents.values():
        yield f"{document.id}: {document.title}", 0, "bold"
        yield f"{document.council}. {document.standing_note}", 2, None
        yield "Known defects of the text:", 2, None
        for defect in document.defects:
            yield f"- {defect}", 4, None
        yield "", 0, None
