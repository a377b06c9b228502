"""Drill: practice alone in the terminal: numbered options, feedback with the clause, progress; plain lines in a pipe."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bot import lookup, screen
from bot.rendering import bars
from bot.rendering.plain import reference
from bot.rendering.wording import quoted
from desk.people import person
from knowledge.citations import Citation
from knowledge.errors import KnowledgeError
from learning.choosing import LETTERS
from learning.items import Item
from learning.mastery import Mastery, counted
from learning.practice import Asked, Marked, Practice, Rest

SKIP = "skip"
HOW = (
    "Answer with a number, a letter or the words. 'skip' leaves a question out, 'quit' ends; what you answered is kept."
)


def me() -> str:
    """The pseudonym of whoever is logged in at this machine."""
    try:
        return person("terminal", getpass.getuser())
    except (OSError, KeyError):  # no such user, as in some containers
        return person("terminal", "")


def practise(practice: Practice, request: str, number: int) -> None:
    """Asks up to `number` questions, until the end of input or 'quit', and shows how it went."""
    asked = practice.start(me(), request)
    screen.print_lines([*asked.says, HOW])
    answered = right = 0
    while answered < number:
        if isinstance(asked, Rest):
            if answered:
                screen.print_lines(["", *asked.says])
            break
        screen.print_lines(_question(asked, answered + 1, number))
        marked = _answered(practice, asked)
        if marked is None:
            break
        if isinstance(marked, str):
            asked = practice.next(me(), skip=True)
            continue
        answered, right = answered + 1, right + marked.right
        screen.print_lines(_feedback(marked))
        if answered < number:
            asked = practice.next(me())
            screen.print_lines(asked.says if isinstance(asked, Asked) else ())
    screen.print_lines(["", (f"This time: {right} of {answered} right.", 0, "bold"), *progress(practice.mastery(me()))])


def progress(mastery: Mastery) -> Iterator[lookup.Line | str]:
    """Streaks, and a bar for each topic."""
    yield from mastery.sentences
    if mastery.topics:
        signs = bars.signs(screen.out.encoding)
        yield ""
        yield bars.key(signs)
        yield from bars.drawn([topic.bar for topic in mastery.topics], signs)


def take_away(practice: Practice, output: Path) -> int:
    """Writes everything kept of this person: CSV of the answers, or all as JSON. How many answers; raises no_such_place."""
    everything = practice.all(me())
    text = practice.csv(me()) if output.suffix.lower() == ".csv" else json.dumps(everything, indent=1) + "\n"
    write(output, text)
    return len(everything["answers"])


def write(output: Path, text: str) -> None:
    """Writes a file as UTF-8. Raises no_such_place."""
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise KnowledgeError("no_such_place", place=output, problem=error.strerror or error) from None


def cited(citation: Citation) -> Iterator[lookup.Line]:
    """A clause word for word, and where it stands."""
    yield quoted(citation), 4, None
    yield reference(citation), 6, "cyan"


def _question(asked: Asked, number: int, of: int) -> Iterator[lookup.Line | str]:
    yield ""
    yield f"Question {number} of {of}{' (asked before)' if asked.again else ''}", 0, "dim"
    yield from _words(asked.item)


def _answered(practice: Practice, asked: Asked) -> Marked | str | None:
    """The answer marked, once one is understood; SKIP; None at the end of input or 'quit'."""
    while True:
        said = _heard(len(asked.item.options))
        if said is None or said.lower() == SKIP:
            return said and SKIP
        try:
            return practice.answer(me(), said, asked.item.id)
        except KnowledgeError as error:
            if error.code != "no_such_option":
                raise
            screen.print_lines([str(error)])


def _words(item: Item) -> Iterator[lookup.Line]:
    for line in item.question.split("\n"):
        yield line, 0, "bold"
    for number, option in enumerate(item.options, 1):
        yield f"{number}. {option}", 2, None


def _feedback(marked: Marked) -> Iterator[lookup.Line | str]:
    yield ""
    first, *others = marked.says
    yield first, 0, "bold green" if marked.right else "bold red"
    for sentence in others[:-1]:
        yield sentence, 0, None
    for citation in marked.citations:
        yield from cited(citation)
    yield others[-1], 0, "dim"


def _heard(options: int) -> str | None:
    """The next line that is not empty; None at the end of input or 'quit'."""
    while True:
        try:
            said = input(f"1-{options} or {LETTERS[0]}-{LETTERS[options - 1]}> " if sys.stdin.isatty() else "").strip()
        except EOFError:
            return None
        if said.lower() in ("quit", "exit", "bye", "q"):
            return None
        if said:
            return said


def forgotten(count: int) -> str:
    return (
        f"Deleted: {counted(count, 'answer')}, and when each question would have come back."
        if count
        else "There was nothing to delete."
    )
