"""The Slack channel from outside: what Slack sends, over HTTP, to two processes that share a desk; each question answered
once and in its place."""

from __future__ import annotations

import json
import sqlite3

import pytest

from tests.channels.slack import kit
from tests.channels.slack.conftest import said, settled
from tests.channels.slack.kit import (
    JSON,
    POST,
    Slack,
    command,
    direct,
    envelope,
    headers,
    mention,
    on_home,
    shortcut,
)
from tests.channels.slack.server import QUOTE

# --- questions ---------------------------------------------------------------------------------------------------------


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
        ("dzieci 👧🏽 الطفل 子供 é", "dzieci الطفل 子供 é"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        (":wave::skin-tone-3: who chairs :pray:? :+1:", "who chairs ?"),
        ("at 10:30:45, see a:b:c or Leicester:annex:19", "at 10:30:45, see a:b:c or Leicester:annex:19"),
    ],
    ids=["mentions", "escaped", "links", "groups", "unicode", "mail", "emoji", "colons"],
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
    call = slack.got(2)[1][1]
    assert said(call)["asked"] == "help"
    assert "You asked" not in json.dumps(call), "nothing was"


def test_a_picture_alone_is_told_that_words_are_needed(here, slack):
    here.event(direct("", subtype="file_share", files=[{"id": "F1"}]))
    told = slack.got(1)[0][1]["text"]
    assert "only read words" in told
    assert "call 999" in told, "a picture may show why"


def test_tears_alone_are_no_goodbye(here, slack):
    here.event(direct(":sob: :pray::skin-tone-2:"))
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
    assert [e["text"]["text"] for e in call["blocks"][-1]["elements"]] == [
        "This helped",
        "This did not help",
        "Share in channel",
    ]


def test_the_command_shows_what_was_asked_and_no_more_than_its_beginning(here, slack):
    here.command(command(slack, "who? <@U1> & " + "x" * 9000))
    line = slack.got(1)[0][1]["blocks"][0]
    assert line["type"] == "context"
    assert line["elements"][0]["text"].startswith("You asked: who? &amp; xxx")
    assert len(line["elements"][0]["text"]) < 250


def test_an_apology_is_neither_judged_nor_shared(here, slack):
    here.command(command(slack, "boom"))
    blocks = slack.got(1)[0][1]["blocks"]
    assert "Something went wrong here" in json.dumps(blocks)
    assert not any(block["type"] == "actions" for block in blocks)


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


# --- each once ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reason", ["http_timeout", "http_error", "connection_failed", "ssl_error", "unknown_error", ""]
)
def test_an_event_that_slack_sends_again_is_acknowledged_and_answered_once(both, slack, reason):
    body = json.dumps(envelope(mention("once"))).encode()
    assert both[0].event(body)[0] == 200
    for number, caller in ((1, both[0]), (2, both[1]), (3, both[0])):
        assert caller.again(body, number, reason) == (200, b"")
    settled(both[1], slack)
    assert len(settled(both[0], slack)) == 2, "the answer and the other process's mark"


def test_a_first_delivery_that_got_lost_is_answered_at_the_second(here, slack):
    here.again(json.dumps(envelope(direct("late"))).encode())
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
        # Said to be a retry, which the signature does not cover.
        assert both[1].raw(body, {**heads, "X-Slack-Retry-Num": "1"})[0] == 409
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
    for number, body in enumerate(bodies):
        assert both[number % 2].event(body)[0] == 200
    for number, body in enumerate(bodies):
        assert both[1 - number % 2].again(body)[0] == 200
    settled(both[0], slack)
    settled(both[1], slack)
    asked = [said(call)["asked"] for _, call in slack.calls]
    assert sorted(a for a in asked if a.startswith("burst")) == sorted(f"burst {n}" for n in range(40))


# --- what is no concern of ours ----------------------------------------------------------------------------------------


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


# --- Slack does not take it --------------------------------------------------------------------------------------------

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
    slack.until(lambda: slack.planned)  # else the reply to the next message meets the refusal
    assert settled(here, slack) == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_answer_is_never_carried_on_to_another_address(here, slack, status):
    other = Slack()
    try:
        for send in (lambda: here.event(direct("quote")), lambda: here.command(command(slack, "quote"))):
            slack.plan = [(status, {"Location": f"{other.url}/stolen"}, b"")] * 5
            before = len(slack.planned)
            assert send()[0] == 200
            slack.until(lambda before=before: len(slack.planned) > before)
            slack.plan.clear()
            settled(here, slack)
        assert (other.calls, other.wrong) == ([], [])
    finally:
        other.close()


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
