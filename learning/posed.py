"""Posed: a question as a trainer's session keeps it: a copy, so that new rules never change a quiz that was locked.

Made from the bank's items, from scenarios (learning.staged) or from a trainer's own GIFT file (learning.gift); kept by
desk.sessions as JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, model_validator

from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from learning import items
from learning.items import Item

OWN = "own"  # the kind of a trainer's own question: its clause is checked, its options are not proved
SCENARIO = "scenario"  # the kind of a question that a scenario makes
MOST_OPTIONS = 6
EDITED = "Edited by the trainer: the words of this question are theirs, and the clause is as it stands."


class Posed(Closed):
    """One question with its options, the place of the right one, and its clauses.

    `kind` is that of the item it was made from, 'scenario' or 'own'. A story stands before what is asked, parted by an
    empty line (`parted`). `reasons` are empty, or say of each option why it is wrong ('' where there is nothing to say).
    `edited`: the trainer changed its words (learning.rewording), so that nothing is proved of them. `edition` is a hash of
    the clauses' text (learning.items).
    """

    id: str
    kind: str
    question: str
    options: Annotated[tuple[str, ...], Field(min_length=2, max_length=MOST_OPTIONS)]
    right: Annotated[int, Field(ge=0)]
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    contrasts: tuple[Citation, ...] = ()
    explanation: str = ""
    reasons: tuple[str, ...] = ()
    edited: bool = False
    edition: str

    @model_validator(mode="after")
    def _one_right_option(self) -> Posed:
        if self.right >= len(self.options):
            raise ValueError("right is the place of no option")
        if self.reasons and len(self.reasons) != len(self.options):
            raise ValueError("there must be a reason for each option, or none")
        return self

    @property
    def explained(self) -> str:
        """The explanation, and that the trainer wrote the words where they did: for everybody who has answered."""
        return " ".join(part for part in (self.explanation, EDITED if self.edited else "") if part)

    @property
    def answer(self) -> str:
        return self.options[self.right]

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that the right option rests on, as 'document/reference'."""
        return tuple(dict.fromkeys(f"{c.document}/{c.clause}" for c in self.citations))


def posed(item: Item) -> Posed:
    """An item of the bank as a question of a session."""
    return Posed(
        id=item.id, kind=item.kind.value, question=item.question, options=item.options, right=item.right,
        citations=item.citations, contrasts=item.contrasts, explanation=item.explanation, edition=item.edition,
    )  # fmt: skip


def own(
    question: str, options: Sequence[str], right: int, citations: Sequence[Citation], explanation: str = "",
    reasons: Sequence[str] = (),
) -> Posed:  # fmt: skip
    """A trainer's own question. The same words give the same id."""
    words = json.dumps(
        [question, *options, right, *(f"{c.document}/{c.clause}" for c in citations)], ensure_ascii=False
    )
    return Posed(
        id=hashlib.sha256(words.encode()).hexdigest()[:12], kind=OWN, question=question, options=tuple(options), right=right,
        citations=tuple(citations), explanation=explanation, reasons=tuple(reasons),
        edition=items.edition(citations),
    )  # fmt: skip


def parted(question: str) -> tuple[str, str]:
    """The story that a question begins with ('' where it tells none), and what is asked."""
    story, _, asked = question.rpartition("\n\n")
    return story, asked


def stands(question: Posed, store: Store) -> bool:
    """Whether every clause that a question cites still says what it said when the question was made."""
    try:
        now = [items.cited(store, c.document, c.clause) for c in (*question.citations, *question.contrasts)]
    except KnowledgeError:
        return False
    return items.edition(now) == question.edition
