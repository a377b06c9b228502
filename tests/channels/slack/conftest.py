"""What the tests of the Slack channel share: two processes that answer for Slack from one desk, and a mock of Slack."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels.slack import kit
from tests.channels.slack.kit import Caller, Slack, direct
from tests.conftest import ROOT
from tests.test_server import free_port


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
    ports = (free_port(), free_port())
    logs = [desk / f"log-{port}" for port in ports]
    processes = []
    try:
        for port, log in zip(ports, logs, strict=True):
            with log.open("w") as file:
                processes.append(subprocess.Popen([sys.executable, "-m", "tests.channels.slack.server", str(port)], cwd=ROOT,
                                                  env=env, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL))  # fmt: skip
        callers = (Caller(ports[0]), Caller(ports[1]))
        until = time.monotonic() + 60
        for caller, process, log in zip(callers, processes, logs, strict=True):
            while True:
                try:
                    if caller.raw(None, {}, "GET", "/webhooks/slack/")[0] == 200:
                        break
                except OSError:
                    assert process.poll() is None, log.read_text()
                    assert time.monotonic() < until, log.read_text()
                    time.sleep(0.1)  # between polls of a process that is starting
        yield callers
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(10)


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
