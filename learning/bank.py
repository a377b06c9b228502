"""Bank: the proved items of a store, made once and held in memory, and the choice among them.

Asks learning.making for proposals and learning.proving whether each may be asked; used by practice, trainers' sessions
and `dutydesk quiz`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from knowledge.store import Store
from learning import making
from learning.items import Item, Kind
from learning.ledger import Ledger
from learning.proving import problems


@dataclass(frozen=True)
class Bank:
    """Items in the order of kinds and documents. `rejected` counts, by kind and sort of problem, what was not proved."""

    items: tuple[Item, ...]
    rejected: Counter[tuple[Kind, str]] = field(default_factory=Counter)

    def get(self, id_: str) -> Item | None:
        """The item of this id; None if it was retired or never was."""
        return next((item for item in self.items if item.id == id_), None)

    def table(self) -> Counter[tuple[Kind, str]]:
        """How many items there are by kind and document."""
        return Counter((item.kind, document) for item in self.items for document in item.documents)

    def matching(
        self, *, council: str | None = None, family: str | None = None, topic: str | None = None,
        document: str | None = None, kinds: Iterable[Kind] = (), difficulty: int | None = None,
    ) -> list[Item]:  # fmt: skip
        """The items that fit all of these: council, role family, topic and document by their keys."""
        wanted = set(kinds)
        return [
            item for item in self.items
            if (not council or council in item.councils) and (not family or family in item.families)
            and (not topic or topic in item.topics) and (not document or document in item.documents)
            and (not wanted or item.kind in wanted) and (not difficulty or item.difficulty == difficulty)
        ]  # fmt: skip

    def choose(
        self, number: int, seed: str, *, council: str | None = None, family: str | None = None,
        topic: str | None = None, document: str | None = None, kinds: Iterable[Kind] = (),
        difficulty: int | None = None, leave_out: Iterable[str] = (), beside: Iterable[tuple[str, str]] = (),
    ) -> list[Item]:  # fmt: skip
        """Up to `number` items that fit, the same for the same seed: kinds in turn, no two on one clause.

        `leave_out` are ids not to be chosen (asked lately), `beside` clauses that another question asks about already, as
        (document, reference). Fewer come back where fewer fit.
        """
        held = self.matching(
            council=council, family=family, topic=topic, document=document, kinds=kinds, difficulty=difficulty
        )
        chance, out = random.Random(seed), set(leave_out)
        by_kind: dict[Kind, list[Item]] = {}
        for item in held:
            if item.id not in out:
                by_kind.setdefault(item.kind, []).append(item)
        for items in by_kind.values():
            chance.shuffle(items)
        turns = list(by_kind.values())
        chance.shuffle(turns)
        chosen: list[Item] = []
        used = set(beside)
        while any(turns) and len(chosen) < number:
            for items in turns:
                while items and items[-1].clauses & used:
                    items.pop()
                if items and len(chosen) < number:
                    chosen.append(items.pop())
                    used |= chosen[-1].clauses
        return chosen


_held: WeakKeyDictionary[Store, Bank] = WeakKeyDictionary()


def bank(store: Store) -> Bank:
    """The proved items of a store; made at first use (some seconds) and kept as long as the store."""
    if store not in _held:
        _held[store] = _made(store)
    return _held[store]


def _made(store: Store) -> Bank:
    ledger = Ledger(store)
    kept: dict[str, Item] = {}
    rejected: Counter[tuple[Kind, str]] = Counter()
    for alternatives in making.propose(store):
        for item in alternatives:
            against = problems(item, ledger)
            if not against:
                kept.setdefault(item.id, item)
                break
            rejected[item.kind, against[0].split(":")[0]] += 1
    place = {document: number for number, document in enumerate(store.documents)}
    order = sorted(kept.values(), key=lambda item: (list(Kind).index(item.kind), place[item.documents[0]]))
    return Bank(tuple(order), rejected)
