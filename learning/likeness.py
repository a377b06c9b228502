"""Likeness: which statements say nearly the same, and which of them a text of a question or option says.

Measures learning.entries; asked by learning.ledger and the proofs of quiz items. Strict: in doubt two statements are the
same, so that no option is called wrong that may be right.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.store import Clause, Store
from learning.entries import Entry, folded

# From when two statements count as near-identical, by three measures: rapidfuzz's token_set_ratio (0–100) of their
# telling words; how much of the shorter one's words the other holds, and how much of the longer one's the shorter holds
# (0–1, rare words weighing more). Reaching all three of any line is enough. Twins of Dudley and Leicester measure
# 70–100, 0.5–1 and 0.3–1; strangers 30–55, under 0.25 and under 0.1.
ALIKE = ((88, 0.45, 0.15), (62, 0.4, 0.22), (0, 0.55, 0.22), (0, 0.8, 0.12))
ALIKE_IN_TOPIC = (
    (78, 0.4, 0.15),
    (48, 0.3, 0.18),
    (0, 0.36, 0.13),
    (56, 0.32, 0.2),
    (0, 0.42, 0.2),
    (0, 0.65, 0.12),
)  # a topic in common
ALIKE_IN_ALL = ((48, 0.22, 0.14), (0, 0.33, 0.14))  # the same two topics; or a topic, the action and its object
ALIKE_IN_OFFICE = ((45, 0.22, 0.06), (0, 0.3, 0.06))  # a topic and the bearers' family
SAME_OBJECT = 60  # token_set_ratio of the objects of two duties with the same action
LEAST = 4.0  # weight that a text counts with at the least, so that one common word is no likeness
SAID = 0.8  # share of its words from which a text is the wording of a statement

ACTS = ("appoints", "advises", "chairs", "holds_to_account")


class Likeness:
    """How near the entries come to each other, and texts to them."""

    def __init__(self, store: Store, clauses: dict[int, Clause], entries: Sequence[Entry]):
        self.store, self.clauses, self.entries = store, clauses, entries
        self._said: dict[str, tuple[np.ndarray, ...]] = {}
        self._saying: dict[str, np.ndarray] = {}
        self._words: dict[str, set[str]] = {}
        self._traced: dict[str, list[Entry]] = {}
        held = [set(text.split()) for e in entries for text in (e.plain, e.quote)]
        spread = Counter(word for words in held for word in words)
        self._column = {word: n for n, word in enumerate(spread)}
        self._weight = np.array([math.log(1 + len(held) / count) for count in spread.values()])
        self._plain, self._quote = (
            self._marked(texts) for texts in zip(*((e.plain, e.quote) for e in entries), strict=True)
        )

    @cached_property
    def _near(self) -> np.ndarray:
        """Which statements are near enough to be taken for the same: in doubt they are."""
        plains, quotes = [e.plain for e in self.entries], [e.quote for e in self.entries]
        fuzzy = np.maximum(
            process.cdist(plains, plains, scorer=fuzz.token_set_ratio),
            process.cdist(quotes, quotes, scorer=fuzz.token_set_ratio),
        )
        measures = (fuzzy, *self._shares((self._plain, self._quote), (self._plain, self._quote)))
        topics = [frozenset(e.stated.topics) for e in self.entries]
        shared = np.array([[bool(a & b) for b in topics] for a in topics])
        same = np.array([[len(a) > 1 and a == b for b in topics] for a in topics])
        actions = [None if e.stated.action in (None, "ensure", "must") else e.stated.action for e in self.entries]
        action = np.array([[a is not None and a == b for b in actions] for a in actions])
        objects = [folded(e.stated.object or "") for e in self.entries]
        action &= process.cdist(objects, objects, scorer=fuzz.token_set_ratio) >= SAME_OBJECT
        near = _reaches(ALIKE, measures) | (shared & _reaches(ALIKE_IN_TOPIC, measures))
        families = [frozenset(e.stated.bearer_families) for e in self.entries]
        office = np.array([[bool(a & b) for b in families] for a in families])
        near |= shared & office & _reaches(ALIKE_IN_OFFICE, measures)
        acts = [self._acts(e) for e in self.entries]
        near |= np.array([[bool(a & b) for b in acts] for a in acts])
        near |= (same | (shared & action)) & _reaches(ALIKE_IN_ALL, measures)
        return near | np.eye(len(self.entries), dtype=bool)

    def _acts(self, entry: Entry) -> frozenset[tuple[str, str]]:
        """Whom its clause appoints, advises or holds to account, and what it chairs: the same whatever the words."""
        clause = self.clauses[entry.stated.clause]
        families = (
            (r.kind, self.store.roles[clause.document, r.object].family) for r in clause.relations if r.kind in ACTS
        )
        return frozenset((kind, family) for kind, family in families if family)

    def _marked(self, texts: Sequence[str]) -> np.ndarray:
        """A row a text, a column a word: where it stands."""
        marks = np.zeros((len(texts), len(self._weight)))
        for row, text in enumerate(texts):
            for word in text.split():
                if word in self._column:
                    marks[row, self._column[word]] = 1
        return marks

    def _shares(self, some: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """How much of the shorter text's words the other holds, and the other way round; of plain sentence or clause,
        whichever is more."""
        shorter, longer = [], []
        for mine, theirs in zip(some, others, strict=True):
            both = (mine * self._weight) @ theirs.T
            weights = (mine @ self._weight, theirs @ self._weight)
            shorter.append(both / np.maximum(np.minimum.outer(*weights), LEAST))
            longer.append(both / np.maximum(np.maximum.outer(*weights), LEAST))
        return np.maximum(*shorter), np.maximum(*longer)

    def alike(self, one: Entry, other: Entry) -> bool:
        """Whether two statements are near-identical."""
        return bool(self._near[one.number, other.number])

    def _measured(self, text: str) -> tuple[np.ndarray, ...]:
        """The three measures of a text with every statement."""
        words = folded(text)
        if words not in self._said:
            fuzzy = np.maximum(*(
                process.cdist([words], [getattr(e, part) for e in self.entries], scorer=fuzz.token_set_ratio)[0]
                for part in ("plain", "quote")
            ))  # fmt: skip
            marks = self._marked([words])
            shares = self._shares((marks, marks), (self._plain, self._quote))
            self._said[words] = (fuzzy, *(share[0] for share in shares))
        return self._said[words]

    def saying(self, text: str) -> np.ndarray:
        """For every statement, by number: whether a text of a question or option comes near to what it says."""
        words = folded(text)
        if words not in self._saying:
            self._saying[words] = _reaches(ALIKE, self._measured(text))
        return self._saying[words]

    def says(self, text: str, entry: Entry) -> bool:
        return bool(self.saying(text)[entry.number])

    def near(self, entries: Iterable[Entry]) -> np.ndarray:
        """For every statement, by number: whether it is near-identical to one of `entries`."""
        return self._near[[entry.number for entry in entries]].any(axis=0)

    def spoken(self, text: str, document: str) -> float:
        """How much of a text's words a document uses anywhere (0–1, rare words weighing more)."""
        if document not in self._words:
            self._words[document] = {
                w for e in self.entries if e.stated.document == document for w in (*e.words, *e.quote.split())
            }
        weights = {word: self._weight[self._column[word]] for word in folded(text).split() if word in self._column}
        return sum(w for word, w in weights.items() if word in self._words[document]) / (sum(weights.values()) or 1)

    def traced(self, text: str, within: Iterable[Entry] | None = None) -> list[Entry]:
        """The statements whose very words a text is: each holds nearly all words of the other."""
        key = folded(text)
        if key not in self._traced:
            words = frozenset(key.split())
            self._traced[key] = [
                entry for entry in self.entries
                if len(words & entry.words) >= SAID * max(len(words), len(entry.words), 1)
            ]  # fmt: skip
        found = self._traced[key]
        return found if within is None else [entry for entry in within if entry in found]


def _reaches(lines: Sequence[tuple[float, ...]], measures: Sequence):
    """Whether the measures reach all of one line."""
    reached = False
    for line in lines:
        reached = reached | np.logical_and.reduce([m >= least for m, least in zip(measures, line, strict=True)])
    return reached
