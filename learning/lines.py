"""Lines: how an office stands to others: whom it answers to, who answers to it, the boards it sits on; as sentences.

Reads the relations of knowledge.store; drawn by learning.picture; used by learning.induction, learning.packs and by any
page that shows an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from knowledge import sayings
from knowledge.articles import plural, the
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.store import Store
from learning.offices import Citer, Office


class Verb(NamedTuple):
    """A kind of relation in words: 'you hold … to account for', and whether its object stands above the subject."""

    you: str
    it: str
    joint: str
    tail: str = ""
    upward: bool = False


ACCOUNTABILITY = {
    "accountable_to": Verb("are accountable to", "is accountable to", ", for ", upward=True),
    "reports_to": Verb("report to", "reports to", " on ", upward=True),
    "escalates_to": Verb("take matters to", "takes matters to", ": ", upward=True),
    "advises": Verb("advise", "advises", " on ", upward=True),
    "holds_to_account": Verb("hold", "holds", " for ", " to account"),
    "appoints": Verb("appoint", "appoints", ", for "),
    "manages": Verb("manage", "manages", ": "),
    "leads": Verb("lead", "leads", ": "),
    "keeps_procedure": Verb("put in place the procedure for", "puts in place the procedure for", ": "),
}
BOARDS = {
    "chairs": Verb("chair", "chairs", ": ", upward=True),
    "member_of": Verb("are a member of", "is a member of", ": ", upward=True),
    "attends": Verb("attend", "attends", ": ", upward=True),
    "represented_on": Verb("are represented on", "is represented on", ": ", upward=True),
}
VERBS = {**ACCOUNTABILITY, **BOARDS}


class Matter(Closed):
    """What a relation is for, as far as one clause says it."""

    about: str | None
    through: str | None
    citation: Citation


class Line(Closed):
    """The office and one other, in one kind of relation, with every clause that states it."""

    side: Literal["above", "below"]
    kind: str
    subject: bool  # whether the office is the one that does it
    other: str
    matters: tuple[Matter, ...]


def accountability(store: Store, office: Office, cite: Citer) -> tuple[Line, ...]:
    """Whom the office answers to and who answers to it; those above first, in the order of the documents."""
    return _lines(store, office, cite, ACCOUNTABILITY)


def boards(store: Store, office: Office, cite: Citer) -> tuple[Line, ...]:
    """The boards and panels that the office chairs, sits on or attends; for a board, who does so on it."""
    return _lines(store, office, cite, BOARDS)


def _lines(store: Store, office: Office, cite: Citer, kinds: dict[str, Verb]) -> tuple[Line, ...]:
    found: dict[tuple[str, str, bool, str], list[Matter]] = {}
    for clause, relation in store.relations(kinds, (office.council,)):
        subject, object_ = (office.holds(clause.document, key) for key in (relation.subject, relation.object))
        if subject == object_:
            continue
        other = store.roles[clause.document, relation.object if subject else relation.subject].name
        side = "above" if kinds[relation.kind].upward == subject else "below"
        through = store.roles[clause.document, relation.through].name if relation.through else None
        matter = Matter(about=relation.about, through=through, citation=cite(clause))
        found.setdefault((side, relation.kind, subject, other), []).append(matter)
    order = sorted(found.items(), key=lambda pair: pair[0][0] != "above")
    return tuple(
        Line(
            side="above" if side == "above" else "below",
            kind=kind,
            subject=subject,
            other=other,
            matters=tuple(matters),
        )
        for (side, kind, subject, other), matters in order
    )


# --- in words --------------------------------------------------------------------------------------------------------


def called(office: Office) -> str:
    """How the office is spoken of to its holder."""
    return "you" if office.person else "it"


def sentence(line: Line, matter: Matter, name: str) -> str:
    """One line for one matter: 'You are accountable to the Managing Director, for …'.

    `name` is 'you', 'it', or the office's own name where a third person reads.
    """
    verb, what = VERBS[line.kind], about(line, matter, name)
    if line.kind == "chairs" and what.startswith("co-chair "):
        verb, what = Verb("co-chair", "co-chairs", " "), what.removeprefix("co-chair ")
    joint = ", " if what.startswith("to ") else verb.joint
    through = f", through {the(matter.through)}" if matter.through else ""
    return f"{_said(line, verb, name)}{joint + what if what else ''}{through}."


# Where a rule says whose it is: 'the performance of their duties' is of whoever answers for them.
_THEIRS = re.compile(r"^((?:the )?(?:\w+(?:, | and | ))*of )their\b")


def about(line: Line, matter: Matter, name: str) -> str:
    """What a line is for, as its reader is spoken to: 'the performance of your duties' where 'you' are the one who answers."""
    said = matter.about or ""
    return _THEIRS.sub(r"\1your", said) if name == "you" and line.side == "above" else said


def sentences(lines: Iterable[Line], name: str) -> tuple[str, ...]:
    """All lines in words: the equivalent of the picture. Many matters of one line share a sentence."""
    found: list[str] = []
    for line in lines:
        if len(line.matters) > 3:
            matters = "; ".join(f"{about(line, m, name)} ({m.citation.clause})" for m in line.matters if m.about)
            found.append(f"{_said(line, VERBS[line.kind], name)} for: {matters}.")
        else:
            found += [sentence(line, matter, name) for matter in line.matters]
    return tuple(dict.fromkeys(found))


def _said(line: Line, verb: Verb, name: str) -> str:
    other = the(line.other)
    if line.subject:
        return f"{_subject(name)} {_form(verb, name)} {other}{verb.tail}"
    return f"{sayings.capital(other)} {_form(verb, line.other)} {_object(name)}{verb.tail}"


def caption(line: Line, name: str) -> str:
    """The relation without the other's name, to stand above it: 'You are accountable to', 'Is accountable to you'."""
    verb = VERBS[line.kind]
    if line.subject:
        return f"{_subject(name)} {_form(verb, name)}{verb.tail}"
    return sayings.capital(f"{_form(verb, line.other)} {_object(name)}{verb.tail}")


ANSWERING = ("accountable_to", "reports_to", "holds_to_account", "manages", "leads")
_WORKFORCE = re.compile(r"accountable to (?:them|him|her|it)\b")


def silent(lines: Sequence[Line], name: str, quotes: Iterable[str]) -> tuple[str, ...]:
    """What no clause says of the line of accountability. To appoint or to advise is not yet to answer.

    `quotes` are the office's own clauses: where they speak of a workforce 'accountable to them', that much is said.
    """
    sides = {line.side for line in lines if line.kind in ANSWERING}
    said = []
    if "above" not in sides:
        said.append(f"No clause says whom {_object(name)} {_form(Verb('answer to', 'answers to', ''), name)}.")
    if "below" not in sides and not any(_WORKFORCE.search(quote) for quote in quotes):
        said.append(f"No clause says who answers to {_object(name)}.")
    return tuple(said)


def _subject(name: str) -> str:
    return sayings.capital(_object(name))


def _object(name: str) -> str:
    return name if name in ("you", "it") else the(name)


def _form(verb: Verb, name: str) -> str:
    if name == "you":
        return verb.you
    several = name != "it" and plural(name)
    return verb.you.replace("are a member", "are members") if several else verb.it
