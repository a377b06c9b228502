"""Sides: a comparison as a table: a column for each side, clauses quoted with their source. Used by roles and compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from bot.web.pages import Pages
from knowledge import comparing
from knowledge import text as t
from knowledge.comparing import Likeness, Side, Told
from knowledge.store import Store
from learning.offices import Citer

# What a tag means, and its colour; in the order of the legend.
LEGEND = (
    (Likeness.SAME, "Same", "green", "{other} has the same words"),
    (Likeness.REWORDED, "Reworded", "blue", "{other} has nearly the same words; those that differ are underlined, and may matter"),
    (Likeness.OWN, "Own words", "grey", "{other} has clauses on the same topic, in other words: read both"),
    (Likeness.ALONE, "Only here", "purple", "only {here}; what it is compared with has no clause on this topic"),
)  # fmt: skip


def table(pages: Pages, store: Store, cite: Citer, sides: Sequence[Side], other: str, here: str, topic: str | None = None,
          councils: bool = False) -> Markup:  # fmt: skip
    """The comparison, with a legend, in which `here` is a column ('in this council') and `other` what it is compared with.

    `councils` names the council with each clause, where a column is none.
    """
    if not any(side.clauses for side in sides):
        return Markup()
    tags = {likeness: {"words": words, "colour": colour} for likeness, words, colour, _ in LEGEND}
    groups: list[dict[str, Any]] = [
        {
            "key": group.topic,
            "topic": store.topics[group.topic].name if group.topic in store.topics else "Other",
            "rows": [[{"told": [_told(cite, told, tags) for told in cell.told],
                       "elsewhere": cell.elsewhere} for cell in row] for row in group.rows],
            "paired": group.paired,
            "silent": [not any(row[at].told or row[at].elsewhere for row in group.rows) for at in range(len(sides))],
        }
        for group in comparing.compared(store, sides, topic)
    ]  # fmt: skip
    shown = [told for group in groups for row in group["rows"] for cell in row for told in cell["told"]]
    used = {told["words"] for told in shown}
    notes = list(dict.fromkeys(note for told in shown for note in told["citation"].notes))
    legend = [
        (words, colour, meaning.format(other=other, here=here)) for _, words, colour, meaning in LEGEND if words in used
    ]
    template = pages.templates.get_template("sides.html")
    return Markup(
        template.render(
            groups=groups,
            sides=sides,
            legend=legend,
            councils=councils,
            notes=notes,
            gaps=any(any(group["silent"]) for group in groups),
        )
    )


def _told(cite: Citer, told: Told, tags: dict[Likeness, dict[str, str]]) -> dict[str, Any]:
    citation = cite(told.clause)
    lead = citation.shown[: len(citation.shown) - len(citation.pieces[-1])]
    return {
        "citation": citation,
        "lead": lead,
        "pieces": _differing(citation.pieces[-1], told.differing),
        **tags[told.likeness],
    }


def _differing(text: str, words: frozenset[int]) -> list[tuple[str, bool]]:
    """The text in pieces, and whether each is of words that the clause beside it does not have there."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for number, (_, start, end) in enumerate(t.spans(text) if words else ()):
        if number not in words:
            continue
        if number - 1 in words:
            pieces[-1] = (pieces[-1][0] + text[at:end], True)
        else:
            pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]
