"""The exchange: who asks is kept, turns keep their order, and what fails is said."""

from __future__ import annotations

import asyncio
import threading

import pytest
import sqlalchemy as sa

from bot.apart import DESK
from bot.channels import exchange as module
from bot.channels.exchange import Exchange
from bot.seating import NOT_KEPT
from bot.trouble import trouble
from desk.database import Database
from knowledge.outcomes import NotCovered, SmallTalk, received
from knowledge.questions import Profile
from tests.waiting import until


@pytest.fixture
def desk(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    yield database
    database.close()


def told(payload):
    async def handle(message):
        await message.output_channel.send_custom_json(message.sender_id, {**payload, "seen": message.metadata})
        await message.output_channel.send_text_message(message.sender_id, "hello")

    return handle


def test_small_talk_says_its_text():
    assert received({**SmallTalk().payload(), "text": "hello", "latency_ms": 3}) == SmallTalk(says=("hello",))


def test_a_profile_told_in_passing_is_kept_for_the_next_turn(desk):
    payload = {**SmallTalk().payload(), "profile": {"council": "Dudley", "family": "councillor"}}
    exchange = Exchange(told(payload), "web", desk)
    said = asyncio.run(exchange.say("I'm a councillor in Dudley", "p", "c"))
    assert said.profile == exchange.people.profile("p") == Profile(council="Dudley", family="councillor")
    assert said.text == "hello"


def test_what_the_desk_knows_is_sent_along(desk):
    seen = []

    async def handle(message):
        seen.append(message.metadata["profile"])

    exchange = Exchange(handle, "web", desk)
    exchange.people.note("p", Profile(council="Kent"))
    asyncio.run(exchange.say("who?", "p", "c"))
    assert seen == [{"council": "Kent", "family": None}]


@pytest.mark.parametrize("kind", ["raises", "hangs", "silent"])
def test_silence_is_never_the_answer(desk, monkeypatch, kind):
    monkeypatch.setattr(module, "PATIENCE", 0.05)

    async def handle(message):
        if kind == "raises":
            raise RuntimeError("boom")
        if kind == "hangs":
            await asyncio.sleep(30)

    said = asyncio.run(Exchange(handle, "web", desk).say("a child is being hurt right now", "p", "c"))
    assert isinstance(said.outcome, NotCovered)
    assert said.outcome.safety_first
    assert "999" in said.text
    assert "boom" not in said.text


def test_nobody_waits_for_one_hung_turn_after_another(desk, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.5)
    given = []

    async def handle(message):
        given.append(message.text)
        await asyncio.sleep(30)

    async def six():
        exchange = Exchange(handle, "web", desk)
        return await asyncio.wait_for(asyncio.gather(*(exchange.say(f"who {n}?", "p", str(n)) for n in range(6))), 2)

    said = asyncio.run(six())  # one after the other they would take three seconds
    assert [type(one.outcome) for one in said] == [NotCovered] * 6


@pytest.fixture
def gate(desk):
    """What hung calls wait for; opened before the desk is closed."""
    opened = threading.Event()
    yield opened
    opened.set()


def test_a_turn_that_blocks_its_thread_keeps_neither_the_loop_nor_another_channel_waiting(desk, monkeypatch, gate):
    monkeypatch.setattr(module, "PATIENCE", 0.5)

    async def handle(message):
        if message.text == "hang":
            gate.wait()
        await message.output_channel.send_text_message(message.sender_id, "hello")

    async def both():
        web, slack = Exchange(handle, "web", desk), Exchange(handle, "slack", desk)
        hung = asyncio.ensure_future(web.say("hang", "p", "c"))
        await asyncio.sleep(0.1)
        module.PATIENCE = 4.0
        assert not hung.done(), "the loop was blocked"
        return await slack.say("who?", "q", "d"), await hung, await web.say("who?", "p", "e")

    other, hung, after = asyncio.run(both())
    assert isinstance(hung.outcome, NotCovered)
    assert other.text == after.text == "hello"


def test_a_desk_that_hangs_costs_the_profile_and_not_the_answer(desk, monkeypatch, gate):
    monkeypatch.setattr(module, "DESKWORK", 0.1)
    seen = []

    async def handle(message):
        seen.append(message.metadata)
        await message.output_channel.send_text_message(message.sender_id, "hello")

    async def three():
        exchange = Exchange(handle, "web", desk)
        exchange.people.note("p", Profile(council="Kent"))
        sa.event.listen(desk.engine, "before_cursor_execute", lambda *_: gate.wait())
        said = [await exchange.say(text, "p", "c") for text in ("who?", "link", "join ABC123 as Jo")]
        assert await exchange.first("1"), "better twice than never"
        assert DESK.stuck
        gate.set()
        until(lambda: not DESK.stuck)
        return said, await exchange.say("who?", "p", "c")

    (asked, linked, joined), after = asyncio.run(three())
    assert asked.text == after.text == "hello"
    assert asked.profile == Profile()
    assert after.profile == Profile(council="Kent")
    assert linked.outcome.says == joined.outcome.says == (NOT_KEPT,)
    assert [(one["person"], one["unkept"]) for one in seen] == [(None, True), ("p", False)]


def test_nobody_is_told_that_an_answer_was_lost_which_came_while_the_desk_was_down(desk, monkeypatch):
    told_of, work = [], []

    async def tell(address):
        told_of.append(address)

    async def answer():
        work.append(True)

    async def taken_and_answered():
        exchange = Exchange(told({}), "slack", desk)
        monkeypatch.setattr(module.presence.here(), "gone", lambda holder: True)  # as after the end of the process
        for event in ("a", "b"):
            assert await exchange.first(event, {"channel": event})
        desk.refuses = lambda: True
        exchange.later(answer(), "a")
        await asyncio.gather(*exchange._tasks)
        desk.refuses = lambda: False
        telling = asyncio.ensure_future(exchange.tell_lost(tell))
        while not told_of:
            await asyncio.sleep(0.01)
        telling.cancel()

    asyncio.run(asyncio.wait_for(taken_and_answered(), 20))
    assert work == [True]
    assert told_of == [{"channel": "b"}]


def test_after_a_turn_that_hung_the_next_has_its_full_time(desk, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.3)

    async def handle(message):
        await asyncio.sleep(30 if message.text == "hang" else 0.1)
        await message.output_channel.send_text_message(message.sender_id, "hello")

    async def both():
        exchange = Exchange(handle, "web", desk)
        await exchange.say("hang", "p", "c")
        return await exchange.say("who?", "p", "c")

    assert asyncio.run(both()).text == "hello"


@pytest.mark.parametrize("contact", ["", "helpdesk@example.org."])
def test_trouble_names_whom_to_tell(monkeypatch, contact):
    monkeypatch.setenv("DUTYDESK_SITE_CONTACT", contact)
    said = " ".join(trouble("who?").says)
    assert ("Whom to tell: helpdesk@example.org." in said) is bool(contact)


def test_turns_are_answered_in_the_order_of_their_arrival(desk):
    order = []

    async def handle(message):
        await asyncio.sleep(0.01 if message.text == "one" else 0)
        order.append(message.text)

    async def both():
        exchange = Exchange(handle, "web", desk)
        await asyncio.gather(*(exchange.say(text, "p", "c") for text in ("one", "two", "three")))

    asyncio.run(both())
    assert order == ["one", "two", "three"]


def test_an_event_is_first_once_for_its_channel(desk):
    slack, teams = Exchange(told({}), "slack", desk), Exchange(told({}), "teams", desk)
    assert asyncio.run(slack.first("1"))
    assert not asyncio.run(slack.first("1"))
    assert asyncio.run(teams.first("1"))
    desk.engine.dispose()
    with desk.begin() as connection:
        connection.exec_driver_sql("drop table receipts")
    assert asyncio.run(slack.first("1")), "a desk that is down must not silence the assistant"
