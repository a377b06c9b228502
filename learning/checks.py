"""Checks: which question follows each part of an induction: one on what the part has just shown, none of them twice.

Chooses among the proved items of learning.bank for learning.guiding. Where a part leaves nothing to ask, another question
about the same office follows, or one about the same document, and it is said so; a part can be without any.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from knowledge.closed import Closed
from knowledge.store import Store
from learning import offices
from learning.bank import Bank
from learning.items import Item, Kind
from learning.proofs import silences
from learning.steps import Part, Path

# What a silence is about, by part: 'to whom does the office answer? No clause says'.
_SILENT = {
    "above": "lines",
    "below": "lines",
    "place": "boards",
    "chair": "boards",
    "meeting": "meetings",
    "duty": "expected",
}
_KINDS = {
    "expected": (Kind.BEARER, Kind.DUTY, Kind.NOT_DUTY, Kind.MATCH), "words": (Kind.TERM,), "lines": (Kind.RECIPIENT, Kind.ORDER),
    "boards": (Kind.RECIPIENT,), "meetings": (Kind.FREQUENCY, Kind.ORDER), "concern": (Kind.BEARER, Kind.DUTY, Kind.NOT_DUTY),
}  # fmt: skip
_CONCERN, _RAISED = "child-protection", re.compile(r"\b(concerns?|refer\w*|suspect\w*)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(chairs?|member|attend|represented)\b")
SEVERAL = 6  # among how many of the easiest the choice is left to chance
ON = "A question on: {title}."
INSTEAD = "There is no question on that part. Instead, one about {office}:"
WHOSE = "No clause gives {you} a duty here. A question about who has one:"
ELSE = "A question about who else acts when a child may need protection:"
DOCUMENT = "There is no question on that part. Instead, one about the same document:"
NONE = "There is no question on: {title}."
Says = str


class Check(Closed):
    """The question after a part, and what is said before it."""

    item: Item
    says: Says


def allotted(store: Store, path: Path, bank: Bank, seed: str, asked: Mapping[str, str]) -> dict[str, Check]:
    """A question for each part (by its key) of which one can be asked; the same for the same seed and answers.

    `asked` are the items answered already, by part: they keep their part and are not asked again.
    """
    chooser = _Chooser(store, path, bank, seed)
    for part in path.parts:
        if item := bank.get(asked.get(part.key, "")):
            chooser.keep(part, item, ON)
    for tiers in (chooser.own, chooser.instead):
        for part in path.parts:
            if part.key not in asked:
                chooser.choose(part, tiers(part))
    return chooser.made


class _Chooser:
    def __init__(self, store: Store, path: Path, bank: Bank, seed: str):
        self.path, self.seed, self.made = path, seed, dict[str, Check]()
        office = offices.office(store, path.council, path.family)
        self.families = {role.family for role in (*office.roles, *office.covering)} | {path.family}
        documents = set(office.documents)
        # Which council says this is no question for somebody who learns about one council.
        self.items = [
            item for item in bank.items if item.kind is not Kind.COUNCIL and documents.issuperset(item.documents)
        ]
        self.mine = [item for item in self.items if self.families & set(item.families)]
        self.ids = {item.id for item in self.mine}
        self.you, self.name = ("you", "your office") if office.person else ("this body", "this body")

    def own(self, part: Part) -> Iterable[tuple[Says, Sequence[Item]]]:
        """What the part has just shown: its clauses, this office's before others'; else what it says is not stated."""
        taught, kinds = set(part.check_clauses), _KINDS.get(part.key, ())
        on = [item for item in self.items if item.clauses <= taught and item.kind is not Kind.STANDING]
        if part.key == "standing":
            yield ON, [item for item in self.items if item.kind is Kind.STANDING]
            return
        if part.key == "gaps":
            yield ON, [item for item in self.mine if item.kind is Kind.GAP]
            # Of the others, those about the whole text: what it leaves open for another office is no part of this one.
            yield ON, [item for item in self.items if item.kind is Kind.GAP and "Which of these " in item.question]
            return
        if part.key == "words":
            yield ON, [item for item in on if item.kind in kinds]
            return
        on = [item for item in on if item.kind is not Kind.GAP and _on_part(item, part)]
        if part.key == "boards":  # who answers to whom is asked of the lines
            on = [item for item in on if item.kind is not Kind.ORDER]
        yield ON, [item for item in on if item.id in self.ids and item.kind in kinds]
        # Where the part has something to show, another office that the text counts with this one may have nothing.
        silent = [item for item in self.mine if _SILENT.get(silences.asked(item.question) or "") == part.key]
        yield ON, [item for item in silent if self._names(item) or not part.check_clauses]
        yield ON, on

    def instead(self, part: Part) -> Iterable[tuple[Says, Sequence[Item]]]:
        """Where the part leaves nothing to ask."""
        if part.key == "concern":
            says = ELSE if part.check_clauses else WHOSE
            bearers = [
                item
                for item in self.items
                if item.kind is Kind.BEARER and _CONCERN in item.topics and item.id not in self.ids
            ]
            yield says, [item for item in bearers if any(_RAISED.search(c.quote) for c in item.citations)]
            yield says, bearers
        yield INSTEAD, [item for item in self.mine if item.kind not in (Kind.GAP, Kind.STANDING)]
        yield INSTEAD, self.mine
        yield DOCUMENT, [item for item in self.items if item.kind in (Kind.TERM, Kind.STANDING)]

    def choose(self, part: Part, tiers: Iterable[tuple[Says, Sequence[Item]]]) -> None:
        """The first tier in which there is a question that was not asked; one on a clause not asked about before others."""
        if part.key in self.made:
            return
        held = [check.item for check in self.made.values()]
        used, questions = set(chain.from_iterable(i.clauses for i in held)), {i.question for i in held}
        for says, items in tiers:
            left = [item for item in items if item.question not in questions]
            left = [item for item in left if self._names(item)] or left
            left = [item for item in left if not item.clauses & used] or left
            if left:
                left.sort(key=lambda item: (item.difficulty, item.id))
                chance = random.Random(f"{self.seed} {part.key} {self.path.edition}")
                self.keep(part, chance.choice(left[:SEVERAL]), says)
                return

    def _names(self, item: Item) -> bool:
        """Whether it speaks of the office by its own name, not of another that the text counts with it."""
        return self.path.office.casefold() in f"{item.question} {item.answer}".casefold()

    def keep(self, part: Part, item: Item, says: Says) -> None:
        self.made[part.key] = Check(item=item, says=says.format(title=part.title, office=self.name, you=self.you))


def _on_part(item: Item, part: Part) -> bool:
    """Whether a question of who it goes to is one of boards, or one of answering: a clause can state both."""
    boards = bool(_PLACE.search(item.question))
    return item.kind is not Kind.RECIPIENT or part.key not in ("lines", "boards") or boards == (part.key == "boards")
