"""Sides: what each of two councils, or each of two offices, must do about the same thing.

Used by knowledge.deciding. Functions take the desk, a knowledge.answers.Knowledge.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import following, offices, refusals
from knowledge.outcomes import Answer
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.search import Candidate, Sought

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

PAIR = 3.0  # how far below the one side's clause that of the other side may score
# 'Both directors', 'my bit or hers?': two sides are asked for.
_BOTH = re.compile(
    r"\b(?:each(?! (?:other|year|month|quarter|week|term|day|time)\b)|both|respectively|compare|difference|versus|vs?|side by side"
    r"|as (?:often|much|many|regularly) as|which of (?:us|them|the two)|(?:(?:my|his|her|their|whose|'s) (?:bit|part|share|side)|\w+s (?:bit|part|share)))\b",
    re.IGNORECASE,
)
# 'How often me, how often the director?'
_ME = re.compile(
    r"(?<!give )(?<!tell )(?<!show )(?<!send )(?<!let )(?<!help )(?<!ask )(?<!asks )\b(?:me|(?<!of )mine|my (?:bit|part|share|side))\b|\b(?:i|we)\b.{3,60}\bas (?:often|much|many|regularly) as\b",
    re.IGNORECASE,
)

# 'Who answers politically, who professionally?', 'who leads on the one and who on the other?'
_WHO_AND_WHO = re.compile(
    r"\bwho\b[^.?!]{4,60}(?:,|\band\b) (?:and )?who\b|\bthe one\b.{4,40}\bthe other\b", re.IGNORECASE
)


def two(reading: Reading) -> bool:
    """Whether the words ask for two of something, whoever they may be: 'both directors', 'my bit and hers'."""
    return any(cue.search(reading.text) for cue in (_BOTH, _ME, _WHO_AND_WHO))


def asked(reading: Reading) -> bool:
    """Whether two sides may be asked for: councils, or offices."""
    if len(reading.named_councils) > 1 or reading.kind is Kind.COMPARE:
        return True
    return len(_offices(reading)) > 1 and bool(_BOTH.search(reading.text) or _ME.search(reading.text))


def compared(desk: Knowledge, reading: Reading, context: Context) -> Answer | None:
    """The best clause of each side; a council that says nothing on it is said to be silent."""
    if len(reading.named_councils) < 2 and len(_offices(reading)) > 1:
        return _of_offices(desk, reading, context)
    councils = reading.named_councils if len(reading.named_councils) > 1 else reading.councils
    return _of_councils(desk, reading, context, councils) if len(councils) > 1 else None


def other(desk: Knowledge, reading: Reading, best: Candidate) -> list[Candidate]:
    """The other side of what `best` says: the same matter, borne by another office of that document, if a clause of it
    comes within PAIR once the offices that are named are left out of the question. One candidate, or none."""
    text = reading.text
    for mention in (m for m in reading.mentions if m.kind == "family" and m.key not in reading.bodies):
        text = text.replace(mention.text, " ")
    text = offices.DIRECTOR.sub(" ", text)
    ranked = desk.search.candidates(Sought(text=text, councils=(best.stated.council,), families=reading.bodies))
    scores = {c.stated.id: c.score for c in ranked}
    mine = set(best.stated.bearer_families)
    for candidate in ranked:
        theirs = set(candidate.stated.bearer_families)
        if candidate.stated.document == best.stated.document and mine and theirs and not mine & theirs:
            return [candidate] if scores.get(best.stated.id, best.score) - candidate.score <= PAIR else []
    return []


def _of_councils(desk: Knowledge, reading: Reading, context: Context, councils: tuple[str, ...]) -> Answer | None:
    best, says, silent = [], [], []
    for council in councils:
        one = replace(reading, councils=(council,), named_councils=(council,))
        ranked = following.candidates(desk.search, one, context)
        if ranked and not refusals.refused(one, ranked, desk.search, side=True):
            best.append(ranked[0])
            says.append(f"{council}: {ranked[0].stated.plain}")
        else:
            silent.append(council)
    if not best:
        return None
    says += [f"{council}: the document does not say." for council in silent if council in reading.named_councils]
    return Answer(says=tuple(says), citations=desk.cited(desk.clauses_of(best)))


def _offices(reading: Reading) -> tuple[str, ...]:
    """The offices named, the asker's own ('my bit') and 'the director' among them; bodies are what they meet in."""
    told = {m.key for m in reading.mentions if m.kind == "family"}
    named = [f for f in reading.families if f not in reading.bodies and f in told]
    if reading.asker and _ME.search(reading.text):
        named.append(reading.asker)
    if reading.director and len(named) < 2:
        named.append("dcs")
    return tuple(dict.fromkeys(named)) or reading.families


def _of_offices(desk: Knowledge, reading: Reading, context: Context) -> Answer | None:
    """The best clause of each office, the one that fits best first; None where only one has a duty in it."""
    bodies = tuple(f for f in reading.families if f in reading.bodies)
    best: list[Candidate] = []
    for family in _offices(reading):
        one = replace(reading, families=(family, *bodies), subject=family)
        ranked = following.candidates(desk.search, one, context)
        borne = [c for c in ranked if family in desk.search.known_as(c.stated.bearer_families)]
        if borne and not refusals.refused(one, borne, desk.search, side=True):
            best.append(borne[0])
    if len({c.stated.clause for c in best}) < 2:
        return None
    best.sort(key=lambda c: -c.score)
    return Answer(says=tuple(c.stated.plain for c in best), citations=desk.cited(desk.clauses_of(best)))
