"""Client: asks the assistant that is running on this machine, if one is."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from bot.rendering.plain import plain_text
from bot.trouble import trouble

HOST = "127.0.0.1"
PATIENCE = 5.0  # seconds for an answer
KNOCK = 1.0  # seconds in which a running assistant says that it is there; where none runs, that is known at once


def port() -> int:
    return int(os.environ.get("DUTYDESK_PORT", "5005"))


def running() -> Callable[..., dict[str, Any]] | None:
    """`respond` of the running assistant, or None where none answers within KNOCK."""
    try:
        with _opened(urllib.request.Request(f"http://{HOST}:{port()}/webhooks/local/"), KNOCK) as reply:
            if json.load(reply).get("assistant") != "dutydesk":
                return None
    except (OSError, ValueError, AttributeError):
        return None
    return _respond


def _opened(request: urllib.request.Request, timeout: float):
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=timeout)


def _respond(text: str, session: str, council: str | None = None, role: str | None = None) -> dict[str, Any]:
    body = json.dumps({"text": text, "session": f"{os.getpid()}-{session}", "council": council, "role": role}).encode()
    request = urllib.request.Request(
        f"http://{HOST}:{port()}/webhooks/local/ask", data=body, headers={"Content-Type": "application/json"}
    )
    try:
        with _opened(request, PATIENCE) as reply:
            return json.load(reply)
    except (OSError, ValueError):  # it stopped, or hangs
        outcome = trouble(text)
        return {**outcome.payload(), "text": plain_text(outcome)}
