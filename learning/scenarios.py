"""Scenarios: short stories with a question, written by trainers as data, one YAML file a document or council.

Reads learning/scenarios/*.yml; learning.checking holds each scenario against the published rules and learning.marking
marks the answers. No SQL and no Rasa. docs/scenarios.md says how one is written.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from knowledge import yamlfiles
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError

FOLDER = Path(__file__).parent / "scenarios"

Group = Literal["councillor", "frontline", "manager", "school", "helpdesk", "trainer"]


class Stripped(Closed):
    """What a trainer writes: spaces around a text count for nothing."""

    model_config = ConfigDict(str_strip_whitespace=True)


def _listed(value: Any) -> Any:
    """One value may be written without a list's brackets."""
    return [value] if isinstance(value, str) else value


def _worded(value: Any) -> Any:
    """YAML takes yes, no, on and off for truth values; the trainer meant the word."""
    if isinstance(value, bool):
        raise ValueError("put quotation marks around yes, no, on, off, true and false where they are words")
    return value


Text = Annotated[str, BeforeValidator(_worded), Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]


class Expected(Stripped):
    """The right answer: who does what, and the clauses it rests on.

    `bearer` are role keys or names as the rule file has them; `clause` are 'document/reference'.
    Several bearers act together, unless `any_one` says that each of them is a whole answer. Where the document
    leaves the question open, `not_stated` is true, `nearest` are the clauses that come closest and `why` says what
    they do and do not hold.
    """

    bearer: Texts = ()
    action: Text | None = None
    clause: Texts = ()
    any_one: bool = False
    not_stated: bool = False
    nearest: Texts = ()
    why: Text | None = None

    @model_validator(mode="after")
    def _one_sort(self) -> Expected:
        if self.not_stated:
            if self.bearer or self.action or self.clause:
                raise ValueError("with not_stated there is no bearer, action or clause; give nearest and why")
            if not self.nearest or not self.why:
                raise ValueError("with not_stated, nearest (a clause) and why are needed")
        elif not (self.bearer and self.action and self.clause):
            raise ValueError("bearer, action and clause are needed (or not_stated with nearest and why)")
        elif self.nearest:
            raise ValueError("nearest belongs to not_stated only; put the clause under clause")
        return self

    @property
    def rests_on(self) -> tuple[str, ...]:
        return self.clause or self.nearest


class AlsoRight(Stripped):
    """Another answer that a marker must accept; `words` are the groups of its action, where they differ."""

    bearer: Annotated[Texts, Field(min_length=1)]
    action: Text
    clause: Annotated[Texts, Field(min_length=1)]
    words: tuple[Annotated[Texts, Field(min_length=1)], ...] = ()


class Wrong(Stripped):
    """A common wrong answer and why it is wrong. Without `action` it is the right action in the wrong hands."""

    bearer: Texts = ()
    action: Text | None = None
    not_stated: bool = False
    why: Text
    clause: Texts = ()

    @model_validator(mode="after")
    def _says_something(self) -> Wrong:
        if self.not_stated == bool(self.bearer or self.action):
            raise ValueError("a wrong answer names a bearer, an action or both, or says not_stated: true")
        return self


class Rubric(Stripped):
    """What shows that a free answer holds the office and the action.

    `office` are words besides the names that the vocabulary knows. `action` are groups of words or phrases: each group
    must be met by one of its words (where nothing is stated: more ways to say so). One of the words under `spoils`
    takes half the marks for the action away.
    """

    office: Texts = ()
    action: tuple[Annotated[Texts, Field(min_length=1)], ...] = ()
    spoils: Texts = ()


class Scenario(Stripped):
    """One scenario. `you` is the office that the situation gives the reader, where it says 'you'."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    council: Text
    groups: tuple[Group, ...] = Field(min_length=1, alias="for")
    situation: Annotated[str, Field(min_length=40, max_length=700)]
    question: Annotated[str, Field(min_length=10, max_length=200)]
    you: Text | None = None
    expect: Expected
    also_right: tuple[AlsoRight, ...] = ()
    wrong: tuple[Wrong, ...] = Field(min_length=2, max_length=5)
    rubric: Rubric = Rubric()
    topics: Annotated[Texts, Field(min_length=1)]
    difficulty: int = Field(ge=1, le=3)

    @model_validator(mode="after")
    def _markable(self) -> Scenario:
        if not self.expect.not_stated and not self.rubric.action:
            raise ValueError("rubric: action is missing; give the words that show the right action")
        if self.expect.not_stated and any(wrong.not_stated for wrong in self.wrong):
            raise ValueError("wrong: 'not stated' is the right answer here, so it is no wrong one")
        if self.expect.not_stated and not all(wrong.bearer and wrong.action for wrong in self.wrong):
            raise ValueError("wrong: where nothing is stated, each wrong answer names a bearer and an action")
        return self

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that the right answer rests on."""
        return tuple(dict.fromkeys(clause.partition("/")[0] for clause in self.expect.rests_on))

    @property
    def clauses(self) -> tuple[str, ...]:
        """Every clause that an answer is marked or explained by, the right answer's first."""
        others = (*(one.clause for one in self.also_right), *(one.clause for one in self.wrong))
        return tuple(dict.fromkeys(clause for clauses in (self.expect.rests_on, *others) for clause in clauses))


class Written(Stripped):
    """A scenario with the place it was read from, so that a mistake can be shown where it stands."""

    scenario: Scenario
    file: str
    lines: dict[tuple, int]

    def place(self, *path: object) -> str:
        """'file:line' of the value that these keys and indexes lead to."""
        return f"{self.file}:{yamlfiles.line_of(path, self.lines)}"


PLAINLY = {
    r"^field required$": "is missing",
    r"^value error, ": "",
    r"^(?:value|tuple|string) should have at least 1 .*": "must not be empty",
    r"^input should be a valid dictionary.*": "wants lines of its own, each with a name, a colon and a value",
    r"^input should be a valid tuple$": "wants a list: [one, another]",
    r"^input should be a valid integer.*": "must be a whole number",
    r"^string should match pattern.*": "wants lower case letters and figures, joined by hyphens",
}


def _plainly(problem: str) -> str:
    """What pydantic says of a mistake, for somebody who never programs."""
    for pattern, words in PLAINLY.items():
        problem = re.sub(pattern, words, problem)
    return problem


def read(folder: Path = FOLDER) -> tuple[list[Written], list[KnowledgeError]]:
    """Every scenario that is well formed, in the order of files and lines, and every mistake of form.

    A file or scenario with a mistake is left out; the others stay usable. What they say is not yet checked: see
    learning.checking.
    """
    written: list[Written] = []
    errors: list[KnowledgeError] = []
    seen: dict[str, str] = {}
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        return [], [KnowledgeError("scenarios_missing", folder=folder.name)]
    for path in paths:
        try:
            data, lines = yamlfiles.read(path)
        except KnowledgeError as error:
            errors.append(KnowledgeError("scenario_unreadable", **error.facts))
            continue
        if not isinstance(data, list) or not data:
            errors.append(KnowledgeError("scenarios_no_list", place=f"{path.name}:1"))
            continue
        for index, entry in enumerate(data):
            own = {place[1:]: line for place, line in lines.items() if place[:1] == (index,)}
            try:
                scenario = yamlfiles.validated(Scenario, entry, own, path.name)
            except KnowledgeError as error:
                facts = {**error.facts, "problem": _plainly(str(error.facts["problem"]))}
                errors.append(KnowledgeError("scenario_invalid", **facts))
                continue
            one = Written(scenario=scenario, file=path.name, lines=own)
            if scenario.id in seen:
                errors.append(KnowledgeError("scenario_twice", place=one.place("id"), scenario=scenario.id,
                                             first=seen[scenario.id]))  # fmt: skip
                continue
            seen[scenario.id] = one.place("id")
            written.append(one)
    return written, errors
