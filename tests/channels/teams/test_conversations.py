"""A conversation in Teams from outside: activities as Teams sends them in, cards as the connector takes them out."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest
import requests

from bot.channels.teams import delivery as delivery_module
from bot.channels.teams.delivery import SingleTenant
from bot.channels.teams.services import Services
from bot.channels.teams.webhook import TeamsInput
from desk import database
from desk.feedback import Feedback
from desk.people import People, person
from knowledge.citations import Citation
from knowledge.outcomes import Answer, Clarification, Option
from knowledge.questions import Profile
from tests.channels.teams.kit import (
    BOT,
    CHAT,
    GROUP,
    JO,
    SAM,
    TENANT,
    THREAD,
    activity,
    mentioned,
    message,
    microsoft,
    pressed,
    token,
    until,
    words,
)  # fmt: skip
from tests.channels.teams.server import SETTINGS, Fixed, Talk, echo, sent, served

QUOTE = "The *Lead* Member [must](https://evil.example) act at once, if <at>all</at> agree."
CITATION = Citation(
    document="dudley-roles-2006", title="Summary", council="Dudley", clause="All Councillors 1", role="Councillors", path=(),
    pieces=(QUOTE,), adjacent=(), quote=QUOTE, spans=((0, 9),), standing="draft", date="20 February 2006",
)  # fmt: skip
ANSWER = Answer(says=("A councillor.",), citations=(CITATION,))
ASKED = Clarification(
    says=("Which?",), options=(Option(label="Dudley", message="in Dudley"), Option(label="Kent", message="in Kent"))
)


async def handle(said):
    """Answers 'clause' with a clause, 'which' with choices, 'slow' after a while, 'fail' not at all, the rest with an echo."""
    if "fail" in said.text:
        raise RuntimeError("the action server is down: secret detail")
    if "slow" in said.text:
        await asyncio.sleep(0.3)
    outcome = ANSWER if "clause" in said.text else ASKED if "which" in said.text else None
    if outcome is None:
        await echo(said)
    else:
        profile = {"profile": {"council": "Dudley", "family": None}} if "my clause" in said.text else {}
        await said.output_channel.send_custom_json(said.sender_id, {**outcome.payload(), **profile})


@pytest.fixture(scope="module")
def service():
    with microsoft() as it:
        yield it


@pytest.fixture(scope="module")
def talk(service):
    with served(TeamsInput(SETTINGS, service.services, Fixed()), handle) as port:
        yield Talk(port, service)


@pytest.fixture
def chat(request):
    """The id of a personal chat of this test's own."""
    return f"a:{request.node.name[:300]}"


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
    html = ('<div><span itemtype="http://schema.skype.com/Mention" itemid="0">Dutydesk</span>&nbsp;who <b>chairs</b>'
            "<br>the panel?<script>alert(1)</script></div>")  # fmt: skip
    attachments = ["x", {"contentType": "image/png"}, {"contentType": "text/html", "content": html}]
    assert talk(message(talk.base, None, attachments=attachments, **personal(chat))) == 200
    assert said(talk.services.answers(chat)[0]).split()[:4] == ["who", "chairs", "the", "panel?"]


@pytest.mark.parametrize("what", [{"text": "<at>Dutydesk</at>"}, {"text": "  \n"}, {"text": None, "attachments": [{"contentType": "image/gif"}]}],
                         ids=["only a mention", "blank", "a picture"])  # fmt: skip
def test_without_words_the_bot_says_what_it_can(talk, chat, what):
    assert talk(message(talk.base, **{**what, **personal(chat)})) == 200
    (answer,) = talk.services.answers(chat)
    assert "Ask me who must do what" in words(card(answer))
    assert "call 999" in words(card(answer))


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
    "name", ["task/fetch", "composeExtension/query", "adaptiveCard/action", "signin/verifyState", None]
)
def test_an_invoke_is_told_that_it_is_not_implemented(talk, chat, name):
    status, body = sent(
        talk.port, activity(talk.base, "invoke", name=name, value={}, **personal(chat)), token(talk.base)
    )
    assert (status, body) == (501, "")
    nothing_more(talk, chat, 0)


@pytest.mark.parametrize("who", [BOT, {"id": "28:another-bot", "name": "Other"}], ids=["itself", "another bot"])
def test_what_a_bot_says_is_not_answered(talk, chat, who):
    assert talk(message(talk.base, **{"from": who}, **personal(chat))) == 200
    nothing_more(talk, chat, 0)


# --- when something fails ----------------------------------------------------------------------------------------------


def test_when_the_assistant_fails_the_user_reads_what_to_do(talk, chat):
    assert talk(message(talk.base, "fail: a child is being hurt right now", **personal(chat))) == 200
    shown = words(card(talk.services.answers(chat)[0]))
    assert shown.startswith("If a child is in danger now, call 999.")
    assert "safeguarding team" in shown
    assert "secret detail" not in shown


@pytest.fixture
def quick(monkeypatch):
    """No waiting between tries; what would have been waited is noted."""
    waits = []
    slept = asyncio.sleep

    async def sleep(seconds):
        waits.append(seconds)
        await slept(0)

    monkeypatch.setattr(delivery_module.asyncio, "sleep", sleep)
    return waits


@pytest.mark.parametrize(("status", "headers", "waited_for"), [(429, {"Retry-After": "7"}, 7), (503, {}, 1), (502, {"Retry-After": "99999"}, 30),
                                                               (504, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, 1), (412, {"Retry-After": "-5"}, 1)])  # fmt: skip
def test_a_busy_connector_is_asked_again(talk, quick, status, headers, waited_for):
    where = f"19:busy-{status}@thread.tacv2"  # a channel, which gets no sign of typing
    talk.services.script = [(status, headers)]
    assert (
        talk(
            mentioned(talk.base, "x")
            | {"conversation": {"conversationType": "channel", "tenantId": TENANT, "id": where}}
        )
        == 200
    )
    assert len(talk.services.answers(where)) == 1
    assert waited_for in quick


def test_a_connector_that_stays_down_is_left_in_the_end_and_nothing_personal_is_logged(talk, quick, caplog, chat):
    talk.services.refused.clear()
    talk.services.script = [(503, {})] * 5
    secret = "Jo Bloggs hit Timmy"
    assert talk(message(talk.base, secret, **personal(chat))) == 200
    until(lambda: "could not be delivered" in caplog.text)
    assert talk.services.script == []
    assert "did not take a message in 4 tries" in caplog.text
    for private in ("Bloggs", "Timmy", chat, "bot-token", "hunter2", JO["id"], token(talk.base)[:30]):
        assert private not in caplog.text


def test_a_card_that_is_refused_is_sent_as_text(talk, chat):
    where = {"conversation": {"conversationType": "channel", "tenantId": TENANT, "id": chat}}
    talk.services.script = [(400, {})]
    assert talk(mentioned(talk.base, "clause") | where) == 200
    (answer,) = talk.services.answers(chat)
    assert QUOTE in answer["text"]
    assert answer["textFormat"] == "plain"


def test_a_redirect_is_not_followed(talk, chat):
    with microsoft() as foreign:
        talk.services.refused.clear()
        talk.services.script = [(307, {"Location": f"{foreign.base}/uk/v3/conversations/x/activities"})]
        where = {"conversation": {"conversationType": "channel", "tenantId": TENANT, "id": chat}}
        assert talk(mentioned(talk.base, "x") | where) == 200
        until(lambda: talk.services.refused == [307])
        nothing_more(talk, chat, 0)
        assert foreign.sent == foreign.refused == []


@pytest.mark.parametrize(
    "name", ["..", ".", "../../v3/x", "a/../../b", "x?y#z", "%2e%2e", "a b\r\nHost: evil", "ä" * 200, "19:" + "z" * 900]
)
def test_an_id_cannot_lead_out_of_its_place(talk, name):
    """The mock connector finds fault with every other path than the conversation's."""
    before = len(talk.services.sent)
    assert talk(message(talk.base, **personal(name))) == 200
    if name in ("..", "."):
        nothing_more(talk, name, 0)
        assert len(talk.services.sent) == before + 2
    else:
        assert talk.services.answers(name)


# --- the bot's own token -----------------------------------------------------------------------------------------------


@pytest.fixture
def entra(monkeypatch):
    """Microsoft's login, answered by the mock: what MSAL sends there goes to the loopback interface, and nowhere else."""
    with microsoft() as service:
        send = requests.adapters.HTTPAdapter.send

        def to_loopback(self, request, **how):
            assert request.url.startswith("https://login.microsoftonline.com/")
            assert how.get("timeout"), "a login that hangs must not hang us"
            request.url = request.url.replace("https://login.microsoftonline.com", service.base)
            return send(self, request, **how)

        monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", to_loopback)
        yield service


def test_the_token_of_the_tenant_is_fetched_once_and_again_when_it_is_refused(entra):
    channel = TeamsInput(SETTINGS, entra.services, SingleTenant(SETTINGS, Services()))
    with served(channel) as port:
        talk = Talk(port, entra)
        for number in (1, 2, 3):
            assert talk(message(talk.base)) == 200
            assert len(entra.answers(CHAT, number)) == number
        assert entra.logins == 1
        entra.bearer = "revoked"
        assert talk(message(talk.base)) == 200
        entra.answers(CHAT, 4)
        assert entra.logins == 2


def test_a_wrong_password_is_logged_without_the_password(entra, caplog):
    wrong = SETTINGS.model_copy(update={"password": type(SETTINGS.password)("not-the-password")})
    channel = TeamsInput(wrong, entra.services, SingleTenant(wrong, Services()))
    with caplog.at_level(logging.ERROR), served(channel) as port:
        assert Talk(port, entra)(message(entra.base)) == 200
        until(lambda: "could not be delivered" in caplog.text)
    assert "invalid_client" in caplog.text
    assert "not-the-password" not in caplog.text
    assert entra.sent == []
