"""Servers: processes that tests start on a free port of the loopback interface, wait for, and stop by their own id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT

START = 90  # seconds
SERVE = ("-m", "bot.cli", "serve", "--port")


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@contextmanager
def running(
    command: Sequence[str], log: Path, answers: Callable[[], bool], environment: Mapping[str, str] = os.environ
) -> Iterator[subprocess.Popen[bytes]]:
    """A server process from its first answer to the end of the block. `command` is Python's; `log` takes what it says.

    `answers` says whether it does, or raises OSError while it does not. Raises RuntimeError where it never starts.
    """
    with log.open("w") as file:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=dict(environment), stdout=file,
                                   stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)  # fmt: skip
    try:
        until = time.monotonic() + START
        while not _answering(answers):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")
            time.sleep(0.1)  # between polls of a process that is starting
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _answering(answers: Callable[[], bool]) -> bool:
    try:
        return answers()
    except OSError:
        return False
