"""Trouble: what the user reads when the assistant cannot answer: what happened and what to do, the danger text first.

Needs no model, store or action server.
"""

from __future__ import annotations

import os

from knowledge import safety
from knowledge.outcomes import NotCovered, SmallTalk

TROUBLE = (
    "Something went wrong here and I cannot answer. Ask your manager or the council's safeguarding team, "
    "and tell whoever looks after this assistant."
)

LOST = "I was started anew before I could answer your last message, and I keep no questions. Please send it again."

BUSY = "Very many people are asking at this moment. Ask again in a minute."


def trouble(text: str, detail: str = "") -> NotCovered:
    """The outcome for a message that could not be answered; `detail` is a sentence for whoever can mend it."""
    urgent = safety.sounds_urgent(text)
    first = safety.first_words(None) if urgent else (safety.FIRST,)
    says = (*first, TROUBLE) if urgent else (TROUBLE, *first)
    contact = whom()
    return NotCovered(says=(*says, *([contact] if contact else []), *([detail] if detail else [])), safety_first=urgent)


def whom() -> str:
    """Whom to tell that something is wrong, as whoever runs this set it; nothing where they did not."""
    contact = os.environ.get("DUTYDESK_SITE_CONTACT", "").strip()[:300]
    return f"Whom to tell: {contact}" if contact else ""


def lost() -> SmallTalk:
    """What is said to somebody whose message was taken and cannot be answered any more; what it said is not known."""
    return SmallTalk(says=(LOST, *safety.first_words(None)))
