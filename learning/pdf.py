"""PDF: a pack as PDF by fpdf2, set in DejaVu Sans (free licence; it comes with matplotlib), without system packages.

It has a title, a language and bookmarks for every heading. fpdf2 does not tag text for screen readers; the HTML and
Word packs are the accessible ones, and docs/induction.md says so.
"""

from __future__ import annotations

import importlib.util
from functools import singledispatch
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from knowledge.errors import KnowledgeError
from learning import layout
from learning.packs import Pack

FONT = "DejaVu"
INK, WHITE, BLUE, PALE = (11, 12, 12), (255, 255, 255), (29, 112, 184), (243, 242, 241)
GREY, RULE, RED = (72, 73, 73), (177, 180, 182), (212, 53, 28)
MARGIN, BODY, SMALL, LEADING = 18, 9, 7.5, 4.5  # millimetres; points; points; millimetres
HEADINGS = {1: (19, 9, 0), 2: (13, 6.5, 4), 3: (10.5, 5.5, 2)}  # size in points, leading, space above in millimetres
LAST_RESORT = "?"  # for a character that the font does not have


class _Sheet(FPDF):
    """A4 with a page number at the foot."""

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FONT, size=SMALL)
        self.set_text_color(*GREY)
        self.cell(0, 5, f"{self.title}: page {self.page_no()} of {{nb}}", align="R")


def render(pack: Pack) -> bytes:
    """The pack as a PDF file. Raises no_font."""
    sheet = _Sheet(format="A4")
    folder = fonts()
    sheet.add_font(FONT, "", folder / "DejaVuSans.ttf")
    sheet.add_font(FONT, "B", folder / "DejaVuSans-Bold.ttf")
    sheet.set_title(pack.title)
    sheet.set_lang("en-GB")
    sheet.set_margins(MARGIN, 15, MARGIN)
    sheet.set_auto_page_break(True, 18)
    sheet.set_display_mode("real")
    sheet.add_page()
    sheet.set_fill_color(*BLUE)
    sheet.rect(MARGIN, 12, sheet.epw, 2, style="F")
    sheet.set_y(18)
    for block in layout.blocks(pack):
        _set(block, sheet)
    return bytes(sheet.output())


def fonts() -> Path:
    """The folder that holds DejaVu Sans. Raises no_font."""
    spec = importlib.util.find_spec("matplotlib")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "mpl-data" / "fonts" / "ttf"
        if (folder / "DejaVuSans.ttf").exists() and (folder / "DejaVuSans-Bold.ttf").exists():
            return folder
    raise KnowledgeError("no_font")


@singledispatch
def _set(block: object, sheet: FPDF) -> None:
    raise TypeError(f"no PDF for {type(block).__name__}")


@_set.register
def _(block: layout.Heading, sheet: FPDF) -> None:
    size, leading, above = HEADINGS[block.level]
    if sheet.get_y() > sheet.h - 45:
        sheet.add_page()
    elif block.level > 1:
        sheet.ln(above)
    if block.level == 2:
        sheet.set_draw_color(*RULE)
        sheet.line(MARGIN, sheet.get_y(), sheet.w - MARGIN, sheet.get_y())
        sheet.ln(2)
    sheet.start_section(block.text, level=block.level - 1)
    _write(sheet, block.text, size=size, leading=leading, bold=True, after=2)


@_set.register
def _(block: layout.Text, sheet: FPDF) -> None:
    _write(sheet, block.text, size=SMALL if block.small else BODY, colour=GREY if block.small else INK)


@_set.register
def _(block: layout.Warned, sheet: FPDF) -> None:
    sheet.ln(1)
    top = sheet.get_y()
    for line in block.lines:
        _write(sheet, line, bold=True, indent=5)
    _bar(sheet, top, RED, 1.6)
    sheet.ln(1)


@_set.register
def _(block: layout.Said, sheet: FPDF) -> None:
    quote = f"“{block.quote}”" if block.quote else ""
    height = sum(_height(sheet, sentence, bold=layout.strong(sentence)) + 0.8 for sentence in block.says)
    height += _height(sheet, quote, indent=5) + _height(sheet, block.reference, size=SMALL, leading=3.8, indent=5)
    _keep(sheet, height + 3)
    for sentence in block.says:
        _write(sheet, sentence, bold=layout.strong(sentence), after=0.8)
    if quote:
        top = sheet.get_y()
        _write(sheet, quote, indent=5, after=0.8)
        _bar(sheet, top, RULE, 0.8)
    _write(sheet, block.reference, size=SMALL, leading=3.8, colour=GREY, indent=5, after=3)


@_set.register
def _(block: layout.Bullets, sheet: FPDF) -> None:
    for item in block.items:
        sheet.set_x(MARGIN + 1)
        sheet.set_font(FONT, size=BODY)
        sheet.set_text_color(*INK)
        sheet.cell(4, LEADING, "•")
        _write(sheet, item, indent=5, after=0.8)
    sheet.ln(1)


@_set.register
def _(block: layout.Table, sheet: FPDF) -> None:
    _write(sheet, block.caption)
    sheet.set_font(FONT, size=SMALL)
    sheet.set_text_color(*INK)
    sheet.set_draw_color(*RULE)
    sheet.set_fill_color(*WHITE)
    with sheet.table(col_widths=(26, 14, 36, 24), line_height=4, text_align="LEFT", padding=1.2,
                     borders_layout="HORIZONTAL_LINES", v_align="T", headings_style=FontFace(emphasis="BOLD")) as table:  # fmt: skip
        for row in (block.columns, *block.rows):
            cells = table.row()
            for text in row:
                cells.cell(_known(sheet, text))
    sheet.ln(2)


@_set.register
def _(block: layout.Drawn, sheet: FPDF) -> None:
    for box in block.picture.boxes:
        fill, ink = (BLUE, WHITE) if box.own else (WHITE, INK)
        height = len(box.lines) * 4.6 + 3
        _keep(sheet, height + 4)
        top = sheet.get_y()
        sheet.set_draw_color(*INK)
        sheet.set_fill_color(*fill)
        sheet.rect(MARGIN + 5, top, sheet.epw - 5, height, style="DF")
        sheet.set_y(top + 1.5)
        for style, text in box.lines:
            _write(sheet, text, size=BODY if style == "name" else SMALL, leading=4.6, bold=style == "name",
                   colour=ink, indent=8, after=0)  # fmt: skip
        sheet.set_y(top + height + 3)


@_set.register
def _(block: layout.Lines, sheet: FPDF) -> None:
    sheet.set_draw_color(*INK)
    for label in block.labels:
        sheet.ln(3)
        _write(sheet, label, after=0)
        sheet.line(MARGIN + 62, sheet.get_y(), sheet.w - MARGIN, sheet.get_y())
    sheet.ln(5)


def _write(sheet: FPDF, text: str, size: float = BODY, leading: float = LEADING, bold: bool = False,
           colour: tuple[int, int, int] = INK, indent: float = 0, after: float = 1.6) -> None:  # fmt: skip
    sheet.set_font(FONT, style="B" if bold else "", size=size)
    sheet.set_text_color(*colour)
    sheet.set_x(MARGIN + indent)
    sheet.multi_cell(sheet.epw - indent, leading, _known(sheet, text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.set_y(sheet.get_y() + after)


def _height(sheet: FPDF, text: str, size: float = BODY, leading: float = LEADING, bold: bool = False,
            indent: float = 0) -> float:  # fmt: skip
    """How high the text will stand, in millimetres."""
    if not text:
        return 0
    sheet.set_font(FONT, style="B" if bold else "", size=size)
    lines: Any = sheet.multi_cell(
        sheet.epw - indent, leading, _known(sheet, text), align="L", dry_run=True, output="LINES"
    )
    return len(lines) * leading


def _keep(sheet: FPDF, height: float) -> None:
    """A new page, if what belongs together would be cut in two."""
    if sheet.get_y() + height > sheet.page_break_trigger and height < sheet.h / 2:
        sheet.add_page()


def _bar(sheet: FPDF, top: float, colour: tuple[int, int, int], width: float) -> None:
    """A coloured bar at the left of what was written since `top`, on this page."""
    if sheet.get_y() > top:
        sheet.set_fill_color(*colour)
        sheet.rect(MARGIN, top, width, sheet.get_y() - top - 0.8, style="F")


def _known(sheet: FPDF, text: str) -> str:
    """The text with characters that the font lacks replaced, rather than left out silently."""
    held = sheet.fonts[FONT.lower()].cmap  # type: ignore[union-attr]
    return "".join(c if ord(c) in held else LAST_RESORT for c in text)
