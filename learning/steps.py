"""Steps: what an induction consists of: a path of parts, each of short steps that say something with its clause.

Made by learning.induction; walked by learning.progress; told by learning.telling and by the channels.
"""

from __future__ import annotations

import hashlib
import re
from functools import cached_property

from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.documents import Document
from learning.picture import Picture

Reference = tuple[str, str]  # document id and clause reference


def named(reference: Reference) -> str:
    """A clause as the id of a step names it: 'dudley-roles-2006/all-councillors-1'."""
    document, clause = reference
    return f"{document}/{re.sub(r'[^a-z0-9.]+', '-', clause.lower()).strip('-')}"


class Taught(Closed):
    """Plain sentences and the clause that they rest on; None where they speak of what a whole document does not say."""

    says: tuple[str, ...]
    citation: Citation | None = None


class Step(Closed):
    """One screen of an induction. `id` names the part and its first clause, and outlives changes elsewhere."""

    id: str
    part: str
    title: str
    taught: tuple[Taught, ...]
    picture: Picture | None = None

    @property
    def says(self) -> tuple[str, ...]:
        return tuple(sentence for taught in self.taught for sentence in taught.says)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses of this step, each once."""
        cited = (taught.citation for taught in self.taught if taught.citation)
        return tuple({(c.document, c.clause): c for c in cited}.values())

    @property
    def clauses(self) -> tuple[Reference, ...]:
        return tuple((c.document, c.clause) for c in self.citations)

    @cached_property
    def mark(self) -> str:
        """A short hash of what the step says: another mark means that its words changed."""
        said = "\n".join((self.title, *self.says, *(c.quote for c in self.citations)))
        return hashlib.sha256(said.encode()).hexdigest()[:8]


class Part(Closed):
    """Steps of one kind. `check_clauses` are what they taught: the question after the part rests on them if it can."""

    key: str
    title: str
    steps: tuple[Step, ...]
    check_clauses: tuple[Reference, ...] = ()


class Standing(Closed):
    """A document of the path: what it is and where it stands."""

    document: str
    title: str
    standing: str
    date: str | None
    version: str | None
    note: str

    @classmethod
    def of(cls, document: Document) -> Standing:
        return cls(document=document.id, title=document.title, standing=document.standing, date=document.date,
                   version=document.version, note=document.standing_note)  # fmt: skip


class Path(Closed):
    """The induction of one office. `edition` is a hash of all that it says: rules published elsewhere do not change it."""

    council: str
    family: str
    office: str
    documents: tuple[Standing, ...]
    parts: tuple[Part, ...]

    @cached_property
    def edition(self) -> str:
        marks = "\n".join(
            [f"{step.id} {step.mark}" for step in self.steps] + [d.model_dump_json() for d in self.documents]
        )
        return hashlib.sha256(marks.encode()).hexdigest()[:12]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for part in self.parts for step in part.steps)

    @cached_property
    def at(self) -> dict[str, int]:
        """The place of each step, by its id."""
        return {step.id: place for place, step in enumerate(self.steps)}

    def part(self, key: str) -> Part:
        return next(part for part in self.parts if part.key == key)
