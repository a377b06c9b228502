"""Every page there is: accessible, whole on a narrow screen, under the strict security policy, with nothing inline."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie

import pytest

from bot.channels.web import WebInput
from bot.web import guard
from bot.web.site import NAME
from tests.web.places import Place, Tour
from tests.web.serving import Client, served
from tests.web.test_documents import earlier_edition

INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]* src=\"/assets/)|\son\w+=|javascript:", re.IGNORECASE)
WIDE, NARROW = 1280, 320
# What each conversation must show, so that the page that is looked at is the one that its name says.
SHOWN = {
    "an answer": 'class="citation"', "choices": 'class="choices"', "a refusal with the nearest clause": "citation--nearest",
    "safety first": 'role="alert"', "a question of practice": 'class="choices"', "what was right in practice": "ight.",
    "a scenario": 'class="choices"', "what was right in a scenario": "ight.", "its record": "Induction:",
    "a step with the picture of the lines": '<img class="lines"', "a check question": "Skip this question", "what was right": "ight.",
    "progress": "<svg", "a profile that is set": "Forget my role and council", "a file with faults": 'class="faults"',
    "an answer that was judged": "Noted: this did not help",
}  # fmt: skip


@pytest.fixture(scope="module")
def tour(port, store) -> Tour:
    return Tour(port, store)


def sealed(place: Place) -> None:
    """The strict headers, and nothing in the page that they would have to allow."""
    reply = place.reply()
    assert reply.status == place.status, f"{place.name}: {reply.status}"
    assert reply.headers["Content-Security-Policy"] == guard.POLICY, place.name
    assert reply.headers["X-Content-Type-Options"] == "nosniff", place.name
    assert reply.headers["Cache-Control"] == "no-store", place.name
    if not place.file:
        assert not INLINE.search(reply.text), f"{place.name}: {INLINE.search(reply.text)}"
        assert place.status == 303 or reply.text.rstrip().endswith("</html>"), place.name


@pytest.fixture
def look(window, accessible):
    """Looks at a place in a browser with its visitor's session: whole and accessible, on a phone and at a desk."""
    page = window(width=NARROW, height=640)

    def looked(place: Place) -> None:
        here = f"http://127.0.0.1:{place.who.port}"
        page.set_viewport_size({"width": NARROW, "height": 640})
        page.set_extra_http_headers(place.who.always)
        page.context.clear_cookies()
        for name, cookie in SimpleCookie(place.who.cookie).items():
            page.context.add_cookies([{"name": name, "value": cookie.value, "url": here}])
        if place.sent is not None or place.status == 429:  # what came back, as it came back
            reply = place.reply()
            assert reply.status == place.status, place.name
            page.route(here + place.path, lambda route: route.fulfill(status=reply.status, headers=dict(reply.headers), body=reply.body))  # fmt: skip
        page.goto("about:blank")
        page.goto(here + place.path)
        page.unroute_all()
        assert SHOWN.get(place.name, "") in page.content(), place.name
        assert page.title().endswith(f"– {NAME}"), place.name
        assert page.locator("h1").count() == 1, place.name
        assert page.get_attribute("html", "lang") == "en-GB", place.name
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        for width in (NARROW,) if place.alike else (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 800})
            try:
                accessible(page)
            except AssertionError as found:
                raise AssertionError(f"{place.name}, {width} wide: {place.path}\n{found}") from None
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{place.name}, {width} wide"

    return looked


def test_the_policy_lets_nothing_in_but_files_of_this_server():
    parts = dict(part.split(maxsplit=1) for part in guard.POLICY.split("; "))
    assert {parts.pop(name) for name in ("default-src", "frame-ancestors", "base-uri")} == {"'none'"}
    assert set(parts.values()) == {"'self'"}
    assert {"script-src", "style-src", "form-action"} <= set(parts)


@pytest.mark.parametrize("part", Tour.PARTS)
def test_every_page_and_file_carries_the_strict_policy_and_nothing_inline(tour, part):
    for place in getattr(tour, part)():
        sealed(place)


@pytest.mark.parametrize("part", Tour.PARTS)
def test_every_page_is_accessible_and_whole_on_any_screen(tour, look, part):
    for place in getattr(tour, part)():
        if not place.file and place.status != 303:
            look(place)


def test_no_address_of_the_server_is_left_out(tour):
    async def silent(message) -> None:
        """Nobody asks here."""

    places = list(tour.everywhere())
    seen = [re.split(r"[?#]", place.path)[0] for place in places if place.sent is None]
    for route in WebInput().blueprint(silent)._future_routes:
        pattern = re.sub(r"<[^>]+>", "[^/]+", route.uri)
        assert "GET" not in route.methods or any(re.fullmatch(pattern, path) for path in seen), f"add {route.uri} to tests/web/places.py"  # fmt: skip
    assert set(SHOWN) <= {place.name for place in places}


def test_an_old_edition_is_accessible_and_under_the_policy(copied, tmp_path, look):
    _, sha256 = earlier_edition(copied)
    with served(tmp_path, ("-m", "tests.web.replaced", str(copied.build))) as port:
        for edition in (f"?edition={sha256[:12]}", ""):
            place = Place("an edition", f"/documents/croydon-line-of-sight{edition}", Client(port))
            sealed(place)
            look(place)


def test_pages_for_our_own_faults_are_accessible_and_under_the_policy(tmp_path, look):
    with served(tmp_path, ("-m", "tests.web.broken")) as port:
        apologetic = Client(port)
        apologetic.ask("a child is being hurt right now")
        for place in (Place("a fault", "/fails", Client(port), 500), Place("no store", "/unready", Client(port), 503),
                      Place("no answer", "/", apologetic)):  # fmt: skip
            sealed(place)
            look(place)
