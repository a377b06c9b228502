"""Filters: which questions a trainer wants, from a form or an address: council, role, topic, document, kind, difficulty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.web.search import Options, choices
from knowledge.store import Store
from learning.items import Item, Kind
from learning.preparing import Preparation
from learning.wishes import Wish

DIFFICULTY = [("1", "Easy: wrong answers far off"), ("2", "Middling"), ("3", "Hard: wrong answers near")]


class Filter(NamedTuple):
    """What is wanted. `wrong` says by field what cannot be: the rest is then empty."""

    wish: Wish
    kinds: tuple[Kind, ...]
    difficulty: int | None
    wrong: dict[str, str]

    def items(self, preparation: Preparation) -> list[Item]:
        """The questions that fit. Raises nothing_to_ask."""
        return preparation.choices(self.wish, self.kinds, self.difficulty)


def options(store: Store) -> dict[str, Options]:
    """What can be chosen in each field."""
    documents = [("", [(d.id, f"{d.council}: {d.title}") for d in store.documents.values()])]
    kinds = [("", [(kind.value, kind.words[0].upper() + kind.words[1:]) for kind in Kind])]
    return {**choices(store), "document": documents, "kind": kinds, "difficulty": [("", DIFFICULTY)]}


def read(given: Mapping[str, str], store: Store, offered: dict[str, Options]) -> Filter:
    """The filter that a form or an address describes."""
    chosen = {name: given.get(name, "") for name in offered}
    wrong = {
        name: "Select one from the list"
        for name, key in chosen.items()
        if key and key not in [known for _, entries in offered[name] for known, _ in entries]
    }
    council, document = chosen["council"], chosen["document"]
    if not wrong and council and document and store.documents[document].council != council:
        wrong["document"] = f"This is a document of {store.documents[document].council}, not of {council}"
    if wrong:
        return Filter(Wish(), (), None, wrong)
    return Filter(
        Wish(council=council or None, family=chosen["role"] or None, topic=chosen["topic"] or None, document=document or None),
        (Kind(chosen["kind"]),) if chosen["kind"] else (), int(chosen["difficulty"]) if chosen["difficulty"] else None, {},
    )  # fmt: skip


def whole(text: str, least: int, most: int) -> int | None:
    """A whole number from a field, None if it is none or out of bounds."""
    text = text.strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    return number if number is not None and least <= number <= most else None
