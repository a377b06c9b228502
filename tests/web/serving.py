"""A server as a process of its own, and Debian's Chromium to look at it: for the tests of the pages and their pictures."""

from __future__ import annotations

import http.client
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.servers import SERVE, free_port, running

ROOT = Path(__file__).parent.parent.parent
# What Chromium would otherwise fetch by itself.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
]


@contextmanager
def served(folder: Path, command: Sequence[str] = SERVE, **environment: str) -> Iterator[int]:
    """The port of a server that answers; it ends with the block. `command` is Python's, without the port at its end."""
    port = free_port()
    with running([*command, str(port)], folder / "server.log", lambda: answers(port), {**os.environ, **environment}):
        yield port


def answers(port: int) -> bool:
    return Client(port).get("/privacy").status == 200


class Reply:
    """What came back: status, headers, text, and the cookie that was set."""

    def __init__(self, reply: http.client.HTTPResponse):
        self.status, self.headers, self.body = reply.status, reply.headers, reply.read()
        self.text = self.body.decode("utf-8", "replace")
        self.cookie = (reply.headers.get("Set-Cookie") or "").split(";")[0]


class Client:
    """A browser without a window: keeps its cookie, sends forms as a browser would."""

    def __init__(self, port: int, address: str | None = None):
        self.port, self.cookie = port, ""
        self.always = {"X-Forwarded-For": address} if address else {}

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            sent = {**self.always, **({"Cookie": self.cookie} if self.cookie else {}), **headers}
            connection.request(method, path, body, headers=sent)
            reply = Reply(connection.getresponse())
        finally:
            connection.close()
        self.cookie = reply.cookie or self.cookie
        return reply

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, **headers)

    def post(self, path: str, fields: dict[str, str] | bytes, **headers: str) -> Reply:
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        usual = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        return self.send("POST", path, body, **{**usual, **headers})

    def ask(self, message: str) -> str:
        """The page after a question."""
        reply = self.post("/ask", {"message": message})
        assert reply.status == 303, reply.text
        return self.get(reply.headers["Location"].partition("#")[0]).text


def chromium() -> str | None:
    """Where Debian's Chromium is, if it is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def launched(playwright: Any) -> Any:
    """A headless Chromium; as root, as in a container, it has no sandbox."""
    flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    return playwright.chromium.launch(executable_path=chromium(), args=flags)
