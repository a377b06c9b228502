"""Delivery: what the channel sends to Slack: messages, answers to a response URL, the home tab.

Waits where Slack asks for it (429), tries again after a server error, gives up after that; what fails is logged by
Slack's name for the error, never with a text or a token.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError, SlackObjectFormationError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

logger = logging.getLogger(__name__)

API, HOOKS = "https://slack.com/api/", "https://hooks.slack.com/"
SECONDS = 10  # for one request
LONGEST = 60  # seconds; nobody waits longer for an answer
PLAIN = {"parse": "none", "link_names": False, "unfurl_links": False, "unfurl_media": False}
# Slack does not take the blocks: the text alone is better than silence.
REFUSED_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long")
FAILURES = (aiohttp.ClientError, SlackClientError, OSError, asyncio.TimeoutError)


@dataclass(frozen=True)
class Message:
    """One message: blocks, and the same as text."""

    text: str
    blocks: Sequence[Block] = ()


class Waiting(AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack asks for, unless that is longer than anybody waits for an answer."""

    async def _can_retry_async(self, *, state, request, response=None, error=None) -> bool:
        if response is None or response.status_code != 429:
            return False
        asked = next((values[0] for name, values in response.headers.items() if name.lower() == "retry-after"), "1")
        return asked.isdecimal() and int(asked) <= LONGEST


class Delivery:
    """The Web API of one workspace by its bot token. `open` before use, `close` after."""

    def __init__(self, token: str, api: str = API, hooks: str = HOOKS):
        self.hooks = hooks
        self._quiet = logging.getLogger(f"{__name__}.client")
        self._quiet.setLevel(logging.ERROR)  # at debug level the client writes whole messages
        self._retries = [Waiting(3), AsyncServerErrorRetryHandler(2), AsyncConnectionErrorRetryHandler(2)]
        self.client = AsyncWebClient(
            token, base_url=api, timeout=SECONDS, logger=self._quiet, retry_handlers=list(self._retries)
        )

    async def open(self) -> None:
        """One session for all requests: no new connection for each answer."""
        traced = aiohttp.TraceConfig()
        traced.on_request_redirect.append(_refused)
        self.client.session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=SECONDS), trace_configs=[traced]
        )

    async def close(self) -> None:
        if self.client.session:
            await self.client.session.close()

    def theirs(self, url: str) -> bool:
        """Whether a response URL is Slack's own: the payload never chooses another address."""
        if not (url.isascii() and url.isprintable()) or set(url) & set(" \\"):
            return False  # what one reader of addresses leaves out and another reads
        try:
            given, ours = urlsplit(url), urlsplit(self.hooks)
            return (given.scheme, given.netloc.lower()) == (ours.scheme, ours.netloc.lower()) and bool(given.path)
        except ValueError:
            return False

    async def post(self, channel: str, message: Message, thread: str | None = None) -> bool:
        """Posts into a channel, a thread or a direct message (`channel` may be a person). Whether it was taken."""
        body = {**PLAIN, "channel": channel, "text": message.text}
        if thread:
            body["thread_ts"] = thread
        problem = await self._called("chat.postMessage", {**body, **_blocks(message)})
        if problem in REFUSED_BLOCKS:
            logger.error("Slack did not take the blocks of a message (%s); it was sent as text", problem)
            problem = await self._called("chat.postMessage", body)
        return _noted("chat.postMessage", problem)

    async def publish(self, user: str, view: View) -> bool:
        """Shows the home tab of a person."""
        return _noted("views.publish", await self._called("views.publish", {"user_id": user, "view": view.to_dict()}))

    async def respond(
        self, url: str, message: Message, public: bool = False, replace: bool = False, thread: str | None = None
    ) -> bool:
        """Answers a command, button or shortcut: privately, or in the channel. Whether it was taken."""
        body = {
            **PLAIN, "text": message.text, "response_type": "in_channel" if public else "ephemeral",
            "replace_original": replace,
        }  # fmt: skip
        if thread:
            body["thread_ts"] = thread
        problem = await self._hooked(url, {**body, **_blocks(message)})
        if problem in REFUSED_BLOCKS:
            logger.error("Slack did not take the blocks of an answer (%s); it was sent as text", problem)
            problem = await self._hooked(url, body)
        return _noted("response_url", problem)

    async def withdraw(self, url: str) -> bool:
        """Takes away the private message that a button of was pressed."""
        return _noted("response_url", await self._hooked(url, {"delete_original": True}))

    async def _called(self, method: str, body: dict[str, Any]) -> str | None:
        """What went wrong, in Slack's word for it, or None."""
        try:
            await self.client.api_call(method, json=body)
        except SlackApiError as error:
            data = error.response.data if hasattr(error.response, "data") else None
            named = data.get("error") if isinstance(data, dict) else None
            return str(named or f"status {getattr(error.response, 'status_code', '?')}")
        except FAILURES as error:
            return type(error).__name__
        return None

    async def _hooked(self, url: str, body: dict[str, Any]) -> str | None:
        if not self.theirs(url):
            return "an address that is not Slack's"
        hook = AsyncWebhookClient(
            url, timeout=SECONDS, session=self.client.session, logger=self._quiet, retry_handlers=list(self._retries)
        )
        try:
            answer = await hook.send_dict(body)
        except FAILURES as error:
            return type(error).__name__
        if answer.status_code == 200:
            return None
        return answer.body if answer.body in REFUSED_BLOCKS else f"status {answer.status_code}"


async def _refused(session: aiohttp.ClientSession, context: Any, redirect: aiohttp.TraceRequestRedirectParams) -> None:
    """A redirect is not followed: an answer goes to Slack or nowhere."""
    raise aiohttp.ClientError("Slack answered with a redirect, which is not followed")


def _blocks(message: Message) -> dict[str, Any]:
    """The blocks as Slack takes them, checked by its own models; nothing where they fail the check."""
    try:
        blocks = [block.to_dict() for block in message.blocks]
    except SlackObjectFormationError as error:
        logger.error("the blocks of a message are not as Slack wants them (%s); it goes as text", str(error)[:80])
        return {}
    return {"blocks": blocks} if blocks else {}


def _noted(what: str, problem: str | None) -> bool:
    if problem:
        logger.error("Slack did not take %s: %s", what, problem[:80])
    return problem is None
