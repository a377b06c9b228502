"""Nearness: how near the wordings of each statement come to a text, part by part.

Used by knowledge.search, which asks it for some sixty statements a message: what can be told for all wordings at once is
told at once, and of the sentence that asks only those statements' wordings are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from knowledge.vectors import Encode, Vectors

KEPT = 8  # messages, and choices of councils, of which is kept how near each wording comes
NEAREST = 3  # phrasings of a statement whose mean is told
ASKING = ("asked", "plain")  # the parts that a question is compared with; a quote is no question


class Near:
    """How near each wording (`each`, one number a row of the vectors) and the best of each part come to a text."""

    def __init__(self, each: np.ndarray, starts: np.ndarray):
        self.each = each
        self.best = np.maximum(np.maximum.reduceat(each, starts), 0.0).tolist()


class Nearness:
    """Compares texts with the wordings. `councils` holds the council of each statement, by its id."""

    def __init__(self, vectors: Vectors, encode: Encode, councils: dict[int, str]):
        self.vectors, self.encode = vectors, encode
        statements, parts = vectors.statements, vectors.parts
        # The wordings of one part of a statement stand together.
        fresh = (statements[1:] != statements[:-1]) | (parts[1:] != parts[:-1])
        self._starts = np.flatnonzero(np.r_[True, fresh]) if len(statements) else np.array([], dtype=np.int64)
        ends = np.r_[self._starts[1:], len(statements)]
        self._parts: dict[tuple[int, str], tuple[int, slice]] = {
            (int(statements[a]), str(parts[a])): (number, slice(int(a), int(b)))
            for number, (a, b) in enumerate(zip(self._starts, ends, strict=True))
        }
        self._councils = np.array([councils[id_] for id_ in statements.tolist()])
        # One message is looked up several times: for two offices, for two councils, beside what was spoken of.
        self.to = lru_cache(maxsize=KEPT)(self._to)
        self._within = lru_cache(maxsize=KEPT)(lambda councils: np.isin(self._councils, councils))

    def _to(self, text: str) -> Near | None:
        """How near all wordings come to a text; None in an empty store."""
        if not len(self._starts):
            return None
        return Near(self.vectors.closeness(self.encode(text).whole), self._starts)

    def rows(self, statement: int, part: str) -> np.ndarray:
        """The vectors (wordings × width) of a part of a statement."""
        _, rows = self._parts.get((statement, part), (0, slice(0, 0)))
        return self.vectors.matrix[rows]

    def closest(self, near: Near, councils: Sequence[str], limit: int) -> list[int]:
        """The statements of these councils that come nearest, `limit` at most."""
        rows = np.flatnonzero(self._within(tuple(councils)))
        if len(rows) > limit * 3:
            rows = rows[np.argpartition(-near.each[rows], limit * 3)[: limit * 3]]
        rows = rows[np.argsort(-near.each[rows])]
        return list(dict.fromkeys(self.vectors.statements[rows].tolist()))[:limit]

    def besides(self, near: Near | None, councils: Sequence[str], statements: Sequence[int]) -> float:
        """How near the nearest wording of these councils comes, those of these statements apart."""
        if not near:
            return 0.0
        within = self._within(tuple(councils)) & ~np.isin(self.vectors.statements, statements)
        return float(near.each[within].max(initial=0.0))

    def elsewhere(self, near: Near | None, councils: Sequence[str]) -> float:
        """How near the nearest wording of all other councils comes."""
        return float(near.each[~self._within(tuple(councils))].max(initial=0.0)) if near else 0.0

    def of(self, statement: int, near: Near | None) -> dict[str, float]:
        """The evidence that a statement's wordings are: its closest one, its closest phrasings on average, its plain
        sentence, its quote."""
        if near is None:
            return dict.fromkeys(("meaning_closest", "meaning_mean", "meaning_plain", "meaning_quote"), 0.0)
        said, quoted, phrased = (self._best(statement, part, near) for part in ("plain", "quote", "asked"))
        _, rows = self._parts.get((statement, "asked"), (0, slice(0, 0)))
        nearest = np.sort(near.each[rows])[-NEAREST:].tolist()
        return {
            "meaning_closest": max(said, phrased),
            "meaning_mean": sum(nearest) / len(nearest) if nearest else said,
            "meaning_plain": said,
            "meaning_quote": quoted,
        }

    def _best(self, statement: int, part: str, near: Near) -> float:
        held = self._parts.get((statement, part))
        return near.best[held[0]] if held else 0.0

    def asked(self, statements: Sequence[int], text: str | None) -> dict[int, float]:
        """How near the phrasings and the plain sentence of these statements come to the sentence that asks; 0 without one."""
        found = dict.fromkeys(statements, 0.0)
        held = [(id_, self._parts[id_, part][1]) for id_ in statements for part in ASKING if (id_, part) in self._parts]
        if text is None or not held:
            return found
        matrix = np.concatenate([self.vectors.matrix[rows] for _, rows in held])
        cosines = self.vectors.scaled(matrix @ self.encode(text).whole)
        starts = np.cumsum([0, *(rows.stop - rows.start for _, rows in held[:-1])])
        for (id_, _), near in zip(held, np.maximum.reduceat(cosines, starts).tolist(), strict=True):
            found[id_] = max(found[id_], near)
        return found
