"""Gaps: what a document does not say. Only what is curated as missing is asked: an office that is named and bears no
duty, a date that is left blank, a subject under which the document has no clause. (How often: see timings.)"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from knowledge.sayings import capital
from learning.items import Item, Kind, item
from learning.making.bearers import FOR_ALL
from learning.making.duties import TELLING, usable
from learning.making.material import Material, choices, fits
from learning.making.nearness import Sense
from learning.wording import Deed

MOST = 8  # items of one sort a document


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for document in material.store.documents:
        yield from _named_only(material, document)
        yield from _blank(material, document)
        yield from _not_a_subject(material, document)


def _named_only(material: Material, document: str) -> Iterator[Iterable[Item]]:
    """An office that clauses name and that is given no duty, among three that have one."""
    families = material.store.families
    bearing = [k for k in material.offices(document) if len(material.office(document, k)) < 80]
    named = {key for s in material.stated if s.document == document for key in (*s.counterparts, *s.recipients)}
    idle = [
        r.key for r in material.store.roles.values()
        if r.document == document and r.key in named and r.key not in FOR_ALL and r.family and r.key not in material.offices(document)
        and families[r.family].kind in ("member", "officer", "school", "body", "outside")
    ]  # fmt: skip
    for key in idle[:MOST]:
        clause = next(
            s.clause for s in material.stated if s.document == document and key in (*s.counterparts, *s.recipients)
        )
        yield _idle(material, document, key, clause, bearing)


def _idle(material: Material, document: str, key: str, clause: int, bearing: list[str]) -> Iterator[Item]:
    shuffled = random.Random(document + key).sample(bearing, len(bearing))
    for chosen in choices(shuffled, document + key):
        wanted = material.clauses[clause].quote
        right = Sense(wanted, document, material.sort(document, key), frozenset(material.clauses[clause].topics))
        wrong = [(material.sense_of_office(document, k, wanted),) for k in chosen]
        proofs = [material.by_office[document, k][0] for k in chosen]
        names = [material.office(document, k) for k in chosen]
        duties = "; ".join(f"{n} ({d.stated.reference})" for n, d in zip(names, proofs, strict=True))
        yield item(
            Kind.GAP, f"Which of these does {material.the(document)} name without giving it a duty of its own?",
            material.office(document, key), names, citations=material.cite(clause),
            contrasts=material.cite(*(d.stated.clause for d in proofs)), topics=material.clauses[clause].topics,
            families=material.families(document, (key,)), nearness=material.measure((right,), wrong),
            explanation=f"No clause gives a duty to {material.the_office(document, key)}; "
            f"{material.clauses[clause].reference} only names it. The others bear duties: {duties}.",
        )  # fmt: skip


def _blank(material: Material, document: str) -> Iterator[Iterable[Item]]:
    facts = [(c, f) for c in material.clauses.values() if c.document == document for f in c.facts]
    filled = [(c, f) for c, f in facts if "blank" not in f.value and len(f.kind) < 45]
    for clause, fact in facts:
        if "blank" not in fact.value or len(filled) < 3:
            continue
        chosen = random.Random(fact.kind).sample(filled, 3)
        stated = "; ".join(f"{f.kind}: {f.value} ({c.reference})" for c, f in chosen)
        yield [item(
            Kind.GAP, f"Which of these has {material.the(document)} left blank?", capital(fact.kind),
            [capital(f.kind) for _, f in chosen], citations=material.cite(clause.id),
            contrasts=material.cite(*(c.id for c, _ in chosen)), topics=("document",),
            nearness=material.measure((Sense(fact.kind, document),), [(Sense(f.kind, document),) for _, f in chosen]),
            explanation=f"The heading for the {fact.kind} is there and nothing is filled in ({clause.reference}). Filled in are: {stated}.",
        )]  # fmt: skip


def _not_a_subject(material: Material, document: str) -> Iterator[Iterable[Item]]:
    """A duty of another council under a subject of which this document has no clause, among three of this one."""
    subjects = {topic for s in material.stated if s.document == document for topic in s.topics}
    own = [d for d in material.deeds if d.stated.document == document and usable(d)]
    council = material.document(document).council
    foreign = [
        d for d in material.deeds
        if d.stated.council != council and usable(d) and not TELLING.search(d.text) and not set(d.stated.topics) & subjects
    ]  # fmt: skip
    random.Random(document).shuffle(foreign)
    for one in foreign[: 6 * MOST]:
        yield _silent(material, document, one, own)


def _silent(material: Material, document: str, one: Deed, own: list[Deed]) -> Iterator[Item]:
    subject = material.store.topics[one.stated.topics[0]].name
    like = list({d.option: d for d in own if fits(one.option, [d.option])}.values())
    random.Random(one.option).shuffle(like)
    for chosen in choices(like, one.option):
        where = "; ".join(d.stated.reference for d in chosen)
        yield item(
            Kind.GAP, f"Which of these does {material.the(document)} say nothing about?", one.option,
            [d.option for d in chosen], citations=material.cite(*(d.stated.clause for d in chosen)),
            contrasts=material.cite(one.stated.clause), topics=one.stated.topics,
            families=chosen[0].stated.bearer_families,
            nearness=material.measure((material.sense(one),), [(material.sense(d),) for d in chosen]),
            explanation=f"It has no clause on “{subject}”. That duty is {one.stated.council}'s ({one.stated.reference}). "
            f"The other three stand in it ({where}).",
        )  # fmt: skip
