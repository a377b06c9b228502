"""Exchange: one message in, one outcome out, the same for every channel.

Between a channel's web handlers and the assistant: looks up who asks, keeps what was learnt of them, answers one turn
at a time in the order of arrival, and after the acknowledgement where the service wants one. Renders nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot import linking, seating
from bot.assistant import answered, readable
from bot.rendering.plain import plain_text
from bot.trouble import BUSY, trouble
from desk.database import Database
from desk.links import Links
from desk.people import People
from desk.receipts import Receipts
from knowledge.outcomes import Outcome, received
from knowledge.questions import Profile

logger = logging.getLogger(__name__)

PATIENCE = 4.0  # seconds for one turn; the user reads within 5 what happened
WAITING = 400  # turns in the queue; those beyond are told to ask again


@dataclass(frozen=True)
class Said:
    """What the assistant says: the outcome, the same as plain text, and who it now takes the asker for."""

    outcome: Outcome
    text: str
    profile: Profile


class Exchange:
    """The assistant as a channel sees it. `handle` takes a rasa UserMessage (Rasa's `on_new_message`)."""

    def __init__(self, handle: Callable[[Any], Awaitable[Any]], channel: str, desk: Database):
        self.handle, self.channel = handle, channel
        self.people, self.receipts, self.links = People(desk), Receipts(desk), Links(desk)
        self._turn = asyncio.Semaphore(
            1
        )  # turns are computing, not waiting: one at a time keeps acknowledgements prompt
        self._waiting = 0
        self._hung = False  # whether the last turn ran out of time
        self._tasks: set[asyncio.Task[None]] = set()

    async def say(self, text: str, person: str, conversation: str) -> Said:
        """The assistant's answer to one message. Never raises: where it fails, the outcome says so.

        `person` is a pseudonym (desk.people.person); `conversation` tells threads, groups and direct messages apart.
        """
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        if self._waiting >= WAITING:
            outcome: Outcome = trouble(text, BUSY)
            return Said(outcome, plain_text(outcome), Profile())
        self._waiting += 1
        arrived = asyncio.get_running_loop().time()
        try:
            async with self._turn:
                # Behind a turn that hung, the time spent waiting counts: nobody waits for one failure after another.
                waited = asyncio.get_running_loop().time() - arrived if self._hung else 0.0
                principal = self._principal(person)
                own = linking.taken(text, person, self.links) or seating.taken(text, principal, self.people.database)
                if own:
                    return Said(own, plain_text(own), self._profile(person))
                profile = self._profile(person)
                channel = CollectingOutputChannel()
                message = UserMessage(
                    readable(text), channel, f"{self.channel}-{conversation}", input_channel=self.channel,
                    metadata={"profile": profile.model_dump(), "person": principal},
                )  # fmt: skip

                async def turn() -> None:
                    self._hung = False
                    try:
                        await asyncio.wait_for(self.handle(message), max(PATIENCE - waited, 0.01))
                    except asyncio.TimeoutError:
                        self._hung = True
                        raise

                answer = await answered(text, turn, channel)
        finally:
            self._waiting -= 1
        if isinstance(answer.get("profile"), dict):
            now = Profile.model_validate(answer["profile"])
            if now != profile:
                self._note(person, now)
                profile = now
        return Said(received(answer), answer["text"], profile)

    def first(self, event: str) -> bool:
        """Whether this event has not been taken yet, by this process or another. A desk that is down answers True:
        better twice than never."""
        return self.firsts(event)[0]

    def firsts(self, *events: str) -> tuple[bool, ...]:
        """The same for several events at once, each by itself."""
        try:
            return self.receipts.take_each(*(f"{self.channel}:{event}" for event in events))
        except Exception:
            logger.exception("no receipt could be written")
            return (True,) * len(events)

    def later(self, work: Awaitable[None]) -> None:
        """Does the work after the acknowledgement; what fails is logged, never lost in silence."""

        async def done() -> None:
            try:
                await work
            except Exception:
                logger.exception("%s: an answer could not be delivered", self.channel)

        task = asyncio.ensure_future(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _principal(self, person: str) -> str | None:
        """The pseudonym under which lessons are kept; without the desk there are none."""
        try:
            return self.links.principal(person)
        except Exception:
            logger.exception("who asks could not be looked up")
            return None

    def _profile(self, person: str) -> Profile:
        try:
            return self.people.profile(person)
        except Exception:
            logger.exception("who asks could not be looked up")
            return Profile()

    def _note(self, person: str, profile: Profile) -> None:
        try:
            self.people.note(person, profile)
        except Exception:
            logger.exception("who asks could not be kept")
