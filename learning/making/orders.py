"""Orders: which order is right? Escalations step by step, lines of accountability, and meetings from the most frequent down.

An escalation is what a clause sets out as a procedure (knowledge.rules), or a matter that two clauses name and that goes
up from one office to the next. Most documents have none of three steps; `dutydesk quiz check` says which.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence

from knowledge import text as t
from knowledge.rules import Procedure
from knowledge.sayings import capital
from knowledge.store import Clause
from learning.items import Item, Kind, item
from learning.making.bearers import because, said
from learning.making.duties import usable
from learning.making.material import Material
from learning.making.nearness import Sense
from learning.making.timings import OFTEN, unsaid
from learning.wording import Deed

ARROW = " → "
UPWARD = ("accountable_to", "reports_to", "escalates_to")
_ASKED = {
    "accountable_to": "who answers to whom", "reports_to": "who reports to whom", "escalates_to": "who brings matters to whom",
    "holds_to_account": "who is held to account by whom",
}  # fmt: skip
# Matters that go up, by a word stem that each clause on the way names them with, and how the question says it.
_MATTERS = {"unalloc": "how does work that is allocated to nobody come to be known higher up, report by report"}
RANKS = {"monthly": 0, "quarterly": 1, "annual": 2, "annually": 2}
MOST = 5  # orders of meetings for one office
ESCALATION = "escalation"  # the topic of items on an escalation

Step = tuple[int, str, str]  # the clause that a step up stands in, how it is asked for, and what it is about


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for clause in material.clauses.values():
        for procedure in clause.procedures:
            yield [_escalation(material, clause, procedure)]
    for document in material.store.documents:
        yield from _lines(material, document)
        for key in material.offices(document):
            yield from _meetings(material, document, key)


def _escalation(material: Material, clause: Clause, procedure: Procedure) -> Item:
    """The steps of a clause's procedure, numbered in another order than theirs."""
    question = f"In {material.the(clause.document)}, what happens, step by step, when {procedure.about}? Choose the right order."
    senses = [Sense(step.plain, clause.document) for step in procedure.steps]
    told = [stated for stated in material.stated if stated.clause == clause.id]
    return _numbered(
        material, question, [step.plain for step in procedure.steps], senses, [clause.id],
        topics=(ESCALATION, *clause.topics), families=material.families(clause.document, told[0].bearers if told else ()),
        explanation=" ".join(map(said, told)),
    )  # fmt: skip


def _lines(material: Material, document: str) -> Iterator[Iterable[Item]]:
    """Lines of three that relations of one document draw: who answers to, or is held to account through, whom."""
    steps: dict[tuple[str, str], Step] = {}
    for kind in (*UPWARD, "holds_to_account"):
        for clause in material.clauses.values():
            for relation in clause.relations if clause.document == document else ():
                about = relation.about or ""
                if relation.kind == kind and kind in UPWARD:
                    steps.setdefault((relation.subject, relation.object), (clause.id, _ASKED[kind], about))
                elif relation.kind == kind and relation.through:
                    asked = f"{_ASKED[kind]}, for {about}"
                    steps.setdefault((relation.object, relation.through), (clause.id, asked, about))
                    steps.setdefault((relation.through, relation.subject), (clause.id, asked, about))
    for (low, middle), (also, high) in itertools.product(steps, steps):
        if middle == also and len({low, middle, high}) == 3:
            ways = (("from the bottom up", (low, middle, high)), ("from the top down", (high, middle, low)))
            for words, line in ways:
                yield [_line(material, document, line, words, (steps[low, middle], steps[middle, high]))]


def _line(material: Material, document: str, line: Sequence[str], words: str, steps: tuple[Step, Step]) -> Item:
    (one, asked, _), (other, _, _) = steps
    matter = next((stem for stem in _MATTERS if all(_names(stem, about) for _, _, about in steps)), None)
    question = f"In {material.the(document)}, {_MATTERS[matter] if matter else asked}? Choose the right order, {words}."
    clauses = list(dict.fromkeys((one, other)))
    why = " ".join(said(stated) for clause in clauses for stated in material.stated if stated.clause == clause)
    senses = {key: material.sense_of_office(document, key, why) for key in line}
    wrong = [order for order in itertools.permutations(line) if order != tuple(line)]
    wrong = random.Random(question + line[0]).sample(wrong, 3)

    def written(order: Sequence[str]) -> str:
        return ARROW.join(material.office(document, key) for key in order)

    return item(
        Kind.ORDER, question, written(line), [written(order) for order in wrong], citations=material.cite(*clauses),
        topics=(*([ESCALATION] if matter else []), "accountability"), families=material.families(document, line),
        nearness=material.measure(
            tuple(senses[key] for key in line), [tuple(senses[key] for key in order) for order in wrong]
        ),
        explanation=why,
    )  # fmt: skip


def _names(stem: str, about: str) -> bool:
    return any(word.startswith(stem) for word in t.words(about))


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
    question = (
        f"What does {material.the(document)} ask most often of {material.the_office(document, key)}? "
        "Choose the right order, most often first."
    )
    return _numbered(
        material, question, [capital(unsaid(d.text)) for d in triple], [material.sense(d) for d in triple],
        [d.stated.clause for d in triple], topics=[topic for d in triple for topic in d.stated.topics],
        families=material.families(document, (key,)), explanation=because(triple),
    )  # fmt: skip


def _numbered(material: Material, question: str, steps: Sequence[str], senses: Sequence[Sense], clauses: Sequence[int], *,
              topics: Iterable[str], families: Iterable[str], explanation: str) -> Item:  # fmt: skip
    """An item whose lines are `steps`, which come in the right order and are shown in another."""
    places = list(range(len(steps)))
    others = [order for order in itertools.permutations(places) if list(order) != places]
    # Another order than theirs: shown as they stand, the numbers would be the answer.
    shown = random.Random(question + "".join(steps)).choice(others)
    lines = "".join(f"\n{number}. {steps[place]}" for number, place in enumerate(shown, 1))
    wrong = random.Random(lines).sample(others, 3)

    def written(order: Sequence[int]) -> str:
        return ARROW.join(str(shown.index(place) + 1) for place in order)

    return item(
        Kind.ORDER, question + lines, written(places), [written(order) for order in wrong],
        citations=material.cite(*clauses), topics=topics, families=families,
        nearness=material.measure(tuple(senses), [tuple(senses[place] for place in order) for order in wrong]),
        explanation=explanation,
    )  # fmt: skip
