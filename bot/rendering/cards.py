"""Cards: an outcome as an Adaptive Card, for Microsoft Teams. A pure function.

The words are bot.rendering.wording's, in the order of plain. Whatever is quoted or comes from outside stands in text runs,
which know no markdown: nothing in a clause can become formatting, a link or a mention.
Schema and version: https://adaptivecards.io/explorer; Teams takes 1.5 and 28 KB a message:
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.rendering import bars
from bot.rendering.links import outside
from bot.rendering.plain import plain_text, reference
from bot.rendering.wording import COPY as TO_COPY
from bot.rendering.wording import HELPED, IN_PLACE, NEAREST, NOT_HELPED, dated_words, quoted, source
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.outcomes import Drawing, Lesson, Option, Outcome

VERSION = "1.5"
LARGEST = 24_000  # bytes of a card as JSON; with what stands around it a message stays below 28 KB
BUTTONS = 6  # choices as buttons; more become a list to choose from
LABEL = 60  # characters that a button shows
CHOICE, ASKER, FEEDBACK, COPY = "choice", "asker", "feedback", "copy"

ARROW = "▲"
CHOOSE = "Choose one"
SOME = "{shown} of {all} clauses fit into one message. For the others, ask for each by its reference: {others}."
TOO_LONG = (
    "This clause is too long for one message in Teams, and a part of it could mislead. Read it whole in the document."
)
CHOOSE_FIRST, SEND = "Choose one of these first.", "Send my choice"
OLD_TEAMS = "This version of Teams cannot show the answer. Open Teams in a browser to read it."

Card = dict[str, Any]


class Judgement(Closed):
    """What a feedback button sends: whether the answer helped, its kind and the clauses it showed."""

    helpful: bool
    status: Literal["answered", "not_covered"]
    clauses: Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+/[^/\n]+$", max_length=120)], ...], Field(max_length=20)]  # fmt: skip


def to_card(outcome: Outcome, asker: str = "", site: str = "") -> Card:
    """The outcome as one card; its choices carry `asker`, whose question they complete; `site` is the address
    before every page's path, for links to the clauses, if it is known. Where it is too large, the text to copy goes first, then whole clauses from the end, and
    the card says so; a quote is never cut."""
    cited = len(outcome.citations) + len(outcome.nearest)
    # A drawing goes before a clause does: its lines are said in words as well.
    attempts = [(cited, True, True, True), (cited, False, True, True), (cited, False, True, False),
                *((n, False, False, False) for n in range(cited, -1, -1))]  # fmt: skip
    for shown, copy, fallback, drawn in attempts:
        card = _card(outcome, asker, site, shown, copy, fallback, drawn)
        if size(card) <= LARGEST:
            break
    return card


def size(card: Card) -> int:
    """Bytes of a card as it is sent."""
    return len(json.dumps(card))


def summary(outcome: Outcome) -> str:
    """A line for notifications: the first sentence, else where the clause stands."""
    first = outcome.says[0] if outcome.says else reference((*outcome.citations, *outcome.nearest)[0])
    return first if len(first) <= 200 else f"{first[:199]}…"


def _card(outcome: Outcome, asker: str, site: str, shown: int, copy: bool, fallback: bool, drawn: bool) -> Card:
    citations, nearest = outcome.citations[:shown], outcome.nearest[: max(0, shown - len(outcome.citations))]
    missing = (*outcome.citations[len(citations) :], *outcome.nearest[len(nearest) :])
    drawing = outcome.drawing if drawn and isinstance(outcome, Lesson) else None
    shapes = [*(_drawing(drawing) if drawing else ()), *_chart(outcome)]
    body = [*_says(outcome), *shapes, *(_cited(c, site) for c in citations)]
    if nearest:
        heading = _text(NEAREST, weight="Bolder")
        body.append(_box([heading, *(_cited(citation, site) for citation in nearest)], style="emphasis"))
    body += _missing(missing, shown)
    body += [_text(note, italic=True) for note in dated_words(outcome)]
    body += _choices(outcome.options, asker)
    body += [_text(note, italic=True) for note in outcome.notes]
    body += _actions(outcome, copy)
    said = escaped(plain_text(outcome)) if fallback else OLD_TEAMS
    return {"type": "AdaptiveCard", "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "version": VERSION,
            "fallbackText": said, "body": body}  # fmt: skip


def _says(outcome: Outcome) -> list[Card]:
    """The sentences; those of a danger stand first and apart, the first of them large."""
    if not outcome.safety_first:
        return [_text(line) for line in _lines(outcome.says)]
    urgent, rest = outcome.says[:2], outcome.says[2:]
    warning = [_text(line, weight="Bolder", color="Attention", size="Large" if n == 0 else "Default")
               for n, line in enumerate(_lines(urgent))]  # fmt: skip
    return [_box(warning, style="attention"), *(_text(line) for line in _lines(rest))]


def _drawing(drawing: Drawing) -> list[Card]:
    """Who answers to whom, one box below the other, with an arrow from each side of the office to what is above it."""
    own = next(place for place, box in enumerate(drawing.boxes) if box.side == "own")
    drawn = [_text(drawing.title, weight="Bolder", size="Small")]
    for place, box in enumerate(drawing.boxes):
        if place in (own, own + 1) and place:
            drawn.append({**_text(ARROW, weight="Bolder"), "horizontalAlignment": "Center", "spacing": "None"})
        lines = [_text(box.caption, size="Small")] if box.caption else []
        lines += [_text(box.name, weight="Bolder"), *(_text(about, size="Small") for about in box.about)]
        packed = [lines[0], *({**line, "spacing": "None"} for line in lines[1:])]
        drawn.append(_box(packed, style="accent" if box.side == "own" else "emphasis", spacing="Small"))
    return [_box(drawn, separator=True)]


def _chart(outcome: Outcome) -> list[Card]:
    """Bars in letters of one width, each beside its words, which may run over several lines."""
    if not isinstance(outcome, Lesson) or not outcome.chart:
        return []
    rows = []
    for line in bars.drawn(outcome.chart):
        bar, words = line[: bars.LENGTH], line[bars.LENGTH :].strip()
        cells = [{"type": "Column", "width": "auto", "items": [_text(bar, fontType="Monospace")]},
                 {"type": "Column", "width": "stretch", "items": [_text(words)]}]  # fmt: skip
        rows.append({"type": "ColumnSet", "spacing": "Small", "columns": cells})
    return [_text(bars.key()), *rows]


def _cited(citation: Citation, site: str) -> Card:
    """The quote whole, and under it where it stands and the standing of its document."""
    where = source(citation)
    standing = {"type": "TextRun", "text": f"({where.standing})", "size": "Small", "weight": "Bolder"}
    line = _text(f"— {where.place} ", size="Small", isSubtle=True)
    line["inlines"].append(standing)
    if url := outside(site, citation.document, citation.clause):
        link = {"type": "Action.OpenUrl", "url": url}
        line["inlines"].append({"type": "TextRun", "text": f" {IN_PLACE}", "size": "Small", "selectAction": link})
    return _box([_text(quoted(citation)), {**line, "spacing": "Small"}], separator=True)


def _missing(missing: Sequence[Citation], shown: int) -> list[Card]:
    """What does not fit, by its reference: the reader must know that there is more."""
    if not missing:
        return []
    alone = [] if shown else [_box([_text(f"— {reference(missing[0])}"), _text(TOO_LONG, weight="Bolder")])]
    if not missing[len(alone) :]:
        return alone
    others = "; ".join(f"{citation.clause} ({citation.council})" for citation in missing[len(alone) :])
    return [*alone, _text(SOME.format(shown=shown, all=shown + len(missing), others=others), weight="Bolder")]


def _choices(options: Sequence[Option], asker: str) -> list[Card]:
    """Each option as a button; long labels stand in the text with a number; more than fit are a list to choose from."""
    if not options:
        return []
    if len(options) > BUTTONS:
        entries = [{"title": option.label, "value": option.message} for option in options]
        chooser = {
            "type": "Input.ChoiceSet",
            "id": CHOICE,
            "style": "expanded",
            "wrap": True,
            "label": CHOOSE,
            "isRequired": True,
            "errorMessage": CHOOSE_FIRST,
            "choices": entries,
        }
        return [chooser, _set([{"type": "Action.Submit", "title": SEND, "data": _asked(asker)}])]  # fmt: skip
    long = any(len(option.label) > LABEL for option in options)
    written = [_text(f"{number}. {option.label}") for number, option in enumerate(options, 1)] if long else []
    buttons = [
        _choice(option, asker, str(number) if long else option.label) for number, option in enumerate(options, 1)
    ]
    # Buttons of words stand one below the other: beside each other, Teams cuts them off at the card's edge.
    rows = [buttons] if long else [[button] for button in buttons]
    return [*written, *({**_set(row), "spacing": "Small"} for row in rows)]


def _choice(option: Option, asker: str, title: str) -> Card:
    """A button that sends the option's message, and shows in the chat what was chosen."""
    spoken = {"type": "messageBack", "displayText": option.label, "text": option.message}
    return {"type": "Action.Submit", "title": title, "tooltip": option.label, "associatedInputs": "none",
            "data": {CHOICE: option.message, **_asked(asker), "msteams": spoken}}  # fmt: skip


def _asked(asker: str) -> dict[str, str]:
    return {ASKER: asker} if asker else {}


def _actions(outcome: Outcome, copy: bool) -> list[Card]:
    """Feedback for whatever answers or refuses, and the answer as text to copy."""
    if outcome.status not in ("answered", "not_covered"):
        return []
    clauses = [f"{citation.document}/{citation.clause}"[:120] for citation in (*outcome.citations, *outcome.nearest)][
        :20
    ]
    judged = [{"type": "Action.Submit", "title": title, "associatedInputs": "none",
               "data": {FEEDBACK: {"helpful": helpful, "status": outcome.status, "clauses": clauses}}}
              for title, helpful in ((HELPED, True), (NOT_HELPED, False))]  # fmt: skip
    if not (copy and outcome.citations):
        return [_set(judged)]
    text = {
        "type": "Input.Text",
        "id": COPY,
        "isMultiline": True,
        "isVisible": False,
        "label": TO_COPY,
        "value": plain_text(outcome),
    }
    return [_set([*judged, {"type": "Action.ToggleVisibility", "title": TO_COPY, "targetElements": [COPY]}]), text]  # fmt: skip


def _lines(says: Sequence[str]) -> list[str]:
    return [line for sentence in says for line in sentence.split("\n") if line.strip()]


def _text(text: str, **how: Any) -> Card:
    """A paragraph of one text run: shown as it stands, whatever signs it holds."""
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **how}]}


def _box(items: list[Card], **how: Any) -> Card:
    return {"type": "Container", **how, "items": items}


def _set(actions: list[Card]) -> Card:
    return {"type": "ActionSet", "actions": actions}


def escaped(text: str) -> str:
    """Text for the one place of a card that takes markdown (`fallbackText`): its signs stand for themselves."""
    text = re.sub(r"([\\`*_\[\]{}#~|<>])", r"\\\1", text)
    return re.sub(
        r"(?m)^(\s*)(?:([-+])|(\d+)([.)]))", lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text
    )
