"""The sheet for the wall: for every office one side of A4 with all its duties, whatever the format."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from knowledge.articles import the
from learning import layout, offices, packs, page, pdf, scrutiny, wall, word
from learning.packs import Pack
from learning.paper import Paper
from learning.sheet import HEIGHT, MARGIN, SIZES, WIDTH, Fit, Row, Sheet, fitted, sheet
from tests.learning import reading
from tests.learning.reading import packed
from tests.web.serving import chromium, launched

TODAY = date(2026, 11, 22)
LARGEST = [("Kent", "yos"), ("Leicester", "dcs"), ("Leicester", "scrutiny-members")]
ODD = "“quoted”, ’tis £5, office, flow, affix – and…"


@pytest.fixture(scope="module")
def every(store) -> list[tuple[Pack, Sheet]]:
    """The pack and the sheet of every office."""
    made = (packs.pack(store, council, family, TODAY) for council, family in offices.everywhere(store))
    return [(content, sheet(content)) for content in made]


@pytest.fixture(scope="module")
def pack(store):
    return lambda council, family: packs.pack(store, council, family, TODAY)


def huge(shown: Sheet) -> Sheet:
    """A sheet with more duties than one page can hold."""
    more = [Row("item", f"Duty {n}: {row.text}", row.clause) for n in range(3) for row in shown.rows]
    return shown._replace(rows=(Row("heading", "What you must do"), *more))


# --- content ---------------------------------------------------------------------------------------------------------


def test_every_duty_of_every_office_stands_on_its_sheet_with_its_clause(store, every):
    for content, shown in every:
        for _, stated in offices.duties(store, content.office):
            place = [content.office.documents.index(stated.document)] if len(content.office.documents) > 1 else []
            clause = "".join(f"{'ABC'[n]}: " for n in place) + stated.reference
            assert any(stated.plain in row.text and row.clause == clause for row in shown.rows), (shown.title, clause)


def test_where_an_office_has_two_documents_each_clause_says_which(pack):
    shown = sheet(pack("Kent", "yos"))
    assert [text[:3] for text in shown.standing] == ["A: ", "B: "]
    assert "Approved by the Council on 6 April 2011" in shown.standing[0]
    assert {row.clause[:3] for row in shown.rows if row.clause} == {"A: ", "B: "}
    assert not any(row.clause.startswith("A: ") for row in sheet(pack("Dudley", "councillors")).rows)


def test_every_sheet_has_its_standing_the_danger_the_words_the_gaps_and_the_contacts_policy(every):
    for content, shown in every:
        headings = [row.text for row in shown.rows if row.kind == "heading"]
        assert headings[0] == ("What you must do" if content.office.person else "What it must do")
        assert headings[1] == "What the words mean"
        assert headings[-1] == content.unstated
        assert len(shown.standing) == len(content.office.documents)
        assert "999" in shown.danger[0]
        policy = " ".join(shown.contacts)
        assert "This pack gives no names and no telephone numbers." in policy
        assert "Those printed in the documents are as old as the documents." in policy
        assert "Look for today's contacts on the council's own website or intranet" in policy
        assert shown.labels == ("Children's social care", "Out of hours", "My manager or designated lead")
        assert content.made in shown.foot


def test_every_question_for_scrutiny_names_the_holder_of_a_duty_and_its_clause_and_other_roles_have_none(store, every):
    asking = 0
    for content, shown in every:
        text = {row.text: row.clause for row in shown.rows}
        scrutinises = scrutiny.scrutinises(store, content.office)
        assert bool(content.questions) == ("Questions for scrutiny" in text) == scrutinises
        asking += scrutinises
        for question in content.questions:
            clause = store.clause(question.citation.document, question.citation.clause)
            holders = {offices.titled(store.roles[clause.document, key].name) for key in clause.bearers}
            assert question.holder in holders
            assert question.text.startswith(f"Ask {the(question.holder)}: ")
            assert text[question.text] == clause.reference
        if scrutinises:
            assert (
                f"{len(content.questions)} of the {content.chosen_from} duties of others that the text states." in text
            )
    assert asking == 5


def test_a_councillor_with_another_office_has_the_duty_of_all_councillors_on_the_wall_too(pack):
    rows = {row.text: row.clause for row in sheet(pack("Leicester", "scrutiny-members")).rows}
    duty = next(
        text for text in rows if text.startswith("If you are a councillor, this duty of All Councillors is yours too")
    )
    assert rows[duty] == "annex 12.1"


def test_an_office_that_is_only_named_says_so(pack):
    texts = [row.text for row in sheet(pack("Leicester", "cabinet")).rows]
    assert "This document states no duty of the Cabinet; it only names the office." in texts


# --- one page --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hung(every) -> tuple[list[int], bytes]:
    """The sheets of all offices in one PDF: on which page each ends, and the file."""
    paper = Paper("Sheets")
    ends = []
    for _, shown in every:
        wall.hang(shown, paper)
        ends.append(paper.page)
    return ends, bytes(paper.output())


def test_the_sheet_of_every_office_is_one_page_of_pdf(every, hung):
    assert hung[0] == list(range(1, len(every) + 1))
    assert len(every) > 100


def test_all_of_the_sheet_of_every_office_reads_back_from_its_page(every, hung):
    texts = reading.pages(hung[1])
    for text, (_, shown) in zip(texts, every, strict=True):
        for row in shown.rows:
            assert packed(row.whole) in text, shown.title
        for sentence in (shown.title, *shown.standing, *shown.danger, *shown.contacts, *shown.labels, shown.foot):
            assert packed(sentence) in text, shown.title


def test_the_type_is_large_where_there_is_room(pack):
    assert fitted(sheet(pack("Dudley", "councillors"))) == Fit(16, 1)
    assert fitted(sheet(pack("Kent", "yos"))).columns == 2


def test_more_than_a_page_holds_runs_on_in_the_smallest_type_and_loses_nothing(pack):
    shown = huge(sheet(pack("Kent", "yos")))
    assert fitted(shown) == Fit._make(SIZES[-1])
    paper = Paper("Huge")
    wall.hang(shown, paper)
    assert paper.page > 1
    text = "".join(reading.pages(bytes(paper.output())))
    assert all(packed(row.whole) in text for row in shown.rows)
    assert packed(shown.foot) in text


@pytest.mark.skipif(not chromium(), reason="no Chromium on this machine")
def test_the_sheet_of_every_office_is_one_page_of_the_printed_web_page(every):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launched(playwright)
        tab = browser.new_page(viewport={"width": round((WIDTH - 2 * MARGIN) * 96 / 25.4), "height": 1000})
        tab.emulate_media(media="print")
        for content, shown in every:
            tab.set_content(page.render(content).decode("utf-8"))
            high = tab.evaluate("document.querySelector('.sheet').getBoundingClientRect().height") * 25.4 / 96
            assert high <= HEIGHT - 2 * MARGIN, shown.title
        browser.close()


@pytest.mark.skipif(not chromium(), reason="no Chromium on this machine")
@pytest.mark.parametrize(("council", "family"), LARGEST)
def test_printed_from_a_browser_the_first_page_is_the_sheet_and_the_quotes_follow(pack, council, family):
    from playwright.sync_api import sync_playwright

    content = pack(council, family)
    with sync_playwright() as playwright:
        browser = launched(playwright)
        tab = browser.new_page()
        tab.set_content(page.render(content).decode("utf-8"))
        first, *rest = reading.pages(tab.pdf(prefer_css_page_size=True))
        browser.close()
    shown = sheet(content)
    assert all(packed(row.whole) in first for row in shown.rows)
    assert packed(shown.foot) in first
    heading = next(b.text for b in layout.blocks(content) if isinstance(b, layout.Heading))
    assert rest[0].startswith(packed(heading))


@pytest.mark.parametrize(("council", "family"), LARGEST)
def test_in_word_the_sheet_is_a_page_of_its_own_with_its_columns(pack, council, family):
    opened = docx.Document(io.BytesIO(word.render(pack(council, family))))
    above, columns, below, after = opened.sections
    assert [s._sectPr.find(qn("w:cols")).get(qn("w:num")) for s in (columns, below, after)] == ["2", "1", "1"]
    starts = [s.start_type for s in opened.sections]
    assert [str(start).split()[0] for start in starts[1:]] == ["CONTINUOUS", "CONTINUOUS", "NEW_PAGE"]
    assert above.left_margin.mm == columns.left_margin.mm == pytest.approx(MARGIN, abs=0.1)
    sizes = {run.font.size.pt for p in opened.paragraphs[:40] for run in p.runs if run.font.size}
    assert min(sizes) >= 7


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine")
def test_a_word_processor_sets_the_sheet_on_one_page(pack, tmp_path):
    contents = {f"{council}-{family}": pack(council, family) for council, family in LARGEST}
    for name, content in contents.items():
        (tmp_path / f"{name}.docx").write_bytes(word.render(content))
    own = f"-env:UserInstallation={(tmp_path / 'settings').as_uri()}"
    files = [str(tmp_path / f"{name}.docx") for name in contents]
    call = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(call, check=True, capture_output=True, timeout=240)
    for name, content in contents.items():
        first, *rest = reading.pages((tmp_path / f"{name}.pdf").read_bytes())
        assert all(packed(row.whole) in first for row in sheet(content).rows), name
        assert packed(content.made) in first
        assert rest


# --- the whole PDF, read back ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("council", "family"), [*LARGEST, ("Dudley", "councillors"), ("Croydon", "lead-member")])
def test_the_pdf_reads_back_with_every_duty_clause_and_quote(pack, council, family):
    content = pack(council, family)
    data = pdf.render(content)
    first, *rest = reading.pages(data)
    footer = rf"{re.escape(packed(content.title))}:page\d+of\d+"
    text = "".join(re.sub(footer, "", part) for part in rest)
    assert re.search(footer, first)
    for block in layout.blocks(content):
        if isinstance(block, layout.Said):
            for said in (*block.says, *([block.quote] if block.quote else []), block.reference):
                assert packed(said) in text
        elif isinstance(block, layout.Table):
            assert all(packed(cell) in text for row in block.rows for cell in row)
    read = reading.opened(data)
    assert read.metadata.title == content.title
    assert read.trailer["/Root"]["/Lang"] == "en-GB"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712  (an object of the reader's)
    assert read.outline[0]["/Title"] == content.title


def test_quotation_marks_pounds_and_letters_that_are_often_joined_come_back_as_they_were(pack):
    shown = sheet(pack("Dudley", "councillors"))
    paper = Paper("Odd")
    wall.hang(shown._replace(rows=(*shown.rows, Row("item", ODD, "All 1"))), paper)
    paper.say(ODD)
    text = reading.pages(bytes(paper.output()))[0]
    assert text.count(packed(ODD)) == 2


def test_the_tags_of_the_pdf_give_its_headings_paragraphs_and_quotes_to_screen_readers(pack):
    content = pack("Kent", "cdcc")
    data = pdf.render(content)
    shown, *blocks = layout.blocks(content)
    assert b"/StructTreeRoot" in data
    assert data.count(b"/S /H1") == 1
    headings = [row.kind for row in shown.rows if row.kind in ("heading", "topic")]
    levels = [b.level for b in blocks if isinstance(b, layout.Heading)]
    assert data.count(b"/S /H2") == headings.count("heading") + levels.count(2)
    assert data.count(b"/S /H3") == headings.count("topic") + levels.count(3)
    assert data.count(b"/S /BlockQuote") >= sum(isinstance(b, layout.Said) and bool(b.quote) for b in blocks)


def test_a_paragraph_that_runs_over_a_page_is_tagged_on_both():
    paper = Paper("Long")
    paper.add_page()
    paper.set_y(paper.h - 40)
    paper.say("Words to fill a page. " * 200, "BlockQuote")
    out = bytes(paper.output())
    assert out.count(b"/S /BlockQuote") == paper.page == 2
