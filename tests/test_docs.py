"""The pages and the program say the same: commands, targets, links, tables of the store, examples and the transcript.

`python -m tests.test_docs` writes the transcript and the example answer of the README anew.
"""

from __future__ import annotations

import difflib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from rich.markup import render

from bot import screen
from bot.cli import app
from knowledge import build
from tests.conftest import ROOT

README, COMMANDS, STORE = ROOT / "README.md", ROOT / "docs" / "commands.md", ROOT / "docs" / "store.md"
PAGES = (README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
QUESTIONS = ("who escalates resettlement failures?", "what must I do with a child welfare concern?")


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its whole name: `ask`, `quiz check`."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


PROGRAM = dict(commands(typer.main.get_command(app)))
RENEW = "If the new answer is right, renew the README with `.venv/bin/python -m tests.test_docs` and read what changed."
EXAMPLE = ("id", "session", "status", "says", "citations", "nearest", "options", "notes", "safety_first")
CITED = ("document", "council", "clause", "quote", "spans", "standing", "date")


def page(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code(text: str) -> str:
    """What stands in fences and between backticks."""
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return "\n".join(
        [*fenced, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))]
    )


def marked(text: str, name: str, language: str) -> str:
    """The fenced block that follows the comment `<!-- name -->`."""
    found = re.search(rf"<!-- {re.escape(name)} -->\n+```{language}\n(.*?)\n```", text, re.DOTALL)
    assert found, f"README.md has no block marked '<!-- {name} -->'"
    return found[1]


def sections(path: Path) -> dict[str, str]:
    """What stands under each heading that is nothing but a name in backticks."""
    parts = re.split(r"^#{2,3} (.+)$", page(path), flags=re.MULTILINE)
    return {head.strip("`"): body for head, body in zip(parts[1::2], parts[2::2], strict=True) if head.startswith("`")}


# --- commands and targets --------------------------------------------------------------------------------------------


def test_every_command_has_its_section_and_every_section_its_command():
    assert set(sections(COMMANDS)) == set(PROGRAM)


@pytest.mark.parametrize("command", sorted(PROGRAM))
def test_the_section_of_a_command_names_its_options_and_no_others(command):
    said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", sections(COMMANDS)[command]))
    held = (PROGRAM[command], *getattr(PROGRAM[command], "commands", {}).values())  # a group has commands of its own
    taken = {o for c in held for p in c.params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}
    assert said - {"--help"} == taken - {"--help"}


@pytest.mark.parametrize("command", sorted(PROGRAM))
def test_the_section_of_a_command_has_an_example_and_its_exit_codes(command):
    text = sections(COMMANDS)[command]
    assert f"dutydesk {command}" in code(text)
    assert re.search(r"^Exit codes?: ", text, re.MULTILINE)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_every_command_that_a_page_shows_exists(path):
    shown = set(re.findall(r"\bdutydesk ([a-z]+)", code(page(path))))
    assert shown <= {name.split()[0] for name in PROGRAM}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_every_make_target_that_a_page_shows_exists(path):
    targets = set(re.findall(r"^([a-z]+):", page(ROOT / "Makefile"), re.MULTILINE))
    shown = set(re.findall(r"^make ([a-z]+)", code(page(path)), re.MULTILINE))
    assert shown <= targets


def test_every_environment_variable_that_the_program_reads_is_on_the_page_of_commands():
    folders = ("knowledge", "actions", "bot", "desk", "learning")
    code_ = "\n".join(page(path) for folder in folders for path in (ROOT / folder).rglob("*.py"))
    read = set(re.findall(r"\b(?:DUTYDESK|SLACK|TEAMS)_[A-Z][A-Z_]*[A-Z]\b", code_)) - {"DUTYDESK_FRONT_DOOR"}
    assert {"DUTYDESK_SECRET", "DUTYDESK_REST_TOKEN"} <= read
    assert not {name for name in read if f"`{name}`" not in page(COMMANDS)}


# --- links -----------------------------------------------------------------------------------------------------------


def links() -> Iterator[tuple[Path, str]]:
    for path in PAGES:
        text = re.sub(r"^```.*?^```", "", page(path), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if not re.match(r"[a-z]+:", target):
                yield path, target


def anchors(path: Path) -> set[str]:
    """The anchors that a code host gives a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_what_the_quiz_guide_says_to_press_stands_on_the_pages():
    """The other guide's words are looked up on the running pages: tests/web/test_roles.py."""
    guide = page(ROOT / "docs" / "quizzes.md")
    pages = " ".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot/web/templates").glob("*.html")))
    shown = " ".join(f"{pages} Ask question 1".split())  # the number is put in
    moodle = {"Question bank", "Import"}
    words = set(re.findall(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)", guide)) | {"What you know so far"}
    assert len(words) > 12
    assert [word for word in sorted(words - moodle) if word not in shown] == []
    assert '"Ask question "' in pages


@pytest.mark.parametrize(("path", "target"), list(links()), ids=lambda v: v.name if isinstance(v, Path) else v)
def test_every_link_leads_somewhere(path, target):
    name, _, anchor = target.partition("#")
    there = (path.parent / name).resolve() if name else path
    assert there.exists(), f"{path.relative_to(ROOT)} links to {target}, which does not exist"
    assert not anchor or anchor in anchors(there), (
        f"{path.relative_to(ROOT)} links to {target}; the page has no such heading"
    )


# --- the store -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def db(published):
    connection = sqlite3.connect(f"file:{build.current(published)}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_every_table_on_the_page_is_in_the_store_with_just_these_columns(db):
    documented = {name: re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE) for name, body in sections(STORE).items()}
    held = {name: [row[1] for row in db.execute(f"pragma table_info({name})")] for name in documented}
    assert documented == held
    tables = {name for (name,) in db.execute("select name from sqlite_master where type = 'table'")}
    assert {t for t in tables if not re.search(r"_fts_\w+$|^sqlite_", t)} == set(documented)


def test_the_example_queries_find_something(db):
    queries = re.findall(r"^```sql\n(.*?)^```", page(STORE), re.MULTILINE | re.DOTALL)
    assert len(queries) >= 3
    for query in queries:
        assert db.execute(query).fetchall(), query


# --- what the assistant says -----------------------------------------------------------------------------------------


def transcript(assistant: Any) -> str:
    """What `dutydesk ask` prints to both questions in a window of 80 columns, without colours."""
    lines = []
    for number, question in enumerate(QUESTIONS):
        answer = assistant.respond(question, session=f"transcript {number}")
        lines += [f"> {question}", "", *(render(line).plain for line in screen.answer_lines(answer)), ""]
    return "\n".join(lines).rstrip("\n")


def example(assistant: Any, request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request, less the fields that the README leaves out."""
    answer = assistant.respond(request["text"], session="example", council=request["council"])
    answer |= {"id": request["id"], "session": request["session"]}
    answer["citations"] = [{key: citation[key] for key in CITED} for citation in answer["citations"]]
    return {key: answer[key] for key in EXAMPLE}


def differences(then: str, now: str) -> str:
    return "\n".join(
        difflib.unified_diff(then.splitlines(), now.splitlines(), "README.md", "said now", lineterm="", n=1)
    )


def test_the_transcript_in_the_readme_is_what_the_assistant_says(assistant, monkeypatch):
    monkeypatch.setattr(screen, "width", lambda: 80)
    then, now = marked(page(README), "transcript: ask", "text"), transcript(assistant)
    assert then == now, f"The README's transcript is out of date. {RENEW}\n{differences(then, now)}"


def test_the_example_of_the_batch_is_what_the_assistant_says(assistant):
    request = json.loads(marked(page(README), "example: request", "json"))
    then, now = json.loads(marked(page(README), "example: answer", "json")), example(assistant, request)
    now = json.loads(json.dumps(now))
    assert then == now, f"The README's example answer is out of date. {RENEW}"


def renew(assistant: Any, width: Callable[[], int] = lambda: 80) -> None:
    """Writes the transcript and the example answer into the README."""
    screen.width = width
    text = page(README)
    request = json.loads(marked(text, "example: request", "json"))
    pretty = json.dumps(example(assistant, request), indent=1, ensure_ascii=False)
    pretty = re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", pretty)
    for name, language, new in (
        ("transcript: ask", "text", transcript(assistant)),
        ("example: answer", "json", pretty),
    ):
        text = text.replace(f"```{language}\n{marked(text, name, language)}\n```", f"```{language}\n{new}\n```")
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew(screen.assistant())
    print("README.md has the transcript and the example of now.")
