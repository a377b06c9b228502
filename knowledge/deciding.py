"""Deciding: which kind of answer a question gets, and whether any clause answers it at all.

Reads knowledge.readings, knowledge.kinds, knowledge.search and knowledge.refusals; used by knowledge.answers. Functions
take the desk, a knowledge.answers.Knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import (
    again,
    aspects,
    besides,
    browsing,
    contacts,
    contrast,
    doubts,
    following,
    kinds,
    lists,
    offices,
    others,
    pairs,
    papers,
    quoting,
    refusals,
    safety,
    sayings,
    sides,
    terms,
    worries,
)
from knowledge import text as t
from knowledge.outcomes import Answer, NotCovered, Outcome
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.search import Candidate
from knowledge.store import Clause

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

NEARBY = 3.0  # how far below the best another clause may score and, in a follow-up, be taken for it if it alone holds what is asked
STANDING = 0.5  # how likely it must be that of two documents named their standing or their dates are asked for
SWAPPED = 0.5  # how near another council's clause must come to what was said of the one before

# 'Who can ring them for advice?' asks who may, and not for a number.
_WHO_MAY = re.compile(
    r"\bwho(?: else)? (?:can|may|could|should|is allowed to) (?:ring|phone|call|contact|e-?mail|speak|talk|go)\b"
    r"|\bwho (?:sits?|represents?|speaks? for|stands? for|attends?)\b",
    re.IGNORECASE,
)
# 'What is he in charge of? Need a line for an e-mail' asks for nobody's address.
_REACHING = re.compile(
    r"\b(?:names?|numbers?|phones?|tele\w*|tel|ring|call|calls|contacts?|e-?mails?|address\w*|reach|get hold|speak|talk|who|whos|extension|mobile|directory|details)\b",
    re.IGNORECASE,
)


def decide(desk: Knowledge, reading: Reading, context: Context) -> tuple[Outcome, list[Candidate], str]:
    """The outcome of a question, the candidates that were weighed for it, best first, and in words what decided."""
    # A place that a clause speaks of may be asked about, but not what its officers do.
    away = set(reading.elsewhere) - (set() if reading.families else desk.quoted_places)
    if away and not reading.named_councils and not _in_passing(reading):
        return _elsewhere(desk, reading), [], "another council is named"
    if _our_paper(reading) and not context.options:
        return doubts.ask_council(desk.store.councils), [], "a document of the asker's own council, which is not known"
    for name, special in (
        ("an office's list, less what is named", lambda: besides.asked(desk, reading)),
        ("the same again", lambda: again.asked(desk, reading, context)),
        ("some of what was shown", lambda: again.some(desk, reading, context)),
        ("of what was shown, that of one council", lambda: again.of_one_council(desk, reading, context)),
        (
            "whom to tell of a worry",
            lambda: worries.worry(desk, reading) if worries.whom_to_tell(reading, context) else None,
        ),
        ("a clause by its reference", lambda: kinds.clause(desk, reading)),
        (
            "a comparison: one clause from each document",
            lambda: sides.in_both(desk, reading, context) if reading.likely(Kind.DOCUMENT) < STANDING else None,
        ),
        ("a document", lambda: papers.asked(desk, reading, context)),
        ("a term", lambda: terms.meaning(desk, reading, context)),
        ("two titles of one office", lambda: terms.titles(desk, reading, context)),
        ("everything on a topic", lambda: browsing.asked(desk, reading)),
        ("the grouping of roles", lambda: kinds.grouping(desk, reading, context.grouping)),
        (
            "a contact",
            lambda: (
                contacts.contact(desk, reading, context) if reading.contact and reading.kind is not Kind.WORRY else None
            ),
        ),
        ("nothing to go by", lambda: kinds.unclear(desk, reading)),
    ):
        found = special()
        outcome, name = found if isinstance(found, tuple) else (found, name)
        if outcome:
            return outcome, [], name
    ranked = following.candidates(desk.search, reading, context)
    outcome, decided = _weighed(desk, reading, context, ranked)
    return outcome, ranked, decided


# 'is moving to Wolverhampton', 'has done a flit to Coventry': whose family it is, and not whose rules are asked for.
_PASSING = re.compile(
    r"\b(?:mov(?:e|es|ed|ing)|flit|gone|going|off|heading|headed|bound|left|leaving|reloca\w+|transferr?\w*|placed|come|comes|came|coming|fled)\b(?:\s+[\w'’-]+){0,4}?"
    r"\s+(?:to|from|in|into|over to)\s*$"
    r"|\b(?:an?|his|her|their|our|one)\b(?:\s+[\w'’-]+){0,3}?\s(?:home|placement|unit|provider|hospital|prison|father|mother|dad|mum|aunt|uncle|gran)\b(?: \w+){0,2}? (?:in|at|near)\s*$",
    re.IGNORECASE,
)


def _in_passing(reading: Reading) -> bool:
    """Whether other places are named only as where somebody comes from or goes to, and the asker's council is known."""
    places = [m for m in reading.mentions if m.kind == "elsewhere"]
    passing = {m.key for m in places if _PASSING.search(reading.text[: m.start])}
    return (reading.council_known or doubts.own_council(reading)) and {m.key for m in places} <= passing


def _our_paper(reading: Reading) -> bool:
    """'What date is on our protocol?', from somebody whose council is not known."""
    named = reading.documents or reading.families or reading.follows
    return reading.kind is Kind.DOCUMENT and not named and doubts.own_council(reading)


def _elsewhere(desk: Knowledge, reading: Reading) -> NotCovered:
    place, councils = sayings.listed(reading.elsewhere), sayings.listed(desk.store.councils)
    says = sayings.NOT_COVERED["elsewhere"].format(place=place, councils=councils)
    return NotCovered(says=(says,), notes=(sayings.NEXT["elsewhere"],))


def _weighed(desk: Knowledge, reading: Reading, context: Context, ranked: list[Candidate]) -> tuple[Outcome, str]:
    """The kinds that need to know what the search found, and then the search's own answer."""
    if reading.kind is Kind.CONTACT and reading.likely(Kind.CONTACT) > 0.6 and _REACHING.search(t.asked(reading.text) or reading.text) and not _WHO_MAY.search(reading.text) and (
        refusals.answerable(reading, ranked, desk.search) < refusals.CLEAR or "contacts" in ranked[0].stated.topics
    ):  # fmt: skip
        found = contacts.contact(desk, reading, context)
        if found:
            return found, "a contact"
    if worries.told(desk, reading, ranked):
        return worries.worry(desk, reading), "a worry about a child"
    whose = None if context.options else doubts.shared_title(desk, reading)
    if whose:
        return whose, "several offices share the title"
    own = reading.kind is Kind.MINE or (reading.kind is Kind.DUTIES and reading.first_person)
    if own and not reading.families and not re.search(r"\bwho(?:se)?\b|\bhow (?:many|much)\b", reading.text, re.I) and (
        lists.general(reading) or (not reading.asker and refusals.answerable(reading, ranked, desk.search) < refusals.UNCLEAR)
    ):  # fmt: skip
        outcome = worries.mine(desk, reading)
        if outcome:
            return outcome, "the asker's own part"
    if (
        reading.kind is Kind.ACCOUNTABILITY
        and not reading.families
        and re.search(r"\bmy (line )?(manager|boss)\b", reading.text, re.I)
    ):
        outcome = worries.mine(desk, replace(reading, asker=None))
        if outcome:
            return outcome, "the asker's own line, and the role is not known"
    upward = following.upward(reading) and bool(context.families)
    # The same line of another council: its office may be another.
    elsewhere = following.swapped(reading, context) and bool(ranked) and pairs.akin(
        desk.search, ranked[0], following.spoken_of(desk.store, context), near=False
    )  # fmt: skip
    relations = reading.kind is Kind.ACCOUNTABILITY and not lists.whole(reading)
    if not elsewhere and (upward or (relations and _about_relations(desk, reading, ranked))):
        above = following.above(desk.store, reading, context)
        spoken_of = offices.meant(reading.text, context.families, desk.store) if upward else ()
        outcome = kinds.accountability(desk, reading, above or spoken_of or reading.families)
        if outcome:
            return outcome, "a line of accountability"
        if above or upward:
            return quoting.not_covered(desk, "no_line", ranked), "the next rung of a line that ends here"
        if reading.families and not kinds.roles_of(desk, reading, reading.families):
            unheard = quoting.not_covered(desk, "no_office", ranked)
            return others.pointed(desk, reading, unheard), "an office that the council's documents do not mention"
    # 'And the director?': of the one thing that was shown, and not of everything.
    another = any(m.kind == "family" for m in reading.mentions)
    one_shown = reading.follows and another and len(context.clauses) == 1
    # 'What is she to do about our staffing and money?': one clause says that better than all of them.
    told_whole = reading.described or lists.whole(reading)
    matter = not told_whole and lists.one_matter(desk, reading, ranked)
    one = (lists.purpose(reading) or matter) and refusals.ahead(ranked) >= refusals.APART
    plainly = one and refusals.answerable(reading, ranked, desk.search) >= refusals.PLAIN
    # 'Am I on it on the same footing as the director?': what each of them is to do there, and no list.
    of_each = sides.of_offices(reading) and not (reading.listed or reading.all_duties)
    if not (one_shown or plainly or of_each) and lists.asked(desk, reading):
        outcome = kinds.duties(desk, reading, lists.office(reading), lists.met(reading))
        if outcome:
            return outcome, "everything an office must do"
        if reading.all_duties and reading.families and not kinds.roles_of(desk, reading, reading.families):
            unheard = quoting.not_covered(desk, "no_office", ranked)
            return others.pointed(desk, reading, unheard), "an office that the council's documents do not mention"
    if sides.asked(reading):
        outcome = sides.compared(desk, reading, context)
        cited = dict.fromkeys(c.council for c in outcome.citations) if outcome else {}
        if len(cited) > 1 and doubts.own_council(reading) and not context.options:
            return doubts.ask_council(cited), "the councils differ, and none is known"
        if outcome:
            return outcome, "a comparison: one clause from each side"
    return _found(desk, reading, context, ranked)


# 'Is she above him?', 'who keeps the board in check?': words that a question for a line of accountability has.
_LINE = re.compile(
    r"\b(?:report\w*|answer\w* (?:\w+ )?to|answerable|account\w*|boss\w*|manag\w*|supervis\w*|line|above|over|below|under\w*|beneath|superior|senior|junior"
    r"|higher|rank\w*|chain|hierarchy|pecking|hold\w*|held|in charge|responsible to|outrank\w*|work(?:s|ing)? (?:for|to)|down to|equals?|in check|scrutin\w*|check(?:s|ed|ing)? up)\b",
    re.IGNORECASE,
)


# 'Is she their boss all the time?' asks when a line holds.
_ALWAYS = re.compile(
    r"\ball (?:of )?the time\b|\balways\b|\bthe rest of the time\b|\bin everything\b|\boutside (?:of )?th(?:at|ose|ese|em)\b|\botherwise\b",
    re.IGNORECASE,
)


def _about_relations(desk: Knowledge, reading: Reading, ranked: Sequence[Candidate]) -> bool:
    """Whether a line of accountability is asked for, and no clause without any relation answers clearly better."""
    if _ALWAYS.search(reading.text) and ranked and not set(kinds.LINES) & set(ranked[0].stated.relation_kinds):
        return False
    if not _LINE.search(reading.text) and not (reading.follows and len(following.own(reading)) < 2):
        return False
    if not ranked or set(kinds.LINES) & set(ranked[0].stated.relation_kinds):
        return True
    return refusals.ahead(ranked) < refusals.APART or refusals.answerable(reading, ranked, desk.search) < refusals.PLAIN


def _found(desk: Knowledge, reading: Reading, context: Context, ranked: list[Candidate]) -> tuple[Outcome, str]:
    refusal = _not_held(desk, reading, context, ranked)
    apart = contrast.offices(desk, reading) if refusal else None
    if apart:
        return apart, "two offices side by side: no clause sets them apart"
    if refusal and not reading.follows and safety.sounds_worried(reading.text):
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
        ranked = _holding_first(desk, reading, ranked)
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
    for c in ranked[1:4] if not told & set(best.stated.bearer_families) else ():
        mirror = (
            c.stated.document == best.stated.document and desk.search.alike(best.stated, c.stated) >= pairs.MUCH_ALIKE
        )
        if mirror and best.score - c.score <= NEARBY and told & set(c.stated.bearer_families):
            first = replace(c, score=best.score + refusals.APART)
            return [first, *(other for other in ranked if other is not c)]
    return ranked


def _holding_first(desk: Knowledge, reading: Reading, ranked: list[Candidate]) -> list[Candidate]:
    """'How fast?': of the clauses that were spoken of, one that holds what is asked comes first."""
    near = [c for c in ranked[:4] if ranked[0].score - c.score <= NEARBY]
    holds = [c for c in near if not _missing(desk, reading, c, desk.store.clauses([c.stated.clause])[0])]
    holds = [c for c in holds if c.stated.recipients or not reading.recipient] or holds
    return [holds[0], *(c for c in ranked if c is not holds[0])] if holds else ranked
