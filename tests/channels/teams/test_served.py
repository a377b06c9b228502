"""The Teams channel as it is served: in two processes, in the whole server, and switched off."""

from __future__ import annotations

import http.client
import json
import os
import threading
from contextlib import contextmanager

from bot import checkup, screen
from bot.channels.teams import settings as environment
from bot.channels.teams import webhook
from bot.channels.teams.webhook import TeamsInput
from bot.rendering.cards import FEEDBACK
from desk.database import Database
from tests.channels.teams.kit import (
    APP,
    JO,
    LARGEST,
    TENANT,
    THREAD,
    card,
    mentioned,
    message,
    microsoft,
    nothing_more,
    personal,
    pressed,
    said,
    words,
)
from tests.channels.teams.server import SETTINGS, Fixed, Talk, sent, served
from tests.servers import free_port, running
from tests.waiting import until


@contextmanager
def process(folder, base, *more):
    """The port of a server process whose Microsoft is the mock at `base`."""
    port = free_port()
    command = ["-m", "tests.channels.teams.server", str(port), base, *more]
    with running(
        command, folder / f"log-{port}", lambda: bool(sent(port, b"")), {**os.environ, "DUTYDESK_DATA": str(folder)}
    ):
        yield port


def test_two_processes_answer_an_activity_once(tmp_path):
    with microsoft() as service, process(tmp_path, service.base) as one, process(tmp_path, service.base) as two:
        talks = [Talk(port, service) for port in (one, two)]
        bodies = [message(service.base, f"number {n}", **personal("a:both")) for n in range(20)]
        threads = [
            threading.Thread(target=lambda t=talk: [t(body) for body in bodies]) for talk in (*talks, *reversed(talks))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(service.answers("a:both", 20)) == 20
        nothing_more(talks[0], "a:both", 20)
        assert {said(body) for body in service.answers("a:both", 20)} == {f"number {n}" for n in range(20)}


def test_the_whole_server_answers_a_burst_each_once_with_its_clause(tmp_path):
    screen.ready()
    with microsoft() as service, process(tmp_path, service.base, "--whole") as port:
        talk = Talk(port, service)
        question = "who chairs the corporate parenting panel in Croydon?"
        bodies = [
            mentioned(service.base, question, **{"from": {**JO, "aadObjectId": f"person {n}"}}) for n in range(200)
        ]
        acknowledged = []
        threads = [
            threading.Thread(target=lambda part=bodies[n::8]: acknowledged.extend(map(talk, part))) for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert acknowledged == [200] * 200
        until(lambda: len(service.sent) >= 200, 60)
        answers = service.answers(THREAD, 200)
        assert {body["replyToId"] for body in answers} == {body["id"] for body in bodies}
        shown = words(card(answers[0]))
        assert "LMCS 8" in shown
        assert "Croydon" in shown
        assert max(len(json.dumps(body)) for body in answers) < LARGEST


def test_without_its_secrets_the_channel_is_off_and_says_so(monkeypatch, capfd):
    for name in environment.NAMES:
        monkeypatch.delenv(name, raising=False)
    with served(TeamsInput.from_credentials(None)) as port:
        status, body = sent(port, {})
        assert answers(port) == {"teams": "off"}
    assert status == 503
    assert "not switched on" in body
    (line,) = [x for x in capfd.readouterr().out.splitlines() if "Teams" in x]
    assert all(name in line for name in environment.NAMES)
    finding = checkup._teams()
    assert finding.state == "missing"
    assert "TEAMS_APP_PASSWORD is not set" in finding.detail


def test_a_wrong_id_is_named_and_no_secret_is(monkeypatch):
    for name, value in zip(environment.NAMES, ("dutydesk", "s3cret", TENANT), strict=True):
        monkeypatch.setenv(name, value)
    assert environment.from_environment() is None
    (sentence,) = environment.wanting()
    assert "TEAMS_APP_ID is not an id" in sentence
    monkeypatch.setenv("TEAMS_APP_ID", f" {APP.upper()} ")
    assert environment.from_environment().app_id == APP
    assert "s3cret" not in repr(environment.from_environment())
    assert environment.wanting() == []


def test_without_the_desk_questions_are_answered_and_feedback_is_said_not_to_be_kept(monkeypatch):
    monkeypatch.setattr(webhook.database, "lasting", lambda: Database("sqlite:////dev/null/desk.db", later=True))
    with microsoft() as service, served(TeamsInput(SETTINGS, service.services, Fixed())) as port:
        talk = Talk(port, service)
        assert talk(message(service.base, "who chairs the panel?", **personal("a:none"))) == 200
        assert said(service.answers("a:none")[0]) == "who chairs the panel?"
        judged = {FEEDBACK: {"helpful": True, "status": "answered", "clauses": []}}
        assert talk(pressed(service.base, judged, **personal("a:none"))) == 200
        assert "could not be kept" in words(card(service.answers("a:none", 2)[1]))


def test_whoever_was_acknowledged_by_a_server_that_was_killed_is_asked_to_send_it_again(tmp_path):
    with microsoft() as service:
        port = free_port()
        serve = (["-m", "tests.channels.teams.server", str(port), service.base], tmp_path / "log", lambda: bool(sent(port, b"")),
                 {**os.environ, "DUTYDESK_DATA": str(tmp_path)})  # fmt: skip
        with running(*serve) as running_:
            talk = Talk(port, service)
            assert talk(message(service.base, "answered", **personal("a:answered"))) == 200
            service.answers("a:answered")
            asked = [
                message(service.base, "does it hang?", **personal("a:hung")),
                mentioned(service.base, "does it hang?"),
            ]
            assert [talk(body) for body in asked] == [200, 200]
            running_.kill()
            running_.wait(10)
        kept = b"".join(file.read_bytes() for file in tmp_path.glob("desk.db*"))
        assert b"does it hang" not in kept
        assert JO["name"].encode() not in kept
        with running(*serve):
            for body, chat in zip(asked, ("a:hung", THREAD), strict=True):
                (answer,) = service.answers(chat)
                assert "Please send it again" in words(card(answer))
                assert "999" in words(card(answer))
                assert answer["replyToId"] == body["id"]
            nothing_more(talk, "a:hung", 1)
            nothing_more(talk, "a:answered", 1)
        assert tmp_path.joinpath("desk.db").exists()


def test_a_browser_learns_whether_the_way_is_open():
    with microsoft() as service, served(TeamsInput(SETTINGS, service.services, Fixed())) as port:
        assert answers(port) == {"teams": "on"}


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/webhooks/teams/")
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()
