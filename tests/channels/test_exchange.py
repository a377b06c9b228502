"""The exchange: who asks is kept, turns keep their order, and what fails is said."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels import exchange as module
from bot.channels.exchange import Exchange
from bot.trouble import trouble
from desk.database import Database
from knowledge.outcomes import NotCovered, SmallTalk, received
from knowledge.questions import Profile


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
    assert slack.first("1")
    assert not slack.first("1")
    assert teams.first("1")
    desk.engine.dispose()
    with desk.begin() as connection:
        connection.exec_driver_sql("drop table receipts")
    assert slack.first("1"), "a desk that is down must not silence the assistant"
