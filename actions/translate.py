"""Translate: Rasa's tracker into the knowledge base's question, and its reply into slots.

The only place that knows both languages; decides nothing.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from knowledge.answers import Reply
from knowledge.questions import Context, Kind, Profile, Question

KINDS = {kind.value: kind for kind in Kind}
LEARNING = (Kind.START_INDUCTION, Kind.START_QUIZ, Kind.LEARN_MOVE)


def question_from(tracker: Tracker) -> Question:
    """The latest message with the intent that Rasa recognised and its rivals."""
    message: dict[str, Any] = tracker.latest_message or {}
    intent = message.get("intent") or {}
    ranking = tuple(
        (rival["name"], rival["confidence"]) for rival in message.get("intent_ranking") or () if rival["name"]
    )
    return Question(
        text=message.get("text") or "", kind=KINDS.get(intent.get("name") or "", Kind.UNSURE),
        confidence=intent.get("confidence") or 0.0, ranking=ranking, masked=message.get("masked") is True,
        foreign=message.get("foreign") is True,
    )  # fmt: skip


def asked_from(tracker: Tracker) -> Question:
    """The latest message for the knowledge base, which knows nothing of lessons: the likeliest other kind stands in."""
    question = question_from(tracker)
    if question.kind not in LEARNING:
        return question
    others = tuple(rival for rival in question.ranking if KINDS.get(rival[0], Kind.UNSURE) not in LEARNING)
    name, confidence = others[0] if others else (Kind.UNSURE.value, 0.0)
    return question.model_copy(
        update={"kind": KINDS.get(name, Kind.UNSURE), "confidence": confidence, "ranking": others}
    )


def person_from(tracker: Tracker) -> str | None:
    """Who asks, as the channel's pseudonym; None where nobody is to be remembered."""
    sent = (tracker.latest_message or {}).get("metadata") or {}
    return sent["person"] if isinstance(sent.get("person"), str) else None


def unkept(tracker: Tracker) -> bool:
    """Whether the channel could not reach what is kept of people."""
    return bool(((tracker.latest_message or {}).get("metadata") or {}).get("unkept"))


def profile_from(tracker: Tracker) -> Profile:
    """Who asks: what the channel keeps of the person, else what the conversation knows, else what was sent along."""
    sent = (tracker.latest_message or {}).get("metadata") or {}
    if isinstance(sent.get("profile"), dict):
        return Profile.model_validate(sent["profile"])
    held = tracker.get_slot("profile") or {}
    return Profile(council=held.get("council") or sent.get("council"), family=held.get("family") or sent.get("role"))


def context_from(tracker: Tracker) -> Context:
    """What the conversation was about."""
    return Context.model_validate(tracker.get_slot("context") or {})


def slots_from(reply: Reply) -> list[EventType]:
    """The slots to set after a reply; both at every turn, so that a short history is enough."""
    return [SlotSet("profile", reply.profile.model_dump()), SlotSet("context", reply.context.model_dump(mode="json"))]
