"""Quoting: which clauses an answer quotes besides the best one, and how much of a list; and the nearest where none answers.

Used by knowledge.deciding and knowledge.settling once it knows that a clause answers, or that none does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from knowledge import doubts, sayings
from knowledge.outcomes import Citation, NotCovered
from knowledge.questions import Kind
from knowledge.readings import Reading
from knowledge.search import Candidate
from knowledge.store import Clause

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

TWIN = 3.5  # how far below the best a twin of another council may score and still stand beside it
KINDRED = 0.4  # how much alike the two must be: of two different matters the council decides, and is asked for
# How near in meaning a clause must come to be shown as the nearest: three of four messages on other matters stay below, one
# in thirty of those that ask what a clause nearly says.
NEAREST = 0.5
TIE = 0.25  # how far below the best another clause may score and still be part of the answer
# How far below the best an item of a list may score, and the list be meant where several things are asked for
LEVEL = 1.0


def list_first(desk: Knowledge, ranked: list[Candidate]) -> list[Candidate]:
    """'By what means is she to do it?': of clauses that fit about as well, one that stands in a short list comes first."""
    for c in ranked[:4]:
        clause = desk.store.clauses([c.stated.clause])[0]
        held = desk.store.clauses([clause.parent])[0] if clause.parent is not None else clause
        if ranked[0].score - c.score <= LEVEL and (desk.whole(clause) or desk.whole(held)):
            return [c, *(other for other in ranked if other is not c)]
    return ranked


def beside(
    desk: Knowledge, reading: Reading, ranked: list[Candidate], pair: Sequence[Candidate] = ()
) -> list[Candidate]:
    """The best candidate, its twins in other councils where the council is open, and true ties; where two sides are
    asked for and nothing ties, its `pair`, the other side."""
    best = ranked[0]
    chosen = [best]
    tie = doubts.DOUBT if doubts.of_one_body(desk, reading, ranked[:2]) else TIE
    for candidate in ranked[1:25]:
        stated = candidate.stated
        if any(stated.clause == c.stated.clause for c in chosen):
            continue
        gap = best.score - candidate.score
        twin = stated.council not in {c.stated.council for c in chosen} and not reading.council_known
        near = candidate.evidence["meaning_closest"] >= 0.7 * best.evidence["meaning_closest"]
        near = near and desk.search.alike(best.stated, stated) >= KINDRED
        if (twin and gap <= TWIN and near) or (gap <= tie and len(chosen) < 3):
            chosen.append(candidate)
    if len(chosen) == 1:
        chosen += pair
    if reading.kind is Kind.ESCALATION:
        chosen += _next_step(desk, best, ranked, chosen)
    return chosen[:4]


def _next_step(
    desk: Knowledge, best: Candidate, ranked: Sequence[Candidate], chosen: Sequence[Candidate]
) -> list[Candidate]:
    """Where the one who is told has to pass it on in turn: the next rung of the ladder."""
    receivers = {desk.store.roles[best.stated.document, key].family for key in best.stated.recipients} - {None}
    for candidate in ranked[1:25]:
        stated = candidate.stated
        told_next = stated.document == best.stated.document and receivers & set(stated.bearer_families)
        if told_next and stated.recipients and all(stated.clause != c.stated.clause for c in chosen):
            return [candidate]
    return []


def cited(desk: Knowledge, chosen: Sequence[Candidate], several: bool) -> tuple[Citation, ...]:
    """The clauses of these candidates as citations, a lead-in with its items; `several`: several things are asked for."""
    return desk.cited(_with_siblings(desk, desk.clauses_of(chosen), several))


def _with_siblings(desk: Knowledge, chosen: list[Clause], several: bool) -> list[Clause]:
    """Items of one short list that tie are quoted as that list, with its lead-in, in one piece; any of them where
    several things are asked for ('which three …')."""
    parents = Counter(x.parent for x in chosen if x.parent is not None)
    parents.update(x.id for x in chosen if x.id in parents)
    fewest = 1 if several else 2
    found: dict[int, Clause] = {}
    for clause in chosen:
        parent = desk.store.clauses([clause.parent])[0] if clause.parent is not None else None
        if parent and parents[parent.id] >= fewest and desk.whole(parent):
            clause = parent
        found.setdefault(clause.id, clause)
    return list(found.values())


def not_covered(desk: Knowledge, code: str, ranked: Sequence[Candidate]) -> NotCovered:
    """The refusal of this code of knowledge.sayings, with the clause that comes nearest, if one does."""
    if code == "nothing_near" and (not ranked or _likeness(ranked[0]) < NEAREST):
        about = _looked_in(desk, {c.stated.council for c in ranked})
        return NotCovered(says=(sayings.NOT_COVERED[code],), notes=(about,))
    nearest = desk.cited(desk.clauses_of(ranked[:1]))
    return NotCovered(says=(sayings.NOT_COVERED[code],), nearest=nearest, notes=(sayings.NEXT["general"],))


def _looked_in(desk: Knowledge, councils: Collection[str]) -> str:
    """Where nothing came near: in all documents, or in those of these councils, and which others may be asked."""
    others = [council for council in desk.store.councils if council not in councils]
    if not councils or not others:
        return sayings.BEYOND.format(councils=sayings.listed(desk.store.councils))
    here = [council for council in desk.store.councils if council in councils]
    return sayings.BEYOND_HERE.format(here=sayings.listed(here), others=sayings.listed(others, "or"))


def _likeness(candidate: Candidate) -> float:
    return max(candidate.evidence.get("meaning_closest", 0.0), candidate.evidence.get("meaning_asked", 0.0))
