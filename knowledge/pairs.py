"""Pairs: of the candidates of two sides or more, the ones that speak of the same matter.

Used by knowledge.sides and knowledge.following. The clause that fits one side best need not be the counterpart of the one that fits the other
best; what two documents say of one thing, they say in much the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.search import Candidate, Search
from knowledge.store import Stated

REACH, MOST = 5.0, 12  # how far below a side's best its counterpart may score, and how many are weighed
HELD = 2.0  # … and how far below it the one may score to which the others are likened
LIKENESS = 12.0  # how much the likeness of two clauses weighs, from 0 (nothing alike) …
PLAINLY_ALIKE = 0.7  # … to this: beyond it the same words say no more of what was asked
SAME_OFFICE = 0.75  # … and that one office bears both, of two councils
KIN = 30.0  # … and that to a clause which was shown, where only the council is now another
LEAST_ALIKE, MUCH_ALIKE = 0.38, 0.55  # what two councils say of one matter is at least so much alike, and mostly
STATED = frozenset(("appoints", "chairs"))  # relations which a clause's counterpart states as well


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
                    (c.score - candidates[0].score + _kinship(search, anchor.stated, c.stated), -n)
                    for n, c in enumerate(candidates)
                ]
                gain, place = max(weighed)
                row.append(candidates[-place])
                total += gain
            if total > best:
                best, chosen = total, row
    return chosen


def _kinship(search: Search, one: Stated, other: Stated) -> float:
    """How much speaks for two statements being said of one matter."""
    same = one.council != other.council and bool(set(one.bearer_families) & set(other.bearer_families))
    return LIKENESS * min(PLAINLY_ALIKE, search.alike(one, other)) + SAME_OFFICE * same


def kin(search: Search, candidates: Sequence[Candidate], clauses: Sequence[int], again: bool = True) -> list[Candidate]:
    """The candidates in another order: those most like the first of the clauses that were shown come first; those clauses
    themselves, where not `again`, last."""
    shown = search.store.stated_in(list(clauses[:1]))
    if not shown:
        return list(candidates)
    likened = [
        replace(
            c, score=c.score + (KIN * _likeness(search, c, shown) if again or c.stated.clause not in clauses else 0)
        )
        for c in candidates
    ]
    return sorted(likened, key=lambda c: (-c.score, c.stated.id))


def akin(search: Search, candidate: Candidate, clauses: Sequence[int], near: bool) -> bool:
    """Whether a candidate may be the counterpart of the first of these clauses: alike, and of the same relation; where it
    is not `near` what was asked, much alike."""
    shown = search.store.stated_in(list(clauses[:1]))
    if not shown:
        return near
    related = {kind for stated in shown for kind in stated.relation_kinds} & STATED
    if related and not related & set(candidate.stated.relation_kinds):
        return False
    return _likeness(search, candidate, shown) >= (LEAST_ALIKE if near else MUCH_ALIKE)


def _likeness(search: Search, candidate: Candidate, shown: Sequence[Stated]) -> float:
    return max(search.alike(candidate.stated, stated) for stated in shown)


def _near(side: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that come near the best of their side."""
    return [c for c in side if side[0].score - c.score <= REACH][:MOST]
