"""The REST channel: off without a token, closed without the header, open with it; bad input is refused in a sentence."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest

from bot import checkup
from bot.channels.rest import LARGEST, RestInput
from bot.channels.tokens import NAME
from knowledge.outcomes import SmallTalk
from tests.channels.teams.server import served

TOKEN = "0123456789abcdef0123456789abcdef"
GOOD = {"Authorization": f"Bearer {TOKEN}"}
QUESTION = {"sender": "jo", "message": "who chairs the panel?"}


async def echo(message: Any) -> None:
    if message.text == "fail":
        raise RuntimeError("secret detail")
    said = SmallTalk(says=(f"{message.text} | {message.sender_id} | {json.dumps(message.metadata, sort_keys=True)}",))
    await message.output_channel.send_custom_json(message.sender_id, {**said.payload(), "text": said.says[0]})
    await message.output_channel.send_text_message(message.sender_id, said.says[0])


@pytest.fixture(scope="module")
def port():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(NAME, TOKEN)
        with served(RestInput(), echo) as number:
            yield number


def post(port: int, body: Any, path: str = "/webhooks/rest/webhook", method: str = "POST", **headers: str) -> tuple[int, Any]:  # fmt: skip
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body if isinstance(body, bytes) else json.dumps(body), headers)
        reply = connection.getresponse()
        read = reply.read()
        return reply.status, json.loads(read) if read[:1] in b"[{" and read else read
    finally:
        connection.close()


def test_a_question_is_answered_in_rasas_own_shape(port):
    status, said = post(
        port, {**QUESTION, "metadata": {"council": "Kent", "role": "dcs", "person": "p", "profile": {}}}, **GOOD
    )
    assert status == 200
    assert [set(message) for message in said] == [{"recipient_id", "text"}, {"recipient_id", "custom"}]
    assert {message["recipient_id"] for message in said} == {"jo"}
    text, conversation, known = said[0]["text"].split(" | ")
    assert text == QUESTION["message"]
    assert json.loads(known) == {"council": "Kent", "role": "dcs"}, "nobody may say that they are somebody else"
    assert conversation.startswith("rest-")
    assert "jo" not in conversation
    assert said[1]["custom"]["status"] == "small_talk"


def test_what_fails_is_said_with_what_to_do(port):
    status, said = post(port, {"sender": "jo", "message": "fail"}, **GOOD)
    assert status == 200
    assert "Ask your manager" in said[0]["text"]
    assert "secret detail" not in json.dumps(said)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": ""}, {"Authorization": TOKEN}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": "Bearer"},
     {"Authorization": f"Bearer {TOKEN[:-1]}"}, {"Authorization": f"Bearer {TOKEN}0"}, {"Authorization": f"Bearer {TOKEN.upper()}"},
     {"Authorization": "Bearer é" + TOKEN}, {"Cookie": f"token={TOKEN}"}, {"X-Token": TOKEN}],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", f"/webhooks/rest/webhook?token={TOKEN}"])
def test_without_the_token_in_its_header_nothing_is_answered(port, headers, path):
    sent = {name: value.encode("latin-1").decode("latin-1") for name, value in headers.items()}
    status, said = post(port, QUESTION, path, **sent)
    assert status == 401
    assert list(said) == ["error"]
    assert TOKEN not in json.dumps(said)
    assert post(port, b"", "/webhooks/rest/", "GET", **sent)[0] == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'"x"', b"{}", b'{"sender": "x"}', b'{"message": "x"}',
             b'{"sender": 7, "message": "x"}', b'{"sender": "x", "message": null}', b'{"sender": "", "message": "x"}', b"[" * 50_000],
    ids=lambda body: repr(body[:30]),
)  # fmt: skip
def test_what_is_no_message_is_refused_with_a_sentence(port, body):
    status, said = post(port, body, **GOOD)
    assert status == 400
    assert "sender" in said["error"]


def test_odd_metadata_is_left_alone(port):
    for metadata in (None, 7, [], "x", {"council": 7}, {"role": None}):
        status, said = post(port, {**QUESTION, "metadata": metadata}, **GOOD)
        assert status == 200
        assert said[0]["text"].endswith("{}")


def test_a_message_that_is_too_long_is_refused(port):
    assert post(port, {"sender": "x", "message": "x" * LARGEST}, **GOOD)[0] == 413


def test_with_the_token_a_program_learns_that_it_is_on(port):
    assert post(port, b"", "/webhooks/rest/", "GET", **GOOD) == (200, {"status": "ok"})


@pytest.mark.parametrize("given", ["", " ", "short", TOKEN[:-1], "x" * 16 + " " + "x" * 16, "é" * 40])
def test_without_a_good_token_there_is_no_such_address_and_doctor_says_so(monkeypatch, capfd, given):
    monkeypatch.setenv(NAME, given)
    with served(RestInput(), echo) as number:
        for bearer in (given, TOKEN):
            status, _ = post(number, QUESTION, Authorization=f"Bearer {bearer}".encode().decode("latin-1"))
            assert status == 404
    out = capfd.readouterr().out
    assert ("REST is off" in out) is bool(given.strip())
    found = checkup._rest()
    assert "off" in found.detail
    assert found.state == ("missing" if given.strip() else "ok")
    assert not given.strip() or given not in found.detail + out


def test_doctor_says_that_it_is_on_and_shows_no_token(monkeypatch):
    monkeypatch.setenv(NAME, TOKEN)
    found = checkup._rest()
    assert (found.state, "on:" in found.detail) == ("ok", True)
    assert TOKEN not in found.detail
