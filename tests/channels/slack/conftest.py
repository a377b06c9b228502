"""What the tests of the Slack channel share: two processes that answer for Slack from one desk, and a mock of Slack."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.channels.slack import kit
from tests.channels.slack.kit import Caller, Slack, direct
from tests.servers import free_port, running


@pytest.fixture(scope="session")
def service() -> Iterator[Slack]:
    slack = Slack()
    yield slack
    slack.close()


@pytest.fixture(scope="session")
def desk(tmp_path_factory) -> Any:
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="session")
def both(service, desk, published) -> Iterator[tuple[Caller, Caller]]:
    """Two processes, one desk."""
    env = {**os.environ, **service.environment(), "DUTYDESK_DATA": str(desk)}
    callers = (Caller(free_port()), Caller(free_port()))
    with ExitStack() as stack:
        for caller in callers:
            command = ["-m", "tests.channels.slack.server", str(caller.port)]
            stack.enter_context(running(command, desk / f"log-{caller.port}", caller.answers, env))
        yield callers


@pytest.fixture
def slack(service) -> Iterator[Slack]:
    service.clear()
    yield service
    assert not service.wrong


@pytest.fixture
def here(both) -> Caller:
    return both[0]


def settled(caller: Caller, slack: Slack) -> list[tuple[str, dict[str, Any]]]:
    """The calls so far, when everything that came before is answered: turns keep their order, so a last one tells."""
    mark = f"mark {kit.unique()}"
    caller.event(direct(mark, user=kit.BOB))
    slack.until(lambda: any(f"asked={mark}" in call.get("text", "") for _, call in slack.calls))
    return [(path, call) for path, call in slack.calls if f"asked={mark}" not in call.get("text", "")]


def said(call: dict[str, Any]) -> dict[str, str]:
    """What the assistant of the tests was asked, in which conversation, by whom."""
    return dict(line.split("=", 1) for line in call["text"].split("\n") if "=" in line)
