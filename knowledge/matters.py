"""Matters: what is asked of a document itself (its standing, its date, who signed it …), told by the sense of the message.

The message, with the document's name put aside, is compared with the examples of knowledge/vocabulary/papers.yml, and as it
stands with the phrasings of the clauses that tell each matter and of those that tell none. Asked by knowledge.papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search import Search
from knowledge.vectors import Lesson

NEAREST = 2  # examples of a matter that speak for it
TAUGHT = 0.6  # what the lesson of the examples weighs beside their likeness
UNTOLD = 0.45  # how near a clause is taken to come where none tells the matter


@dataclass(frozen=True)
class Recognised:
    """The likeliest matter; how much speaks for it, mostly 0.8 to 2; how much more than for a question of another kind; and the
    nearest example."""

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
        told: dict[str, list[int]] = {key: [] for key in known}
        for matter, statement in search.store.telling():
            told[matter].append(statement)
        self.rows = [search.rows_of(statements) for statements in told.values()]
        self.lesson = Lesson(search.vectors.examples, self.of) if len(self.of) else None

    def recognised(self, masked: str, text: str, councils: Sequence[str]) -> Recognised | None:
        """What a message asks of a document of these councils; None where it rather asks something else. `masked` is the
        message with the document as "the paper"; `text` is the message itself."""
        if not self.lesson:
            return None
        vector = self.search.encode(masked).whole
        near = self.search.vectors.closeness_of_examples(vector)
        taught = self.lesson.scores(vector, range(len(self.keys)))
        stated = self.search.nearest_of(text, councils, self.rows)
        scores = []
        for column in range(len(self.keys)):
            examples = np.sort(near[self.of == column])[-NEAREST:].mean()
            scores.append(float(examples) + TAUGHT * taught[column] + max(stated[column], UNTOLD))
        best = int(np.argmax(scores[:-1]))
        of_best = np.flatnonzero(self.of == best)
        example = self.texts[of_best[np.argmax(near[of_best])]]
        return Recognised(str(self.keys[best]), scores[best], scores[best] - scores[-1], example)
