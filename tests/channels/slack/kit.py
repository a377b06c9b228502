"""What the Slack tests share: requests as Slack sends them, signed, and a mock of Slack that checks what we send.

The shapes are those of https://docs.slack.dev (Events API, slash commands, interaction payloads), with ids of no one.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import itertools
import json
import re
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET, TOKEN = "8f742231b10e8888abcd99yyyzzz85a5", "xoxb-1-test-token"
TEAM, ALICE, BOB, BOT = "T061EG9R6", "U061F7AUR", "U0LAN0Z89", "U0BOT0000"
CHANNEL, DIRECT = "C123ABC456", "D024BE91L"
PATH = "/webhooks/slack/webhook"
POST, PUBLISH = "/api/chat.postMessage", "/api/views.publish"  # methods that we call
JSON = {"Content-Type": "application/json"}  # of what Slack answers
_numbers = itertools.count(1)


def unique() -> int:
    return next(_numbers) + time.time_ns() // 1000 % 10**9 * 1000


def stamp() -> str:
    return f"15{unique():014d}"[:10] + f".{unique() % 10**6:06d}"


# --- what Slack sends ------------------------------------------------------------------------------------------------


def envelope(event: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "token": "XXYYZZ", "team_id": TEAM, "api_app_id": "A0FFV41KK", "event": event, "type": "event_callback",
        "event_id": f"Ev{unique():X}", "event_time": 1515449522, "event_context": "EC12345",
        "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "is_ext_shared_channel": False, **more,
    }  # fmt: skip


def mention(text: str, user: str = ALICE, **more: Any) -> dict[str, Any]:
    ts = stamp()
    return {
        "client_msg_id": "9c4c1b3e-6d7e-4c3b-8d2c-0f3f3a5e1c11", "type": "app_mention", "user": user,
        "text": f"<@{BOT}> {text}", "ts": ts, "channel": CHANNEL, "event_ts": ts, "team": TEAM, **more,
    }  # fmt: skip


def direct(text: str, user: str = ALICE, **more: Any) -> dict[str, Any]:
    ts = stamp()
    return {
        "client_msg_id": "9c4c1b3e-6d7e-4c3b-8d2c-0f3f3a5e1c12", "type": "message", "channel_type": "im",
        "user": user, "text": text, "ts": ts, "channel": DIRECT, "event_ts": ts, "team": TEAM, **more,
    }  # fmt: skip


def command(slack: Slack, text: str, **more: str) -> dict[str, str]:
    return {
        "token": "gIkuvaNzQIHg97ATvDxqgjtO", "team_id": TEAM, "team_domain": "example", "channel_id": CHANNEL,
        "channel_name": "test", "user_id": ALICE, "user_name": "alice", "command": "/duty", "text": text,
        "api_app_id": "A0FFV41KK", "is_enterprise_install": "false",
        "response_url": f"{slack.url}/commands/{TEAM}/{unique()}/x", "trigger_id": f"{unique()}.738474920.8088930838",
        **more,
    }  # fmt: skip


def pressed(slack: Slack, element: dict[str, Any], block_id: str, user: str = ALICE, channel: str = CHANNEL,
            thread: str | None = "1515449522.000016", ephemeral: bool = False, **more: Any) -> dict[str, Any]:  # fmt: skip
    """A button or menu of one of our messages, as it comes back."""
    ts = stamp()
    container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral}
    if thread:
        container["thread_ts"] = thread
    used = {"block_id": block_id, "action_ts": ts, **element}
    if element["type"] == "overflow":
        used = {**used, "selected_option": element["options"][0]}
        used.pop("options")
    return {
        "type": "block_actions", "user": {"id": user, "username": "x", "name": "x", "team_id": TEAM},
        "api_app_id": "A0FFV41KK", "token": "x", "container": container, "trigger_id": f"{unique()}.1.2e25",
        "team": {"id": TEAM, "domain": "example"}, "enterprise": None, "is_enterprise_install": False,
        "channel": {"id": channel, "name": "test"}, "state": {"values": {}},
        "response_url": f"{slack.url}/actions/{TEAM}/{unique()}/x", "actions": [used], **more,
    }  # fmt: skip


def on_home(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An element of the home tab: no channel and no response URL."""
    return {
        "type": "block_actions", "user": {"id": ALICE, "username": "x", "name": "x", "team_id": TEAM},
        "api_app_id": "A0FFV41KK", "token": "x", "container": {"type": "view", "view_id": "V01"},
        "trigger_id": f"{unique()}.1.2e25", "team": {"id": TEAM, "domain": "example"}, "response_urls": [],
        "view": {"id": "V01", "type": "home", "callback_id": ""}, "actions": [{"action_ts": stamp(), **element}], **more,
    }  # fmt: skip


def shortcut(slack: Slack, text: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "message_action", "token": "x", "action_ts": stamp(), "team": {"id": TEAM, "domain": "example"},
        "user": {"id": ALICE, "username": "alice", "team_id": TEAM, "name": "alice"},
        "channel": {"id": CHANNEL, "name": "test"}, "is_enterprise_install": False, "enterprise": None,
        "callback_id": "which_duty", "trigger_id": f"{unique()}.1.2e25",
        "response_url": f"{slack.url}/app/{TEAM}/{unique()}/x", "message_ts": "1515449522.000016",
        "message": {"client_msg_id": "8", "type": "message", "text": text, "user": BOB, "ts": "1515449522.000016", "team": TEAM},
        **more,
    }  # fmt: skip


# --- requests --------------------------------------------------------------------------------------------------------


def signature(body: bytes, at: str, secret: str = SECRET) -> str:
    """By hand, as the page on verifying requests says: not with the library that the channel uses."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()


def headers(body: bytes, kind: str = "application/json", at: float | None = None, secret: str = SECRET) -> dict[str, str]:  # fmt: skip
    when = str(int(time.time() if at is None else at))
    return {
        "Content-Type": kind, "X-Slack-Request-Timestamp": when, "X-Slack-Signature": signature(body, when, secret),
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)", "Accept": "*/*",
    }  # fmt: skip


FORM = "application/x-www-form-urlencoded"


def form(fields: dict[str, str]) -> bytes:
    return urllib.parse.urlencode(fields).encode()


def payload(interaction: Any) -> bytes:
    return form({"payload": json.dumps(interaction)})


class Caller:
    """Calls one server as Slack does."""

    def __init__(self, port: int):
        self.port = port

    def raw(
        self, body: bytes | None, heads: dict[str, str], method: str = "POST", path: str = PATH
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, heads)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def answers(self) -> bool:
        return self.raw(None, {}, "GET", "/webhooks/slack/")[0] == 200

    def event(self, event: dict[str, Any] | bytes, **more: str) -> tuple[int, bytes]:
        """An event in its envelope, or the bytes of one; `more` are headers."""
        body = event if isinstance(event, bytes) else json.dumps(envelope(event)).encode()
        return self.raw(body, {**headers(body), **more})

    def again(self, body: bytes, number: int = 1, reason: str = "http_timeout") -> tuple[int, bytes]:
        """The bytes of an event that Slack sends once more: signed anew, at a later time."""
        retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        return self.raw(body, {**headers(body, at=time.time() + 10 * number), **retry})

    def command(self, fields: dict[str, str]) -> tuple[int, bytes]:
        return self.raw(form(fields), headers(form(fields), FORM))

    def interaction(self, interaction: Any) -> tuple[int, bytes]:
        return self.raw(payload(interaction), headers(payload(interaction), FORM))


# --- what we send ----------------------------------------------------------------------------------------------------

LENGTHS = {"section": 3000, "header": 150, "context": 3000}


def texts(node: Any) -> Iterator[str]:
    """Every text of a message, in the order of reading."""
    if isinstance(node, dict):
        if isinstance(node.get("text"), str) and node.get("type") in ("mrkdwn", "plain_text", "text"):
            yield node["text"]
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for item in node:
            yield from texts(item)


def checked(blocks: list[dict[str, Any]], most: int = 50) -> list[dict[str, Any]]:
    """Blocks by Slack's documented limits. Raises AssertionError."""
    assert 0 < len(blocks) <= most
    assert len(json.dumps(blocks, ensure_ascii=False)) < 13_200
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    assert all(len(i) <= 255 for i in ids)
    for block in blocks:
        kind = block["type"]
        assert kind in ("section", "context", "actions", "divider", "header", "rich_text")
        if kind in ("section", "header"):
            assert 0 < len(block["text"]["text"]) <= LENGTHS[kind]
        for element in block.get("elements", []) + ([block["accessory"]] if "accessory" in block else []):
            _element(element, kind)
        if kind == "actions":
            assert 0 < len(block["elements"]) <= 25
            assert len({e["action_id"] for e in block["elements"]}) == len(block["elements"])
        if kind == "context":
            assert 0 < len(block["elements"]) <= 10
    for text in marked(blocks):
        assert not re.search(r"<(?!@U\w+>|https://[\w./-]+#clause-[\w-]+\|Read it in its place>)", text), (
            "unescaped markup"
        )
        assert not re.search(r"&(?!amp;|lt;|gt;)", text), "unescaped ampersand"
    return blocks


def _element(element: dict[str, Any], within: str) -> None:
    if within == "context":
        assert element["type"] == "mrkdwn"
        assert 0 < len(element["text"]) <= 3000
    elif element["type"] == "button":
        assert 0 < len(element["text"]["text"]) <= 75
        assert element["text"]["type"] == "plain_text"
        assert 0 < len(element["value"]) <= 2000
    elif element["type"] == "overflow":
        assert 2 <= len(element["options"]) <= 5
        _options(element["options"])
    elif element["type"] == "static_select":
        assert len(element["placeholder"]["text"]) <= 150
        groups = [group["options"] for group in element.get("option_groups", [])] or [element["options"]]
        assert len(groups) <= 100
        for group in groups:
            assert 0 < len(group) <= 100
            _options(group)
        if "initial_option" in element:
            assert element["initial_option"] in [option for group in groups for option in group]


def _options(options: list[dict[str, Any]]) -> None:
    for option in options:
        assert 0 < len(option["text"]["text"]) <= 75
        assert 0 < len(option["value"]) <= 150


def marked(node: Any) -> Iterator[str]:
    """The texts in which Slack would find mentions and links."""
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield node["text"]
        for value in node.values():
            yield from marked(value)
    elif isinstance(node, list):
        for item in node:
            yield from marked(item)


class Slack:
    """A mock of Slack's Web API and response URLs on loopback. `calls` are (path, body); a request that Slack would not
    take is answered as Slack would and noted in `wrong`. `plan` holds answers to give first: (status, headers, body)."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.wrong: list[str] = []
        self.plan: list[tuple[int, dict[str, str], bytes]] = []
        self.planned: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def clear(self) -> None:
        self.calls.clear()
        self.wrong.clear()
        self.plan.clear()
        self.planned.clear()

    def environment(self) -> dict[str, str]:
        return {
            "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN,
            "DUTYDESK_SLACK_API": f"{self.url}/api/", "DUTYDESK_SLACK_HOOKS": f"{self.url}/",
            **dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), ""),
        }  # fmt: skip

    def until(self, done: Callable[[], Any], seconds: float = 15) -> Any:
        """What `done` gives as soon as it is true; fails after some seconds."""
        until = time.monotonic() + seconds
        while not (given := done()):
            assert time.monotonic() < until, f"Slack got {self.calls} {self.wrong}"
            time.sleep(0.01)  # between looks at what another process sent
        return given

    def got(self, count: int) -> list[tuple[str, dict[str, Any]]]:
        """The calls, as soon as there are so many."""
        self.until(lambda: len(self.calls) >= count)
        assert not self.wrong
        return list(self.calls)

    def _handler(mock) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if mock.plan:
                    status, heads, answer = mock.plan.pop(0)
                    mock.planned.append(self.path)
                else:
                    status, heads, answer = 200, {"Content-Type": "application/json"}, mock._taken(self, body)
                self.send_response(status)
                for name, value in {**heads, "Content-Length": str(len(answer))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

        return Handler

    def _taken(self, request: BaseHTTPRequestHandler, body: bytes) -> bytes:
        kind = request.headers.get("Content-Type", "")
        answer: dict[str, Any] = {"ok": True, "ts": stamp(), "channel": CHANNEL}
        try:
            assert kind.split(";")[0] == "application/json", f"content type {kind}"
            call = json.loads(body)
            if request.path.startswith("/api/"):
                assert request.headers.get("Authorization") == f"Bearer {TOKEN}", "no token"
                assert request.path in ("/api/chat.postMessage", "/api/views.publish"), request.path
            else:
                assert "Authorization" not in request.headers, "the token went to a response URL"
            self._good(request.path, call)
        except (AssertionError, ValueError, KeyError) as error:
            self.wrong.append(f"{request.path}: {error!r}")
            return json.dumps({"ok": False, "error": "invalid_arguments"}).encode()
        self.calls.append((request.path, call))
        return json.dumps(answer).encode() if request.path.startswith("/api/") else b"ok"

    @staticmethod
    def _good(path: str, call: dict[str, Any]) -> None:
        if path == "/api/views.publish":
            assert re.fullmatch(r"U\w+", call["user_id"])
            assert call["view"]["type"] == "home"
            checked(call["view"]["blocks"], most=100)
            return
        if call.get("delete_original"):
            return
        assert call["text"]
        assert len(call["text"]) <= 4000
        assert not re.search(r"<(?!@U\w+>)", call["text"])
        assert call["parse"] == "none"
        assert call["link_names"] is False
        checked(call["blocks"])
        if path.startswith("/api/"):
            assert re.fullmatch(r"[CDU]\w+", call["channel"])
        else:
            assert call["response_type"] in ("ephemeral", "in_channel")
