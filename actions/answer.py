"""Answer: the actions that domain.yml names. Each translates, asks the knowledge base, and says what came out."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.translate import context_from, profile_from, question_from, slots_from
from bot.rendering.plain import plain_text
from knowledge.opened import knowledge
from knowledge.questions import Context


class ActionAnswer(Action):
    """Any question: one message with its text and the outcome as payload."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        reply = knowledge().ask(question_from(tracker), profile_from(tracker), context_from(tracker))
        payload = {**reply.outcome.payload(), "profile": reply.profile.model_dump()}
        dispatcher.utter_message(text=plain_text(reply.outcome), json_message=payload)
        return slots_from(reply)


class ActionProfile(ActionAnswer):
    """A message about the asker: council and role set, shown or forgotten."""

    def name(self) -> str:
        return "action_profile"


class ActionTalk(ActionAnswer):
    """Small talk: the response of the domain, unless the message holds a question as well."""

    def name(self) -> str:
        return "action_talk"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        question = question_from(tracker)
        if knowledge().holds_question(question):
            return super().run(dispatcher, tracker, domain)
        dispatcher.utter_message(response=f"utter_{question.kind.value}")
        if question.kind.value == "start_again":
            return [SlotSet("context", Context().model_dump(mode="json"))]
        return []
