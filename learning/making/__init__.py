"""Making: quiz items proposed from the rules of a store, one module for one or two kinds.

Reads knowledge.store through learning.making.material; what it proposes is proved by learning.proving before it is asked.
Each module's `propose` yields lists of alternatives for the same fact, the best first: the first one proved is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.store import Store
from learning.items import Item
from learning.making import (
    bearers,
    councils,
    duties,
    gaps,
    matches,
    orders,
    recipients,
    silences,
    standings,
    terms,
    timings,
)
from learning.making.material import Material

MODULES = (bearers, duties, timings, recipients, councils, orders, matches, terms, gaps, silences, standings)


def propose(store: Store) -> Iterator[Iterable[Item]]:
    """Alternatives for every fact of the store that a question can be made of. Nothing here is proved yet."""
    material = Material(store)
    for module in MODULES:
        yield from module.propose(material)
