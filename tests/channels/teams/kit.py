"""Microsoft on the loopback interface: who signs, who logs in, and the connector that checks what it is sent.

Also what the real service sends: activities as recorded (docs of the Bot Connector and of Teams), with made-up ids.
"""

from __future__ import annotations

import base64
import copy
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from bot.channels.teams.services import Services

APP = "5f1c9c1e-4a8e-4a0e-9d5e-0c2f6b7d8e90"
TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
ISSUER = "https://api.botframework.com"
BOT = {"id": f"28:{APP}", "name": "Dutydesk"}
JO = {
    "id": "29:1KtzIpmRRdFgOq7Ncgjqs0Vh4kXr",
    "name": "Jo Bloggs",
    "aadObjectId": "8c0a1a67-50ce-4114-bb6c-da9c5dbcf6ca",
}
SAM = {
    "id": "29:1c2dGKLfp1vEzbVJmCoZ2F9Gbl8Q",
    "name": "Sam Lee",
    "aadObjectId": "d0b1e7a3-64f5-4c0b-9a0e-2f8c7b6a5d4e",
}
CHAT = "a:17I0kl9EkpE1O9PH5TWrzrLNwnWWcfrU7QZjKR0WSfOpzbfcAg2IaydGElSo10tVr4C7Fc6GtieTJX663WuJCc1uA83n4CSrHSgGBj5XNYLcVlJAs2ZX8DbYBPck201w-"  # fmt: skip
GROUP = "19:1fbb1e9ab1b94b4f9b3d3b6a1c5a4b9d@thread.v2"
THREAD = "19:253b1f341670408fb6fe51050b6e5ceb@thread.tacv2;messageid=1481567603816"
LARGEST = 28_000

SCHEMAS = Path(__file__).parent / "schemas"
numbers = itertools.count(1481567603816)


@cache
def schema(name: str) -> Any:
    """A validator of one of the official schemas."""
    content = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(content)(content)


@cache
def private_key(name: str) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=1024 if name == "short" else 2048)


def jwk(kid: str, endorsements: Any = ("msteams", "webchat"), **other: Any) -> dict[str, Any]:
    shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private_key(kid).public_key()))
    shown = {
        "kty": "RSA",
        "use": "sig",
        "kid": kid,
        "n": shown["n"],
        "e": shown["e"],
        "endorsements": list(endorsements),
    }
    return {**shown, **other}


# --- activities ------------------------------------------------------------------------------------------------------


def activity(base: str, type: str = "message", **what: Any) -> dict[str, Any]:
    """An activity in a personal chat as Teams sends it, with an id of its own; None takes a part out."""
    made = {
        "type": type, "id": str(next(numbers)), "timestamp": "2026-11-20T09:15:04.123Z",
        "localTimestamp": "2026-11-20T09:15:04.123+00:00", "channelId": "msteams", "serviceUrl": f"{base}/uk/",
        "from": JO, "recipient": BOT,
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": CHAT},
        "channelData": {"tenant": {"id": TENANT}}, "locale": "en-GB", "localTimezone": "Europe/London",
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Windows"}],
        **what,
    }  # fmt: skip
    return {key: value for key, value in made.items() if value is not None}


def message(base: str, text: str | None = "who chairs the panel?", **what: Any) -> dict[str, Any]:
    return activity(base, text=text, textFormat="plain", **what)


def mentioned(base: str, text: str, conversation: str = THREAD, **what: Any) -> dict[str, Any]:
    """A message in a channel or a group chat that mentions the bot, with the HTML that Teams sends beside it."""
    kind = "channel" if conversation == THREAD else "groupChat"
    html = f'<div><div><span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Dutydesk</span>&nbsp;{text}</div></div>'
    return message(
        base, f"<at>Dutydesk</at>&nbsp;{text}\n",
        conversation={"isGroup": True, "conversationType": kind, "tenantId": TENANT, "id": conversation},
        channelData={"teamsChannelId": "19:253b1f341670408fb6fe51050b6e5ceb@thread.tacv2", "tenant": {"id": TENANT}},
        entities=[{"type": "mention", "mentioned": BOT, "text": "<at>Dutydesk</at>"}],
        attachments=[{"contentType": "text/html", "content": html}],
        **what,
    )  # fmt: skip


def pressed(base: str, value: Any, **what: Any) -> dict[str, Any]:
    """What a button of a card sends (Action.Submit)."""
    return activity(base, value=value, replyToId="f:card-1", **what)


# --- tokens ----------------------------------------------------------------------------------------------------------


def claims(base: str, **other: Any) -> dict[str, Any]:
    now = int(time.time())
    made = {"serviceurl": f"{base}/uk/", "nbf": now - 60, "exp": now + 3600, "iss": ISSUER, "aud": APP, **other}
    return {key: value for key, value in made.items() if value is not None}


def token(
    base: str, kid: str = "one", key: str | None = None, header: dict[str, Any] | None = None, **other: Any
) -> str:
    """A token as the Bot Framework signs it; what is given otherwise is wrong with it."""
    head = {"kid": kid, "x5t": kid, **(header or {})}
    return jwt.encode(claims(base, **other), private_key(key or kid), algorithm="RS256", headers=head)


def handmade(header: dict[str, Any], payload: Any, sign: Callable[[bytes], bytes] = lambda data: b"") -> str:
    """A token put together by hand, as an attacker would."""

    def part(data: bytes) -> bytes:
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    signed = part(json.dumps(header).encode()) + b"." + part(json.dumps(payload).encode())
    return (signed + b"." + part(sign(signed))).decode()


# --- the services ----------------------------------------------------------------------------------------------------


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up before the answer, as the sign of typing does when it takes too long, is no error."""


class Microsoft:
    """One server for all three: OpenID metadata and keys, the login of the tenant, and the connector."""

    def __init__(self) -> None:
        self.keys = [jwk("one")]
        self.down = False
        self.fetched = self.logins = 0
        self.sent: list[tuple[str, dict[str, Any]]] = []  # path and body of what was taken
        self.problems: list[str] = []
        self.script: list[tuple[int, dict[str, str]]] = []  # answers to give before taking anything
        self.refused: list[int] = []
        self.metadata: dict[str, Any] | None = None
        self.bearer = "bot-token-0"
        self._changed = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def services(self) -> Services:
        return Services(metadata=f"{self.base}/openid", loopback=True)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    # each returns status, headers, document

    def get(self, path: str) -> tuple[int, dict[str, str], Any]:
        self.fetched += path == "/keys"
        if self.down:
            return 503, {}, None
        if path == "/openid":
            standard = {
                "issuer": ISSUER,
                "jwks_uri": f"{self.base}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
            return 200, {}, self.metadata if self.metadata is not None else standard
        if path == "/keys":
            return 200, {}, {"keys": copy.deepcopy(self.keys)}
        if path == f"/{TENANT}/v2.0/.well-known/openid-configuration":
            login = f"https://login.microsoftonline.com/{TENANT}"
            return 200, {}, {"token_endpoint": f"{login}/oauth2/v2.0/token", "issuer": f"{login}/v2.0",
                             "authorization_endpoint": f"{login}/oauth2/v2.0/authorize"}  # fmt: skip
        if path.startswith("/common/discovery/instance?"):
            names = ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"]
            cloud = {"preferred_network": names[0], "preferred_cache": names[1], "aliases": names}
            return 200, {}, {"api-version": "1.1", "metadata": [cloud]}
        return 404, {}, None

    def login(self, form: str) -> tuple[int, dict[str, str], Any]:
        wanted = {f"client_id={APP}", "grant_type=client_credentials", "client_secret=hunter2",
                  "scope=https%3A%2F%2Fapi.botframework.com%2F.default"}  # fmt: skip
        if not wanted <= set(form.split("&")):
            return 401, {}, {"error": "invalid_client", "error_description": "AADSTS7000215"}
        self.logins += 1
        self.bearer = f"bot-token-{self.logins}"
        return 200, {}, {"token_type": "Bearer", "expires_in": 3599, "access_token": self.bearer}

    def post(self, path: str, headers: Any, body: bytes) -> tuple[int, dict[str, str], Any]:
        with self._changed:
            if self.script:
                status, more = self.script.pop(0)
                self.refused.append(status)
                self._changed.notify_all()
                return status, more, {"error": {"code": "Scripted", "message": "no"}}
            if headers.get("Authorization") != f"Bearer {self.bearer}":
                self.refused.append(401)
                return 401, {}, None
            sent = json.loads(body)
            self.problems += wrong(path, headers, body, sent)
            self.sent.append((path, sent))
            self._changed.notify_all()
            return 201, {}, {"id": f"f:{len(self.sent)}"}

    def answers(self, conversation: str, count: int = 1, kind: str = "message") -> list[dict[str, Any]]:
        """The bodies sent to a conversation, as soon as there are that many."""

        def found() -> list[dict[str, Any]]:
            return [
                body for _, body in self.sent if body["type"] == kind and body["conversation"]["id"] == conversation
            ]

        with self._changed:
            assert self._changed.wait_for(lambda: len(found()) >= count, timeout=15), f"{len(found())} of {count} came"
            return found()


def wrong(path: str, headers: Any, body: bytes, sent: dict[str, Any]) -> list[str]:
    """What the connector would have against a message."""
    from urllib.parse import unquote

    _, version, conversations, conversation, activities, *reply = path.split("/")[1:]
    found = []
    if (version, conversations, activities) != ("v3", "conversations", "activities") or len(reply) > 1:
        found.append(f"path {path}")
    if unquote(conversation) != sent["conversation"]["id"]:
        found.append("another conversation than in the path")
    if [unquote(r) for r in reply] != ([sent["replyToId"]] if "replyToId" in sent else []):
        found.append("another activity than in the path")
    if sent["from"]["id"] != BOT["id"] or sent["recipient"]["id"].startswith("28:"):
        found.append("from and recipient")
    if not headers.get("Content-Type", "").startswith("application/json") or len(body) > LARGEST:
        found.append("form or size")
    if sent["type"] == "message":
        if len(sent.get("attachments", [])) + ("text" in sent) != 1:
            found.append("not one card or one text")
        for attachment in sent.get("attachments", []):
            if attachment["contentType"] != "application/vnd.microsoft.card.adaptive" or not sent["summary"]:
                found.append("attachment")
            found += invalid(json.dumps(attachment["content"]))
    elif sent["type"] != "typing":
        found.append(f"type {sent['type']}")
    return found


@cache
def invalid(card: str) -> list[str]:
    """What the official schema has against a card. The schema is slow, the same card comes often."""
    return [error.message for error in schema("adaptive-card-1.5.json").iter_errors(json.loads(card))]


def _handler(service: Microsoft) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.answer(*service.get(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path == f"/{TENANT}/oauth2/v2.0/token":
                self.answer(*service.login(body.decode()))
            else:
                self.answer(*service.post(self.path, self.headers, body))

        def answer(self, status: int, headers: dict[str, str], document: Any) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None: ...

    return Handler


@contextmanager
def microsoft() -> Iterator[Microsoft]:
    service = Microsoft()
    try:
        yield service
        assert service.problems == []
    finally:
        service.close()


def words(card: dict[str, Any]) -> str:
    """Everything a card shows."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, list):
            for item in part:
                walk(item)
        elif isinstance(part, dict):
            found.extend(part[key] for key in ("text", "title") if isinstance(part.get(key), str))
            for key in ("body", "items", "inlines", "actions", "choices", "columns"):
                walk(part.get(key))

    walk(card)
    return "\n".join(found)


def personal(chat):
    return {"conversation": {"conversationType": "personal", "tenantId": TENANT, "id": chat}}


def card(body):
    return body["attachments"][0]["content"]


def said(body):
    return words(card(body)).rsplit(" [", 1)[0]


def nothing_more(talk, chat, count):
    """That no more than `count` messages went to a chat, even after later work was done."""
    last = f"{chat}-last"
    assert talk(message(talk.base, **personal(last))) == 200
    talk.services.answers(last)
    assert (
        len([b for _, b in talk.services.sent if b["type"] == "message" and b["conversation"]["id"] == chat]) == count
    )
