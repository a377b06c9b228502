"""Paper: A4 pages that learning.pdf and learning.wall write on: DejaVu Sans, page numbers, tags for screen readers.

DejaVu Sans has a free licence and comes with matplotlib, so that no system packages are needed. fpdf2 tags only pictures;
the tags here are made with its own structure tree (ISO 32000-1, 14.7 and 14.8), one level deep.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.prefs import ViewerPreferences

from knowledge.errors import KnowledgeError

FONT = "DejaVu"
Colour = tuple[int, int, int]
INK, WHITE, BLUE = (11, 12, 12), (255, 255, 255), (29, 112, 184)
GREY, RULE, RED = (72, 73, 73), (177, 180, 182), (212, 53, 28)
MARGIN, BODY, SMALL, LEADING = 18, 9, 7.5, 4.5  # millimetres; points; points; millimetres
LAST_RESORT = "?"  # for a character that the font does not have


class Paper(FPDF):
    """A4 with the title and a page number at the foot. Raises no_font."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A4")
        self._tag = ""  # what is being written, for screen readers
        folder = fonts()
        self.add_font(FONT, "", folder / "DejaVuSans.ttf")
        self.add_font(FONT, "B", folder / "DejaVuSans-Bold.ttf")
        self.set_title(title)
        self.set_lang("en-GB")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_margins(MARGIN, 15, MARGIN)
        self.set_auto_page_break(True, 18)
        self.set_display_mode("real")

    # --- tags: a page break in the middle of a paragraph closes its tag, and opens another on the next page

    def header(self) -> None:
        if self._tag:
            self._begin()

    def footer(self) -> None:
        if self._tag:
            self._out("EMC")
        with self.unread():
            self.set_y(-11)
            self.set_stretching(100)
            self.set_font(FONT, size=SMALL)
            self.set_text_color(*GREY)
            self.cell(0, 5, self.known(f"{self.title}: page {self.page_no()} of {{nb}}"), align="R")

    @contextmanager
    def tagged(self, tag: str) -> Iterator[None]:
        """What is written inside is a heading, a paragraph or a quote: H1 to H3, P, BlockQuote."""
        self._tag = tag
        self._begin()
        yield
        self._out("EMC")
        self._tag = ""

    @contextmanager
    def unread(self) -> Iterator[None]:
        """What is drawn inside is passed over by screen readers."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def _begin(self) -> None:
        number = self.struct_builder.next_mcid_for_page(self.page)
        _, self.pages[self.page].struct_parents = self.struct_builder.add_marked_content(
            page_number=self.page, struct_type=f"/{self._tag}", mcid=number
        )
        self._out(f"/{self._tag} <</MCID {number}>> BDC")

    # --- words

    def say(self, text: str, tag: str = "P", size: float = BODY, leading: float = LEADING, bold: bool = False,
            colour: Colour = INK, indent: float = 0, after: float = 1.6, width: float | None = None) -> None:  # fmt: skip
        """A paragraph from the left margin on, as wide as the page if no width is given, and the space after it."""
        self.set_font(FONT, style="B" if bold else "", size=size)
        self.set_text_color(*colour)
        self.set_x(self.l_margin + indent)
        with self.tagged(tag):
            self.multi_cell((width or self.epw) - indent, leading, self.known(text), align="L",
                            new_x=XPos.LMARGIN, new_y=YPos.NEXT)  # fmt: skip
        self.set_y(self.get_y() + after)

    def item(self, text: str, size: float = BODY, leading: float = LEADING, indent: float = 5, after: float = 0.8,
             width: float | None = None) -> None:  # fmt: skip
        """A paragraph with a dot before it."""
        if self.auto_page_break:
            self.keep(self.height(text, size, leading, indent=indent, width=width))
        self.set_x(self.l_margin + indent / 5)
        self.set_font(FONT, size=size)
        self.set_text_color(*INK)
        with self.unread():
            self.cell(indent * 0.8, leading, "•")
        self.say(text, size=size, leading=leading, indent=indent, after=after, width=width)

    def height(self, text: str, size: float = BODY, leading: float = LEADING, bold: bool = False,
               indent: float = 0, width: float | None = None) -> float:  # fmt: skip
        """How high the text will stand, in millimetres."""
        if not text:
            return 0
        self.set_font(FONT, style="B" if bold else "", size=size)
        lines: Any = self.multi_cell(
            (width or self.epw) - indent, leading, self.known(text), align="L", dry_run=True, output="LINES"
        )
        return len(lines) * leading

    def known(self, text: str) -> str:
        """The text with characters that the font lacks replaced, rather than left out silently."""
        held = self.fonts[FONT.lower()].cmap  # type: ignore[union-attr]
        return "".join(c if ord(c) in held else LAST_RESORT for c in text)

    # --- what is drawn

    def keep(self, height: float) -> None:
        """A new page, if what belongs together would be cut in two."""
        if self.get_y() + height > self.page_break_trigger and height < self.h / 2:
            self.add_page()

    def bar(self, top: float, colour: Colour, width: float) -> None:
        """A coloured bar at the left margin of what was written since `top`, on this page."""
        if self.get_y() > top:
            self.box(self.l_margin, top, width, self.get_y() - top - 0.8, colour, "F")

    def box(self, x: float, y: float, width: float, height: float, fill: Colour, style: str = "DF") -> None:
        with self.unread():
            self.set_draw_color(*INK)
            self.set_fill_color(*fill)
            self.rect(x, y, width, height, style=style)

    def rule(self, colour: Colour, left: float, right: float) -> None:
        """A line across at this height."""
        with self.unread():
            self.set_draw_color(*colour)
            self.line(left, self.get_y(), right, self.get_y())


def fonts() -> Path:
    """The folder that holds DejaVu Sans. Raises no_font."""
    spec = importlib.util.find_spec("matplotlib")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "mpl-data" / "fonts" / "ttf"
        if (folder / "DejaVuSans.ttf").exists() and (folder / "DejaVuSans-Bold.ttf").exists():
            return folder
    raise KnowledgeError("no_font")
