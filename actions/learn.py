"""Learn: induction, quizzes and scenarios for the actions: the tutor of the published store, asked before the rules are.

Needs to know who asks: a person, as the channel's pseudonym. Without one (a batch, a single question) nothing is learnt.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.translate import person_from, profile_from, question_from, unkept
from bot.rendering.plain import plain_text
from knowledge import safety
from knowledge.opened import knowledge
from knowledge.outcomes import Outcome, SmallTalk
from learning import hearing, screens, shelf
from learning.tutor import Tutor

logger = logging.getLogger(__name__)

NOWHERE = SmallTalk(says=(
    "Inductions and quizzes keep your place, so they need a conversation: the web page, Slack, Teams or `dutydesk chat`.",
    "To read an induction here: dutydesk induction --role councillor --council Dudley",
))  # fmt: skip

UNKEPT = SmallTalk(says=(
    "Inductions and quizzes keep your place, and nothing can be kept at the moment. Try again in a few minutes.",
    "If it goes on, tell whoever looks after this assistant. You can ask questions all the same.",
))  # fmt: skip

_tutor: Tutor | None = None


def tutor() -> Tutor:
    """The tutor of the present rules; the desk is opened at first use. Raises desk_unavailable."""
    global _tutor
    from desk.database import opened

    held = knowledge()
    if _tutor is None or _tutor.store is not held.store:
        _tutor = Tutor(held.store, opened(), vocabulary=held.vocabulary)
        shelf.ready(held.store)  # so that the questions are there when somebody asks for them
    return _tutor


def taken(tracker: Tracker, dispatcher: CollectingDispatcher) -> bool:
    """Whether a lesson took the message; what it says is then said."""
    person, question = person_from(tracker), question_from(tracker)
    if not person:
        grave = safety.sounds_urgent(question.text) or safety.sounds_worried(question.text)
        if hearing.for_others(question.text) and not grave:
            said(dispatcher, screens.for_others(), profile_from(tracker).model_dump())
            return True
        if hearing.begins(question.text):
            said(dispatcher, UNKEPT if unkept(tracker) else NOWHERE, profile_from(tracker).model_dump())
            return True
        return False
    try:
        lesson = tutor().takes(person, question, profile_from(tracker))
    except Exception:
        logger.exception("the tutor could not be asked")
        return False
    if lesson:
        said(dispatcher, lesson.outcome, lesson.profile.model_dump())
    return lesson is not None


def beside(tracker: Tracker, outcome: Outcome) -> Outcome:
    """An answer with the way back to the lesson that is open, if one is; a worry about a child stands alone."""
    person = person_from(tracker)
    try:
        led_back = tutor().beside(person, outcome) if person else outcome
        return outcome if safety.sounds_worried(question_from(tracker).text) else led_back
    except Exception:
        logger.exception("the tutor could not be asked")
        return outcome


def said(dispatcher: CollectingDispatcher, outcome: Outcome, profile: dict[str, Any]) -> None:
    """One message: its text, and the outcome with who asks as payload."""
    dispatcher.utter_message(text=plain_text(outcome), json_message={**outcome.payload(), "profile": profile})
