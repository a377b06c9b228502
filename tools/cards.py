"""Pictures of Teams cards: asks a few questions, begins a lesson and a quiz, and draws the answers into docs/pictures (`make pictures`).

Needs Microsoft's renderer, the npm package adaptivecards, which set-up fetches, and Chromium. The look is that of Teams, roughly.
"""

from __future__ import annotations

import os
import sys
import tempfile

from playwright.sync_api import sync_playwright

from bot import screen
from bot.channels.teams.webhook import WELCOME
from bot.rendering.cards import to_card
from knowledge.opened import knowledge
from knowledge.outcomes import received
from learning import shelf
from tests.web.serving import ROOT, chromium, launched
from tools.pictures import FOLDER

LIBRARY = ROOT / "node_modules/adaptivecards/dist/adaptivecards.min.js"

QUESTIONS = {
    "answer": ("who escalates resettlement failures?", None, None),
    "danger": ("a man is hitting a child right now outside the school", "Dudley", "councillors"),
    "refusal": ("how many social workers does Kent employ?", "Kent", None),
    "choices": ("what does the Assistant Director do?", None, None),
}
LESSONS = {
    "lesson": "I'm a new councillor in Dudley, start my induction",
    "quiz": "quiz me on corporate parenting",
}
PAPER = {"backgroundColor": "#FFFFFF", "foregroundColors": {
    "default": {"default": "#242424", "subtle": "#616161"}, "attention": {"default": "#B10E1C", "subtle": "#B10E1C"}}}  # fmt: skip
TEAMS = {
    "fontFamily": "'Segoe UI', Arial, sans-serif",
    "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "extraLarge": 24, "padding": 16},
    "containerStyles": {"default": PAPER, "emphasis": {**PAPER, "backgroundColor": "#F5F5F5"},
                        "accent": {**PAPER, "backgroundColor": "#E8EBFA"},
                        "attention": {**PAPER, "backgroundColor": "#FDE7E9"}},
    "actions": {"maxActions": 6, "actionsOrientation": "horizontal", "actionAlignment": "left", "buttonSpacing": 8},
}  # fmt: skip
PAGE = """<body style="margin:0"><style>button{font:600 14px Arial;padding:6px 12px;border:1px solid #d1d1d1;border-radius:4px;
background:#fff}</style><div id="card" style="width:520px;background:#fff;border:1px solid #d1d1d1;border-radius:4px"></div>"""
DRAW = """([card, host]) => {
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(host);
  drawn.parse(card);
  document.getElementById("card").replaceChildren(drawn.render());
}"""


def main() -> None:
    if not LIBRARY.exists() or not chromium():
        sys.exit(
            "Cards need Chromium (Debian: apt-get install chromium) and the npm packages (`make setup` with a network)."
        )
    os.environ["DUTYDESK_DATA"] = tempfile.mkdtemp()  # lessons are nobody's
    assistant = screen.assistant()
    shelf.made(knowledge().store)
    cards = {
        name: to_card(received(assistant.respond(text, session=name, council=council, role=role)))
        for name, (text, council, role) in QUESTIONS.items()
    }
    for name, text in LESSONS.items():
        cards[name] = to_card(received(assistant.respond(text, session=name, person=name)))
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = browser.new_page()
        page.set_content(PAGE)
        page.add_script_tag(path=LIBRARY)
        for name, card in {**cards, "welcome": to_card(WELCOME)}.items():
            page.evaluate(DRAW, [card, TEAMS])
            page.locator("#card").screenshot(path=FOLDER / f"teams-{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
