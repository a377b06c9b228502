"""The parts behind the pages: colours, sessions, allowances, conversations, the style sheet, and an outcome as HTML."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from sanic import Blueprint

from bot import checkup
from bot.channels.exchange import Said
from bot.rendering.html import answer_html
from bot.rendering.links import address, anchor
from bot.web import assets, conversations, guard, search, sessions
from bot.web.conversations import Conversations
from bot.web.kept import Kept
from bot.web.limits import Allowance
from bot.web.pages import TEMPLATES, Pages
from bot.web.site import COLOUR, contrast, site
from knowledge import opened
from knowledge.citations import Citation
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Answer, Clarification, NotCovered, Option, SmallTalk
from knowledge.questions import Profile


def citation(**other) -> Citation:
    known = {
        "document": "croydon-line-of-sight", "title": "Line of Sight", "council": "Croydon", "clause": "LMCS 8", "role": "Lead Member",
        "path": (), "pieces": ("The LMCS will:", "chair <the> panel."), "adjacent": (False,), "quote": "The LMCS will: chair <the> panel.",
        "spans": ((1, 2),), "standing": "undated", "date": None,
    }  # fmt: skip
    return Citation(**{**known, **other})


def said(text: str = "hello") -> Said:
    return Said(SmallTalk(says=(text,)), text, Profile())


def request(ip: str = "127.0.0.1", **headers: str) -> SimpleNamespace:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(ip=ip, headers=SimpleNamespace(
        get=named.get, getall=lambda name, default: [named[name]] if name in named else default))  # fmt: skip


# --- an outcome as HTML -----------------------------------------------------------------------------------------


def test_what_is_said_and_quoted_is_escaped_and_nothing_is_left_out():
    outcome = Answer(says=("Say <b>.",), citations=(citation(notes=("Old & gone.",)),), notes=("Note <i>.",))
    html = answer_html(outcome)
    assert "“The LMCS will: […] chair &lt;the&gt; panel.”" in html
    for words in (
        "Say &lt;b&gt;.",
        "Note &lt;i&gt;.",
        "Old &amp; gone.",
        ">LMCS 8</a> [Lead Member], Line of Sight, <strong>Croydon</strong>",
        "undated",
    ):
        assert words in html
    assert html.index("Say") < html.index("LMCS will") < html.index("Old") < html.index("Note")
    assert 'href="/documents/croydon-line-of-sight#clause-lmcs-8"' in html


def test_the_nearest_is_marked_as_nearest():
    html = answer_html(NotCovered(says=("No.",), nearest=(citation(),)))
    assert (
        html.index("The nearest clause says something else:")
        < html.index("citation--nearest")
        < html.index("LMCS will")
    )
    assert "citation--nearest" not in answer_html(Answer(citations=(citation(),)))


def test_danger_stands_first_and_alerts_once():
    outcome = NotCovered(says=("Call 999.", "Tell them.", "Then this."), safety_first=True)
    assert re.match(r'\s*<div class="danger" role="alert">', answer_html(outcome))
    assert 'role="alert"' not in answer_html(outcome, latest=False)
    assert "Then this." not in answer_html(outcome).partition("</div>")[0]


def test_options_are_buttons_that_send_their_message_and_later_a_list():
    option = Option(label="Kent's", message='what does "DCS" do in Kent?')
    html = answer_html(Clarification(says=("Which?",), options=(option, option)))
    assert 'name="message" value="what does &#34;DCS&#34; do in Kent?"' in html
    past = answer_html(Clarification(says=("Which?",), options=(option, option)), latest=False)
    assert "<button" not in past
    assert "Kent&#39;s" in past


@pytest.mark.parametrize(
    ("standing", "date", "colour"),
    [("approved", "6 April 2011", "green"), ("draft", "2006", "yellow"), ("review overdue", "2007", "orange"), ("unheard of", None, "grey")],
)  # fmt: skip
def test_a_standing_has_its_colour_and_only_approval_is_green(standing, date, colour):
    assert f"govuk-tag--{colour}" in answer_html(Answer(citations=(citation(standing=standing, date=date),)))


def test_every_clause_has_an_anchor_of_its_own(store):
    for document in store.documents:
        references = [clause.reference for clause in store.clauses_of(document)]
        anchors = {anchor(reference) for reference in references}
        assert len(anchors) == len(references)
        assert all(re.fullmatch(r"clause-[a-z0-9]+(-[a-z0-9]+)*", a) for a in anchors)


def test_an_address_cannot_leave_its_page():
    assert address("../x y", 'a"><b') == "/documents/..%2Fx%20y#clause-a-b"
    assert address("kent-dcs-2011") == "/documents/kent-dcs-2011"


# --- site and assets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "#123456; } body {", "url(x)"])
def test_a_colour_that_is_none_is_left_and_told(monkeypatch, colour):
    monkeypatch.setenv("DUTYDESK_SITE_COLOUR", colour)
    assert site().colour == COLOUR
    assert "DUTYDESK_SITE_COLOUR" in site().problems[0]
    assert any("DUTYDESK_SITE_COLOUR" in finding.detail and finding.state == "broken" for finding in [checkup._pages()])


@pytest.mark.parametrize("name", ["missing.svg", "arms.gif", "arms.html", "large.png"])
def test_a_logo_that_cannot_be_used_is_left_and_told(monkeypatch, tmp_path, name):
    (tmp_path / "arms.gif").write_bytes(b"x")
    (tmp_path / "arms.html").write_bytes(b"x")
    (tmp_path / "large.png").write_bytes(b"x" * 300_000)
    monkeypatch.setenv("DUTYDESK_SITE_LOGO", str(tmp_path / name))
    assert site().logo is None
    assert "no logo is shown" in site().problems[0]


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ffcc00", "#0b4a55", "#767676", "#d4351c"])
def test_the_name_reads_on_any_colour(monkeypatch, colour):
    monkeypatch.setenv("DUTYDESK_SITE_COLOUR", colour)
    assert contrast(site().colour, site().ink) >= 4.5


def test_the_style_sheet_has_neither_the_font_nor_anything_to_fetch_for_it():
    style = assets.published()["govuk-frontend.min.css"].decode()
    assert "GDS" not in style
    assert "@font-face" not in style
    assert "sourceMappingURL" not in style
    assert "arial,sans-serif" in style
    assert set(re.findall(r"url\(([^)]*)\)", style)) <= {"/assets/images/govuk-crest.svg"}, (
        "of a class that no page uses"
    )


def test_without_the_published_files_the_pages_go_on(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "GOVUK", tmp_path)
    held = assets.Assets(site())
    assert "page.js" in held.files
    assert "govuk-frontend.min.css" not in held.files
    assert checkup._pages().state == "missing"


# --- sessions, requests, allowances -----------------------------------------------------------------------------


def test_a_session_is_known_again_until_it_is_old(monkeypatch):
    cookie = sessions.made()
    assert sessions.known(cookie) == cookie.split(".")[0]
    now = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + sessions.KEPT + 2)
    assert sessions.known(cookie) is None


def test_another_installations_session_is_not_known(monkeypatch):
    cookie = sessions.made()
    monkeypatch.setenv("DUTYDESK_SECRET", "another" * 6)
    assert sessions.known(cookie) is None


def test_only_a_trusted_proxy_speaks_for_others(monkeypatch):
    passed = {"x_forwarded_for": "6.6.6.6, 198.51.100.7", "x_forwarded_proto": "https"}
    assert guard.address(request(**passed)) == "198.51.100.7", (
        "the one that the proxy saw, not what the browser claimed"
    )
    assert guard.secure(request(**passed))
    assert guard.address(request("192.0.2.1", **passed)) == "192.0.2.1"
    assert not guard.secure(request("192.0.2.1", **passed))
    monkeypatch.setenv("DUTYDESK_PROXY", "192.0.2.0/24, 2001:db8::/32")
    assert guard.address(request("192.0.2.1", **passed)) == "198.51.100.7"
    monkeypatch.setenv("DUTYDESK_PROXY", "nonsense")
    assert guard.address(request("192.0.2.1", **passed)) == "192.0.2.1"


def test_addresses_of_one_household_count_as_one():
    one, other = (guard.address(request(x_forwarded_for=f"2001:db8:1:2::{end}")) for end in ("1", "ffff"))
    assert one == other == "2001:db8:1:2::/64"
    assert guard.address(request(x_forwarded_for="unknown")) == "127.0.0.1"


def test_an_allowance_is_used_up_and_comes_back():
    allowance = Allowance(at_once=2, a_second=0.5)
    assert [allowance.take("a", now=0) for _ in range(3)] == [True, True, False]
    assert allowance.take("b", now=0)
    assert not allowance.take("a", now=1)
    assert allowance.take("a", now=2.1)
    assert [allowance.take("a", now=1000) for _ in range(3)] == [True, True, False], "never more than at once"


def test_allowances_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr("bot.web.limits.HELD", 10)
    allowance = Allowance(1, 1)
    for asker in range(100):
        allowance.take(str(asker), now=0)
    assert len(allowance._left) == 10


# --- conversations ----------------------------------------------------------------------------------------------


def test_a_conversation_holds_its_latest_turns_only():
    held = Conversations()
    for number in range(20):
        held.going_on("s").add(f"question {number}", said())
    turns = held.of("s").turns
    assert [turn.number for turn in turns] == list(range(13, 21))
    assert held.of("s").turn("20").question == "question 19"
    assert held.of("s").turn("1") is None


def test_conversations_end_after_an_hour_by_request_and_when_there_are_too_many(monkeypatch):
    clock = SimpleNamespace(now=0.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(conversations, "time", clock)
    monkeypatch.setattr(conversations, "HELD", 3)
    held = Conversations()
    former = held.going_on("a").id
    clock.now = conversations.KEPT - 1
    held.going_on("b")
    clock.now = conversations.KEPT + 1
    assert held.of("a") is None
    assert held.of("b")
    assert held.going_on("a").id != former, "the assistant's memory of the former is not found again"
    for session in "cde":
        held.going_on(session)
    assert held.of("b") is None
    held.end("e")
    assert held.of("e") is None


# --- with Rasa --------------------------------------------------------------------------------------------------


def test_rasas_own_greeting_gives_way_to_the_first_page():
    from rasa.server import add_root_route
    from sanic import Sanic

    from bot.channels.web import WebInput

    app = Sanic("greets", configure_logging=False)
    add_root_route(app)
    app.blueprint(WebInput().blueprint(None), url_prefix="/")
    app.router.finalize()
    (route,) = app.router.static_routes[("",)]
    assert route.name.startswith("greets.web.")


# --- ready before the first visitor -----------------------------------------------------------------------------


def test_no_template_is_compiled_while_a_visitor_waits(monkeypatch):
    pages = Pages(Blueprint("ready"), SimpleNamespace())
    pages.compile()
    monkeypatch.setattr(pages.templates, "compile", lambda *_, **__: pytest.fail("compiled again"))
    for name in (
        *(path.name for path in TEMPLATES.glob("*.html")),
        "govuk_frontend_jinja/components/radios/macro.html",
    ):
        pages.templates.get_template(name)


def test_what_the_first_search_needs_is_made_at_the_start(knowledge):
    kept = Kept()
    vars(opened.knowledge().search.vectors).pop("lesson", None)
    search._ready(kept)
    assert kept.known(opened.knowledge().store, "speller").mended("referal") == "referral"
    assert "lesson" in vars(opened.knowledge().search.vectors)


def test_a_server_without_a_store_starts_all_the_same(monkeypatch):
    def missing():
        raise KnowledgeError("store_missing")

    monkeypatch.setattr(search, "knowledge", missing)
    search._ready(Kept())
