"""One person's induction on the web page, in Slack and in Teams: begun on one, linked by a code, gone on with in the others.

One whole server over HTTP; Slack and Microsoft are mocks beside it.
"""

from __future__ import annotations

import re

import pytest

from learning import shelf
from tests.channels.test_rooms import House, house  # noqa: F401  `house` is a fixture
from tests.web.serving import Client
from tests.web.test_lessons import buttons, latest


class OnTheWeb:
    """A browser with its own cookie. `write` gives the turn that comes back."""

    def __init__(self, port: int):
        self.client = Client(port)

    def write(self, text: str) -> str:
        return latest(self.client.ask(text))

    words = staticmethod(lambda turn: re.sub(r"<[^>]+>", " ", turn))


@pytest.fixture
def web(house: House, store) -> OnTheWeb:  # noqa: F811
    shelf.made(store)
    return OnTheWeb(house.port)


def code(web: OnTheWeb) -> str:
    return re.search(r"write: link ([A-Z2-9]{6})", web.words(web.write("link")))[1]


def step(said: str) -> int:
    """The number of the step that is shown, or of the one that a question follows."""
    return int(re.search(r"Step (\d+) of", said)[1])


def test_an_induction_begun_on_the_web_goes_on_in_slack_and_in_teams(house, web):  # noqa: F811
    begun = web.write("I'm the new lead member in Leicester, start my induction")
    assert step(web.words(begun)) == 1
    second = web.write(buttons(begun)["Next"])
    assert step(web.words(second)) == 2
    slack, teams = house.person("slack", "linkedslack"), house.person("teams", "linkedteams")
    for other in (slack, teams):
        assert "No induction and no quiz is open" in other.words(other.write("resume")), "a stranger until linked"
        assert "Linked." in other.words(other.write(f"link {code(web)}"))
    shown = slack.write("resume")
    assert step(slack.words(shown)) == 2
    third = slack.write("next")
    while "Skip this question" in str(third):
        third = slack.write("skip this question")
    here = step(slack.words(third))
    assert here >= 3
    assert step(teams.words(teams.write("resume"))) == here, "the same step, whoever asks last"
    back = teams.write("back")
    assert step(teams.words(back)) < here or "Skip this question" in str(back)
    assert web.words(web.write("my progress")).count("Induction for") == 1
    assert re.search(r"\d of 9 steps read", web.words(web.write("my progress")))
    assert "Leicester" in slack.words(slack.write("who am I?")), "the profile goes with the progress"


def test_a_question_asked_on_one_is_answered_on_another_and_counted_once(house, web):  # noqa: F811
    web.write("I'm a new councillor in Dudley, start my induction")
    asked = web.write("next")
    assert "Skip this question" in asked
    teams = house.person("teams", "linkedanswer")
    assert "Linked." in teams.words(teams.write(f"link {code(web)}"))
    shown = teams.write("resume")
    assert "Skip this question" in str(shown)
    assert teams.words(teams.write("1")).startswith(("Right.", "Not right."))
    assert "of 1 questions right" in web.words(web.write("my progress"))
    assert "Step 2 of 8" in web.words(web.write("resume"))
    stale = web.write(buttons(asked)["Skip this question"])
    assert "Step 2 of 8" in web.words(stale), "the button of a question that was answered elsewhere skips nothing"


def test_whoever_unlinks_is_alone_again(house, web):  # noqa: F811
    web.write("I'm a new councillor in Dudley, start my induction")
    slack = house.person("slack", "unlinked")
    slack.write(f"link {code(web)}")
    assert "Step 1 of" in slack.words(slack.write("resume"))
    assert "Unlinked." in slack.words(slack.write("unlink"))
    assert "No induction and no quiz is open" in slack.words(slack.write("resume"))
    assert "Step 1 of" in web.words(web.write("resume"))
