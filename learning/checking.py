"""Checking scenarios: each is held against the published rules before anybody is asked it.

Reads learning.scenarios and knowledge.store; `problems` is what `dutydesk quiz check` prints for scenarios, and
`usable` is what quizzes ask: the scenarios without a problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge import text as t
from knowledge.errors import KnowledgeError
from knowledge.rules import nearest
from knowledge.store import Stated, Store
from learning import holders, scenarios
from learning.holders import Office
from learning.marking import SAID, Marker
from learning.scenarios import Scenario, Written, Wrong

TRUE = 0.9  # a wrong answer of whose words a duty holds this share says what that duty says


def problems(store: Store, folder: Path = scenarios.FOLDER) -> list[KnowledgeError]:
    """Every mistake in the scenario files, of form first and then of substance; empty where all is well."""
    written, errors = scenarios.read(folder)
    marker = Marker(store)
    return errors + [error for one in written for error in mistakes(store, marker, one)]


def usable(store: Store, folder: Path = scenarios.FOLDER) -> list[Scenario]:
    """The scenarios in which nothing is wrong, in the order of their files."""
    written, _ = scenarios.read(folder)
    marker = Marker(store)
    return [one.scenario for one in written if not mistakes(store, marker, one)]


def mistakes(store: Store, marker: Marker, one: Written) -> list[KnowledgeError]:
    """What in a well-formed scenario does not agree with the published rules."""
    errors = [*_references(store, one), *_topics(store, one)]
    errors = errors or [*_bearers(store, one), *_wrong_answers(store, one)]
    return errors or list(_rubric(marker, one))


def _references(store: Store, one: Written) -> Iterator[KnowledgeError]:
    """Clauses that are not there or not of this council, offices that nobody knows."""
    scenario = one.scenario
    for path, references, own in _clauses(scenario):
        for reference in references:
            try:
                clause = holders.find_clause(store, reference)
            except KnowledgeError as error:
                near = error.facts.get("nearest") or error.facts.get("known")
                yield KnowledgeError("scenario_clause", place=one.place(*path), scenario=scenario.id, clause=reference,
                                     nearest=near)  # fmt: skip
                continue
            if own and clause.council != scenario.council:
                yield KnowledgeError("scenario_council", place=one.place(*path), scenario=scenario.id,
                                     council=scenario.council, clause=reference)  # fmt: skip
    for path, words in _offices(scenario):
        for word in words:
            if not holders.find(store, word, scenario.council, scenario.documents):
                near = holders.nearest_office(store, word, scenario.council)
                yield KnowledgeError("scenario_office", place=one.place(*path), scenario=scenario.id, office=word,
                                     nearest=near)  # fmt: skip


def _topics(store: Store, one: Written) -> Iterator[KnowledgeError]:
    for topic in one.scenario.topics:
        if topic not in store.topics:
            yield KnowledgeError("scenario_topic", place=one.place("topics"), scenario=one.scenario.id, topic=topic,
                                 nearest=nearest(topic, store.topics))  # fmt: skip


def _bearers(store: Store, one: Written) -> Iterator[KnowledgeError]:
    """Each office of a right answer is given a duty by one of its clauses, and each clause concerns one of them."""
    scenario = one.scenario
    right: list[tuple[tuple, tuple[str, ...], tuple[str, ...]]]
    right = [(("expect",), scenario.expect.bearer, scenario.expect.clause)]
    right += [(("also_right", n), also.bearer, also.clause) for n, also in enumerate(scenario.also_right)]
    for path, words, references in right:
        clauses = [holders.find_clause(store, reference) for reference in references]
        for word in words:
            office = holders.found(store, scenario, word)
            if not any(holders.concerned(store, clause, office) for clause in clauses):
                yield KnowledgeError("scenario_not_borne", place=one.place(*path, "bearer"), scenario=scenario.id,
                                     clause=", ".join(references), office=office.name)  # fmt: skip


def _wrong_answers(store: Store, one: Written) -> Iterator[KnowledgeError]:
    scenario = one.scenario
    seen = {holders.answer_text(store, scenario, scenario.expect.bearer, scenario.expect.action)}
    seen |= {holders.answer_text(store, scenario, also.bearer, also.action) for also in scenario.also_right}
    for number, wrong in enumerate(scenario.wrong):
        answer = holders.wrong_text(store, scenario, wrong)
        if answer in seen:
            yield KnowledgeError("scenario_same", place=one.place("wrong", number), scenario=scenario.id, answer=answer)
            continue
        seen.add(answer)
        if not wrong.not_stated:
            clause = true_by(store, scenario, wrong)
            if clause:
                yield KnowledgeError("scenario_true", place=one.place("wrong", number), scenario=scenario.id,
                                     answer=answer, clause=clause)  # fmt: skip


def _rubric(marker: Marker, one: Written) -> Iterator[KnowledgeError]:
    """The right answer, as the trainer wrote it, earns its marks by the rubric; a wrong one does not earn them all."""
    scenario = one.scenario
    marked = marker.mark(scenario, marker.sentence(scenario, scenario.expect.bearer, scenario.expect.action))
    short = [part.name for part in marked.parts if part.name in SAID and part.marks < part.of]
    if short:
        yield KnowledgeError("scenario_words", place=one.place("rubric"), scenario=scenario.id,
                             missing=" and ".join(short))  # fmt: skip
    for number, wrong in enumerate(scenario.wrong):
        bearer, action = wrong.bearer or scenario.expect.bearer, wrong.action or scenario.expect.action
        marked = marker.mark(
            scenario, marker.sentence(scenario, *(((), None) if wrong.not_stated else (bearer, action)))
        )
        if all(part.marks == part.of for part in marked.parts if part.name in SAID):
            yield KnowledgeError("scenario_lenient", place=one.place("wrong", number), scenario=scenario.id,
                                 answer=holders.wrong_text(marker.store, scenario, wrong))  # fmt: skip


def true_by(store: Store, scenario: Scenario, wrong: Wrong) -> str | None:
    """The clause of the council that makes a 'wrong' answer true, if there is one.

    It is true if each of its offices bears a duty of the right answer together with a right bearer, or a duty that holds
    all but a few of its words. A clause that the trainer names beside `why` has been looked at and found different.
    """
    bearers = wrong.bearer or scenario.expect.bearer
    clauses = [_true_of(store, scenario, wrong, holders.found(store, scenario, word)) for word in bearers]
    return clauses[0] if all(clauses) else None


def _true_of(store: Store, scenario: Scenario, wrong: Wrong, office: Office) -> str | None:
    for duty in holders.duties(store, office, scenario.council):
        reference = f"{duty.document}/{duty.reference}"
        if wrong.bearer and not wrong.action and _shared(store, scenario, duty):
            return reference
        if reference not in wrong.clause and _says(duty, wrong.action or scenario.expect.action or ""):
            return reference
    return None


def _shared(store: Store, scenario: Scenario, duty: Stated) -> bool:
    """Whether a duty of the right answer's clauses is borne by each right bearer."""
    if f"{duty.document}/{duty.reference}" not in scenario.expect.clause:
        return False
    return any(holders.bears(store, holders.found(store, scenario, word), duty) for word in scenario.expect.bearer)


def _says(duty: Stated, action: str) -> bool:
    wanted = set(t.content(action))
    said = set(t.content(" ".join(filter(None, (duty.plain, duty.action, duty.object, duty.condition, duty.timing)))))
    return bool(wanted) and len(wanted & said) / len(wanted) >= TRUE


def _clauses(scenario: Scenario) -> Iterator[tuple[tuple, tuple[str, ...], bool]]:
    """Every place with clause references, and whether they must be of the scenario's own council."""
    yield ("expect", "nearest" if scenario.expect.not_stated else "clause"), scenario.expect.rests_on, True
    for number, also in enumerate(scenario.also_right):
        yield ("also_right", number, "clause"), also.clause, True
    for number, wrong in enumerate(scenario.wrong):
        yield ("wrong", number, "clause"), wrong.clause, False


def _offices(scenario: Scenario) -> Iterator[tuple[tuple, tuple[str, ...]]]:
    yield ("expect", "bearer"), scenario.expect.bearer
    if scenario.you:
        yield ("you",), (scenario.you,)
    for number, also in enumerate(scenario.also_right):
        yield ("also_right", number, "bearer"), also.bearer
    for number, wrong in enumerate(scenario.wrong):
        yield ("wrong", number, "bearer"), wrong.bearer
