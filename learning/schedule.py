"""Schedule: when a question returns, by FSRS-6 (the free spaced repetition scheduler, package `fsrs`).

Pure: a card, whether the answer was right, and the time come in; the next card goes out. A card is plain JSON, as desk
keeps it. Without the chance that FSRS can add to its intervals, the same answers give the same days.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fsrs import Scheduler

RETURNS = timedelta(minutes=10)  # a mistake returns in the same sitting; after that FSRS counts in days
Card = dict[str, Any]


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(learning_steps=(RETURNS,), relearning_steps=(RETURNS,), maximum_interval=365, enable_fuzzing=False)


def reviewed(card: Card | None, right: bool, at: float) -> Card:
    """The card after an answer at `at` (seconds since 1970); None stands for a question not seen before."""
    from fsrs import Card as Fsrs
    from fsrs import Rating

    now = _time(at)
    # The id is ours to ignore; left out, FSRS would take the clock for it.
    before = Fsrs.from_dict(card) if card else Fsrs(card_id=0, due=now)  # type: ignore[arg-type]
    after, _ = _scheduler().review_card(before, Rating.Good if right else Rating.Again, now)
    return dict(after.to_dict())


def due(card: Card) -> float:
    """When the question returns, in seconds since 1970."""
    return datetime.fromisoformat(card["due"]).timestamp()


def _time(at: float) -> datetime:
    return datetime.fromtimestamp(at, timezone.utc)
