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
    besides,
    browsing,
    contacts,
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
    sayings,
    settling,
    sides,
    terms,
    worries,
)
from knowledge import text as t
from knowledge.outcomes import NotCovered, Outcome
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.search import Candidate

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

OTHERWISE = 0.1  # the chance below which 'what do I get per mile?' asks for nothing that an office must do
STANDING = 0.5  # how likely it must be that of two documents named their standing or their dates are asked for

# 'Who can ring them for advice?' asks who may, and not for a number.
_WHO_MAY = re.compile(
    r"\bwho(?: else)? (?:can|may|could|should|is allowed to) (?:ring|phone|call|contact|e-?mail|speak|talk|go)\b"
    r"|\bwhom? (?:do|should|must|would) (?:i|we) (?:send|pass|hand|give|submit|report|forward)\b"
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
        (
            "what an office does with a worry",
            lambda: worries.worry(desk, whose) if (whose := worries.of_office(reading)) else None,
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
        lists.general(reading) or (not reading.asker and OTHERWISE <= refusals.answerable(reading, ranked, desk.search) < refusals.UNCLEAR)
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
    one = (lists.purpose(reading) or matter or lists.case_told(reading)) and refusals.ahead(ranked) >= refusals.APART
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
    return settling.settled(desk, reading, context, ranked)


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
