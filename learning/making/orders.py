"""Orders: which order is right? Lines of accountability from the bottom up, and meetings from the most frequent down."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence

from learning.items import Item, Kind, item
from learning.making.bearers import because, said
from learning.making.duties import usable
from learning.making.material import Material
from learning.making.timings import OFTEN, unsaid
from learning.wording import Deed, capital

ARROW = " → "
UPWARD = ("accountable_to", "reports_to", "escalates_to")
_ASKED = {
    "accountable_to": "who answers to whom", "reports_to": "who reports to whom", "escalates_to": "who brings matters to whom",
    "holds_to_account": "who is held to account by whom",
}  # fmt: skip
RANKS = {"monthly": 0, "quarterly": 1, "annual": 2, "annually": 2}
MOST = 5  # orders of meetings for one office


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for document in material.store.documents:
        yield from _lines(material, document)
        for key in material.offices(document):
            yield from _meetings(material, document, key)


def _lines(material: Material, document: str) -> Iterator[Iterable[Item]]:
    """Lines of three that relations of one document draw: who answers to, or is held to account through, whom."""
    steps: dict[tuple[str, str], tuple[int, str]] = {}
    for kind in (*UPWARD, "holds_to_account"):
        for clause in material.clauses.values():
            for relation in clause.relations if clause.document == document else ():
                if relation.kind == kind and kind in UPWARD:
                    steps.setdefault((relation.subject, relation.object), (clause.id, _ASKED[kind]))
                elif relation.kind == kind and relation.through:
                    asked = f"{_ASKED[kind]}, for {relation.about}"
                    steps.setdefault((relation.object, relation.through), (clause.id, asked))
                    steps.setdefault((relation.through, relation.subject), (clause.id, asked))
    for (low, middle), (also, high) in itertools.product(steps, steps):
        if middle == also and len({low, middle, high}) == 3:
            (one, asked), (other, _) = steps[low, middle], steps[middle, high]
            clauses = (one, other)
            names = [material.office(document, key) for key in (low, middle, high)]
            why = " ".join(said(s) for clause in dict.fromkeys(clauses) for s in material.stated if s.clause == clause)
            for words, line in (
                ("from the bottom up", names),
                ("from the top down", names[::-1]),
            ):
                question = f"In {material.the(document)}, {asked}? Choose the right order, {words}."
                wrong = [ARROW.join(p) for p in itertools.permutations(line) if list(p) != line]
                wrong = random.Random(question + low).sample(wrong, 3)
                yield [
                    item(Kind.ORDER, question, ARROW.join(line), wrong, citations=material.cite(*clauses),
                         topics=("accountability",), families=material.families(document, (low, middle, high)),
                         nearness=0.2, explanation=why)
                ]  # fmt: skip


def _meetings(material: Material, document: str, key: str) -> Iterator[Iterable[Item]]:
    """Three of an office's regular duties, one monthly, one quarterly and one a year."""
    held: dict[int, list[Deed]] = {0: [], 1: [], 2: []}
    for one in material.by_office[document, key]:
        own = material.citation(one.stated.clause).pieces[-1]
        found = {w.casefold() for w in OFTEN.findall(own)}
        if len(found) == 1 and (rank := RANKS.get(next(iter(found)))) is not None and usable(one) and _plain(one):
            held[rank].append(one)
    triples = list(itertools.product(held[0], held[1], held[2]))
    random.Random(document + key).shuffle(triples)
    for triple in triples[:MOST]:
        yield [_most_often_first(material, document, key, triple)]


def _plain(one: Deed) -> bool:
    """Whether nothing is left in the deed that says how often."""
    return not OFTEN.search(unsaid(one.text))


def _most_often_first(material: Material, document: str, key: str, triple: Sequence[Deed]) -> Item:
    question = f"What does {material.the(document)} ask most often of {material.the_office(document, key)}? "
    shown = list(triple)
    random.Random(question + "".join(d.text for d in triple)).shuffle(shown)
    lines = "".join(f"\n{n}. {capital(unsaid(d.text))}" for n, d in enumerate(shown, 1))
    right = tuple(shown.index(d) + 1 for d in triple)
    orders = [p for p in itertools.permutations((1, 2, 3)) if p != right]
    wrong = random.Random(lines).sample(orders, 3)
    return item(
        Kind.ORDER, question + "Choose the right order, most often first." + lines, _written(right),
        [_written(p) for p in wrong], citations=material.cite(*(d.stated.clause for d in triple)),
        topics=[t for d in triple for t in d.stated.topics], families=material.families(document, (key,)),
        nearness=0.3, explanation=because(material, triple),
    )  # fmt: skip


def _written(order: Sequence[int]) -> str:
    return ARROW.join(map(str, order))
