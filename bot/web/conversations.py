"""Conversations: the last turns of each browser, in memory only, so that a page can show them without JavaScript.

Bounded in length, number and time; a restart forgets them all.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from bot.channels.exchange import Said
from knowledge import sayings
from knowledge.outcomes import Outcome
from learning import hearing
from learning.screens import COPY

TURNS = 8  # of a conversation; older ones leave the page
KEPT = 3600  # seconds after the last turn
HELD = 2_000  # conversations; those longest untouched are dropped first


@dataclass
class Turn:
    """A question as the page shows it, and its answer. `chosen`: it was one of the choices of the turn before. `masked`:
    not all that was written is shown. `judged` is what was said to a judgement of theirs."""

    number: int
    question: str
    outcome: Outcome
    chosen: bool = False
    masked: bool = False
    judged: str = ""

    @property
    def kept_by_copying(self) -> bool:
        """Whether there is something to take away: clauses, or lines that one is told to copy."""
        outcome = self.outcome
        return bool(outcome.citations or outcome.nearest) or any(note.startswith(COPY) for note in outcome.notes)


@dataclass
class Conversation:
    """`id` tells the assistant's own memory of it apart: one that starts again knows nothing of the former."""

    id: str = field(default_factory=lambda: secrets.token_hex(12))
    turns: deque[Turn] = field(default_factory=lambda: deque(maxlen=TURNS))
    count: int = 0
    touched: float = field(default_factory=time.monotonic)

    def add(self, message: str, said: Said, shown: str | None = None) -> Turn:
        """The turn of a message and its answer. The page shows the message (as `shown`, where that is given), but of a
        choice that was pressed its words."""
        self.count += 1
        label = self._label(message)
        masked = label is None and shown not in (None, message)
        turn = Turn(self.count, label or shown or message, said.outcome, label is not None, masked)
        self.turns.append(turn)
        return turn

    def _label(self, message: str) -> str | None:
        """The words of the choice that sends this message; None where somebody wrote it.

        A lesson's button may be pressed late: in a second window, on a page that one went back to, or when the turn that
        offered it is gone, whose words nobody knows any more.
        """
        for turn in reversed(self.turns):
            if turn is self.turns[-1] or turn.outcome.status == "lesson":
                for option in turn.outcome.options:
                    if option.message == message:
                        return option.label
        if late := hearing.given(message):
            return f"Answer {late.place} of an earlier question"
        moved = hearing.heard(message)
        return sayings.capital(message) if moved and moved.step else None

    def turn_away(self) -> None:
        """What follows has nothing to do with what went before; the page goes on showing both."""
        self.id = secrets.token_hex(12)

    def leads_to(self, message: str) -> bool:
        """Whether a message goes on in the lesson that is open, or takes a choice that the page shows."""
        offered = {option.message for turn in self.turns for option in turn.outcome.options}
        return message in offered or bool(self.turns and self.turns[-1].outcome.status == "lesson")

    def turn(self, number: str) -> Turn | None:
        """The turn with this number, as a form sends it."""
        return next((turn for turn in self.turns if str(turn.number) == number), None)


class Conversations:
    """The conversation of each session."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Conversation] = OrderedDict()

    def of(self, session: str) -> Conversation | None:
        """The conversation that goes on, if one does."""
        self.sweep()
        return self._held.get(session)

    def going_on(self, session: str) -> Conversation:
        """The conversation of a session, begun if there is none; it counts as used now."""
        conversation = self.of(session) or Conversation()
        conversation.touched = time.monotonic()
        self._held[session] = conversation
        self._held.move_to_end(session)
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        return conversation

    def end(self, session: str) -> None:
        self._held.pop(session, None)

    def sweep(self) -> None:
        """Drops what nobody has touched for an hour; the longest untouched stand first."""
        before = time.monotonic() - KEPT
        while self._held and next(iter(self._held.values())).touched < before:
            self._held.popitem(last=False)
