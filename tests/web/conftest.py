"""What the tests of the pages share: one server with the whole assistant, one Chromium, and what no page may do.

`page` is a browser window of its own, with JavaScript; `plain` is one without. Both fail the test where a page has an
error in its console, breaks the security policy, or asks for anything that is not on this machine.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot import screen
from learning import shelf
from tests.web.room import Person, Trainer
from tests.web.serving import Client, chromium, launched, served

NUMBER = itertools.count(1)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def port(tmp_path_factory, store) -> Iterator[int]:
    """The port of a server with the trained assistant, its questions made: no page has to wait for them."""
    screen.ready()
    shelf.made(store)
    with served(tmp_path_factory.mktemp("web")) as number:
        yield number


@pytest.fixture
def client(port) -> Client:
    """A browser without a window, with a session of its own."""
    return Client(port)


@pytest.fixture
def trainer(port) -> Trainer:
    return Trainer(port, f"203.0.113.{next(NUMBER)}")  # an address of their own: one makes only so many quizzes at once


@pytest.fixture
def people(port) -> list[Person]:
    return [Person(port) for _ in range(3)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium. It ends with its module, since its event loop would be in the way of other tests'."""
    if not chromium():
        missing = "there is no Chromium here (Debian: apt-get install chromium)"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = launched(playwright)
        yield opened
        opened.close()


@pytest.fixture
def window(browser, port) -> Iterator[Callable[..., Any]]:
    """Opens windows of a new browser profile: window(width=…, height=…, java_script_enabled=…)."""
    contexts, wrong = [], []

    def opened(width: int = 1100, height: int = 800, **settings: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=f"http://127.0.0.1:{port}", **settings
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: wrong.append(said.text) if _wrong(said) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if not _near(request.url) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


@pytest.fixture
def page(window) -> Any:
    return window()


@pytest.fixture
def plain(window) -> Any:
    return window(java_script_enabled=False)


@pytest.fixture
def accessible() -> Callable[[Any], None]:
    """Checks a page with axe: no violation of WCAG 2.2 AA."""
    from axe_playwright_python.sync_playwright import Axe

    def checked(page: Any) -> None:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()

    return checked


def _wrong(said: Any) -> bool:
    """An error in the console, except that a page was refused or the line cut, which the test itself looks at."""
    meant = ("the server responded with a status of", "ERR_INTERNET_DISCONNECTED")
    return said.type in ("error", "warning") and not any(words in said.text for words in meant)


def _near(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "about") or parts.hostname in ("127.0.0.1", "localhost")
