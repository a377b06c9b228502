"""Roles and comparisons over HTTP: every cell quotes its clause, pictures have words beside them, files can be taken away."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import icalendar
import pytest

from bot.rendering.links import address
from learning import offices
from tests.conftest import ROOT


def cells(page: str) -> list[str]:
    return re.findall(r'<div class="side__clause">.*?</div>', page, re.DOTALL)


def test_every_role_has_its_page(client, store):
    page = client.get("/roles").text
    families = list(dict.fromkeys(family for _, family in offices.everywhere(store)))
    for family in families:
        assert f'href="/roles/{family}"' in page
        reply = client.get(f"/roles/{family}")
        assert reply.status == 200, family
        ids = re.findall(r'\sid="([^"]+)"', reply.text)
        assert len(ids) == len(set(ids)), family
        targets = re.findall(r'href="#([^"]+)"', reply.text)
        assert set(targets) <= set(ids), family


def test_every_cell_quotes_a_clause_and_leads_to_it(client, store):
    page = client.get("/roles/dcs").text
    found = cells(page)
    assert len(found) > 40
    for cell in found:
        quote = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", cell, re.DOTALL)[1]
        document, anchor = re.search(r'href="/documents/([^#"]+)#([^"]+)"', cell).groups()
        clause = next(
            c
            for c in store.clauses_of(document)
            if f"{anchor}" == f"clause-{re.sub('[^a-z0-9]+', '-', c.reference.lower()).strip('-')}"
        )
        assert unescape(re.sub(r"<[^>]+>", "", quote)) == f"“{store.citation(clause).shown}”"
        assert store.citation(clause).dated in cell


def test_same_and_reworded_and_not_stated_are_said_with_a_legend(client):
    page = client.get("/roles/team-managers").text
    assert "another council has the same words" in page
    assert re.search(r"Same</strong>.{0,120}“Ensure that referrals are acknowledged\.”", page, re.DOTALL)
    assert "The documents of Kent and Croydon do not name this role." in page
    page = client.get("/roles/director-social-care").text
    assert '<span class="side__differs">in need</span> are <span class="side__differs">safeguarded</span>' in page
    assert "Not stated" in client.get("/roles/dcs").text


def labelled(page: str) -> dict[str, set[str]]:
    """The labels of a role's page, and the address of each clause that bears one."""
    found: dict[str, set[str]] = {}
    for cell in cells(page):
        label = re.search(r'<p class="side__tag"><strong[^>]*>([^<]+)</strong>', cell)
        if label:
            found.setdefault(label[1], set()).add(unescape(re.search(r'href="(/documents/[^"]+)"', cell)[1]))
    return found


def test_only_here_stands_with_a_clause_whose_topics_no_other_council_speaks_of_and_with_no_other(client, store):
    seen = 0
    for family in dict.fromkeys(family for _, family in offices.everywhere(store)):
        page = client.get(f"/roles/{family}").text
        duties = {}
        for council in (c for c, key in offices.everywhere(store) if key == family):
            held = offices.duties(store, offices.office(store, council, family))
            duties[council] = store.clauses(list(dict.fromkeys(stated.clause for _, stated in held)))
        bound = {council: clauses for council, clauses in duties.items() if clauses}
        only = labelled(page).get("Only here", set())
        if len(bound) < 2:
            assert not labelled(page), f"{family}: there is nothing to compare with"
            continue
        apart = set()
        for council, clauses in bound.items():
            elsewhere = {
                topic for other, theirs in bound.items() if other != council for c in theirs for topic in c.topics
            }
            apart |= {address(c.document, c.reference) for c in clauses if not elsewhere & set(c.topics)}
        alike = set().union(*(labelled(page).get(label, set()) for label in ("Same", "Reworded")))
        assert only == apart - alike, family
        assert ("only in this council; what it is compared with has no clause on this topic" in page) == bool(only), (
            family
        )
        seen += len(only)
    assert seen > 10


def test_the_picture_has_its_words_beside_it(client):
    page = client.get("/roles/cdcc").text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert 'role="img" aria-labelledby="lines-kent-cdcc-' in page
    assert "The same in words" in page
    assert not re.search(r"\sstyle=|<style", page)


def test_meetings_have_their_clause_and_what_is_open(client):
    page = client.get("/roles/lead-member").text
    assert "that may mean twice a month or every two months" in unescape(page)
    assert 'href="/roles/lead-member/Croydon/meetings.ics"' not in page, "the form asks for a date"
    assert 'action="/roles/lead-member/Croydon/meetings.ics"' in page


@pytest.mark.parametrize(
    ("format_", "begins", "kind"),
    [
        ("html", b"<!DOCTYPE html>", "text/html"),
        ("pdf", b"%PDF-", "application/pdf"),
        ("docx", b"PK", "application/vnd.openxml"),
    ],
)
def test_packs_can_be_taken_away(client, format_, begins, kind):
    for _ in range(2):  # the second is kept
        reply = client.get(f"/roles/councillors/dudley/pack.{format_}")
        assert reply.status == 200
        assert reply.body.startswith(begins)
        assert reply.headers["Content-Type"].startswith(kind)
        assert reply.headers["Content-Disposition"] == f'attachment; filename="dudley-councillors.{format_}"'
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
    if format_ == "docx":
        assert zipfile.ZipFile(io.BytesIO(reply.body)).testzip() is None


def test_meetings_as_a_calendar(client):
    reply = client.get("/roles/lead-member/Croydon/meetings.ics?from=2026-09-01")
    assert reply.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(reply.body).walk("VEVENT")
    assert events
    assert {str(event["dtstart"].dt) for event in events} == {"2026-09-01"}


@pytest.mark.parametrize(("given", "said"), [("", "Enter the date"), ("?from=", "Enter the date"), ("?from=2026-13-45", "must be a real date"),
                                             ("?from=%3Cscript%3E", "must be a real date"), ("?from=" + "9" * 3000, "must be a real date"),
                                             ("?from=9999-12-31", "from 2000 to 2100"), ("?from=0001-01-01", "from 2000 to 2100")])  # fmt: skip
def test_a_calendar_wants_a_date(client, given, said):
    reply = client.get(f"/roles/lead-member/Croydon/meetings.ics{given}")
    assert reply.status == 400
    assert said in reply.text
    assert "<title>Error: " in reply.text
    assert 'href="#from-in-croydon"' in reply.text
    assert "<script>" not in reply.text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/roles/councilors", 'href="/roles/councillors"'),
        ("/roles/zzzz", 'href="/roles"'),
        ("/roles/%3Cb%3E%00", 'href="/roles"'),
        ("/roles/" + "x" * 2000, 'href="/roles"'),
        ("/roles/councillors/Merton/pack.pdf", 'href="/roles/councillors"'),
        ("/roles/cdcc/Dudley/pack.pdf", "Kent"),
        ("/roles/councillors/Dudley/pack.exe", "pack.pdf"),
        ("/roles/councillors/Dudley/meetings.ics?from=2026-09-01", "no calendar"),
        ("/roles/councillors/Dudley/..%2f..%2fx", "pack.pdf"),
    ],
)
def test_what_is_not_there_is_said(client, path, said):
    reply = client.get(path)
    assert reply.status == 404
    assert said in reply.text.partition("<main")[2]
    assert "`" not in reply.text


# --- compare --------------------------------------------------------------------------------------------------------


def test_two_councils_by_topic(client):
    page = client.get("/compare?a=Dudley&b=Leicester&topic=training").text
    assert '<caption class="govuk-table__caption govuk-table__caption--m">Training and induction</caption>' in page
    assert page.count("<table") == 1
    whole = client.get("/compare?a=Dudley&b=Leicester").text
    assert len(cells(whole)) > 200


def test_two_roles(client):
    page = client.get("/compare?a=lead-member&b=dcs").text
    assert (
        '<h1 class="govuk-heading-l">Lead Member for Children&#39;s Services and Director of Children&#39;s Services</h1>'
        in page
    )
    assert re.search(r'href="/documents/croydon[^"]*">Croydon: LMCS', page), "the council stands with each clause"


def test_two_that_have_nothing_are_said_to_have_nothing(client):
    page = client.get("/compare?a=cabinet&b=mappa").text
    assert "0 clauses" in page
    assert not cells(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [("a=Dudley", "what to compare it with"), ("a=Dudley&b=Dudley", "two that differ"), ("a=Dudley&b=dcs", "not one of each"),
     ("a=%3Cscript%3E&b=dcs", "from the list"), ("a=Dudley&b=Leicester&topic=zz", "topic from the list"), ("a=%00&b=%ff", "from the list")],
)  # fmt: skip
def test_a_wrong_choice_is_said(client, query, said):
    reply = client.get(f"/compare?{query}")
    assert reply.status == 400
    assert said in reply.text
    assert "<script>" not in reply.text


def test_the_guide_for_people_without_a_terminal_names_what_stands_on_the_pages(client):
    guide = (ROOT / "docs" / "induction.md").read_text(encoding="utf-8")
    steps = guide.split("## Inductions, packs and calendars on the web pages, step by step")[1].split("\n## ")[0]
    places = ("/", "/learn", "/profile", "/roles", "/roles/councillors", "/roles/lead-member")
    pages = [client.get(path).text for path in places]
    client.ask("Start my induction: Councillors in Dudley")  # from then on the pages know who asks, and offer to go on
    pages += [client.get(path).text for path in places]
    shown = unescape(
        re.sub(r"<[^>]+>", "", re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", "\n".join(pages)))
    )
    for words in {*re.findall(r"\*\*(.+?)\*\*", steps), "New in your role", "To take away", "Meetings and visits"}:
        assert words in shown, words
    for path, name in (("councillors/Dudley/pack.pdf", "dudley-councillors.pdf"), ("lead-member/Croydon/meetings.ics?from=2026-09-01", "croydon-lead-member.ics")):  # fmt: skip
        assert name in steps
        assert f'"{name}"' in client.get(f"/roles/{path}").headers["Content-Disposition"]
    assert client.get("/roles/councillors/Dudley/meetings.ics?from=2026-09-01").status == 404


def test_the_role_that_is_chosen_on_learn_begins_an_induction(client):
    turn = client.ask(unescape(re.search(r'<option value="(Start my [^"]+)"', client.get("/learn").text)[1]))
    assert "Step 1 of" in turn
    for button in ("Next", "Skip", "Stop for now"):
        assert f">{button}</button>" in turn
