"""Batch: a file of requests in, a file of answers out, through the whole assistant. JSONL or CSV by the name's ending."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError

COLUMNS = ("id", "session", "text", "council", "role")
CSV_ANSWER = ("id", "session", "question", "status", "text", "safety_first", "document", "clause", "quote", "standing")


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
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise KnowledgeError("batch_line", place=f"{path.name}:{number}", problem="there is no 'text'")
        row = {key: row.get(key) for key in COLUMNS}
        row["id"] = str(row["id"] or number)
        row["session"] = str(row["session"] or row["id"])
        requests.append(row)
    return requests


def _jsonl(text: str, name: str) -> list[Any]:
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise KnowledgeError("batch_line", place=f"{name}:{number}", problem=f"not JSON ({error})") from None
    return rows


def _csv(text: str) -> list[Any]:
    return [
        {(k or "").strip().lower(): v for k, v in row.items() if isinstance(v, str)}
        for row in csv.DictReader(text.splitlines())
    ]


def answer(requests: list[dict[str, Any]], respond: Callable[..., dict[str, Any]], path: Path,
           advance: Callable[[int, int], None]) -> int:  # fmt: skip
    """Answers every request in file order and writes the file whole or not at all. Returns the number of answers."""
    draft = path.with_name(f".{path.name}.draft-{os.getpid()}")
    councils = _councils()
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, CSV_ANSWER) if path.suffix.lower() == ".csv" else None
            if table:
                table.writeheader()
            for number, request in enumerate(requests, 1):
                council = councils.get(str(request["council"] or "").casefold())
                said = respond(
                    request["text"], session=f"batch-{request['session']}", council=council, role=_role(request["role"])
                )
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


def _councils() -> dict[str, str]:
    from knowledge.opened import knowledge

    return {council.casefold(): council for council in knowledge().store.councils}


def _role(name: str | None) -> str | None:
    if not name:
        return None
    from knowledge.opened import knowledge

    held = knowledge()
    found = [m.key for m in held.vocabulary.mentions(name) if m.kind == "family"]
    return name if name in held.store.families else found[0] if found else None


def _row(request: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    first = said["citations"][0] if said["citations"] else {}
    row = {"id": said["id"], "session": said["session"], "question": request["text"], "status": said["status"],
           "text": said["text"], "safety_first": said["safety_first"], "document": first.get("document", ""),
           "clause": first.get("clause", ""), "quote": first.get("quote", ""), "standing": first.get("standing", "")}  # fmt: skip
    return {key: _harmless(value) for key, value in row.items()}


def _harmless(value: Any) -> Any:
    """A cell that a spreadsheet will not run as a formula (OWASP: CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
