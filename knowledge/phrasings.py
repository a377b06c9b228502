"""Phrasings: further ways in which people ask for what a clause says, and for what it does not say though they sound as if
it did; kept apart so that the rules stay readable.

Reads knowledge/phrasings, one YAML file a document; knowledge.build adds them to those that stand beside each rule. A
document that has no such file simply has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from knowledge import rules, yamlfiles
from knowledge.errors import KnowledgeError

HERE = Path(__file__).parent / "phrasings"
S = TypeVar("S", bound=rules.Statement)


class Asked(rules.Closed):
    """Phrasings for the `says`-th thing (from 1) that a clause says: its duties in order, then its statement."""

    clause: str
    says: int = Field(default=1, ge=1)
    asked_as: tuple[str, ...] = Field(min_length=1)


class Unsaid(rules.Closed):
    """Questions that come near a clause and ask for what no clause of the document says."""

    clause: str
    not_said: tuple[str, ...] = Field(min_length=1)


class PhrasingFile(rules.Closed):
    """One document's further phrasings, and the questions that come near its clauses."""

    document: str
    asked: tuple[Asked, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()


def added(file: rules.RuleFile, folder: Path = HERE) -> tuple[rules.RuleFile, list[KnowledgeError]]:
    """The rules with their further phrasings, and every mistake in those. Raises KnowledgeError for a mistake in form."""
    path = folder / f"{file.document}.yml"
    if not path.exists():
        return file, []
    name = f"{folder.name}/{path.name}"
    data, lines = yamlfiles.read(path, name)
    held = yamlfiles.validated(PhrasingFile, data, lines, name)
    passages = {p.reference: p for p in file.passages if not p.heading}
    more: dict[tuple[str, int], tuple[str, ...]] = {}
    beyond: dict[str, tuple[str, ...]] = {}
    errors = []
    for index, asked in enumerate(held.asked):
        place = f"{name}:{yamlfiles.line_of(('asked', index), lines)}"
        passage = passages.get(asked.clause)
        if not passage:
            errors.append(_unknown(place, asked.clause, passages))
            continue
        if asked.says > len(passage.said):
            errors.append(KnowledgeError("phrased_beyond", place=place, reference=asked.clause, says=asked.says,
                                         count=len(passage.said)))  # fmt: skip
            continue
        further = more.get((asked.clause, asked.says), ())
        errors += _repeated(place, asked.clause, (*passage.said[asked.says - 1].asked_as, *further), asked.asked_as)
        more[asked.clause, asked.says] = (*further, *asked.asked_as)
    for index, unsaid in enumerate(held.unsaid):
        place = f"{name}:{yamlfiles.line_of(('unsaid', index), lines)}"
        passage = passages.get(unsaid.clause)
        if not passage:
            errors.append(_unknown(place, unsaid.clause, passages))
            continue
        answered = [q for n, s in enumerate(passage.said, 1) for q in (*s.asked_as, *more.get((unsaid.clause, n), ()))]
        before = beyond.get(unsaid.clause, ())
        errors += _repeated(place, unsaid.clause, (*answered, *before), unsaid.not_said)
        beyond[unsaid.clause] = (*before, *unsaid.not_said)
    found = tuple(_with(p, more, beyond) if not p.heading else p for p in file.passages)
    return file.model_copy(update={"passages": found}), errors


def _unknown(place: str, reference: str, passages: Mapping[str, rules.Passage]) -> KnowledgeError:
    return KnowledgeError(
        "phrased_unknown", place=place, reference=reference, nearest=rules.nearest(reference, passages)
    )


def _repeated(place: str, reference: str, before: Sequence[str], new: Sequence[str]) -> list[KnowledgeError]:
    """Those of `new` that stand before them already, whatever their capitals."""
    seen = {phrasing.casefold() for phrasing in before}
    found = []
    for phrasing in new:
        if phrasing.casefold() in seen:
            found.append(KnowledgeError("repeated_phrasing", place=place, phrasing=phrasing, reference=reference))
        seen.add(phrasing.casefold())
    return found


def _with(
    passage: rules.Passage, more: dict[tuple[str, int], tuple[str, ...]], beyond: dict[str, tuple[str, ...]]
) -> rules.Passage:
    def longer(statement: S, says: int) -> S:
        return statement.model_copy(
            update={"asked_as": (*statement.asked_as, *more.get((passage.reference, says), ()))}
        )

    duties = tuple(longer(duty, number) for number, duty in enumerate(passage.duties, 1))
    statement = passage.statement and longer(passage.statement, len(duties) + 1)
    not_said = beyond.get(passage.reference, ())
    return passage.model_copy(update={"duties": duties, "statement": statement, "not_said": not_said})
