"""Word: a pack as DOCX, with real headings, lists and table heads, so that Word and screen readers can find their way."""

from __future__ import annotations

import io
import re
from functools import singledispatch

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from learning import layout
from learning.packs import Pack
from learning.sheet import GUTTER, MARGIN, Sheet, fitted

FONT = "Arial"
INK, BLUE, GREY, RED = RGBColor(0x0B, 0x0C, 0x0C), "1D70B8", RGBColor(0x48, 0x49, 0x49), "D4351C"
SIZES = {1: 22, 2: 15, 3: 12}
LEADING = 1.17  # of a type of size 1, single spaced
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def render(pack: Pack) -> bytes:
    """The pack as a .docx file."""
    docx = Document()
    _prepare(docx, pack)
    for block in layout.blocks(pack):
        _word(block, docx)
    out = io.BytesIO()
    docx.save(out)
    return out.getvalue()


def _prepare(docx: Docx, pack: Pack) -> None:
    """Page, language, title and the look of the styles."""
    docx.core_properties.title = _clean(pack.title)
    docx.core_properties.language = "en-GB"
    docx.core_properties.author = docx.core_properties.comments = ""
    section = docx.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN / 10)
    names = {"Normal": 11, "Heading 1": SIZES[1], "Heading 2": SIZES[2], "Heading 3": SIZES[3], "List Bullet": 11}
    for name, size in names.items():
        style = docx.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in list(fonts.attrib):
            if "heme" in kind:  # a theme's font would win over ours
                del fonts.attrib[kind]
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        style.paragraph_format.space_after = Pt(5)
        for joined in style.element.xpath(".//w:contextualSpacing"):  # would take the space between the items of a list
            joined.getparent().remove(joined)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    docx.styles["Normal"].element.get_or_add_rPr().append(language)


@singledispatch
def _word(block: object, docx: Docx) -> None:
    raise TypeError(f"no Word for {type(block).__name__}")


@_word.register
def _(block: Sheet, docx: Docx) -> None:
    """One page: what stands above the columns, the columns and what stands below are sections of their own."""
    fit = fitted(block, LEADING)
    size = fit.size
    _tight(docx.add_heading(_clean(block.title), 1), 18, 3)
    for sentence in block.standing:
        _tight(docx.add_paragraph(_clean(sentence)), fit.aside, 2)
    for sentence in block.danger:
        paragraph = docx.add_paragraph()
        paragraph.add_run(_clean(sentence)).bold = True
        _tight(paragraph, fit.danger, 2, indent=0.4)
        _bar(paragraph, RED, 36)
    _section(docx, WD_SECTION.CONTINUOUS, fit.columns)
    for row in block.rows:
        if row.kind in ("heading", "topic"):
            large = row.kind == "heading"
            _tight(docx.add_heading(_clean(row.text), 2 if large else 3), size + 2 * large, 2, above=7 if large else 3)
            continue
        paragraph = docx.add_paragraph(_clean(row.text), style="List Bullet" if row.kind == "item" else "Normal")
        if row.clause:
            paragraph.add_run(_clean(row.bracketed)).font.color.rgb = GREY
        _tight(paragraph, size, 2)
        if row.kind == "item":
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.4), Cm(-0.4)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.4))
    _section(docx, WD_SECTION.CONTINUOUS, 1)
    for sentence in block.contacts:
        _tight(docx.add_paragraph(_clean(sentence)), fit.aside, 0, above=4 if sentence == block.contacts[0] else 0)
    for label in block.labels:
        paragraph = docx.add_paragraph(f"{label}\t")
        _tight(paragraph, fit.aside, 0, above=6)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(18.5), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    foot = docx.add_paragraph()
    foot.add_run(_clean(block.foot)).font.color.rgb = GREY
    _tight(foot, 7, 0, above=4)
    section = _section(docx, WD_SECTION.NEW_PAGE, 1)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)


def _section(docx: Docx, start: WD_SECTION, columns: int) -> Section:
    """A section after what stands so far, in as many columns."""
    section = docx.add_section(start)
    for held in section._sectPr.xpath("./w:cols"):
        section._sectPr.remove(held)
    cols = OxmlElement("w:cols")
    cols.set(qn("w:num"), str(columns))
    cols.set(qn("w:space"), str(round(GUTTER / 25.4 * 1440)))
    section._sectPr.append(cols)
    return section


def _tight(paragraph: Paragraph, size: float, after: float, above: float = 0, indent: float = 0) -> None:
    """A paragraph of the sheet: size of its type and the space around it in points, its indent in centimetres."""
    for run in paragraph.runs:
        run.font.size = Pt(size)
    set_ = paragraph.paragraph_format
    set_.space_before, set_.space_after, set_.line_spacing = Pt(above), Pt(after), 1.0
    if indent:
        set_.left_indent = Cm(indent)


@_word.register
def _(block: layout.Heading, docx: Docx) -> None:
    docx.add_heading(_clean(block.text), block.level)


@_word.register
def _(block: layout.Text, docx: Docx) -> None:
    docx.add_paragraph(_clean(block.text))


@_word.register
def _(block: layout.Said, docx: Docx) -> None:
    for sentence in block.says:
        paragraph = docx.add_paragraph()
        paragraph.add_run(_clean(sentence)).bold = layout.strong(sentence)
        paragraph.paragraph_format.keep_with_next = True
    if block.quote:
        paragraph = docx.add_paragraph(f"“{_clean(block.quote)}”")
        paragraph.paragraph_format.left_indent = Cm(0.6)
        paragraph.paragraph_format.keep_with_next = True
        _bar(paragraph, "B1B4B6", 18)
    paragraph = docx.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.6)
    paragraph.paragraph_format.space_after = Pt(10)
    run = paragraph.add_run(_clean(block.reference))
    run.font.size, run.font.color.rgb = Pt(9), GREY


@_word.register
def _(block: layout.Bullets, docx: Docx) -> None:
    for item in block.items:
        docx.add_paragraph(_clean(item), style="List Bullet")


@_word.register
def _(block: layout.Table, docx: Docx) -> None:
    caption = docx.add_paragraph(_clean(block.caption))
    caption.paragraph_format.keep_with_next = True
    table = docx.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _fill(cell, column, bold=True)
    head = OxmlElement("w:tblHeader")  # repeated on each page, and read out as the head
    table.rows[0]._tr.get_or_add_trPr().append(head)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _fill(cell, text)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    docx.add_paragraph()


@_word.register
def _(block: layout.Drawn, docx: Docx) -> None:
    """The picture as a list: Word shows SVG only beside a bitmap, and the same lines follow in words."""
    for box in block.picture.boxes:
        paragraph = docx.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6)
        paragraph.paragraph_format.space_after = Pt(8)
        _bar(paragraph, BLUE if box.own else "0B0C0C", 36 if box.own else 12)
        for number, (style, text) in enumerate(box.lines):
            if number:
                paragraph.add_run().add_break()
            paragraph.add_run(_clean(text)).bold = style == "name"


def _bar(paragraph, colour: str, eighths: int) -> None:
    """A coloured bar at the left, as an inset text has."""
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("w:val", "single"), ("w:sz", str(eighths)), ("w:space", "8"), ("w:color", colour)):
        left.set(qn(name), value)
    borders.append(left)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _fill(cell: _Cell, text: str, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(_clean(text))
    run.font.size, run.bold = Pt(9), bold


def _clean(text: str) -> str:
    """Without the control characters that XML forbids."""
    return _NOT_XML.sub("", text)
