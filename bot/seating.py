"""Seating: what a trainer's session says to a message, before the assistant reads it. A message in, an outcome or None out.

Asked by the exchange and the console. The assistant takes names and long numbers out of what it reads; a person who joins
says a name for the others to see, and their answers carry the numbers of questions. Neither reaches a tracker this way.
"""

from __future__ import annotations

import logging

from desk.database import Database
from knowledge import safety
from knowledge import text as t
from knowledge.outcomes import Lesson
from learning.rooms import Rooms, of_a_room

logger = logging.getLogger(__name__)

NOT_KEPT = "That could not be kept just now. Send it again in a minute."


def taken(text: str, person: str | None, desk: Database) -> Lesson | None:
    """What is said to a message of somebody who takes part; None for every other message, and for danger before all.

    `person` is the pseudonym under which lessons are kept; None where the desk is down.
    """
    said = t.clean(text)
    if person is None or safety.sounds_urgent(said):
        return None
    try:
        return Rooms(desk).takes(person, said)
    except Exception:
        logger.exception("a trainer's session could not be asked")
        return Lesson(says=(NOT_KEPT,)) if of_a_room(said) else None


def spoken(text: str) -> bool:
    """Whether a message can mean nothing but a trainer's session."""
    said = t.clean(text)
    return of_a_room(said) and not safety.sounds_urgent(said)
