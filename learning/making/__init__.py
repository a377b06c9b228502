"""Making: quiz items proposed from the rules of a store, one module for one or two kinds.

Reads knowledge.store through learning.making.material; what it proposes is proved by learning.proving before it is asked.
Each module's `propose` yields lists of alternatives for the same fact, the best first: the first one proved is kept.
Before that they are put so that the right option is the longest in no more than its share of the questions.
"""

from __future__ import annotations

import hashlib
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
        for alternatives in module.propose(material):
            yield _even(list(alternatives))


def _even(alternatives: list[Item]) -> list[Item]:
    """In every fourth fact those first whose right option is the longest, in the others those where it is not; else as they
    were. Who takes the longest option for the right one is then right no more often than by chance."""
    if len(alternatives) < 2:
        return alternatives
    wanted = int(hashlib.sha256(alternatives[0].id.encode()).hexdigest(), 16) % 4 == 0
    return sorted(alternatives, key=lambda one: _longest(one) is not wanted)


def _longest(one: Item) -> bool:
    return len(one.answer) > max(map(len, one.wrong))
