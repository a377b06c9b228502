"""Filters: which questions a trainer wants, from a form or an address: council, role, topic, document, kind, difficulty,
and for scenarios whom they teach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.web.search import Options, choices
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from learning.items import Item, Kind
from learning.posed import SCENARIO, Posed
from learning.preparing import MOST, Draft, Preparation
from learning.staged import GROUPS
from learning.wishes import Wish

DIFFICULTY = [("1", "Easy: wrong answers far off"), ("2", "Middling"), ("3", "Hard: wrong answers near")]
TEACHES = {"councillor": "Councillors", "frontline": "Frontline staff", "manager": "Managers", "school": "Schools",
           "helpdesk": "Helpdesk staff", "trainer": "Trainers"}  # fmt: skip


class Filter(NamedTuple):
    """What is wanted. `told`: scenarios and no other questions; `group`: whom the scenarios teach. `wrong` says by field
    what cannot be: the rest is then empty."""

    wish: Wish
    kinds: tuple[Kind, ...]
    difficulty: int | None
    told: bool
    group: str | None
    wrong: dict[str, str]

    def found(self, preparation: Preparation) -> tuple[list[Item], list[Posed]]:
        """The questions and the scenarios that fit. Only scenarios say whom they teach, and they are of no other kind.

        Raises no_such_questions or no_such_scenarios where there are neither.
        """
        items: list[Item] = []
        told: list[Posed] = []
        nothing = None
        if not (self.told or self.group):
            try:
                items = preparation.choices(self.wish, self.kinds, self.difficulty)
            except KnowledgeError as error:
                nothing = error
        if not self.kinds:
            try:
                told = [one.question for one in preparation.scenarios(self.wish, self.group, self.difficulty)]
            except KnowledgeError as error:
                nothing = nothing or error
        if nothing and not (items or told):
            raise nothing
        return items, told

    def picked(self, preparation: Preparation, number: int, scenarios: int, seed: str) -> list[Posed]:
        """What `generate` would add to an empty quiz. Raises no_such_questions, no_such_scenarios."""
        return preparation.picked(number, *self._wanted(number, scenarios, seed))

    def generate(self, preparation: Preparation, trainer: str, number: int, scenarios: int, seed: str) -> Draft:
        """Adds questions that fit, `scenarios` of them scenarios. Raises what learning.preparing raises."""
        return preparation.generate(trainer, number, *self._wanted(number, scenarios, seed))

    def _wanted(self, number: int, scenarios: int, seed: str) -> tuple[Wish, tuple[Kind, ...], int | None, str, int, str | None]:  # fmt: skip
        return self.wish, self.kinds, self.difficulty, seed, number if self.told else scenarios, self.group


def options(store: Store) -> dict[str, Options]:
    """What can be chosen in each field."""
    documents = [("", [(d.id, f"{d.council}: {d.title}") for d in store.documents.values()])]
    kinds = [
        (
            "",
            [
                (SCENARIO, "Scenario: a short story"),
                *((kind.value, kind.words[0].upper() + kind.words[1:]) for kind in Kind),
            ],
        )
    ]
    groups = [("", [(group, TEACHES[group]) for group in GROUPS])]
    return {**choices(store), "document": documents, "kind": kinds, "difficulty": [("", DIFFICULTY)], "group": groups}


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
        return Filter(Wish(), (), None, False, None, wrong)
    return Filter(
        Wish(council=council or None, family=chosen["role"] or None, topic=chosen["topic"] or None, document=document or None),
        (Kind(chosen["kind"]),) if chosen["kind"] not in ("", SCENARIO) else (),
        int(chosen["difficulty"]) if chosen["difficulty"] else None, chosen["kind"] == SCENARIO, chosen["group"] or None, {},
    )  # fmt: skip


def many(given: Mapping[str, str], wanted: Filter, least: int) -> tuple[int, int, dict[str, str]]:
    """How many questions a form asks for, and how many of them scenarios; what is wrong with them by field."""
    number, scenarios = whole(given.get("number", ""), least, MOST), whole(given.get("scenarios", "0") or "0", 0, MOST)
    wrong = {}
    if number is None:
        wrong["number"] = f"Enter how many questions, from {least} to {MOST}"
    elif scenarios is None or scenarios > number:
        wrong["scenarios"] = f"Enter how many of the questions are to be scenarios, from 0 to {number}"
    elif wanted.group and number and not (scenarios or wanted.told):
        wrong["scenarios"] = "Enter how many scenarios: only they say whom they are for"
    return number or 0, scenarios or 0, wrong


def whole(text: str, least: int, most: int) -> int | None:
    """A whole number from a field, None if it is none or out of bounds."""
    text = text.strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    return number if number is not None and least <= number <= most else None
