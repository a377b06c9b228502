"""Standings: what the manifest says of a document (its standing, its dates) with the words of the document that give it.

Reads knowledge.documents and knowledge.clauses; used by knowledge.papers, knowledge.terms and the lessons.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge import clauses as c
from knowledge.citations import Citation
from knowledge.documents import Document
from knowledge.outcomes import Answer, Outcome


def standing(held: Sequence[Document], matter: str = "standing") -> Outcome | None:
    """The standing of each document with the dates that it gives, those that tell the matter first; None without any."""
    says, cited = [], []
    for document in held:
        says.append(f"{document.council}: {document.title}. {document.standing_note}")
        if document.replaces:
            says.append(
                f"It says that it replaces {document.replaces}. Whether it has been replaced since, the text cannot show."
            )
        telling = {f"date of {dated.of}" for dated in document.dates if matter in dated.tells}
        cited += sorted(_together(document), key=lambda dated: not telling & set(dated.clause.split(", ")))
    return Answer(says=tuple(says), citations=tuple(cited)) if cited else None


def _together(document: Document) -> list[Citation]:
    """The dates of a document; those that stand side by side in it as one citation."""
    together: list[Citation] = []
    for dated in sorted(dates(document), key=lambda x: x.spans[0]):
        last = together[-1] if together else None
        if not last or document.masked[last.spans[-1][1] : dated.spans[0][0]].strip():
            together.append(dated)
            continue
        pieces = (*last.pieces, *dated.pieces)
        together[-1] = last.model_copy(update={
            "clause": f"{last.clause}, {dated.clause}", "pieces": pieces, "quote": " ".join(pieces),
            "adjacent": (*last.adjacent, True), "spans": (*last.spans, *dated.spans)})  # fmt: skip
    return together


def dates(document: Document) -> list[Citation]:
    """The dates that the text of a document gives, each with its words."""
    return [x for dated in document.dates for x in standing_in(document, dated.quote, f"date of {dated.of}")]


def standing_in(document: Document, quote: str, clause: str, role: str = "") -> list[Citation]:
    """The citation of words that stand in a document outside its clauses: a footer, a heading; none if they do not."""
    located = c.find(document, quote)
    if not located:
        return []
    return [
        Citation(document=document.id, title=document.title, council=document.council, clause=clause, role=role, path=(),
                 pieces=(c.fold(quote),), adjacent=(), quote=c.fold(quote), spans=located.spans,
                 standing=document.standing, date=document.date)
    ]  # fmt: skip
