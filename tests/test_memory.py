"""What Rasa itself holds of conversations: in memory only, and not for long."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot import memory


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=0.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(memory, "time", clock)
    return clock


def test_a_conversation_goes_an_hour_after_its_last_turn(clock):
    async def hour():
        store = memory.RecentTrackerStore(Domain.empty())
        await store.save(DialogueStateTracker("old", []))
        await store.save(DialogueStateTracker("new", []))
        clock.now = memory.KEPT - 1
        await store.save(DialogueStateTracker("new", []))
        clock.now = memory.KEPT + 1
        store.sweep()
        assert (list(store.store), list(store.touched)) == (["new"], ["new"])
        clock.now = 3 * memory.KEPT
        store.sweep()
        return store

    store = asyncio.run(hour())
    assert not store.store
    assert not store.touched
    assert not store.sweeping, "with nothing held there is nothing to look at"


def test_it_goes_while_nobody_asks_anything(monkeypatch):
    monkeypatch.setattr(memory, "KEPT", 0)
    monkeypatch.setattr(memory, "SWEEP", 0)

    async def quiet():
        store = memory.RecentTrackerStore(Domain.empty())
        await store.save(DialogueStateTracker("old", []))
        for _ in range(100):
            if not store.store:
                return True
            await asyncio.sleep(0.001)
        return False

    assert asyncio.run(quiet())


def test_there_are_never_too_many(monkeypatch):
    monkeypatch.setattr(memory, "CONVERSATIONS", 2)

    async def three():
        store = memory.RecentTrackerStore(Domain.empty())
        for sender in "abc":
            await store.save(DialogueStateTracker(sender, []))
        return list(store.store), list(store.touched)

    assert asyncio.run(three()) == (["b", "c"], ["b", "c"])
