"""Items: the questions of a quiz, each with one right option and the clauses that prove it.

Made by learning.making, proved by learning.proving, kept and chosen by learning.bank; asked by practice and trainers'
sessions on any channel, as a question with numbered options.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Annotated

from pydantic import Field, model_validator

from knowledge import standings
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.store import Store


class Kind(str, Enum):
    """What an item asks. Every kind is a single choice, so that buttons and numbers do on every channel."""

    BEARER = "bearer"
    DUTY = "duty"
    NOT_DUTY = "not_duty"
    FREQUENCY = "frequency"
    RECIPIENT = "recipient"
    COUNCIL = "council"
    ORDER = "order"
    MATCH = "match"
    TERM = "term"
    GAP = "gap"
    STANDING = "standing"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Kind.BEARER: "who bears this duty",
    Kind.DUTY: "which is a duty of this office",
    Kind.NOT_DUTY: "which is not a duty of this office",
    Kind.FREQUENCY: "how often, or how soon",
    Kind.RECIPIENT: "whom it goes to, who answers to whom",
    Kind.COUNCIL: "which council says this",
    Kind.ORDER: "put in order",
    Kind.MATCH: "match offices and duties",
    Kind.TERM: "what a term means",
    Kind.GAP: "what the document does not say",
    Kind.STANDING: "where the document itself stands",
}


class Item(Closed):
    """One question.

    `options` stand in an order that follows from the id; `right` is the index of the right one. `citations` prove the
    right option, `contrasts` are the clauses that wrong options come from. `families` are those of the offices it is
    about. `nearness` (0–1) says how like the right option the wrong ones are (learning.making.nearness), and `difficulty`
    follows from it: 1 (far off) to 3 (near). `edition` is a hash of every quote cited: when a clause
    changes, it no longer fits, and the item is retired (see `stands`).
    """

    id: str
    kind: Kind
    question: str
    options: Annotated[tuple[str, ...], Field(min_length=2, max_length=5)]
    right: Annotated[int, Field(ge=0)]
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    contrasts: tuple[Citation, ...] = ()
    councils: tuple[str, ...]
    documents: tuple[str, ...]
    topics: tuple[str, ...]
    families: tuple[str, ...]
    nearness: Annotated[float, Field(ge=0, le=1)]
    difficulty: Annotated[int, Field(ge=1, le=3)]
    explanation: str
    edition: str

    @model_validator(mode="after")
    def _one_right_option(self) -> Item:
        if self.right >= len(self.options):
            raise ValueError("right is the place of no option")
        if len({option.strip().casefold() for option in self.options}) < len(self.options):
            raise ValueError("two options are the same")
        return self

    @property
    def answer(self) -> str:
        """The right option."""
        return self.options[self.right]

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(option for number, option in enumerate(self.options) if number != self.right)

    @property
    def clauses(self) -> frozenset[tuple[str, str]]:
        """The clauses that the right option rests on, as (document, reference)."""
        return frozenset((citation.document, citation.clause) for citation in self.citations)

    def payload(self) -> dict:
        """The item for channels and programs: plain JSON types."""
        return self.model_dump(mode="json")


def item(
    kind: Kind, question: str, answer: str, wrong: Sequence[str], *, citations: Sequence[Citation],
    contrasts: Sequence[Citation] = (), topics: Iterable[str] = (), families: Iterable[str] = (), nearness: float,
    explanation: str,
) -> Item:  # fmt: skip
    """An item of these parts. `nearness` (0–1) says how like the right option the wrong ones are.

    The id is a hash of kind, question and options, whatever their order; the order of the options follows from the id,
    so that the same item reads the same everywhere and the right option stands anywhere.
    """
    id_ = _hash([kind.value, question, answer, *sorted(wrong)])
    options = [answer, *sorted(wrong)]
    nearness = round(nearness, 3)
    random.Random(id_).shuffle(options)
    return Item(
        id=id_, kind=kind, question=question, options=tuple(options), right=options.index(answer),
        citations=tuple(citations), contrasts=tuple(contrasts), councils=_of(citations, "council"),
        documents=_of(citations, "document"), topics=tuple(dict.fromkeys(topics)),
        families=tuple(dict.fromkeys(families)), nearness=nearness,
        difficulty=1 + (nearness >= NEAR) + (nearness >= NEARER), explanation=explanation, edition=edition((*citations, *contrasts)),
    )  # fmt: skip


NEAR, NEARER = 0.32, 0.47  # nearness from which an item is of middling difficulty, and hard: a third of all items each


def edition(citations: Iterable[Citation]) -> str:
    """A hash of the text that these citations quote."""
    return _hash([f"{c.document} {c.clause} {c.quote}" for c in citations])


def stands(held: Item, store: Store) -> bool:
    """Whether every clause that an item cites still says what it said when the item was made."""
    try:
        now = [cited(store, c.document, c.clause) for c in (*held.citations, *held.contrasts)]
    except KnowledgeError:
        return False
    return edition(now) == held.edition


def cited(store: Store, document: str, clause: str) -> Citation:
    """A clause as the store cites it now, or the words that give a date of the document. Raises no_such_clause."""
    dates = (
        standings.dates(store.documents[document])
        if clause.startswith("date of ") and document in store.documents
        else []
    )
    return next((c for c in dates if c.clause == clause), None) or store.citation(store.clause(document, clause))


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:12]


def _of(citations: Sequence[Citation], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(getattr(citation, field) for citation in citations))
