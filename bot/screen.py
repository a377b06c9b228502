"""Screen: what the command line shows: wrapped, coloured where the terminal allows, plain in a pipe."""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.rendering import bars
from bot.rendering.plain import reference
from bot.rendering.wording import NEAREST, quoted
from knowledge.citations import Citation
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Bar

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)
WIDTH, NARROWEST = 80, 24
PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("–—−‐‑", "-"),
        "•": "-",
        "→": "->",
        "⁄": "/",
    }
)


def width() -> int:
    return max(min(out.width, 100), NARROWEST) if out.is_terminal else WIDTH


def say(raw: str | None, answer: dict[str, Any], question: str | None = None) -> None:
    """One answer: raw JSON where asked for, else text with its quotes set off."""
    if raw is not None:
        print(raw)
        return
    if question:
        out.print(f"[bold]> {_plain(question)}[/bold]\n")
    for line in answer_lines(answer):
        out.print(line, overflow="fold", soft_wrap=True)
    out.print()


def troubled(text: str, as_json_: bool) -> None:
    """What is said to a question where the assistant cannot be started at all; a danger's first words stand first."""
    from bot.rendering.plain import plain_text
    from bot.trouble import trouble

    outcome = trouble(text)
    answer = {**outcome.payload(), "text": plain_text(outcome)}
    say(as_json(answer) if as_json_ else None, answer)


def answer_lines(answer: dict[str, Any]) -> Iterator[str]:
    """An outcome payload as lines with rich markup, wrapped to the width."""
    if not answer.get("says") and not answer.get("citations") and not answer.get("options"):
        yield from _wrapped(answer["text"])
        return
    for number, sentence in enumerate(answer["says"]):
        style = "bold red" if answer.get("safety_first") and number == 0 else "bold" if number == 0 else None
        yield from _wrapped(sentence, style=style)
    if answer.get("drawing"):
        yield ""
        yield from _drawn(answer["drawing"])
    if answer.get("chart"):
        shown = bars.signs(out.encoding)
        yield ""
        yield from _wrapped(bars.key(shown))
        for line in bars.drawn([Bar.model_validate(bar) for bar in answer["chart"]], shown):
            yield from _wrapped(line, hanging=bars.LENGTH + 2)
    for citation in map(Citation.model_validate, answer["citations"]):
        yield ""
        yield from _cited(citation)
    if answer["nearest"]:
        yield ""
        yield from _wrapped(NEAREST)
        for citation in map(Citation.model_validate, answer["nearest"]):
            yield from _cited(citation)
    for note_ in dict.fromkeys(n for c in answer["citations"] for n in c["notes"]):
        yield ""
        yield from _wrapped(note_, style="italic")
    if answer["options"]:
        yield ""
        for number, option in enumerate(answer["options"], 1):
            yield from _wrapped(f"{number}. {option['label']}", hanging=3)
    for note_ in answer["notes"]:
        yield ""
        yield from _wrapped(note_, style="italic")


def _drawn(drawing: dict[str, Any]) -> Iterator[str]:
    """Who answers to whom, as lines of text that are not to be wrapped."""
    from knowledge.outcomes import Drawing
    from learning.tree import tree

    yield from map(_plain, tree(Drawing.model_validate(drawing), min(width(), WIDTH) - 2))


def _cited(citation: Citation) -> Iterator[str]:
    yield from _wrapped(quoted(citation), indent=2)
    yield from _wrapped(reference(citation), indent=4, style="cyan")


def _wrapped(text: str, indent: int = 0, hanging: int = 0, style: str | None = None) -> Iterator[str]:
    for paragraph in text.split("\n"):
        lines = textwrap.wrap(paragraph, width(), initial_indent=" " * indent, subsequent_indent=" " * (indent + hanging),
                              break_long_words=False, break_on_hyphens=False) or [""]  # fmt: skip
        for line in lines:
            yield f"[{style}]{_plain(line)}[/{style}]" if style else _plain(line)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def print_lines(lines: Iterable[tuple[str, int, str | None] | str]) -> None:
    """Lines of text, or of (text, indent, style)."""
    for line in lines:
        text, indent, style = (line, 0, None) if isinstance(line, str) else line
        for wrapped in _wrapped(text, indent=indent, style=style):
            out.print(wrapped, overflow="fold", soft_wrap=True)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table that fits the width; numbers to the right."""
    grid = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    shown = [list(map(str, row)) for row in rows]
    for number, column in enumerate(columns):
        numeric = all(row[number].replace(".", "").replace(" %", "").isdigit() for row in shown)
        grid.add_column(column, justify="right" if numeric else "left", overflow="fold", no_wrap=number == 0)
    for row in shown:
        grid.add_row(*row)
    Console(width=width() if not out.is_terminal else None, highlight=False).print(grid)


def lenient() -> None:
    """Where the terminal's encoding lacks a sign, a plainer one is shown in its place; what is read in another encoding is
    read as far as it can be. A quotation mark is no reason to fail."""
    codecs.register_error("plainer", _plainer)
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", "") == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="plainer")
    if getattr(sys.stdin, "errors", "") == "strict" and hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


def as_json(data: Any) -> str:
    """One line of JSON in what the terminal or file can hold."""
    whole = "utf" in (getattr(sys.stdout, "encoding", None) or "").lower()
    return json.dumps(data, ensure_ascii=not whole)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = unicodedata.normalize("NFKD", error.object[error.start : error.end]).translate(PLAIN)
    return "".join(c if c.isascii() else "?" for c in plain if not unicodedata.combining(c)), error.end


def note(text: str) -> None:
    print(text)


def problem(text: str) -> None:
    err.print(f"[red]{_plain(text)}[/red]", soft_wrap=True)


def unforeseen(error: Exception) -> int:
    """A mistake of ours: one sentence for the user; the trace only where it is asked for."""
    if hasattr(error, "format_message"):  # a wrong call, in click's own words
        problem(f"{error.format_message()} See `dutydesk --help`.")
        return 2
    if os.environ.get("DUTYDESK_DEBUG"):
        raise error
    problem(f"Something unforeseen went wrong ({type(error).__name__}: {error}). Set DUTYDESK_DEBUG=1 to see where.")
    return 1


@contextlib.contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the error stream, or a line where it is no terminal; the callable takes (done, total)."""
    if not err.is_terminal:
        said = False

        def once(done: int, all_: int) -> None:
            nonlocal said
            if not said and all_ > 1:
                print(f"{what} …", file=sys.stderr, flush=True)
            said = True

        yield once
        return
    with Progress(TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=err,
                  transient=True) as bar:  # fmt: skip
        task = bar.add_task(what, total=total)
        yield lambda done, all_: bar.update(task, completed=done, total=all_)


@contextlib.contextmanager
def waiting(what: str) -> Iterator[None]:
    """Says what takes its time."""
    if err.is_terminal:
        with err.status(what):
            yield
    else:
        print(f"{what} …", file=sys.stderr, flush=True)
        yield


# --- what commands need to be ready -------------------------------------------------------------------------------


def ready() -> None:
    """Publishes and trains what is missing or out of date, with progress. Raises file_hangs."""
    from bot import publishing, reach, training

    reach.reachable()
    publishing.publish(False, progress)
    if not publishing.ranked():
        with progress("learning the ranking", 1) as advance:
            publishing.rank(False, advance)
    try:
        training.trained()
    except KnowledgeError:
        with waiting("training the model (about half a minute)"):
            training.train()


def assistant(patience: float | None = None) -> Any:
    """The assistant in this process, made ready first; `patience` as it has it."""
    ready()
    from bot.assistant import Assistant

    with waiting("starting (about ten seconds)"):
        return Assistant(patience)


def loaded(patience: float | None = None) -> Callable[..., dict[str, Any]]:
    """The assistant's `respond`, in this process."""
    return assistant(patience).respond


def council(name: str | None) -> str | None:
    """The council as the documents name it. Raises no_such_council with those that there are."""
    if not name:
        return None
    from knowledge import documents

    known = tuple(dict.fromkeys(d.council for d in documents.load().values()))
    found = next((c for c in known if c.casefold() == name.strip().casefold()), None)
    if not found:
        raise KnowledgeError("no_such_council", council=name, known=", ".join(known))
    return found


def role(name: str | None) -> str | None:
    """The role family that a name stands for. Raises no_such_role with the nearest."""
    if not name:
        return None
    from bot import lookup

    return lookup.family(name)
