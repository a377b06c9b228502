"""Trouble: what the user reads when the assistant cannot answer: what happened and what to do, the danger text first.

Needs no model, store or action server.
"""

from __future__ import annotations

from knowledge import safety
from knowledge.outcomes import NotCovered

TROUBLE = (
    "Something went wrong here and I cannot answer. Ask your manager or the council's safeguarding team, "
    "and tell whoever looks after this assistant."
)

BUSY = "Very many people are asking at this moment. Ask again in a minute."


def trouble(text: str, detail: str = "") -> NotCovered:
    """The outcome for a message that could not be answered; `detail` is a sentence for whoever can mend it."""
    urgent = safety.sounds_urgent(text)
    first = safety.first_words(None) if urgent else (safety.FIRST,)
    says = (*first, TROUBLE) if urgent else (TROUBLE, *first)
    return NotCovered(says=(*says, *([detail] if detail else [])), safety_first=urgent)
