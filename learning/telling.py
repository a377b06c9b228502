"""Telling: a step of an induction as plain text, for the terminal and any channel without markup. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

from learning.steps import Path, Step
from learning.tree import tree


def plain(path: Path, step: Step) -> str:
    """A step as paragraphs: its place and title, each statement with its clause under it, and dated words at the end."""
    return "\n".join(f"{' ' * indent}{text}" for text, indent, _ in lines(path, step))


def lines(path: Path, step: Step) -> Iterator[tuple[str, int, str | None]]:
    """The same as (text, indent, style), for a screen that wraps."""
    yield f"{path.at[step.id] + 1} of {len(path.steps)}: {step.title}", 0, "bold"
    if step.picture:
        yield "", 0, None
        yield from ((line, 0, None) for line in tree(step.picture.drawing))
    for taught in step.taught:
        yield "", 0, None
        for sentence in taught.says:
            yield sentence, 0, None
        if taught.citation:
            cited = taught.citation
            yield f"“{cited.shown}”", 2, None
            yield cited.where, 4, "cyan"
    said = set(step.says)
    for note in dict.fromkeys(note for citation in step.citations for note in citation.notes):
        if note not in said:
            yield "", 0, None
            yield note, 0, "italic"
