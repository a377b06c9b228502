"""Browsing: 'list everything on training', 'anything about visits?', 'supervision': all clauses that speak of one matter.

Like knowledge.kinds, functions take the desk (knowledge.answers.Knowledge) and a Reading; knowledge.deciding asks them before
it searches.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import kinds, quoting, refusals, remembering, sayings
from knowledge import text as t
from knowledge.outcomes import Outcome
from knowledge.readings import Reading
from knowledge.search import Sought
from knowledge.store import Clause

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

_EVERYTHING = re.compile(
    r"\b(?:list|show|give|tell)\b.{0,20}\b(?:everything|all|every (?:clause|duty))\b|\b(?:everything|all of it|whole list|full list|all the (?:clauses|duties))\b",
    re.IGNORECASE,
)
# 'Every post that has to do with training', 'who, top to bottom, has a part in it? I want the lot'
_EVERYBODY = re.compile(
    r"\b(?:every|each|all(?: of)?(?: the)?) (?:single )?(?:posts?|offices?|roles?|jobs?|officers?|post-?holders?) (?:that|who|which|with|having|has|have|must)\b"
    r"|\bevery(?:one|body)(?: in \w+)? (?:that|who|with)\b|\bwho(?: all\b|\W+(?:from )?top to bottom)|\b(?:who|which (?:posts|offices|roles|officers))\b[^?]*\?[^?]*\b(?:the (?:whole |full )?(?:lot|list)|every one|all of them|them all)\b",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"^\W*(?:(?:so|and|ok|but|well)\W+)*(?:(?:is|was|are) there |(?:have|has) (?:you|we|they|it) got |(?:do|does) (?:you|they|we|it|the \w+) (?:say|have|hold|mention) |got |says? )?"
    r"(?:anything|something|much)(?: (?:in (?:there|here|it|the \w+|this|that)|said|at all|written|down|else|to say))* (?:about|on|regarding|concerning|re) (?P<matter>(?!how\b|who|when\b|what|why\b|where|whether\b|which\b)[^?.!]{3,50}?)(?: in (?:there|here|it|the \w+|this))?\W*$",
    re.IGNORECASE,
)


def asked(desk: Knowledge, reading: Reading) -> Outcome | None:
    """Every clause on the one matter that is named, and no office with it: by its topic, else by the clauses' own words."""
    said = _ANYTHING.match(reading.text)
    everybody = bool(_EVERYBODY.search(reading.text))
    topics = reading.topics - {"document"} or (_by_stem(desk, reading) if everybody else frozenset())
    named = reading.families or any(m.kind in ("family", "term") for m in reading.mentions)
    if (
        reading.clause_numbers
        or (named and not said)
        or not (said or _EVERYTHING.search(reading.text) or everybody or _bare(reading))
    ):
        return None
    if len(topics) == 1 and not named:
        (topic,) = topics
        name = desk.store.topics[topic].name.lower()
        held = [clause for clause in _clauses(desk, reading) if topic in clause.topics]
    elif said and (stems := set(t.content(said["matter"])) - _places(reading)):
        name = f"‘{said['matter'].strip()}’"
        held = [clause for clause in _clauses(desk, reading) if stems <= _words(desk, clause)]
        if not held:
            return _in_other_words(desk, reading, said["matter"])
    else:
        return None
    says = (f"On {name} in {sayings.listed(list(reading.councils))}:",)
    return kinds.listed(desk, reading, _own_first(desk, reading, held), says=says)


def _by_stem(desk: Knowledge, reading: Reading) -> frozenset[str]:
    """The topics of whose names the message has the stem: 'who all gets people trained?'"""
    stems = set(t.content(reading.text))
    return frozenset(
        key
        for key, topic in desk.store.topics.items()
        if any({*t.content(n)} <= stems for n in topic.names if t.content(n))
    )


def _in_other_words(desk: Knowledge, reading: Reading, matter: str) -> Outcome | None:
    """A refusal where no clause plainly means the matter that none has words of; None where one does."""
    alone = replace(reading, text=matter)
    ranked = desk.search.candidates(Sought(text=matter, councils=reading.councils))
    if refusals.answerable(alone, ranked, desk.search) >= refusals.PLAIN:
        return None
    return quoting.not_covered(desk, "nothing_near", ranked)


def _bare(reading: Reading) -> bool:
    """Whether the name of a topic, and perhaps of a council, is all of a message that follows nothing."""
    named = {s for m in reading.mentions if m.kind in ("topic", "council") for s in t.content(m.text)}
    asks = reading.follows or remembering.asking(reading.text.rstrip("? "))
    return not asks and bool(reading.topics) and not set(t.content(reading.text)) - named


def _clauses(desk: Knowledge, reading: Reading) -> list[Clause]:
    return [
        clause
        for id_, document in desk.store.documents.items()
        if document.council in reading.councils and (not reading.documents or id_ in reading.documents)
        for clause in desk.store.clauses_of(id_)
    ]


def _words(desk: Knowledge, clause: Clause) -> set[str]:
    """The stems of a clause's own words and of its plain sentences; no contact's."""
    if clause.contacts:
        return set()
    return set(t.content(" ".join([clause.quote, *(stated.plain for stated in desk.store.stated_in([clause.id]))])))


def _own_first(desk: Knowledge, reading: Reading, held: list[Clause]) -> list[Clause]:
    """The clauses of the asker's own office before the others."""

    def others(clause: Clause) -> bool:
        families = {desk.store.roles[clause.document, key].family for key in clause.bearers}
        return reading.asker not in families

    return sorted(held, key=others) if reading.asker else held


def _places(reading: Reading) -> set[str]:
    return {stem for m in reading.mentions if m.kind == "council" for stem in t.content(m.text)}
