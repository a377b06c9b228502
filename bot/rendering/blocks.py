"""Blocks: an outcome as Slack's Block Kit. Pure functions; the words are bot.rendering.wording's, in plain.py's order.

Quotes are shown whole or named as left out, never cut: what does not fit goes into more sections, and clauses that do
not fit into one message are listed by their reference.
Limits: https://docs.slack.dev/reference/block-kit/blocks and …/composition-objects; LARGEST is undocumented, Slack
answers `msg_blocks_too_long` from about 13,200 characters (https://github.com/slackapi/bolt-js/issues/2509).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
)

from bot.rendering import bars
from bot.rendering.links import outside
from bot.rendering.plain import plain_text, reference
from bot.rendering.wording import HELPED, IN_PLACE, NEAREST, NOT_HELPED, dated_words, quoted
from bot.trouble import TROUBLE
from knowledge.citations import Citation
from knowledge.outcomes import Bar, Drawing, Lesson, Outcome
from learning.tree import tree

SECTION = 3000  # characters of a section's text, as sent
BUTTON, VALUE, ELEMENTS = 75, 2000, 25  # a button's label and value; buttons of one row
JUDGED_VALUE = 500  # of a feedback button: the first clauses are enough, and room is short
MENU_VALUE = 150  # a menu option's value
SMALL = 10  # texts in a line of small print
MOST, LARGEST = 48, 11_500  # blocks of a message (Slack takes 50; two may be added) and characters of them all as JSON
TREE = 60  # columns of a drawing: Slack folds longer lines of preformatted text in a narrow window
FALLBACK = 3900  # characters of the text beside the blocks; Slack refuses more than 4000

MARKS = re.compile(r"[*_~`]|:[\w+-]+:")  # what Slack would take for formatting or an emoji
TOO_LONG = "This answer is too long for Slack. Ask for one council or one role."


def to_blocks(
    outcome: Outcome, conversation: str = "", chosen: str = "", share: str = "", site: str = ""
) -> list[Block]:
    """One message. `conversation` is carried by the buttons; `chosen` says what was pressed; `share` is the value of the
    button "Share in channel", which is left out where it is empty; `site` is the address before every page's path, for
    links to the clauses, if it is known."""
    evidence = [*((c, False) for c in outcome.citations), *((c, True) for c in outcome.nearest)]
    blocks: list[Block] = []
    drawing = outcome.drawing if isinstance(outcome, Lesson) else None
    for shown in range(len(evidence), -1, -1):
        # A clause is worth more than a menu, and more than a drawing whose lines are said in words as well.
        for drawn, menus in (((drawing, True), (drawing, False)) if drawing else ()) + ((None, True), (None, False)):
            blocks = list(_message(outcome, evidence, shown, menus, conversation, chosen, share, site, drawn))
            if _fits(blocks):
                return blocks
    return _shortened(blocks)


def fallback(outcome: Outcome) -> str:
    """The text beside the blocks, for notifications and screen readers: the whole answer, or what is said and where it
    stands if that is too long."""
    text = escaped(plain_text(outcome))
    if len(text) <= FALLBACK:
        return text
    lines = [*outcome.says, *map(reference, (*outcome.citations, *outcome.nearest)), *outcome.notes]
    return escaped(next(_pieces("\n".join(lines), FALLBACK), ""))


def is_answer(outcome: Outcome) -> bool:
    """What the documents say, or that they do not: worth judging and sharing, unlike small talk, questions back and
    apologies."""
    return outcome.status in ("answered", "not_covered") and TROUBLE not in outcome.says


def escaped(text: str) -> str:
    """Text in which Slack finds no mention, link or command (https://docs.slack.dev/messaging/formatting-message-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def label(text: str, most: int = BUTTON) -> PlainTextObject:
    """A label without formatting, cut to what a button holds."""
    text = text.replace("<", "‹").replace(">", "›").strip() or "…"
    return PlainTextObject(text=text if len(text) <= most else text[: most - 1] + "…", emoji=False)


def button(text: str, action: str, value: str, style: str | None = None) -> ButtonElement:
    return ButtonElement(text=label(text), action_id=action, value=value, style=style)


def prose(text: str) -> Iterator[Block]:
    """Paragraphs of our own words."""
    return _paragraphs(text, quoted=False)


def charted(chart: Sequence[Bar]) -> Iterator[Block]:
    """Bars in letters of one width, one below the other."""
    yield from prose(bars.key())
    lines = RichTextElementParts.Text(text="\n".join(bars.drawn(chart)))
    yield RichTextBlock(elements=[RichTextPreformattedElement(elements=[lines])])


def small(text: str) -> ContextBlock:
    """A line in small print."""
    return ContextBlock(elements=[_marked(escaped(piece)) for piece in _pieces(text or "…", SECTION)][:SMALL])


def _message(
    outcome: Outcome,
    evidence: Sequence[tuple[Citation, bool]],
    shown: int,
    menus: bool,
    conversation: str,
    chosen: str,
    share: str,
    site: str,
    drawing: Drawing | None,
) -> Iterator[Block]:
    if chosen:
        yield small(chosen)
    says = list(outcome.says)
    if outcome.safety_first and says:
        first = says.pop(0)
        yield SectionBlock(text=_marked(f"*{escaped(first)}*"), expand=True) if not MARKS.search(first) else next(prose(first))  # fmt: skip
    if says:
        yield from prose("\n".join(says))
    if drawing:
        drawn = RichTextElementParts.Text(text="\n".join(tree(drawing, TREE)))
        yield RichTextBlock(elements=[RichTextPreformattedElement(elements=[drawn])])
    if isinstance(outcome, Lesson) and outcome.chart:
        yield from charted(outcome.chart)
    nearest = False
    for number, (citation, is_nearest) in enumerate(evidence[:shown]):
        if is_nearest and not nearest:
            nearest = True
            yield from prose(NEAREST)
        menu = f"clause:{conversation}:{number}" if conversation and menus and not is_nearest else ""
        yield from _cited(citation, menu, site)
    if left := [citation.clause for citation, _ in evidence[shown:]]:
        yield from prose(_left_out(left))
    for note in dated_words(outcome):
        yield from prose(note)
    if outcome.options:
        yield from _choices(outcome, conversation)
    for note in outcome.notes:
        yield from prose(note)
    if row := [*_feedback(outcome), *([button("Share in channel", "share", share)] if share else [])]:
        yield ActionsBlock(block_id="about", elements=row)


def _cited(citation: Citation, block: str, site: str) -> Iterator[Block]:
    """The quote, with a menu where it has a block id, and under it where it stands and the standing of its document."""
    quote = list(_paragraphs(quoted(citation), quoted=True))
    if block and isinstance(quote[0], SectionBlock) and (menu := _menu(citation)):
        quote[0].block_id, quote[0].accessory = block, menu
    yield from quote
    source = small(f"— {reference(citation)}")
    if url := outside(site, citation.document, citation.clause):
        source.elements.append(_marked(f"<{url}|{IN_PLACE}>"))
    yield source


def _menu(citation: Citation) -> OverflowMenuElement | ButtonElement | None:
    """What else can be asked about a clause; each choice sends its value as a message. One alone is a button:
    Slack has long wanted two in a menu at least."""
    role = citation.role.split("; ")[0]
    asked = [("How old is this document?", f"how old is the document {citation.document}?")]
    if role:
        asked.append(("What else must they do?", f"what are the duties of {role} in {citation.council}?"))
    asked = [(text, value) for text, value in asked if len(value) <= MENU_VALUE]
    if len(asked) == 1:
        return button(asked[0][0], "about-clause", asked[0][1])
    options = [Option(text=label(text), value=value) for text, value in asked]
    return OverflowMenuElement(action_id="about-clause", options=options) if options else None


def _choices(outcome: Outcome, conversation: str) -> Iterator[Block]:
    """The choices as buttons; labels that a button does not hold stand numbered in the text."""
    numbered = any(len(option.label) > BUTTON for option in outcome.options)
    if numbered:
        yield from prose("\n".join(f"{number}. {option.label}" for number, option in enumerate(outcome.options, 1)))
    buttons = [
        button(str(number) if numbered else option.label, f"choose:{number}",
               option.message if 0 < len(option.message) <= VALUE else str(number))
        for number, option in enumerate(outcome.options, 1)
    ]  # fmt: skip
    for start in range(0, len(buttons), ELEMENTS):
        yield ActionsBlock(block_id=f"choices:{conversation}:{start}", elements=buttons[start : start + ELEMENTS])


def _feedback(outcome: Outcome) -> list[ButtonElement]:
    """Whether it helped: status and clauses go into the value, nothing of what was asked."""
    if not is_answer(outcome):
        return []
    clauses = [f"{citation.document}/{citation.clause}" for citation in (*outcome.citations, *outcome.nearest)]
    while len(value := json.dumps({"status": outcome.status, "clauses": clauses})) > JUDGED_VALUE:
        clauses.pop()
    return [button(HELPED, "helpful", value), button(NOT_HELPED, "unhelpful", value)]


def _left_out(references: Sequence[str]) -> str:
    clauses = "clause" if len(references) == 1 else "clauses"
    return (
        f"Slack has no room here for {len(references)} more {clauses}: {'; '.join(references)}. "
        f"Ask for one by its name, for example: what does {references[0]} say?"
    )


def _paragraphs(text: str, quoted: bool) -> Iterator[Block]:
    """Text as sections, or as rich text, which Slack leaves as it is, where formatting would change what is read."""
    if MARKS.search(text):
        for piece in _pieces(text, SECTION):
            words = [RichTextElementParts.Text(text=piece)]
            yield RichTextBlock(
                elements=[RichTextQuoteElement(elements=words) if quoted else RichTextSectionElement(elements=words)]
            )
        return
    for piece in _pieces(text, SECTION - 20 - 2 * text.count("\n") if quoted else SECTION):
        shown = escaped(piece)
        # `expand`: Slack hides the rest of a long section behind "see more" otherwise.
        yield SectionBlock(text=_marked("\n".join(f"> {line}" for line in shown.split("\n")) if quoted else shown), expand=True)  # fmt: skip


def _marked(text: str) -> MarkdownTextObject:
    """Marked-up text in which Slack looks for no names, channels or addresses of its own accord."""
    return MarkdownTextObject(text=text, verbatim=True)


def _pieces(text: str, most: int) -> Iterator[str]:
    """The text in pieces that hold at most so many characters when escaped, parted between words where that can be."""
    most = max(most, 100)
    piece: list[str] = []
    length = 0
    for word in re.findall(r"\S{1,100}\s?|\s", text.strip()):
        size = len(escaped(word))
        if piece and length + size > most:
            yield "".join(piece).strip() or "…"
            piece, length = [], 0
        piece.append(word)
        length += size
    if rest := "".join(piece).strip():
        yield rest


def _fits(blocks: Sequence[Block]) -> bool:
    size = len(json.dumps([block.to_dict() for block in blocks], ensure_ascii=False))
    return len(blocks) <= MOST and size <= LARGEST


def _shortened(blocks: list[Block]) -> list[Block]:
    """Prose beyond all measure: its beginning, and what to do. Rows of buttons stay."""
    rows = [block for block in blocks if isinstance(block, ActionsBlock)][-3:]
    shown = [block for block in blocks if not isinstance(block, ActionsBlock)]
    while shown and not _fits([*shown, *prose(TOO_LONG), *rows]):
        shown.pop()
    return [*shown, *prose(TOO_LONG), *rows]
