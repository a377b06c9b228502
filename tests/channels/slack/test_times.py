"""When Slack's requests are taken: acknowledged before anything is answered, within five minutes, once for a signature."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels import exchange
from bot.channels.slack.requests import SlackInput
from knowledge.outcomes import SmallTalk
from tests.channels.slack import kit
from tests.channels.slack.kit import Caller, Slack, command, direct, envelope, headers, mention, shortcut
from tests.channels.teams.server import served

NOW = 1_700_000_000


class Held:
    """An assistant that answers when it is let."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.asked: list[str] = []

    async def __call__(self, message: Any) -> None:
        self.asked.append(message.text)
        while not self.may.is_set():
            await asyncio.sleep(0.005)
        outcome = SmallTalk(says=(f"asked={message.text}",))
        await message.output_channel.send_custom_json(message.sender_id, outcome.payload())


@pytest.fixture
def slack(monkeypatch) -> Iterator[Slack]:
    mock = Slack()
    for name, value in mock.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(exchange, "PATIENCE", 60)
    yield mock
    mock.close()
    assert not mock.wrong


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def here(slack, held) -> Iterator[Caller]:
    with served(SlackInput(), held) as port:
        yield Caller(port)


@pytest.fixture
def clock(monkeypatch, held):
    """Slack's own verifier, at a time that stands still."""
    held.may.set()
    monkeypatch.setattr("slack_sdk.signature.Clock.now", lambda self: NOW)


def test_every_kind_is_acknowledged_before_it_is_answered(here, slack, held):
    assert here.event(mention("one")) == (200, b"")
    assert here.event(direct("two")) == (200, b"")
    assert here.command(command(slack, "three")) == (200, b"")
    assert here.interaction(shortcut(slack, "four")) == (200, b"")
    assert slack.calls == [], "the assistant has not said a word yet"
    held.may.set()
    assert len(slack.got(4)) == 4
    assert held.asked == ["one", "two", "three", "four"]


@pytest.mark.parametrize(
    ("seconds", "status"),
    [(0, 200), (-299, 200), (-300, 200), (-301, 401), (299, 200), (300, 200), (301, 401), (-86_400, 401), (10**9, 401)],
)
def test_the_window_is_five_minutes_before_and_after(here, slack, clock, seconds, status):
    body = json.dumps(envelope(direct("in time"))).encode()
    assert here.raw(body, headers(body, at=NOW + seconds))[0] == status
    assert len(slack.got(1 if status == 200 else 0)) == (1 if status == 200 else 0)


@pytest.mark.parametrize("retry", [{}, {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}], ids=["plain", "retry"])  # fmt: skip
def test_a_stale_signature_is_refused_whatever_the_retry_header_says(here, slack, clock, retry):
    body = json.dumps(envelope(direct("stale"))).encode()
    assert here.raw(body, {**headers(body, at=NOW - 301), **retry})[0] == 401
    assert slack.calls == []


@pytest.mark.parametrize("retry", [{}, {"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "http_error"}], ids=["plain", "retry"])  # fmt: skip
def test_what_slack_signs_anew_is_acknowledged_and_the_same_signature_is_not(here, slack, clock, held, retry):
    """An event that comes again was signed again; retry headers are not signed, so they change nothing."""
    body = json.dumps(envelope(direct("once"))).encode()
    first, again = headers(body, at=NOW - 60), headers(body, at=NOW)
    assert here.raw(body, first)[0] == 200
    slack.got(1)
    assert here.raw(body, {**again, **retry})[0] == 200
    for heads in (first, again):
        assert here.raw(body, {**heads, **retry})[0] == 409
    assert here.event(direct("last"))[0] == 401, "the clock stands still"
    here.raw(*_now(direct("last")))
    slack.got(2)
    assert held.asked == ["once", "last"]


def _now(event: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(envelope(event)).encode()
    return body, headers(body, at=NOW)


@pytest.mark.parametrize("retry", [{}, {"X-Slack-Retry-Num": "1"}], ids=["plain", "retry"])
def test_a_replayed_command_or_shortcut_is_refused(here, slack, clock, held, retry):
    for number, body in enumerate((kit.form(command(slack, "one")), kit.payload(shortcut(slack, "two"))), 1):
        heads = headers(body, kit.FORM, at=NOW)
        assert here.raw(body, heads)[0] == 200
        slack.got(number)
        assert here.raw(body, {**heads, **retry})[0] == 409
    assert held.asked == ["one", "two"]
