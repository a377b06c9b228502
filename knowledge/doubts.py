"""Doubts: when two clauses fit about as well, the user is asked which is meant; one wrong clause is worse than a question.

Used by knowledge.deciding. Functions take the desk, a knowledge.answers.Knowledge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge import refusals, sayings
from knowledge.outcomes import Answer, Clarification, Option
from knowledge.questions import Kind
from knowledge.readings import Reading
from knowledge.search import Candidate

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

DOUBT = 0.75  # how near another clause must come to the best for a question back …
SURE = 0.64  # … unless the best answers the question with this chance; both as measured in docs/figures.md


def doubtful(desk: Knowledge, reading: Reading, ranked: Sequence[Candidate]) -> Clarification | None:
    """A question back where the best clause fits only fairly and another fits about as well: one wrong is worse."""
    best = ranked[0]
    rivals = _rivals(desk, best, ranked)
    if not rivals or refusals.answerable(reading, ranked, desk.search) >= SURE:
        return None
    if of_one_body(desk, reading, (best, *rivals)):
        return None  # several attend: each is an answer
    options = []
    for candidate in (best, *rivals)[:3]:
        clause = desk.store.clauses([candidate.stated.clause])[0]
        title = desk.store.documents[clause.document].title
        options.append(Option(label=f"{candidate.stated.plain} ({clause.council}: {clause.reference})",
                              message=f"show {clause.reference} of {title}"))  # fmt: skip
    return Clarification(says=(sayings.WHICH_FITS,), options=tuple(options))


def set_out(desk: Knowledge, reading: Reading, ranked: Sequence[Candidate]) -> Answer | None:
    """Both clauses instead of a question back, which one of several questions in a message cannot have; None where
    nothing is in doubt."""
    if not doubtful(desk, reading, ranked):
        return None
    either = (ranked[0], *_rivals(desk, ranked[0], ranked))[:2]
    says = (sayings.EITHER, *(c.stated.plain for c in either))
    return Answer(says=says, citations=desk.cited(desk.clauses_of(either)))


def of_one_body(desk: Knowledge, reading: Reading, candidates: Sequence[Candidate]) -> bool:
    """Whether a body alone or two who meet are named, who attends or how often is asked, and all of these speak of it."""
    if reading.kind not in (Kind.MEMBERSHIP, Kind.FREQUENCY) or not reading.families:
        return False
    pair = {m.key for m in reading.mentions if m.kind == "family"}
    if len(pair) > 1 and all(pair <= {*c.stated.bearer_families, *c.stated.other_families} for c in candidates):
        return True
    bodies = {family for family in reading.families if desk.store.families[family].kind == "body"}
    return bodies == set(reading.families) and all(
        bodies & {*c.stated.bearer_families, *c.stated.other_families} for c in candidates
    )


def _rivals(desk: Knowledge, best: Candidate, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Other clauses of the same council within DOUBT of the best, less those that are quoted together with it."""
    held = desk.store.clauses([best.stated.clause])[0]
    rivals: list[Candidate] = []
    for candidate in ranked[1:12]:
        if best.score - candidate.score > DOUBT:
            break
        clause = desk.store.clauses([candidate.stated.clause])[0]
        together = (held.parent is not None and held.parent in (clause.parent, clause.id)) or clause.parent == held.id
        seen = {best.stated.clause, *(r.stated.clause for r in rivals)}
        if clause.id not in seen and clause.council == held.council and not together:
            rivals.append(candidate)
    return rivals
