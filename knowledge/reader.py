"""Reader: a document as it reads: headings, clauses and what stands between them, in the order of the source.

Reads knowledge.store; shown by bot.web.documents. Of the source it leaves out markup and stray marks, and nothing else,
which a test proves for each document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from knowledge.clauses import fold
from knowledge.closed import Closed
from knowledge.documents import Document, Earlier
from knowledge.errors import KnowledgeError
from knowledge.rules import nearest
from knowledge.store import Placed, Store

SHORT = 12  # characters of a sha256 that name an edition in an address
FEWEST = 6  # characters of it that an address must give


class Piece(Closed):
    """Words of a passage; `footer` where they are a page footer that stands inside its sentence."""

    text: str
    footer: bool = False


class Read(Closed):
    """One passage. `mark` is the number or dash before it; `depth` how deep a clause stands within others.

    A `footer` stands between passages. `text` occurs in earlier editions only: words that no clause of today holds.
    """

    kind: Literal["heading", "lead-in", "clause", "footer", "text"]
    pieces: tuple[Piece, ...]
    reference: str = ""
    mark: str = ""
    level: int = 1
    depth: int = 0

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


def edition(document: Document, prefix: str) -> Document | Earlier:
    """The edition whose sha256 begins with `prefix`; without one, today's. Raises no_such_edition."""
    if not prefix:
        return document
    wanted = prefix.strip().lower()
    found = [e for e in document.editions if len(wanted) >= FEWEST and e.sha256.startswith(wanted)]
    if not found:
        raise KnowledgeError("no_such_edition", document=document.title, edition=prefix[:SHORT])
    return found[0]


def read(store: Store, id_: str, wanted: Document | Earlier | None = None) -> tuple[Read, ...]:
    """The passages of an edition of a document (today's, if none is given), in order.

    Of an earlier edition those passages that today's rules hold word for word get their references; the rest is text.
    Raises no_such_document or no_such_edition.
    """
    document = found(store, id_)
    wanted = wanted or document
    text = store.edition(id_, wanted.sha256)
    if text is None:
        raise KnowledgeError("no_such_edition", document=document.title, edition=wanted.sha256[:SHORT])
    placed = store.passages_of(id_)
    if wanted is not document:
        placed = _again(document, store, placed, text)
    depths = _depths(store, id_)
    shown: list[Read] = []
    at = 0
    for passage in placed:
        mark = _between(document, text, at, passage.spans[0][0], shown)
        depth = 0 if passage.kind == "heading" else depths[passage.reference]
        shown.append(Read(kind=passage.kind, pieces=tuple(_pieces(text, passage)), reference=passage.reference,
                          mark=mark, level=passage.level, depth=depth))  # fmt: skip
        at = passage.spans[-1][1]
    left = _between(document, text, at, len(text), shown)
    if left:
        shown.append(Read(kind="footer", pieces=(Piece(text=left),)))
    return tuple(shown)


def found(store: Store, id_: str) -> Document:
    """The document of this id. Raises no_such_document with the nearest."""
    if id_ not in store.documents:
        raise KnowledgeError("no_such_document", document=id_[:80], known=nearest(id_, store.documents))
    return store.documents[id_]


def _pieces(text: str, passage: Placed) -> Iterator[Piece]:
    at = passage.spans[0][0]
    for start, end in passage.spans:
        between = fold(text[at:start])
        if _worded(between):
            yield Piece(text=between, footer=True)
        yield Piece(text=fold(text[start:end]))
        at = end


def _between(document: Document, text: str, start: int, end: int, shown: list[Read]) -> str:
    """Adds what stands between two passages; returns the number or dash that belongs to the passage to come."""
    gap = text[start:end]
    furniture = "|".join(document.furniture)
    marks: list[str] = []
    at = 0
    for match in re.finditer(furniture, gap) if furniture else ():
        _loose(document, gap[at : match.start()], marks, shown)
        if _worded(fold(match[0])):
            shown.append(Read(kind="footer", pieces=(Piece(text=fold(match[0])),)))
        at = match.end()
    _loose(document, gap[at:], marks, shown)
    return " ".join(marks)


def _loose(document: Document, gap: str, marks: list[str], shown: list[Read]) -> None:
    """Numbering is kept for the next passage; other words, which only an earlier edition has, become text of their own."""
    numbering = "|".join(document.numbering)
    rest = re.sub(rf"(?m)(?<!\S)(?:{numbering})(?!\S)", " ", gap) if numbering else gap
    if not _worded(rest):
        marks += fold(gap).split()
        return
    *lines, last = [fold(line) for line in gap.splitlines()]
    if re.fullmatch(numbering or "(?!)", last):
        marks.append(last)
    else:
        lines.append(last)
    shown += [Read(kind="text", pieces=(Piece(text=line),)) for line in lines if line]


def _worded(text: str) -> bool:
    return bool(re.search(r"\w", text))


def _again(document: Document, store: Store, placed: list[Placed], text: str) -> list[Placed]:
    """Today's passages that stand in another text as well, word for word and in the same order."""
    today = store.edition(document.id, document.sha256) or ""
    there: list[Placed] = []
    at = 0
    for passage in placed:
        words = " ".join(today[start:end] for start, end in passage.spans).split()
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        match = next((m for m in pattern.finditer(text, at) if _apart(document, text, *m.span())), None)
        if match:
            there.append(passage.model_copy(update={"spans": (match.span(),)}))
            at = match.end()
    return there


def _apart(document: Document, text: str, start: int, end: int) -> bool:
    """Whether a passage stands by itself, and is not a part of a longer sentence."""
    before, after = text[:start].rstrip(" \t*"), text[end:].lstrip(" \t*")
    number = before.split()[-1] if before.split() else ""
    begins = (
        not before or before[-1] in "\n>.;:▪•" or bool(re.fullmatch("|".join(document.numbering) or "(?!)", number))
    )
    return begins and (not after or after[0] in "\r\n<" or text[end - 1] in ".;:")


def _depths(store: Store, id_: str) -> dict[str, int]:
    """How many lead-ins stand above each clause."""
    depths: dict[str, int] = {}
    by_id = {clause.id: clause for clause in store.clauses_of(id_)}
    for clause in by_id.values():
        parent = by_id[clause.parent].reference if clause.parent else None
        depths[clause.reference] = depths[parent] + 1 if parent else 0
    return depths
