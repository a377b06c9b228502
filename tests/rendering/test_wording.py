"""The same words everywhere: page, Slack, Teams and terminal show what plain text says, in its order, and nothing else."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.text import Text

import bot.rendering
from bot import drill, screen
from bot.rendering import wording
from bot.rendering.blocks import to_blocks
from bot.rendering.cards import to_card
from bot.rendering.html import answer_html, citation_html
from bot.rendering.plain import cited, plain_text, reference
from bot.trouble import trouble
from knowledge.citations import Citation
from knowledge.outcomes import Answer, Clarification, Lesson, NotCovered, Option, Outcome, ProfileSet, SmallTalk
from tests.channels.slack.kit import texts
from tests.conftest import ROOT


def citation(**other: Any) -> Citation:
    known = {
        "document": "leicester-roles-2009", "title": "Safeguarding Children & Young People", "council": "Leicester", "clause": "annex 19.1",
        "role": "Team Manager (duty)", "path": (), "pieces": ("They will:", "chair <the> panel."), "adjacent": (False,),
        "quote": "They will: chair <the> panel.", "spans": ((1, 2),), "standing": "proposed", "date": "20 April 2009", "notes": ("LSCBs are gone.",),
    }  # fmt: skip
    return Citation(**{**known, **other})


ONE, OTHER = citation(), citation(clause="Head of Service 2", role="Head of Service", standing="undated", date=None, notes=("LSCBs are gone.", "So is OSMB."))  # fmt: skip
OPTIONS = tuple(Option(label=f"Do you mean number {n}?", message=f"number {n}") for n in (1, 2))
OUTCOMES: dict[str, Outcome] = {
    "an answer": Answer(says=("First.", "Second & third."), citations=(ONE, OTHER), notes=("Last.",)),
    "an answer with choices": Answer(says=("It is this.",), citations=(ONE,), options=OPTIONS, notes=("Or ask again.",)),
    "a refusal": NotCovered(says=("The documents do not say.",), nearest=(ONE, OTHER), notes=("Ask your manager.",)),
    "danger": Answer(says=("If a child is in danger, call 999.", "Then tell children's social care.", "Your duty:"), citations=(ONE,), safety_first=True),
    "a question back": Clarification(says=("Which do you mean?",), options=OPTIONS),
    "a step": Lesson(says=("Step 1 of 9.",), citations=(ONE,), options=OPTIONS),
    "a profile": ProfileSet(says=("Noted: councillor, Dudley.",)),
    "talk": SmallTalk(says=("Hello.",)),
    "a fault": trouble("hello", "Run `dutydesk build`."),
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words, without what sets a line apart: dashes before a source, numbers of choices, signs of quoting."""
    return re.sub(r"(?m)^\s*(—|>|\d+\.)\s", " ", text).split()


def page(outcome: Outcome) -> str:
    return _text(answer_html(outcome))


def slack(outcome: Outcome) -> str:
    blocks = [block.to_dict() for block in to_blocks(outcome, "c" * 40) if block.block_id != "about"]
    shown = [text for block in blocks for text in texts({k: v for k, v in block.items() if k != "accessory"})]
    return "\n".join(html.unescape(re.sub(r"^\*(.*)\*$", r"\1", text)) for text in shown)


def teams(outcome: Outcome) -> str:
    return "\n".join(_runs(to_card(outcome)["body"]))


def terminal(outcome: Outcome) -> str:
    return "\n".join(
        Text.from_markup(line).plain for line in screen.answer_lines({**outcome.payload(), "text": plain_text(outcome)})
    )


@pytest.mark.parametrize("name", OUTCOMES)
@pytest.mark.parametrize("channel", [page, slack, teams, terminal], ids=lambda channel: channel.__name__)
def test_every_channel_says_what_plain_text_says(channel, name):
    assert words(channel(OUTCOMES[name])) == words(plain_text(OUTCOMES[name]))


@pytest.mark.parametrize("one", [ONE, OTHER], ids=lambda one: one.clause)
def test_a_clause_is_cited_in_the_same_words_on_a_page_of_a_quiz_and_in_practice(one):
    assert reference(ONE) == "annex 19.1 [Team Manager (duty)], Safeguarding Children & Young People, Leicester (proposed, 20 April 2009)"  # fmt: skip
    assert words(_text(citation_html(one))) == words(cited(one))
    assert words("\n".join(text for text, *_ in drill.cited(one))) == words(cited(one))


def test_feedback_has_the_same_words_on_the_page_in_slack_and_in_teams():
    answer = OUTCOMES["an answer"]
    (row,) = [block for block in to_blocks(answer) if block.block_id == "about"]
    assert [button["text"]["text"] for button in row.to_dict()["elements"]] == [wording.HELPED, wording.NOT_HELPED]
    *_, actions, _ = to_card(answer)["body"]
    assert [action["title"] for action in actions["actions"]] == [wording.HELPED, wording.NOT_HELPED, wording.COPY]
    chat = (ROOT / "bot/web/templates/chat.html").read_text(encoding="utf-8")
    assert all(f"{{{{ wording.{name} }}}}" in chat for name in ("HELPED", "NOT_HELPED", "COPY"))


def test_no_renderer_words_these_things_itself():
    """The sentences stand in wording.py alone, in the program and in its templates."""
    said = [
        value
        for value in vars(wording).values()
        if isinstance(value, str) and " " in value and not value.startswith("Wording")
    ]
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "bot").rglob("*.html")]:
        if path.name != "wording.py":
            text = path.read_text(encoding="utf-8")
            assert not [sentence for sentence in (*said, *wording.THANKS.values()) if sentence in text], path


def test_renderers_are_pure():
    """They read neither settings nor files of their own accord; a template beside them is all that one opens."""
    for path in Path(bot.rendering.__path__[0]).glob("*.py"):
        names = {part for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Import | ast.ImportFrom)
                 for part in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])}  # fmt: skip
        assert not names & {"os", "knowledge.website", "knowledge.opened", "bot.web.site", "time", "random"}, path


def _text(markup: str) -> str:
    return html.unescape(
        re.sub(r"<[^>]+>", "", re.sub(r"</(p|a|li|blockquote|figure|strong|button)>(?=\s)", " ", markup))
    )


def _runs(items: list[dict[str, Any]]) -> Iterator[str]:
    """Every paragraph of a card, and what its choices say; not feedback and the text to copy."""
    for item in items:
        if item["type"] == "RichTextBlock":
            yield "".join(run["text"] for run in item["inlines"])
        elif item["type"] == "Container":
            yield from _runs(item["items"])
        elif item["type"] == "ActionSet":
            yield from (a["title"] for a in item["actions"] if "choice" in a.get("data", {}))
