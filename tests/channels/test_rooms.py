"""A trainer's session joined by its code and answered through Slack and Teams from outside: one whole server over HTTP.

The trainer is on the web page, the people write to Dutydesk and press its buttons; Slack and Microsoft are mocks beside it.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot import screen
from tests.channels.slack import kit as slack
from tests.channels.teams import kit as teams
from tests.channels.teams.server import Talk
from tests.servers import free_port, running
from tests.web.room import Trainer
from tests.web.serving import answers


class InSlack:
    """One person's private chat with Dutydesk in Slack. `write` and `press` give the message that comes back."""

    def __init__(self, caller: slack.Caller, service: slack.Slack, user: str):
        self.caller, self.service, self.user = caller, service, user

    def write(self, text: str) -> Any:
        return self._after(lambda: self.caller.event(slack.direct(text, user=self.user)))

    def press(self, shown: Any, label: str) -> Any:
        row, button = next(
            (block, e)
            for block in shown["blocks"]
            if block["type"] == "actions"
            for e in block["elements"]
            if label in (e["text"]["text"], e["action_id"])
        )
        pressed = slack.pressed(
            self.service, button, row["block_id"], user=self.user, channel=slack.DIRECT, thread=None
        )
        return self._after(lambda: self.caller.interaction(pressed))

    @staticmethod
    def place(number: int) -> str:
        return f"choose:{number}"

    @staticmethod
    def words(shown: Any) -> str:
        return "\n".join(slack.texts(shown["blocks"]))

    def _after(self, sends: Callable[[], tuple[int, bytes]]) -> Any:
        before = len(self.service.calls)
        assert sends()[0] == 200
        return self.service.got(before + 1)[before][1]


class InTeams:
    """The same in a personal chat of Teams."""

    def __init__(self, talk: Talk, name: str):
        self.talk, self.chat = talk, f"a:{name}"
        self.who = {**teams.personal(self.chat), "from": {**teams.JO, "aadObjectId": name}}
        self.count = 0

    def write(self, text: str) -> Any:
        return self._after(teams.message(self.talk.base, text, **self.who))

    def press(self, shown: Any, label: str) -> Any:
        buttons = [a for row in shown["body"] if row["type"] == "ActionSet" for a in row["actions"]]
        data = (
            buttons[int(label) - 1]["data"]
            if label.isdigit()
            else next(a["data"] for a in buttons if a["title"] == label)
        )
        return self._after(teams.pressed(self.talk.base, data, **self.who))

    @staticmethod
    def place(number: int) -> str:
        return str(number)

    @staticmethod
    def words(shown: Any) -> str:
        return teams.words(shown)

    def _after(self, activity: dict[str, Any]) -> Any:
        assert self.talk(activity) == 200
        self.count += 1
        return teams.card(self.talk.services.answers(self.chat, self.count)[-1])


class House:
    """The server, and whoever comes to it."""

    def __init__(self, port: int, service: slack.Slack, talk: Talk):
        self.port, self.service, self.talk = port, service, talk

    def person(self, channel: str, name: str) -> InSlack | InTeams:
        if channel == "teams":
            return InTeams(self.talk, name)
        return InSlack(slack.Caller(self.port), self.service, f"U{name.upper()}")

    def quiz(self, count: int = 2, **fields: str) -> Trainer:
        return Trainer(self.port).own(count, **fields)


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    screen.ready()
    folder, port, service = tmp_path_factory.mktemp("rooms"), free_port(), slack.Slack()
    env = {**os.environ, **service.environment(), "DUTYDESK_DATA": str(folder)}
    with teams.microsoft() as microsoft:
        command = ["-m", "tests.channels.teams.server", str(port), microsoft.base, "--whole"]
        with running(command, folder / "log", lambda: answers(port), env):
            yield House(port, service, Talk(port, microsoft))
    assert not service.wrong
    service.close()


@pytest.fixture(params=["slack", "teams"])
def person(house, request) -> InSlack | InTeams:
    """Somebody of this test's own, in each of the channels."""
    name = re.sub(r"\W", "", request.node.nodeid.partition("::")[2])[-50:]
    return house.person(request.param, name)


def people(trainer: Trainer) -> dict[str, list[str]]:
    """The answers in the trainer's results, by name."""
    rows = csv.DictReader(io.StringIO(trainer.page("/people.csv").lstrip("\ufeff")))
    return {row["name"]: [value for key, value in row.items() if key.startswith("question")] for row in rows}


def test_from_the_code_to_the_result(house, person):
    trainer = house.quiz()
    joined = person.words(person.write(f"join {trainer.code} as Amina Khan"))
    assert "as Amina Khan." in joined, "the name as it was given, though the assistant masks names"
    assert "The first question comes" in joined
    trainer.run("open", "ask")
    asked = person.write("show the quiz question")
    assert "Question 1 of 2" in person.words(asked)
    assert "Statement 0" in person.words(asked)
    assert "Taken: A, right" in person.words(person.press(asked, person.place(1)))
    assert "1</strong> of 1 has answered" in trainer.get(f"/board/{trainer.code}").text
    trainer.run("stop")
    closed = person.words(person.write("next"))
    assert "Right: right" in closed
    assert "All Councillors 1" in closed
    trainer.run("ask")
    person.write("show the quiz question")
    assert "Taken: B, wrong" in person.words(person.write("b"))
    trainer.run("close")
    assert "You had 1 of 2 right" in person.words(person.write("show the quiz question"))
    assert people(trainer) == {"Amina Khan": ["A+", "B-"]}


def test_a_wrong_code_and_a_right_one_without_a_name(house, person):
    trainer = house.quiz(1)
    for typed in ("CDFGHJ", "cdf-ghj", "B0ARD5"):
        assert "No quiz has the code" in person.words(person.write(f"join {typed} as Ben"))
    assert "What name may the others see?" in person.words(person.write(f"join {trainer.code}"))
    assert "What name may the others see?" in person.words(person.write(f"join {trainer.code} as …"))
    assert "A name needs at least one letter" in person.words(person.write(f"join {trainer.code} as (-)"))
    typed = f"{trainer.code[:3]}-{trainer.code[3:]}".lower()
    assert "as Siân O’Neill." in person.words(person.write(f"Join the quiz with code {typed} as Siân O’Neill"))
    trainer.run("open", "close")
    assert list(people(trainer)) == ["Siân O’Neill"]
    assert "The quiz closed before its first question." in person.words(person.write("2"))


def test_joining_twice_keeps_the_seat_and_its_answers(house, person):
    trainer = house.quiz()
    person.write(f"join {trainer.code} as Cat")
    trainer.run("open", "ask")
    person.press(person.write("show the quiz question"), person.place(1))
    for again in (f"join {trainer.code}", f"join {trainer.code} as Somebody else"):
        assert "as Cat." in person.words(person.write(again))
    trainer.run("close")
    assert people(trainer) == {"Cat": ["A+"]}


def test_answering_twice_late_and_out_of_turn(house, person):
    trainer = house.quiz(3)
    person.write(f"join {trainer.code} as Dee")
    trainer.run("open")
    assert "The first question comes" in person.words(person.write("1"))
    trainer.run("ask")
    first = person.write("show the quiz question")
    assert "Taken: B" in person.words(person.press(first, person.place(2)))
    assert "Taken: B" in person.words(person.press(first, person.place(2))), "the same sent again is confirmed"
    assert "The first answer counts" in person.words(person.press(first, person.place(1)))
    assert "Wait for the others" in person.words(person.write("1"))
    trainer.run("ask")
    second = person.write("next")
    trainer.run("ask")
    late = person.press(second, person.place(1))
    assert "Time was up for question 2" in person.words(late)
    assert "Question 3 of 3" in person.words(late)
    assert "'9' is none" in person.words(person.write("9"))
    assert "Taken: A" in person.words(person.press(late, person.place(1)))
    trainer.run("close")
    assert "This quiz is closed. You gave 2 answers in time" in person.words(person.press(second, person.place(2)))
    assert people(trainer) == {"Dee": ["B-", "", "A+"]}


def test_leaving_and_coming_back(house, person):
    trainer = house.quiz(1)
    person.write(f"join {trainer.code} as Eve")
    trainer.run("open", "ask")
    asked = person.write("show the quiz question")
    assert "You have left the quiz" in person.words(person.write("leave the quiz"))
    assert "Eve (left)" in trainer.page()
    assert "You have no seat in this quiz" in person.words(person.press(asked, person.place(1)))
    back = person.write(f"join {trainer.code}")
    assert "Taken: A" in person.words(person.press(back, person.place(1)))
    assert "Eve (left)" not in trainer.page()
    person.press(person.write("show the quiz question"), "Leave the quiz")
    trainer.run("close")
    assert people(trainer) == {"Eve": ["A+"]}


def test_a_question_of_ones_own_in_between(house, person):
    trainer = house.quiz(1)
    person.write(f"join {trainer.code} as Fay")
    trainer.run("open", "ask")
    person.write("show the quiz question")
    assert "annex 19.1" in json.dumps(person.write("who makes sure referrals are acknowledged in Leicester?"))
    assert "Taken" not in person.words(person.write("2")), "a number after an answer is none to the quiz"
    danger = person.words(person.write("a man is beating a child right now outside"))
    assert "999" in danger
    assert "Question 1 of 1" in person.words(person.write("show the quiz question"))


def test_each_at_their_own_pace(house, person):
    trainer = house.quiz(2, pace="free")
    person.write(f"join {trainer.code} as Gus")
    assert "when your trainer opens the quiz" in person.words(person.write("1"))
    trainer.run("open")
    asked = person.write("show the quiz question")
    following = person.press(asked, person.place(1))
    assert "Taken: A" in person.words(following)
    assert "Question 2 of 2" in person.words(following)
    assert "All 2 answered" in person.words(person.write("c"))
    trainer.run("close")
    assert people(trainer) == {"Gus": ["A+", "C-"]}


def test_one_session_on_both_channels(house):
    trainer = house.quiz(1)
    both = [house.person("slack", "both"), house.person("teams", "both")]
    assert ["as Sam." in p.words(p.write(f"join {trainer.code} as Sam")) for p in both] == [True, False]
    assert "as Sam (2)." in both[1].words(both[1].write(f"join {trainer.code}"))
    trainer.run("open", "ask")
    for number, one in enumerate(both, 1):
        one.press(one.write("show the quiz question"), one.place(number))
    trainer.run("close")
    assert people(trainer) == {"Sam": ["A+"], "Sam (2)": ["B-"]}
