"""REST: Rasa's REST channel for programs of your own. Off unless DUTYDESK_REST_TOKEN is set; JSON in, messages out.

The shapes are those of https://rasa.com/docs/rasa/connectors/your-own-website#restinput. Unlike Rasa's own, it asks for
the token, keeps its conversations apart from those of other channels, and takes nothing for who asks but council and role.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.apart import TURNS
from bot.assistant import PATIENCE, answered, readable
from bot.channels.tokens import NAME, token, wanting

LARGEST = 100_000  # bytes of a request
UNREADABLE = 'Send JSON such as {"sender": "one conversation", "message": "who chairs the panel?"}.'


class RestInput(InputChannel):
    """POST /webhooks/rest/webhook with `Authorization: Bearer …`. Without a token in the environment there is no such address."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        hook = Blueprint("rest_webhook")
        expected = token()
        if expected is None:
            _closed(hook)
            return hook

        @hook.get("/")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"}) if _bears(request, expected) else _unknown()

        @hook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not _bears(request, expected):
                return _unknown()
            if len(request.body or b"") > LARGEST:
                return response.json({"error": "The message is too long."}, status=413)
            body = _read(request.body or b"")
            if body is None:
                return response.json({"error": UNREADABLE}, status=400)
            sender, text = body["sender"], body["message"]
            said = body.get("metadata")
            known = {key: said[key] for key in ("council", "role") if isinstance(said, dict) and isinstance(said.get(key), str)}  # fmt: skip
            channel = CollectingOutputChannel()
            name = hashlib.sha256(sender.encode("utf-8", "replace")).hexdigest()[:40]
            message = UserMessage(readable(text), channel, f"rest-{name}", input_channel=self.name(), metadata=known)
            answer = await answered(text, partial(TURNS.run, partial(on_new_message, message), PATIENCE), channel)
            custom = {key: value for key, value in answer.items() if key != "text"}
            return response.json(
                [{"recipient_id": sender, "text": answer["text"]}, {"recipient_id": sender, "custom": custom}]
            )

        return hook


def _closed(hook: Blueprint) -> None:
    @hook.listener("after_server_start")
    async def say(app: Any, loop: Any) -> None:
        if why := wanting():
            print(f"REST is off: {why}.", flush=True)


def _bears(request: Request, expected: str) -> bool:
    """Whether the request has the token in its header, compared in constant time; never in the address, which is logged."""
    kind, _, given = (request.headers.get("authorization") or "").partition(" ")
    same = hmac.compare_digest(*(hashlib.sha256(one.encode("utf-8", "replace")).digest() for one in (given.strip(), expected)))  # fmt: skip
    return same and kind.lower() == "bearer"


def _unknown() -> HTTPResponse:
    error = {"error": f"Send the token of {NAME} as the header 'Authorization: Bearer …'."}
    return response.json(error, status=401, headers={"WWW-Authenticate": "Bearer"})


def _read(body: bytes) -> dict[str, Any] | None:
    """The body as an object with a sender and a message; None where it is none."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    good = isinstance(read, dict) and all(isinstance(read.get(key), str) and read[key] for key in ("sender", "message"))
    return read if good else None
