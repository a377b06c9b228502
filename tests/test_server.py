"""The local channel over real HTTP: `dutydesk serve` as a process of its own, on a free port of the loopback interface."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import client, screen
from tests.conftest import ROOT, first
from tests.servers import SERVE, free_port, running


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def port(log) -> Iterator[int]:
    screen.ready()
    number = free_port()
    with running([*SERVE, str(number)], log, lambda: request(number, "GET", "/webhooks/local/")[0] == 200):
        yield number


def request(port: int, method: str, path: str, body: bytes | str | None = None, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers={"Content-Type": "application/json", **headers})
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def post(port: int, body: bytes | str, **headers: str) -> tuple[int, bytes]:
    return request(port, "POST", "/webhooks/local/ask", body, **headers)


QUESTION = json.dumps({"text": "who chairs the corporate parenting panel in Croydon?", "session": "x"})


def test_the_server_says_where_it_answers_and_what_is_off_and_no_more(port, log):
    lines = log.read_text().splitlines()
    assert str(port) in lines[0]
    assert [line for line in lines[1:] if not line.startswith(("Slack is off", "Teams is off"))] == []


def test_a_question_is_answered_through_the_client(port, monkeypatch):
    monkeypatch.setenv("DUTYDESK_PORT", str(port))
    monkeypatch.setattr(client, "KNOCK", 30.0)  # a busy machine
    respond = client.running()
    assert respond is not None
    answer = respond("who makes sure referrals are acknowledged?", session="test", council="Leicester")
    assert answer["status"] == "answered"
    assert first(answer) == "leicester-roles-2009/annex 19.1"


def test_the_command_asks_the_running_server(port):
    env = {**os.environ, "DUTYDESK_PORT": str(port)}
    done = subprocess.run([sys.executable, "-m", "bot.cli", "ask", "--json", json.loads(QUESTION)["text"]], cwd=ROOT, env=env,
                          capture_output=True, text=True, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert first(json.loads(done.stdout)) == "croydon-line-of-sight/LMCS 8"
    assert "starting" not in done.stderr


def test_two_sessions_are_two_conversations(port, monkeypatch):
    monkeypatch.setenv("DUTYDESK_PORT", str(port))
    respond = client.running()
    respond("I am a councillor in Dudley", session="one")
    assert "Dudley" in respond("what do you know about me?", session="one")["text"]
    assert "nothing" in respond("what do you know about me?", session="two")["text"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'"text"', b"[1]", b"{}", b'{"text": 7}', b'{"question": "x"}', b"null"],
    ids=["empty", "cut off", "binary", "string", "list", "nothing in it", "number", "no text", "null"],
)  # fmt: skip
def test_what_is_no_request_is_refused_with_400_and_a_sentence(port, body):
    status, said = post(port, body)
    assert status == 400
    assert "text" in json.loads(said)["error"]


def test_a_request_that_is_too_large_is_refused_with_413(port):
    status, _ = post(port, json.dumps({"text": "x" * 500_000}))
    assert status == 413


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Host": "evil.example:5005"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
                {"Host": "127.0.0.1.evil.example"}, {"Host": "localhost:80@evil.example"}, {"Host": "[localhost"},
                {"X-Forwarded-For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"}, {"X-Real-IP": "203.0.113.9"}, {"Via": "1.1 proxy"}],
    ids=lambda h: " ".join(f"{k} {v}" for k, v in h.items()),
)  # fmt: skip
def test_a_web_page_cannot_have_a_browser_ask(port, headers):
    status, said = post(port, QUESTION, **headers)
    assert status == 403
    assert b"citations" not in said


@pytest.mark.parametrize(
    "path",
    ["/webhooks/rest/", "/webhooks/rest/webhook", "/webhooks/callback/webhook", "/webhooks/socketio/", "/socket.io/",
     "/socket.io/?EIO=4&transport=polling", "/conversations/x/tracker", "/conversations/x/messages", "/conversations/x/execute",
     "/model", "/model/parse", "/model/train", "/domain", "/status", "/version"],
)  # fmt: skip
def test_the_channels_and_the_interface_of_rasa_are_off(port, path):
    for method in ("GET", "POST", "PUT", "DELETE"):
        assert request(port, method, path, QUESTION, Authorization="Bearer x", Origin="http://127.0.0.1")[0] == 404


def test_the_server_listens_on_the_loopback_interface_only(port):
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    outside = [address for address in others if not address.startswith("127.")]
    if not outside:
        pytest.skip("this machine has no other address")
    for address in outside:
        with socket.socket() as sock:
            sock.settimeout(1)
            assert sock.connect_ex((address, port)) != 0


def test_nonsense_does_not_stop_the_server(port):
    for text in ("", "\u0000\u0001", "💩", "/restart", "x" * 100_000):
        status, said = post(port, json.dumps({"text": text}))
        assert status == 200
        assert json.loads(said)["text"].strip()
    assert post(port, QUESTION)[0] == 200
