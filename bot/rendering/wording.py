"""Wording: what every channel says in the same words: how a clause is quoted and cited, and what stands around an answer.

Used by plain, html, blocks, cards and the terminal (bot.screen), and by the channels for what they say of feedback.
tests/rendering/test_wording.py compares what all of them show.
"""

from __future__ import annotations

from typing import NamedTuple

from knowledge.citations import Citation
from knowledge.outcomes import Outcome
from knowledge.safety import FIRST

NEAREST = "The nearest clause says something else:"
IN_PLACE = "Read it in its place"
COPY = "Copy this answer"
HELPED, NOT_HELPED = "This helped", "This did not help"
THANKS = {
    True: "Thank you. Noted: this helped.",
    False: "Thank you. Noted: this did not help. Ask again in other words, name the council or the role you mean, or ask your manager.",
}  # fmt: skip
NO_WORDS = (
    "I can only read words, no pictures or files. Write your question, for example: what must I do with a child welfare "
    f"concern? {FIRST}"
)
NOT_KEPT = "That could not be kept. Please try again later, and tell whoever looks after this assistant."


class Source(NamedTuple):
    """Where a quote stands, in the pieces that a channel may set apart; one after the other they are the reference."""

    clause: str
    within: str  # role and title, with what separates them from clause and council
    council: str
    standing: str  # the document's, with its date

    def __str__(self) -> str:
        """'CDCC 2, Accountability Protocol …, Kent (approved 6 April 2011)'."""
        return f"{self.place} ({self.standing})"

    @property
    def place(self) -> str:
        """The reference without the standing."""
        return f"{self.clause}{self.within}{self.council}"


def source(citation: Citation) -> Source:
    """Where a citation stands. The role is named where the clause's own reference does not name it."""
    role = f" [{citation.role}]" if citation.role and citation.role.split(" (")[0] not in citation.clause else ""
    return Source(citation.clause, f"{role}, {citation.title}, ", citation.council, citation.dated)


def quoted(citation: Citation) -> str:
    return f"“{citation.shown}”"


def dated_words(outcome: Outcome) -> tuple[str, ...]:
    """What is said of words in the quotes that are of their time, each once."""
    return tuple(dict.fromkeys(note for citation in outcome.citations for note in citation.notes))
