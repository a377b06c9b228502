"""Stale: what is said to the button of a question that does not wait for an answer: answered, left, or asked no more.

Pure. Used by learning.answering, which looks up what was answered and what waits.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.errors import KnowledgeError
from learning import hearing
from learning.shelf import Shelf


def refusal(mark: str, answered: Iterable[str], waits: str | None, made: Shelf | None) -> KnowledgeError:
    """Why the answer to the question with this mark is not taken.

    `answered` are the ids of all that the person has answered. `waits` is the id of what was put to them last: a button of
    it comes here only where it is not asked any more in the form that it had. `made` is all that is asked now; None in an
    induction, which asks questions of its own as well.
    """
    if any(hearing.mark(id_) == mark for id_ in answered):
        return KnowledgeError("answered_before")
    asked = (*(item.id for item in made.bank.items), *(one.id for one in made.scenarios)) if made else ()
    gone = made is not None and not any(hearing.mark(id_) == mark for id_ in asked)
    if gone or (waits and hearing.mark(waits) == mark):
        return KnowledgeError("question_retired")
    return KnowledgeError("question_left")
