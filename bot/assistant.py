"""Assistant: the whole of it in one process: the trained Rasa model and the actions, one message in, one outcome out.

Used by the command line, the batch and the tests; the server does the same through a channel.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from bot.apart import DESK, TURNS
from bot.quiet import quietly
from bot.rendering.plain import plain_text
from bot.trouble import trouble
from knowledge import text as t
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, SmallTalk
from knowledge.questions import Profile

logger = logging.getLogger(__name__)

PATIENCE = 4.0  # seconds for one turn; the user reads within 5 what happened
DESKWORK = 1.5  # of these for the desk; without it questions are answered all the same


class Assistant:
    """A loaded assistant. Conversations are told apart by `session`.

    `patience`: how many seconds a person waits for an answer, and reads then what happened; a batch waits for as long as it takes.
    """

    def __init__(self, patience: float | None = None) -> None:
        from bot.training import trained
        from knowledge.opened import knowledge

        model = trained()
        knowledge()
        with quietly():
            from rasa.core.agent import Agent
            from rasa.shared.core.domain import Domain

            from bot.local import LocalActions
            from bot.memory import RecentTrackerStore, Unlocked
            from bot.nlu import cleaning, language, meaning, names  # noqa: F401  registers the components

            self.agent = Agent.load(model_path=str(model), action_endpoint=LocalActions(), lock_store=Unlocked())
            self.agent.tracker_store = RecentTrackerStore(self.agent.domain or Domain.empty())
            self.agent.processor.tracker_store = self.agent.tracker_store
        self.loop, self.patience = asyncio.new_event_loop(), patience

    def respond(
        self, text: str, session: str = "console", council: str | None = None, role: str | None = None,
        person: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """The outcome payload for one message, with `text` (what the user reads) and `latency_ms` beside it.

        `council` (as in the manifest) and `role` (a family key) are what is known of the asker beforehand. `person` is a
        pseudonym (desk.people.person) under which lessons are kept; without one there are none.
        """
        started = time.perf_counter()
        answer = self._known(text, session, council, role, person) if person else None
        if answer is None:
            answer = self.loop.run_until_complete(self._respond(text, session, {"council": council, "role": role}))
        return {**answer, "latency_ms": round((time.perf_counter() - started) * 1000, 1)}

    def _known(
        self, text: str, session: str, council: str | None, role: str | None, person: str
    ) -> dict[str, Any] | None:
        """The same for somebody whose role, council and lessons the desk keeps; None where the desk cannot be reached."""
        from bot import linking, seating
        from desk.database import lasting
        from desk.people import People

        people = People(lasting())
        people.database.refuses = lambda: DESK.stuck

        def looked_up() -> tuple[str, Lesson | None, Profile]:
            principal = people.links.principal(person)
            own = linking.taken(text, person, people.links) or seating.taken(text, principal, people.database)
            return principal, own, people.profile(person)

        try:
            principal, own, kept = DESK.wait(looked_up, seconds=DESKWORK)
            if own:
                return {**own.payload(), "text": plain_text(own)}
        except Exception as error:
            logger.error("who asks could not be looked up: %s", str(error) or type(error).__name__)
            return None
        profile = Profile(council=council or kept.council, family=role or kept.family)
        metadata = {"profile": profile.model_dump(), "person": principal}
        answer = self.loop.run_until_complete(self._respond(text, session, metadata))
        if isinstance(answer.get("profile"), dict) and answer["profile"] != profile.model_dump():
            try:
                DESK.wait(people.note, person, Profile.model_validate(answer["profile"]), seconds=DESKWORK)
            except Exception as error:
                logger.error("who asks could not be kept: %s", str(error) or type(error).__name__)
        return answer

    async def _respond(self, text: str, session: str, metadata: dict[str, Any]) -> dict[str, Any]:
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        channel = CollectingOutputChannel()
        message = UserMessage(readable(text), channel, session, input_channel="local", metadata=metadata)
        handle = partial(self.agent.handle_message, message)
        return await answered(text, partial(TURNS.run, handle, self.patience) if self.patience else handle, channel)

    def parse(self, text: str) -> dict[str, Any]:
        """What Rasa makes of a message: intent, ranking and entities."""
        return self.loop.run_until_complete(self.agent.parse_message(readable(text)))


async def answered(text: str, handle: Callable[[], Awaitable[Any]], channel: Any) -> dict[str, Any]:
    """The answer that `handle` puts into `channel`; where it fails, what happened and what to do, never silence."""
    try:
        await handle()
        if channel.messages:
            return merged(channel.messages)
    except KnowledgeError as error:
        logger.error("cannot answer: %s", error)
    except Exception:
        logger.exception("a message could not be answered")
    outcome = trouble(text)
    return {**outcome.payload(), "text": plain_text(outcome)}


def readable(text: str) -> str:
    """A message as the model may see it: cut and clean, and never one of Rasa's own commands ('/restart')."""
    return t.clean(t.typed(text)).lstrip("/ ") or "?"


def merged(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """One answer out of Rasa's messages: the payload of the outcome with the text beside it."""
    text = "\n\n".join(message["text"] for message in messages if message.get("text"))
    payload = next((message["custom"] for message in messages if message.get("custom")), None)
    return {**(payload or SmallTalk().payload()), "text": text}
