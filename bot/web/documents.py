"""Documents: the reader: what documents are held, and each as it reads, with an anchor at every clause.

/documents, /documents/<id>, /documents/<id>/<clause>. Reads knowledge.reader; every citation leads here.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup
from sanic import response
from sanic.response import HTTPResponse

from bot.rendering import links
from bot.rendering.html import TAGS
from bot.web.kept import Kept
from bot.web.pages import Pages, Visit
from knowledge import reader
from knowledge.documents import Document, Earlier
from knowledge.errors import KnowledgeError
from knowledge.opened import knowledge
from knowledge.rules import nearest
from knowledge.store import Store
from knowledge.superseded import Superseded


def add(pages: Pages) -> None:
    kept = Kept()
    pages.templates.globals.update(standing_tag=TAGS, edition_address=edition_address)

    @pages.page("/documents")
    async def documents(visit: Visit) -> HTTPResponse:
        return pages.shown(visit, "documents.html", title="Documents", documents=knowledge().store.documents.values())

    @pages.page("/documents/<id_>")
    async def document(visit: Visit, id_: str) -> HTTPResponse:
        held, id_ = knowledge(), unquote(id_)
        store = held.store
        try:
            found = reader.found(store, id_)
            edition = reader.edition(found, visit.asked.get("edition", ""))
            body = kept.part(store, (id_, edition.sha256), lambda: _body(pages, store, held.superseded, found, edition))
        except KnowledgeError as error:
            return _missing(pages, visit, store, error, id_)
        named = any(id_ == clause.document for clause in store.contacts(store.councils))
        return pages.shown(visit, "document.html", title=found.title, document=found, edition=edition, named=named,
                           current=edition is found, number=edition.sha256[: reader.SHORT], body=body)  # fmt: skip

    @pages.page("/documents/<id_>/<reference>")
    async def clause(visit: Visit, id_: str, reference: str) -> HTTPResponse:
        store, id_, reference = knowledge().store, unquote(id_), unquote(reference)
        try:
            found = reader.found(store, id_)
            if reference == "source.txt":
                edition = reader.edition(found, visit.asked.get("edition", ""))
                text = store.edition(id_, edition.sha256) or ""
                return pages.sealed(visit, response.text(text, content_type="text/plain; charset=utf-8"))
        except KnowledgeError as error:
            return _missing(pages, visit, store, error, id_)
        clauses = {links.anchor(c.reference): c.reference for c in store.clauses_of(id_)}
        anchor = reference if reference in clauses else links.anchor(reference)
        if anchor in clauses:
            return pages.sent_on(visit, links.address(id_, clauses[anchor]))
        return _no_clause(pages, visit, found, reference, clauses)


def edition_address(document: Document, edition: Document | Earlier) -> str:
    """The page of an edition; today's has none in its address."""
    page = links.address(document.id)
    return page if edition.sha256 == document.sha256 else f"{page}?edition={edition.sha256[: reader.SHORT]}"


def _body(
    pages: Pages, store: Store, superseded: Superseded, document: Document, edition: Document | Earlier
) -> Markup:
    passages = reader.read(store, document.id, edition)
    notes: dict[str, int] = {}

    def marked(text: str) -> list[tuple[str, int | None]]:
        """The text in pieces, each dated word with the number of its note."""
        return [(piece, notes.setdefault(note, len(notes) + 1) if note else None)
                for piece, note in superseded.marked(text)]  # fmt: skip

    shown = [(passage, _mark(passage.mark), [(piece.footer, marked(piece.text)) for piece in passage.pieces])
             for passage in passages]  # fmt: skip
    template = pages.templates.get_template("passages.html")
    return Markup(template.render(passages=shown, notes=list(notes), contents=_contents(passages)))


def _mark(mark: str) -> str:
    """The number before a passage, without the dash before a number; a dash alone as a dash."""
    return re.sub(r"^-\s+(?=\S)", "", mark).replace("-", "–")


def _contents(passages: tuple[reader.Read, ...]) -> list[tuple[int, str]]:
    """The headings that lead into clauses, by their place: what a reader may jump to."""
    headings = [
        (at, f"{_mark(passage.mark)} {passage.text}")
        for at, passage in enumerate(passages)
        if passage.kind == "heading"
    ]
    return headings if len(headings) > 3 else []


def _missing(pages: Pages, visit: Visit, store: Store, error: KnowledgeError, id_: str) -> HTTPResponse:
    """A document or edition that is not held, with where to go instead."""
    if error.code == "no_such_edition":
        document = store.documents[id_]
        instead = [(edition_address(document, e), f"{document.title}: {e.date or e.standing}")
                   for e in document.editions]  # fmt: skip
        return pages.shown(
            visit, "missing.html", 404, title="There is no such edition", detail=str(error), instead=instead
        )
    if error.code != "no_such_document":
        raise error
    close = [store.documents[key] for key in nearest(id_, store.documents).split(" or ") if key in store.documents]
    detail = f"No document is called “{id_[:80]}”."
    instead = [(links.address(d.id), f"{d.title}, {d.council}") for d in close] or [("/documents", "All documents")]
    return pages.shown(visit, "missing.html", 404, title="There is no such document", detail=detail, instead=instead)


def _no_clause(pages: Pages, visit: Visit, document: Document, wanted: str, clauses: dict[str, str]) -> HTTPResponse:
    by_name: dict[str, Any] = {**{r.lower(): r for r in clauses.values()}, **clauses}
    close = [by_name[name] for name in nearest(wanted.lower(), by_name).split(" or ") if name in by_name]
    instead = [(links.address(document.id, reference), reference) for reference in dict.fromkeys(close)]
    detail = f"{document.title} ({document.council}) has no clause called “{wanted[:80]}”."
    return pages.shown(visit, "missing.html", 404, title="There is no such clause", detail=detail,
                       instead=[*instead, (links.address(document.id), "The whole document")])  # fmt: skip
