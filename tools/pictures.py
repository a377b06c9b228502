"""Pictures: screenshots of the web pages and of packs for the README and docs, taken from a running server (`make pictures`).

Each is a page or a conversation at the width of a desk or a phone; the files are small.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from bot import screen
from tests.web.serving import chromium, launched, served
from tools import scenes, sheets

FOLDER = Path(__file__).parent.parent / "docs/pictures"
DESK, PHONE = (1000, 760), (390, 780)
LARGEST = 150_000  # bytes of a picture


@dataclass(frozen=True)
class Picture:
    """`questions` are asked one after the other on the first page; `path` is opened where there are none."""

    name: str
    size: tuple[int, int] = DESK
    path: str = "/"
    questions: tuple[str, ...] = ()
    profile: tuple[str, str] | None = None


PICTURES = (
    Picture("web-start"),
    Picture("web-start-phone", PHONE),
    Picture("web-answer", questions=("Who makes sure referrals are acknowledged?",), profile=("Leicester", "practitioners")),
    Picture("web-danger-phone", PHONE, questions=("A child is being beaten right now next door",), profile=("Dudley", "councillors")),
    Picture("web-choice", questions=("what are the duties?",)),
    Picture("web-nearest", questions=("How many social workers are there in Kent?",)),
    Picture("web-profile-phone", PHONE, path="/profile"),
    Picture("web-clause", path="/documents/leicester-roles-2009#clause-annex-19-1"),
    Picture("web-role", path="/roles/director-social-care#topic-child-protection"),
    Picture("web-search", path="/search?q=referrals&council=Dudley"),
    Picture("web-compare", path="/compare?a=Dudley&b=Leicester&topic=training"),
)  # fmt: skip


def main() -> None:
    """Takes every picture, or those named as arguments."""
    if not chromium():
        sys.exit("There is no Chromium here (Debian: apt-get install chromium).")
    screen.ready()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUTYDESK_DATA"] = folder
        with served(Path(folder)) as port, sync_playwright() as playwright:
            browser = launched(playwright)
            for picture in PICTURES:
                if not sys.argv[1:] or picture.name in sys.argv[1:]:
                    take(browser, port, picture)
            if not sys.argv[1:] or any(name.startswith("quiz") for name in sys.argv[1:]):
                scenes.quiz(browser, port, save)
                scenes.scenario(browser, port, save)
            sheets.take(browser, port, save, tuple(n for n in sheets.NAMES if not sys.argv[1:] or n in sys.argv[1:]))
            browser.close()


def take(browser: Any, port: int, picture: Picture) -> None:
    """One picture, in a browser profile of its own."""
    width, height = picture.size
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=f"http://127.0.0.1:{port}")
    page = context.new_page()
    if picture.profile:
        council, role = picture.profile
        page.goto("/profile")
        page.check(f"input[value={council}]")
        page.select_option("#role", role)
        page.click("text=Save")
    page.goto(picture.path)
    for turn, question in enumerate(picture.questions, 1):
        page.fill("#message", question)
        page.click(".ask__button")
        page.wait_for_selector(f"#turn-{turn}")
    page.evaluate("if (!location.hash) scrollTo(0, 0)")
    save(page, picture.name)
    context.close()


def save(page: Any, name: str) -> None:
    """What a window shows, as a file of this name."""
    page.evaluate("document.activeElement.blur()")
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    to = FOLDER / f"{name}.png"
    drawn.save(to, optimize=True)
    if to.stat().st_size > LARGEST:
        drawn.quantize(128, Image.Quantize.MAXCOVERAGE).save(to, optimize=True)
    print(f"{to.name}: {to.stat().st_size // 1000} kB")
    if to.stat().st_size > LARGEST:
        sys.exit(f"{to.name} is over {LARGEST // 1000} kB: make it smaller.")


if __name__ == "__main__":
    main()
