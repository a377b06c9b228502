"""The queue of turns: it has an end, whoever comes beyond it is told at once what to do, and every place is given back."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels import exchange as module
from bot.channels.exchange import Exchange
from bot.trouble import BUSY
from desk.database import Database


@pytest.fixture
def desk(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    yield database
    database.close()


class Slow:
    """An assistant that answers when it is let, and keeps count of what it was asked."""

    def __init__(self) -> None:
        self.may, self.asked = False, []

    async def __call__(self, message) -> None:
        self.asked.append(message.text)
        while not self.may:
            await asyncio.sleep(0.001)
        await message.output_channel.send_text_message(message.sender_id, f"heard {message.text}")


@pytest.fixture
def slow(monkeypatch) -> Slow:
    monkeypatch.setattr(module, "WAITING", 3)
    monkeypatch.setattr(module, "PATIENCE", 60)
    return Slow()


async def begun(exchange: Exchange, *texts: str) -> list[asyncio.Task]:
    """The turns, waiting in the queue."""
    tasks = [asyncio.ensure_future(exchange.say(text, "p", text)) for text in texts]
    await asyncio.sleep(0)
    return tasks


def test_whoever_comes_beyond_the_end_of_the_queue_is_told_at_once(desk, slow):
    async def crowd():
        exchange = Exchange(slow, "web", desk)
        waiting = await begun(exchange, "one", "two", "three")
        turned_away = await asyncio.wait_for(exchange.say("four", "p", "c"), 30)
        assert not any(task.done() for task in waiting), "those before still wait"
        slow.may = True
        return turned_away, [said.text for said in await asyncio.gather(*waiting)]

    turned_away, heard = asyncio.run(crowd())
    assert BUSY in turned_away.text
    assert turned_away.outcome.status == "not_covered"
    assert heard == ["heard one", "heard two", "heard three"]
    assert slow.asked == ["one", "two", "three"], "the fourth never reached the assistant"


def test_a_child_in_danger_is_told_what_to_do_though_the_queue_is_full(desk, slow):
    async def crowd():
        exchange = Exchange(slow, "web", desk)
        waiting = await begun(exchange, "one", "two", "three")
        turned_away = await exchange.say("a child is being hurt right now", "p", "c")
        slow.may = True
        await asyncio.gather(*waiting)
        return turned_away

    turned_away = asyncio.run(crowd())
    assert turned_away.outcome.safety_first
    assert turned_away.text.startswith("If a child is in danger now, call 999")
    assert BUSY in turned_away.text


def test_every_place_is_given_back_whatever_came_of_the_turn(desk, slow):
    async def handle(message):
        if "fail" in message.text:
            raise RuntimeError("boom")
        await slow(message)

    async def crowd():
        exchange = Exchange(handle, "web", desk)
        slow.may = True
        for round_ in range(3):
            said = await asyncio.gather(*(exchange.say(f"fail {round_} {n}", "p", str(n)) for n in range(3)))
            assert not any(BUSY in one.text for one in said)
        given_up = await begun(exchange, "left", "left too", "and left")
        for task in given_up:
            task.cancel()
        await asyncio.gather(*given_up, return_exceptions=True)
        return await exchange.say("after", "p", "c")

    assert asyncio.run(crowd()).text == "heard after"


def test_what_is_said_to_those_turned_away_says_when_to_come_back():
    assert BUSY.endswith(".")
    assert "again" in BUSY
