"""Chart: mastery by topic as a small SVG, with the same in words for those who do not see it.

Pure. Text stays text and carries the figures, so that nothing depends on colour; the colours are learning.picture's.
"""

from __future__ import annotations

from html import escape

from knowledge.closed import Closed
from learning.mastery import Mastery, Topic
from learning.picture import BLUE, FONT, INK, PALE, PAPER

WIDTH, BAR, ROW, SIZE = 640, 14, 46, 15
MID = "#8eb8dc"  # asked, not (or no longer) known; the figures beside it say the same
MOST = 10  # topics drawn; the words have all


class Chart(Closed):
    svg: str
    title: str
    text: tuple[str, ...]


def draw(mastery: Mastery) -> Chart | None:
    """The topics with the most answers, best filled bar known, lighter bar asked; None before the first answer."""
    if not mastery.topics:
        return None
    title = "What you know, by topic"
    text = tuple(f"{topic.words}." for topic in mastery.topics)
    shown = mastery.topics[:MOST]
    height = 34 + ROW * len(shown)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="mastery-title mastery-desc" font-family="{escape(FONT)}">'
        f'<title id="mastery-title">{escape(title)}</title><desc id="mastery-desc">{escape(" ".join(text))}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{_key()}'
        f"{''.join(_row(topic, 34 + ROW * n) for n, topic in enumerate(shown))}</svg>"
    )
    return Chart(svg=svg, title=title, text=text)


def _key() -> str:
    parts = []
    for x, colour, word in ((0, BLUE, "known"), (90, MID, "asked"), (180, PALE, "not asked yet")):
        parts.append(f'<rect x="{x + 1}" y="5" width="14" height="14" fill="{colour}" stroke="{INK}"/>'
                     f'<text x="{x + 22}" y="17" font-size="{SIZE - 1}" fill="{INK}">{word}</text>')  # fmt: skip
    return "".join(parts)


def _row(topic: Topic, y: int) -> str:
    def bar(count: int, colour: str) -> str:
        width = round((WIDTH - 2) * count / topic.all, 1)
        return f'<rect x="1" y="{y + 20}" width="{width}" height="{BAR}" fill="{colour}"/>' if count else ""

    return (
        f'<text x="1" y="{y + 14}" font-size="{SIZE}" fill="{INK}">{escape(topic.name)}</text>'
        f'<text x="{WIDTH - 1}" y="{y + 14}" font-size="{SIZE - 1}" fill="{INK}" text-anchor="end">'
        f"{topic.known} known, {topic.asked} asked, of {topic.all}</text>"
        f"{bar(topic.all, PALE)}{bar(topic.asked, MID)}{bar(topic.known, BLUE)}"
        f'<rect x="1" y="{y + 20}" width="{WIDTH - 2}" height="{BAR}" fill="none" stroke="{INK}"/>'
    )
