"""PDF: a pack as PDF by fpdf2: first the sheet for the wall (learning.wall), then the blocks of learning.layout.

It has a title, a language, bookmarks for every heading and tags for screen readers (learning.paper). A table is tagged as
one paragraph, read row by row.
"""

from __future__ import annotations

from functools import singledispatch

from fpdf.fonts import FontFace

from learning import layout, wall
from learning.packs import Pack
from learning.paper import BLUE, BODY, FONT, GREY, INK, MARGIN, RULE, SMALL, WHITE, Paper
from learning.sheet import Sheet

HEADINGS = {2: (13, 6.5, 4), 3: (10.5, 5.5, 2)}  # size in points, leading, space above in millimetres
CITED = 3.8  # leading of a reference


def render(pack: Pack) -> bytes:
    """The pack as a PDF file. Raises no_font."""
    paper = Paper(pack.title)
    for block in layout.blocks(pack):
        _set(block, paper)
    return bytes(paper.output())


@singledispatch
def _set(block: object, paper: Paper) -> None:
    raise TypeError(f"no PDF for {type(block).__name__}")


@_set.register
def _(block: Sheet, paper: Paper) -> None:
    wall.hang(block, paper)
    paper.add_page()


@_set.register
def _(block: layout.Heading, paper: Paper) -> None:
    size, leading, above = HEADINGS[block.level]
    if paper.get_y() > paper.h - 45:
        paper.add_page()
    elif paper.get_y() > paper.t_margin:
        paper.ln(above)
        if block.level == 2:
            paper.rule(RULE, MARGIN, paper.w - MARGIN)
            paper.ln(2)
    paper.start_section(block.text, level=block.level - 1)
    paper.say(block.text, f"H{block.level}", size=size, leading=leading, bold=True, after=2)


@_set.register
def _(block: layout.Text, paper: Paper) -> None:
    paper.say(block.text)


@_set.register
def _(block: layout.Said, paper: Paper) -> None:
    quote = f"“{block.quote}”" if block.quote else ""
    height = sum(paper.height(sentence, bold=layout.strong(sentence)) + 0.8 for sentence in block.says)
    height += paper.height(quote, indent=5) + paper.height(block.reference, size=SMALL, leading=CITED, indent=5)
    paper.keep(height + 3)
    for sentence in block.says:
        paper.say(sentence, bold=layout.strong(sentence), after=0.8)
    if quote:
        top = paper.get_y()
        paper.say(quote, "BlockQuote", indent=5, after=0.8)
        paper.bar(top, RULE, 0.8)
    paper.say(block.reference, size=SMALL, leading=CITED, colour=GREY, indent=5, after=3)


@_set.register
def _(block: layout.Bullets, paper: Paper) -> None:
    for item in block.items:
        paper.item(item)
    paper.ln(1)


@_set.register
def _(block: layout.Table, paper: Paper) -> None:
    paper.say(block.caption)
    paper.set_font(FONT, size=SMALL)
    paper.set_text_color(*INK)
    paper.set_draw_color(*RULE)
    paper.set_fill_color(*WHITE)
    with paper.tagged("P"), paper.table(col_widths=(26, 14, 36, 24), line_height=4, text_align="LEFT", padding=1.2,
                     borders_layout="HORIZONTAL_LINES", v_align="T", headings_style=FontFace(emphasis="BOLD")) as table:  # fmt: skip
        for row in (block.columns, *block.rows):
            cells = table.row()
            for text in row:
                cells.cell(paper.known(text))
    paper.ln(2)


@_set.register
def _(block: layout.Drawn, paper: Paper) -> None:
    for box in block.picture.boxes:
        fill, ink = (BLUE, WHITE) if box.own else (WHITE, INK)
        height = len(box.lines) * 4.6 + 3
        paper.keep(height + 4)
        top = paper.get_y()
        paper.box(MARGIN + 5, top, paper.epw - 5, height, fill)
        paper.set_y(top + 1.5)
        for style, text in box.lines:
            paper.say(text, size=BODY if style == "name" else SMALL, leading=4.6, bold=style == "name",
                      colour=ink, indent=8, after=0)  # fmt: skip
        paper.set_y(top + height + 3)
