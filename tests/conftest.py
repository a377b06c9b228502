"""What the tests share: the published store, the knowledge opened from it, one loaded assistant, and small helpers.

The store, the vectors and the model are the project's own, made ready once if their inputs changed: the tests speak of
what the users get. Whatever a test breaks, it breaks in a copy.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import publishing, screen
from knowledge import build, documents, opened, phrasings, rules
from knowledge.answers import Knowledge, Reply
from knowledge.questions import Context, Kind, Profile, Question
from knowledge.store import Store

ROOT = Path(__file__).parent.parent
IDS = ("kent-dcs-2011", "dudley-roles-2006", "leicester-roles-2009", "croydon-line-of-sight", "kent-yos-css-2007")
PUBLISHED = build.BUILD
# What the service writes goes to a folder of this run, for servers started by tests as well.
os.environ["DUTYDESK_DATA"] = tempfile.mkdtemp(prefix="dutydesk-tests-")
os.environ.pop("DUTYDESK_DATABASE", None)
STATUSES = {"answered", "clarify", "not_covered", "small_talk", "profile_set", "lesson"}


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of the published store, brought up to date with the rules."""
    publishing.publish(False, screen.progress)
    return PUBLISHED


@pytest.fixture(scope="session")
def store(published: Path) -> Store:
    return Store(build.current(published))


@pytest.fixture(scope="session")
def knowledge(published: Path) -> Knowledge:
    return Knowledge.open(published)


@pytest.fixture(scope="session")
def ask(knowledge: Knowledge) -> Callable[..., Reply]:
    """Asks the knowledge base as an action would: ask('…', Kind.WHO, council='Kent', role='dcs')."""

    def asked(text: str, kind: Kind = Kind.UNSURE, council: str | None = None, role: str | None = None,
              context: Context | None = None, confidence: float = 0.9) -> Reply:  # fmt: skip
        question = Question(text=text, kind=kind, confidence=confidence, ranking=((kind.value, confidence),))
        return knowledge.ask(question, Profile(council=council, family=role), context)

    return asked


@pytest.fixture(scope="session")
def assistant() -> Any:
    """The whole assistant: trained model, actions and store, loaded once for all tests."""
    screen.ready()
    from bot.assistant import Assistant

    return Assistant()


@pytest.fixture
def talk(assistant: Any, request: pytest.FixtureRequest) -> Callable[..., dict[str, Any]]:
    """`respond` in a conversation of this test's own."""

    def said(text: str, session: str = "", **known: str | None) -> dict[str, Any]:
        return assistant.respond(text, session=f"{request.node.nodeid} {session}", **known)

    return said


@dataclass(frozen=True)
class Copy:
    """A copy of everything that a store is built from, to be broken, and the folder it is published to."""

    sources: Path
    rules: Path
    phrasings: Path
    vocabulary: Path
    build: Path

    def edit(self, old: str, new: str, file: str = "croydon-line-of-sight.yml", folder: Path | None = None) -> int:
        """Replaces the first `old` in a file of the copy; returns the line where it stood."""
        path = (folder or self.rules) / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def check(self) -> build.Checked:
        return build.check(self.sources, self.rules, self.vocabulary, self.phrasings)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Copy]:
    """The inputs copied; building, checking and opening use the copy until the test ends."""
    copy = Copy(*(tmp_path / name for name in ("sources", "rules", "phrasings", "vocabulary", "build")))
    for folder, to in (
        (documents.SOURCES, copy.sources),
        (rules.RULES, copy.rules),
        (phrasings.HERE, copy.phrasings),
        (rules.VOCABULARY, copy.vocabulary),
    ):
        shutil.copytree(folder, to)
    monkeypatch.setattr(documents, "SOURCES", copy.sources)
    monkeypatch.setattr(rules, "RULES", copy.rules)
    monkeypatch.setattr(phrasings, "HERE", copy.phrasings)
    monkeypatch.setattr(rules, "VOCABULARY", copy.vocabulary)
    monkeypatch.setattr(build, "BUILD", copy.build)
    # Defaults are bound when a function is defined, so they are pointed at the copy as well.
    monkeypatch.setattr(build.check, "__defaults__", (copy.sources, copy.rules, copy.vocabulary, copy.phrasings))
    monkeypatch.setattr(build.build, "__defaults__", (copy.build, False))
    monkeypatch.setattr(documents.load, "__defaults__", (copy.sources,))
    for function in (rules.families, rules.topics):
        monkeypatch.setattr(function, "__defaults__", (copy.vocabulary,))
    opened.use(copy.build)
    yield copy
    opened.use(PUBLISHED)


def first(reply: Reply | dict[str, Any]) -> str | None:
    """The first citation of a reply or payload as 'document/clause'."""
    payload = reply.outcome.payload() if isinstance(reply, Reply) else reply
    return cited(payload)[0] if payload["citations"] else None


def cited(payload: dict[str, Any]) -> list[str]:
    return [f"{c['document']}/{c['clause']}" for c in payload["citations"]]


def pytest_sessionfinish() -> None:
    shutil.rmtree(os.environ["DUTYDESK_DATA"], ignore_errors=True)
