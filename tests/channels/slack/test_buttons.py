"""Buttons, menus and the home tab of the Slack channel, as they come back from Slack."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from bot.rendering.wording import THANKS
from tests.channels.slack import kit
from tests.channels.slack.conftest import said, settled
from tests.channels.slack.kit import (
    JSON,
    POST,
    PUBLISH,
    command,
    direct,
    mention,
    on_home,
    pressed,
)

# --- buttons and menus -------------------------------------------------------------------------------------------------


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
    assert "You asked" not in json.dumps(shared), "the question stays private"
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
        for user, text in (
            (kit.ALICE, "This helped"),
            (kit.ALICE, "This did not help"),
            (kit.BOB, "This did not help"),
        ):
            action = pressed(slack, *find(call, f'"{text}"'), user=user)
            action["container"]["message_ts"] = "1515449522.000099"
            here.interaction(action)
        thanks = slack.got(4)[1:]
        rows = connection.execute("select channel, status, clauses, helpful from feedback order by id").fetchall()[
            before:
        ]
    assert [c["response_type"] for _, c in thanks] == ["ephemeral"] * 3
    assert sorted(c["text"] for _, c in thanks) == sorted([THANKS[True], THANKS[False], THANKS[False]])
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


# --- the home tab ------------------------------------------------------------------------------------------------------


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
    assert "You have not begun anything yet." in " ".join(kit.texts(call["view"]["blocks"]))
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
