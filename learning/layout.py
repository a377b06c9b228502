"""Layout: a pack as a row of blocks, the same for every format, so that HTML, Word and PDF say the same.

Reads learning.packs; rendered by learning.page, learning.word and learning.pdf.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from learning.packs import Pack
from learning.picture import Picture
from learning.sheet import Sheet, sheet
from learning.steps import Taught


class Heading(NamedTuple):
    level: int
    text: str


class Text(NamedTuple):
    text: str


class Said(NamedTuple):
    """Plain sentences, the clause that they rest on (None where it was quoted before), and where it stands."""

    says: tuple[str, ...]
    quote: str | None
    reference: str


class Bullets(NamedTuple):
    items: tuple[str, ...]


class Table(NamedTuple):
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Drawn(NamedTuple):
    picture: Picture


Block = Sheet | Heading | Text | Said | Bullets | Table | Drawn


def strong(sentence: str) -> bool:
    """Whether a sentence stands in bold type: a long one would be hard to read so."""
    return len(sentence) <= 320


def blocks(pack: Pack) -> Iterator[Block]:
    """The pack from top to bottom: the sheet for the wall, and then the pages with each clause quoted where it first
    stands and named after that."""
    you = pack.office.person
    seen: set[tuple[str, tuple[tuple[int, int], ...]]] = set()
    yield sheet(pack)
    yield Heading(
        2, "What you must do, and the words of each clause" if you else "What it must do, and the words of each clause"
    )
    for heading, group in pack.duties:
        if heading:
            yield Heading(3, heading)
        yield from _said(group, seen)
    yield Heading(2, "A concern about a child")
    yield from _said(pack.concern, seen)
    yield Heading(
        2, "Whom you answer to, and who answers to you" if you else "Whom it answers to, and who answers to it"
    )
    if pack.picture:
        yield Drawn(pack.picture)
    yield from _said(pack.accountability, seen)
    if pack.boards:
        yield Heading(2, "Boards and panels" if you else "Who sits on it, and where it sits")
        yield from _said(pack.boards, seen)
    yield Heading(2, "Meetings and visits")
    yield from _meetings(pack)
    yield Heading(2, "What the words mean")
    yield from _said(pack.words, seen)
    if pack.questions:
        yield Heading(2, "Questions for scrutiny")
        yield Text(f"{len(pack.questions)} of the {pack.chosen_from} duties of others that the text states, chosen by "
                   "what your own duties are about. Each question asks how a duty is met; the clause is the duty.")  # fmt: skip
        for question in pack.questions:
            yield from _said([Taught(says=(question.text,), citation=question.citation)], seen)
    yield Heading(2, pack.unstated)
    for taught in pack.gaps:
        if taught.citation:
            yield from _said([taught], seen)
        else:
            yield Text(taught.says[0])
            yield Bullets(taught.says[1:])
    if pack.dated:
        yield Heading(2, "Words of their time")
        yield Bullets(pack.dated)


def _said(group: Sequence[Taught], seen: set) -> Iterator[Block]:
    for taught in group:
        if not taught.citation:
            yield from (Text(sentence) for sentence in taught.says)
            continue
        cited = taught.citation
        again = (cited.document, cited.spans) in seen
        seen.add((cited.document, cited.spans))
        yield Said(taught.says, None if again else cited.shown, cited.where + (", quoted above" if again else ""))


def _meetings(pack: Pack) -> Iterator[Block]:
    if not pack.meetings:
        yield Text(f"The text names no meetings or visits for {'you' if pack.office.person else 'it'}.")
        return
    cited = [h.citation for h in pack.meetings]
    of = "; ".join(dict.fromkeys(f"{c.title}, {c.council} ({c.dated})" for c in cited))
    rows = tuple(
        (h.name, h.how_often, f"“{h.citation.shown}” ({h.citation.clause}, {h.citation.dated})",
         h.confirm or "The date: the text gives none.")
        for h in pack.meetings
    )  # fmt: skip
    yield Table(f"As stated in {of}", ("Meeting or visit", "How often", "The clause", "To be confirmed"), rows)
