"""Unsaid: how near a question comes to those that ask for what no clause says: a deadline, a chair, a name, a figure.

A near miss shares its office and most of its words with a clause, so likeness to the clause speaks for answering it. These
questions, written beside the clauses (`not_said` in knowledge/phrasings), speak against. Kept by knowledge.vectors; asked by
knowledge.search.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.pieces import Pieces

READ = 6  # the nearest ones, which are read word by word


class Unsaid:
    """The vectors (questions × width) of these questions, their word pieces, and the council of each."""

    def __init__(self, matrix: np.ndarray, pieces: Pieces, councils: Sequence[str]):
        self.matrix, self.pieces, self.councils = matrix, pieces, np.array(councils)

    def met(self, whole: np.ndarray, pieces: np.ndarray, councils: Sequence[str]) -> float:
        """How well the words of a sentence are met by one of these councils' questions, as knowledge.pieces tells it; 0
        where there is none. `whole` is the sentence's vector, `pieces` its word pieces (pieces × width)."""
        rows = np.flatnonzero(np.isin(self.councils, councils))
        if not len(rows):
            return 0.0
        nearest = rows[np.argsort(-(self.matrix[rows] @ whole))[:READ]]
        return max(self.pieces.met(pieces, nearest.tolist()))
