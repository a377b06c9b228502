"""Memory: conversations in memory, the latest turns only, for an hour after the last.

The profile and the context are slots that every turn sets anew, so a short history loses nothing, a turn costs the same
after a thousand turns as after one, and nothing that a user wrote rests on disk.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.lock import TicketLock
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

EVENTS = 40  # about five turns; two turns are needed
CONVERSATIONS = 10_000  # the longest untouched are dropped first
KEPT = 3600  # seconds after the last turn
SWEEP = 60  # seconds between looks for those that are over


class RecentTrackerStore(InMemoryTrackerStore):
    """Rasa's in-memory store, bounded in the length, the number and the age of conversations."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        kwargs.pop("host", None)
        super().__init__(domain, event_broker, **kwargs)
        self.store: OrderedDict[str, str] = OrderedDict()
        self.touched: dict[str, float] = {}
        self.sweeping = False
        self.max_event_history = EVENTS

    async def get_or_create_tracker(
        self, sender_id: str, max_event_history: int | None = None, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """The conversation, cut to its latest events: Rasa would lift the bound at every message."""
        return await super().get_or_create_tracker(sender_id, EVENTS, append_action_listen)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the conversation, its messages in their clean form (bot.nlu.cleaning): not what was left out of them."""
        for event in tracker.events:
            if isinstance(event, UserUttered):
                event.text = event.parse_data.get("text") or event.text
        await super().save(tracker)
        self.store.move_to_end(tracker.sender_id)
        self.touched[tracker.sender_id] = time.monotonic()
        while len(self.store) > CONVERSATIONS:
            self._drop()
        if not self.sweeping:
            self.sweeping = True
            asyncio.get_running_loop().call_later(SWEEP, self.sweep)

    def sweep(self) -> None:
        """Drops what is over, also while nobody asks anything; looks again as long as anything is held."""
        before = time.monotonic() - KEPT
        while self.store and self.touched.get(next(iter(self.store)), before) <= before:
            self._drop()
        self.sweeping = bool(self.store)
        if self.sweeping:
            asyncio.get_running_loop().call_later(SWEEP, self.sweep)

    def _drop(self) -> None:
        """Drops the conversation that was untouched the longest."""
        sender, _ = self.store.popitem(last=False)
        self.touched.pop(sender, None)


class Unlocked(InMemoryLockStore):
    """Locks no conversation: a server's turns go one at a time anyway (bot.apart.TURNS).

    With Rasa's own locks, a turn that hangs would keep its conversation closed for a minute.
    """

    @asynccontextmanager
    async def lock(self, conversation_id: str, *_: Any, **__: Any) -> AsyncGenerator[TicketLock, None]:
        yield TicketLock(conversation_id)
