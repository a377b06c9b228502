"""The command `dutydesk`: help with examples, exit codes for scripts, plain output that fits a screen."""

from __future__ import annotations

import re

import pytest
import typer.main

from bot import client, screen
from bot.cli import app
from knowledge import build
from knowledge.outcomes import NotCovered
from tests.command import ran
from tests.conftest import IDS, STATUSES

COMMANDS = sorted(typer.main.get_command(app).commands)


@pytest.fixture
def dutydesk(monkeypatch, capsys, published):
    """Runs the command line in this process: returns (exit code, standard output, error output)."""

    return lambda *words: ran(monkeypatch, capsys, *words)


@pytest.fixture
def stub(monkeypatch):
    """Stands in for the assistant: says `answer` to everything and remembers what it was asked."""
    asked: list[dict] = []

    def put(answer=None):
        def respond(text, session="", council=None, role=None):
            asked.append({"text": text, "session": session, "council": council, "role": role})
            return {**(answer or {**NotCovered(says=("The documents do not say.",)).payload(), "text": "The documents do not say."}),
                    "latency_ms": 1.0}  # fmt: skip

        monkeypatch.setattr(client, "running", lambda: None)
        monkeypatch.setattr(screen, "loaded", lambda quiet=False, patience=None: respond)
        return asked

    return put


@pytest.fixture
def answered(ask):
    from bot.rendering.plain import plain_text

    outcome = ask("who escalates resettlement failures?").outcome
    return {**outcome.payload(), "text": plain_text(outcome)}


def short(output: str) -> list[str]:
    return [line for line in output.splitlines() if len(line) > 80]


# --- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_says_what_it_does_and_shows_an_example(dutydesk, command):
    code, out, _ = dutydesk(command, "--help")
    assert code == 0
    assert f"Example: dutydesk {command}" in " ".join(out.split())


def test_the_help_lists_every_command(dutydesk):
    _, out, _ = dutydesk("--help")
    assert all(re.search(rf"\b{command}\b", out) for command in COMMANDS)


# --- exit codes ------------------------------------------------------------------------------------------------------


def test_an_answered_question_ends_with_code_0(dutydesk, stub, answered):
    stub(answered)
    code, out, _ = dutydesk("ask", "who escalates resettlement failures?")
    assert code == 0
    assert "youth offending teams" in out
    assert "CDCC 2" in out
    assert short(out) == []


def test_a_question_that_is_not_answered_ends_with_code_3(dutydesk, stub):
    stub()
    code, out, _ = dutydesk("ask", "who collects the bins?")
    assert code == 3
    assert "The documents do not say." in out


def test_one_question_of_two_unanswered_ends_with_code_3(dutydesk, stub):
    asked = stub()
    code, out, _ = dutydesk("ask", "first?", "second?")
    assert code == 3
    assert [a["text"] for a in asked] == ["first?", "second?"]
    assert len({a["session"] for a in asked}) == 2
    assert "> first?" in out


def test_json_output_is_the_outcome_and_nothing_else(dutydesk, stub, answered):
    import json

    stub(answered)
    _, out, _ = dutydesk("ask", "--json", "who escalates resettlement failures?")
    assert json.loads(out)["status"] in STATUSES


def test_council_and_role_reach_the_assistant_as_the_documents_name_them(dutydesk, stub):
    (asked,) = [stub()]
    dutydesk("ask", "what must I do?", "--council", "dudley", "--role", "team manager")
    assert asked == [{"text": "what must I do?", "session": "ask-0", "council": "Dudley", "role": "team-managers"}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "x", "--council", "Barnet"), "Kent, Dudley, Leicester, Croydon"),
        (("ask", "x", "--role", "qqq zzz"), "Nearest"),
        (("duties", "qqq zzz"), "Nearest"),
        (("show", "CDCC 99"), "CDCC"),
        (("show", "CDCC 2", "--document", "nowhere"), "kent-dcs-2011"),
        (("roles", "--council", "Barnet"), "There are"),
        (("show",), "--help"),
        (("nonsense",), "--help"),
        (("answer", "--input", "/nowhere/at/all.jsonl", "--output", "x.jsonl"), "/nowhere/at/all.jsonl"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else None,
)
def test_a_wrong_call_ends_with_code_2_and_one_sentence_that_helps(dutydesk, stub, words, said):
    stub()
    code, out, err = dutydesk(*words)
    assert code == 2, out + err
    assert said in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("words", [("chat",), ("why", "x"), ("ask", "x")], ids=lambda words: words[0])
def test_an_unknown_council_is_told_before_anything_is_started(dutydesk, monkeypatch, words):
    started = []
    for name in ("ready", "assistant", "loaded"):
        monkeypatch.setattr(screen, name, lambda *given, name=name, **more: started.append(name))
    monkeypatch.setattr(client, "running", lambda: None)
    code, _, err = dutydesk(*words, "--council", "Barnet")
    assert (code, started) == (2, [])
    assert "Kent, Dudley, Leicester, Croydon" in err


def test_an_unforeseen_error_ends_with_code_1_and_no_traceback(dutydesk, stub, monkeypatch):
    stub()

    def fail(*_args, **_kwargs):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(screen, "loaded", lambda quiet=False, patience=None: fail)
    monkeypatch.delenv("DUTYDESK_DEBUG", raising=False)
    code, out, err = dutydesk("ask", "x")
    assert code == 1
    assert "DUTYDESK_DEBUG" in err
    assert "Traceback" not in out + err


# --- look-ups --------------------------------------------------------------------------------------------------------


def test_show_prints_a_clause_in_its_place_with_the_standing(dutydesk):
    code, out, _ = dutydesk("show", "annex 19.1")
    assert code == 0
    assert "> annex 19.1" in out
    assert "Ensure that referrals are acknowledged." in out
    assert "annex 19.2" in out
    assert "In plain words:" in out
    assert "no evidence of approval" in " ".join(out.split())


@pytest.mark.parametrize(
    "words",
    [("show", "CDCC 2"), ("show", "annex 19.1"), ("duties", "dcs"), ("duties", "team manager", "--council", "Dudley"), ("roles",),
     ("documents",), ("check",), *(("show", id_) for id_ in IDS)],
    ids=" ".join,
)  # fmt: skip
def test_no_line_is_longer_than_80_columns_in_a_pipe(dutydesk, words):
    code, out, _ = dutydesk(*words)
    assert code == 0
    assert out.strip()
    assert short(out) == []
    assert "\x1b" not in out


def test_duties_lists_each_duty_with_its_clause(dutydesk):
    _, out, _ = dutydesk("duties", "councillor", "--council", "Dudley")
    assert "All Councillors 1" in out
    assert "All Councillors 2" in out
    assert "Leicester" not in out


def test_roles_and_documents_name_all_that_are_held(dutydesk):
    _, roles, _ = dutydesk("roles", "--council", "Croydon")
    _, documents, _ = dutydesk("documents")
    assert "Lead Member Children's Services" in " ".join(roles.split())
    assert "Leicester" not in roles
    assert all(id_ in documents for id_ in IDS)
    assert "Known defects" in documents


def test_why_names_intent_councils_and_evidence_in_words(dutydesk, assistant, monkeypatch):
    monkeypatch.setattr(screen, "assistant", lambda: assistant)
    code, out, _ = dutydesk("why", "who makes sure referrals are acknowledged?", "--council", "Leicester")
    assert code == 0
    assert "ask_who" in out
    assert "councils searched: Leicester" in out
    assert "annex 19.1" in out
    assert any(word in out for word in ("shares words", "mean much the same", "means much the same"))
    assert short(out) == []


# --- check -----------------------------------------------------------------------------------------------------------


def test_check_accounts_for_every_character_of_five_documents(dutydesk):
    code, out, _ = dutydesk("check")
    assert code == 0
    assert out.count("100.0 %") == 5
    assert all(id_ in out for id_ in IDS)


def test_check_prints_every_mistake_with_its_line_and_no_traceback(dutydesk, copied):
    build.build()
    before = build.current(copied.build)
    copied.edit("bearers: [lmcs]", "bearers: [lmsc]")
    copied.edit("topics: [meetings, performance]", "topics: [meetings, performence]")
    code, out, err = dutydesk("check")
    assert code == 1
    assert re.search(r"croydon-line-of-sight\.yml:\d+: .*'lmsc'", err)
    assert re.search(r"croydon-line-of-sight\.yml:\d+: .*performence", err)
    assert "The published store stays as it was." in " ".join(err.split())
    assert "Traceback" not in out + err
    assert build.current(copied.build) == before


def test_a_changed_source_fails_the_check_by_name(dutydesk, copied):
    path = copied.sources / "kent-dcs-2011.txt"
    path.write_bytes(path.read_bytes() + b" ")
    code, _, err = dutydesk("check")
    assert code == 1
    assert "kent-dcs-2011.txt" in err


def test_doctor_names_what_works(dutydesk):
    code, out, _ = dutydesk("doctor")
    assert code == 0, out
    assert all(word in out for word in ("Python", "Sources", "Rules", "Store", "Model"))
