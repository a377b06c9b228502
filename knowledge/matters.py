"""Matters: what is asked of a document itself (its standing, its date, who signed it …), told by the sense of the message.

The message, with the document's name put aside, is compared with the examples: those of knowledge/vocabulary/papers.yml and
the phrasings of the clauses on the topic `document` that tell each matter, their documents' names put aside as well; and, as
it stands, with the phrasings of all other clauses. Asked by knowledge.papers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.asides import THE_PAPER
from knowledge.search import Search
from knowledge.vectors import Lesson

# 'Before it goes into the pack: is it the final one?'
_PARTS = re.compile(r"(?<=[.?!:;])\s+|\s[–—-]\s")
_IT = re.compile(r"\b(?:it|its|this|that|ours|yours|mine)\b", re.IGNORECASE)
SHORTEST, MOST = 3, 3  # spaces in a part that is read by itself, and parts that are
PLAIN = 0.3  # how far ahead the part that asks must be to be taken for the whole
NEAREST = 2  # examples of a matter that speak for it
TAUGHT = 0.6  # what the lesson of the examples weighs beside their likeness


@dataclass(frozen=True)
class Recognised:
    """The likeliest matter, how much speaks for it (mostly 0.6 to 1.3), how much more than for a question of another kind, and
    the nearest example."""

    matter: str
    likeness: float
    ahead: float
    example: str


class Matters:
    """The matters with their examples; prepared once."""

    def __init__(self, search: Search):
        self.search = search
        known = search.store.matters
        self.keys = [*known, None]  # None: something else is asked
        column = {key: n for n, key in enumerate(self.keys)}
        held = search.store.examples()
        self.of = np.array([column[key] for key, _ in held], dtype=np.int64)
        self.texts = [text for _, text in held]
        # A duty that also tells a matter (which law a document rests on) is asked for as a duty.
        telling = search.store.stated(search.store.telling())
        self.telling = tuple(stated.id for stated in telling if stated.kind != "duty")
        self.lesson = Lesson(search.vectors.examples, self.of) if len(self.of) else None

    def recognised(self, masked: str, text: str, councils: Sequence[str], alone: bool = True) -> Recognised | None:
        """What a message asks of a document of these councils, by the whole of it or the part that says it most plainly.
        `masked` is the message with the document as "the paper"; `text` is the message as it is looked for; `alone` is whether nothing
        besides the document is named that an "it" may stand for."""
        if not self.lesson:
            return None
        nearness = self.search.nearness
        besides = nearness.besides(nearness.to(text), councils, self.telling)
        parts = [part for part in _PARTS.split(masked) if part.count(" ") >= SHORTEST and _of_it(part, alone)]
        if "?" in masked:
            parts = [part for part in parts if part.endswith("?")]
        most = MOST if THE_PAPER in masked else 1
        read = [self._read(self.lesson, part, besides) for part in dict.fromkeys((masked, *parts[:most]))]
        asking = [one for one in read[1:] if "?" not in masked or one.ahead >= PLAIN]
        return max([read[0], *asking], key=lambda one: one.likeness + one.ahead)

    def _read(self, lesson: Lesson, masked: str, besides: float) -> Recognised:
        vector = self.search.encode(masked).whole
        near = self.search.vectors.closeness_of_examples(vector)
        taught = lesson.scores(vector, range(len(self.keys)))
        scores = [
            float(np.sort(near[self.of == column])[-NEAREST:].mean()) + TAUGHT * taught[column]
            for column in range(len(self.keys))
        ]
        best = int(np.argmax(scores[:-1]))
        of_best = np.flatnonzero(self.of == best)
        example = self.texts[of_best[np.argmax(near[of_best])]]
        return Recognised(str(self.keys[best]), scores[best], scores[best] - max(scores[-1], besides), example)


def _of_it(part: str, alone: bool) -> bool:
    """Whether a part of a message may by itself be about the document."""
    return THE_PAPER in part or (alone and (part.endswith("?") or bool(_IT.search(part))))
