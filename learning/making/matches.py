"""Matches: three offices and three duties of one document; the choice is among whole matchings."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence

from knowledge.sayings import capital
from learning.items import Item, Kind, item
from learning.making.bearers import because
from learning.making.duties import usable
from learning.making.material import Material, choices
from learning.wording import Deed

MOST = 16  # matchings a document
LONGEST = 120  # characters of one duty in a matching
NEAREST = 0.3  # likeness from which two duties are too near for one matching
LETTERS = "ABC"


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for document in material.store.documents:
        deeds = [
            d for d in material.deeds
            if d.stated.document == document and len(d.stated.bearers) == 1 and usable(d) and len(d.option) <= LONGEST
            and next(material.families(document, d.stated.bearers), None)
        ]  # fmt: skip
        for one in deeds[:: max(1, len(deeds) // MOST)]:
            near = [(n, d) for n, d in material.neighbours(one, deeds) if n < NEAREST and _apart(material, (one, d))]
            threes = [[one, *(d for _, d in chosen[:2])] for chosen in choices(near, one.text, tries=20)]
            yield _items(material, document, threes)


def _items(material: Material, document: str, threes: Iterable[Sequence[Deed]]) -> Iterator[Item]:
    yield from (_item(material, document, three) for three in threes if _apart(material, three))


def _apart(material: Material, deeds: Sequence[Deed]) -> bool:
    """Whether deeds are of different clauses and offices."""
    families = [f for d in deeds for f in material.families(d.stated.document, d.stated.bearers)]
    return len({d.stated.clause for d in deeds}) == len(set(families)) == len(families)


def _item(material: Material, document: str, three: Sequence[Deed]) -> Item:
    shuffled = list(three)
    random.Random("".join(d.text for d in three)).shuffle(shuffled)
    offices = [d.stated.bearers[0] for d in three]
    lines = [f"{n}. {material.office(document, key)}" for n, key in enumerate(offices, 1)]
    lines += [f"{letter}. {capital(d.option)}" for letter, d in zip(LETTERS, shuffled, strict=True)]
    right = tuple(LETTERS[shuffled.index(d)] for d in three)
    question = f"Match the offices in {material.the(document)} with what it asks of them.\n" + "\n".join(lines)
    others = [p for p in itertools.permutations(LETTERS) if p != right]
    wrong = random.Random(question).sample(others, 3)
    claimed = [tuple(material.sense(shuffled[LETTERS.index(letter)]) for letter in option) for option in wrong]
    return item(
        Kind.MATCH, question, _written(right), [_written(p) for p in wrong],
        citations=material.cite(*(d.stated.clause for d in three)), topics=[t for d in three for t in d.stated.topics],
        families=material.families(document, offices), nearness=material.measure(tuple(map(material.sense, three)), claimed),
        explanation=because(three),
    )  # fmt: skip


def _written(letters: Sequence[str]) -> str:
    return ", ".join(f"{n} {letter}" for n, letter in enumerate(letters, 1))
