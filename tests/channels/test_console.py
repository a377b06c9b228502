"""The conversation in the terminal, as a pipe drives it: what is said, chosen, told of the asker, and where the desk is down."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from fcntl import ioctl
from functools import partial
from termios import TIOCSCTTY, TIOCSWINSZ

import pytest

from bot import screen
from bot.apart import Apart
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


def test_a_desk_that_hangs_does_not_keep_the_conversation_from_beginning(talked, monkeypatch):
    gate = threading.Event()
    monkeypatch.setattr(console, "DESKWORK", 0.1)
    monkeypatch.setattr(console, "DESK", Apart("desk of this test"))
    monkeypatch.setattr(database, "opened", gate.wait)
    try:
        assert "Dudley" in console._known("somebody", "Dudley", None)
    finally:
        gate.set()


# --- in a terminal -----------------------------------------------------------------------------------------------------

ECHO = """
from bot import screen
from bot.channels import console
from knowledge.outcomes import Clarification, Option
screen.lenient()
if not KNOWN:  # the store takes a while to open
    console._known = lambda *who: "You ask as: Councillors, Dudley."
def respond(text, **known):
    said = Clarification(says=(f"You said {text}.", "word " * 30), options=(Option(label="Dudley", message="in Dudley"), Option(label="Kent", message="in Kent")))
    if text == "wait":
        raise KeyboardInterrupt
    return {**said.payload(), "text": ""}
console.converse(respond, "Dudley", "councillors")
"""


# Where tests run in several processes, those are told a width, which would go before the terminal's own.
_UNSIZED = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


@pytest.fixture
def terminal(tmp_path, published) -> Callable[..., str]:
    """What a terminal of so many columns shows while these keys are pressed, each after the prompt."""

    def shown(*keys: str, columns: int = 80, known: bool = False, **environment: str) -> str:
        ours, theirs = pty.openpty()
        ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        env = {**_UNSIZED, "HOME": str(tmp_path), "DUTYDESK_DATA": str(tmp_path / "desk"), "TERM": "xterm", "PYTHONPATH": str(ROOT), **environment}  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-c", ECHO.replace("KNOWN", str(known))], stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=ROOT,
            start_new_session=True, preexec_fn=partial(ioctl, 0, TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(theirs)
        seen, pressed, waiting, patience = b"", b"", list(keys), 6
        try:
            while patience:
                if not select.select([ours], [], [], 5)[0]:
                    patience -= (
                        1  # a key that is pressed while the prompt is being made ready may be lost: press it again
                    )
                    os.write(ours, pressed)
                    continue
                try:
                    got = os.read(ours, 65536)
                except OSError:  # how Linux says that the other side is closed
                    break
                seen += got
                if waiting and seen.endswith(b"> "):
                    pressed = waiting.pop(0).encode()
                    os.write(ours, pressed)
            assert process.wait(30) == 0
        finally:
            process.kill()
            process.wait()
            os.close(ours)
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode("latin-1")).replace("\r", "")

    return shown


def test_a_terminal_shows_who_asks_and_brings_back_what_was_typed_and_writes_nothing(terminal, tmp_path):
    up = "\x1b[A"
    shown = terminal("first\n", "second\n", f"{up}{up}\n", "quit\n", known=True)
    assert "You ask as: Councillors, Dudley." in shown.split("> ")[0]
    assert shown.count("You said first.") == 2
    assert "1. Dudley\n2. Kent" in shown
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if b"first" in path.read_bytes()], "what was typed is on no disk"
    assert not [path for path in files if "history" in path.name]


@pytest.mark.parametrize(
    "keys", [("\x04",), ("\x03",), ("a\n", "wait\n")], ids=["Ctrl-D", "Ctrl-C", "Ctrl-C in a turn"]
)
def test_a_terminal_is_left_on_a_line_of_its_own(terminal, keys):
    assert terminal(*keys).endswith("\n")


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(terminal, columns):
    lines = terminal("hello\n", "quit\n", columns=columns).split("\n")
    assert max(len(line.rstrip()) for line in lines) <= min(columns, 100)
    assert max(len(line.rstrip()) for line in lines) > min(columns, 100) - 15, "the width is used"


def test_no_colour_where_none_is_wanted(terminal, monkeypatch):
    console_ = screen.Console(force_terminal=True, no_color=None, _environ={"NO_COLOR": "1"})
    assert console_.no_color
    assert "You said hello." in terminal("hello\n", "quit\n", NO_COLOR="1", TERM="dumb")


@pytest.mark.parametrize(
    ("encoding", "shown"), [("ascii", '"it\'s - fine..." ? e 1/2'), ("latin-1", '"it\'s - fine..." ? é ½'), ("utf-8", "“it’s – fine…” 子 é ½")]
)  # fmt: skip
def test_a_terminal_that_lacks_signs_gets_plainer_ones(encoding, shown):
    program = "from bot import screen; screen.lenient(); print('“it’s – fine…” 子 é ½')"
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode(encoding).strip() == shown


def test_json_stays_json_where_the_terminal_lacks_signs(monkeypatch):
    for encoding, held in (("ascii", "\\u201c"), ("utf-8", "“")):
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
        assert held in screen.as_json({"quote": "“"})


def test_a_pipe_in_another_encoding_is_read_as_far_as_it_can_be():
    program = "from bot import screen; screen.lenient(); print(ascii(input()))"
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], input=b"caf\xe9 who?\n", env=env, cwd=ROOT, capture_output=True, check=True)  # fmt: skip
    assert done.stdout.strip() == rb"'caf\ufffd who?'"


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
