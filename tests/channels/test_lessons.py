"""Lessons on every channel: the trained assistant behind the console, Slack and Teams; the web has its own server."""

from __future__ import annotations

import json

import pytest

from actions import learn
from bot.channels.exchange import Exchange
from bot.channels.slack.answers import Answers
from bot.channels.slack.incoming import Message
from bot.channels.teams.webhook import TeamsInput
from bot.rendering.blocks import to_blocks
from bot.rendering.cards import CHOICE, to_card
from bot.rendering.html import answer_html
from desk.database import opened
from desk.feedback import Feedback
from desk.people import person
from knowledge.opened import knowledge
from knowledge.outcomes import received
from learning import shelf
from tests import lessons
from tests.channels.slack import kit as slack
from tests.channels.teams.kit import TENANT, message, microsoft, pressed, words
from tests.channels.teams.server import SETTINGS, Fixed, Talk, served

START = lessons.START


@pytest.fixture(scope="module")
def whole(assistant):
    shelf.made(knowledge().store)
    return assistant


@pytest.fixture
def console(whole, request):
    """Turns of one person at the terminal."""
    who = person("console", request.node.nodeid)
    return lambda text, name="": whole.respond(
        text, session=request.node.nodeid, person=person("console", name) if name else who
    )


def send(answer, label):
    return next(option["message"] for option in answer["options"] if option["label"] == label)


def test_an_induction_from_start_to_record_at_the_terminal(console, monkeypatch):
    answer = console(START)
    assert answer["status"] == "lesson"
    assert answer["profile"] == {"council": "Leicester", "family": "lead-member"}
    between = console("who makes sure referrals are acknowledged?")
    assert between["citations"][0]["clause"] == "annex 19.1"
    answer = console(send(between, "Back to step 1"))
    assert "Step 1 of" in answer["says"][0]
    monkeypatch.setattr(learn, "_tutor", None)  # the server starts anew; the desk is as it was
    questions = lessons.to_the_end(lambda text: console(text)["text"], answer["text"])
    assert questions > 2
    record = console("my record")["text"]
    assert f"of {questions} check questions right" in record
    assert "Ended:" in record


def test_practice_a_scenario_and_deletion_at_the_terminal(console):
    assert "questions on Corporate parenting" in console("quiz me on corporate parenting")["text"]
    assert console("c")["citations"]
    assert "A scenario from" in console("give me a scenario")["text"]
    assert console("1")["citations"]
    console("delete my progress")
    assert console("1")["says"][0].startswith("Deleted")
    assert "not begun anything" in console("my progress")["text"]


def test_danger_comes_before_every_lesson(console):
    console("quiz me")
    answer = console("a man is beating a child right now outside")
    assert answer["safety_first"]
    assert answer["options"] == []
    assert answer["text"].startswith("If a child is in danger now, call 999.")


def test_without_a_person_nothing_is_learnt(whole):
    for text in ("start my induction as a councillor in Dudley", "quiz me"):
        answer = whole.respond(text, session="nobody")
        assert answer["status"] == "small_talk"
        assert "dutydesk chat" in answer["text"]
    assert whole.respond("next", session="nobody")["status"] != "lesson"


def test_a_trainer_is_told_where_quizzes_are_made(whole, console, monkeypatch):
    monkeypatch.setenv("DUTYDESK_URL", "https://dutydesk.example.gov.uk")
    page = "https://dutydesk.example.gov.uk/train"
    for text in ("create a quiz for my team", "make a quiz my staff can join by code"):
        answer = console(text)
        assert answer["status"] == "lesson"
        assert page in answer["text"]
        outcome = received(answer)
        blocks = [block.to_dict() for block in to_blocks(outcome)]
        slack.checked(blocks)
        for shown in ("\n".join(slack.texts(blocks)), words(to_card(outcome)), answer_html(outcome)):
            assert page in shown
            assert "join WFGHC6 as Amina" in shown
    assert page in whole.respond("how do I set up a quiz for thirty people?", session="nobody")["text"]
    grave = whole.respond("I want to run a quiz for my team. A child is being beaten right now.", session="nobody")
    assert page not in grave["text"]
    assert console("who makes sure councillors get trained in Dudley?")["citations"]


def test_one_person_on_two_channels(console):
    console(START)
    console("next")
    code = console("link")["says"][1].rsplit(" ", 1)[1]
    assert console("resume", "elsewhere")["says"] == ["No induction and no quiz is open at the moment."]
    assert console(f"link {code}", "elsewhere")["says"][0].startswith("Linked")
    assert "Step 2 of" in console("resume", "elsewhere")["text"]
    console("unlink", "elsewhere")
    assert "not begun" in console("my progress", "elsewhere")["text"]


class Posted:
    """Slack's side: what was posted."""

    def __init__(self):
        self.messages, self.homes = [], []

    async def publish(self, user, view):
        blocks = view.to_dict()["blocks"]
        slack.checked(blocks, most=100)
        self.homes.append("\n".join(slack.texts(blocks)))
        return True

    async def post(self, channel, message, thread=None):
        slack.checked([block.to_dict() for block in message.blocks])
        self.messages.append(message)
        return True


def test_slack_starts_goes_on_and_resumes(whole):
    posted = Posted()
    answers = Answers(Exchange(whole.agent.handle_message, "slack", opened()), posted, Feedback(opened()))

    def say(text):
        sent = Message(user=slack.ALICE, channel=slack.DIRECT, ts=slack.stamp(), text=text)
        whole.loop.run_until_complete(answers.written(slack.TEAM, sent))
        return posted.messages[-1]

    def buttons(message):
        return {
            e["text"]["text"]: e["value"]
            for b in message.blocks
            for e in b.to_dict().get("elements", [])
            if e["type"] == "button"
        }

    assert "Step 1 of" in say(START).text
    second = say("next")
    assert "Step 2 of" in second.text
    between = say("who makes sure referrals are acknowledged?")
    assert "Ensure that referrals are acknowledged." in between.text
    assert "Step 2 of" in say(buttons(between)["Back to step 2"]).text
    say("stop the induction")
    answers.exchange = Exchange(whole.agent.handle_message, "slack", opened())
    assert "You go on where you were." in say("resume").text
    shown = say("quiz me on Leicester")
    assert "skip this question" in buttons(shown).values()
    assert say("a").text.startswith(("Right.", "Not right."))


def test_the_home_tab_in_slack_shows_who_asks_and_how_far_they_are(whole):
    posted, user = Posted(), "U0HOMELY0"
    answers = Answers(Exchange(whole.agent.handle_message, "slack", opened()), posted, Feedback(opened()))

    def done(work):
        whole.loop.run_until_complete(work)

    def say(text):
        done(answers.written(slack.TEAM, Message(user=user, channel=slack.DIRECT, ts=slack.stamp(), text=text)))

    done(answers.home(slack.TEAM, user))
    assert "You have not begun anything yet." in posted.homes[-1]
    for text in (START, "next", "quiz me on Leicester", "a"):
        say(text)
    done(answers.home(slack.TEAM, user))
    shown = posted.homes[-1]
    assert "You ask as: Lead Member for Children's Services, Leicester." in shown
    assert "Induction for Lead Member for Children's Services, Leicester: 1 of 9 steps read" in shown
    assert "Quiz: 1 answer" in shown
    assert shown.index("Try one of these") < shown.index("Induction for") < shown.index("Start again")
    say("delete all my progress for good")
    done(answers.home(slack.TEAM, user))
    assert "You have not begun anything yet." in posted.homes[-1]


def test_the_home_tab_with_the_desk_down_says_what_is_wrong_and_what_comes_first(whole, monkeypatch):
    posted = Posted()
    answers = Answers(Exchange(whole.agent.handle_message, "slack", opened()), posted, Feedback(opened()))
    monkeypatch.setattr(answers.exchange.people, "profile", lambda person: 1 / 0)
    whole.loop.run_until_complete(answers.home(slack.TEAM, slack.ALICE))
    assert "call 999" in posted.homes[0]
    assert "Something went wrong here" in posted.homes[0]
    assert "How far you are" not in posted.homes[0]


def test_an_induction_to_its_end_in_slack_through_a_restart(whole, monkeypatch):
    posted = Posted()
    answers = Answers(Exchange(whole.agent.handle_message, "slack", opened()), posted, Feedback(opened()))

    def say(text):
        sent = Message(user=slack.BOB, channel=slack.DIRECT, ts=slack.stamp(), text=text)
        whole.loop.run_until_complete(answers.written(slack.TEAM, sent))
        return "\n".join([posted.messages[-1].text, *slack.texts([b.to_dict() for b in posted.messages[-1].blocks])])

    say(lessons.START)
    shown = say("next")
    monkeypatch.setattr(learn, "_tutor", None)  # the server starts anew; the desk is as it was
    answers.exchange = Exchange(whole.agent.handle_message, "slack", opened())
    questions = lessons.to_the_end(say, shown)
    assert questions > 2
    assert "Ended:" in say("my record")


def test_teams_starts_goes_on_and_resumes(whole, monkeypatch):
    chat = "a:lessons"
    personal = {"conversation": {"conversationType": "personal", "tenantId": TENANT, "id": chat}}

    async def handle(message):  # the assistant lives in another loop than the server of the test
        await whole.agent.handle_message(message)

    with microsoft() as service, served(TeamsInput(SETTINGS, service.services, Fixed()), handle) as port:
        talk, count = Talk(port, service), 0

        def say(activity):
            nonlocal count
            assert talk(activity) == 200
            count += 1
            return service.answers(chat, count)[-1]["attachments"][0]["content"]

        def button(card, title):
            found = [
                a
                for set_ in card["body"]
                if set_["type"] == "ActionSet"
                for a in set_["actions"]
                if a["title"] == title
            ]
            return found[0]["data"]

        first = say(message(talk.base, START, **personal))
        assert "Step 1 of" in words(first)
        second = say(pressed(talk.base, button(first, "Next"), **personal))
        assert "Step 2 of" in words(second)
        between = say(message(talk.base, "who makes sure referrals are acknowledged?", **personal))
        assert "annex 19.1" in words(between)
        assert "Step 2 of" in words(say(pressed(talk.base, button(between, "Back to step 2"), **personal)))
        say(message(talk.base, "stop the induction", **personal))
        monkeypatch.setattr(learn, "_tutor", None)  # the server starts anew; the desk is as it was
        assert "You go on where you were." in words(say(message(talk.base, "resume", **personal)))

        def written(text):
            card = say(message(talk.base, text, **personal))
            return f"{words(card)}\n{json.dumps(card)}"

        assert lessons.to_the_end(written, written("resume")) > 2
        assert "Ended:" in written("my record")


def _nodes(node):
    """Every part of a card, outermost first."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    for value in node if isinstance(node, list) else ():
        yield from _nodes(value)


def test_practice_and_scenarios_to_the_clause_in_teams(whole):
    chat = "a:practice"
    personal = {"conversation": {"conversationType": "personal", "tenantId": TENANT, "id": chat}}
    cards: list[dict] = []

    async def handle(said):  # the assistant lives in another loop than the server of the test
        await whole.agent.handle_message(said)

    def sent_back(node, start):
        """What Teams sends for the choice whose message begins so: that of its button, or of its place in a list."""
        for inner in _nodes(node):
            if inner.get("type") == "Action.Submit" and str(inner["data"].get(CHOICE, "")).startswith(start):
                yield inner["data"]
            for choice in inner.get("choices", ()):
                if choice["value"].startswith(start):
                    submit = next(n for n in _nodes(node) if n.get("type") == "Action.Submit")
                    yield {**submit["data"], CHOICE: choice["value"]}

    with microsoft() as service, served(TeamsInput(SETTINGS, service.services, Fixed()), handle) as port:
        talk = Talk(port, service)

        def after(activity):
            assert talk(activity) == 200
            cards.append(service.answers(chat, len(cards) + 1)[-1]["attachments"][0]["content"])
            return f"{words(cards[-1])}\n{json.dumps(cards[-1], ensure_ascii=False)}"

        def say(text):
            return after(message(talk.base, text, **personal))

        def press(start):
            return after(pressed(talk.base, next(sent_back(cards[-1], start)), **personal))

        lessons.practised(say, press)


def test_practice_and_scenarios_to_the_clause_at_the_terminal(console):
    answers: list[dict] = []

    def say(text):
        answers.append(console(text))
        labels = [option["label"] for option in answers[-1]["options"]]
        return "\n".join([answers[-1]["text"], *labels])

    def press(start):
        return say(next(o["message"] for o in answers[-1]["options"] if o["message"].startswith(start)))

    lessons.practised(say, press)


def test_a_desk_that_is_down_costs_the_lessons_and_nothing_else(whole, monkeypatch):
    async def asked():
        exchange = Exchange(whole.agent.handle_message, "web", opened())
        monkeypatch.setattr(exchange.links, "principal", lambda person: 1 / 0)
        return await exchange.say("who makes sure referrals are acknowledged in Leicester?", "p", "down")

    assert whole.loop.run_until_complete(asked()).outcome.citations[0].clause == "annex 19.1"
