"""The Teams channel behind real HTTP: on a bare server in a thread, or (run as a module) in a process of its own.

`python -m tests.channels.teams.server PORT BASE` answers with an echo; with `--whole` it is the whole server of `dutydesk
serve`. Microsoft's services are those at BASE, on the loopback interface.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
import socket
import sys
import threading
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import SecretStr
from rasa.core.channels.channel import InputChannel
from sanic import Sanic, response

from bot.channels.teams.settings import Settings
from bot.channels.teams.webhook import TeamsInput
from knowledge.outcomes import SmallTalk
from tests.channels.teams.kit import APP, TENANT, Microsoft, Services, token

SETTINGS = Settings(app_id=APP, password=SecretStr("hunter2"), tenant=TENANT)
PATH = "/webhooks/teams/webhook"


class Fixed:
    """A login that needs no network."""

    async def token(self, refused: str = "") -> str:
        return "bot-token-0"


async def echo(message: Any) -> None:
    if "hang" in message.text:
        await asyncio.sleep(60)
    outcome = SmallTalk(says=(f"{message.text} [{message.sender_id}]",))
    await message.output_channel.send_custom_json(message.sender_id, outcome.payload())


def bare(channel: InputChannel, handle: Callable[[Any], Awaitable[Any]]) -> Sanic:
    """A server with nothing but the channel, and the limits of the whole one."""
    from bot.framing import Framed
    from bot.server import LARGEST

    app = Sanic(f"teams-{uuid.uuid4().hex}", configure_logging=False, request_class=Framed)
    app.config.REQUEST_MAX_SIZE = LARGEST
    app.add_route(lambda request: response.empty(), "/health")  # a server without any address answers with 500
    app.blueprint(channel.blueprint(handle), url_prefix=f"/webhooks/{channel.name()}")
    return app


@contextmanager
def served(channel: InputChannel, handle: Callable[[Any], Awaitable[Any]] = echo) -> Iterator[int]:
    """The port of a bare server that runs in a thread of this process."""
    loop, ready, app = asyncio.new_event_loop(), threading.Event(), bare(channel, handle)
    sock = socket.create_server(("127.0.0.1", 0))
    Sanic.test_mode = True  # else a second server in one process does not start

    async def start() -> Any:
        server = await app.create_server(sock=sock, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.before_start()
        await server.start_serving()
        await server.after_start()
        ready.set()
        return server

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.create_task(start())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield sock.getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_stop(app), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _stop(app: Sanic) -> None:
    for listener in app.listeners["after_server_stop"]:
        await listener(app, asyncio.get_event_loop())


def sent(port: int, body: bytes | str | Any, bearer: str | None = None, **headers: str) -> tuple[int, str]:
    """The status and the words with which the webhook answers a body; a dict goes as JSON."""
    if not isinstance(body, bytes | str):
        body = json.dumps(body)
    all_headers = {"Content-Type": "application/json; charset=utf-8", **headers}
    if bearer is not None:
        all_headers["Authorization"] = f"Bearer {bearer}"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", PATH, body if isinstance(body, bytes) else body.encode(), all_headers)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


class Talk:
    """A port and the services behind it: posts activities with a valid token."""

    def __init__(self, port: int, services: Microsoft):
        self.port, self.services, self.base = port, services, services.base
        self._token = token(self.base)

    def __call__(self, body: Any) -> int:
        return sent(self.port, body, self._token)[0]


def main(port: int, base: str, whole: bool) -> None:
    channel = TeamsInput(SETTINGS, Services(metadata=f"{base}/openid", loopback=True), Fixed())
    logging.getLogger("sanic").setLevel(logging.ERROR)
    if whole:
        from bot.quiet import quietly
        from bot.server import application
        from bot.training import trained

        TeamsInput.from_credentials = classmethod(lambda cls, credentials: channel)  # type: ignore[method-assign]
        with quietly():
            app = application(str(trained()))
    else:
        app = bare(channel, echo)
    app.run(host="127.0.0.1", port=port, access_log=False, workers=1)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], "--whole" in sys.argv)
