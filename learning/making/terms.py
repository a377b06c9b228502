"""Terms: what an abbreviation stands for and what a defined term means, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from knowledge.rules import Term
from knowledge.sayings import capital
from knowledge.store import Clause
from learning.items import Item, Kind, item
from learning.making.material import LONGEST_OPTION, Material, choices
from learning.making.nearness import Sense

# What an abbreviation might be taken for. Written by hand: initials alone would give the right one away among others.
_TAKEN_FOR = {
    "CDFSC": ("Corporate Director for Finance & Social Care", "Corporate Director for Fostering & Safeguarding Children",
              "County Director for Families & Safer Communities"),
    "CDELS": ("Corporate Director for Education, Leisure & Sport", "Corporate Director for Early Learning & Schools",
              "County Director for Equality, Law & Standards"),
    "CDCC": ("Corporate Director for Children and Care", "Corporate Director for Culture and Communities",
             "County Director for Crime and Custody"),
    "LMCS": ("Local Manager Children's Services", "Lead Manager Care and Safeguarding", "Legal Member Children's Safeguarding"),
    "DCS": ("Deputy Children's Secretary", "Director of Corporate Services", "Department for Care and Safeguarding"),
    "PSW": ("Practising Social Worker", "Placement Support Worker", "Probationary Social Worker"),
    "CiCC": ("Children in Care Committee", "Croydon Independent Care Commission", "Child in Court Conference"),
    "LSCB": ("Local Social Care Bureau", "Legal Services for Children Branch", "Lead Safeguarding Commissioning Board"),
    "YOS": ("Youth Outreach Service", "Youth Offender Supervision", "Young Offenders' Secretariat"),
    "CSS": ("Care and Support Services", "Custody and Sentencing Service", "Community Safety Service"),
    "CHIN": ("Children in Need of care homes", "Child Health Information Network", "Children's Housing in Need"),
    "LM": ("Line Manager", "Local Member", "Legal Manager"),
}  # fmt: skip
Option = tuple[str, Sense]  # what is read, and what it stands for
_WHAT_IT_IS = re.compile(r"an? ")
_VERB = re.compile(r"brings ")  # a meaning that is no noun would stand out among the others


def propose(material: Material) -> Iterator[Iterable[Item]]:
    held = [(c, term) for c in material.clauses.values() for term in c.terms]
    for clause, term in held:
        if term.term in _TAKEN_FOR:
            if _WHAT_IT_IS.match(term.means):
                continue  # what it is, and not what its letters stand for
            yield [_stands_for(material, clause, term, list(_TAKEN_FOR[term.term]))]
        elif not re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]", term.term):
            yield _means(material, clause, term, held)
            yield _called(material, clause, term, held)


def _stands_for(material: Material, clause: Clause, term: Term, wrong: list[str]) -> Item:
    right = re.split(r"[;(,]", term.also[0] if term.term == "LSCB" and term.also else term.means)[0].strip()
    right = re.sub(r"^the Council's statutory ", "", right)
    question = f"What does “{term.term}” stand for in {material.the(clause.document)}?"
    options = [(word, Sense(word, clause.document)) for word in (right, *wrong)]
    return _item(material, clause, question, options[0], options[1:], f"“{term.term}”: {right} ({clause.reference}).")


def _means(material: Material, clause: Clause, term: Term, held: list[tuple[Clause, Term]]) -> Iterator[Item]:
    if len(term.means) > LONGEST_OPTION or _VERB.match(term.means):
        return
    wrong = [
        (capital(o.means), _sense(c, o))
        for c, o in _others(material, clause, term, held, lambda one: one.means)
        if c.document == clause.document and not _VERB.match(o.means)
    ]
    question = f"What does {material.the(clause.document)} mean by “{term.term}”?"
    explanation = f"“{term.term}”: {term.means} ({clause.reference})."
    for chosen in choices(wrong, question):
        yield from _near(
            _item(material, clause, question, (capital(term.means), _sense(clause, term)), chosen, explanation)
        )


def _called(material: Material, clause: Clause, term: Term, held: list[tuple[Clause, Term]]) -> Iterator[Item]:
    wrong = [(capital(o.term), _sense(c, o)) for c, o in _others(material, clause, term, held, lambda one: one.term)]
    question = f"Which of these does {material.the(clause.document)} explain as “{term.means}”?"
    explanation = f"“{term.term}”: {term.means} ({clause.reference})."
    for chosen in choices(wrong if len(question) < 330 else [], question):
        yield from _near(
            _item(material, clause, question, (capital(term.term), _sense(clause, term)), chosen, explanation)
        )


def _near(one: Item) -> Iterator[Item]:
    """Defined terms are few and unlike each other: where the others are far off, anybody guesses which is meant."""
    if one.difficulty > 1:
        yield one


def _others(
    material: Material, clause: Clause, term: Term, held: list[tuple[Clause, Term]], wording: Callable[[Term], str]
) -> list[tuple[Clause, Term]]:
    """Other defined terms, those of the same document first and of these the most alike; abbreviations left out."""
    others = [
        (c, o) for c, o in held
        if o.term != term.term and o.means != term.means and not re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]", o.term)
    ]  # fmt: skip
    return sorted(
        others,
        key=lambda pair: (
            pair[0].document != clause.document,
            -material.likeness(wording(pair[1]), wording(term)),
            pair[1].term,
        ),
    )


def _item(
    material: Material, clause: Clause, question: str, right: Option, wrong: list[Option], explanation: str
) -> Item:
    return item(
        Kind.TERM, question, right[0], [option for option, _ in wrong], citations=material.cite(clause.id),
        topics=clause.topics, nearness=material.measure((right[1],), [(sense,) for _, sense in wrong]),
        explanation=explanation,
    )  # fmt: skip


def _sense(clause: Clause, term: Term) -> Sense:
    return Sense(term.means, clause.document, topics=frozenset(clause.topics))
