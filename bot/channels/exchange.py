"""Exchange: one message in, one outcome out, the same for every channel.

Between a channel's web handlers and the assistant: looks up who asks, keeps what was learnt of them, answers one turn
at a time in the order of arrival, and after the acknowledgement where the service wants one. Renders nothing. What may
block is done apart (bot.apart), and is waited for only so long.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from bot import linking, seating
from bot.apart import DESK, TURNS
from bot.assistant import DESKWORK, PATIENCE, answered, readable
from bot.rendering.plain import plain_text
from bot.trouble import BUSY, trouble
from desk import presence
from desk.database import Database
from desk.links import Links
from desk.people import People
from desk.receipts import Address, Receipts
from knowledge.outcomes import Lesson, Outcome, received
from knowledge.questions import Profile

logger = logging.getLogger(__name__)

LOOK = 30  # seconds between looks for messages whose answers do not come any more
WAITING = 400  # turns in the queue; those beyond are told to ask again

Result = TypeVar("Result")


@dataclass(frozen=True)
class Said:
    """What the assistant says: the outcome, the same as plain text, and who it now takes the asker for."""

    outcome: Outcome
    text: str
    profile: Profile


@dataclass(frozen=True)
class Known:
    """What the desk knows of who asks, and what is said to the message without the assistant, if anything is.

    `unkept`: the desk cannot be reached.
    """

    principal: str | None = None
    profile: Profile = field(default_factory=Profile)
    own: Lesson | None = None
    unkept: bool = False


class Exchange:
    """The assistant as a channel sees it. `handle` takes a rasa UserMessage (Rasa's `on_new_message`)."""

    def __init__(self, handle: Callable[[Any], Awaitable[Any]], channel: str, desk: Database):
        self.handle, self.channel, self.desk = handle, channel, desk
        self.people, self.receipts, self.links = People(desk), Receipts(desk), Links(desk)
        desk.refuses = lambda: DESK.stuck
        self._queue: tuple[asyncio.AbstractEventLoop, asyncio.Semaphore] | None = None
        self._waiting = 0
        self._hung = False  # whether the last turn ran out of time
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended: set[str] = set()  # events whose work has ended, until the desk has noted it

    async def say(self, text: str, person: str, conversation: str) -> Said:
        """The assistant's answer to one message. Never raises: where it fails, the outcome says so.

        `person` is a pseudonym (desk.people.person); `conversation` tells threads, groups and direct messages apart.
        """
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        if self._waiting >= WAITING:
            outcome: Outcome = trouble(text, BUSY)
            return Said(outcome, plain_text(outcome), Profile())
        self._waiting += 1
        time = asyncio.get_running_loop().time
        arrived = time()
        try:
            async with self._one_at_a_time():
                # Behind a turn that hung, the time spent waiting counts: nobody waits for one failure after another.
                began = arrived if self._hung else time()
                known = await self._known(text, person)
                if known.own:
                    return Said(known.own, plain_text(known.own), known.profile)
                channel = CollectingOutputChannel()
                message = UserMessage(
                    readable(text), channel, f"{self.channel}-{conversation}", input_channel=self.channel,
                    metadata={"profile": known.profile.model_dump(), "person": known.principal, "unkept": known.unkept},
                )  # fmt: skip

                async def turn() -> None:
                    self._hung = False
                    try:
                        await TURNS.run(partial(self.handle, message), max(PATIENCE - (time() - began), 0.01))
                    except asyncio.TimeoutError:
                        self._hung = True
                        raise

                answer = await answered(text, turn, channel)
        finally:
            self._waiting -= 1
        profile = known.profile
        if isinstance(answer.get("profile"), dict):
            now = Profile.model_validate(answer["profile"])
            if now != profile:
                await self.noted("who asks could not be kept", None, self.people.note, person, now)
                profile = now
        return Said(received(answer), answer["text"], profile)

    async def first(self, event: str, address: Address | None = None) -> bool:
        """Whether this event has not been taken yet, by this process or another. A desk that is down answers True:
        better twice than never. `address` is where its answer goes; it is kept until the work on the event has ended.
        """
        return await self.noted("no receipt could be written", True, self._take, event, address)

    async def noted(self, problem: str, otherwise: Result, work: Callable[..., Result], *given: Any) -> Result:
        """What a call of the desk gives; where it fails or hangs, that is logged as `problem` and `otherwise` it is."""
        try:
            return await DESK.call(work, *given, seconds=DESKWORK)
        except Exception as error:
            logger.error("%s: %s", problem, (str(error) or type(error).__name__).splitlines()[0])
            return otherwise

    def later(self, work: Awaitable[None], event: str = "") -> None:
        """Does the work on an event after the acknowledgement; what fails is logged, never lost in silence."""

        async def done() -> None:
            try:
                await work
            except Exception:
                logger.exception("%s: an answer could not be delivered", self.channel)
            if event:
                self._ended.add(event)
                await self.noted("an answer could not be noted", None, self._settle)

        task = asyncio.ensure_future(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def tell_lost(self, tell: Callable[[Address], Awaitable[Any]]) -> None:
        """Tells those whose messages were taken by a process that ended before it answered; runs as long as the server."""
        while True:
            none: list[Address] = []
            for address in await self.noted("who waits in vain could not be looked up", none, self._lost):
                self.later(tell(address))
            await asyncio.sleep(LOOK)

    def _take(self, event: str, address: Address | None) -> bool:
        return self.receipts.take(self.channel, event, address, presence.here().name if address else "")

    def _settle(self) -> None:
        for event in tuple(self._ended):
            self.receipts.settle(self.channel, event)
            self._ended.discard(event)

    def _lost(self) -> list[Address]:
        self._settle()  # nobody is told that an answer was lost which came while the desk was down
        return self.receipts.lost(self.channel, presence.here().gone)

    def _one_at_a_time(self) -> asyncio.Semaphore:
        """The turns' place in the queue: they compute and do not wait. The pages' loop may be another one after a hang."""
        loop = asyncio.get_running_loop()
        if self._queue is None or self._queue[0] is not loop:
            self._queue = loop, asyncio.Semaphore(1)
        return self._queue[1]

    async def _known(self, text: str, person: str) -> Known:
        """Where the desk fails, nothing is known, and nothing can be joined or linked."""
        spoken = linking.spoken(text) or seating.spoken(text)
        lost = Known(own=Lesson(says=(seating.NOT_KEPT,)) if spoken else None, unkept=True)
        return await self.noted("who asks could not be looked up", lost, self._looked_up, text, person)

    def _looked_up(self, text: str, person: str) -> Known:
        principal = self.links.principal(person)
        own = linking.taken(text, person, self.links) or seating.taken(text, principal, self.desk)
        return Known(principal, self.people.profile(person), own)
