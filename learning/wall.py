"""Wall: the sheet of a pack set on one page of PDF, in the largest type in which it fits.

Reads learning.sheet, writes on learning.paper; called by learning.pdf.
"""

from __future__ import annotations

from collections.abc import Sequence

from learning.paper import BLUE, GREY, INK, RED, RULE, Paper
from learning.sheet import GUTTER, MARGIN, POINT, SIZES, Fit, Row, Sheet, fitted

FOOT = 14  # millimetres for the page number
CONDENSED = 90  # per cent: DejaVu Sans is as wide as Arial then
LEADING = 1.25  # of a type of size 1
TITLE, SMALL = 18, 7  # points
AFTER = {"heading": 0.8, "topic": 0.5, "item": 0.7, "text": 0.7}  # millimetres
ABOVE = {"heading": 2.5, "topic": 1.2, "item": 0.0, "text": 0.0}


def hang(shown: Sheet, paper: Paper) -> None:
    """Sets the sheet on a new page; on more than one if its smallest type is too large still."""
    paper.add_page()
    left, broken = paper.l_margin, paper.b_margin
    paper.set_auto_page_break(False)
    paper.set_margins(MARGIN, MARGIN, MARGIN)
    paper.set_stretching(CONDENSED)
    for fit in (Fit._make(size) for size in SIZES[SIZES.index(fitted(shown)) :]):
        heights = [_height(row, fit, paper) for row in shown.rows]
        columns = _columns(
            shown.rows, heights, fit.columns, paper.h - FOOT - _above(shown, fit, paper) - _below(shown, fit, paper)
        )
        if len(columns) <= fit.columns:
            break
    _top(shown, fit, paper)
    paper.set_y(_fill(columns, fit, paper, paper.get_y()))
    _foot(shown, fit, paper)
    paper.set_stretching(100)
    paper.set_margins(left, 15, left)
    paper.set_auto_page_break(True, broken)


def _above(shown: Sheet, fit: Fit, paper: Paper) -> float:
    """How far down the columns begin."""

    def high(text: str, size: float, bold: bool = False, indent: float = 0) -> float:
        return paper.height(text, size, size * LEADING * POINT, bold, indent) + 0.8

    said = high(shown.title, TITLE, True) + sum(high(text, fit.aside) for text in shown.standing)
    return MARGIN + 7 + said + sum(high(text, fit.danger, True, 4) for text in shown.danger)


def _top(shown: Sheet, fit: Fit, paper: Paper) -> None:
    paper.box(MARGIN, MARGIN, paper.epw, 2, BLUE, "F")
    paper.set_y(MARGIN + 4)
    paper.start_section(shown.title, level=0)
    _line(paper, shown.title, TITLE, "H1", bold=True, after=1.5)
    for sentence in shown.standing:
        _line(paper, sentence, fit.aside, after=0.8)
    paper.set_y(paper.get_y() + 1)
    top = paper.get_y()
    for sentence in shown.danger:
        _line(paper, sentence, fit.danger, bold=True, indent=4, after=0.8)
    paper.bar(top, RED, 1.6)
    paper.set_y(paper.get_y() + 1)


def _line(paper: Paper, text: str, size: float, tag: str = "P", bold: bool = False, indent: float = 0,
          after: float = 0, colour: tuple[int, int, int] = INK) -> None:  # fmt: skip
    paper.say(text, tag, size, size * LEADING * POINT, bold, colour, indent, after)


def _below(shown: Sheet, fit: Fit, paper: Paper) -> float:
    """How high the foot of the sheet stands."""
    leading = fit.aside * LEADING * POINT
    said = sum(paper.height(text, fit.aside, leading) for text in (*shown.contacts, shown.foot))
    return said + leading + 15


def _foot(shown: Sheet, fit: Fit, paper: Paper) -> None:
    """Where to find today's contacts, with room to write them in."""
    if paper.get_y() + _below(shown, fit, paper) > paper.h - FOOT:
        paper.add_page()
    paper.set_y(paper.get_y() + 2)
    paper.rule(RULE, MARGIN, paper.w - MARGIN)
    paper.set_y(paper.get_y() + 1.5)
    for sentence in shown.contacts:
        _line(paper, sentence, fit.aside)
    top, each = paper.get_y() + 1, paper.epw / len(shown.labels)
    for number, label in enumerate(shown.labels):
        paper.set_y(top)
        _line(paper, label, fit.aside, indent=number * each)
        paper.set_y(top + 8 + fit.aside * LEADING * POINT)
        paper.rule(INK, MARGIN + number * each, MARGIN + (number + 1) * each - 6)
    paper.set_y(paper.get_y() + 1.5)
    _line(paper, shown.foot, SMALL, colour=GREY)


# --- columns ---------------------------------------------------------------------------------------------------------


def _size(row: Row, fit: Fit) -> float:
    return fit.size + 2 if row.kind == "heading" else fit.size


def _width(fit: Fit, paper: Paper) -> float:
    return (paper.epw - GUTTER * (fit.columns - 1)) / fit.columns


def _indent(row: Row, fit: Fit) -> float:
    return fit.size * 0.42 if row.kind == "item" else 0


def _height(row: Row, fit: Fit, paper: Paper) -> float:
    size = _size(row, fit)
    height = paper.height(
        row.whole, size, size * LEADING * POINT, row.kind in ("heading", "topic"), _indent(row, fit), _width(fit, paper)
    )
    return height + ABOVE[row.kind] + AFTER[row.kind]


def _columns(rows: Sequence[Row], heights: Sequence[float], count: int, room: float) -> list[list[Row]]:
    """The rows in columns of nearly equal height; in more than `count` where they need more than that of this height."""
    limit = max(sum(heights) / count, max(heights))
    while limit < room:
        columns = _filled(rows, heights, limit)
        if len(columns) <= count:
            return columns
        limit += 2
    return _filled(rows, heights, room)


def _filled(rows: Sequence[Row], heights: Sequence[float], limit: float) -> list[list[Row]]:
    """Column after column as full as this height allows; a heading goes with what it stands over."""
    columns: list[list[Row]] = [[]]
    used = 0.0
    together: list[Row] = []
    taken = 0.0
    for row, height in zip(rows, heights, strict=True):
        together.append(row)
        taken += height
        if row.kind in ("heading", "topic"):
            continue
        if columns[-1] and used + taken > limit:
            columns.append([])
            used = 0
        columns[-1] += together
        used += taken
        together, taken = [], 0
    return columns


def _fill(columns: Sequence[Sequence[Row]], fit: Fit, paper: Paper, top: float) -> float:
    """Writes the columns side by side, on more pages if there are too many; how far down the last page is filled."""
    width, lowest = _width(fit, paper), top
    for number, column in enumerate(columns):
        place = number % fit.columns
        if number and not place:
            paper.add_page()
            top = lowest = MARGIN
        paper.set_left_margin(MARGIN + place * (width + GUTTER))
        paper.set_y(top)
        for row in column:
            size = _size(row, fit)
            leading = size * LEADING * POINT
            if row is not column[0]:
                paper.set_y(paper.get_y() + ABOVE[row.kind])
            if row.kind == "item":
                paper.item(row.whole, size, leading, _indent(row, fit), AFTER[row.kind], width)
            else:
                tag = {"heading": "H2", "topic": "H3"}.get(row.kind, "P")
                paper.say(row.whole, tag, size, leading, tag != "P", after=AFTER[row.kind], width=width)
        lowest = max(lowest, paper.get_y())
    paper.set_left_margin(MARGIN)
    return lowest
