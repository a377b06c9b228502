"""Lessons: what each part of an induction says, statement by statement, each with its clause.

Reads knowledge.store; put into steps by learning.induction. Nothing here states a duty that is not a stored rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge import safety, sayings, standings, worries
from knowledge.articles import the
from knowledge.citations import Citation
from knowledge.documents import Document
from knowledge.store import Stated, Store, StoredRole
from learning import offices
from learning.calendars import Held
from learning.lines import Line, about, called, sentence, silent
from learning.offices import Citer, Office
from learning.steps import Taught

_FOLLOW = re.compile(r"\bfollow\b.{0,60}\bprocedures\b", re.IGNORECASE)
MOST = 5  # clauses that are taught together
IN_FORCE = "Before you rely on it, ask the council's safeguarding team whether it is in force today."
FAULTS = "The text has faults. Know them if you read the document itself:"


def the_text(office: Office) -> str:
    """The documents of an office, at the head of a sentence."""
    return "This document" if len(office.documents) == 1 else "The documents of this office"


def none(office: Office, what: str) -> Taught:
    """Said where the text names none of these for the office."""
    verb = "names" if len(office.documents) == 1 else "name"
    return Taught(says=(f"{the_text(office)} {verb} no {what} for {called(office)}.",))


def evenly(said: Sequence[Taught], most: int = MOST) -> list[list[Taught]]:
    """Statements in their order, in as few groups of at most `most` clauses as it takes, of nearly equal size.

    A sentence without a clause goes with the statement before it, and at the very start with the one after it.
    """
    cited = sum(1 for taught in said if taught.citation)
    count = max(1, -(-cited // most)) if said else 0
    groups: list[list[Taught]] = [[] for _ in range(count)]
    at, held = 0, 0
    for taught in said:
        if taught.citation:
            if held == cited // count + (at < cited % count):
                at, held = at + 1, 0
            held += 1
        groups[at].append(taught)
    return groups


# --- what is expected ------------------------------------------------------------------------------------------------


def expected(store: Store, office: Office, cite: Citer) -> list[tuple[str, list[Taught]]]:
    """What is expected of an office, as (heading, statements): its duties, or that it has none, and duties it may share."""
    groups = _duties(store, office, cite) or [("", [_no_duty(office)])]
    groups[-1][1].extend(_shared(store, office))
    return groups


def _duties(store: Store, office: Office, cite: Citer) -> list[tuple[str, list[Taught]]]:
    """The duties by topic, in groups of at most MOST clauses: (heading, statements). Empty where none is stated."""
    clauses: dict[int, list[Stated]] = {}
    for _, stated in offices.duties(store, office):
        clauses.setdefault(stated.clause, []).append(stated)
    if len(clauses) <= MOST:
        groups = [("", list(clauses))] if clauses else []
    else:
        groups = _by_topic(store, {clause: said[0] for clause, said in clauses.items()})
    taught = [(heading, [_taught(cite, clauses[clause]) for clause in ids]) for heading, ids in groups]
    if taught:
        taught[0][1][:0] = _covered(store, office)
    return taught


def _taught(cite: Citer, said: Sequence[Stated]) -> Taught:
    return Taught(says=tuple(dict.fromkeys(stated.plain for stated in said)), citation=cite(said[0].clause))


def _covered(store: Store, office: Office) -> list[Taught]:
    """Whose duties the office shares, where a clause names a wider group."""
    wider = [r for r in office.covering if store.duties_of(r.document, r.key)]
    own = any(store.duties_of(r.document, r.key) for r in office.roles)
    return [Taught(says=(f"{'Some' if own else 'All'} of these duties are stated for {the(r.name)}, which takes in this office.",))
            for r in wider]  # fmt: skip


def _by_topic(store: Store, stated: dict[int, Stated]) -> list[tuple[str, list[int]]]:
    """Clauses by the topic that they share with most others; small ones joined where there is room."""
    count = Counter(topic for s in stated.values() for topic in s.topics)
    groups: dict[str, list[int]] = {}
    for clause, s in stated.items():
        topic = max(s.topics, key=lambda t: count[t], default="")
        groups.setdefault(topic, []).append(clause)
    joined: list[tuple[list[str], list[int]]] = []
    for topic, ids in groups.items():
        name = store.topics[topic].name if topic else "Other duties"
        room = next((j for j in joined if len(j[1]) + len(ids) <= MOST and len(j[0]) < 3), None)
        if room:
            room[0].append(name)
            room[1].extend(ids)
        else:
            joined.append(([name], list(ids)))
    return [("; ".join(names), ids) for names, ids in joined]


def _shared(store: Store, office: Office) -> list[Taught]:
    """For a councillor with a further office: that the text has duties of all councillors too."""
    return [Taught(says=(f"The same document has duties for {role.name}. If you are a councillor, read those as well.",))
            for role in _everyone(store, office)]  # fmt: skip


def _everyone(store: Store, office: Office) -> list[StoredRole]:
    """'All Councillors' of the office's documents, for an office that only a councillor holds."""
    if office.kind != "member" or office.family == "councillors":
        return []
    return [r for r in store.roles.values() if r.document in office.documents and r.family == "councillors"
            and r.name.startswith("All") and store.duties_of(r.document, r.key)]  # fmt: skip


def _no_duty(office: Office) -> Taught:
    """Said where the text names the office without a duty."""
    s, it = ("s", "it") if len(office.documents) == 1 else ("", "they")
    return Taught(says=(f"{the_text(office)} state{s} no duty of {the(office.name)}; {it} only name{s} the office.",))


# --- words -----------------------------------------------------------------------------------------------------------


def words(store: Store, cite: Citer, quoted: Sequence[Citation]) -> list[Taught]:
    """Terms that stand in these quotes, as their own document explains them, and what has become of dated words."""
    found: dict[tuple[str, str], Taught] = {}
    for clause, term in store.terms():
        names = (term.term, *term.also)
        if any(c.document == clause.document and _stands_in(name, c.quote) for c in quoted for name in names):
            text = f"{sayings.capital(term.term)} means {term.means.rstrip('.')}."
            found.setdefault((clause.document, term.term), Taught(says=(text,), citation=cite(clause)))
    dated: dict[str, Taught] = {}
    for citation in quoted:
        for note in citation.notes:
            dated.setdefault(note, Taught(says=(note,), citation=citation))
    return [*found.values(), *dated.values()] or [
        Taught(says=("The clauses about this office use no word that their document explains.",))
    ]


def _stands_in(name: str, quote: str) -> bool:
    flags = 0 if re.search(r"[A-Z]{2}", name) else re.IGNORECASE
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", quote, flags))


# --- others ----------------------------------------------------------------------------------------------------------


def accountability(store: Store, office: Office, found: Sequence[Line]) -> list[Taught]:
    """Each line of accountability with its clause, then what the text leaves out.

    Where a lead-in states the line and its items name the matters, the lead-in is quoted and the items are listed.
    """
    said: list[Taught] = []
    name = called(office)
    for line in found:
        parents = {m.citation.clause for m in line.matters}
        items = [m for m in line.matters if _lead_in(store, m.citation) in parents]
        for matter in line.matters:
            if matter in items:
                continue
            says = [sentence(line, matter, name)]
            under = [m for m in items if _lead_in(store, m.citation) == matter.citation.clause]
            if under:
                matters = "; ".join(f"{about(line, m, name)} ({m.citation.clause})" for m in under)
                says.append(f"These are the matters, each in a clause of its own: {matters}.")
            said.append(Taught(says=tuple(says), citation=matter.citation))
    quiet = silent(found, name, quotes(store, office))
    return [*_merged(said), *([Taught(says=quiet)] if quiet else [])]


def quotes(store: Store, office: Office) -> list[str]:
    """The words of every clause that states a duty of the office."""
    return [clause.quote for clause in store.clauses([stated.clause for _, stated in offices.duties(store, office)])]


def _lead_in(store: Store, citation: Citation) -> str | None:
    parent = store.clause(citation.document, citation.clause).parent
    return store.clauses([parent])[0].reference if parent else None


def boards(office: Office, found: Sequence[Line]) -> list[Taught]:
    """Each board that the office sits on, or who sits on it, with its clause."""
    return _merged([Taught(says=(sentence(line, matter, called(office)),), citation=matter.citation)
                    for line in found for matter in line.matters])  # fmt: skip


def _merged(said: Sequence[Taught]) -> list[Taught]:
    """Statements of one clause that follow each other, with the clause once."""
    merged: list[Taught] = []
    for taught in said:
        last = merged[-1] if merged else None
        if last and last.citation and taught.citation and last.citation.spans == taught.citation.spans:
            merged[-1] = Taught(says=tuple(dict.fromkeys((*last.says, *taught.says))), citation=last.citation)
        else:
            merged.append(taught)
    return merged


def meetings(held: Sequence[Held]) -> list[Taught]:
    """Each meeting or visit: how often, with whom, and what has to be confirmed."""
    said = []
    for meeting in held:
        says = [f"{meeting.name}: {meeting.how_often}."]
        if meeting.others:
            says.append(f"With: {'; '.join(meeting.others)}.")
        if meeting.chairs:
            says.append("The clause names this office as its chair.")
        if meeting.confirm:
            says.append(meeting.confirm)
        said.append(Taught(says=tuple(says), citation=meeting.citation))
    return said


def concern(store: Store, office: Office, cite: Citer) -> list[Taught]:
    """What this office's own clauses have it do with a concern; another office's duty is never lent to it."""
    found: dict[int, Stated] = {}
    for role in (*office.roles, *office.covering):
        for stated in worries.referrals(store, office.council, role.family):
            if any(office.holds(stated.document, key) for key in stated.bearers):
                found.setdefault(stated.id, stated)
    held = {s.clause for s in found.values()}
    raised = {
        c.id for c, r in store.relations(["escalates_to"], [office.council]) if office.holds(c.document, r.subject)
    }
    further = [s for _, s in offices.duties(store, office) if s.id not in found and s.clause not in held
               and (s.clause in raised or _about_concerns(store, s))]  # fmt: skip
    first = Taught(says=safety.first_words(office.council))
    mine = [stated for _, stated in offices.duties(store, office)]
    clauses = dict.fromkeys(s.clause for s in (*found.values(), *further))
    own = [_taught(cite, [s for s in mine if s.clause == clause]) for clause in clauses]
    for role in _everyone(store, office):
        own += [Taught(says=(f"If you are a councillor, this duty of {role.name} is yours too: {s.plain}",), citation=cite(s.clause))
                for s in worries.referrals(store, office.council, role.family) if role.key in s.bearers]  # fmt: skip
    if own:
        return [first, *own]
    missing = f"No clause says what {called(office)} must do with a worry about a child. What the text asks of others is theirs."
    return [first, Taught(says=(missing, sayings.NEXT["worry"]))]


def _about_concerns(store: Store, stated: Stated) -> bool:
    """Whether a duty under child protection speaks of concerns, though not of referring them, or of following the
    procedures, which say what is to be done."""
    quote = store.clauses([stated.clause])[0].quote
    return "child-protection" in stated.topics and bool(re.search(r"\bconcerns\b", quote) or _FOLLOW.search(quote))


# --- the document ----------------------------------------------------------------------------------------------------


def standing(document: Document) -> list[Taught]:
    """Status, what to make of it, dates with the words that give them, and what is known to be wrong with the text."""
    says = [f"{document.title}, {document.council}.", document.standing_note, IN_FORCE]
    if document.version and document.version not in document.standing_note:
        says.append(f"Version: {document.version}.")
    if document.replaces:
        says.append(f"It says that it replaces {document.replaces}.")
    dates = {dated.of: dated.date for dated in document.dates}
    dated = [
        Taught(says=(f"The text gives a date: {dates[_of(c.clause)]} ({c.clause}).",), citation=c)
        for c in standings.dates(document)
    ]
    defects = [Taught(says=(FAULTS, *document.defects[:4]))]
    defects += [Taught(says=document.defects[at : at + 5]) for at in range(4, len(document.defects), 5)]
    return [Taught(says=tuple(says)), *dated, *(defects if document.defects else [])]


def _of(clause: str) -> str:
    return clause.removeprefix("date of ")
