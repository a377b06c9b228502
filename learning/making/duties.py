"""Duties: which of these is, and which is not, asked of an office? The other deeds belong to its neighbours in the
document, or to the same office in another council."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from learning.items import Item, Kind, item
from learning.making.bearers import because
from learning.making.material import LONGEST_OPTION, SHORTEST, Material, choices, fits
from learning.wording import Deed

# Names in a deed of another council that would tell where it comes from.
TELLING = re.compile(r"[a-z)\]”\"] [A-Z“\"(]|\b(city|borough|county|DCS|LSCB)\b")


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for document in material.store.documents:
        for key in material.offices(document):
            own = [d for d in material.by_office[document, key] if usable(d)]
            foreign = _foreign(material, document, key)
            for one in own:
                yield _which_is(material, document, key, one, foreign)
            for three in threes(own):
                yield _which_is_not(material, document, key, three, foreign)


def usable(one: Deed) -> bool:
    """Whether a deed can stand among options."""
    return SHORTEST <= len(one.option) <= LONGEST_OPTION and not one.lead


def _foreign(material: Material, document: str, key: str) -> list[Deed]:
    """Deeds of other offices of the document, and of other councils' offices where nothing tells that."""
    council = material.document(document).council
    return [
        d for d in material.deeds
        if usable(d) and key not in d.stated.bearers
        and (d.stated.document == document or (d.stated.council != council and not TELLING.search(d.text)))
    ]  # fmt: skip


def _ranked(material: Material, document: str, key: str, near: float, one: Deed) -> float:
    """Likeness, with more weight for neighbours in the document and for the same office elsewhere."""
    same = set(material.families(document, (key,))) & set(one.stated.bearer_families)
    return near + 0.2 * (one.stated.document == document) + 0.1 * bool(same)


def _which_is(material: Material, document: str, key: str, one: Deed, foreign: list[Deed]) -> Iterator[Item]:
    ranked = sorted(
        (
            (near, d)
            for near, d in material.neighbours(one, foreign)
            if d.option != one.option and fits(d.option, [one.option])
        ),
        key=lambda pair: (-_ranked(material, document, key, *pair), pair[1].stated.id),
    )
    question = f"Which of these does {material.the(document)} ask of {material.the_office(document, key)}?"
    for chosen in choices(ranked, question + one.option):
        if len({d.stated.clause for _, d in chosen}) < 3 or len({d.option for _, d in chosen}) < 3:
            continue
        yield item(
            Kind.DUTY, question, one.option, [d.option for _, d in chosen], citations=material.cite(one.stated.clause),
            contrasts=material.cite(*(d.stated.clause for _, d in chosen)), topics=one.stated.topics,
            families=material.families(document, (key,)),
            nearness=material.measure((material.sense(one),), [(material.sense(d),) for _, d in chosen]),
            explanation=because([one]) + _elsewhere(material, document, chosen[0][1]),
        )  # fmt: skip


def _which_is_not(
    material: Material, document: str, key: str, three: Sequence[Deed], foreign: list[Deed]
) -> Iterator[Item]:
    options = [d.option for d in three]
    ranked = [
        (sum(material.nearness(d, own) for own in three) / 3, d)
        for d in foreign if d.option not in options and fits(d.option, options)
    ]  # fmt: skip
    ranked.sort(key=lambda pair: (-_ranked(material, document, key, *pair), pair[1].stated.id))
    question = f"Which of these does {material.the(document)} NOT ask of {material.the_office(document, key)}?"
    for _, d in (*ranked[:4], *ranked[4:40:4]):
        yield item(
            Kind.NOT_DUTY, question, d.option, options, citations=material.cite(*(own.stated.clause for own in three)),
            contrasts=material.cite(d.stated.clause), topics=three[0].stated.topics,
            families=material.families(document, (key,)),
            nearness=material.measure((material.sense(d),), [(material.sense(own),) for own in three]),
            explanation=_elsewhere(material, document, d).strip() + " The other three are asked of "
            f"{material.the_office(document, key)} ({'; '.join(own.stated.reference for own in three)}).",
        )  # fmt: skip


def threes(own: list[Deed]) -> Iterator[list[Deed]]:
    """The deeds of an office by three, of like length and from three clauses; none is used more than twice."""
    ordered = sorted(own, key=lambda d: (len(d.option), d.stated.id))
    for shift in (0, 2):
        for start in range(shift, len(ordered) - 2, 3):
            three = ordered[start : start + 3]
            if len({d.stated.clause for d in three}) == 3 and fits(three[0].option, [d.option for d in three[1:]]):
                yield three


def _elsewhere(material: Material, document: str, one: Deed) -> str:
    """Whose duty a wrong option is."""
    there = one.stated.document
    council = f"{one.stated.council}, " if there != document else ""
    return (
        f" To {one.inner} is for {material.the_office(there, one.stated.bearers[0])} ({council}{one.stated.reference})."
    )
