"""Files that do not answer: a command says so in time, with whom to tell and, for a danger, what to do first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import client, reach, screen
from bot.assistant import PATIENCE
from bot.trouble import TROUBLE
from knowledge import build
from knowledge.errors import KnowledgeError
from tests.test_cli import dutydesk, stub  # noqa: F401  fixtures

DANGER = "a child is being beaten right now next door"


@contextmanager
def hanging(path: Path) -> Iterator[None]:
    """Whoever opens this file waits, as on a disk that is gone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    try:
        yield
    finally:
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))


@pytest.fixture
def gone(tmp_path, monkeypatch) -> Iterator[None]:
    """The published store is on such a disk, and no server runs."""
    monkeypatch.setattr(reach, "PATIENCE", 0.2)
    monkeypatch.setattr(build, "BUILD", tmp_path / "build")
    monkeypatch.setattr(client, "running", lambda: None)
    monkeypatch.setenv("DUTYDESK_SITE_CONTACT", "Ring 01 234.")
    with hanging(tmp_path / "build" / "current"):
        yield


def test_a_file_that_does_not_answer_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(reach, "PATIENCE", 0.2)
    (tmp_path / "build").mkdir()
    (tmp_path / "build/whole").write_text("x")
    reach.reachable((tmp_path / "build", tmp_path / "nowhere"))
    with hanging(tmp_path / "models/deep/m.tar.gz"), pytest.raises(KnowledgeError) as caught:
        reach.reachable((tmp_path / "build", tmp_path / "models"))
    assert caught.value.code == "file_hangs"
    assert "models/deep/m.tar.gz does not answer" in str(caught.value)


def test_a_file_that_may_not_be_read_is_left_to_whoever_opens_it(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    reach.reachable((tmp_path,))


def test_a_question_is_told_what_happened_and_whom_to_tell(dutydesk, gone):  # noqa: F811
    code, out, err = dutydesk("ask", "who chairs the panel?", DANGER)
    said = " ".join(out.split())
    assert code == 1
    assert said.count(TROUBLE) == 2
    assert said.count("Whom to tell: Ring 01 234.") == 2
    assert said.index("call 999") > said.index(TROUBLE), "an ordinary question"
    assert "current does not answer" in err


def test_a_danger_is_told_first_what_to_do(dutydesk, gone):  # noqa: F811
    _, out, _ = dutydesk("ask", DANGER, "--role", "councillor")
    assert out.lstrip().startswith("If a child is in danger now, call 999.")


@pytest.mark.parametrize("words", [("roles",), ("show", "CDCC 2"), ("answer", "--input", "IN", "--output", "OUT")], ids=lambda w: w[0])  # fmt: skip
def test_the_other_commands_say_so_too(dutydesk, gone, tmp_path, words):  # noqa: F811
    (tmp_path / "in.jsonl").write_text('{"text": "x"}\n')
    given = {"IN": str(tmp_path / "in.jsonl"), "OUT": str(tmp_path / "out.jsonl")}
    code, _, err = dutydesk(*(given.get(word, word) for word in words))
    assert code == 1
    assert "does not answer" in err
    assert "Ring 01 234." in err
    assert not (tmp_path / "out.jsonl").exists()


def test_nobody_waits_longer_for_an_answer_than_in_a_conversation(dutydesk, stub, monkeypatch):  # noqa: F811
    stub()
    respond, patience = screen.loaded(), []
    monkeypatch.setattr(screen, "loaded", lambda **given: patience.append(given["patience"]) or respond)
    dutydesk("ask", "who chairs the panel?")
    assert patience == [PATIENCE]
