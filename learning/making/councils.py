"""Councils: which council's document says this? All councils are offered; what several say is not asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from learning.items import Item, Kind, item
from learning.making.bearers import because
from learning.making.material import Material
from learning.wording import Deed

# Names that would tell the council.
_TELLING = re.compile(
    r"\b(Dudley|Leicester\w*|Croydon|Kent|city|City|Borough|MBC|county|County|[A-Z]{3,}|Integrated|Strategic|YOS|CSS)\b"
)


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for one in material.deeds:
        if _usable(one):
            yield [_item(material, one)]


def _usable(one: Deed) -> bool:
    return 25 <= len(one.text) <= 220 and not _TELLING.search(one.text) and not one.lead


def _item(material: Material, one: Deed) -> Item:
    families = one.stated.bearer_families
    shared = [
        f for f in families[:1]
        if len({r.council for r in material.store.roles.values() if r.family == f}) == len(material.store.councils)
    ]  # fmt: skip
    whom = f"its {material.store.families[shared[0]].name}" if shared else "one of its offices or bodies"
    right = one.stated.council
    wrong = [c for c in material.store.councils if c != right]
    nearest = [material.nearest(one, (d for d in material.deeds if d.stated.council == c)) for c in wrong]
    other = max(nearest, key=lambda pair: pair[0])[1]
    explanation = f"{right}: {because([one])}"
    if other:
        explanation += (
            f" What comes nearest in another council is a different duty: {other.inner} "
            f"({other.stated.council}, {other.stated.reference})."
        )
    return item(
        Kind.COUNCIL, f"Which council's document asks this of {whom}: “{one.option}”?", right,
        wrong, citations=material.cite(one.stated.clause),
        contrasts=material.cite(other.stated.clause) if other else (), topics=one.stated.topics, families=families,
        nearness=material.measure((material.sense(one),), [(material.sense(d),) if d else () for _, d in nearest]),
        explanation=explanation,
    )  # fmt: skip
