"""Packs: every format opened again: the same content, headings, language and title; questions tied to duty-holders."""

from __future__ import annotations

import io
import re
import zlib
from datetime import date
from html.parser import HTMLParser

import docx
import pytest

from knowledge.articles import the
from knowledge.errors import KnowledgeError
from learning import layout, offices, packs, page, paper, pdf, scrutiny, word
from learning.packs import Pack
from learning.sheet import Sheet

TODAY = date(2026, 11, 22)
SAMPLE = [("Dudley", "councillors"), ("Dudley", "scrutiny-members"), ("Kent", "cdcc"), ("Croydon", "lead-member"),
          ("Kent", "yos"), ("Leicester", "dcs")]  # fmt: skip


@pytest.fixture(scope="module")
def pack(store):
    made: dict[tuple[str, str], Pack] = {}

    def of(council: str, family: str) -> Pack:
        if (council, family) not in made:
            made[council, family] = packs.pack(store, council, family, TODAY)
        return made[council, family]

    return of


def said(content: Pack) -> list[str]:
    """Every sentence and quote of a pack, whatever its format."""
    texts: list[str] = []
    for block in layout.blocks(content):
        if isinstance(block, Sheet):
            texts += [block.title, *block.standing, *block.danger, *(row.whole for row in block.rows)]
            texts += [*block.contacts, *block.labels, block.foot]
        elif isinstance(block, (layout.Heading, layout.Text)):
            texts.append(block.text)
        elif isinstance(block, layout.Said):
            texts += [*block.says, block.reference, *([block.quote] if block.quote else [])]
        elif isinstance(block, layout.Bullets):
            texts += block.items
        elif isinstance(block, layout.Table):
            texts += [block.caption, *(cell for row in block.rows for cell in row)]
    return texts


class Page(HTMLParser):
    """The tags that were opened and not closed, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


# --- content ---------------------------------------------------------------------------------------------------------


def test_every_office_of_the_store_has_a_pack_whose_clauses_are_of_its_council(store, pack):
    for council, family in offices.everywhere(store):
        content = pack(council, family)
        assert all(citation.council == council for citation in content.citations)
        assert content.duties
        assert content.gaps
        assert "999" in content.danger[0]


@pytest.mark.parametrize(("council", "family"), SAMPLE)
def test_every_duty_of_the_office_stands_in_its_pack_with_its_clause(store, pack, council, family):
    office, content = offices.office(store, council, family), pack(council, family)
    text = said(content)
    for _, stated in offices.duties(store, office):
        assert stated.plain in text
        assert any(t.startswith(f"{stated.reference}, ") for t in text)


def test_each_clause_is_quoted_once_with_its_standing(pack):
    quotes = [b.quote for b in layout.blocks(pack("Kent", "cdcc")) if isinstance(b, layout.Said) and b.quote]
    assert len(quotes) == len(set(quotes))
    assert all(
        "(approved 6 April 2011)" in b.reference
        for b in layout.blocks(pack("Kent", "cdcc"))
        if isinstance(b, layout.Said)
    )


def test_no_pack_names_a_person_or_a_telephone_number_of_a_document(store, pack):
    contacts = [k for clause in store.contacts(store.councils) for k in clause.contacts]
    for council, family in offices.everywhere(store):
        text = " ".join(said(pack(council, family)))
        for contact in contacts:
            assert contact.name not in text
            assert not contact.telephone or contact.telephone not in text


def test_the_pack_is_dated_and_names_the_rules_it_was_made_from(store, pack):
    assert pack("Dudley", "councillors").made == (
        f"Made with Dutydesk on 22 November 2026 from the rules published as {store.path.stem.removeprefix('knowledge-')}."
    )


def test_a_councillor_with_another_office_is_told_of_the_duties_of_all_councillors(pack):
    text = " ".join(said(pack("Dudley", "scrutiny-members")))
    assert "The same document has duties for All Councillors." in text
    assert "If you are a councillor, this duty of All Councillors is yours too" in text


# --- scrutiny --------------------------------------------------------------------------------------------------------


def test_scrutiny_offices_get_questions_and_others_none(store):
    asking = {(c, f) for c, f in offices.everywhere(store) if scrutiny.scrutinises(store, offices.office(store, c, f))}
    assert {
        ("Dudley", "scrutiny-members"),
        ("Leicester", "scrutiny-members"),
        ("Leicester", "safeguarding-panel"),
    } <= asking
    assert not asking & {
        ("Dudley", "dcs"),
        ("Dudley", "team-managers"),
        ("Dudley", "lead-member"),
        ("Leicester", "corporate-management"),
    }


@pytest.mark.parametrize(
    ("council", "family"),
    [("Dudley", "scrutiny-members"), ("Leicester", "scrutiny-members"), ("Leicester", "safeguarding-panel")],
)
def test_each_question_goes_to_the_bearer_of_its_clause_and_asks_what_the_rule_says(store, council, family):
    office = offices.office(store, council, family)
    asked, of = scrutiny.questions(store, office, offices.Citer(store))
    assert 6 <= len(asked) <= scrutiny.MOST < of
    for question in asked:
        clause = store.clause(question.citation.document, question.citation.clause)
        names = {offices.titled(store.roles[clause.document, key].name) for key in clause.bearers}
        assert question.holder in names
        assert question.text.startswith(f"Ask {the(question.holder)}: ")
        plains = [s.plain for s in store.stated_in([clause.id])]
        core = question.text.split("how do you ", 1)[-1].rstrip("?")
        assert any(core in plain or plain in question.text for plain in plains)


def test_no_holder_is_asked_more_than_a_few(store):
    asked, _ = scrutiny.questions(store, offices.office(store, "Leicester", "scrutiny-members"), offices.Citer(store))
    holders = [q.holder for q in asked]
    assert max(holders.count(h) for h in holders) <= scrutiny.EACH


# --- formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("council", "family"), SAMPLE)
def test_the_html_page_is_whole_and_holds_everything(pack, council, family):
    content = pack(council, family)
    parsed = Page()
    parsed.feed(page.render(content).decode("utf-8"))
    assert parsed.open == []
    assert ("html", {"lang": "en-GB"}) in parsed.seen
    assert [t for t, _ in parsed.seen].count("h1") == [t for t, _ in parsed.seen].count("main") == 1
    text = re.sub(r"\s+", " ", parsed.text)
    assert all(re.sub(r"\s+", " ", t) in text for t in said(content))
    assert not [a for _, a in parsed.seen if "src" in a or "href" in a]


@pytest.mark.parametrize(("council", "family"), SAMPLE)
def test_the_word_file_has_headings_language_title_and_everything(pack, council, family):
    content = pack(council, family)
    opened = docx.Document(io.BytesIO(word.render(content)))
    assert opened.core_properties.title == content.title
    assert opened.core_properties.language == "en-GB"
    headings = [p.text for p in opened.paragraphs if p.style.name.startswith("Heading")]
    sheet_, *blocks = layout.blocks(content)
    on_sheet = [row.text for row in sheet_.rows if row.kind in ("heading", "topic")]
    assert headings == [content.title, *on_sheet, *(b.text for b in blocks if isinstance(b, layout.Heading))]
    text = "\n".join(p.text for p in opened.paragraphs)
    text += "\n".join(cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    assert all(t in text for t in said(content))
    heads = [row._tr.xpath("./w:trPr/w:tblHeader") for table in opened.tables for row in table.rows[:1]]
    assert all(heads)


@pytest.mark.parametrize(("council", "family"), SAMPLE)
def test_the_pdf_has_title_language_bookmarks_and_pages(pack, council, family):
    content = pack(council, family)
    data = pdf.render(content)
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert b"/Lang (en-GB)" in data
    assert b"/Outlines" in data
    pages = len(re.findall(rb"/Type /Page\b(?!s)", data))
    assert 2 <= pages <= 12
    headings = [b for b in layout.blocks(content) if isinstance(b, layout.Heading)]
    assert (
        data.count(b"/Title") == len(headings) + 2
    )  # a bookmark for each and for the sheet, and the title of the file
    assert b"/DisplayDocTitle true" in data
    assert any(b"Tj" in stream or b"TJ" in stream for stream in streams(data))


def streams(data: bytes):
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            yield zlib.decompress(match[1])
        except zlib.error:
            continue


def test_the_font_of_the_pdf_has_every_character_of_every_pack(store, pack):
    from fontTools.ttLib import TTFont

    held = set(TTFont(paper.fonts() / "DejaVuSans.ttf").getBestCmap())
    used = {c for council, family in offices.everywhere(store) for t in said(pack(council, family)) for c in t}
    assert [c for c in used if ord(c) not in held] == []


def test_names_with_markup_and_odd_characters_stay_text_in_every_format(pack):
    office = pack("Dudley", "councillors").office.model_copy(update={"name": "<b>&'\"</b>\x07𝕏"})
    content = pack("Dudley", "councillors").model_copy(update={"title": "<b>&'\"</b>\x07𝕏", "office": office})
    assert b"<b>" not in page.render(content)
    assert "<b>&'\"</b>" in docx.Document(io.BytesIO(word.render(content))).paragraphs[0].text
    assert pdf.render(content).startswith(b"%PDF-")


def test_a_missing_font_is_told_with_the_way_out(pack, monkeypatch):
    monkeypatch.setattr(paper.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(KnowledgeError, match="html or docx"):
        pdf.render(pack("Dudley", "councillors"))


# --- to a file -------------------------------------------------------------------------------------------------------


def test_a_folder_gets_a_file_named_after_council_and_role(pack, tmp_path):
    written = packs.write(pack("Dudley", "councillors"), tmp_path / "new", "docx")
    assert written == tmp_path / "new" / "dudley-councillors.docx"
    assert written.stat().st_size > 1000


def test_the_ending_of_a_file_chooses_the_format(pack, tmp_path):
    assert packs.write(pack("Dudley", "councillors"), tmp_path / "mine.PDF", None).read_bytes().startswith(b"%PDF-")
    assert packs.write(pack("Dudley", "councillors"), tmp_path, None).suffix == ".html"


@pytest.mark.parametrize(("name", "format", "code"), [("x.odt", None, "no_such_format"), ("x", "doc", "no_such_format"),
                                                      ("x.pdf", "docx", "no_such_place"), ("no/folder/x.pdf", None, "no_such_place")])  # fmt: skip
def test_formats_and_places_that_do_not_do_are_told(pack, tmp_path, name, format, code):
    with pytest.raises(KnowledgeError) as caught:
        packs.write(pack("Dudley", "councillors"), tmp_path / name, format)
    assert caught.value.code == code
    assert list(tmp_path.rglob("*")) == []
