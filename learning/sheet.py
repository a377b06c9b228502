"""Sheet: the first page of a pack, to be pinned to a wall: what the office must do in plain words, clause by clause.

Its words, its questions, what is not stated and the contacts stand on the same side of A4; the quotes follow on the next
pages. Made from learning.packs; put first by learning.layout; `fitted` says how large its type may be.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from knowledge.citations import Citation
from learning.packs import Pack
from learning.steps import Taught

Kind = Literal["heading", "topic", "item", "text"]
WIDTH, HEIGHT, MARGIN, GUTTER = 210, 297, 12, 7  # of A4, its margins and the space between columns, in millimetres
# Points and columns, the best first. DejaVu Sans, in which PDF is set, has the taller letters: its 7 is the 7.5 of Arial.
SIZES = ((16, 1), (14, 1), (12, 1), (11, 1), (10, 2), (9.5, 2), (9, 2), (8.5, 2), (8, 2), (7.5, 2), (7, 2))
POINT = 25.4 / 72  # in millimetres
LETTER, LEADING = 0.43, 1.3  # a letter's width and a line's height for a type of size 1: Arial, and DejaVu Sans at 90%
SHORT = 24  # letters of a clause's name
SLACK = 8  # millimetres that are left free, for other fonts and printers
WRITE = ("Children's social care", "Out of hours", "My manager or designated lead")


class Row(NamedTuple):
    """A heading, a topic under it, a statement with its clause, or a sentence without one."""

    kind: Kind
    text: str
    clause: str = ""

    @property
    def bracketed(self) -> str:
        """The clause in brackets, kept on one line where it is short."""
        named = self.clause.replace(" ", "\u00a0") if len(self.clause) <= SHORT else self.clause
        return f" ({named})" if named else ""

    @property
    def whole(self) -> str:
        return self.text + self.bracketed


class Sheet(NamedTuple):
    title: str
    standing: tuple[str, ...]
    danger: tuple[str, ...]
    rows: tuple[Row, ...]
    contacts: tuple[str, ...]
    labels: tuple[str, ...]  # lines to write on
    foot: str


class Fit(NamedTuple):
    """The size of the type in points, and in how many columns the rows are set."""

    size: float
    columns: int

    @property
    def danger(self) -> float:
        """The size of what to do in danger."""
        return max(10, self.size)

    @property
    def aside(self) -> float:
        """The size of the documents' standing and of the contacts."""
        return max(8, round(self.size * 0.7, 1))


def sheet(pack: Pack) -> Sheet:
    """The sheet of a pack. Where the office has several documents, a letter before the clause says which."""
    documents = pack.office.documents
    letters = {id_: f"{chr(65 + n)}: " for n, id_ in enumerate(documents)} if len(documents) > 1 else {}
    standing = tuple(f"{letters.get(id_, '')}{text}" for id_, text in zip(documents, pack.standing, strict=True))
    return Sheet(
        title=pack.title, standing=standing, danger=pack.danger, rows=tuple(_rows(pack, letters)),
        contacts=pack.contacts, labels=WRITE,
        foot=f"In brackets: the clause. Its words stand on the next pages. {pack.made}",
    )  # fmt: skip


def _rows(pack: Pack, letters: dict[str, str]) -> Iterator[Row]:
    def said(group: Sequence[Taught]) -> Iterator[Row]:
        for taught in group:
            if taught.citation:
                yield Row("item", " ".join(taught.says), _clause(taught.citation, letters))
            else:
                yield from (Row("text", sentence) for sentence in taught.says)

    you = pack.office.person
    yield Row("heading", "What you must do" if you else "What it must do")
    for heading, group in pack.duties:
        if heading:
            yield Row("topic", heading)
        yield from said(group)
    stated = {_place(taught.citation) for _, group in pack.duties for taught in group if taught.citation}
    lent = [t for t in pack.concern if t.citation and _place(t.citation) not in stated]
    if lent:
        yield Row("topic", "A concern about a child")
        yield from said(lent)
    yield Row("heading", "What the words mean")
    yield from said(pack.words)
    yield from (Row("item", note) for note in pack.dated)
    if pack.questions:
        yield Row("heading", "Questions for scrutiny")
        yield Row("text", f"{len(pack.questions)} of the {pack.chosen_from} duties of others that the text states.")
        yield from (Row("item", q.text, _clause(q.citation, letters)) for q in pack.questions)
    yield Row("heading", pack.unstated)
    for taught in pack.gaps:
        if taught.citation and taught.says[0].startswith(taught.citation.clause):  # names its clause itself
            yield from (Row("item", f"{letters.get(taught.citation.document, '')}{text}") for text in taught.says)
        elif taught.citation:
            yield from said([taught])
        else:
            yield from (Row("item", sentence) for sentence in taught.says[1:])  # the first leads in to the others


def _place(citation: Citation) -> tuple[str, str]:
    return citation.document, citation.clause


def _clause(citation: Citation, letters: dict[str, str]) -> str:
    return f"{letters.get(citation.document, '')}{citation.clause}"


# --- how large -------------------------------------------------------------------------------------------------------


def fitted(shown: Sheet, leading: float = LEADING) -> Fit:
    """The largest type in which the sheet stands on one page; the smallest of SIZES where none does, and then it runs on.

    `leading` is a line's height for a type of size 1.
    """
    room = HEIGHT - 2 * MARGIN - SLACK
    fits = map(Fit._make, SIZES)
    return next((fit for fit in fits if _height(shown, fit, leading) <= room), Fit._make(SIZES[-1]))


def _height(shown: Sheet, fit: Fit, leading: float) -> float:
    """How high the sheet would stand in this type, in millimetres: counted in letters, so a little more than it takes."""

    def high(said: Sequence[str], size: float, width: float, after: float = 0) -> float:
        letters = int(width / (size * LETTER * POINT))
        return sum(len(textwrap.wrap(line, letters)) * size * leading * POINT + after for line in said)

    whole = WIDTH - 2 * MARGIN
    column = (whole - GUTTER * (fit.columns - 1)) / fit.columns
    around = high([shown.title], 20, whole, 5) + high(shown.danger, fit.danger, whole, 3)
    around += high((*shown.standing, *shown.contacts), fit.aside, whole, 1) + 18 + high([shown.foot], 7, whole)
    rows = 0.0
    for row in shown.rows:
        size, after = {"heading": (fit.size + 2, 3.3), "topic": (fit.size, 1.7)}.get(row.kind, (fit.size, 0.8))
        rows += high([row.whole], size, column - (3.5 if row.kind == "item" else 0), after)
    uneven = (fit.columns - 1) * 2 * fit.size * leading * POINT  # two lines that one column has more than the other
    return around + rows / fit.columns + uneven
