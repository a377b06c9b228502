"""What Slack did not send, or not so, is refused: never answered, and never an error of the server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels.slack import kit
from tests.channels.slack.conftest import said, settled
from tests.channels.slack.kit import (
    command,
    direct,
    envelope,
    headers,
    mention,
    on_home,
    pressed,
    shortcut,
)

# --- abuse -------------------------------------------------------------------------------------------------------------

BODY = json.dumps(envelope(direct("abuse"))).encode()
NOW = headers(BODY)


@pytest.mark.parametrize(
    "heads",
    [
        {k: v for k, v in NOW.items() if k != "X-Slack-Signature"},
        {k: v for k, v in NOW.items() if k != "X-Slack-Request-Timestamp"},
        {},
        {**NOW, "X-Slack-Signature": ""},
        {**NOW, "X-Slack-Signature": NOW["X-Slack-Signature"][:-1] + "z"},
        {**NOW, "X-Slack-Signature": NOW["X-Slack-Signature"][3:]},
        {**NOW, "X-Slack-Signature": NOW["X-Slack-Signature"].upper()},
        {**NOW, "X-Slack-Signature": "v0=é"},
        {**NOW, "X-Slack-Signature": "v0=" + "0" * 5000},
        headers(BODY, secret="another"),
        headers(BODY + b" "),
        headers(BODY, at=time.time() - 400),
        headers(BODY, at=time.time() + 86_400),  # made when tests are collected, minutes before this one runs
        {**NOW, "X-Slack-Request-Timestamp": "now"},
        {**NOW, "X-Slack-Request-Timestamp": "-1"},
        {**NOW, "X-Slack-Request-Timestamp": "1e9"},
        {**NOW, "X-Slack-Request-Timestamp": "9" * 4000},
        {**NOW, "X-Slack-Request-Timestamp": "0"},
    ],
    ids=["no signature", "no time", "nothing", "empty", "other letter", "no version", "capitals", "not ASCII", "huge", "other secret",
         "other body", "stale", "of the future", "words", "negative", "exponent", "huge time", "1970"],
)  # fmt: skip
def test_what_slack_did_not_sign_or_not_now_is_refused_with_401(here, slack, heads):
    heads = {name: value.encode("utf-8").decode("latin-1") for name, value in heads.items()}
    status, answer = here.raw(BODY, heads)
    assert status == 401
    assert "signature" in json.loads(answer)["error"]
    assert settled(here, slack) == []


def event_body(**more: Any) -> bytes:
    return json.dumps({**envelope(direct("x")), **more}).encode()


def changed(**more: Any) -> bytes:
    return json.dumps(envelope({**direct("x"), **more})).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b'"text"', b"7", b"true", b"\xff\xfe{}", b"[" * 100_000, b'{"a":' * 50_000,
        b'{"type": "url_verification"}', b'{"type": "url_verification", "challenge": 7}',
        b'{"type": "url_verification", "challenge": "' + b"x" * 5000 + b'"}',
        event_body(event=None), event_body(event=[]), event_body(event="x"), event_body(event_id=None),
        event_body(event_id=7), event_body(event_id=""), event_body(event_id="E" * 5000), event_body(event_id="../x"),
        event_body(team_id=None), event_body(team_id={"$ne": 1}),
        changed(user=7), changed(user=["U1"]), changed(user="U" * 5000), changed(user="U1\nU2"), changed(channel=None),
        changed(channel={"id": "C1"}), changed(ts=1515449522.000016), changed(ts="now"), changed(thread_ts="1;drop"),
        changed(text=None), changed(text=["x"]), changed(text={"a": 1}),
        b'{"type": "event_callback"}', b'{"type": "event_callback", "event": ' + b"9" * 50_000 + b"}",
    ],
    ids=lambda b: b[:60].decode("latin-1") + f" ({len(b)})",
)  # fmt: skip
def test_a_signed_body_that_is_no_event_is_refused_with_4xx(here, slack, body):
    status, answer = here.raw(body, headers(body))
    assert 400 <= status < 500
    assert json.loads(answer)["error"]
    assert settled(here, slack) == []


def without(fields: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in fields.items() if key != name}


FIELDS = {"team_id": "T1", "channel_id": "C1", "user_id": "U1", "trigger_id": "1.2.x", "command": "/duty", "text": "x"}
PRESSED = on_home({"type": "button", "action_id": "again", "block_id": "fresh", "value": "again"})


@pytest.mark.parametrize(
    "body",
    [
        b"", b"&&&", b"x=1", b"payload=", b"payload=null", b"payload=[]", b"payload=%7B", b"payload=%FF%FE", b"\xff\xfe=1",
        b"payload=" + b"%5B" * 100_000, b"&".join(b"a%d=1" % n for n in range(1000)),
        *(kit.form(without({**FIELDS, "response_url": "https://hooks.slack.com/x"}, name)) for name in (*FIELDS, "response_url") if name not in ("text",)),
        kit.form({**FIELDS, "response_url": ""}), kit.form({**FIELDS, "response_url": "https://evil.example/x"}),
        kit.form({**FIELDS, "response_url": "https://hooks.slack.com.evil.example/x"}),
        kit.form({**FIELDS, "response_url": "https://hooks.slack.com@evil.example/x"}),
        kit.form({**FIELDS, "response_url": "http://hooks.slack.com/x"}), kit.form({**FIELDS, "response_url": "file:///etc/passwd"}),
        kit.form({**FIELDS, "response_url": "https://[::1"}), kit.form({**FIELDS, "response_url": "http://127.0.0.1:1/x"}),
        kit.payload({**PRESSED, "actions": []}), kit.payload({**PRESSED, "actions": None}), kit.payload({**PRESSED, "actions": [7]}),
        kit.payload({**PRESSED, "user": None}), kit.payload({**PRESSED, "user": {"id": 7}}), kit.payload({**PRESSED, "trigger_id": None}),
        kit.payload({**PRESSED, "trigger_id": "x" * 9000}), kit.payload({**PRESSED, "container": "x"}), kit.payload({**PRESSED, "team": "T1"}),
        kit.payload({**PRESSED, "actions": PRESSED["actions"] * 500}),
        kit.payload({**PRESSED, "response_url": "https://evil.example/x"}),
        kit.payload({"type": "message_action", "callback_id": "which_duty"}),
        kit.payload({"type": "block_actions"}),
    ],
    ids=lambda b: b[:60].decode("latin-1") + f" ({len(b)}) {b[-40:].decode('latin-1')}",
)  # fmt: skip
def test_a_signed_form_that_is_no_command_is_refused_with_4xx(here, slack, body):
    status, answer = here.raw(body, headers(body, kit.FORM))
    assert 400 <= status < 500
    assert json.loads(answer)["error"]
    assert settled(here, slack) == []


@pytest.mark.parametrize(
    "odd", ["{0}\t/x", "{0}/x y", " {0}/x", "{0}/\r\nHost: evil.example/", "{0}\\@evil.example/x", "{0}/é", "{0}/\x00", "{0}/x\u2028",
            "{0}.evil.example/x", "{0}@evil.example/x", "{0}", "//{1}/x", "http://u:p@{1}/x", "http:{1}/x"],
    ids=ascii,
)  # fmt: skip
def test_an_address_that_two_readers_may_read_in_two_ways_is_not_answered_to(here, slack, odd):
    url = odd.format(slack.url, slack.url.removeprefix("http://"))
    assert here.command(command(slack, "x", response_url=url))[0] == 400
    assert here.interaction({**shortcut(slack, "x"), "response_url": url})[0] == 400
    assert settled(here, slack) == []


ODD: tuple[Any, ...] = (None, 7, -1.5, True, "", [], {}, [[{}]], "\x00", "é" * 3000)


def mutants(payload: Any) -> Iterator[Any]:
    """The payload with each of its parts left out or replaced by something else, one at a time."""
    inside = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    for key, value in inside:
        for other in ODD:
            yield {**payload, key: other} if isinstance(payload, dict) else [*payload[:key], other, *payload[key + 1 :]]
        for mutant in mutants(value):
            yield (
                {**payload, key: mutant} if isinstance(payload, dict) else [*payload[:key], mutant, *payload[key + 1 :]]
            )
    if isinstance(payload, dict):
        yield from ({k: v for k, v in payload.items() if k != key} for key in payload)


@pytest.mark.parametrize("kind", ["mention", "home", "shortcut", "button"])
def test_no_change_of_a_payload_is_an_error_of_the_server(here, service, kind):
    service.clear()
    button = {
        "type": "button",
        "action_id": "choose:1",
        "value": "Kent",
        "text": {"type": "plain_text", "text": "Kent"},
    }
    whole = {"mention": envelope(mention("x")), "home": on_home(button | {"block_id": "x"}),
             "shortcut": shortcut(service, "x"), "button": pressed(service, button, "choices:" + "c" * 40 + ":0")}[kind]  # fmt: skip
    send = (lambda m: here.event(json.dumps(m).encode())) if kind == "mention" else here.interaction
    statuses = [send(mutant)[0] for mutant in mutants(whole)]
    assert len(statuses) > 150
    assert {status for status in statuses if status != 200} <= {400, 409}
    settled(here, service)
    service.clear()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200), ("application/json; charset=utf-8", 200), ("application/json;charset=UTF-8", 200),
        ('Application/JSON; charset="utf-8"', 200), ("application/json; charset=utf-16", 415),
        ("application/json; charset=latin-1", 415), ("text/plain", 415), ("", 415), (";;;", 415), ("multipart/form-data; boundary=x", 415),
        ("application/jsonp", 415), ("application/x-www-form-urlencoded", 400), ("application/x-www-form-urlencoded; charset=utf-8", 400),
    ],
)  # fmt: skip
def test_content_types_are_read_with_their_charset(here, kind, status):
    body = json.dumps({"type": "app_rate_limited"}).encode()
    assert here.raw(body, headers(body, kind))[0] == status


def test_a_command_may_name_its_charset(here, slack):
    body = kit.form(command(slack, "café"))
    assert here.raw(body, headers(body, f"{kit.FORM}; charset=utf-8"))[0] == 200
    assert said(slack.got(1)[0][1])["asked"] == "café"


def test_what_is_too_large_is_refused_with_413_even_if_signed(here, slack):
    body = changed(text="x" * 1_100_000)
    assert here.raw(body, headers(body))[0] == 413


def test_other_methods_are_refused(here):
    for method in ("GET", "PUT", "DELETE"):
        assert here.raw(b"", {}, method)[0] == 405
