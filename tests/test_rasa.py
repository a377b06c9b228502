"""Rasa and its parts: domain, training data, actions and stories never drift apart, and the actions run everywhere alike."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import socket
import subprocess
import sys

import pytest
import yaml
from rasa.utils.endpoints import EndpointConfig

from actions.translate import question_from
from bot.local import LocalActions
from bot.trouble import TROUBLE
from knowledge import opened
from knowledge.errors import KnowledgeError
from knowledge.questions import Kind
from tests.conftest import PUBLISHED, ROOT, first

FALLBACK = "nlu_fallback"


@pytest.fixture(scope="module")
def domain():
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def examples():
    """The training examples of every intent, as plain text."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found.setdefault(block["intent"], []).extend(
                line[2:].strip() for line in block["examples"].splitlines() if line.strip()
            )
    return found


@pytest.fixture(scope="module")
def rules():
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "rules").glob("*.yml")))
    return yaml.safe_load(text)["rules"]


def intents_of(rule):
    return {i["intent"] for step in rule["steps"] for i in step.get("or", [step]) if "intent" in i}


# --- drift -----------------------------------------------------------------------------------------------------------


def test_every_action_of_the_domain_has_a_class_and_every_class_a_place_in_the_domain(domain):
    assert set(LocalActions().executor.actions) == set(domain["actions"])


def test_every_intent_has_enough_examples(domain, examples):
    assert set(examples) == set(domain["intents"])
    assert {intent: len(said) for intent, said in examples.items() if len(set(said)) < 15} == {}


def test_no_example_stands_twice(examples):
    held: dict[str, str] = {}
    twice = []
    for intent, said in examples.items():
        for example in said:
            text = re.sub(r"\W+", " ", example.casefold()).strip() or example
            if text in held:
                twice.append((example, held[text], intent))
            held[text] = intent
    assert twice == []


def test_every_intent_is_in_exactly_one_rule(domain, rules):
    in_rules = [intent for rule in rules for intent in intents_of(rule)]
    assert sorted(in_rules) == sorted([*domain["intents"], FALLBACK])


def test_every_kind_of_question_is_an_intent(domain):
    assert {kind.value for kind in Kind} == {*domain["intents"], FALLBACK}


def test_every_action_that_a_rule_names_is_in_the_domain(domain, rules):
    named = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    assert named == set(domain["actions"])


def test_small_talk_has_its_words(domain, rules):
    (talk,) = (rule for rule in rules if any(step.get("action") == "action_talk" for step in rule["steps"]))
    assert {f"utter_{intent}" for intent in intents_of(talk)} == set(domain["responses"])


def test_rasa_finds_nothing_wrong_with_the_data():
    command = [
        sys.executable,
        "-m",
        "rasa",
        "data",
        "validate",
        "--fail-on-warnings",
        "--domain",
        "domain.yml",
        "--data",
        "data",
    ]
    quiet = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONPATH": str(ROOT),
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def test_rasa_s_own_test_stories_hold(assistant, tmp_path):
    from rasa.core.test import test as run_stories

    assistant.loop.run_until_complete(
        run_stories(
            str(ROOT / "tests" / "conversations" / "test_stories.yml"),
            assistant.agent,
            e2e=True,
            out_directory=str(tmp_path),
            disable_plotting=True,
        )
    )
    report = json.loads((tmp_path / "story_report.json").read_text(encoding="utf-8"))
    failed = (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert report["conversation_accuracy"]["correct"] == report["conversation_accuracy"]["total"] > 5, failed


# --- actions ---------------------------------------------------------------------------------------------------------


def call(
    action: str, text: str, intent: str = "ask_who", slots: dict | None = None, metadata: dict | None = None
) -> dict:
    """What Rasa posts to an action server."""
    message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "intent_ranking": [{"name": intent, "confidence": 0.9}],
               "entities": [], "metadata": metadata or {}}  # fmt: skip
    tracker = {"sender_id": "test", "slots": {"profile": None, "context": None, **(slots or {})}, "latest_message": message,
               "events": [], "paused": False, "followup_action": None, "active_loop": {}, "latest_action_name": None}  # fmt: skip
    return {"next_action": action, "sender_id": "test", "tracker": tracker, "domain": {}, "version": "3.6.21"}


def test_the_action_server_s_own_executor_says_what_the_actions_in_the_process_say(published):
    from rasa_sdk.executor import ActionExecutor

    server = ActionExecutor()
    server.register_package("actions")
    for request in (
        call("action_answer", "who makes sure referrals are acknowledged in Leicester?"),
        call("action_profile", "I am a councillor in Dudley", "set_profile"),
        call("action_talk", "thanks", "thank"),
    ):
        there = asyncio.run(server.run(json.loads(json.dumps(request))))
        here = asyncio.run(LocalActions().request(json=request))
        assert there == here
        json.dumps(here)


def test_an_answer_is_one_message_with_its_payload_and_both_slots(published):
    result = asyncio.run(
        LocalActions().request(json=call("action_answer", "who chairs the corporate parenting panel in Croydon?"))
    )
    (message,) = [r for r in result["responses"] if r.get("text") or r.get("custom")]
    assert first(message["custom"]) == "croydon-line-of-sight/LMCS 8"
    assert message["text"].startswith(message["custom"]["says"][0])
    assert {event["name"] for event in result["events"]} == {"profile", "context"}


def test_what_the_channel_knows_of_the_asker_is_used(published):
    request = call("action_answer", "what must I do with a child welfare concern?", "ask_mine",
                   metadata={"council": "Dudley", "role": "councillors"})  # fmt: skip
    (message,) = asyncio.run(LocalActions().request(json=request))["responses"]
    assert first(message["custom"]) == "dudley-roles-2006/All Councillors 1"


def test_an_intent_that_nobody_knows_is_taken_as_unsure():
    from rasa_sdk import Tracker

    tracker = Tracker(
        "x", {}, {"text": "hm", "intent": {"name": "made_up", "confidence": 1.0}}, [], False, None, {}, None
    )
    assert question_from(tracker).kind is Kind.UNSURE


@pytest.mark.parametrize(
    "error", [RuntimeError("secret detail"), KnowledgeError("store_missing")], ids=["a bug", "no store"]
)
def test_a_failing_action_says_so_and_is_never_silence(talk, monkeypatch, error):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr("knowledge.answers.Knowledge.ask", fail)
    answer = talk("who makes sure referrals are acknowledged in Leicester?")
    assert answer["text"].startswith(TROUBLE)
    assert "999" in answer["text"]
    assert answer["status"] == "not_covered"
    assert "secret detail" not in answer["text"]


def test_a_child_in_danger_gets_the_fixed_text_even_where_the_knowledge_fails(talk, monkeypatch):
    def fail(*_args, **_kwargs):
        raise KnowledgeError("store_missing")

    monkeypatch.setattr("knowledge.answers.Knowledge.ask", fail)
    answer = talk("the baby isn't breathing")
    assert answer["text"].startswith("If a child is in danger now, call 999.")
    assert answer["safety_first"]


@pytest.mark.parametrize(("text", "starts"), [("the baby isn't breathing", "If a child is in danger now, call 999."),
                                              ("who makes sure referrals are acknowledged?", TROUBLE)])  # fmt: skip
def test_without_any_store_there_is_the_fixed_text_or_an_apology_and_never_an_exception(talk, tmp_path, text, starts):
    opened.use(tmp_path)
    try:
        assert talk(text)["text"].startswith(starts)
    finally:
        opened.use(PUBLISHED)


@pytest.mark.parametrize("up", [True, False], ids=["it hangs", "it is down"])
def test_an_action_server_of_its_own_that_gives_no_answer_is_told_to_the_user_in_time(assistant, talk, monkeypatch, up):
    """As `rasa run` has it with endpoints.yml; its channels are ours, and wait no longer than the assistant does here."""
    with socket.create_server(("127.0.0.1", 0)) as listening:  # takes every call and answers none
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/webhook"
        monkeypatch.setattr(assistant.agent.processor, "action_endpoint", EndpointConfig(url))
        monkeypatch.setattr(assistant, "patience", 0.5)
        if not up:
            listening.close()
        assert talk("who makes sure referrals are acknowledged in Leicester?")["text"].startswith(TROUBLE)
        assert talk("the baby isn't breathing")["text"].startswith("If a child is in danger now, call 999.")


# --- conversations ---------------------------------------------------------------------------------------------------


def test_the_hundredth_turn_asks_no_more_of_the_actions_than_the_tenth(talk, monkeypatch):
    sizes = []
    run = LocalActions.request

    async def measured(self, *args, **kwargs):
        if kwargs["json"]["tracker"]["sender_id"].endswith(" hundred"):  # none that an earlier test gave up waiting for
            sizes.append(len(json.dumps(kwargs["json"])))
        return await run(self, *args, **kwargs)

    monkeypatch.setattr(LocalActions, "request", measured)
    for _ in range(100):
        talk("who makes sure referrals are acknowledged in Leicester?", session="hundred")
    assert len(sizes) == 100
    assert max(sizes[50:]) <= max(sizes[5:15]) * 1.1
    assert max(sizes) < 100_000


def test_conversations_are_kept_apart(talk):
    talk("I am a councillor in Dudley", session="one")
    assert "Dudley" in talk("what do you know about me?", session="one")["text"]
    assert "nothing" in talk("what do you know about me?", session="two")["text"]


def test_what_a_user_writes_reaches_no_log_and_no_screen(talk, caplog, capfd):
    caplog.set_level(logging.getLogger().level)
    secret = "Quillibert Farnwhistle"
    talk(f"I referred {secret} of 7 Ashgrove Close, who acknowledges it in Leicester?")
    talk(f"is {secret} known to the youth offending service?")
    shown = capfd.readouterr()
    everything = caplog.text + shown.out + shown.err
    assert not [word for word in (*secret.split(), "Ashgrove") if word in everything]
