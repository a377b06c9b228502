"""Bearers: who must do this? The wrong offices are neighbours in the same document, whose own duties come near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.articles import plural
from knowledge.sayings import capital
from knowledge.store import Stated
from learning.items import Item, Kind, item
from learning.making.material import LONGEST_OPTION, LONGEST_QUESTION, Material, choices
from learning.making.nearness import Sense
from learning.wording import Deed

ALONE = " alone"  # an option that says that only one of two joint bearers bears the duty

# Everybody at once: no office among others.
FOR_ALL = ("council", "departments", "all-agencies", "key-bodies", "staff", "partner-agencies")


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for one in material.deeds:
        asked = one.asked("who")
        if len(asked) > LONGEST_QUESTION + 60 * bool(one.lead):
            continue
        question = f"In {material.the(one.stated.document)}, {asked}"
        if one.stated.bearers in (("yos", "css"), ("css", "yos"), ("both-services",)):
            yield _joint(material, one, question)
        elif len(one.stated.bearers) == 1 and one.stated.bearers[0] not in FOR_ALL:
            yield _single(material, one, question)


def _single(material: Material, one: Deed, question: str) -> Iterator[Item]:
    key = one.stated.bearers[0]
    ranked = neighbours(material, one)
    for chosen in choices(ranked, question):
        wrong = [material.office(one.stated.document, other) for _, other, _ in chosen]
        _, other, deed = chosen[0]
        yield item(
            Kind.BEARER, question, material.office(one.stated.document, key), wrong,
            citations=material.cite(one.stated.clause), contrasts=material.cite(deed.stated.clause) if deed else (),
            topics=one.stated.topics, families=material.families(one.stated.document, (key,)),
            nearness=material.measure((material.sense(one),), [(_sense(material, one, *c),) for c in chosen]),
            explanation=_because(material, one, other, deed),
        )  # fmt: skip


def _sense(material: Material, one: Deed, near: float, other: str, deed: Deed | None) -> Sense:
    """An office as a wrong answer: its own duty that comes nearest."""
    return material.sense(deed) if deed else material.sense_of_office(one.stated.document, other, one.text)


def neighbours(material: Material, one: Deed) -> list[tuple[float, str, Deed | None]]:
    """Other offices of the document, the one whose duties come nearest first; then those that it only names. Bodies
    stand beside bodies and people beside people, where there are enough."""
    document, bearers = one.stated.document, one.stated.bearers
    mine = set(material.families(document, bearers))
    bodies = _is_body(material, document, bearers[0])
    ranked: list[tuple[float, str, Deed | None]] = []
    for role in material.store.roles.values():
        if role.document != document or role.key in (*bearers, *FOR_ALL) or not role.family or role.family in mine:
            continue
        sort = material.store.families[role.family].kind
        if sort not in ("member", "officer", "school", "body"):
            continue
        near, deed = material.nearest(one, material.by_office[document, role.key])
        ranked.append((near, role.key, deed))
    ranked.sort(key=lambda r: (-r[0], r[1]))
    families = [material.role(document, key).family for _, key, _ in ranked]
    ranked = [r for n, r in enumerate(ranked) if families[n] not in families[:n]]
    alike = [r for r in ranked if _is_body(material, document, r[1]) == bodies]
    return alike if len(alike) > 3 else ranked


def _is_body(material: Material, document: str, key: str) -> bool:
    """Whether a role is a board or service, not a person or several; a corporate board is its members."""
    family = material.role(document, key).family or ""
    return material.store.families[family].kind in ("body", "service") and family != "corporate-management"


def _joint(material: Material, one: Deed, question: str) -> Iterator[Item]:
    """Duties of both services of Kent: the error to be caught is leaving them to one."""
    document = one.stated.document
    board = "county-youth-justice-board"
    right = material.office(document, "both-services")
    wrong = [*(material.office(document, key) + ALONE for key in ("yos", "css")), material.office(document, board)]
    _, deed = material.nearest(one, material.by_office[document, board])
    both = material.sense(one)
    alone = replace(both, sort=ALONE)
    yield item(
        Kind.BEARER, question, right, wrong, citations=material.cite(one.stated.clause),
        contrasts=material.cite(deed.stated.clause) if deed else (), topics=one.stated.topics,
        families=("yos", "css", "both-services"),
        nearness=material.measure((both,), [(alone,), (alone,), (material.sense_of_office(document, board, one.text),)]),
        explanation=_because(material, one, board, deed),
    )  # fmt: skip


def _because(material: Material, one: Deed, other: str, deed: Deed | None) -> str:
    return because([one]) + contrast(material, one.stated.document, other, deed)


def because(deeds: Sequence[Deed]) -> str:
    """Why it is right: what the clauses say in plain words, each with its reference."""
    return " ".join(said(one.stated) for one in deeds)


def said(stated: Stated) -> str:
    """A plain sentence with its clause behind it."""
    return f"{capital(stated.plain).rstrip('.')} ({stated.reference})."


def contrast(material: Material, document: str, other: str, deed: Deed | None) -> str:
    """Why the wrong option that comes nearest is wrong."""
    office = material.the_office(document, other)
    if not deed:
        return f" No clause gives this duty to {office}."
    several = plural(office) or ", all " in office
    has = f" {capital(office)} {'have' if several else 'has'} another duty"
    if len(deed.option) > LONGEST_OPTION:
        return f"{has} ({deed.stated.reference})."
    return f"{has}: to {deed.inner} ({deed.stated.reference})."
