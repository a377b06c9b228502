"""Pairs: of the candidates of two sides or more, the ones that speak of the same matter.

Used by knowledge.sides. The clause that fits one side best need not be the counterpart of the one that fits the other
best; what two documents say of one thing, they say in much the same words.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.search import Candidate, Search

REACH, MOST = 5.0, 12  # how far below a side's best its counterpart may score, and how many are weighed
HELD = 2.0  # … and how far below it the one may score to which the others are likened
LIKENESS = 8.0  # how much the likeness of two clauses weighs, from 0 (nothing alike) to 1 (the same words)


def counterparts(search: Search, sides: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """One candidate of each side, each side's best first in `sides`: those that score well and are most alike."""
    near = [_near(side) for side in sides]
    best, chosen = float("-inf"), [side[0] for side in near]
    for at, side in enumerate(near):
        for anchor in (c for c in side if len(near) > 1 and side[0].score - c.score <= HELD):
            row, total = [], anchor.score - side[0].score
            for other, candidates in enumerate(near):
                if other == at:
                    row.append(anchor)
                    continue
                weighed = [
                    (c.score - candidates[0].score + LIKENESS * search.alike(anchor.stated, c.stated), -n)
                    for n, c in enumerate(candidates)
                ]
                gain, place = max(weighed)
                row.append(candidates[-place])
                total += gain
            if total > best:
                best, chosen = total, row
    return chosen


def _near(side: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that come near the best of their side."""
    return [c for c in side if side[0].score - c.score <= REACH][:MOST]
