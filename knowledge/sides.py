"""Sides: what each of two councils, of two offices or of two documents says about the same thing.

Used by knowledge.deciding. Functions take the desk, a knowledge.answers.Knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge import following, offices, pairs, refusals, shares
from knowledge import text as t
from knowledge.outcomes import Answer
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.search import Candidate, Sought

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

PAIR = 3.0  # how far below the one side's clause that of the other side may score …
TWINS = 0.65  # … unless the two say so nearly the same of two offices
KINDRED = 0.5  # how nearly two councils must say the same for one of which it is not sure to have its part …
STRANGE = 0.35  # … and below which their clauses do not speak of one matter
NEW = 2  # words of its own that a second question may have, and ask the same as the first
# 'Both directors', 'my bit or hers?': two sides are asked for.
_BOTH = re.compile(
    r"\b(?:each(?! (?:other|year|month|quarter|week|term|day|time)\b)|both|respectively|compar(?:e|es|ed|ing)|difference|differ(?:s|ent|ently)? (?:from|to|between)|versus|vs?"
    r"|or (?:is it )?(?:both|the pair|the two)|side by side|next to each other|(?:two|2) (?:columns|sides|halves)|split|as (?:often|much|many|regularly) as|which of (?:us|them|the two)|has which|(?:who|which one|they) (?:does|do) (?:which|what)(?: (?:bit|part|half))?|same footing"
    r"|the same\b[^.?!]{3,60}\bor\b|between the\b[^.?!]{3,60}\band\b"
    r"|(?:(?:my|his|her|their|whose|'s) (?:bit|part|share|side)|\w+s (?:bit|part|share)))\b",
    re.IGNORECASE,
)
# 'How often me, how often the director?'
_ME = re.compile(
    r"(?<!give )(?<!tell )(?<!show )(?<!send )(?<!let )(?<!help )(?<!ask )(?<!asks )\b(?:me|(?<!of )mine|my (?:bit|part|share|side))\b|\b(?:i|we)\b.{3,60}\bas (?:often|much|many|regularly) as\b",
    re.IGNORECASE,
)

# 'Who answers politically, who professionally?', 'who leads on the one and who on the other?'
_OR = re.compile(r"\W*\bor\s+(?:is it |was it )?(?:the |an? |our |my |his |her )?", re.IGNORECASE)
_WHO_AND_WHO = re.compile(
    r"\bwho\b[^.?!]{4,60}(?:,|\band\b) (?:and )?who\b|\bthe one\b.{4,40}\bthe other\b", re.IGNORECASE
)
# 'Who keeps them safe at school and who in custody?': the same is asked twice.
_AND_WHO_IN = re.compile(
    r"\bwho\b[^.?!]{4,80}(?:,|\band\b) (?:and )?who (?:in|for|at|on|with|over|about|when)\b", re.IGNORECASE
)
# 'What does the one bring and what does the other bring?'
_WHAT_AND_WHAT = re.compile(r"\b(what|how often|when|where)\b[^.?!]{4,80}(?:,| and| but)+ (?:and )?\1\b", re.IGNORECASE)
# 'How does each of the two papers deal with it?', 'in the 2011 paper and in the youth offending one'
_PAPER = r"(?:papers?|protocols?|documents?|agreements?)"
_PAPERS = re.compile(
    rf"\b(?:both|two|2|each|either)\b(?: of)?(?: the| our| your)?(?: [\w']+)? {_PAPER}\b"
    rf"|\bin the\b[^.?!]{{0,30}}\b{_PAPER}\b[^.?!]{{0,30}}\band (?:in |by )?the\b[^.?!]{{3,50}}\b(?:one|{_PAPER})\b",
    re.IGNORECASE,
)
# 'One route or two: between directors, and between the two services?'
_SCOPES = re.compile(
    r"^(?P<head>.{8,80}?)\b(?P<joint>between|for|about|when|over) (?P<one>[^.?!]{4,60}?),? (?:and|or|vs?|versus) (?P=joint) (?P<other>[^.?!]{4,90})",
    re.IGNORECASE,
)
# 'Is a quarrel between the directors settled by the same route as one between the two services?'
_SAME_AS = re.compile(
    r"^(?P<one>.{8,100}?)[\s,]+(?P<head>(?:\w+ )?(?:by|in|at|on|under|through|with|to|along)?\s?the same (?:[\w-]+ ){0,2}?)as (?P<other>[^.?!]{8,100})",
    re.IGNORECASE,
)
# 'I have a girl on remand and another with nowhere to live. Does it cover both?'
_CASES = re.compile(
    r"(?P<one>[^.?!]{8,90}?),? (?:and|plus) (?:another|a second)\b(?: one)? (?P<other>[^.?!]{6,90})[.?!-].*\b(?:either|both|each)\b",
    re.IGNORECASE | re.DOTALL,
)
OWN = 2  # words of its own that each of two matters has, where two are set beside each other
_ONE_OR_TWO = re.compile(r"\b(?:one|1) (?:[\w'-]+ ){0,3}or (?:two|2)\b", re.IGNORECASE)


def two(reading: Reading) -> bool:
    """Whether the words ask for two of something, whoever they may be: 'both directors', 'my bit and hers'."""
    return any(cue.search(reading.text) for cue in (_BOTH, _ME, _WHO_AND_WHO))


def either(reading: Reading) -> tuple[str, ...]:
    """The offices between which a question leaves the choice: 'who sees to it, the schools director or the other one?'"""
    named = sorted((m for m in reading.mentions if m.kind == "family"), key=lambda m: m.start)
    for one, other_ in pairwise(named):
        if one.key != other_.key and _OR.fullmatch(reading.text[one.end : other_.start]):
            return (one.key, other_.key)
    return ()


def asked(reading: Reading) -> bool:
    """Whether two sides may be asked for: councils, offices, or documents."""
    if len(reading.named_councils) > 1 or reading.kind is Kind.COMPARE or papers(reading) or scopes(reading):
        return True
    return of_offices(reading)


def of_offices(reading: Reading) -> bool:
    """Whether something is asked of two offices: 'is my part in it the same as the director's?'"""
    cues = (_BOTH, _ME, _WHAT_AND_WHAT)
    return len(_offices(reading)) > 1 and any(cue.search(reading.text) for cue in cues)


def one_matter(reading: Reading, second: str) -> bool:
    """Whether the second question of a message asks the same of another side: 'what of Dudley, and how is it in Leicester?',
    'who keeps them safe at school and who in custody?'."""
    named = {s for m in reading.mentions if m.kind in ("council", "family", "term") for s in t.content(m.text)}
    first = reading.text[: reading.text.find(second)] if second in reading.text else reading.text
    new = set(t.content(second)) - named - set(t.content(first))
    if len(reading.named_councils) > 1:
        return len(new) <= NEW or bool(_BOTH.search(reading.text))
    if len(_offices(reading)) > 1 and _WHAT_AND_WHAT.search(reading.text):
        return len(new) <= NEW
    return bool(_AND_WHO_IN.search(reading.text))


def papers(reading: Reading) -> bool:
    """Whether two documents of one council may be asked for."""
    named = len(reading.documents) > 1 or bool(_PAPERS.search(reading.text))
    return named and reading.council_known and len(reading.councils) == 1


def scopes(reading: Reading) -> tuple[Reading, ...]:
    """The two matters that one rule or two may serve: 'one route or two: between directors, and between the services?'"""
    said = _SAME_AS.search(reading.text)
    if said and not reading.follows:
        named = {
            stem for m in reading.mentions if m.kind in ("family", "council", "document") for stem in t.content(m.text)
        }
        if all(len(set(t.content(said[part])) - named) >= OWN for part in ("one", "other")):
            return _readings(reading, [f"{said['head']} {said[part]}" for part in ("one", "other")])
        return ()
    said = _CASES.search(reading.text)
    if said:
        return _readings(reading, [said["one"], said["other"]])
    said = _SCOPES.search(reading.text)
    if not said or not (_ONE_OR_TWO.search(reading.text) or _BOTH.search(reading.text)):
        return ()
    head = _ONE_OR_TWO.sub(" ", said["head"])
    texts = [f"{head} {said['joint']} {said[part]}" for part in ("one", "other")]
    return _readings(reading, texts)


def _readings(reading: Reading, texts: Sequence[str]) -> tuple[Reading, ...]:
    """The reading of each of these parts of its text, with the offices that the part names."""
    named = [(m.key, m.text) for m in reading.mentions if m.kind == "family"]
    return tuple(
        replace(reading, text=text, families=tuple(dict.fromkeys(key for key, name in named if name in text)))
        for text in texts
    )


def compared(desk: Knowledge, reading: Reading, context: Context) -> Answer | None:
    """The clauses of each side that speak of the same matter; a council that says nothing on it is said to be silent."""
    if scopes(reading) and len(reading.named_councils) < 2:
        return _of_scopes(desk, reading, context)
    if papers(reading):
        return _of_documents(desk, reading, context)
    if len(reading.named_councils) < 2 and len(_offices(reading)) > 1:
        return _of_offices(desk, reading, context)
    councils = reading.named_councils if len(reading.named_councils) > 1 else reading.councils
    shown = tuple(dict.fromkeys(c.council for c in desk.store.clauses(context.clauses))) if reading.follows else ()
    if len(shown) > 1 and not reading.named_councils:
        councils = tuple(c for c in shown if c in councils)  # 'do both of them …?'
    return _of_councils(desk, reading, context, councils) if len(councils) > 1 else None


def in_both(desk: Knowledge, reading: Reading, context: Context) -> Answer | None:
    """What two documents of one council say, where both are asked about."""
    both = papers(reading) and not scopes(reading) and bool(_PAPERS.search(reading.text))
    return _of_documents(desk, reading, context) if both else None


def other(desk: Knowledge, reading: Reading, best: Candidate) -> list[Candidate]:
    """The other side of what `best` says: the same matter, borne by another office of that document, if a clause of it
    says nearly the same or, where `two` are asked for, comes within PAIR once the offices that are named are left out of
    the question."""
    choice = set(either(reading))
    if not two(reading) and not choice & set(best.stated.bearer_families):
        return []
    text = reading.text
    for mention in (m for m in reading.mentions if m.kind == "family" and m.key not in reading.bodies):
        text = text.replace(mention.text, " ")
    text = offices.DIRECTOR.sub(" ", text)
    ranked = desk.search.candidates(Sought(text=text, councils=(best.stated.council,), families=reading.bodies))
    scores = {c.stated.id: c.score for c in ranked}
    mine = set(best.stated.bearer_families)
    others = [
        c
        for c in ranked
        if c.stated.document == best.stated.document and mine and (theirs := set(c.stated.bearer_families)) and not mine & theirs
        and (two(reading) or choice & theirs)
    ]  # fmt: skip
    if not others:
        return []
    found = pairs.counterparts(desk.search, [[best], others])[1]
    gap = scores.get(best.stated.id, best.score) - found.score
    return [found] if (gap <= PAIR and two(reading)) or desk.search.alike(best.stated, found.stated) >= TWINS else []


# 'Is it the same in Leicester?', 'would a Dudley councillor be told the same?'
_THE_SAME = re.compile(r"\b(?:same|alike|like (?:that|this)|differ\w*|compar\w+)\b", re.IGNORECASE)


def shown_before(desk: Knowledge, reading: Reading, context: Context, best: Candidate) -> list[Candidate]:
    """Where another council is asked to be set beside what was shown: that of it which says much the same as `best`."""
    if len(reading.named_councils) != 1 or not _THE_SAME.search(reading.text):
        return []
    held = desk.store.stated_in([*following.spoken_of(desk.store, context), *context.shown])
    others = [stated for stated in held if stated.council != best.stated.council]
    if best.stated.council not in reading.named_councils or not others:
        return []
    nearest = max(others, key=lambda stated: desk.search.alike(best.stated, stated))
    return [Candidate(nearest)] if desk.search.alike(best.stated, nearest) >= pairs.MUCH_ALIKE else []


def _of_councils(desk: Knowledge, reading: Reading, context: Context, councils: tuple[str, ...]) -> Answer | None:
    found: list[list[Candidate]] = []
    sure: list[bool] = []
    for council, text in shares.told(reading, councils).items():
        own = shares.own_office(reading, council) if text == reading.text else shares.saying(reading, text)
        one = replace(shares.bare(own), councils=(council,), named_councils=(council,))
        ranked = following.candidates(desk.search, one, context)
        if ranked:
            found.append(ranked)
            sure.append(not refusals.refused(one, ranked, desk.search, side=True))
    if not any(sure):
        return None
    best = _telling(desk, found, sure, KINDRED)
    top = max(best, key=lambda c: c.score)
    best = [c for c in best if c is top or desk.search.alike(c.stated, top.stated) >= STRANGE]
    telling = {c.stated.council for c in best}
    says = [f"{c.stated.council}: {c.stated.plain}" for c in best]
    says += [f"{council}: the document does not say." for council in reading.named_councils if council not in telling]
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
    """A clause of each office that bears any, the one that fits best first; None where only one has a duty in it."""
    named = _offices(reading)
    bearing = [f for f in named if f not in reading.bodies and desk.store.bears(f, reading.councils)]
    met = tuple(f for f in (*reading.families, *named) if f not in bearing)  # what they meet in, or whom
    found: list[list[Candidate]] = []
    sure: list[bool] = []
    for family in bearing:
        text = shares.less(reading, [f for f in bearing if f != family])
        one = replace(reading, text=text, families=(family, *met), subject=family)
        ranked = following.candidates(desk.search, one, context)
        borne = [c for c in ranked if family in desk.search.known_as(c.stated.bearer_families)]
        if borne:
            found.append(borne)
            sure.append(not refusals.refused(one, borne, desk.search, side=True))
    return _together(desk, found, sure)


def _of_scopes(desk: Knowledge, reading: Reading, context: Context) -> Answer | None:
    """The clause that fits each matter best; None where one of them has none of its own."""
    found = []
    for one in scopes(reading):
        ranked = following.candidates(desk.search, one, context)
        if not ranked or refusals.refused(one, ranked, desk.search, side=True):
            return None
        found.append(ranked[:1])
    return _together(desk, found, [True] * len(found))


# What a question calls the documents themselves, which says where to look, and not for what.
_CALLED = re.compile(
    rf"\b(?:[\w']+ ){{0,2}}{_PAPER}\b(?: of (?:19|20)\d\d)?|\bthe [^,.?!–-]{{3,40}}? one and the [^,.?!–-]{{3,40}}? one\b",
    re.IGNORECASE,
)


def _of_documents(desk: Knowledge, reading: Reading, context: Context) -> Answer | None:
    """A clause of each of a council's documents; None where only one speaks of it."""
    held = [d.id for d in desk.store.documents.values() if d.council in reading.councils]
    sure: list[bool] = []
    text = _CALLED.sub(" ", reading.text)
    for mention in (m for m in reading.mentions if m.kind in ("document", "council")):
        text = text.replace(mention.text, " ")
    borne = {(role.document, role.family) for role in desk.store.roles.values()}
    found = []
    for document in reading.documents if len(reading.documents) > 1 else held:
        own = tuple(f for f in reading.families if (document, f) in borne)
        one = replace(reading, text=text, documents=(document,), families=own, topics=reading.topics - {"document"})
        ranked = following.candidates(desk.search, one, context)
        ranked = [c for c in ranked if c.stated.document == document]
        if ranked:
            found.append(ranked)
            sure.append(not refusals.refused(one, ranked, desk.search, side=True))
    both = _together(desk, found, sure)
    if both or not any(sure):
        return both
    best = max((c[0] for c, answers in zip(found, sure, strict=True) if answers), key=lambda c: c.score)
    asked_of = reading.documents if len(reading.documents) > 1 else held
    silent = [desk.store.documents[d].title for d in asked_of if d != best.stated.document]
    says = (best.stated.plain, *(f"{title}: the document does not say." for title in silent))
    return Answer(says=says, citations=desk.cited(desk.clauses_of([best])))


def _together(desk: Knowledge, found: list[list[Candidate]], sure: list[bool]) -> Answer | None:
    """One answer of these sides, the clause that fits best first; None where they are fewer than two."""
    best = _telling(desk, found, sure, TWINS)
    if len({c.stated.clause for c in best}) < 2:
        return None
    best.sort(key=lambda c: -c.score)
    return Answer(says=tuple(c.stated.plain for c in best), citations=desk.cited(desk.clauses_of(best)))


def _telling(desk: Knowledge, found: list[list[Candidate]], sure: list[bool], least: float) -> list[Candidate]:
    """The counterparts of these sides. A side of which it is not `sure` that any clause answers has its part if it is at
    `least` so much like one that does."""
    best = pairs.counterparts(desk.search, found)
    known = [c for c, answers in zip(best, sure, strict=True) if answers]
    return [
        c
        for c, answers in zip(best, sure, strict=True)
        if answers or any(desk.search.alike(c.stated, k.stated) >= least for k in known)
    ]
