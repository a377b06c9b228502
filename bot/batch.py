"""Batch: a file of requests in, a file of answers out, through the whole assistant. JSONL or CSV by the name's ending."""

from __future__ import annotations

import csv
import io
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.trouble import whom
from knowledge.errors import KnowledgeError

SLOW, PATIENCE = 4.0, 30.0  # seconds: whoever waits is told so; an answer that takes longer does not come
TAKES_LONG = "An answer is taking unusually long. It is waited for up to {:.0f} seconds in all; Ctrl-C ends it now."
COLUMNS = ("id", "session", "text", "council", "role")
CSV_ANSWER = ("id", "session", "status", "text", "safety_first", "document", "clause", "quote", "standing")


def read(path: Path) -> list[dict[str, Any]]:
    """The requests of a file. Raises batch_missing or batch_line with the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise KnowledgeError("batch_missing", place=str(path)) from None
    except UnicodeDecodeError:
        raise KnowledgeError("batch_line", place=f"{path.name}:1", problem="the file is not UTF-8 text") from None
    rows = _csv(text) if path.suffix.lower() == ".csv" else _jsonl(text, path.name)
    requests = []
    for number, (line, row) in enumerate(rows, 1):
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise KnowledgeError("batch_line", place=f"{path.name}:{line}", problem="there is no 'text'")
        request = {key: row.get(key) for key in COLUMNS}
        request["id"] = str(request["id"] or number)
        request["session"] = str(request["session"] or request["id"])
        request["line"] = line
        requests.append(request)
    return requests


def _jsonl(text: str, name: str) -> list[tuple[int, Any]]:
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                rows.append((number, json.loads(line)))
            except ValueError as error:
                raise KnowledgeError("batch_line", place=f"{name}:{number}", problem=f"not JSON ({error})") from None
    return rows


def _csv(text: str) -> list[tuple[int, Any]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    return [
        (reader.line_num, {(k or "").strip().lower(): v for k, v in row.items() if isinstance(v, str)})
        for row in reader
    ]


def answer(requests: list[dict[str, Any]], respond: Callable[..., dict[str, Any]], path: Path,
           advance: Callable[[int, int], None]) -> int:  # fmt: skip
    """Answers every request in file order and writes the file whole or not at all. Returns the number of answers.

    Raises batch_output where the file cannot be written.
    """
    draft = path.with_name(f".{path.name}.draft-{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, CSV_ANSWER) if path.suffix.lower() == ".csv" else None
            if table:
                table.writeheader()
            for number, request in enumerate(requests, 1):
                said = _answered(request, respond)
                said = {"id": request["id"], "session": request["session"], **said}
                if table:
                    table.writerow(_row(request, said))
                else:
                    file.write(json.dumps(said, ensure_ascii=False) + "\n")
                advance(number, len(requests))
        os.replace(draft, path)
    except OSError as error:
        raise KnowledgeError("batch_output", place=str(path), problem=error.strerror or error) from None
    finally:
        draft.unlink(missing_ok=True)
    return len(requests)


def in_time(
    respond: Callable[..., dict[str, Any]], name: str, say: Callable[[str], None]
) -> Callable[..., dict[str, Any]]:
    """`respond`, with a word to whoever waits where an answer takes long, and an end where it does not come at all.

    `say` takes the word. Raises no_answer: what comes after a disk that hangs would wait as long.
    """

    def responded(text: str, **known: Any) -> dict[str, Any]:
        word = threading.Timer(SLOW, say, [" ".join(filter(None, (TAKES_LONG.format(PATIENCE), whom())))])
        word.daemon = True
        word.start()
        try:
            said = respond(text, **known)
        finally:
            word.cancel()
        if said.get("latency_ms", 0) >= 1000 * PATIENCE:
            raise KnowledgeError("no_answer", place=name, seconds=f"{PATIENCE:.0f}")
        return said

    return responded


def _answered(request: dict[str, Any], respond: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """The answer to one request; a council whose documents are not held is said to be so."""
    from bot.rendering.plain import plain_text
    from knowledge import sayings
    from knowledge.opened import knowledge
    from knowledge.outcomes import NotCovered

    named = (request["council"] or "").strip()
    councils = {council.casefold(): council for council in knowledge().store.councils}
    if named and named.casefold() not in councils:
        says = sayings.NOT_COVERED["elsewhere"].format(place=named, councils=sayings.listed(list(councils.values())))
        outcome = NotCovered(says=(says,), notes=(sayings.NEXT["elsewhere"],))
        return {**outcome.payload(), "text": plain_text(outcome), "latency_ms": 0.0}
    council = councils.get(named.casefold())
    session = f"batch-{request['session']}"
    return respond(request["text"], session=session, council=council, role=_role(request["role"]))


def _role(name: str | None) -> str | None:
    if not name:
        return None
    from knowledge.opened import knowledge

    held = knowledge()
    found = [m.key for m in held.vocabulary.mentions(name) if m.kind == "family"]
    return name if name in held.store.families else found[0] if found else None


def _row(request: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    first = said["citations"][0] if said["citations"] else {}
    row = {"id": said["id"], "session": said["session"], "status": said["status"],
           "text": said["text"], "safety_first": said["safety_first"], "document": first.get("document", ""),
           "clause": first.get("clause", ""), "quote": first.get("quote", ""), "standing": first.get("standing", "")}  # fmt: skip
    return {key: _harmless(value) for key, value in row.items()}


def _harmless(value: Any) -> Any:
    """A cell that a spreadsheet will not run as a formula (OWASP: CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
