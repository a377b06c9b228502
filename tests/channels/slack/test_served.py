"""Slack through the whole server: `dutydesk serve` with the trained model and the actions, a mock of Slack beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import checkup, screen
from tests import lessons
from tests.channels.slack import kit
from tests.channels.slack.kit import Caller, Slack, command, direct, envelope, mention, on_home, pressed, shortcut
from tests.judging import golden
from tests.servers import free_port, running


@contextmanager
def started(module: list[str], folder: Path, **environment: str) -> Iterator[Caller]:
    """A server process until its health page answers."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("SLACK_")}
    env |= {**environment, "DUTYDESK_DATA": str(folder)}
    caller = Caller(free_port())
    with running(["-m", *module, str(caller.port)], folder / "log", caller.answers, env):
        yield caller


@pytest.fixture(scope="module")
def service() -> Iterator[Slack]:
    slack = Slack()
    yield slack
    slack.close()


@pytest.fixture(scope="module")
def here(service, tmp_path_factory) -> Iterator[Caller]:
    screen.ready()
    with started(["bot.cli", "serve", "--port"], tmp_path_factory.mktemp("served"), **service.environment()) as caller:
        yield caller


def shown(call: dict) -> str:
    return "\n".join(kit.texts(call["blocks"]))


def test_a_question_and_its_follow_up_in_a_thread(here, slack):
    event = mention("who makes sure referrals are acknowledged in Leicester?")
    here.event(event)
    call = slack.got(1)[0][1]
    assert call["thread_ts"] == event["ts"]
    assert "> “Ensure that referrals are acknowledged.”" in shown(call)
    assert "annex 19.1" in shown(call)
    assert "proposed, 20 April 2009" in shown(call)
    here.event(mention("and in Dudley?", thread_ts=event["ts"]))
    follow_up = slack.got(2)[1][1]
    assert "Dudley (draft, 20 February 2006)" in shown(follow_up)


@pytest.mark.parametrize(
    ("typed", "shown_"),
    [
        ("", "I answer questions about who must do what"),
        ("help", "I answer questions about who must do what"),
        ("🙂", "I could not read a question in that"),
        ("🙂 who makes sure referrals are acknowledged in Leicester? 👍🏽", "annex 19.1"),
        ("who’s responsible for acknowledging “referrals” in Leicester?", "annex 19.1"),
        (f"who makes sure referrals are acknowledged in Leicester? {'please tell me ' * 300}"[:4000], "annex 19.1"),
        ("*who* makes sure `referrals` are acknowledged in _Leicester_?", "annex 19.1"),
        ("<!channel> who makes sure referrals are acknowledged in Leicester? &lt;b&gt;", "annex 19.1"),
    ],
    ids=["nothing", "help", "an emoji", "emoji", "curly quotes", "4,000 characters", "markdown", "markup"],
)
def test_whatever_is_typed_after_the_command_is_answered(here, slack, typed, shown_):
    here.command(command(slack, typed, user_id=f"U{len(typed)}"))
    call = slack.got(1)[0][1]
    assert call["response_type"] == "ephemeral"
    assert shown_ in shown(call)


def test_a_choice_by_its_button(here, slack):
    here.command(command(slack, "what must team managers do?"))
    asked = slack.got(1)[0][1]
    row = next(block for block in asked["blocks"] if block["type"] == "actions")
    button = next(e for e in row["elements"] if e["value"] == "Leicester")
    here.interaction(pressed(slack, button, row["block_id"], ephemeral=True, thread=None))
    answer = slack.got(2)[1][1]
    assert "annex 19.1" in shown(answer)
    assert "Share in channel" in shown(answer)


def test_a_menu_of_a_clause_asks_what_else_its_bearers_must_do(here, slack):
    here.event(mention("who makes sure referrals are acknowledged in Leicester?"))
    block = next(b for b in slack.got(1)[0][1]["blocks"] if "accessory" in b)
    for option in block["accessory"]["options"]:
        here.interaction(pressed(slack, {**block["accessory"], "options": [option]}, block["block_id"]))
    (_, age), (_, rest) = sorted(slack.got(3)[1:], key=lambda one: "annex 19.5" in shown(one[1]))
    assert "Chosen: How old is this document?" in shown(age)
    assert "Chosen: What else must they do?" in shown(rest)
    assert "annex 19.5" in shown(rest)


def test_a_child_in_danger_comes_first(here, slack):
    here.interaction(shortcut(slack, "baby not breathing properly, parents look drunk, what should I do???"))
    call = slack.got(1)[0][1]
    assert "999" in call["blocks"][0]["text"]["text"]
    assert call["text"].startswith("If a child is in danger now, call 999")


def test_the_home_tab_knows_what_was_told(here, slack):
    here.event(direct("I am a councillor in Dudley", user="U0HOME000"))
    slack.got(1)
    here.event({"type": "app_home_opened", "user": "U0HOME000", "channel": kit.DIRECT, "tab": "home"})
    view = slack.got(2)[1][1]["view"]
    assert "You ask as: Councillors, Dudley." in "\n".join(kit.texts(view["blocks"]))
    forget = on_home({"type": "button", "action_id": "forget", "block_id": "profile", "value": "forget"})
    forget["user"]["id"] = "U0HOME000"
    here.interaction(forget)
    assert "I know nothing of you yet." in "\n".join(kit.texts(slack.got(3)[2][1]["view"]["blocks"]))


def test_a_burst_is_acknowledged_and_answered_once_each(here, slack):
    cases = golden()
    events = [mention(cases[n].text, user=f"U{n % 5}") for n in range(40)]
    bodies = [json.dumps(envelope(event)).encode() for event in events]
    with ThreadPoolExecutor(8) as pool:
        statuses = list(
            pool.map(lambda n: (here.event(bodies[n]) if n < 40 else here.again(bodies[n - 40]))[0], range(60))
        )
    assert set(statuses) == {200}
    slack.got(40)
    here.event(direct("hello", user="U0LAST000"))
    slack.until(lambda: any(call["channel"] == kit.DIRECT for _, call in slack.calls))
    threads = [call["thread_ts"] for _, call in slack.calls if call["channel"] == kit.CHANNEL]
    assert sorted(threads) == sorted(event["ts"] for event in events)


def test_without_its_secrets_slack_is_off_and_says_so(tmp_path):
    with started(["tests.channels.slack.server"], tmp_path, SLACK_BOT_TOKEN="xoxb-1") as caller:
        assert json.loads(caller.raw(None, {}, "GET", "/webhooks/slack/")[1]) == {"slack": "off"}
        status, answer = caller.event(direct("x"))
        assert status == 503
        assert "switched off" in json.loads(answer)["error"]
    log = (tmp_path / "log").read_text()
    assert "Slack is off: SLACK_SIGNING_SECRET is not set." in log
    assert "xoxb-1" not in log


def test_a_desk_that_cannot_be_opened_costs_the_profile_and_not_the_answer(tmp_path, slack):
    environment = {**slack.environment(), "DUTYDESK_DATABASE": "sqlite:////dev/null/desk.db"}
    with started(["tests.channels.slack.server"], tmp_path, **environment) as caller:
        assert caller.event(direct("x"))[0] == 200
        assert "asked=x" in slack.got(1)[0][1]["text"]
        slack.clear()
        caller.event({"type": "app_home_opened", "user": "U0HOME000", "channel": kit.DIRECT, "tab": "home"})
        assert "The desk's database cannot be opened" in "\n".join(kit.texts(slack.got(1)[0][1]["view"]["blocks"]))


def test_whoever_was_acknowledged_by_a_server_that_was_killed_is_asked_to_send_it_again(tmp_path, slack):
    env = {**os.environ, **slack.environment(), "DUTYDESK_DATA": str(tmp_path)}
    caller = Caller(free_port())
    serve = (["-m", "tests.channels.slack.server", str(caller.port)], tmp_path / "log", caller.answers, env)
    with running(*serve) as process:
        caller.event(mention("x", ts="1500000000.000001"))
        slack.got(1)
        asked, typed = mention("hang", thread_ts="1500000000.000007"), command(slack, "hang on")
        assert {caller.event(asked)[0], caller.event(direct("and this, please"))[0], caller.command(typed)[0]} == {200}
        process.kill()
        process.wait(10)
    slack.clear()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("desk.db*"))
    assert b"hang" not in kept
    assert b"and this" not in kept
    with running(*serve):
        calls = slack.got(3)
        caller.event(direct("hello", user="U0LAST000"))
        slack.until(lambda: any("asked=hello" in call["text"] for _, call in slack.calls))
        assert len(slack.calls) == 4, "nobody is told twice, and nobody who has an answer"
    assert all("Please send it again" in shown(call) and "999" in shown(call) for _, call in calls)
    told = dict(calls)
    assert [call["thread_ts"] for _, call in calls if call.get("channel") == kit.CHANNEL] == ["1500000000.000007"]
    assert [call["channel"] for _, call in calls if call.get("channel") == kit.DIRECT] == [kit.DIRECT]
    assert typed["response_url"].removeprefix(slack.url) in told
    with running(*serve):
        caller.event(direct("hello", user="U0LAST000"))
        slack.until(lambda: len(slack.calls) == 5)


@pytest.mark.parametrize(
    ("variables", "state", "words"),
    [
        ({}, "missing", "SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-hidden", "SLACK_SIGNING_SECRET": " "}, "missing", "off: SLACK_SIGNING_SECRET not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-hidden", "SLACK_SIGNING_SECRET": "hidden"}, "ok", "on"),
    ],
)  # fmt: skip
def test_doctor_says_which_secret_is_missing_and_shows_none(monkeypatch, variables, state, words):
    for name in ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = next(finding for finding in checkup.findings() if finding.what == "Slack")
    assert found.state == state
    assert words in found.detail
    assert "hidden" not in found.detail


def test_practice_and_scenarios_to_the_clause_in_slack(here, slack):
    """In a direct message, by words and by the buttons as Slack sends them back."""
    posts: list[dict] = []

    def after(sent) -> str:
        sent()
        posts.append(slack.got(len(posts) + 1)[-1][1])
        return shown(posts[-1])

    def say(text: str) -> str:
        return after(lambda: here.event(direct(text, user=kit.BOB)))

    def press(start: str) -> str:
        rows = [block for block in posts[-1]["blocks"] if block["type"] == "actions"]
        row, button = next((row, e) for row in rows for e in row["elements"] if e.get("value", "").startswith(start))
        used = pressed(slack, button, row["block_id"], user=kit.BOB, channel=kit.DIRECT, thread=None)
        return after(lambda: here.interaction(used))

    lessons.practised(say, press)
