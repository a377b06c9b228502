"""Waiting: for what another thread or process does, without saying how long it takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def until(true: Callable[[], object], seconds: float = 15) -> None:
    """Returns when it is true. Raises AssertionError where that has not come about after `seconds`."""
    pause, end = threading.Event(), time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        pause.wait(0.01)
