"""Settling: whether what the search found is an answer, needs a question back, or is none.

Used by knowledge.deciding once no other kind of answer fits. Functions take the desk, a knowledge.answers.Knowledge.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import (
    aspects,
    contrast,
    doubts,
    following,
    kinds,
    lists,
    others,
    pairs,
    quoting,
    refusals,
    safety,
    sayings,
    sides,
    worries,
)
from knowledge import text as t
from knowledge.outcomes import Answer, Outcome
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.search import Candidate
from knowledge.shares import saying
from knowledge.store import Clause

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

NEARBY = 3.0  # how far below the best another clause may score and, in a follow-up, be taken for it if it alone holds what is asked
FEW = 2  # telling words of a message that may do no more than name a council
SWAPPED = 0.5  # how near another council's clause must come to what was said of the one before


def settled(desk: Knowledge, reading: Reading, context: Context, ranked: list[Candidate]) -> tuple[Outcome, str]:
    """The outcome of a question by what the search ranked for it, and in words what decided."""
    refusal = _not_held(desk, reading, context, ranked)
    alone = (_by_itself(desk, reading, context) or _before(desk, reading, context)) if refusal else None
    if alone:
        (reading, ranked), refusal = alone, None
    if aspects.asks("today", reading.text):
        return quoting.not_covered(desk, "today", []), "what is so today"
    apart = contrast.offices(desk, reading)
    if apart:
        return apart, "two offices side by side: no clause sets them apart"
    timed = aspects.asks("no_deadline", reading.text)
    if refusal and not reading.follows and not timed and safety.sounds_worried(reading.text):
        return worries.worry(desk, reading), "a worry about a child, in words that no clause has"
    if refusal and reading.listed:
        asked_of = lists.office(reading)[:1]
        outcome = (
            kinds.duties(desk, reading, asked_of)
            if asked_of
            else worries.mine(desk, reading)
            if reading.first_person
            else None
        )
        if outcome:
            return outcome, "everything an office must do: no clause says it in these words"
    if refusal:
        return others.pointed(desk, reading, quoting.not_covered(desk, refusal, ranked)), "no clause is near enough"
    if reading.follows:
        ranked = _holding_first(desk, reading, context, ranked)
    ranked = _of_the_same_office(desk, reading, context, ranked)
    if reading.plural:
        ranked = quoting.list_first(desk, ranked)
    best = ranked[0]
    clause = desk.store.clauses([best.stated.clause])[0]
    if left := _left(desk, reading, context, best):
        return quoting.not_covered(
            desk, *left
        ), "what was shown does not hold what was asked, and nothing akin to it does"
    missing = _missing(desk, _whole(reading, context), best, clause)
    if missing != "no_figure" and _borrowed(desk, reading, best):
        return worries.worry(desk, reading), "a duty to refer: answered for the asker's own office"
    if missing:
        return quoting.not_covered(desk, missing, ranked), f"the clause found does not hold what was asked: {missing}"
    if reading.kind is Kind.ESCALATION:
        outcome = kinds.escalation(desk, reading, best.stated)
        if outcome:
            return outcome, "an escalation, step by step"
    asked_back = bool(context.options)  # once is enough
    pair = sides.other(desk, reading, best) if reading.council_known else []
    whose = None if asked_back or pair else doubts.unknown_role(desk, reading, ranked)
    if whose:
        return whose, "what is asked differs with the office, and none is known"
    outcome = None if asked_back or reading.follows or pair else doubts.doubtful(desk, reading, ranked)
    level = reading.kind in (Kind.DUTIES, Kind.MINE) and refusals.ahead(ranked) < refusals.APART and not pair
    whole = kinds.duties(desk, reading, lists.of_one(reading)) if outcome or level else None
    if whole:
        return whole, "everything an office must do: no clause of it stands out"
    if outcome:
        return outcome, "two clauses fit about as well, and neither well"
    chosen = quoting.beside(desk, reading, ranked, pair)
    whose_council = None if asked_back or reading.follows else doubts.which_council(desk, reading, ranked, chosen)
    if whose_council:
        return whose_council, "the councils differ, and none is known"
    chosen += sides.shown_before(desk, reading, context, best)
    several = len({c.stated.council for c in chosen}) > 1
    says = tuple(f"{c.stated.council}: {c.stated.plain}" if several else c.stated.plain for c in chosen)
    notes: tuple[str, ...] = (sayings.COUNCIL_UNKNOWN,) if several and not reading.council_known else ()
    away = sorted(set(reading.elsewhere) - desk.quoted_places)
    notes += (sayings.NOT_HELD.format(place=sayings.listed(away)),) if away else ()
    cited = quoting.cited(desk, chosen, reading.plural)
    return Answer(says=tuple(dict.fromkeys(says)), citations=cited, notes=notes), "the clause that fits best"


def _not_held(desk: Knowledge, reading: Reading, context: Context, ranked: list[Candidate]) -> str | None:
    """Why no clause answers, as a code of knowledge.sayings; None where the best may."""
    shown = following.spoken_of(desk.store, context)
    another = reading.follows and following.another_case(reading)
    if another and shown and ranked and pairs.akin(desk.search, ranked[0], shown, near=False):
        return None
    if following.swapped(reading, context):
        # Who was answered to bear it may be another there; whom the question named may not.
        named = [family for family in reading.families if family in dict(context.named)]
        known = not named or any(kinds.roles_of(desk, reading, [family]) for family in reading.families)
        near = bool(ranked) and ranked[0].evidence["meaning_closest"] >= SWAPPED
        near = bool(ranked) and pairs.akin(desk.search, ranked[0], shown, near)
        return None if known and near else "nothing_near" if known else "no_office"
    if (
        reading.follows
        and context.subject
        and ranked
        and not following.telling(desk.search, reading)
        and not reading.named_councils
    ):
        return None  # 'how fast?', 'all of them?': about the clause that was shown
    return refusals.refused(reading, ranked, desk.search)


def _by_itself(desk: Knowledge, reading: Reading, context: Context) -> tuple[Reading, list[Candidate]] | None:
    """Of a message that tells a story first, the sentence that asks, with what the search finds for it; None where no
    clause plainly answers that either."""
    asking = t.asked(reading.text)
    if not asking or reading.follows or reading.kind is Kind.WORRY or safety.sounds_worried(reading.text):
        return None
    alone = saying(reading, asking)
    ranked = following.candidates(desk.search, alone, context)
    plain = refusals.answerable(alone, ranked, desk.search) >= refusals.PLAIN
    return (alone, ranked) if plain and not refusals.refused(alone, ranked, desk.search) else None


def _before(desk: Knowledge, reading: Reading, context: Context) -> tuple[Reading, list[Candidate]] | None:
    """Of a message that names a council and has little else to say ('just asked, it's Leicester'), what was asked before it,
    with what the search finds for that there; None where nothing plainly answers."""
    named = any(m.kind in ("family", "term", "document") for m in reading.mentions)
    if (
        named
        or following.swapped(reading, context)
        or not context.words
        or len(reading.named_councils) != 1
        or len(following.asked_of(reading)) > FEW
    ):
        return None
    before = replace(
        reading, text=context.words, kind=Kind(context.kind) if context.kind else reading.kind, mentions=()
    )
    ranked = following.elsewhere(desk.search, reading, context)
    shown = following.spoken_of(desk.store, context)
    near = bool(ranked) and ranked[0].evidence["meaning_closest"] >= SWAPPED
    plain = refusals.answerable(before, ranked, desk.search) >= refusals.CLEAR
    return (before, ranked) if plain and near and pairs.akin(desk.search, ranked[0], shown, near) else None


def _left(desk: Knowledge, reading: Reading, context: Context, best: Candidate) -> tuple[str, list[Candidate]] | None:
    """'How often is it held?', of a clause that sets no time: why nothing answers, with that clause; None where the best
    candidate speaks of the same, or the message names a matter of its own."""
    shown = desk.store.stated_in(list(following.spoken_of(desk.store, context)))
    if not shown or best.stated.clause in context.clauses or not following.pointing(reading):
        return None
    if max(desk.search.alike(best.stated, stated) for stated in shown) >= pairs.MUCH_ALIKE:
        return None
    first, clause = Candidate(shown[0]), desk.store.clauses([shown[0].clause])[0]
    near = desk.store.clauses([best.stated.clause])[0]
    if {near.id, near.parent} & {clause.id, clause.parent} - {None}:
        return None  # of one list
    missing = _missing(desk, reading, first, clause)
    return (missing, [first]) if missing in aspects.TIMES else None


def _borrowed(desk: Knowledge, reading: Reading, best: Candidate) -> bool:
    """Whether the best candidate is the duty to refer of an office that neither asks nor is asked about."""
    families = set(best.stated.bearer_families)
    refers = "referral" in best.stated.topics and families & {"councillors", "other-staff"}
    worried = safety.sounds_worried(reading.text) or reading.likely(Kind.WORRY, Kind.MINE) > 0.2 or reading.topics
    return bool(refers and worried and best.stated.recipients and not families & {*reading.families, reading.asker})


def _missing(desk: Knowledge, reading: Reading, best: Candidate, clause: Clause) -> str | None:
    if aspects.left_blank(reading, clause):
        return "left_blank"
    if aspects.chair_missing(reading, desk.store):
        return "no_chair"
    timed = bool(best.stated.timing or best.stated.frequencies)
    if aspects.frequency_missing(timed, reading, clause):
        return "no_frequency"
    return aspects.missing(reading, clause)


def _whole(reading: Reading, context: Context) -> Reading:
    """The reading with what was asked before it, where another council alone is named: 'and in Dudley?'"""
    if not (following.swapped(reading, context) and context.words):
        return reading
    families = tuple(key for key, _ in context.named)
    asked = "who " if context.kind in (Kind.WHO.value, Kind.MEMBERSHIP.value) else ""
    return replace(reading, text=asked + context.words, families=families or reading.families)


def _of_the_same_office(
    desk: Knowledge, reading: Reading, context: Context, ranked: list[Candidate]
) -> list[Candidate]:
    """'Does the director meet them, and who reads it first?': of two offices whose clauses mirror each other, the one of
    which the question before it in the same message spoke comes first."""
    if reading.families or not context.families or context.clauses:
        return ranked
    best, told = ranked[0], set(context.families)
    mine = bool(told & set(best.stated.bearer_families))
    for c in ranked[1:4]:
        mirror = (
            c.stated.document == best.stated.document and desk.search.alike(best.stated, c.stated) >= pairs.MUCH_ALIKE
        )
        if mirror and best.score - c.score <= NEARBY and mine is not bool(told & set(c.stated.bearer_families)):
            first = best if mine else c
            rest = [other for other in ranked if other is not first]
            return [replace(first, score=best.score + refusals.APART), *rest]
    return ranked


def _holding_first(desk: Knowledge, reading: Reading, context: Context, ranked: list[Candidate]) -> list[Candidate]:
    """'How fast?': of the clauses that fit, and of those that were shown together, one that holds what is asked comes first."""
    shown = following.spoken_of(desk.store, context) if ranked[0].stated.clause in context.clauses else ()
    near = [
        c for n, c in enumerate(ranked) if c.stated.clause in shown or (n < 4 and ranked[0].score - c.score <= NEARBY)
    ]
    holds = [c for c in near if not _missing(desk, reading, c, desk.store.clauses([c.stated.clause])[0])]
    holds = [c for c in holds if c.stated.recipients or not reading.recipient] or holds
    if not holds or holds[0] is ranked[0]:
        return ranked
    first = replace(
        holds[0], score=ranked[0].score + refusals.APART
    )  # what does not hold it ties with nothing that does
    return [first, *(c for c in ranked if c is not holds[0])]
