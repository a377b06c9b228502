"""The reader, roles, search and comparison in a real browser: from a citation to its clause, by keyboard, without
JavaScript, on a narrow screen, on paper, and for a screen reader."""

from __future__ import annotations

ANNEX = "/documents/leicester-roles-2009#clause-annex-19-1"


def highlighted(page) -> None:
    clause = page.locator("#clause-annex-19-1")
    box = clause.bounding_box()
    assert 0 <= box["y"] < 800, "it is on the screen"
    assert clause.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 247, 191)"
    assert (
        page.locator("#clause-annex-19-2").evaluate("e => getComputedStyle(e).backgroundColor") != "rgb(255, 247, 191)"
    )


def test_a_citation_opens_the_clause_highlighted_in_its_place(page):
    page.goto("/")
    page.fill("#message", "Who makes sure referrals are acknowledged in Leicester?")
    page.click(".ask__button")
    page.click("#turn-1 .citation a >> nth=0")
    page.wait_for_url(f"**{ANNEX}")
    assert "Ensure that referrals are acknowledged." in page.inner_text(":target")
    highlighted(page)
    assert page.evaluate("document.activeElement.id") == "clause-annex-19-1"


def test_a_link_to_a_clause_that_is_not_there_says_which_is_nearest(page):
    page.goto("/documents/leicester-roles-2009#clause-anex-19-1")
    page.wait_for_selector("text=There is no such clause")
    page.click("main a >> nth=0")
    page.wait_for_url(f"**{ANNEX}")
    highlighted(page)


def test_without_javascript_the_clause_is_highlighted_and_search_and_comparison_work(plain):
    plain.goto(ANNEX)
    highlighted(plain)
    plain.click("text=Search >> nth=0")
    plain.fill("#q", "referral")
    plain.select_option("#council", "Dudley")
    plain.click(".finder__button")
    assert 11 <= plain.locator(".result").count() <= 20
    assert plain.locator("mark").count() > 11
    plain.click(".result__title a >> nth=0")
    assert plain.locator(":target").count() == 1
    plain.goto("/compare")
    plain.select_option("#a", "lead-member")
    plain.select_option("#b", "dcs")
    plain.select_option("#topic", "training")
    plain.click(".finder__button")
    assert plain.locator("table.sides").count() == 1
    plain.goto("/documents/kent-dcs-2011")
    assert "Nothing is numbered" in plain.inner_text(".paper__defects")


def test_keyboard_alone_leads_from_the_search_to_the_clause(page):
    page.goto("/search")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("supervision")
    page.keyboard.press("Enter")
    page.wait_for_selector(".result")
    page.focus(".finder__button")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.parentElement.className") == "result__title"
    page.keyboard.press("Enter")
    page.wait_for_selector(":target")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest(':target') !== null"), "the next stop is inside the clause"


def test_the_picture_and_wide_tables_can_be_reached_by_keyboard(window):
    page = window(width=320, height=640)
    page.goto("/roles/cdcc")
    region = page.locator(".wide").first
    region.focus()
    assert page.evaluate("document.activeElement.className") == "wide"
    assert page.locator("svg[role=img] title").count()
    assert "appoints" in page.inner_text(".said") or "accountable" in page.inner_text(".said")


def test_on_a_narrow_screen_each_cell_names_its_council(window):
    page = window(width=320, height=640)
    page.goto("/roles/team-managers")
    assert page.locator(".side__name:visible").count() >= 2
    assert page.locator("[role=columnheader]").count() >= 2, "still a table for a screen reader"


def test_a_calendar_and_a_pack_are_taken_away(page):
    page.goto("/roles/lead-member")
    page.fill("#from-in-croydon", "2026-09-01")
    with page.expect_download() as calendar:
        page.click("text=Get the calendar file, Croydon")
    assert calendar.value.suggested_filename == "croydon-lead-member.ics"
    with page.expect_download() as pack:
        page.click("#in-croydon .take >> text=Word")
    assert pack.value.suggested_filename == "croydon-lead-member.docx"


def test_printed_a_document_stands_alone(page):
    page.goto("/documents/dudley-roles-2006")
    page.emulate_media(media="print")
    assert page.locator(".passage").first.is_visible()
    for gone in (".contents", ".site-strip__profile", ".govuk-breadcrumbs"):
        assert not page.locator(gone).first.is_visible()
