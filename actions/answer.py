"""Answer: the actions that domain.yml names. Each translates, asks the knowledge base, and says what came out."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import learn
from actions.translate import asked_from, context_from, profile_from, question_from, slots_from
from knowledge.opened import knowledge
from knowledge.questions import Context


class ActionAnswer(Action):
    """Any message: one turn of a lesson if it belongs to one, else the answer to a question, as text and payload."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if learn.taken(tracker, dispatcher):
            return []
        reply = knowledge().ask(asked_from(tracker), profile_from(tracker), context_from(tracker))
        learn.said(dispatcher, learn.beside(tracker, reply.outcome), reply.profile.model_dump())
        return slots_from(reply)


class ActionProfile(ActionAnswer):
    """A message about the asker: council and role set, shown or forgotten."""

    def name(self) -> str:
        return "action_profile"


class ActionLearn(ActionAnswer):
    """The wish for an induction, a quiz or a move in one; a question after all where no lesson takes it."""

    def name(self) -> str:
        return "action_learn"


class ActionTalk(ActionAnswer):
    """Small talk: the response of the domain, unless the message holds a question as well."""

    def name(self) -> str:
        return "action_talk"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        question = question_from(tracker)
        if learn.taken(tracker, dispatcher):
            return []
        if question.foreign or knowledge().holds_question(question, context_from(tracker)):
            return super().run(dispatcher, tracker, domain)
        dispatcher.utter_message(response=f"utter_{question.kind.value}")
        if question.kind.value == "start_again":
            return [SlotSet("context", Context().model_dump(mode="json"))]
        return []
