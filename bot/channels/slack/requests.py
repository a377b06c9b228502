"""Requests: the one address that Slack calls: signature, size and shape checked, acknowledged at once, answered after.

Nothing is believed before its signature is right: HMAC-SHA256 over the raw body and a time not five minutes off.
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from pydantic import ValidationError
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_sdk.signature import SignatureVerifier

from bot.channels.exchange import Exchange
from bot.channels.slack import incoming as i
from bot.channels.slack.answers import Answers
from bot.channels.slack.delivery import API, HOOKS, Delivery
from bot.channels.slack.manifest import COMMAND, SHORTCUT
from bot.channels.slack.settings import missing
from desk import database
from desk.feedback import Feedback
from desk.receipts import Address

LARGEST = 1_000_000  # bytes; Slack's largest payloads (a long message under a shortcut) stay below
FIELDS = 100  # of a form; a command has about fifteen

Work = Callable[[], Awaitable[None]]
STAMP, SIGNATURE = re.compile(r"[0-9]{1,12}"), re.compile(r"v0=[0-9a-f]{64}")


class Refused(Exception):
    """A request that is not answered: the HTTP status and a sentence."""

    def __init__(self, status: int, sentence: str):
        self.status, self.sentence = status, sentence
        super().__init__(sentence)


class SlackInput(InputChannel):
    """Slack at /webhooks/slack/webhook. Off, with code 503, where its secrets are not in the environment."""

    @classmethod
    def name(cls) -> str:
        return "slack"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        hook = Blueprint("slack_webhook")
        absent = missing()
        door = None if absent else Door(on_new_message)

        @hook.get("/")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"slack": "on" if door else "off"})

        @hook.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            if not door:
                return response.json({"error": "Slack is switched off here. `dutydesk doctor` says why."}, status=503)
            try:
                return await door.received(request)
            except Refused as refused:
                return response.json({"error": refused.sentence}, status=refused.status)

        @hook.listener("before_server_start")
        async def opened(*_: Any) -> None:
            if door:
                await door.delivery.open()
                door.telling = asyncio.ensure_future(door.exchange.tell_lost(door.answers.lost))
            else:
                verb = "is" if len(absent) == 1 else "are"
                print(f"Slack is off: {' and '.join(absent)} {verb} not set.", flush=True)

        @hook.listener("after_server_stop")
        async def closed(*_: Any) -> None:
            if door:
                door.telling.cancel()
                await door.delivery.close()

        return hook


class Door:
    """Checks what comes in and hands on the work, each piece once. Where the desk is down, questions are answered still."""

    telling: asyncio.Future[None]

    def __init__(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]):
        desk = database.lasting()
        self.verifier = SignatureVerifier(os.environ["SLACK_SIGNING_SECRET"].strip())
        self.delivery = Delivery(
            os.environ["SLACK_BOT_TOKEN"].strip(),
            os.environ.get("DUTYDESK_SLACK_API") or API,
            os.environ.get("DUTYDESK_SLACK_HOOKS") or HOOKS,
        )
        self.exchange = Exchange(on_new_message, "slack", desk)
        self.answers = Answers(self.exchange, self.delivery, Feedback(desk))

    async def received(self, request: Request) -> HTTPResponse:
        """The acknowledgement. Raises Refused."""
        body = request.body or b""
        if len(body) > LARGEST:
            raise Refused(413, "the request is too large")
        if not self._authentic(body, request):
            raise Refused(401, "the signature is missing, wrong or more than five minutes old")
        signature = request.headers["x-slack-signature"]
        try:
            if _media(request) == "application/json":
                return await self._event(_json(body), signature)
            return await self._form(_fields(body), signature)
        except ValidationError:
            raise Refused(400, "the request is not as Slack sends it") from None

    def _authentic(self, body: bytes, request: Request) -> bool:
        """The signature over the raw body, compared in constant time, and not older than five minutes."""
        stamp = request.headers.get("x-slack-request-timestamp") or ""
        signature = request.headers.get("x-slack-signature") or ""
        if not STAMP.fullmatch(stamp) or not SIGNATURE.fullmatch(signature):
            return False
        try:
            return self.verifier.is_valid(body, stamp, signature)
        except UnicodeDecodeError:
            return False  # Slack sends UTF-8

    async def _event(self, payload: dict[str, Any], signature: str) -> HTTPResponse:
        """The Events API: the address's verification, and events."""
        if payload.get("type") == "url_verification":
            challenge = payload.get("challenge")
            if not isinstance(challenge, str) or not 0 < len(challenge) <= 1000:
                raise Refused(400, "there is no challenge")
            return response.json({"challenge": challenge})
        if payload.get("type") != "event_callback":
            return _acknowledged()
        envelope = i.Envelope.model_validate(payload)
        return await self._once(envelope.event_id, *self._wanted(envelope), signature)

    def _wanted(self, envelope: i.Envelope) -> tuple[Work | None, Address | None]:
        """What an event asks for, and where its answer goes; no work for what is no concern of ours."""
        event, team, answers = envelope.event, envelope.team_id, self.answers
        if event.get("type") == "app_home_opened":
            opened = i.HomeOpened.model_validate(event)
            return ((lambda: answers.home(team, opened.user)) if opened.tab == "home" else None), None
        direct = event.get("type") == "message" and event.get("channel_type") == "im"
        # A mention in a direct message comes as a message as well; it is answered as that.
        mention = event.get("type") == "app_mention" and not str(event.get("channel", "")).startswith("D")
        if not (direct or mention) or not i.by_a_person(event):
            return None, None
        message = i.Message.model_validate(event)
        if direct:
            return (lambda: answers.written(team, message)), {"channel": message.channel, "thread": message.thread_ts}
        where = {"channel": message.channel, "thread": message.thread_ts or message.ts}
        return (lambda: answers.mentioned(team, message)), where

    async def _form(self, fields: dict[str, str], signature: str) -> HTTPResponse:
        """Commands and interactions."""
        if "payload" in fields:
            return await self._interaction(_json(fields["payload"]), signature)
        if "command" in fields:
            command = i.Command.model_validate(fields)
            self._answerable(command.response_url)
            wanted = (lambda: self.answers.commanded(command)) if command.command == COMMAND else None
            return await self._once(command.trigger_id, wanted, {"url": command.response_url}, signature)
        if "ssl_check" in fields:
            return _acknowledged()
        raise Refused(400, "this is neither a command nor an interaction")

    async def _interaction(self, payload: dict[str, Any], signature: str) -> HTTPResponse:
        if payload.get("type") == "block_actions":
            action = i.Action.model_validate(payload)
            if action.response_url or action.container.type != "view":
                self._answerable(action.response_url)
            where: Address = {"url": action.response_url} if action.response_url else {"channel": action.user.id}
            return await self._once(action.trigger_id, lambda: self.answers.pressed(action), where, signature)
        if payload.get("type") == "message_action" and payload.get("callback_id") == SHORTCUT:
            shortcut = i.Shortcut.model_validate(payload)
            self._answerable(shortcut.response_url)
            where = {"url": shortcut.response_url, "thread": shortcut.message.thread_ts}
            return await self._once(shortcut.trigger_id, lambda: self.answers.looked_up(shortcut), where, signature)
        return _acknowledged()

    def _answerable(self, url: str) -> None:
        if not self.delivery.theirs(url):
            raise Refused(400, "the response address is not Slack's")

    async def _once(self, key: str, work: Work | None, where: Address | None, signature: str) -> HTTPResponse:
        """Acknowledges; the work is done after that, for each key once.

        What Slack sends again it signs anew, with the time of sending, so it is acknowledged whatever its headers say
        (they are not signed). The same signature a second time is a replay. Raises Refused.
        """
        if work is None:
            return _acknowledged()
        if not await self.exchange.first(signature):
            raise Refused(409, "this request was answered before")
        if await self.exchange.first(key, where):
            self.exchange.later(work(), key)
        return _acknowledged()


def _acknowledged() -> HTTPResponse:
    return response.empty(200)


def _media(request: Request) -> str:
    """The content type without its parameters. Raises Refused for what Slack does not send."""
    media, *parameters = [part.strip().lower() for part in (request.headers.get("content-type") or "").split(";")]
    charsets = [
        part.partition("=")[2].strip(' "') for part in parameters if part.partition("=")[0].strip() == "charset"
    ]
    if media not in ("application/json", "application/x-www-form-urlencoded"):
        raise Refused(415, "send JSON or a form")
    if any(charset not in ("utf-8", "utf8", "us-ascii") for charset in charsets):
        raise Refused(415, "send UTF-8")
    return media


def _json(text: bytes | str) -> dict[str, Any]:
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(400, "this is not JSON") from None
    if not isinstance(payload, dict):
        raise Refused(400, "this is not a JSON object")
    return payload


def _fields(body: bytes) -> dict[str, str]:
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError:
        raise Refused(400, "this is not a form") from None
    return {name: values[0] for name, values in fields.items()}
