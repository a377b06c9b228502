"""Tree: the drawing of who answers to whom as lines of text, for the terminal and other places that draw nothing. Pure.

Drawn by learning.picture; the same stands in sentences beside it, for those who have a screen read to them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from knowledge.outcomes import Box, Drawing

WIDTH = 78


def tree(drawing: Drawing, width: int = WIDTH) -> list[str]:
    """The drawing from top to bottom, no line longer than `width` (at least 24): those above with an arrow up to them,
    the office in a frame, those below with an arrow up from them."""
    above = [box for box in drawing.boxes if box.side == "above"]
    below = [box for box in drawing.boxes if box.side == "below"]
    lines: list[str] = []
    for number, box in enumerate(above):
        lines += _hung(box, "┌▶ " if number == 0 else "├▶ ", "│  ", width)
    lines += _framed(next(box for box in drawing.boxes if box.side == "own"), bool(above), bool(below), width)
    for number, box in enumerate(below):
        last = number == len(below) - 1
        lines += _hung(box, "└─ " if last else "├─ ", "   " if last else "│  ", width)
    return lines


def _hung(box: Box, first: str, others: str, width: int) -> Iterator[str]:
    """An office on the stem: how it stands, its name in capitals, for what."""
    said = [*_wrapped(box.caption, width, 3), *_wrapped(box.name.upper(), width, 3)]
    said += [f"  {line}" for about in box.about for line in _wrapped(about, width, 5)]
    yield from (f"{first if number == 0 else others}{line}" for number, line in enumerate(said))


def _framed(box: Box, above: bool, below: bool, width: int) -> Iterator[str]:
    lines = [
        *_wrapped(box.name.upper(), width, 4),
        *(line for about in box.about for line in _wrapped(about, width, 4)),
    ]
    wide = max(map(len, lines))
    yield f"{'┴' if above else '┌'}{'─' * (wide + 2)}┐"
    yield from (f"│ {line:<{wide}} │" for line in lines)
    yield f"{'┬' if below else '└'}{'─' * (wide + 2)}┘"


def _wrapped(text: str, width: int, less: int) -> list[str]:
    return textwrap.wrap(text, max(width, 24) - less, break_on_hyphens=False)
