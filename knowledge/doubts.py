"""Doubts: when clauses fit about as well, two are both given, and of more the user is asked which is meant: one wrong clause is
worse than a question.

Used by knowledge.deciding and knowledge.settling. Functions take the desk, a knowledge.answers.Knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from knowledge import kinds, pairs, refusals, sayings
from knowledge import text as t
from knowledge.outcomes import Answer, Clarification, Option
from knowledge.questions import Kind
from knowledge.readings import Reading
from knowledge.search import Candidate

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

DOUBT = 0.75  # how near another clause must come to the best for a question back …
SURE = 0.64  # … unless the best answers the question with this chance; both as measured in docs/figures.md


def doubtful(desk: Knowledge, reading: Reading, ranked: Sequence[Candidate]) -> Clarification | Answer | None:
    """Where the best clause fits only fairly and another fits about as well: both of them, which is shorter to read than a
    question back; that question where three do; None where nothing is in doubt."""
    best = ranked[0]
    rivals = _rivals(desk, best, ranked)
    if not rivals or refusals.answerable(reading, ranked, desk.search) >= SURE:
        return None
    if of_one_body(desk, reading, (best, *rivals)):
        return None  # several attend: each is an answer
    if len(rivals) == 1:
        return _both(desk, best, rivals[0])
    options = []
    for candidate in (best, *rivals)[:3]:
        clause = desk.store.clauses([candidate.stated.clause])[0]
        title = desk.store.documents[clause.document].title
        options.append(Option(label=f"{candidate.stated.plain} ({clause.council}: {clause.reference})",
                              message=f"show {clause.reference} of {title}"))  # fmt: skip
    return Clarification(says=(sayings.WHICH_FITS,), options=tuple(options))


# How far below the best the clause of another council may score and still be meant, where it answers with the chance LIKELY;
# and its counterpart, which says much the same.
REACH, FAR = 5.0, 8.0
LIKELY = 0.45
SAME = 0.7  # how much alike clauses of two councils must be to be set out to one who asks of the own council
# 'Who hires the director here?': of the asker's own council; but 'reviewing officer here' says who asks.
_OWN = re.compile(
    r"\b(?:ours?|(?:round|over|in) here|where (?:i|we) work|my (?:council|authority)|(?<!new )here)\b", re.IGNORECASE
)
_INTRODUCED = re.compile(
    r"(?:^|[.!?]\s+)(?!(?:who|what|which|when|where|how|is|are|does|do|must|can)\b)(?:[\w'/&-]+\s+){1,5}here\b\s*(?:[,.:;!–—-]|$)",
    re.IGNORECASE,
)


def own_council(reading: Reading) -> bool:
    """Whether a question asks of the asker's own council, and the council is not known: 'who hires the director here?'"""
    return not reading.council_known and bool(_OWN.search(_INTRODUCED.sub(" ", reading.text)))


# 'Which councils have a panel?' asks for the council.
_OF_COUNCILS = re.compile(
    r"\b(?:which|what|any|all|each|every|how many|some|other)(?: of (?:the|your|these))? (?:\w+ )?councils?\b",
    re.IGNORECASE,
)


def which_council(
    desk: Knowledge, reading: Reading, ranked: Sequence[Candidate], chosen: Sequence[Candidate]
) -> Clarification | None:
    """A question back where the council is not known and the clauses of several cannot be set out side by side: one
    council's alone was found although another's may answer as well, one side is in doubt, or they differ and the asker's own
    is meant."""
    if reading.council_known or _OF_COUNCILS.search(reading.text):
        return None
    named = {r.council for r in desk.store.roles.values() if r.family in reading.families}
    if len(named) == 1 and named == {chosen[0].stated.council}:
        return None  # an office that this council alone has
    shown = dict.fromkeys(c.stated.council for c in chosen)
    sides = {council: [c for c in ranked if c.stated.council == council] for council in reading.councils}
    if len(shown) > 1:
        # By letters alone that says little: the chances run lower, and true rivals are not told from others.
        told = desk.search.vectors.likeness == "meaning"
        unsure = told and any(_unsure(desk, reading, sides[council]) for council in shown)
        same = all(desk.search.alike(chosen[0].stated, c.stated) >= SAME for c in chosen)
        return ask_council(shown) if unsure or (own_council(reading) and not same) else None
    knows = {r.council for r in desk.store.roles.values() if not reading.families or r.family in reading.families}
    others = [c for c in knows - set(shown) if sides.get(c) and _meant_too(desk, reading, ranked[0], sides[c])]
    others.sort(key=reading.councils.index)
    return ask_council([*shown, *others]) if others else None


def _meant_too(desk: Knowledge, reading: Reading, best: Candidate, side: Sequence[Candidate]) -> bool:
    """Whether what another council's clauses (`side`) say may be meant as well as the best clause: it answers by itself, or
    it is that clause's counterpart and is not refused."""
    gap, chance = best.score - side[0].score, refusals.answerable(reading, side, desk.search)
    counterpart = desk.search.alike(best.stated, side[0].stated) >= pairs.MUCH_ALIKE
    return (gap < REACH and chance >= LIKELY) or (counterpart and gap < FAR and chance >= refusals.BAR_FOLLOWING)


def _unsure(desk: Knowledge, reading: Reading, side: Sequence[Candidate]) -> bool:
    """Whether it is in doubt which clause of one council answers, or whether any does."""
    return refusals.answerable(reading, side, desk.search) < SURE or bool(_rivals(desk, side[0], side))


def ask_council(councils: Iterable[str]) -> Clarification:
    """Which of these councils is meant."""
    options = tuple(Option(label=council, message=council) for council in councils)
    return Clarification(says=(sayings.WHICH_COUNCIL,), options=options)


# 'How often do I see her?', 'how often must her boss …?', 'how often she has to …': somebody's own doing, and not whose.
_SOMEBODY = re.compile(
    r"\b(?:(?:do|does|must|should|am|is|are|have|has|will) )?(?:i|we|she|he|they|(?:my|her|his|their|the) (?:boss|manager|chief))\b['’\"]? (?:\w+ )?(?:have|has|had|need|needs|must|should|meant|supposed|got|go|see|sees|meet|meets|attend|attends|visit|visits|sit|get|gets|do|to)\b",
    re.IGNORECASE,
)


def unknown_role(desk: Knowledge, reading: Reading, ranked: Sequence[Candidate]) -> Clarification | None:
    """A question back where the frequency asked for differs with the office whose doing it is, and no office is known."""
    if reading.kind is not Kind.FREQUENCY or reading.asker or len(reading.councils) > 1 or reading.bodies:
        return None
    if not _SOMEBODY.search(reading.text):
        return None
    named, best = set(reading.families), ranked[0]
    fits = [best]
    for candidate in ranked[1:6]:
        stated = candidate.stated
        with_same = named <= {*stated.bearer_families, *stated.other_families}
        near = best.score - candidate.score <= DOUBT
        if stated.frequencies and (with_same if named else near):
            fits.append(candidate)
    bearers = {family: c for c in reversed(fits) for family in c.stated.bearer_families}
    often = {frozenset(f.lower() for f in c.stated.frequencies) for c in bearers.values()}
    if len(bearers) < 2 or len(often) < 2 or named & set(bearers):
        return None
    return _which_role(desk, reading, [family for c in fits for family in c.stated.bearer_families])


# 'What is he on the hook for?', 'what is her job?': all that an office must do, in other words than 'duties'.
_WHOLE = re.compile(
    r"\bon the hook for\b|\b(?:my|his|her|their) (?:job|role|duties|responsibilities|part)\b|\bexpected of (?:me|him|her|them)\b"
    r"|\b(?:responsible|accountable|answerable) for\W*$|\b(?:supposed|meant|expected|have|has) to do\W*$",
    re.IGNORECASE,
)

# 'Which corporate director …?' asks for one of them.
_WHICH_OF_THEM = re.compile(r"\b(?:which|what) (?:of the )?$", re.IGNORECASE)
# Titles that several hold at once.
_RANK = re.compile(
    r"(?:assistant|strategic|corporate|deputy) directors?|heads? of service|service managers?", re.IGNORECASE
)


def shared_title(desk: Knowledge, reading: Reading) -> Clarification | None:
    """A question back where all that an office must do is asked, and several offices of the council begin with its title:
    'what is an assistant director on the hook for?'"""
    whole = reading.kind in (Kind.DUTIES, Kind.MINE) or (reading.kind is Kind.WHAT and _WHOLE.search(reading.text))
    if not whole or len(reading.councils) > 1:
        return None
    asked = set(t.content(reading.text)) - set(t.content("children services"))
    names = {
        role.family: set(t.content(role.name))
        for role in desk.store.roles.values()
        if role.council in reading.councils and role.family and desk.store.duties_of(role.document, role.key)
    }
    for mention in reading.mentions:
        if mention.key not in {*reading.families, reading.asker} or not _RANK.fullmatch(mention.text):
            continue
        if _WHICH_OF_THEM.search(reading.text[: mention.start]):
            continue
        title = set(t.content(mention.text))
        sharing = {family: name - title for family, name in names.items() if title <= name}
        told = any(not rest or asked & rest for rest in sharing.values())  # 'the one for social care'
        if len(sharing) > 1 and not told:
            return _which_role(desk, reading, list(sharing))
    return None


def _which_role(desk: Knowledge, reading: Reading, families: Sequence[str]) -> Clarification:
    """The offices of the council to choose from, by the names that its documents give them."""
    roles = {family: kinds.roles_of(desk, reading, [family]) for family in families}
    options = tuple(
        Option(label=sayings.capital(held[0].name), message=desk.store.families[family].name)
        for family, held in roles.items()
        if held
    )
    return Clarification(says=(sayings.WHOSE,), options=options[:4])


def set_out(desk: Knowledge, reading: Reading, ranked: Sequence[Candidate]) -> Answer | None:
    """Both clauses instead of a question back, which one of several questions in a message cannot have; None where
    nothing is in doubt."""
    return _both(desk, ranked[0], _rivals(desk, ranked[0], ranked)[0]) if doubtful(desk, reading, ranked) else None


def _both(desk: Knowledge, best: Candidate, rival: Candidate) -> Answer:
    """Two clauses, either of which may be meant."""
    says = (sayings.EITHER, best.stated.plain, rival.stated.plain)
    return Answer(says=says, citations=desk.cited(desk.clauses_of((best, rival))))


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
