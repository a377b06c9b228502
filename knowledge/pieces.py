"""Pieces: how well each word of a question is met by some word of a statement's wordings.

A sentence's vector tells what it is about as a whole, and blurs the one word on which an answer turns. Here the word
pieces are compared one by one, as in late interaction (Khattab and Zaharia 2020, ColBERT), with the same model's states.
Used by knowledge.vectors, which keeps them; asked by knowledge.search.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NARROW = 64  # dimensions that are kept of each piece; 96 or all of them find no more (docs/figures.md)
BYTE = 127  # a unit vector's number as a signed byte


class Narrowing:
    """Takes the pieces of sentences to NARROW dimensions of a signed byte each."""

    def __init__(self, mean: np.ndarray, basis: np.ndarray):
        self.mean, self.basis = mean.astype(np.float32), basis.astype(np.float32)

    @classmethod
    def learned(cls, pieces: np.ndarray) -> Narrowing:
        """The directions in which these pieces (pieces × width) differ most: principal components."""
        mean = pieces.mean(axis=0)
        centred = pieces - mean
        _, directions = np.linalg.eigh(centred.T @ centred)  # the largest last
        return cls(mean, directions[:, -NARROW:])

    def __call__(self, pieces: np.ndarray) -> np.ndarray:
        """Unit vectors (pieces × NARROW), as float32."""
        narrow = (pieces - self.mean) @ self.basis
        return narrow / np.maximum(np.linalg.norm(narrow, axis=1, keepdims=True), 1e-9)

    def kept(self, pieces: np.ndarray) -> np.ndarray:
        """The same as signed bytes, as they are kept."""
        return np.round(self(pieces) * BYTE).astype(np.int8)


class Pieces:
    """The pieces of all wordings. `matrix` holds them wording by wording (pieces × NARROW, signed bytes), `counts` how
    many each wording has, `statements` what it stands for; the wordings of one statement stand together."""

    def __init__(self, matrix: np.ndarray, counts: np.ndarray, statements: np.ndarray, narrowing: Narrowing):
        self.matrix, self.counts, self.statements, self.narrowing = matrix, counts, statements, narrowing
        ends = np.cumsum(counts)
        first = np.flatnonzero(np.r_[True, statements[1:] != statements[:-1]]) if len(statements) else np.array([], int)
        last = np.r_[first[1:] - 1, len(statements) - 1] if len(first) else first
        self._rows = {
            int(statements[a]): slice(int(ends[a] - counts[a]), int(ends[b])) for a, b in zip(first, last, strict=True)
        }

    def where(self, keep: np.ndarray) -> Pieces:
        """The pieces of the wordings that `keep` (one truth a wording) leaves."""
        return Pieces(
            self.matrix[np.repeat(keep, self.counts)], self.counts[keep], self.statements[keep], self.narrowing
        )

    def met(self, pieces: np.ndarray, statements: Sequence[int]) -> list[float]:
        """For each statement how near some piece of its wordings comes to each of `pieces` (pieces × width), on average."""
        known = {s: rows for s in statements if (rows := self._rows.get(s)) and rows.stop > rows.start}
        if not known or not len(pieces):
            return [0.0] * len(statements)
        held = np.concatenate([self.matrix[rows] for rows in known.values()]).astype(np.float32)
        starts = np.cumsum([0, *(rows.stop - rows.start for rows in known.values())])[:-1]
        nearest = np.maximum.reduceat(held @ (self.narrowing(pieces).T / BYTE), starts)  # statements × pieces asked
        found = dict(zip(known, nearest.mean(axis=1).tolist(), strict=True))
        return [found.get(s, 0.0) for s in statements]
