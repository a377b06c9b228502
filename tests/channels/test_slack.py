"""The Slack channel from outside: what Slack sends, over HTTP, to two processes that share a desk; a mock of Slack takes
what they send and checks it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels import slackkit as kit
from tests.channels.slackkit import (
    Caller,
    Slack,
    command,
    direct,
    envelope,
    headers,
    mention,
    on_home,
    pressed,
    shortcut,
)
from tests.channels.slackserver import QUOTE
from tests.conftest import ROOT
from tests.test_server import free_port

POST, PUBLISH = "/api/chat.postMessage", "/api/views.publish"


@pytest.fixture(scope="module")
def service() -> Iterator[Slack]:
    slack = Slack()
    yield slack
    slack.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Any:
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def both(service, desk, published) -> Iterator[tuple[Caller, Caller]]:
    """Two processes, one desk."""
    env = {**os.environ, **service.environment(), "DUTYDESK_DATA": str(desk)}
    ports = (free_port(), free_port())
    logs = [desk / f"log-{port}" for port in ports]
    processes = []
    try:
        for port, log in zip(ports, logs, strict=True):
            with log.open("w") as file:
                processes.append(subprocess.Popen([sys.executable, "-m", "tests.channels.slackserver", str(port)], cwd=ROOT,
                                                  env=env, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL))  # fmt: skip
        callers = (Caller(ports[0]), Caller(ports[1]))
        until = time.monotonic() + 60
        for caller, process, log in zip(callers, processes, logs, strict=True):
            while True:
                try:
                    if caller.raw(None, {}, "GET", "/webhooks/slack/")[0] == 200:
                        break
                except OSError:
                    assert process.poll() is None, log.read_text()
                    assert time.monotonic() < until, log.read_text()
                    time.sleep(0.1)  # between polls of a process that is starting
        yield callers
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(10)


@pytest.fixture
def slack(service) -> Iterator[Slack]:
    service.clear()
    yield service
    assert not service.wrong


@pytest.fixture
def here(both) -> Caller:
    return both[0]


def settled(caller: Caller, slack: Slack) -> list[tuple[str, dict[str, Any]]]:
    """The calls so far, when everything that came before is answered: turns keep their order, so a last one tells."""
    mark = f"mark {kit.unique()}"
    caller.event(direct(mark, user=kit.BOB))
    slack.until(lambda: any(f"asked={mark}" in call.get("text", "") for _, call in slack.calls))
    return [(path, call) for path, call in slack.calls if f"asked={mark}" not in call.get("text", "")]


def said(call: dict[str, Any]) -> dict[str, str]:
    """What the assistant of the tests was asked, in which conversation, by whom."""
    return dict(line.split("=", 1) for line in call["text"].split("\n") if "=" in line)


# --- questions -------------------------------------------------------------------------------------------------------


def test_a_mention_is_acknowledged_empty_and_answered_once_in_its_thread(here, slack):
    event = mention("who chairs it?")
    assert here.event(event) == (200, b"")
    ((path, call),) = slack.got(1)
    assert (path, call["channel"], call["thread_ts"]) == (POST, kit.CHANNEL, event["ts"])
    assert said(call)["asked"] == "who chairs it?"
    assert len(settled(here, slack)) == 1


def test_a_mention_in_a_thread_is_answered_in_that_thread(here, slack):
    here.event(mention("and now?", thread_ts="1515449000.000001", parent_user_id=kit.BOB))
    assert slack.got(1)[0][1]["thread_ts"] == "1515449000.000001"


def test_a_direct_message_is_answered_where_it_was_written(here, slack):
    here.event(direct("hello"))
    call = slack.got(1)[0][1]
    assert call["channel"] == kit.DIRECT
    assert "thread_ts" not in call
    here.event(direct("hello", thread_ts="1515449000.000001"))
    assert slack.got(2)[1][1]["thread_ts"] == "1515449000.000001"


def test_several_people_in_one_thread_each_have_their_conversation(here, slack):
    asks = ((kit.ALICE, "1.1"), (kit.BOB, "1.1"), (kit.ALICE, "1.1"), (kit.ALICE, "1.2"))
    for number, (user, thread) in enumerate(asks, 1):
        here.event(mention("x", user=user, thread_ts=thread))
        slack.got(number)
    alice, bob, again, elsewhere = [said(call)["in"] for _, call in slack.got(4)]
    assert alice == again
    assert len({alice, bob, elsewhere}) == 3


def test_no_id_of_slack_reaches_the_tracker_or_the_desk(here, slack, desk):
    here.event(direct("I am in Dudley"))
    conversation = said(slack.got(1)[0][1])["in"]
    with sqlite3.connect(desk / "desk.db") as connection:
        held = json.dumps(
            [row for table in ("people", "feedback") for row in connection.execute(f"select * from {table}")]
        )
    assert "Dudley" in held
    for known in (kit.ALICE, kit.TEAM, kit.DIRECT):
        assert known not in held + conversation


def test_who_asks_is_one_person_in_every_place(here, slack):
    here.event(direct("I am in Dudley"))
    slack.got(1)
    here.event(mention("x"))
    slack.got(2)
    here.command(command(slack, "x"))
    slack.got(3)
    here.event(mention("x", user=kit.BOB))
    assert [said(call)["by"] for _, call in slack.got(4)[1:]] == ["Dudley/None", "Dudley/None", "None/None"]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (f"<@{kit.BOT}> who is <@U0LAN0Z89|bob>?", "who is ?"),
        ("R&amp;D &lt;b&gt; &amp;lt;", "R&D <b> &lt;"),
        ("see <https://a.example/x?y=1|the page> or <https://b.example> in <#C1|general>", "see the page or https://b.example in general"),
        ("<!here> <!subteam^S1|@team> who?", "who?"),
        ("dzieci 👧🏽 الطفل 子供 é", "dzieci 👧🏽 الطفل 子供 é"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
    ],
    ids=["mentions", "escaped", "links", "groups", "unicode", "mail"],
)  # fmt: skip
def test_the_assistant_reads_what_the_person_typed(here, slack, typed, asked):
    here.event(direct(typed))
    shown = slack.got(1)[0][1]["text"].split("\n")[0]
    assert shown == "asked=" + asked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_half_a_character_does_no_harm(here, slack):
    here.event(direct("caf\ud800e"))
    assert said(slack.got(1)[0][1])["asked"] == "caf?e"


def test_a_mention_without_words_gets_help(here, slack):
    here.event(mention(""))
    assert said(slack.got(1)[0][1])["asked"] == "help"
    here.command(command(slack, "  "))
    assert said(slack.got(2)[1][1])["asked"] == "help"


def test_a_picture_alone_is_told_that_words_are_needed(here, slack):
    here.event(direct("", subtype="file_share", files=[{"id": "F1"}]))
    assert "only read words" in slack.got(1)[0][1]["text"]


def test_forty_thousand_characters_are_answered(here, slack):
    for text in ("child " * 6667, "👧" * 40_000, "x" * 40_000):
        slack.clear()
        assert here.event(direct(text))[0] == 200
        assert "asked=" in slack.got(1)[0][1]["text"]


def test_the_command_is_answered_privately_with_a_button_to_share(here, slack):
    fields = command(slack, "quote")
    assert here.command(fields) == (200, b"")
    ((path, call),) = slack.got(1)
    assert slack.url + path == fields["response_url"]
    assert call["response_type"] == "ephemeral"
    assert [e["text"]["text"] for e in call["blocks"][-1]["elements"]] == ["Helpful", "Not helpful", "Share in channel"]


def test_an_answer_in_public_has_no_button_to_share(here, slack):
    here.event(mention("quote"))
    assert "share" not in json.dumps(slack.got(1)[0][1]["blocks"])


def test_the_shortcut_answers_privately_about_the_message(here, slack):
    assert here.interaction(shortcut(slack, "He has bruises &amp; hides"))[0] == 200
    ((path, call),) = slack.got(1)
    assert path.startswith("/app/")
    assert call["response_type"] == "ephemeral"
    assert call["text"].startswith("asked=He has bruises &amp; hides")


def test_the_shortcut_on_a_message_without_words_says_so(here, slack):
    here.interaction(shortcut(slack, ""))
    assert "no words" in slack.got(1)[0][1]["text"]


@pytest.mark.parametrize("text", ["boom", "hang", "silence"])
def test_an_assistant_that_fails_says_so(here, slack, text):
    here.event(direct(text))
    call = slack.got(1)[0][1]
    assert "Something went wrong here" in call["text"]
    assert "999" in call["text"]
    assert "machine room" not in json.dumps(call)


def test_quoted_text_pings_nobody(here, slack):
    here.event(mention("quote"))
    call = slack.got(1)[0][1]
    for text in (*kit.marked(call["blocks"]), call["text"]):
        assert not any(sign in text for sign in ("<!", "<@", "<http"))
    shown = "".join(kit.texts(call["blocks"])).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert f"“{QUOTE}”" in shown
    assert all(e.get("verbatim") for b in call["blocks"] if b["type"] == "section" for e in [b["text"]])


def test_an_answer_too_long_for_a_message_names_what_it_leaves_out(here, slack):
    here.event(direct("long"))
    call = slack.got(1)[0][1]
    shown = "\n".join(kit.texts(call["blocks"]))
    whole = shown.count("“word word")
    assert 10 < whole < 60
    assert f"no room here for {60 - whole} more clauses: annex {whole};" in shown
    assert shown.count("word ”") + shown.count("word”") == whole


# --- each once -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reason", ["http_timeout", "http_error", "connection_failed", "ssl_error", "unknown_error", ""]
)
def test_an_event_that_slack_sends_again_is_acknowledged_and_answered_once(both, slack, reason):
    body = json.dumps(envelope(mention("once"))).encode()
    assert both[0].event(body)[0] == 200
    for number, caller in (("1", both[0]), ("2", both[1]), ("3", both[0])):
        assert caller.event(body, **{"X-Slack-Retry-Num": number, "X-Slack-Retry-Reason": reason}) == (200, b"")
    settled(both[1], slack)
    assert len(settled(both[0], slack)) == 2, "the answer and the other process's mark"


def test_a_first_delivery_that_got_lost_is_answered_at_the_second(here, slack):
    here.event(direct("late"), **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
    assert said(slack.got(1)[0][1])["asked"] == "late"


def test_a_captured_request_is_not_answered_twice_by_any_process(both, slack):
    requests = (
        (json.dumps(envelope(direct("captured"))).encode(), "application/json"),
        (kit.form(command(slack, "captured")), kit.FORM),
        (kit.payload(shortcut(slack, "captured")), kit.FORM),
        (kit.payload(on_home({"type": "button", "action_id": "example:0", "block_id": "examples", "value": "captured"})), kit.FORM),
    )  # fmt: skip
    for number, (body, kind) in enumerate(requests, 1):
        heads = headers(body, kind)
        assert both[0].raw(body, heads)[0] == 200
        slack.got(number)
        for caller in both:
            assert caller.raw(body, heads)[0] == 409
        # Said to be a retry, which the signature does not cover: acknowledged at most, never answered.
        assert both[1].raw(body, {**heads, "X-Slack-Retry-Num": "1"})[0] in (200, 409)
    settled(both[1], slack)
    assert len([c for _, c in slack.calls if "captured" in c["text"].split("\n")[0]]) == 4


def test_the_same_question_asked_twice_is_answered_twice(here, slack):
    here.event(direct("again"))
    here.event(direct("again"))
    assert [said(call)["asked"] for _, call in slack.got(2)] == ["again", "again"]


def test_events_out_of_order_are_each_answered(here, slack):
    older, newer = envelope(direct("older")), envelope(direct("newer"))
    for event in (newer, older):
        assert here.event(json.dumps(event).encode())[0] == 200
    assert {said(call)["asked"] for _, call in slack.got(2)} == {"newer", "older"}


def test_a_burst_over_two_processes_is_answered_once_each(both, slack):
    bodies = [json.dumps(envelope(mention(f"burst {n}", user=f"U{n % 7}"))).encode() for n in range(40)]
    for number, body in enumerate(bodies * 2):
        again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"} if number >= 40 else {}
        assert both[number % 2 if number < 40 else 1 - number % 2].event(body, **again)[0] == 200
    settled(both[0], slack)
    settled(both[1], slack)
    asked = [said(call)["asked"] for _, call in slack.calls]
    assert sorted(a for a in asked if a.startswith("burst")) == sorted(f"burst {n}" for n in range(40))


# --- what is no concern of ours --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [
        mention("x", bot_id="B1", user=kit.BOT),
        {**mention("x"), "user": None, "bot_id": "B1", "subtype": "bot_message"},
        direct("x", bot_id="B1"),
        direct("x", bot_profile={"id": "B1"}),
        direct("x", subtype="message_changed", message={"text": "x", "user": kit.ALICE}, hidden=True),
        direct("x", subtype="message_deleted", deleted_ts="1.1"),
        direct("x", subtype="channel_join"),
        direct("x", edited={"user": kit.ALICE, "ts": "1.1"}),
        mention("x", edited={"user": kit.ALICE, "ts": "1.1"}),
        direct("x", user="USLACKBOT"),
        {**direct("x"), "channel_type": "channel"},
        {**direct("x"), "channel_type": "mpim"},
        mention("x", channel=kit.DIRECT),
        {"type": "reaction_added", "user": kit.ALICE, "reaction": "eyes"},
        {"type": "app_home_opened", "user": kit.ALICE, "tab": "messages", "channel": kit.DIRECT},
        {"type": "a_new_kind", "strange": [1, {"x": None}]},
        {},
    ],
    ids=lambda e: f"{e.get('type')} {e.get('subtype', '')} {e.get('channel_type', '')}",
)  # fmt: skip
def test_what_nobody_asked_is_acknowledged_and_not_answered(here, slack, event):
    assert here.event(event) == (200, b"")
    assert settled(here, slack) == []


@pytest.mark.parametrize("kind", ["view_submission", "view_closed", "shortcut", "block_suggestion", "a_new_kind"])
def test_interactions_of_other_kinds_are_acknowledged(here, slack, kind):
    assert here.interaction({"type": kind, "user": {"id": kit.ALICE}, "trigger_id": "1.2.3"}) == (200, b"")
    assert settled(here, slack) == []


def test_other_commands_and_other_outer_events_are_acknowledged(here, slack):
    assert here.command(command(slack, "x", command="/other"))[0] == 200
    assert (
        here.event(json.dumps({"type": "app_rate_limited", "team_id": kit.TEAM, "minute_rate_limited": 1}).encode())[0]
        == 200
    )
    assert here.command({"ssl_check": "1", "token": "x"})[0] == 200
    assert settled(here, slack) == []


def test_the_address_is_verified_by_its_challenge(here):
    body = json.dumps({"token": "x", "challenge": "3eZbrw1aB", "type": "url_verification"}).encode()
    status, answer = here.raw(body, headers(body, "application/json; charset=utf-8"))
    assert (status, json.loads(answer)) == (200, {"challenge": "3eZbrw1aB"})
    assert here.raw(body, headers(body, secret="another"))[0] == 401


# --- abuse -----------------------------------------------------------------------------------------------------------

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
        headers(BODY, at=time.time() + 400),
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


# --- Slack does not take it ------------------------------------------------------------------------------------------

JSON = {"Content-Type": "application/json"}
DOWN = (500, {"Content-Type": "text/html"}, b"<h1>down</h1>")


def test_an_answer_waits_as_long_as_slack_asks(here, slack):
    slack.plan = [(429, {**JSON, "Retry-After": "1"}, b'{"ok": false, "error": "ratelimited"}')]
    here.event(direct("patience"))
    assert said(slack.got(1)[0][1])["asked"] == "patience"
    assert slack.planned == [POST]


def test_a_server_error_is_tried_again_within_bounds(here, slack):
    slack.plan = [DOWN]
    here.event(direct("again"))
    assert said(slack.got(1)[0][1])["asked"] == "again"
    slack.clear()
    slack.plan = [DOWN] * 3
    here.event(direct("given up"))
    slack.until(lambda: len(slack.planned) == 3)
    assert settled(here, slack) == []


def test_a_wait_longer_than_anybody_waits_is_not_waited_for(here, slack):
    slack.plan = [(429, {**JSON, "Retry-After": "3600"}, b'{"ok": false, "error": "ratelimited"}')]
    here.event(direct("never"))
    assert settled(here, slack) == []


@pytest.mark.parametrize("word", ["invalid_blocks", "msg_blocks_too_long"])
def test_blocks_that_slack_refuses_are_sent_as_text(here, service, word):
    service.clear()
    service.plan = [(200, JSON, json.dumps({"ok": False, "error": word}).encode())]
    here.event(direct("plain"))
    service.until(lambda: service.wrong)  # the mock wants blocks: the second call has none
    assert service.wrong == [f"{POST}: KeyError('blocks')"]
    service.clear()


def test_what_fails_is_logged_without_text_or_token(here, slack, desk):
    slack.plan = [(200, JSON, b'{"ok": false, "error": "channel_not_found"}')]
    here.event(direct("words that stay private"))
    slack.until(lambda: "channel_not_found" in (desk / f"log-{here.port}").read_text())
    log = (desk / f"log-{here.port}").read_text()
    for private in ("words that stay private", kit.TOKEN, kit.SECRET, kit.ALICE):
        assert private not in log


# --- buttons and menus -----------------------------------------------------------------------------------------------


def buttons(call: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """The elements of a message with the ids of their blocks."""
    return [
        (element, block["block_id"])
        for block in call["blocks"]
        for element in (
            *(block["elements"] if block["type"] == "actions" else ()),
            *filter(None, [block.get("accessory")]),
        )
    ]


def find(call: dict[str, Any], text: str) -> tuple[dict[str, Any], str]:
    return next((e, b) for e, b in buttons(call) if text in json.dumps(e))


def test_a_choice_is_a_message_in_the_same_conversation_and_thread(here, slack):
    thread = "1515449000.000009"
    here.event(mention("x", thread_ts=thread))
    slack.got(1)
    here.event(mention("which", thread_ts=thread))
    (_, first), (_, asked) = slack.got(2)
    here.interaction(pressed(slack, *find(asked, "Dudley"), thread=thread))
    path, call = slack.got(3)[2]
    assert (path, call["channel"], call["thread_ts"]) == (POST, kit.CHANNEL, thread)
    assert said(call)["asked"] == "Dudley"
    assert said(call)["in"] == said(first)["in"]
    assert "Chosen: Dudley" in "\n".join(kit.texts(call["blocks"]))


def test_who_chooses_for_another_stays_who_they_are(here, slack):
    here.event(direct("I am in Dudley"))
    slack.got(1)
    here.event(mention("which"))
    asked = slack.got(2)[1][1]
    here.interaction(pressed(slack, *find(asked, "Kent"), user="U0CAROL00"))
    assert said(slack.got(3)[2][1])["by"] == "None/None"


def test_a_choice_in_a_direct_message_is_answered_there(here, slack):
    here.event(direct("which"))
    here.interaction(pressed(slack, *find(slack.got(1)[0][1], "Kent"), channel=kit.DIRECT, thread=None))
    call = slack.got(2)[1][1]
    assert call["channel"] == kit.DIRECT
    assert "thread_ts" not in call


def test_a_choice_in_private_replaces_the_question_and_stays_private(here, slack):
    here.command(command(slack, "which"))
    asked = slack.got(1)[0][1]
    assert "share" not in json.dumps(asked["blocks"]), "a question back is not worth sharing"
    action = pressed(slack, *find(asked, "Kent"), ephemeral=True, thread=None)
    here.interaction(action)
    path, call = slack.got(2)[1]
    assert slack.url + path == action["response_url"]
    assert (call["response_type"], call["replace_original"]) == ("ephemeral", True)
    assert find(call, "Share in channel")


def test_a_menu_asks_about_the_clause(here, slack):
    here.event(mention("quote"))
    here.interaction(pressed(slack, *find(slack.got(1)[0][1], "How old")))
    assert said(slack.got(2)[1][1])["asked"] == "how old is the document kent-dcs-2011?"


def test_where_the_app_may_not_write_the_answer_is_private(here, slack):
    here.event(mention("which"))
    asked = slack.got(1)[0][1]
    slack.plan = [(200, JSON, b'{"ok": false, "error": "not_in_channel"}')]
    here.interaction(pressed(slack, *find(asked, "Kent")))
    path, call = slack.got(2)[1]
    assert path.startswith("/actions/")
    assert call["response_type"] == "ephemeral"


def test_sharing_shows_the_answer_to_the_channel_once_and_takes_the_private_one_away(here, slack):
    here.command(command(slack, "quote"))
    private = slack.got(1)[0][1]
    for _ in range(2):
        assert (
            here.interaction(pressed(slack, *find(private, "Share in channel"), ephemeral=True, thread=None))[0] == 200
        )
    shared, withdrawn = [call for _, call in slack.got(3)[1:]]
    assert shared["response_type"] == "in_channel"
    assert f"Shared by <@{kit.ALICE}>" in "\n".join(kit.texts(shared["blocks"]))
    assert "Share in channel" not in json.dumps(shared)
    assert withdrawn == {"delete_original": True}
    assert len(settled(here, slack)) == 3


def test_what_cannot_be_shared_any_more_says_so(both, slack):
    both[0].command(command(slack, "quote"))
    private = slack.got(1)[0][1]
    both[1].interaction(pressed(slack, *find(private, "Share in channel"), ephemeral=True, thread=None))
    call = slack.got(2)[1][1]
    assert "no longer have this answer" in call["text"]
    assert call["response_type"] == "ephemeral"


def test_feedback_is_counted_once_for_a_person_and_a_message(here, slack, desk):
    here.event(mention("quote"))
    call = slack.got(1)[0][1]
    with sqlite3.connect(desk / "desk.db") as connection:
        before = connection.execute("select count(*) from feedback").fetchone()[0]
        for user, text in ((kit.ALICE, "Helpful"), (kit.ALICE, "Not helpful"), (kit.BOB, "Not helpful")):
            action = pressed(slack, *find(call, f'"{text}"'), user=user)
            action["container"]["message_ts"] = "1515449522.000099"
            here.interaction(action)
        thanks = slack.got(4)[1:]
        rows = connection.execute("select channel, status, clauses, helpful from feedback order by id").fetchall()[
            before:
        ]
    assert [c["response_type"] for _, c in thanks] == ["ephemeral"] * 3
    assert rows == [("slack", "answered", '["kent-dcs-2011/CDCC 2"]', helpful) for helpful in (1, 0)]


@pytest.mark.parametrize("value", ["", "null", "[]", "{", '{"status": "x", "clauses": []}', '{"status": ["answered"], "clauses": []}', '{"status": "answered", "clauses": [1]}'])  # fmt: skip
def test_feedback_of_another_shape_is_not_counted(here, slack, desk, value):
    element = {
        "type": "button",
        "action_id": "helpful",
        "value": value,
        "text": {"type": "plain_text", "text": "Helpful"},
    }
    assert here.interaction(pressed(slack, element, "about"))[0] == 200
    slack.got(1)
    with sqlite3.connect(desk / "desk.db") as connection:
        assert not connection.execute("select count(*) from feedback where status not in ('answered')").fetchone()[0]


@pytest.mark.parametrize(
    "block", ["", "choices", "choices:short:0", "choices:" + "x" * 41 + ":0", "choices:" + "/" * 40 + ":0"]
)
def test_a_button_that_is_not_ours_is_left_alone(here, slack, block):
    element = {
        "type": "button",
        "action_id": "choose:1",
        "value": "Kent",
        "text": {"type": "plain_text", "text": "Kent"},
    }
    assert here.interaction(pressed(slack, element, block))[0] == 200
    assert here.interaction(pressed(slack, {**element, "action_id": "other"}, block))[0] == 200
    assert settled(here, slack) == []


# --- the home tab ----------------------------------------------------------------------------------------------------


def opened(user: str = kit.ALICE) -> dict[str, Any]:
    return {"type": "app_home_opened", "user": user, "channel": kit.DIRECT, "tab": "home", "event_ts": kit.stamp()}


def choose(action_id: str, value: str) -> dict[str, Any]:
    option = {"text": {"type": "plain_text", "text": value}, "value": value}
    return on_home({"type": "static_select", "action_id": action_id, "block_id": "profile", "selected_option": option})


def element(view: dict[str, Any], action_id: str) -> dict[str, Any]:
    return next(e for b in view["blocks"] for e in b.get("elements", []) if e.get("action_id") == action_id)


def test_the_home_tab_sets_council_and_role_and_forgets_them(here, slack):
    here.event(opened())
    path, call = slack.got(1)[0]
    assert (path, call["user_id"]) == (PUBLISH, kit.ALICE)
    for number, (interaction, council, role) in enumerate([
        (choose("council", "Leicester"), "Leicester", None), (choose("role", "team-managers"), "Leicester", "team-managers"),
        (choose("council", "Atlantis"), None, "team-managers"), (choose("role", "none"), None, None),
        (choose("council", "Kent"), "Kent", None),
        (on_home({"type": "button", "action_id": "forget", "block_id": "profile", "value": "forget"}), None, None),
    ], 2):  # fmt: skip
        assert here.interaction(interaction)[0] == 200
        view = slack.got(number)[-1][1]["view"]
        assert element(view, "council").get("initial_option", {}).get("value") == council
        assert element(view, "role").get("initial_option", {}).get("value") == role


def test_what_the_home_tab_keeps_is_what_is_answered_for(here, slack):
    here.interaction(choose("council", "Leicester"))
    slack.got(1)
    here.event(mention("x"))
    assert said(slack.got(2)[1][1])["by"] == "Leicester/None"


def test_an_example_is_answered_in_the_direct_message(here, slack):
    here.event(opened())
    example = element(slack.got(1)[0][1]["view"], "example:0")
    here.interaction(on_home({**example, "block_id": "examples"}))
    path, call = slack.got(2)[1]
    assert (path, call["channel"]) == (POST, kit.ALICE)
    assert said(call)["asked"] == example["value"]
    here.event(direct("and?"))
    assert said(slack.got(3)[2][1])["in"] == said(call)["in"]


def test_start_again_speaks_to_the_conversation_of_the_direct_message(here, slack):
    here.event(direct("x"))
    before = slack.got(1)[0][1]
    here.interaction(on_home({"type": "button", "action_id": "again", "block_id": "fresh", "value": "again"}))
    call = slack.got(2)[1][1]
    assert said(call) == {**said(before), "asked": "start again"}
