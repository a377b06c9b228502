"""Sheets: what a person takes away or comes back to, for the pictures of docs/induction.md and docs/quizzes.md: the first
pages of two packs as they are printed, the lines of accountability, and the page of what one knows.

Called by tools.pictures with a browser and a running server.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bot import lookup
from learning import packs
from learning.sheet import HEIGHT, MARGIN, WIDTH

PACKS = {"pack": ("Dudley", "councillors"), "pack-scrutiny": ("Leicester", "scrutiny-members")}
LINES = ("Kent", "dcs")
NAMES = (*PACKS, "lines", "progress")
PAPER = (round(WIDTH * 96 / 25.4), round(HEIGHT * 96 / 25.4))  # A4 at the 96 pixels an inch of CSS
PRACTISED = {
    "corporate parenting": 6,
    "training": 3,
    "scrutiny": 2,
}  # topics of the progress page, and how many questions
Save = Callable[[Any, str], None]


def take(browser: Any, port: int, save: Save, wanted: tuple[str, ...] = NAMES) -> None:
    """The pictures of these names; `save` takes a window and the picture's name."""
    store = lookup.store()
    for name in (name for name in PACKS if name in wanted):
        first_page(browser, packs.pack(store, *PACKS[name], date.today()), lambda page, name=name: save(page, name))
    if "lines" in wanted:
        drawn = packs.pack(store, *LINES, date.today()).picture
        page = browser.new_page(viewport={"width": 680, "height": 400})
        page.set_content(f"<style>body {{ margin: 0 }}</style>{drawn.svg if drawn else ''}")
        page.set_viewport_size({"width": 680, "height": page.evaluate("document.querySelector('svg').clientHeight")})
        save(page, "lines")
        page.close()
    if "progress" in wanted:
        progress(browser, port, lambda page: save(page, "progress"))


def first_page(browser: Any, pack: packs.Pack, save: Callable[[Any], None]) -> None:
    """The first page of a pack as it comes out of the printer."""
    page = browser.new_page(viewport={"width": PAPER[0], "height": PAPER[1]})
    page.emulate_media(media="print")
    page.set_content(packs.rendered(pack, "html").decode("utf-8"))
    # What a screen shows at once, a printer parts; and a screen has no margins of paper.
    page.add_style_tag(content=f"body {{ padding: {MARGIN}mm !important }} .sheet ~ * {{ display: none }}")
    save(page)
    page.close()


def progress(browser: Any, port: int, save: Callable[[Any], None]) -> None:
    """What someone knows who has practised on three topics, answering the first option each time."""
    context = browser.new_context(viewport={"width": 1000, "height": 900}, base_url=f"http://127.0.0.1:{port}")
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto("/learn/progress")  # answers once the questions are made
    page.goto("/")
    turn = 0

    def say(text: str) -> None:
        nonlocal turn
        turn += 1
        page.fill("#message", text)
        page.click(".ask__button")
        page.wait_for_selector(f"#turn-{turn}")

    for topic, number in PRACTISED.items():
        say(f"quiz me on {topic}")
        for _ in range(number):
            say("1")
            say("next question")
    page.goto("/learn/progress")
    save(page)
    context.close()
