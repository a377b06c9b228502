"""Papers: questions about a document itself: its standing and dates, who signed, owns or wrote it, what it replaces.

What is asked is told by knowledge.matters; here it is settled of which document, and what that document tells of it. Like
knowledge.kinds, functions take the desk (knowledge.answers.Knowledge) and a Reading; knowledge.deciding asks them before it
searches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import asides, aspects, following, quoting, sayings, standings
from knowledge.documents import Document
from knowledge.matters import Recognised
from knowledge.outcomes import Answer, Clarification, NotCovered, Option, Outcome
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.search import Candidate
from knowledge.store import Clause

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

ABOUT = 0.35  # how likely a question of this kind must be where no document is named
GOING_ON = 0.1  # … after an answer about a document
LEAST = 0.25  # … and where the message goes on from an answer: 'who owns it?'
# How much must speak for a matter, and how much more than for any other question: of a document that is named, and of none.
NAMED, UNNAMED = (0.8, 0.1), (0.8, 0.2)
SURE, SPARED = 0.6, 0.2  # how sure the classifier must be for less to do, and how much less
SCOPE = 0.3  # whom a document covers is asked in the words in which duties are
ALL_HAVE = ("standing", "date", "approval")  # what can be said of any document
BESIDE = 3.0  # how far below the best another clause that tells the same may score and still be quoted
MOST = 3  # clauses that are quoted of a document
UNSAID = 0.1  # how much better a question that no clause answers may meet the words

# 'That glowing passage at the end, is it about us?': of the one document that quotes an inspection.
_QUOTED = re.compile(r"\b(?:ofsted|inspect\w*|outstanding|quot\w+|passage|praise\w*|glowing)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its|this|that|theirs|ours|yours|mine)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|dates?|day|month|year)\b", re.IGNORECASE)
_WHO_OR_WHEN = re.compile(r"\b(?:who|whose|when|dates?|day|month|year|which (?:body|committee))\b", re.IGNORECASE)


def asked(desk: Knowledge, reading: Reading, context: Context) -> tuple[Outcome, str] | None:
    """A question about a document: what it tells of that, or plainly that it does not; and in words what was asked."""
    said = asides.said(reading.text, reading.mentions)
    named = "PAPER" in said
    likely = reading.likely(Kind.DOCUMENT) if reading.kind is not Kind.DOCUMENT else 1.0
    goes_on = reading.follows and bool(context.document)
    about = likely > ABOUT or (goes_on and likely >= GOING_ON and context.kind == Kind.DOCUMENT.value)
    quoted = reading.council_known and bool(_QUOTED.search(reading.text))
    if not (named or about or quoted or (goes_on and likely >= LEAST and _IT.search(said))):
        return None
    if about and not (reading.documents and not goes_on) and _which(reading):
        outcome = standings.standing([d for d in desk.store.documents.values() if d.council in reading.councils])
        return (outcome, "which documents there are") if outcome else None
    another = _another(desk, reading, context)
    bars = NAMED if named or quoted else UNNAMED
    recognised = desk.matters.recognised(asides.folded(said), reading.text, reading.councils)
    if another and not _plain(recognised, reading, bars):  # of which the same is asked as of the one before
        recognised = desk.matters.recognised(asides.folded(f"{context.words} {said}"), reading.text, reading.councils)
    if not recognised or not _plain(recognised, reading, bars):
        return None
    if quoted and not (named or about) and recognised.matter != "quoted":
        return None
    spoken_of = another or (context.document if named or goes_on or _IT.search(said) else None)
    held = _documents(desk, reading, spoken_of) or _of_any(desk, reading, recognised.matter)
    if not held and named:
        outcome = _whose(desk, reading)
    else:
        outcome = _told(desk, reading, held, recognised.matter) if held else None
    if not outcome:
        return None
    return outcome, f"a document: {desk.store.matters[recognised.matter]}, as in '{recognised.example}'"


def _plain(recognised: Recognised | None, reading: Reading, bars: tuple[float, float]) -> bool:
    """Whether enough speaks for a matter; less is needed where the classifier too says that a document is asked about."""
    if not recognised:
        return False
    likeness, ahead = bars
    if reading.likely(Kind.DOCUMENT) > SURE:
        likeness, ahead = likeness - SPARED, ahead - SPARED
    if recognised.matter == "scope":
        # 'Does the paper apply to agency workers?' is told by what it says of them.
        return recognised.ahead >= max(ahead, SCOPE) and not reading.families
    return recognised.likeness >= likeness and recognised.ahead >= ahead


def _documents(desk: Knowledge, reading: Reading, spoken_of: str | None) -> list[Document]:
    """The documents asked about: those named, else the one spoken of, else those of the council; of several the one that
    the words speak of more, if there is one."""
    if _shared(desk, reading):
        return []
    if reading.documents:
        chosen = [desk.store.documents[id_] for id_ in reading.documents]
    elif spoken_of in desk.store.documents and desk.store.documents[spoken_of].council in reading.councils:
        chosen = [desk.store.documents[spoken_of]]
    else:
        chosen = [d for d in desk.store.documents.values() if d.council in reading.councils]
        if len({d.council for d in chosen}) > 1:
            return []
    if len(chosen) < 2:
        return chosen
    # 'When was the accountability one agreed?' speaks of no agreement.
    subject = replace(reading, text=re.sub(r"\bagreed\b", " ", reading.text, flags=re.IGNORECASE))
    nearest = desk.nearest_document(subject, chosen)
    return [nearest] if nearest else chosen


def _shared(desk: Knowledge, reading: Reading) -> bool:
    """'Our roles summary': whether all that names a document is a name that those of several councils have."""
    named = {(m.start, m.end) for m in reading.mentions if m.kind == "document"}
    councils = {desk.store.documents[id_].council for id_ in reading.documents}
    return len(named) == 1 and len(councils) > 1 and not any(m.kind == "council" for m in reading.mentions)


def _of_any(desk: Knowledge, reading: Reading, matter: str) -> list[Document]:
    """The document that alone of all councils' tells the matter, where the council is not known."""
    named = [desk.store.documents[id_] for id_ in reading.documents] or desk.store.documents.values()
    telling = [d for d in named if _telling(desk, d, matter)]
    return telling if len(telling) == 1 and matter not in ALL_HAVE else []


def _whose(desk: Knowledge, reading: Reading) -> Outcome | None:
    """Asks whose document is meant."""
    councils = (
        list(dict.fromkeys(desk.store.documents[id_].council for id_ in reading.documents)) or desk.store.councils
    )
    options = tuple(Option(label=council, message=council) for council in councils[:4])
    return Clarification(says=(sayings.WHICH_COUNCIL,), options=options) if len(options) > 1 else None


def _telling(desk: Knowledge, document: Document, matter: str) -> list[Clause]:
    return [clause for clause in desk.store.clauses_of(document.id) if matter in clause.tells]


def _told(desk: Knowledge, reading: Reading, held: Sequence[Document], matter: str) -> Outcome | None:
    """What these documents tell of the matter; plainly that they do not; None where the search may tell more."""
    telling = {d.id: _telling(desk, d, matter) for d in held}
    told = [d for d in held if telling[d.id]]
    silent = [d for d in held if not telling[d.id]]
    if matter == "contacts" and told:
        return None  # people are named by knowledge.contacts, with their year
    if matter in ("standing", "date") or (not told and _dated(reading, held, matter)):
        return standings.standing(held, matter)
    if not told:
        return None if matter == "scope" else _not_told(desk, silent, matter)
    says, cited = [], []
    for document in told:
        ranked = _ranked(desk, reading, document, telling[document.id], matter)
        found = desk.clauses_of(ranked)
        missing = _missing(reading, found[0], ranked[0], matter)
        if missing and len(told) == 1:
            return quoting.not_covered(desk, missing, ranked)
        says += [candidate.stated.plain for candidate in ranked]
        cited += found
    says += [_nothing(desk, document, matter) for document in silent]
    notes = tuple(document.standing_note for document in told)
    return Answer(says=tuple(dict.fromkeys(says)), citations=desk.cited(cited), notes=notes)


def _dated(reading: Reading, held: Sequence[Document], matter: str) -> bool:
    """Whether the standing and the dates of the documents tell the matter, where no clause does."""
    if matter == "approval":  # 'was it ever approved?'; when, and by whom, none of them says
        return not _WHO_OR_WHEN.search(reading.text)
    return any(matter in dated.tells for document in held for dated in document.dates)


def _ranked(
    desk: Knowledge, reading: Reading, document: Document, telling: Sequence[Clause], matter: str
) -> list[Candidate]:
    """What these clauses state, the nearest to the question first, and what else comes near it."""
    sought = following.sought(desk.search, reading, Context())
    sought = replace(sought, councils=(document.council,), documents=frozenset({document.id}))
    items = {clause.parent for clause in telling}
    # An opening that cannot be quoted with its items says less than they do.
    ids = {clause.id for clause in telling if clause.id not in items or desk.whole(clause)}
    ranked = [c for c in desk.search.candidates(sought) if c.stated.clause in ids]
    if not ranked:
        ranked = [Candidate(stated) for stated in desk.store.stated_in([telling[0].id])[:1]]
    blank = {clause.id for clause in telling if _blank(clause)} - {ranked[0].stated.clause}
    near = {c.stated.clause: c for c in reversed(ranked) if c.score >= ranked[0].score - BESIDE}
    near = {clause: c for clause, c in near.items() if clause not in blank or matter == "signatures"}
    first = ranked[0].score - quoting.TIE  # what ties stands in the order of the document
    by_score = sorted(near.values(), key=lambda c: (-min(c.score, first), c.stated.id))
    if matter == "quoted":  # whose report it is comes before its words
        by_score.sort(key=lambda c: c.stated.id)
    return _once(by_score, {clause.id: clause.parent for clause in telling})[:MOST]


def _once(ranked: Sequence[Candidate], parents: dict[int, int | None]) -> list[Candidate]:
    """These without what another holds already: an opening is quoted with its items."""
    kept: list[Candidate] = []
    for candidate in ranked:
        clause = candidate.stated.clause
        if all(parents[clause] != k.stated.clause and parents[k.stated.clause] != clause for k in kept):
            kept.append(candidate)
    return kept


def _missing(reading: Reading, clause: Clause, best: Candidate, matter: str) -> str | None:
    """Why a clause that tells of the matter does not tell what is asked of it, as a code of knowledge.sayings."""
    if _blank(clause) and (
        matter == "equality" or (_WHEN.search(reading.text) and aspects.left_blank(reading, clause))
    ):
        return "left_blank"
    if best.evidence.get("unsaid", 0.0) - best.evidence.get("met", 0.0) > UNSAID:
        return "nothing_near"
    return aspects.missing(reading, clause)


def _blank(clause: Clause) -> bool:
    return any("blank" in fact.value.lower() for fact in clause.facts)


def _nothing(desk: Knowledge, document: Document, matter: str) -> str:
    return sayings.PAPER_SILENT.format(paper=document.short, matter=desk.store.matters[matter])


def _not_told(desk: Knowledge, held: Sequence[Document], matter: str) -> NotCovered:
    """That these documents do not tell it, and where they stand."""
    says = tuple(_nothing(desk, document, matter) for document in held)
    return NotCovered(says=says, notes=tuple(document.standing_note for document in held))


_ANOTHER = re.compile(
    r"\b(?:and|what about|how about) the\b.{3,60}\b(?:one|paper|protocol|agreement|document|report)\b", re.IGNORECASE
)
_THE_OTHER = re.compile(
    r"\bthe other (?:\w+ ){0,2}?(?:one|paper|protocol|agreement|document|report)\b|\b(?:and|what about|how about) the other\b",
    re.IGNORECASE,
)


def _another(desk: Knowledge, reading: Reading, context: Context) -> str | None:
    """'And the youth offending one?', 'and the other one?': the document that a follow-up speaks of instead."""
    held = [d for d in desk.store.documents.values() if d.council in reading.councils]
    others = [d for d in held if d.id != context.document]
    if _THE_OTHER.search(reading.text) and len(held) == 2 and len(others) == 1:
        return others[0].id
    if not reading.follows or not _ANOTHER.search(reading.text):
        return None
    found = desk.nearest_document(reading, held) if len(held) > 1 else None
    return found.id if found else None


_WHICH = re.compile(
    r"\b(which|what|list|all) (of )?(the |your )?(documents|protocols|papers|sources|policies)( (do|have|can|are|is)\b|\W*$)"
    r"|\b(?:documents|protocols|papers|sources|policies) (?:do|have|can) (?:you|we) (?:hold|have|got|know|use|keep|cover)\b",
    re.IGNORECASE,
)


def _which(reading: Reading) -> bool:
    """'Which papers do you hold?'"""
    return bool(_WHICH.search(reading.text)) and not re.search(r"\bi need\b", reading.text, re.IGNORECASE)
