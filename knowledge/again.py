"""Again: what was shown in the conversation, once more, word by word, further on, or that of one council.

From a knowledge.readings.Reading and the conversation to an outcome; used by knowledge.deciding. Functions take the desk,
a knowledge.answers.Knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import applying, following, kinds, lists, periods, refusals, remembering, sayings
from knowledge import text as t
from knowledge.outcomes import Answer, NotCovered, Outcome, SmallTalk
from knowledge.questions import Context, Profile
from knowledge.readings import Reading
from knowledge.search import Sought
from knowledge.store import Clause

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

# 'In plain English?', 'what does that mean?': the plain sentence that leads each answer, once more.
_PLAINLY = re.compile(
    r"\b(?:plain(?:er)? (?:english|words?|language)|simpl(?:e|er|y|ify)|in (?:other|normal|everyday|your own|short) words|in english|dumb (?:it|that) down|in a nutshell|tl;?dr"
    r"|sum (?:it|that|this) up|(?:explain|summari[sz]e|shorten|simplify) (?:it|that|this)|what (?:does|do|is) (?:that|this|it|they)(?: \w+)? mean(?:ing)?|what(?:['’]s| is) that in practice)\b",
    re.IGNORECASE,
)
# 'E-mail me that', 'can you print it': what cannot be done from here.
_DEED = re.compile(
    r"^\W*(?:(?:can|could|will|would) you |please |just |now |and |ok )*(?:e-?mail|text|print|forward|fax|translate|download|save|bookmark|post|send|remind)(?: (?:me|her|him|them|us|my \w+))?"
    r"(?: (?:it|that|this|those|all that|a copy|the answer|of (?:it|that)|to (?:me|her|him|them|us|my \w+)|as (?:a )?\w+|into \w+|off|on|out|tomorrow|later|please|pls|for me))*\W*$",
    re.IGNORECASE,
)
# 'Which of those are with the lead member?', 'is any of it about foster carers?': some of a list that was shown.
_OF_THOSE = re.compile(
    r"\b(?:which|what|any|anything|some|how many|ones?|bits?) (?:bits? )?(?:of|in) (?:those|these|them|that(?: list| lot)?|it|the list|the lot)\b|\b(?:those|the ones) (?:that are |which are )?(?:with|about|on)\b",
    re.IGNORECASE,
)
# Words of such a message; with others it asks something: 'is there a simple process for it?'
_PLAIN_WORDS = frozenset(t.stem(w) for w in (
    "plain plainer english word words language simple simpler simply simplify normal everyday short shorten dumb nutshell sum explain summarise summarize"
    " mean meaning practice put tldr tl dr version make it").split())  # fmt: skip
SHOWN = 3  # clauses that are quoted again where the message picks none of them
KIN = 0.6  # how nearly an office must be told to do the same for that to be quoted beside what was shown
BEHIND = 6.0  # how far behind the clause that fits best one that was shown may be, and still be the one that is meant
# Words with which people ask for a text again, and which tell nothing of what it says.
_SAYING = frozenset(t.stem(w) for w in (
    "exact exactly precise actual original word words wording worded text texts quote quoted verbatim sentence clause clauses line lines bit paragraph section"
    " part copy paste give send show read see say says said back again going return first one ones thing things please pls thanks email e-mail slide minutes want need"
    " first second third fourth last earlier before previous handout hand-out poster letter report going goes go putting put use duty duties list protocol document paper council").split())  # fmt: skip


def of_one_council(desk: Knowledge, reading: Reading, context: Context) -> Outcome | None:
    """'Leicester', after an answer for several councils: what was shown of that one."""
    if not following.swapped(reading, context) or len(reading.named_councils) != 1:
        return None
    return remembering.narrowed(desk, Profile(council=reading.named_councils[0]), context)


def asked(desk: Knowledge, reading: Reading, context: Context) -> Outcome | None:
    """'Exact words please', 'more', 'in plain English?': what was shown, once more or further on."""
    if _DEED.match(reading.text) and not reading.exact and not reading.mentions:
        return SmallTalk(says=(sayings.ONLY_HERE,))
    spoken = {m.key for m in reading.mentions if m.kind == "family"}
    named = [family for family in reading.families if family in spoken and desk.store.families[family].kind != "body"]
    office = next(filter(None, (*named, reading.asker, *context.families)), None)
    if office and lists.REST.search(reading.text):
        goes_on = set(named) <= set(context.families) and set(reading.named_councils) <= {_council(desk, context)}
        if goes_on and context.more and context.store == desk.store.path.name:
            return kinds.listed(desk, reading, desk.store.clauses(context.more), says=(), rest=True)
        return _rest(desk, reading, context, named) or kinds.duties(desk, reading, (office,))
    held = context.clauses or context.shown
    if not held and reading.exact and not (reading.mentions or reading.clause_numbers or _told(reading)):
        return NotCovered(says=(sayings.NOTHING_SHOWN,))
    if not held or context.store != desk.store.path.name:
        return NotCovered(says=(sayings.GONE,)) if held and (reading.exact or reading.more) else None
    if reading.more and context.more:
        return kinds.listed(desk, reading, desk.store.clauses(context.more), says=(), rest=True)
    if reading.more:
        return _rest(desk, reading, context) or NotCovered(says=(sayings.NO_MORE,))
    plainly = _PLAINLY.search(reading.text) and not set(_told(reading)) - _PLAIN_WORDS
    if plainly and not reading.exact and not reading.mentions:
        clauses = desk.store.clauses(context.clauses[:SHOWN])
        return kinds.answer(desk, _plainly(desk, clauses), clauses)
    if applying.for_whom(reading):
        return _for_whom(desk, desk.store.clauses(context.clauses[:SHOWN]))
    if context.clauses and applying.whose_job(reading):
        return _of_office(desk, reading, desk.store.clauses(context.clauses[:SHOWN]))
    picked = _picked(desk, reading, context) if reading.exact else ()
    return Answer(citations=tuple(desk.cite(clause) for clause in desk.store.clauses(picked))) if picked else None


def some(desk: Knowledge, reading: Reading, context: Context) -> Outcome | None:
    """Those of a list that was shown that speak of an office, a time or a matter; None where none of them does."""
    held = desk.store.clauses([*context.clauses, *context.more])
    if len(held) < 2 or context.store != desk.store.path.name or not _OF_THOSE.search(reading.text):
        return None
    named = {m.key for m in reading.mentions if m.kind == "family"}
    spoken = {stem for m in reading.mentions if m.kind != "topic" for stem in t.content(m.text)}
    told, often = set(_told(reading)) - spoken, periods.said(reading.text)
    if not (named or told or often):
        return None
    found = []
    for clause in held:
        stated = desk.store.stated_in([clause.id])
        families = {family for s in stated for family in (*s.bearer_families, *s.other_families)}
        text = " ".join([clause.quote, *(f"{s.plain} {s.timing} {' '.join(s.frequencies)}" for s in stated)])
        if named <= families and (often.search(text) if often else told <= set(t.content(text))):
            found.append(clause)
    if len(found) > SHOWN:
        return kinds.listed(desk, reading, found, says=())
    return kinds.answer(desk, _plainly(desk, found), found)


def _for_whom(desk: Knowledge, shown: Sequence[Clause]) -> Outcome | None:
    """What was shown, and before it what the document says of those whose list it stands in."""
    clauses = [*desk.store.clauses([clause.parent for clause in shown if clause.parent]), *shown]
    return kinds.answer(desk, _plainly(desk, clauses), clauses)


def _of_office(desk: Knowledge, reading: Reading, shown: Sequence[Clause]) -> Outcome | None:
    """What was shown, which says who does it, and after it what the office that is named has to do of much the same."""
    stated = desk.store.stated_in([clause.id for clause in shown])
    named = {m.key for m in reading.mentions if m.kind == "family"}
    clauses = list(shown)
    if stated and not any(named & set(s.bearer_families) for s in stated):
        ranked = desk.search.candidates(
            Sought(text=stated[0].plain, councils=(stated[0].council,), families=frozenset(named))
        )
        theirs = [c.stated for c in ranked if named & set(c.stated.bearer_families)][:1]
        clauses += desk.store.clauses([s.clause for s in theirs if desk.search.alike(s, stated[0]) >= KIN])
    return kinds.answer(desk, _plainly(desk, clauses), clauses)


def _plainly(desk: Knowledge, clauses: Sequence[Clause]) -> list[str]:
    """What each of these clauses says first, in plain words."""
    return [stated.plain for clause in clauses for stated in desk.store.stated_in([clause.id])[:1]]


def _picked(desk: Knowledge, reading: Reading, context: Context) -> tuple[int, ...]:
    """'The second one', 'the Leicester one', 'the one about briefings': which of the clauses that were shown is asked for
    word by word; the last ones where that is not said, and none where something else is meant."""
    place = remembering.ordinal(reading.text)
    if place is not None and context.clauses[place : place + 1]:
        return context.clauses[place : place + 1]
    if place and (counted := _counted(desk, context, place)):
        return counted
    held = [*context.clauses, *context.shown]
    if reading.named_councils:
        of_council = [c.id for c in desk.store.clauses(held) if c.council in reading.named_councils]
        if not of_council:
            return ()  # another council's wording: to be looked up
        held = of_council
    told = _told(reading)
    offices = [stem for m in reading.mentions if m.kind == "family" for stem in t.content(m.text)]
    if not told and not offices:
        return tuple(held[:1]) if reading.named_councils else context.clauses[:SHOWN]
    councils = tuple(dict.fromkeys(c.council for c in desk.store.clauses(held)))
    words = " ".join(w for w in t.words(reading.text) if t.stem(w) not in _SAYING)
    ranked = desk.search.candidates(Sought(text=words, councils=councils, families=frozenset(reading.families)))
    meant = next((c for c in ranked if c.stated.clause in held), None)
    if meant and ranked[0].score - meant.score <= BEHIND:
        return (meant.stated.clause,)
    told_well = told and refusals.answerable(reading, ranked, desk.search) >= refusals.UNCLEAR
    return () if told_well else context.clauses[:SHOWN]


def _told(reading: Reading) -> list[str]:
    """What a message tells of the text that it asks for, besides that it wants its words."""
    return [stem for stem in following.own(reading) if stem not in _SAYING]


def _counted(desk: Knowledge, context: Context, place: int) -> tuple[int, ...]:
    """'The second one', where one was shown: the second duty of the office or body that bears it, counted from 0."""
    if len(context.clauses) != 1:
        return ()
    clause = desk.store.clauses(context.clauses)[0]
    borne = [s.clause for role in clause.bearers[:1] for s in desk.store.duties_of(clause.document, role)]
    return tuple(dict.fromkeys(borne))[place : place + 1]


def _council(desk: Knowledge, context: Context) -> str | None:
    """The council whose document what was shown stands in."""
    return desk.store.documents[context.document].council if context.document else None


def _rest(desk: Knowledge, reading: Reading, context: Context, named: Sequence[str] = ()) -> Outcome | None:
    """'More', when all of an answer was shown: what else the office `named`, or else the one that bears it, must do. None
    where that was all."""
    bearers = [*named, *(f for f in context.families if desk.store.families[f].kind != "body")][:1]
    council = next(iter((*reading.named_councils, _council(desk, context))), None)
    held = [
        stated.clause
        for role in kinds.roles_of(desk, replace(reading, councils=(council,) if council else ()), bearers)
        for stated in desk.store.duties_of(role.document, role.key)
    ]
    left = desk.store.clauses([i for i in dict.fromkeys(held) if i not in context.clauses])
    says = (sayings.ALL_ON_THIS, sayings.ELSE) if reading.more else (sayings.ELSE,)
    return kinds.listed(desk, reading, left, says=says) if left and len(left) < len(set(held)) else None
