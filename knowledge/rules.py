"""Rules: who must do what, as people curate it: one YAML file a document, validated here.

Reads knowledge/rules and knowledge/vocabulary; feeds knowledge.store. A file holds the document's roles and all its
passages in order; a clause carries the duties, relations, procedures, meetings, terms, contacts and facts that it states.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from knowledge import yamlfiles
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError

HERE = Path(__file__).parent
MOST_PHRASINGS = 26
RULES, VOCABULARY = HERE / "rules", HERE / "vocabulary"


class Stripped(Closed):
    """What an editor writes: spaces around a text count for nothing."""

    model_config = ConfigDict(str_strip_whitespace=True)


class Strength(str, Enum):
    """How strongly the clause binds, in the clause's own terms."""

    MUST_IMMEDIATELY = "must_immediately"
    MUST = "must"
    ENSURE = "ensure"
    SHOULD = "should"
    BE_AWARE = "be_aware"
    MAY = "may"
    OCCASIONAL = "occasional"


class Role(Stripped):
    """An office, body, group or service as one document names it.

    `covers` are families whose holders bear this role's duties too: 'both services' covers each of the two.
    """

    key: str
    name: str
    family: str | None = None
    covers: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    group: Literal["framework", "scrutiny", "delivery"] | None = None


class Statement(Stripped):
    """What a clause says, once in everyday words and then as people would ask for it."""

    plain: str
    asked_as: tuple[str, ...]


class Duty(Statement):
    """What one or several roles must do. Role keys where a role is meant; words of the clause elsewhere."""

    bearers: tuple[str, ...] = Field(min_length=1)
    strength: Strength
    action: str
    object: str | None = None
    condition: str | None = None
    timing: str | None = None
    counterparts: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


RelationKind = Literal[
    "accountable_to", "reports_to", "appoints", "chairs", "member_of", "attends", "represented_on",
    "holds_to_account", "escalates_to", "manages", "leads", "advises", "designated_as", "keeps_procedure",
]  # fmt: skip


class Relation(Stripped):
    """How two roles stand to each other: subject KIND object, for what, and through whom."""

    kind: RelationKind
    subject: str
    object: str
    about: str | None = None
    through: str | None = None


class Meeting(Stripped):
    """A meeting or visit, its frequency as written (None where the text sets none)."""

    name: str
    frequency: str | None
    attendees: tuple[str, ...]
    purpose: str | None = None
    chair: str | None = None


class Term(Stripped):
    """A term or abbreviation that the clause defines, expands or uses with a fixed meaning."""

    term: str
    means: str
    also: tuple[str, ...] = ()


class Contact(Stripped):
    """A named person of the document's date; given only when asked for."""

    name: str
    post: str
    telephone: str | None = None


class Fact(Stripped):
    """A fact about the document itself, e.g. kind 'approved', value '6 April 2011'."""

    kind: str
    value: str


class Stage(Stripped):
    """One step of a procedure: the words of the clause that state it, and what it is in everyday words."""

    words: str
    plain: str


class Procedure(Stripped):
    """What follows what, where a clause sets out at least three steps: what it is `about` ("a dispute comes up", to be read
    after "when"), and the steps in their order, which is the order of the clause's own words too."""

    about: str
    steps: tuple[Stage, ...] = Field(min_length=3)


class Passage(Stripped):
    """A heading, a lead-in or a clause; `within` names the lead-in (or clause) that an item completes, `tells` what it
    tells of the document itself: keys of papers.yml.

    `level` is that of a heading (1 where it is left out), or of a clause or lead-in that heads a section itself. `not_said`
    are questions that sound as if it answered them and that nothing in the document does.
    """

    heading: str | None = None
    level: int | None = Field(default=None, ge=1)
    lead_in: str | None = None
    clause: str | None = None
    quote: str | None = None
    within: str | None = None
    topics: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    statement: Statement | None = None
    relations: tuple[Relation, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    terms: tuple[Term, ...] = ()
    contacts: tuple[Contact, ...] = ()
    facts: tuple[Fact, ...] = ()
    not_said: tuple[str, ...] = ()
    procedures: tuple[Procedure, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Passage:
        if sum(bool(kind) for kind in (self.heading, self.lead_in, self.clause)) != 1:
            raise ValueError("a passage is one of heading, lead_in or clause")
        if not self.heading and not self.quote:
            raise ValueError("a clause or lead_in needs its quote")
        return self

    @property
    def kind(self) -> str:
        return "heading" if self.heading else "lead-in" if self.lead_in else "clause"

    @property
    def reference(self) -> str:
        return self.clause or self.lead_in or self.heading or ""

    @property
    def text(self) -> str:
        return self.quote or self.heading or ""

    @property
    def said(self) -> tuple[Statement, ...]:
        """Everything that the passage says: its duties in order, then its statement."""
        return (*self.duties, *([self.statement] if self.statement else []))


class RuleFile(Stripped):
    """One document's rules."""

    document: str
    roles: tuple[Role, ...]
    passages: tuple[Passage, ...]


class Family(Stripped):
    """A role family: the same office or body in different councils, and what people call it.

    `among` are wider families whose name people give it as well: the head of fieldwork is among the heads of service.
    `over` is what a director is over, in everyday words: 'schools', for the schools chief, boss or director.
    """

    name: str
    kind: Literal["member", "officer", "school", "body", "service", "outside"]
    names: tuple[str, ...]
    among: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


class Topic(Stripped):
    """What clauses are about, and the words that name it."""

    name: str
    names: tuple[str, ...]


class Matter(Stripped):
    """What may be asked of a document itself: its name, and examples of how it is asked, the document as "the paper"."""

    name: str
    asked_as: tuple[str, ...] = Field(min_length=8)


class Matters(Stripped):
    """The matters by key, and examples that sound like them and ask something else."""

    matters: dict[str, Matter]
    not_asked: tuple[str, ...]


class _Families(Stripped):
    families: dict[str, Family]


class _Topics(Stripped):
    topics: dict[str, Topic]


class Places(Stripped):
    """Names of the councils that are held, and of those that are not."""

    elsewhere: tuple[tuple[str, ...], ...]
    councils: dict[str, tuple[str, ...]]


def families(folder: Path = VOCABULARY) -> dict[str, Family]:
    """The role families by key. Raises KnowledgeError for a mistake in form."""
    data, lines = yamlfiles.read(folder / "families.yml")
    return yamlfiles.validated(_Families, data, lines, "families.yml").families


def topics(folder: Path = VOCABULARY) -> dict[str, Topic]:
    """The topics by key, in the order in which they are shown. Raises KnowledgeError for a mistake in form."""
    data, lines = yamlfiles.read(folder / "topics.yml")
    return yamlfiles.validated(_Topics, data, lines, "topics.yml").topics


def matters(folder: Path = VOCABULARY) -> Matters:
    """What may be asked of a document itself. Raises KnowledgeError for a mistake in form."""
    data, lines = yamlfiles.read(folder / "papers.yml")
    return yamlfiles.validated(Matters, data, lines, "papers.yml")


def places(folder: Path = VOCABULARY) -> Places:
    """The councils, and places elsewhere, by their names. Raises KnowledgeError for a mistake in form."""
    data, lines = yamlfiles.read(folder / "places.yml")
    return yamlfiles.validated(Places, data, lines, "places.yml")


def load(path: Path) -> tuple[RuleFile, yamlfiles.Lines]:
    """One rule file, valid in form, and its lines. Raises KnowledgeError for the first mistake in form."""
    data, lines = yamlfiles.read(path)
    return yamlfiles.validated(RuleFile, data, lines, path.name), lines


def mistakes(file: RuleFile, lines: yamlfiles.Lines, name: str, folder: Path = VOCABULARY) -> list[KnowledgeError]:
    """Everything in a well-formed file that does not hold together, in file order."""
    errors: list[KnowledgeError] = []
    known_families, known_topics, known_matters = families(folder), topics(folder), matters(folder).matters
    roles: set[str] = set()

    def place(*path: object) -> str:
        return f"{name}:{yamlfiles.line_of(path, lines)}"

    for index, role in enumerate(file.roles):
        if role.key in roles:
            errors.append(KnowledgeError("duplicate_role", place=place("roles", index), role=role.key))
        roles.add(role.key)
        if role.family and role.family not in known_families:
            errors.append(KnowledgeError("unknown_family", place=place("roles", index), family=role.family,
                                         nearest=nearest(role.family, known_families)))  # fmt: skip
        for covered in role.covers:
            if covered not in known_families:
                errors.append(KnowledgeError("unknown_family", place=place("roles", index), family=covered,
                                             nearest=nearest(covered, known_families)))  # fmt: skip
    seen: dict[str, int] = {}
    for index, passage in enumerate(file.passages):
        here = place("passages", index)
        if passage.heading:
            continue
        if passage.reference in seen:
            errors.append(KnowledgeError("duplicate_reference", place=here, reference=passage.reference,
                                         first=seen[passage.reference]))  # fmt: skip
        if passage.within and passage.within not in seen:
            errors.append(KnowledgeError("unknown_parent", place=here, reference=passage.reference,
                                         parent=passage.within))  # fmt: skip
        seen.setdefault(passage.reference, yamlfiles.line_of(("passages", index), lines))
        for topic in passage.topics:
            if topic not in known_topics:
                errors.append(KnowledgeError("unknown_topic", place=place("passages", index, "topics"), topic=topic,
                                             nearest=nearest(topic, known_topics)))  # fmt: skip
        for matter in passage.tells:
            if matter not in known_matters:
                errors.append(KnowledgeError("unknown_matter", place=place("passages", index, "tells"), matter=matter,
                                             nearest=nearest(matter, known_matters)))  # fmt: skip
        for field, key in _roles_named(passage):
            if key not in roles:
                errors.append(KnowledgeError("unknown_role", place=place("passages", index, field), field=field,
                                             role=key, nearest=nearest(key, roles)))  # fmt: skip
        errors += _steps(passage, place("passages", index, "procedures"))
        errors += _wording(passage, here)
    return errors


def nearest(word: str, known: Iterable[str]) -> str:
    """The two closest spellings among `known`, for an error's next step."""
    return " or ".join(difflib.get_close_matches(word, list(known), 2, 0.4)) or "one of the defined ones"


def _roles_named(passage: Passage) -> Iterator[tuple[str, str]]:
    for duty in passage.duties:
        for key in (*duty.bearers, *duty.counterparts, *duty.recipients):
            yield "duties", key
    for relation in passage.relations:
        yield from (("relations", key) for key in (relation.subject, relation.object, relation.through) if key)
    for meeting in passage.meetings:
        yield from (("meetings", key) for key in (*meeting.attendees, meeting.chair) if key)


def _steps(passage: Passage, here: str) -> Iterator[KnowledgeError]:
    """The words of each step stand in the clause, behind those of the step before."""
    quote = " ".join((passage.quote or "").split())
    for procedure in passage.procedures:
        at = 0
        for step in procedure.steps:
            found = quote.find(" ".join(step.words.split()), at)
            if found < 0:
                yield KnowledgeError("step_not_in_clause", place=here, words=step.words, reference=passage.reference)
                break
            at = found + len(step.words)


def _wording(passage: Passage, here: str) -> list[KnowledgeError]:
    errors = []
    if not passage.duties and not passage.statement:
        return [KnowledgeError("nothing_said", place=here, reference=passage.reference)]
    said = [(duty, 8) for duty in passage.duties] + ([(passage.statement, 3)] if passage.statement else [])
    for statement, fewest in said:
        if not fewest <= len(statement.asked_as) <= MOST_PHRASINGS:
            errors.append(KnowledgeError("phrasings", place=here, reference=passage.reference,
                                         count=len(statement.asked_as)))  # fmt: skip
        folded = [phrasing.casefold() for phrasing in statement.asked_as]
        for phrasing in {p for p in folded if folded.count(p) > 1}:
            errors.append(KnowledgeError("repeated_phrasing", place=here, phrasing=phrasing,
                                         reference=passage.reference))  # fmt: skip
    return errors
