"""Staged: scenarios as questions of a trainer's session: the story, what is asked, and the answers to choose among.

Takes scenarios in which nothing is wrong (learning.checking) and their options as practice shows them (learning.marking);
chosen by learning.preparing. One that cannot be put as a choice is left out.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from typing import get_args

from knowledge import sayings
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from learning import gift, holders, items, wishes
from learning.marking import Marker, Option
from learning.posed import MOST_OPTIONS, SCENARIO, Posed
from learning.scenarios import Group, Scenario
from learning.wishes import Wish

GROUPS: tuple[str, ...] = get_args(Group)


class Staged(Closed):
    """A scenario and the question it makes. `families` are those of the offices it is about: who must act, and 'you'."""

    scenario: Scenario
    question: Posed
    families: tuple[str, ...]

    def fits(self, wish: Wish, group: str | None = None, difficulty: int | None = None) -> bool:
        """Whether it is on what is wished for, teaches this group and is as hard as this; None where it does not matter."""
        told = self.scenario
        return (
            (not wish.council or told.council == wish.council)
            and (not wish.document or wish.document in told.documents)
            and (not wish.topic or wish.topic in told.topics)
            and (not wish.family or wish.family in self.families)
            and (not group or group in told.groups)
            and (not difficulty or told.difficulty == difficulty)
        )


def staged(scenario: Scenario, marker: Marker) -> Staged | None:
    """A scenario as a question; None where it cannot be put as a choice: two options that read the same, too many, or
    words so long that the question could not be taken to Moodle and back.

    The id follows from the scenario's own, so that it is found again when its words or its clauses change; the options
    stand in one order everywhere.
    """
    options = marker.options(scenario)
    right = next(place for place, option in enumerate(options) if option.right)
    question = f"A scenario on the {_documents(marker.store, scenario)}. {scenario.situation}\n\n{scenario.question}"
    if not _can_be_put(question, options):
        return None
    citations = options[right].citations
    contrasts = [c for option in options for c in option.citations if not option.right and c not in citations]
    cited = (*citations, *dict.fromkeys(contrasts))
    return Staged(
        scenario=scenario,
        families=families(marker.store, scenario),
        question=Posed(
            id=hashlib.sha256(f"{SCENARIO} {scenario.id}".encode()).hexdigest()[:12], kind=SCENARIO, question=question,
            options=tuple(option.text for option in options), right=right, citations=citations,
            contrasts=cited[len(citations) :], explanation=_explanation(marker.store, scenario, citations),
            reasons=tuple("" if option.right else option.why or "" for option in options), edition=items.edition(cited),
        ),
    )  # fmt: skip


def all_of(scenarios: Iterable[Scenario], marker: Marker) -> tuple[Staged, ...]:
    """Those of the scenarios that can be put as a choice, in their order."""
    made = (staged(scenario, marker) for scenario in scenarios)
    return tuple(one for one in made if one)


def fitting(wish: Wish, held: Sequence[Staged], store: Store) -> list[Staged]:
    """The scenarios that a wish asks for. Raises no_such_scenarios with what there is instead."""
    found = [one for one in held if one.fits(wish)]
    if found:
        return found
    instead = wishes.instead(wish, lambda less: sum(one.fits(less) for one in held), store)
    raise KnowledgeError("no_such_scenarios", wanted=wish.words(store), instead=instead)


def choose(held: Sequence[Staged], number: int, seed: str) -> list[Posed]:
    """Up to `number` of them as questions, no two on one clause; the same for the same seed."""
    order = list(held)
    random.Random(seed).shuffle(order)
    chosen: list[Posed] = []
    used: set[str] = set()
    for one in order:
        if len(chosen) < number and not used & set(one.question.clauses):
            chosen.append(one.question)
            used |= set(one.question.clauses)
    return chosen


def _can_be_put(question: str, options: Sequence[Option]) -> bool:
    texts = [option.text.strip().casefold() for option in options]
    return (
        len(set(texts)) == len(texts) <= MOST_OPTIONS
        and len(question) <= gift.LONGEST["question"]
        and all(len(option.text) <= gift.LONGEST["option"] for option in options)
        and all(len(option.why or "") <= gift.LONGEST["feedback"] for option in options)
    )


def _explanation(store: Store, scenario: Scenario, citations: Sequence[Citation]) -> str:
    """What the trainer wrote of the right answer, and where it stands."""
    clauses: dict[str, list[str]] = {}
    for citation in citations:
        clauses.setdefault(store.documents[citation.document].short, []).append(citation.clause)
    found = sayings.listed(f"{sayings.listed(own)} of the {document}" for document, own in clauses.items())
    where = f"{'What comes nearest' if scenario.expect.not_stated else 'The right answer'} stands in {found}."
    return " ".join(part for part in (scenario.expect.why, where) if part)


def _documents(store: Store, scenario: Scenario) -> str:
    return sayings.listed(store.documents[document].short for document in scenario.documents)


def families(store: Store, scenario: Scenario) -> tuple[str, ...]:
    """The families of the offices that a scenario is about: who must act, and 'you'."""
    words = (*scenario.expect.bearer, *([scenario.you] if scenario.you else []))
    named = (holders.found(store, scenario, word).family for word in words)
    return tuple(dict.fromkeys(family for family in named if family))
