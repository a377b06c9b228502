"""Clauses: the passages of one source document, each with the spans where it stands.

Reads knowledge.documents and the passages that knowledge.rules loaded; proves that together they account for every
character of the source. No SQL, no Rasa.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from knowledge.documents import Document
from knowledge.errors import KnowledgeError

Span = tuple[int, int]
KINDS = ("clause", "lead-in", "heading", "furniture", "blank")


def fold(text: str) -> str:
    """Text as a reader sees it: markup and list marks removed, white space folded."""
    text = re.sub(r"<[^>]+>", " ", text)
    text = re.sub(r"[*\u25aa]", " ", text)
    return re.sub(r"\s+", " ", text).strip()


@dataclass(frozen=True)
class Located:
    """A passage found in its source: spans are character offsets, furniture inside it cut out."""

    spans: tuple[Span, ...]

    def quote(self, document: Document) -> str:
        return fold(" ".join(document.text[start:end] for start, end in self.spans))


def locate(document: Document, texts: list[tuple[str, str, str, int]], name: str) -> tuple[list[Located], Counter]:
    """Finds the passages in the order of the document.

    `texts` holds (kind, reference, text, line in the rule file) of every passage; kind is one of KINDS' first three.
    Returns a Located for each and the characters of the source counted by kind, which add up to its length.
    Raises quote_not_in_source, or unaccounted where the text between two passages is neither blank nor furniture.
    """
    found: list[Located] = []
    counts: Counter[str] = Counter()
    at = 0
    inside = _furniture_flags(document)
    numbering = re.compile("|".join(document.numbering)) if document.numbering else None
    for kind, reference, text, line in [*texts, ("", "the end of the document", "", 0)]:
        if kind:
            pattern = r"\s+".join(re.escape(word) for word in text.split())
            match = re.compile(pattern).search(document.masked, at)
            if not match:
                raise KnowledgeError(
                    "quote_not_in_source", place=f"{name}:{line}", reference=reference, document=document.id
                )
            start, end = match.span()
        else:
            start = end = len(document.text)
        _count_gap(document, at, start, inside, numbering, counts, f"{name}:{line}", reference)
        if kind:
            spans = _spans(start, end, inside, document.text)
            for position in range(start, end):
                counts["furniture" if inside[position] else kind] += 1
            found.append(Located(spans))
        at = end
    return found, counts


def find(document: Document, quote: str) -> Located | None:
    """The first place where `quote` stands, furniture included (a page footer may be quoted as evidence)."""
    match = re.search(r"\s+".join(re.escape(word) for word in quote.split()), document.text)
    return Located((match.span(),)) if match else None


def _furniture_flags(document: Document) -> bytearray:
    flags = bytearray(len(document.text))
    for start, end in document.furniture_spans:
        flags[start:end] = b"\1" * (end - start)
    return flags


def _spans(start: int, end: int, inside: bytearray, text: str) -> tuple[Span, ...]:
    spans, begin = [], None
    for position in range(start, end + 1):
        cut = position == end or inside[position]
        if not cut and begin is None:
            begin = position
        elif cut and begin is not None:
            piece = text[begin:position]
            left = begin + len(piece) - len(piece.lstrip())
            right = position - (len(piece) - len(piece.rstrip()))
            if left < right:
                spans.append((left, right))
            begin = None
    return tuple(spans)


def _count_gap(document, start, end, inside, numbering, counts, place, reference) -> None:
    gap = document.masked[start:end]
    numbered: set[int] = set()
    for match in numbering.finditer(gap) if numbering else ():
        numbered.update(range(match.start(), match.end()))
    rest = "".join(c for i, c in enumerate(gap) if i not in numbered).split()
    if rest:
        raise KnowledgeError("unaccounted", place=place, text=" ".join(rest)[:80], reference=reference)
    for offset, _ in enumerate(gap):
        if inside[start + offset] or offset in numbered:
            counts["furniture"] += 1
        else:
            counts["blank"] += 1
