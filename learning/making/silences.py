"""Silences: what no clause says of an office: whom it answers to, who answers to it, a place on a board, a meeting, any
duty at all. Asked as a reader would ask, with "no clause says" among answers that sound likely.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from knowledge.articles import plural
from learning.items import Item, Kind, item
from learning.making.duties import usable
from learning.making.material import Material, choices
from learning.making.nearness import Sense
from learning.making.recipients import NO_OFFICE
from learning.wording import UNSAID

NO_PLACE, NO_MEETING, NO_DUTY = "None: it names none", "None: it names no meeting", "Nothing: it only names the office"
PLACES = ("The chair", "A seat as a member", "A place to attend without a seat")
MEETINGS = ("A monthly one", "A quarterly one", "An annual one")
PEOPLE = ("member", "officer", "school")
_BOARDS = ("chairs", "member_of", "attends", "represented_on")
CITED = 2  # clauses that name the office and are quoted; all of them would be no answer to read


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for document in material.store.documents:
        for role in material.store.roles.values():
            if role.document == document and role.family and role.key not in ("council", "departments"):
                yield from _of(material, document, role.key)


def _of(material: Material, document: str, key: str) -> Iterator[Iterable[Item]]:
    office, the = material.the_office(document, key), material.the(document)
    does = "do" if plural(material.office(document, key)) else "does"
    named = _named(material, document, key)
    if not named:
        return
    sort = material.store.families[material.role(document, key).family or ""].kind
    yield _offices(
        material, document, key, named, f"In {the}, to whom {does} {office} answer?", "to whom the office answers"
    )
    yield _offices(material, document, key, named, f"In {the}, who answers to {office}?", "who answers to the office")
    if sort == "body":
        yield _offices(material, document, key, named, f"In {the}, who chairs {office}?", "who chairs it")
    else:
        question = f"Which place on a board, panel or committee does {the} give {office}?"
        yield [
            _item(material, document, key, named, question, NO_PLACE, PLACES, "a place on a board, panel or committee")
        ]
    question = f"What kind of regular meeting does {the} give {office}?"
    yield [_item(material, document, key, named, question, NO_MEETING, MEETINGS, "a regular meeting")]
    if not material.by_office[document, key]:
        yield _no_duty(material, document, key, named, f"What does {the} ask of {office}?")


def _holding(material: Material, document: str, key: str, what: str) -> list[Sense]:
    """The three offices of the document most like this one that do have such a meeting or place: the liker, the harder."""
    clauses = [c for c in material.clauses.values() if c.document == document]
    keys = (
        {k for c in clauses for m in c.meetings for k in m.attendees} if "meeting" in what
        else {r.subject for c in clauses for r in c.relations if r.kind in _BOARDS}
    ) - {key}  # fmt: skip
    held = [material.sense_of_office(document, k, what) for k in sorted(keys)]
    own = material.sense_of_office(document, key, what)
    return sorted(held, key=lambda sense: -material.measure((own,), [(sense,)]))[:3]


def _named(material: Material, document: str, key: str) -> list[int]:
    """The clauses that give the office a duty, else those that name it."""
    own = [s.clause for s in material.stated if s.document == document and key in s.bearers]
    named = [s.clause for s in material.stated if s.document == document and key in (*s.counterparts, *s.recipients)]
    joined = [
        c.id for c in material.clauses.values() if c.document == document
        and (any(key in (r.subject, r.object, r.through) for r in c.relations) or any(key in m.attendees for m in c.meetings))
    ]  # fmt: skip
    return list(dict.fromkeys(own or named or joined))


def _offices(material: Material, document: str, key: str, named: list[int], question: str, what: str) -> Iterator[Item]:
    """Who it is, among three offices of the document that no clause joins to this one."""
    mine = set(material.families(document, (key,)))
    others = [
        r.key for r in material.store.roles.values()
        if r.document == document and r.key not in (key, *NO_OFFICE) and r.family and r.family not in mine
        and material.store.families[r.family].kind in PEOPLE and len(material.office(document, r.key)) < 90
    ]  # fmt: skip
    random.Random(question).shuffle(others)
    for chosen in choices(others, question):
        near = [material.sense_of_office(document, k, what) for k in chosen]
        yield _item(
            material, document, key, named, question, UNSAID, [material.office(document, k) for k in chosen], what, near
        )


def _no_duty(material: Material, document: str, key: str, named: list[int], question: str) -> Iterator[Item]:
    held = {d.option: d for d in material.deeds if d.stated.document == document and usable(d)}
    deeds = list(held.values())
    random.Random(question).shuffle(deeds)
    for chosen in choices(deeds, question):
        whose = "; ".join(f"{material.office(document, d.stated.bearers[0])} ({d.stated.reference})" for d in chosen)
        yield _item(
            material, document, key, named, question, NO_DUTY, [d.option for d in chosen], "a duty", [material.sense(d) for d in chosen],
            contrasts=tuple(d.stated.clause for d in chosen), after=f" The others are duties of: {whose}.",
        )  # fmt: skip


def _item(
    material: Material, document: str, key: str, named: list[int], question: str, right: str, wrong: Sequence[str],
    what: str, near: Sequence[Sense] = (), contrasts: tuple[int, ...] = (), after: str = "",
) -> Item:  # fmt: skip
    """`near` is what the wrong options stand for, where they are offices or duties and not places or times."""
    own = material.sense_of_office(document, key, what)
    senses = [(sense,) for sense in near or _holding(material, document, key, what)] or [
        (Sense(text, ""),) for text in wrong
    ]
    places = [material.clauses[clause].reference for clause in named]
    more = f"; and {len(places) - 4} more" if len(places) > 4 else ""
    where = f"It is spoken of in: {'; '.join(places[:4])}{more}."
    verb = "No clause gives the office" if what.startswith("a ") else "No clause says"
    return item(
        Kind.GAP, question, right, list(wrong), citations=material.cite(*named[:CITED]),
        contrasts=material.cite(*contrasts), topics=("meetings" if "meeting" in what or "board" in what else "accountability",),
        families=material.families(document, (key,)), nearness=material.measure((own,), senses), explanation=f"{verb} {what}. {where}{after}",
    )  # fmt: skip
