"""Picture: the lines of accountability of an office as SVG, with the same in words for those who do not see it.

Pure: learning.lines in, one drawing out: what stands above, the office, what stands below. SVG is made of it here, text
by learning.tree, a card by bot.rendering.cards. Text stays text; no outside font; black, white and one blue of which white
text keeps a contrast of 5.2 to 1 (WCAG 2.2, 1.4.3 asks for 4.5), so that it reads in print as well.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from html import escape

from knowledge import outcomes
from knowledge.articles import the
from knowledge.closed import Closed
from knowledge.outcomes import Drawing
from learning.lines import Line, Matter, about, caption, sentences
from learning.offices import Office, titled

WIDTH, LEFT, EDGE = 680, 44, 4  # of the picture; of the boxes; around everything
SMALL, LARGE, LEADING = 14, 17, 20
INK, PAPER, BLUE, PALE = "#0b0c0c", "#ffffff", "#1d70b8", "#f3f2f1"
FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
PER_CHARACTER = 0.56  # of the font size; wide enough for DejaVu Sans, the widest of these


class Box(Closed):
    """One box from top to bottom: its lines as (style, text), where style is 'name' or 'small'."""

    lines: tuple[tuple[str, str], ...]
    own: bool = False

    @property
    def height(self) -> int:
        return len(self.lines) * LEADING + 18


class Picture(Closed):
    """An SVG picture, its boxes for formats without SVG, its title, the same in sentences, and what was drawn."""

    svg: str
    drawing: Drawing
    boxes: tuple[Box, ...]
    title: str
    text: tuple[str, ...]


def draw(office: Office, lines: Sequence[Line], name: str) -> Picture | None:
    """The office with those above and below it; None where the documents state no line at all.

    `name` is 'you', 'it' or the office's name, as in learning.lines.sentences.
    """
    if not lines:
        return None
    title = f"Lines of accountability: {office.name}, {office.council}"
    said = sentences(lines, name)
    drawing = Drawing(title=title, boxes=(
        *(_drawn_of(line, name) for line in lines if line.side == "above"),
        outcomes.Box(side="own", name=office.name, about=(office.council,)),
        *(_drawn_of(line, name) for line in lines if line.side == "below"),
    ))  # fmt: skip
    above, (own,), below = (
        [_box(box) for box in drawing.boxes if box.side == side] for side in ("above", "own", "below")
    )
    parts: list[str] = []
    y, middles = EDGE, []
    for box in above:
        parts.append(_drawn(box, y, PALE, INK))
        middles.append(y + box.height // 2)
        y += box.height + 14
    y += 8 if above else 0
    at = y
    parts.append(_drawn(own, at, BLUE, PAPER))
    y += own.height + 22
    centre = at + own.height // 2
    if middles:
        parts.append(_trunk(middles[0], centre - 8, [(m, True) for m in middles], (centre - 8, False)))
    middles = []
    for box in below:
        parts.append(_drawn(box, y, PAPER, INK))
        middles.append(y + box.height // 2)
        y += box.height + 14
    if middles:
        parts.append(_trunk(centre + 8, middles[-1], [(m, False) for m in middles], (centre + 8, True)))
    height = y - (14 if below else 22) + EDGE
    key = re.sub(r"[^a-z0-9]+", "-", f"{office.council}-{office.family}-{name}".lower()).strip("-")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="lines-{key}-title lines-{key}-desc" font-family="{escape(FONT)}">'
        f'<title id="lines-{key}-title">{escape(title)}</title>'
        f'<desc id="lines-{key}-desc">{escape(" ".join(said))}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )
    return Picture(svg=svg, drawing=drawing, boxes=(*above, own, *below), title=title, text=said)


def _drawn_of(line: Line, name: str) -> outcomes.Box:
    matters = [_matter(about(line, m, name), m) for m in line.matters if m.about or m.through]
    more = len(matters) - 2
    shown = matters if more <= 0 else [*matters[:1], f"and {len(matters) - 1} more matters, each named in the text"]
    return outcomes.Box(side=line.side, caption=caption(line, name), name=titled(line.other), about=tuple(shown))


def _box(drawn: outcomes.Box) -> Box:
    return Box(own=drawn.side == "own", lines=(
        *(("small", part) for part in _wrapped(drawn.caption, SMALL)),
        *(("name", part) for part in _wrapped(drawn.name, LARGE)),
        *(("small", part) for about in drawn.about for part in _wrapped(about, SMALL)),
    ))  # fmt: skip


def _matter(what: str, matter: Matter) -> str:
    what = f"for: {what}" if what and not what.startswith("to ") else what
    through = f"through {the(matter.through)}" if matter.through else ""
    return "; ".join(part for part in (what, through) if part)


def _wrapped(text: str, size: int) -> list[str]:
    room = int((WIDTH - LEFT - EDGE - 32) / (size * PER_CHARACTER))
    return textwrap.wrap(text, room, break_on_hyphens=False)


def _drawn(box: Box, top: int, fill: str, ink: str) -> str:
    parts = [f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - EDGE}" height="{box.height}" fill="{fill}" '
             f'stroke="{INK}" stroke-width="2"/>']  # fmt: skip
    for number, (style, text) in enumerate(box.lines):
        size, weight = (LARGE, "bold") if style == "name" else (SMALL, "normal")
        parts.append(f'<text x="{LEFT + 16}" y="{top + 24 + number * LEADING}" font-size="{size}" font-weight="{weight}" '
                     f'fill="{ink}">{escape(text)}</text>')  # fmt: skip
    return "".join(parts)


def _trunk(top: int, bottom: int, stubs: Sequence[tuple[int, bool]], own: tuple[int, bool]) -> str:
    """A line down the left edge with a stub to each box; True draws an arrow head, which points at the one above."""
    x = LEFT // 2
    drawn = [f'<path d="M{x} {top}V{bottom}" stroke="{INK}" stroke-width="2" fill="none"/>']
    for y, arrow in (*stubs, own):
        drawn.append(f'<path d="M{x} {y}H{LEFT - (8 if arrow else 0)}" stroke="{INK}" stroke-width="2" fill="none"/>')
        if arrow:
            drawn.append(f'<path d="M{LEFT} {y}l-11 -6v12z" fill="{INK}"/>')
    return "".join(drawn)
