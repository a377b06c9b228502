"""Between: what is open in somebody's conversation, and what a message that comes between belongs to. Pure.

Reads what learning.teaching keeps as open; used there, by learning.tutor and learning.moving.
"""

from __future__ import annotations

from typing import Any

from knowledge.outcomes import Option
from knowledge.store import Store
from learning import openings
from learning.hearing import Heard, Move

FRESH = 2 * 3600  # seconds after the last turn of a lesson in which answers to questions lead back to it
START = "start"  # the course while it is asked which office an induction is for
_ASKS_AGAIN = (Move.NEXT, Move.BACK, Move.SKIP, Move.STOP, Move.RESUME)


def is_open(open_: dict[str, Any]) -> bool:
    """Whether a lesson, or the question which office one is for, is open and was not stopped."""
    return bool(open_.get("course")) and not open_.get("stopped")


def theirs(open_: dict[str, Any], move: Move, now: float) -> bool:
    """After a question in between, whether a short word belongs to its answer ('go on' where there is more)."""
    old = now - open_["at"] >= FRESH
    return bool(open_.get("apart") and (old or (open_.get("more") and move is Move.NEXT)))


def asks_office(open_: dict[str, Any], heard: Heard, begun: bool) -> bool:
    """Whether a move meets the question which office an induction is for: it is asked once more, or dropped.

    `begun`: the person is in another induction already, which they may mean by 'my induction'.
    """
    if not is_open(open_) or open_["course"] != START or heard.course in ("quiz", "scenario"):
        return False
    if heard.course == "induction" and heard.move is not Move.STOP and begun:
        return False
    return heard.move in _ASKS_AGAIN and not (open_.get("apart") and heard.bare)


def which(store: Store, open_: dict[str, Any]) -> Option:
    """The way back to the question which office an induction is for."""
    named = open_["named"]
    return Option(label="Back to my induction", message=openings.request(store, named["council"], named["family"]))
