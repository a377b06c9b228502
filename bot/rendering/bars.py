"""Bars: what a person knows, topic by topic, as bars of letters for screens without pictures. Pure functions.

Used by the terminal, Slack, Teams and plain text; the web page draws its own. The figures stand beside each bar, so that
nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.outcomes import Bar

LENGTH = 10  # of a bar; with the longest name of a topic and its figures, a line of 80
BLOCKS, SIGNS = "█▓░", "#+."  # known, asked, not asked yet; the second for terminals that have no blocks


def signs(encoding: str | None) -> str:
    """The signs that can be shown in this encoding."""
    try:
        BLOCKS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return SIGNS
    return BLOCKS


def key(signs: str = BLOCKS) -> str:
    """What the signs mean."""
    return "By topic ({} known, {} asked, {} not asked yet):".format(*signs)


def drawn(chart: Sequence[Bar], signs: str = BLOCKS) -> list[str]:
    """A line for each topic: its bar and the same in words. Whatever was asked or is known shows in the bar."""
    lines = []
    for bar in chart:
        known = max(round(LENGTH * bar.known / bar.all), min(bar.known, 1))
        asked = max(round(LENGTH * bar.asked / bar.all), known, min(bar.asked, 1))
        lines.append(f"{signs[0] * known}{signs[1] * (asked - known)}{signs[2] * (LENGTH - asked)}  {bar.words}")
    return lines
