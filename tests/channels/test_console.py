"""The conversation in the terminal, as a pipe drives it: what is said, chosen, told of the asker, and where the desk is down."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from bot.assistant import Assistant
from bot.channels import console
from bot.trouble import TROUBLE
from desk import database
from knowledge.answers import Knowledge
from tests.conftest import ROOT


@pytest.fixture
def talked(assistant: Assistant, monkeypatch, capsys):
    """What the terminal shows for these lines, said by a person of their own."""

    def talk(*lines: str, council: str | None = None, person: str = "somebody") -> str:
        monkeypatch.setattr(console, "_user", lambda: person)
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + "\n"))
        capsys.readouterr()
        console.converse(assistant.respond, council, None)
        return capsys.readouterr().out

    return talk


def test_lines_of_a_pipe_are_answered_one_after_the_other(talked):
    out = talked("who makes sure referrals are acknowledged in Leicester?", "", "who audits a case in Croydon?", "quit",
                 "who chairs the corporate parenting panel in Croydon?", person="a")  # fmt: skip
    assert out.index("annex 19.1") < out.index("DCS 5")
    assert "LMCS 8" not in out
    assert "\x1b" not in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_a_number_chooses(talked):
    out = talked("start again", "what about the panel?", "2", person="b")
    offered, chosen = out.split("2. ", 1)
    assert "1. " in offered
    assert "Corporate Parenting" in chosen


def test_the_option_tells_the_council_until_the_conversation_does(talked):
    asked = "who makes sure referrals are acknowledged?"
    out = talked(asked, "I work in Leicester", asked, council="Dudley", person="c")
    first, second = out.split("Noted.", 1)
    assert "Dudley" in first
    assert "annex 19.1" in second
    assert "Dudley" not in second


@pytest.mark.parametrize("text", ["a child is being hurt right now", "who audits a case in Croydon every month?"])
def test_without_the_desk_questions_are_answered_all_the_same(talked, monkeypatch, text):
    down = database.Database("sqlite:////dev/null/desk.db", later=True)
    monkeypatch.setattr(database, "lasting", lambda: down)
    out = talked(text, person="d")
    assert "999" in out if "hurt" in text else "DCS 5" in out
    assert str(ROOT) not in out


def test_an_answer_that_hangs_is_given_up_in_the_terminal_and_the_next_one_comes(assistant, talk, monkeypatch):
    gate, asked = threading.Event(), Knowledge.ask
    monkeypatch.setattr(assistant, "patience", 0.5)
    monkeypatch.setattr(Knowledge, "ask", lambda *given: gate.wait() and asked(*given))
    try:
        assert TROUBLE in talk("who chairs the corporate parenting panel in Croydon?", person="p")["text"]
        monkeypatch.setattr(Knowledge, "ask", asked)
        monkeypatch.setattr(assistant, "patience", 10)
        assert "LMCS 8" in talk("who chairs the corporate parenting panel in Croydon?", person="p")["text"]
    finally:
        gate.set()
