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
from knowledge import text as t
from knowledge.documents import Document
from knowledge.matters import Recognised
from knowledge.outcomes import Answer, Clarification, NotCovered, Option, Outcome
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.search import Candidate
from knowledge.store import Clause
from knowledge.vocabulary import placeless

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

ABOUT = 0.35  # how likely a question of this kind must be where no document is named
GOING_ON = 0.1  # … after an answer about a document
LEAST = 0.25  # … and where the message goes on from an answer: 'who owns it?'
# How much must speak for a matter, and how much more than for any other question: of a document that is named, and of none.
NAMED, UNNAMED = (0.8, 0.1), (0.8, 0.2)
SURE, SPARED, LESS = 0.6, 0.2, 0.1  # how sure the classifier must be for less to do, and how much less of either
TOGETHER = 1.05  # … or both together, of a document that is named
BY_LETTERS = 0.1  # … and how much more where letters take the place of meaning: they tell matters apart less surely
SCOPE = 0.3  # whom a document covers is asked in the words in which duties are
ALL_HAVE = ("standing", "date", "approval")  # what can be said of any document
BESIDE = 5.0  # how far below the best another clause that tells the same may score and still be quoted
MOST = 3  # clauses that are quoted of a document
UNSAID = 0.1  # how much better a question that no clause answers may meet the words

# 'That glowing passage at the end, is it about us?': of the one document that quotes an inspection.
_QUOTED = re.compile(r"\b(?:ofsted|inspect\w*|outstanding|quot\w+|passage|praise\w*|glowing)\b", re.IGNORECASE)
_THAT_ONE = re.compile(r"\b(?:that|this) one\b", re.IGNORECASE)
_FIRST_ONE = re.compile(r"\bthe (?:very )?(?:first|second|next|last|latest|previous) one\b", re.IGNORECASE)
_NAMELESS = frozenset(t.stem(w) for w in "paper council".split())
_IT = re.compile(r"\b(?:it|its|this|that|theirs|ours|yours|mine)\b", re.IGNORECASE)
# No slips for other words.
WORDS = frozenset("older oldest newer newest earlier earliest later latest countersigned".split())
_TODAY = re.compile(
    r"\b(?:right now|nowadays|these days|currently|at the moment|as of today|this (?:year|month|week))\b", re.IGNORECASE
)
_WHEN = re.compile(r"\b(?:when|dates?|day|month|year)\b", re.IGNORECASE)
_WHO_OR_WHEN = re.compile(r"\b(?:who|whose|when|dates?|day|month|year|which (?:body|committee))\b", re.IGNORECASE)


def asked(desk: Knowledge, reading: Reading, context: Context) -> tuple[Outcome, str] | None:
    """A question about a document: what it tells of that, or plainly that it does not; and in words what was asked."""
    said = asides.said(reading.text, reading.mentions, desk.store.documents)
    named = "PAPER" in said
    likely = reading.likely(Kind.DOCUMENT) if reading.kind is not Kind.DOCUMENT else 1.0
    goes_on = reading.follows and bool(context.document)
    shown = goes_on and _told_of(desk, context)
    if shown:
        said = _THAT_ONE.sub("PAPER", said)
    another = _another(desk, reading, context)
    about = likely > ABOUT or (goes_on and likely >= GOING_ON and context.kind == Kind.DOCUMENT.value)
    quoted = reading.council_known and bool(_QUOTED.search(reading.text))
    points = _IT.search(said) or "PAPER" in said or _FIRST_ONE.search(said)
    if context.kind != Kind.DOCUMENT.value and not shown and following.swapped(reading, context):
        return None  # 'now the Leicester version': of what was asked before
    if not (named or about or quoted or (goes_on and likely >= LEAST and points) or (shown and (another or points))):
        return None
    if about and not (reading.documents and not goes_on) and _which(reading):
        outcome = standings.standing([d for d in desk.store.documents.values() if d.council in reading.councils])
        return (outcome, "which documents there are") if outcome else None
    if (about or named) and _OLDER.search(reading.text) and len(both := _compared(desk, reading)) > 1:
        outcome = standings.standing(both, "date")
        return (outcome, "which document is the older: the dates of each") if outcome else None
    bars = NAMED if named or quoted else UNNAMED
    if desk.search.vectors.likeness == "letters":
        bars = (bars[0], bars[1] + BY_LETTERS)
    alone = not reading.families or reading.follows
    if another:
        said = _ANOTHER.sub("PAPER", _THE_OTHER.sub("PAPER", said))
        if not set(t.content(said)) - _NAMELESS:  # 'and the other one?': the same is asked of it
            said = _before(desk, context)
    if shown and _FIRST_ONE.search(said):  # the first review, after 'how often is it reviewed?'
        said = f"{_before(desk, context)} {said}"
    worded = desk.search.worded(placeless(reading.text, reading.mentions))
    recognised = desk.matters.recognised(asides.folded(said), worded, reading.councils, alone)
    if another and not _plain(recognised, reading, bars):  # of which the same is asked as of the one before
        said = f"{_before(desk, context)} {said}"
        recognised = desk.matters.recognised(asides.folded(said), worded, reading.councils, alone)
    if not recognised or not _plain(recognised, reading, bars):
        return None
    if quoted and not (named or about) and recognised.matter != "quoted":
        return None
    if recognised.matter == "quoted" and _TODAY.search(reading.text):
        return NotCovered(says=(sayings.NOT_COVERED["today"],), notes=(sayings.NEXT["general"],)), "what is so today"
    spoken_of = another or (context.document if named or goes_on or _IT.search(said) else None)
    clauses = desk.store.clauses(following.spoken_of(desk.store, context))
    held = _documents(desk, reading, spoken_of, clauses) or _of_any(desk, reading, recognised.matter)
    if not held and named:
        outcome = _whose(desk, reading)
    else:
        outcome = _told(desk, reading, asides.folded(said), held, recognised.matter) if held else None
    if not outcome:
        return None
    return outcome, f"a document: {desk.store.matters[recognised.matter]}, as in '{recognised.example}'"


def _told_of(desk: Knowledge, context: Context) -> bool:
    """Whether the last answer told something of a document, and not a duty in it."""
    shown = desk.store.clauses(following.spoken_of(desk.store, context))
    return context.kind == Kind.DOCUMENT.value or any(c.tells and "document" in c.topics for c in shown)


def _before(desk: Knowledge, context: Context) -> str:
    """What was asked before, its document and council put aside as well."""
    return asides.said(context.words, desk.vocabulary.mentions(context.words), desk.store.documents)


def _plain(recognised: Recognised | None, reading: Reading, bars: tuple[float, float]) -> bool:
    """Whether enough speaks for a matter; less is needed where the classifier too says that a document is asked about."""
    if not recognised:
        return False
    likeness, ahead = bars
    if reading.likely(Kind.DOCUMENT) > SURE:
        likeness, ahead = likeness - SPARED, ahead - LESS
    if recognised.matter == "scope":
        # 'Does the paper apply to agency workers?' is told by what it says of them.
        return recognised.ahead >= max(ahead, SCOPE) and not reading.families
    both = recognised.likeness + recognised.ahead
    return recognised.ahead >= ahead and (recognised.likeness >= likeness or (bars is NAMED and both >= TOGETHER))


def _documents(desk: Knowledge, reading: Reading, spoken_of: str | None, clauses: Sequence[Clause]) -> list[Document]:
    """The documents asked about: those of the clauses shown where the message points at several, those named, else the one
    spoken of, else those of the council; of several the one that the words speak of more, if there is one."""
    if _shared(desk, reading):
        return []
    shown = list(dict.fromkeys(c.document for c in clauses)) if _THESE.search(reading.text) else []
    if len(shown) > 1 and not reading.documents:
        both = [desk.store.documents[id_] for id_ in shown]
        return sorted(both, key=lambda d: d.standing not in t.words(reading.text))  # 'which of them is a draft?'
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


# 'Which of these two papers is still a draft?'
_THESE = re.compile(r"\b(?:these|those|the|both)(?: of)?(?: (?:these|those|the))? (?:two |both )?(?:papers|protocols|documents|reports|agreements)\b|\bof (?:the|these|those) two\b", re.IGNORECASE)  # fmt: skip
# 'Which of the two came first?'
_OLDER = re.compile(
    r"\bwhich(?: one| paper| protocol| document| summary)?(?: of .{3,60}?)? (?:is|was|came|comes|goes|dates)(?: the| back)? (?:older|oldest|newer|newest|first|earlier|earliest|later|latest|(?:more|most) recent|further)\b",
    re.IGNORECASE,
)


def _compared(desk: Knowledge, reading: Reading) -> list[Document]:
    """The documents that are set side by side: those named if there are two, else those of the councils asked of."""
    if len(reading.documents) > 1:
        return [desk.store.documents[id_] for id_ in reading.documents]
    if not (reading.named_councils or reading.council_known):
        return []
    return [d for d in desk.store.documents.values() if d.council in reading.councils]


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


def _told(desk: Knowledge, reading: Reading, masked: str, held: Sequence[Document], matter: str) -> Outcome | None:
    """What these documents tell of the matter; plainly that they do not; None where the search may tell more. `masked` is
    the message with the document as "the paper"."""
    if matter == "meetings" and not any(_telling(desk, d, matter) for d in held):
        matter = "approval"  # 'cabinet passed it, right?' is told by whoever did
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
        if matter == "signatures" and not _signs(desk, masked, document, telling[document.id]):
            return quoting.not_covered(
                desk, "nothing_near", _ranked(desk, reading, document, telling[document.id], matter)
            )
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
    if matter == "approval":  # 'was it ever approved?'; when, and by whom, none of them says: a draft was not
        return not _WHO_OR_WHEN.search(reading.text) or all(d.standing == "draft" for d in held)
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
    # 'How often is it gone over?' is told by the clause that sets how often, and not by the date of one review.
    lacking = {clause.id for clause in telling if _lacks(reading, clause)}
    by_score = sorted(near.values(), key=lambda c: (c.stated.clause in lacking, -min(c.score, first), c.stated.id))
    if matter == "quoted":  # whose report it is comes before its words
        by_score.sort(key=lambda c: c.stated.id)
    return _once(by_score, {clause.id: clause.parent for clause in telling})[:MOST]


def _lacks(reading: Reading, clause: Clause) -> bool:
    return bool(aspects.missing(reading, clause)) or aspects.frequency_missing(False, reading, clause)


# 'Did the police countersign it?'
_SIGNED_BY = re.compile(
    r"\b(?:did|has|have|had|does|do|was|were|is)\s+((?:[\w'’-]+\s+){1,5}?)(?:counter|co)?-?\s?sign(?!\w* by\b)|\bsigned by ((?:[\w'’-]+\s*){1,4})",
    re.IGNORECASE,
)
_ANYBODY = frozenset(t.stem(w) for w in (
    "paper side sides party parties partner partners people person anybody anyone somebody everybody everyone nobody two officer"
    " mr mrs ms boss bosses head heads senior ever also yet council name fully properly formally").split())  # fmt: skip


def _signs(desk: Knowledge, masked: str, document: Document, telling: Sequence[Clause]) -> bool:
    """Whether somebody whose signature is asked after is among those that the document names, or nobody in particular is."""
    asked = " ".join(match[1] or match[2] for match in _SIGNED_BY.finditer(masked))
    stems = set(t.content(asked)) - _ANYBODY
    named = " ".join((document.title, *document.names, *(clause.quote for clause in telling)))
    return stems <= set(t.content(named))


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
    missing = aspects.missing(reading, clause)
    return None if (matter, missing) == ("versions", "no_figure") else missing  # 'a third time' is figure enough


def _blank(clause: Clause) -> bool:
    return any("blank" in fact.value.lower() for fact in clause.facts)


def _nothing(desk: Knowledge, document: Document, matter: str) -> str:
    return sayings.PAPER_SILENT.format(paper=document.short, matter=desk.store.matters[matter])


def _not_told(desk: Knowledge, held: Sequence[Document], matter: str) -> NotCovered:
    """That these documents do not tell it, and where they stand."""
    says = tuple(_nothing(desk, document, matter) for document in held)
    return NotCovered(says=says, notes=tuple(document.standing_note for document in held))


_ANOTHER = re.compile(
    r"\b(?:and|what about|how about) the\b.{3,60}?\b(?:one|paper|protocol|agreement|document|report)\b"
    r"|\bthe (?:one|paper|protocol|agreement|document|report) (?:with|about|for|on|between|that)\b",
    re.IGNORECASE,
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
