"""Answers on their way to Teams: a connector that fails, a card that is refused, and the bot's own token."""

from __future__ import annotations

import asyncio
import logging

import pytest
import requests

from bot.channels.teams import delivery as delivery_module
from bot.channels.teams.delivery import SingleTenant
from bot.channels.teams.services import Services
from bot.channels.teams.webhook import TeamsInput
from tests.channels.teams.conftest import QUOTE
from tests.channels.teams.kit import (
    CHAT,
    JO,
    TENANT,
    card,
    mentioned,
    message,
    microsoft,
    nothing_more,
    personal,
    token,
    words,
)  # fmt: skip
from tests.channels.teams.server import SETTINGS, Talk, served
from tests.waiting import until

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
