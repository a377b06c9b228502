"""Study: what an office learns from and takes away, for the command line: its induction, its pack, its meetings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot import lookup, screen
from knowledge.errors import KnowledgeError

Office = Annotated[str, typer.Option("--role", help="The role, by any of its names (see `dutydesk roles`).")]
Place = Annotated[str, typer.Option("--council", help="The council: Kent, Dudley, Leicester or Croydon.")]


def induction(role: Office, council: Place,
              step: Annotated[int | None, typer.Option(help="Show this step alone.", min=1)] = None) -> None:  # fmt: skip
    """Show the induction of a role: duties, words, lines, boards, meetings, gaps, each with its clause."""
    from learning import induction as made
    from learning import telling

    path = made.path(lookup.store(), council, lookup.held_by(role, council))
    if step and step > len(path.steps):
        raise KnowledgeError("no_such_step", step=step, last=len(path.steps))
    if not step:
        screen.print_lines([(f"Induction: {path.office}, {path.council}", 0, "bold"), ""])
    for shown in path.steps[step - 1 : step] if step else path.steps:
        screen.print_lines(telling.lines(path, shown))
        screen.print_lines([""])


def pack(role: Office, council: Place,
         output: Annotated[Path, typer.Option(help="A file, or a folder to put it into.")] = Path(),
         format: Annotated[str | None, typer.Option(help="html, docx or pdf; else by the ending of the file.")] = None) -> None:  # fmt: skip
    """Write the take-away pack of a role: duties with clauses, words, questions, gaps and standing."""
    from learning import packs

    written = packs.write(
        packs.pack(lookup.store(), council, lookup.held_by(role, council), date.today()), output, format
    )
    screen.note(f"Pack written to {written}.")


def meetings(role: Office, council: Place,
             ics: Annotated[Path | None, typer.Option(help="Write those with a fixed rhythm to this calendar file.")] = None,
             start: Annotated[str | None, typer.Option("--from", help="The date of the first of each, as 2026-09-01.")] = None) -> None:  # fmt: skip
    """List the meetings of a role and what is to be confirmed; write a calendar file from a date of yours."""
    from learning import calendars, offices

    if ics and not start:
        raise KnowledgeError("no_such_first")
    first = calendars.start(start) if start else None
    store = lookup.store()
    office = offices.office(store, council, lookup.held_by(role, council))
    held = calendars.meetings(store, office, offices.Citer(store))
    if not held:
        screen.note(f"The documents name no meetings for {office.name} in {office.council}. No file was written."
                    if ics else f"The documents name no meetings for {office.name} in {office.council}.")  # fmt: skip
        return
    screen.print_lines(calendars.lines(office, held))
    if not ics or not first:
        return
    count = calendars.write(office, held, first, ics)
    screen.note(f"{count} of {len(held)} written to {ics}, each from {start} on; the others are to be confirmed first."
                if count else "None of them has a rhythm that the text fixes, so no calendar file was written.")  # fmt: skip
