"""A conversation in Teams from outside: activities as Teams sends them in, cards as the connector takes them out."""

from __future__ import annotations

import json

import pytest

from bot.rendering.wording import NO_WORDS, NOT_KEPT
from desk import database
from desk.feedback import Feedback
from desk.people import People, person
from knowledge.questions import Profile
from tests.channels.teams.conftest import QUOTE
from tests.channels.teams.kit import (
    BOT,
    GROUP,
    JO,
    SAM,
    TENANT,
    THREAD,
    activity,
    card,
    mentioned,
    message,
    nothing_more,
    personal,
    pressed,
    said,
    token,
    words,
)  # fmt: skip
from tests.channels.teams.server import sent

# --- what is said ----------------------------------------------------------------------------------------------------


def test_a_message_in_a_personal_chat_is_answered_by_one_card(talk, chat):
    asked = message(talk.base, "the clause please", **personal(chat))
    assert talk(asked) == 200
    (answer,) = talk.services.answers(chat)
    assert answer["replyToId"] == asked["id"]
    assert (answer["from"]["id"], answer["recipient"]["id"]) == (BOT["id"], JO["id"])
    assert answer["summary"] == "A councillor."
    assert answer["attachments"][0]["content"]["version"] == "1.5"
    assert "text" not in answer
    shown = words(card(answer))
    assert f"“{QUOTE}”" in shown
    assert "— All Councillors 1, Summary, Dudley" in shown
    assert "(draft, 20 February 2006)" in shown
    assert "entities" not in answer
    assert len(talk.services.answers(chat, kind="typing")) == 1
    nothing_more(talk, chat, 1)


def test_the_answer_comes_after_the_acknowledgement(talk, chat):
    assert talk(message(talk.base, "slow", **personal(chat))) == 200
    assert not [b for _, b in talk.services.sent if b["type"] == "message" and b["conversation"]["id"] == chat]
    assert talk.services.answers(chat)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("<at>Dutydesk</at> who chairs?", "who chairs?"),
        ("<at>Dutydesk</at>&nbsp;who\xa0chairs?\n", "who chairs?"),
        ("who chairs, <at>Dutydesk</at>?", "who chairs,  ?"),
        ("<at>dutydesk </at>who chairs?", "who chairs?"),
        ("<at>Dutydesk</at> is <at>Sam Lee</at> the chair?", "is  Sam Lee  the chair?"),
        ('<at id="0">Dutydesk</at> who chairs?', "who chairs?"),
        ("<at>Dutydesk</at> costs &lt; 5 &amp; more", "costs < 5 & more"),
        ("<at>" * 2000 + "who chairs?", None),
        ("half an emoji \ud83d", "half an emoji ?"),
    ],
)
def test_mentions_of_the_bot_are_no_part_of_the_question(talk, chat, text, understood):
    body = message(talk.base, text, entities=[{"type": "mention", "mentioned": BOT, "text": "<at>Dutydesk</at>"}, 7, {"type": "mention"},
                   {"type": "mention", "mentioned": SAM, "text": "<at>Sam Lee</at>"}], **personal(chat))  # fmt: skip
    assert talk(body) == 200
    (answer,) = talk.services.answers(chat)
    if understood:
        assert " ".join(said(answer).split()) == " ".join(understood.split())


def test_words_that_came_as_html_only_are_read(talk, chat):
    html = ('<div><span itemtype="http://schema.skype.com/Mention" itemid="0">Dutydesk</span>&nbsp;who <b>ch</b>airs'
            "<br>the panel?<script>alert(1)</script></div>")  # fmt: skip
    attachments = ["x", {"contentType": "image/png"}, {"contentType": "text/html", "content": html}]
    assert talk(message(talk.base, None, attachments=attachments, **personal(chat))) == 200
    assert said(talk.services.answers(chat)[0]) == "who chairs the panel?"


@pytest.mark.parametrize("odd", ["<![x[ ", "<![if !supportLists]>", "<![CDATA[", "<!DOCTYPE [<!ENTITY a 'x'>]> ", "<!-- ", "<? ", "<!ELEMENT br EMPTY>"])  # fmt: skip
def test_html_of_any_form_is_answered_and_never_with_silence(talk, chat, odd):
    attachments = [{"contentType": "text/html", "content": f"<p>who chairs{odd}the panel?</p>"}]
    assert talk(message(talk.base, None, attachments=attachments, **personal(chat))) == 200
    assert talk.services.answers(chat)


def test_a_forwarded_message_that_came_as_html_is_read_with_what_was_written_above_it(talk, chat):
    html = ("<p>whose job is this?</p><blockquote itemscope><style>p {color: red}</style><p>Referral&nbsp;of&nbsp;Monday:</p>"
            "<ul><li>not acknowledged</li><li>no call</li></ul><table><tr><td>a</td><td>b</td></tr></table></blockquote>")  # fmt: skip
    forwarded = [{"contentType": "forwardedMessageReference", "content": "{}"}, {"contentType": "text/html", "content": html}]  # fmt: skip
    assert talk(message(talk.base, "\r\n", attachments=forwarded, **personal(chat))) == 200
    read = said(talk.services.answers(chat)[0])
    assert " ".join(read.split()) == "whose job is this? Referral of Monday: not acknowledged no call a b"


@pytest.mark.parametrize("what", [{"text": "<at>Dutydesk</at>"}, {"text": "  \n"}, {"text": None, "attachments": [{"contentType": "text/html", "content": "<p>&nbsp;</p>"}]}],
                         ids=["only a mention", "blank", "blank HTML"])  # fmt: skip
def test_without_words_the_bot_says_what_it_can(talk, chat, what):
    assert talk(message(talk.base, **{**what, **personal(chat)})) == 200
    (answer,) = talk.services.answers(chat)
    assert "Ask me who must do what" in words(card(answer))
    assert "call 999" in words(card(answer))


def test_to_a_picture_without_words_the_bot_says_that_it_reads_words(talk, chat):
    assert talk(message(talk.base, None, attachments=[{"contentType": "image/gif"}], **personal(chat))) == 200
    (answer,) = talk.services.answers(chat)
    assert NO_WORDS in words(card(answer))


# --- once --------------------------------------------------------------------------------------------------------------


def test_an_activity_that_is_sent_again_is_answered_once(talk, chat):
    body = message(talk.base, **personal(chat))
    assert [talk(body) for _ in range(4)] == [200] * 4
    nothing_more(talk, chat, 1)
    assert talk(message(talk.base, **personal(chat))) == 200
    assert talk.services.answers(chat, 2)


def test_the_same_id_in_another_conversation_is_another_message(talk, chat):
    for name in (chat, f"{chat}-2"):
        assert talk(message(talk.base, id="f:same", **personal(name))) == 200
        assert talk.services.answers(name)


# --- where -------------------------------------------------------------------------------------------------------------


def test_in_a_channel_the_answer_goes_to_the_thread(talk):
    asked = mentioned(talk.base, "who chairs?")
    assert talk(asked) == 200
    answer = talk.services.answers(THREAD)[-1]
    assert answer["replyToId"] == asked["id"]
    assert said(answer) == "who chairs?"
    assert not [b for _, b in talk.services.sent if b["type"] == "typing" and b["conversation"]["id"] == THREAD], (
        "channels show none"
    )


def test_in_a_group_and_a_channel_only_what_mentions_the_bot_is_answered(talk):
    before = len(talk.services.sent)
    for conversation in (THREAD, GROUP):
        unasked = mentioned(talk.base, "lunch?", conversation) | {"text": "lunch?", "entities": [
            {"type": "mention", "mentioned": SAM, "text": "<at>Sam Lee</at>"}]}  # fmt: skip
        assert talk(unasked) == 200
    nothing_more(talk, "a:none", 0)
    assert len(talk.services.sent) == before + 2, "the typing and the answer of the check itself"
    assert talk(mentioned(talk.base, "who chairs?", GROUP)) == 200
    assert said(talk.services.answers(GROUP)[-1]) == "who chairs?"
    assert talk.services.answers(GROUP, kind="typing")


def test_each_person_has_a_conversation_of_their_own_in_each_chat_and_thread(talk):
    other = THREAD.replace("1481567603816", "1481567609999")
    asked = [mentioned(talk.base, "x"), mentioned(talk.base, "x", **{"from": SAM}), mentioned(talk.base, "x", GROUP),
             {**mentioned(talk.base, "x"), "conversation": {"conversationType": "channel", "tenantId": TENANT, "id": other}},
             mentioned(talk.base, "x")]  # fmt: skip
    senders = []
    for body in asked:
        before = len(talk.services.answers(body["conversation"]["id"], 0))
        assert talk(body) == 200
        senders.append(words(card(talk.services.answers(body["conversation"]["id"], before + 1)[-1])).rsplit(" [")[1])
    assert len(set(senders)) == 4
    assert senders[0] == senders[4]
    for name in (JO["id"], JO["aadObjectId"], "19:", "a:"):
        assert not any(name in sender for sender in senders), "a conversation's name must not tell who is in it"


def test_a_profile_goes_with_the_person_into_every_chat(talk, chat):
    assert talk(message(talk.base, "my clause", **personal(chat))) == 200
    assert talk.services.answers(chat)
    kept = People(database.opened()).profile(person("teams", TENANT, JO["aadObjectId"]))
    assert kept == Profile(council="Dudley")
    assert People(database.opened()).profile(person("teams", TENANT, SAM["aadObjectId"])) == Profile()


def test_who_removes_the_bot_is_forgotten(talk, chat):
    who = {"id": "29:leaving", "aadObjectId": "leaving"}
    people, name = People(database.opened()), person("teams", TENANT, "leaving")
    people.note(name, Profile(council="Kent"))
    assert talk(activity(talk.base, "installationUpdate", action="remove", **{"from": who}, **personal(chat))) == 200
    nothing_more(talk, chat, 0)
    assert people.profile(name) == Profile()


# --- buttons -----------------------------------------------------------------------------------------------------------


def actions(body):
    return [a for part in card(body)["body"] if part["type"] == "ActionSet" for a in part["actions"]]


def test_a_choice_is_asked_as_if_it_had_been_typed(talk, chat):
    assert talk(message(talk.base, "which?", **personal(chat))) == 200
    buttons = actions(talk.services.answers(chat)[0])
    assert [b["title"] for b in buttons] == ["Dudley", "Kent"]
    data = buttons[1]["data"]
    assert data["msteams"] == {"type": "messageBack", "displayText": "Kent", "text": "in Kent"}
    assert talk(pressed(talk.base, data, text="in Kent", **personal(chat))) == 200
    assert said(talk.services.answers(chat, 2)[1]) == "in Kent"
    assert talk(pressed(talk.base, json.dumps({"choice": "in Dudley"}), **personal(chat))) == 200
    assert said(talk.services.answers(chat, 3)[2]) == "in Dudley"


def test_a_button_in_a_channel_needs_no_mention(talk):
    where = {"conversation": {"conversationType": "channel", "isGroup": True, "tenantId": TENANT, "id": f"{THREAD}2"}}
    assert talk(pressed(talk.base, {"choice": "in Kent"}, **where)) == 200
    assert said(talk.services.answers(f"{THREAD}2")[0]) == "in Kent"


def test_a_choice_is_for_the_person_who_asked(talk):
    where = f"{GROUP}-choice"
    assert talk(mentioned(talk.base, "which?", where)) == 200
    kent = actions(talk.services.answers(where)[0])[1]["data"]
    place = {"conversation": {"conversationType": "groupChat", "tenantId": TENANT, "id": where}}
    assert talk(pressed(talk.base, kent, **{"from": SAM}, **place)) == 200
    assert "Somebody else asked this" in words(card(talk.services.answers(where, 2)[1]))
    assert talk(pressed(talk.base, kent, **place)) == 200
    assert said(talk.services.answers(where, 3)[2]) == "in Kent"


@pytest.mark.parametrize("value", [None, 7, [], "x", "[" * 5000, {"choice": 7}, {"choice": ""}, {"choice": ["x"]}, {"other": 1}, {"feedback": 1}],
                         ids=lambda v: str(v)[:20])  # fmt: skip
def test_a_value_that_is_no_choice_leads_to_what_the_bot_can(talk, chat, value):
    assert talk(pressed(talk.base, value, **personal(chat))) == 200
    assert "Ask me who must do what" in words(card(talk.services.answers(chat)[0]))


def test_clauses_are_linked_where_the_pages_can_be_reached(talk, chat, monkeypatch):
    monkeypatch.setenv("DUTYDESK_URL", "https://dutydesk.example.gov.uk")
    assert talk(message(talk.base, "clause", **personal(chat))) == 200
    assert '"https://dutydesk.example.gov.uk/documents/' in json.dumps(card(talk.services.answers(chat)[0]))


def test_a_judgement_is_kept_once_for_each_person_and_answer_and_thanked_for(talk, chat):
    assert talk(message(talk.base, "clause", **personal(chat))) == 200
    helped, did_not, copy = actions(talk.services.answers(chat)[0])
    assert (helped["title"], did_not["title"], copy["type"]) == (
        "This helped",
        "This did not help",
        "Action.ToggleVisibility",
    )
    kept = Feedback(database.opened())
    before = kept.counts().get(("teams", False), 0)
    for number in (1, 2):
        assert talk(pressed(talk.base, did_not["data"], **personal(chat))) == 200
        assert "Thank you" in words(card(talk.services.answers(chat, 1 + number)[number]))
    assert kept.counts()[("teams", False)] == before + 1
    assert talk(pressed(talk.base, helped["data"], **{"from": SAM}, **personal(chat))) == 200
    talk.services.answers(chat, 4)
    assert kept.counts()[("teams", True)] >= 1


def test_a_judgement_that_cannot_be_kept_is_said_to_be_lost(talk, chat, monkeypatch):
    assert talk(message(talk.base, "clause", **personal(chat))) == 200
    helped, *_ = actions(talk.services.answers(chat)[0])

    def down(*_):
        raise OSError("no desk")

    monkeypatch.setattr(Feedback, "give", down)
    another = {**SAM, "aadObjectId": "0f7c2c1e-5b1d-4a8e-9a43-6d1f0c2b9e11"}  # who has judged nothing yet
    assert talk(pressed(talk.base, helped["data"], **{"from": another}, **personal(chat))) == 200
    assert NOT_KEPT in words(card(talk.services.answers(chat, 2)[1]))


@pytest.mark.parametrize(
    "judged", [{"helpful": True}, {"helpful": True, "status": "x", "clauses": []}, {"helpful": True, "status": "answered", "clauses": ["Jo is 7"]},
               {"helpful": True, "status": "answered", "clauses": ["a/b"] * 50}, {"helpful": True, "status": "answered", "clauses": "a/b"}],
    ids=str,
)  # fmt: skip
def test_a_judgement_that_is_none_of_ours_is_not_kept(talk, chat, judged):
    before = Feedback(database.opened()).counts()
    assert talk(pressed(talk.base, {"feedback": judged}, **personal(chat))) == 200
    talk.services.answers(chat)
    assert Feedback(database.opened()).counts() == before


# --- other activities --------------------------------------------------------------------------------------------------


def test_who_opens_a_chat_is_welcomed_once(talk, chat):
    for added in ([BOT, JO], [BOT], [JO]):
        assert talk(activity(talk.base, "conversationUpdate", membersAdded=added, **personal(chat))) == 200
    assert talk(activity(talk.base, "installationUpdate", action="add", **personal(chat))) == 200
    (welcome,) = talk.services.answers(chat)
    assert "Ask me who must do what" in words(card(welcome))
    assert "replyToId" not in welcome
    nothing_more(talk, chat, 1)


def test_a_team_is_welcomed_when_the_bot_joins_and_not_with_each_member(talk, chat):
    team = {"conversation": {"conversationType": "channel", "isGroup": True, "tenantId": TENANT, "id": chat}}
    assert talk(activity(talk.base, "conversationUpdate", membersAdded=[SAM], **team)) == 200
    nothing_more(talk, chat, 0)
    assert talk(activity(talk.base, "conversationUpdate", membersAdded=[BOT], **team)) == 200
    assert talk.services.answers(chat)
    assert talk(activity(talk.base, "conversationUpdate", membersRemoved=[SAM], **team)) == 200
    nothing_more(talk, chat, 1)


@pytest.mark.parametrize(
    "kind", ["messageReaction", "typing", "event", "endOfConversation", "messageUpdate", "messageDelete", "trace", "handoff",
             "command", "somethingOfNextYear", "__class__", "MESSAGE"],
)  # fmt: skip
def test_an_authentic_activity_of_another_kind_is_acknowledged(talk, chat, kind):
    assert (
        talk(activity(talk.base, kind, reactionsAdded=[{"type": "like"}], text={"new": "form"}, **personal(chat)))
        == 200
    )
    nothing_more(talk, chat, 0)


@pytest.mark.parametrize(
    "name",
    [
        "task/fetch",
        "composeExtension/query",
        "message/submitAction",
        "signin/verifyState",
        "ofNextYear",
        None,
        7,
        ["x"],
    ],
)
def test_an_invoke_of_any_name_is_acknowledged_with_an_empty_object(talk, chat, name):
    """Anything else than 200 and Teams tells the person that the app cannot be reached."""
    status, body = sent(
        talk.port, activity(talk.base, "invoke", name=name, value={}, **personal(chat)), token(talk.base)
    )
    assert (status, json.loads(body)) == (200, {})
    nothing_more(talk, chat, 0)


def test_a_button_of_the_other_kind_is_answered_in_words(talk, chat):
    value = {"action": {"type": "Action.Execute", "verb": "x", "data": {"choice": "in Kent"}}}
    invoke = activity(talk.base, "invoke", name="adaptiveCard/action", value=value, **personal(chat))
    status, body = sent(talk.port, invoke, token(talk.base))
    answer = json.loads(body)
    assert (status, answer["statusCode"]) == (200, 200)
    assert answer["type"] == "application/vnd.microsoft.activity.message"
    assert "Write your question" in answer["value"]
    nothing_more(talk, chat, 0)


def test_an_invoke_that_is_not_authentic_is_refused(talk, chat):
    invoke = activity(talk.base, "invoke", name="task/fetch", value={}, **personal(chat))
    assert sent(talk.port, invoke, token(talk.base, aud="another"))[0] == 401
    assert sent(talk.port, {**invoke, "serviceUrl": "https://evil.example/"}, token(talk.base))[0] == 403


@pytest.mark.parametrize("who", [BOT, {"id": "28:another-bot", "name": "Other"}], ids=["itself", "another bot"])
def test_what_a_bot_says_is_not_answered(talk, chat, who):
    assert talk(message(talk.base, **{"from": who}, **personal(chat))) == 200
    nothing_more(talk, chat, 0)
