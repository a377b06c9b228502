"""Local: the channel of `dutydesk ask` on the same machine. Request in, one outcome out; loopback only."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.apart import TURNS
from bot.assistant import PATIENCE, answered, readable

LARGEST = 400_000  # bytes of a request
HERE = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)  # as a Host


class LocalInput(InputChannel):
    """Takes {"text", "session", "council", "role"} and answers with the outcome payload and its text."""

    @classmethod
    def name(cls) -> str:
        return "local"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        hook = Blueprint("local_webhook")

        @hook.get("/")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"assistant": "dutydesk"})

        @hook.post("/ask")
        async def ask(request: Request) -> HTTPResponse:
            if not _from_here(request):
                return response.json({"error": "this address answers its own machine only"}, status=403)
            if len(request.body or b"") > LARGEST:
                return response.json({"error": "the message is too long"}, status=413)
            try:
                body = request.json
            except Exception:
                body = None
            if not isinstance(body, dict) or not isinstance(body.get("text"), str):
                return response.json({"error": "send JSON with a 'text'"}, status=400)
            channel = CollectingOutputChannel()
            metadata = {key: body[key] for key in ("council", "role") if isinstance(body.get(key), str)}
            session = f"local-{body.get('session') or 'console'}"[:120]
            message = UserMessage(
                readable(body["text"]), channel, session, input_channel=self.name(), metadata=metadata
            )
            turn = partial(TURNS.run, partial(on_new_message, message), PATIENCE)
            return response.json(await answered(body["text"], turn, channel))

        return hook


def _from_here(request: Request) -> bool:
    """A request from this machine, not one that a web page had a browser send (a foreign Host or Origin), nor one that a
    web server before this one passed on."""
    passed_on = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via"))
    try:
        near = ipaddress.ip_address(request.ip).is_loopback
    except ValueError:
        near = False
    return near and bool(HERE.fullmatch(request.host or "")) and not passed_on and "origin" not in request.headers
