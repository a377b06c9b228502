"""Work apart: a call that hangs is given up in time, the rest goes on in its order, and what wakes up ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot import apart as module
from bot.apart import Apart, Late
from tests.waiting import until


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What hung calls wait for; opened at the end, so that no thread is left."""
    opened = threading.Event()
    yield opened
    opened.set()


def test_work_is_done_in_the_order_of_its_arrival_and_on_another_thread():
    done = []

    async def all_of_them():
        apart = Apart("test")
        calls = [apart.call(lambda n=n: done.append((n, threading.current_thread())), seconds=5) for n in range(20)]
        await asyncio.gather(*calls)

    asyncio.run(all_of_them())
    assert [number for number, _ in done] == list(range(20))
    assert {thread for _, thread in done}.isdisjoint({threading.current_thread()})


def test_what_is_raised_there_is_raised_here():
    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        asyncio.run(Apart("test").call(fail, seconds=5))
    with pytest.raises(ValueError, match="no"):
        Apart("test").wait(fail, seconds=5)


def test_a_call_that_hangs_is_given_up_and_the_next_goes_on_in_a_fresh_thread(gate):
    async def two():
        apart = Apart("test")
        with pytest.raises(Late):
            await apart.call(gate.wait, seconds=0.05)
        assert apart.stuck
        return await apart.call(lambda: "next", seconds=5), apart

    said, apart = asyncio.run(two())
    assert said == "next"
    gate.set()
    until(lambda: not apart.stuck)


def test_what_waits_behind_a_call_that_hangs_is_not_lost(gate):
    async def many():
        apart = Apart("test")
        hung = asyncio.ensure_future(apart.call(gate.wait, seconds=0.2))
        await asyncio.sleep(0.05)
        behind = await asyncio.gather(*(apart.call(lambda n=n: n, seconds=5) for n in range(5)))
        with pytest.raises(Late):
            await hung
        return behind

    assert asyncio.run(many()) == list(range(5))


def test_what_began_together_with_a_call_that_hangs_has_its_time_left(gate, monkeypatch):
    monkeypatch.setattr(module, "SIGN", 0.05)

    async def two():
        apart = Apart("test")
        hung, other = await asyncio.gather(
            apart.call(gate.wait, seconds=1), apart.call(lambda: "other", seconds=1), return_exceptions=True
        )
        assert isinstance(hung, Late)
        return other

    assert asyncio.run(two()) == "other"


def test_work_alone_begins_when_the_work_before_it_has_ended():
    order = []

    async def slow(name):
        order.append(f"{name} begins")
        await asyncio.sleep(0.01)
        order.append(f"{name} ends")

    async def both(alone):
        apart = Apart("test", alone=alone)
        await asyncio.gather(*(apart.run(lambda name=name: slow(name), seconds=5) for name in ("one", "two")))

    asyncio.run(both(alone=True))
    assert order == ["one begins", "one ends", "two begins", "two ends"]
    order.clear()
    asyncio.run(both(alone=False))
    assert order[:2] == ["one begins", "two begins"]


def test_a_call_that_blocks_for_longer_than_is_usual_and_ends_is_no_failure(gate, monkeypatch):
    monkeypatch.setattr(module, "SIGN", 0.05)

    async def slow():
        apart = Apart("test")
        slow = asyncio.ensure_future(apart.call(lambda: gate.wait() and "slow", seconds=30))
        await asyncio.sleep(0.5)
        assert apart.stuck
        gate.set()
        return await slow

    assert asyncio.run(slow()) == "slow"


def test_slow_work_that_does_not_block_is_not_taken_for_stuck(monkeypatch):
    monkeypatch.setattr(module, "SIGN", 0.05)

    async def slow():
        await asyncio.sleep(0.4)
        return "slow"

    async def both():
        apart = Apart("test")
        return await apart.run(slow, seconds=5, stuck=0.01), apart.stuck

    assert asyncio.run(both()) == ("slow", False)


def test_work_that_is_late_is_cancelled():
    ended = threading.Event()

    async def slow():
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async def once():
        with pytest.raises(Late):
            await Apart("test").run(slow, seconds=0.05)

    asyncio.run(once())
    assert ended.wait(5)


def test_no_more_threads_than_allowed_hang_and_beyond_nothing_is_tried(gate):
    begun = []

    def hang():
        begun.append(threading.current_thread())
        gate.wait()

    async def six():
        apart = Apart("test", most=2)
        for _ in range(6):
            with pytest.raises(Late):
                await apart.call(hang, seconds=0.05)
        gate.set()
        until(lambda: not apart.stuck)
        return await apart.call(lambda: "again", seconds=5)

    assert asyncio.run(six()) == "again"
    assert len(begun) == 3  # two that were given up, and the last, which nothing took the place of


def test_waiting_without_a_loop_ends_as_well(gate):
    apart = Apart("test")
    with pytest.raises(Late):
        apart.wait(gate.wait, seconds=0.05)
    assert apart.wait(lambda: "next", seconds=5) == "next"
