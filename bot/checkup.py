"""Checkup: what works here, what is missing, and how to get it (`dutydesk doctor`)."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge import build, documents, embeddings, names
from knowledge.errors import CheckFailed, KnowledgeError
from knowledge.store import Store


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ok, missing (the assistant works without it) or broken."""

    what: str
    state: Literal["ok", "missing", "broken"]
    detail: str


def findings() -> list[Finding]:
    """Everything looked at, in the order in which it matters."""
    return [
        _python(), _sources(), _rules(), _store(), _model(), _embeddings(), _spelling(), _pages(), _server(), _desk(), _secret(), _slack(), _teams(), _rest(),
    ]  # fmt: skip


def lines(found: list[Finding]) -> Iterator[tuple[str, int, str | None]]:
    marks = {"ok": ("ok", "green"), "missing": ("missing", "yellow"), "broken": ("BROKEN", "red")}
    for finding in found:
        mark, style = marks[finding.state]
        yield f"{mark:8}{finding.what}: {finding.detail}", 0, style if finding.state != "ok" else None


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info[:2] == (3, 10)
    return Finding(
        "Python", "ok" if good else "broken", version if good else f"{version}; Rasa 3.6 needs 3.10: run `make setup`"
    )


def _sources() -> Finding:
    try:
        held = documents.load()
        for document in held.values():
            document.text  # noqa: B018  reading it is the check
        return Finding("Sources", "ok", f"{len(held)} documents, byte for byte as published")
    except KnowledgeError as error:
        return Finding("Sources", "broken", str(error))


def _rules() -> Finding:
    try:
        counts = build.check().counts()
        return Finding("Rules", "ok", f"{sum(c['duties'] for c in counts.values())} duties, every quote in its source")
    except (CheckFailed, KnowledgeError) as error:
        return Finding("Rules", "broken", str(error).splitlines()[0])


def _store() -> Finding:
    try:
        path = build.current()
        Store(path).close()
        fresh = path.name == build.wanted()
        return Finding(
            "Store", "ok" if fresh else "missing", path.name if fresh else "older than the rules: run `dutydesk build`"
        )
    except KnowledgeError as error:
        return Finding("Store", "missing" if error.code == "store_missing" else "broken", str(error))


def _model() -> Finding:
    from bot import training

    try:
        return Finding("Model", "ok", training.trained().name)
    except KnowledgeError as error:
        return Finding("Model", "missing" if error.code == "no_model" else "broken", str(error))


def _embeddings() -> Finding:
    found = embeddings.located()
    if len(found) == len(embeddings.FILES):
        return Finding("Sentence embeddings", "ok", "all-MiniLM-L6-v2, weights and tokenizer with the expected sha256")
    missing = ", ".join(name for name in embeddings.FILES if name not in found)
    return Finding("Sentence embeddings", "missing", f"no {missing}; questions are compared by words and letters and answered right less often. "
                   "Run `make setup`, which installs them.")  # fmt: skip


def _spelling() -> Finding:
    if names.english():
        return Finding("English words", "ok", f"{len(names.english())} words of spaCy's small model")
    return Finding("English words", "broken", f"{names.SPACY_MODEL} is not installed: run `make setup`")


def _pages() -> Finding:
    from bot.web import assets
    from bot.web.site import site

    if problems := site().problems:
        return Finding("Web pages", "broken", " ".join(problems))
    if not assets.published():
        return Finding("Web pages", "missing", "their styles were not fetched: run `make setup`")
    return Finding("Web pages", "ok", f"shown as '{site().name}' (docs/web.md: name, colour, logo)")


def _server() -> Finding:
    from bot import client

    if client.running():
        return Finding("Server", "ok", f"answers on 127.0.0.1, port {client.port()}")
    extra = "" if importlib.util.find_spec("rasa") else "; Rasa is not installed"
    return Finding("Server", "missing", f"none is running (`dutydesk serve` starts one){extra}")


def _desk() -> Finding:
    from desk.database import opened

    try:
        kind = opened().engine.dialect.name
    except KnowledgeError as error:
        return Finding("Desk", "broken", str(error))
    return Finding("Desk", "ok", "PostgreSQL, by DUTYDESK_DATABASE" if kind == "postgresql" else "a SQLite file")


def _secret() -> Finding:
    from desk import secret

    what, given = "Key of sessions and pseudonyms", os.environ.get("DUTYDESK_SECRET", "")
    if given and len(given) < secret.SHORTEST:
        return Finding(what, "missing", f"DUTYDESK_SECRET has fewer than {secret.SHORTEST} characters and may be guessed: "
                       "make one with `openssl rand -hex 32` (docs/commands.md)")  # fmt: skip
    if given:
        return Finding(what, "ok", "DUTYDESK_SECRET; other processes and machines for the same people need the same")
    made = "made here and kept" if secret.file().exists() else "will be made at the first start and kept"
    return Finding(what, "ok", f"{made} in {secret.file()}; several machines need one DUTYDESK_SECRET instead")


def _rest() -> Finding:
    from bot.channels import tokens

    if why := tokens.wanting():
        return Finding("REST channel", "missing", f"off: {why} (docs/rasa.md)")
    on = f"on: for whoever has {tokens.NAME}" if tokens.token() else f"off, as it is unless {tokens.NAME} is set"
    return Finding("REST channel", "ok", f"{on}. Rasa's socket channel and HTTP interface are always off")


def _slack() -> Finding:
    from bot.channels.slack.settings import missing

    if absent := missing():
        return Finding("Slack", "missing", f"off: {' and '.join(absent)} not set (docs/slack.md)")
    return Finding("Slack", "ok", "on: its secrets are set")


def _teams() -> Finding:
    from bot.channels.teams.settings import wanting

    if found := wanting():
        return Finding("Teams", "missing", f"off: {', '.join(found)} (docs/teams.md)")
    return Finding("Teams", "ok", "on: its id, password and tenant are set")
