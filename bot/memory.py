"""Memory: conversations in memory, the latest turns only.

The profile and the context are slots that every turn sets anew, so a short history loses nothing, a turn costs the same
after a thousand turns as after one, and nothing that a user wrote rests on disk.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

EVENTS = 40  # about five turns; two turns are needed
CONVERSATIONS = 10_000  # the longest untouched are dropped first


class RecentTrackerStore(InMemoryTrackerStore):
    """Rasa's in-memory store, bounded in the length and the number of conversations."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        kwargs.pop("host", None)
        super().__init__(domain, event_broker, **kwargs)
        self.store: OrderedDict[str, str] = OrderedDict()
        self.max_event_history = EVENTS

    async def get_or_create_tracker(
        self, sender_id: str, max_event_history: int | None = None, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """The conversation, cut to its latest events: Rasa would lift the bound at every message."""
        return await super().get_or_create_tracker(sender_id, EVENTS, append_action_listen)

    async def save(self, tracker: DialogueStateTracker) -> None:
        await super().save(tracker)
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > CONVERSATIONS:
            self.store.popitem(last=False)
