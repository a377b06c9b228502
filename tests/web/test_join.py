"""Joining a quiz over HTTP: codes and names as people type them, seats, choices, and forms of strangers."""

from __future__ import annotations

import re

import pytest

from tests.web.room import Person, errors, joined
from tests.web.serving import Client


@pytest.mark.parametrize("code", ["AAAAAA", "123", "CDFGHJ", "<script>", "../..", "%00", "é" * 6, "x" * 500])
def test_an_unknown_code_is_said(client, code):
    reply = client.post("/join", {"code": code, "name": "Sam"})
    assert reply.status == 404
    assert "No quiz has the code" in errors(reply)[0]
    assert "<script>" not in reply.text
    assert 'value="Sam"' in reply.text


def test_code_and_name_are_asked_for(trainer, client):
    trainer.own(1)
    assert errors(client.post("/join", {"code": " ", "name": "Sam"})) == ["Enter the code that your trainer shows"]
    reply = client.post("/join", {"code": trainer.code, "name": "<img src=x>"})
    assert (reply.status, "A name needs at least one letter" in errors(reply)[0]) == (400, True)


def test_a_code_is_taken_as_people_type_it(trainer, client):
    trainer.own(1)
    code = trainer.code
    assert (
        client.post("/join", {"code": f" {code[:3].lower()}-{code[3:]} ", "name": "Sam"}).headers["Location"]
        == f"/join/{code}"
    )


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "<b onclick=x>Sam</b>", "=1+1", "＜b＞", "\u202eSam", "{{7*7}}", "&lt;b&gt;"]
)
def test_names_with_markup_are_harmless_everywhere(trainer, client, name):
    trainer.own(1)
    assert client.post("/join", {"code": trainer.code, "name": name}).status in (303, 400)
    trainer.run("open", "ask", "close")
    for path in (trainer.path, f"{trainer.path}/results", f"/board/{trainer.code}", f"/join/{trainer.code}"):
        page = client.get(path).text
        assert not re.search(r"<script>|onclick|<b>|\u202e|>49<", page)
    assert not re.search(r"^[=+\-@]", trainer.page("/people.csv").splitlines()[-1])


def test_a_forged_or_strange_seat_answers_nothing(trainer, people, port):
    trainer.own(1)
    joined(trainer, people)
    trainer.run("open", "ask")
    question = people[0].asked()
    session, made, signature = people[0].cookie.removeprefix("dutydesk=").split(".")
    forged = Person(port)
    forged.code = trainer.code
    for cookie in ("", f"dutydesk={session}.{int(made) + 1}.{signature}", f"dutydesk={session}.{made}.{'0' * 64}"):
        forged.cookie = cookie
        reply = forged.answer(0, question)
        assert 'name="code"' in reply.text, "the door, not the seat"
        assert "Ann" not in reply.text
    assert "<strong>0</strong> of 3" in trainer.get(f"/board/{trainer.code}").text


@pytest.mark.parametrize("choice", ["", "x", "99", "-1", "1.5", "²", "0" * 50])
def test_a_choice_that_is_none_is_said(trainer, people, choice):
    trainer.own(1)
    joined(trainer, people)
    trainer.run("open", "ask")
    reply = people[0].answer(choice)
    assert reply.status in (400, 409)
    assert errors(reply)
    assert 'name="choice"' in reply.text
    assert "<strong>0</strong> of 3" in trainer.get(f"/board/{trainer.code}").text


def test_forms_of_strangers_change_nothing(trainer, people):
    trainer.own(1)
    joined(trainer, people)
    evil = {"Origin": "https://evil.example"}
    for path in (
        f"{trainer.path}/delete",
        f"{trainer.path}/run",
        f"/join/{trainer.code}/forget",
        "/join",
        "/train",
        "/learn/delete",
    ):
        assert people[0].post(path, {"do": "open", "code": trainer.code, "name": "x"}, **evil).status == 403
    assert "Locked" in trainer.page()


def test_the_address_of_a_form_opened_again_leads_back(trainer, people):
    trainer.own(1)
    joined(trainer, people)
    assert trainer.get(f"{trainer.path}/lock").headers["Location"] == trainer.path
    assert people[0].get(f"/join/{trainer.code}/answer").headers["Location"] == f"/join/{trainer.code}"
    assert trainer.do("run", do="dance").status == 400


def test_guessing_codes_is_slowed_down(port):
    guesser = Client(port, "198.51.100.99")
    replies = [guesser.get("/join/CDFGHJ").status for _ in range(55)]
    guesser.cookie = ""
    replies += [guesser.get("/join/CDFGHJ").status for _ in range(60)]
    assert set(replies) == {404, 429}
