"""Packs: what an office takes away on paper: its duties with their clauses, words, questions to ask, gaps and standing.

One content model for every format: learning.page (HTML for print), learning.word (DOCX) and learning.pdf render it.
Reads knowledge.store through the parts of an induction. Named people and numbers of the documents are never in it.
"""

from __future__ import annotations

import importlib
import re
from datetime import date
from pathlib import Path

from knowledge import safety, sayings
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from learning import calendars, gaps, lessons, lines, offices, picture, scrutiny
from learning.calendars import Held
from learning.offices import Citer, Office
from learning.picture import Picture
from learning.steps import Taught

FORMATS = {"html": "learning.page", "docx": "learning.word", "pdf": "learning.pdf"}
CONTACTS = (
    "This pack gives no names and no telephone numbers. Those printed in the documents are as old as the documents.",
    "Look for today's contacts on the council's own website or intranet, under children's social care, or ask your manager "
    "or the council's safeguarding team. Write them here:",
)


class Pack(Closed):
    """The content of a pack, in the order of the page."""

    office: Office
    title: str
    standing: tuple[str, ...]  # a sentence or two for each document, at the top of the page
    danger: tuple[str, ...]
    duties: tuple[tuple[str, tuple[Taught, ...]], ...]  # by topic
    concern: tuple[Taught, ...]
    accountability: tuple[Taught, ...]
    picture: Picture | None
    boards: tuple[Taught, ...]
    meetings: tuple[Held, ...]
    words: tuple[Taught, ...]
    questions: tuple[scrutiny.Asked, ...]
    chosen_from: int  # of how many duties the questions were chosen
    gaps: tuple[Taught, ...]
    contacts: tuple[str, ...] = CONTACTS
    made: str  # when, and from which published rules

    @property
    def citations(self) -> tuple[Citation, ...]:
        said = [*(t for _, group in self.duties for t in group), *self.concern, *self.accountability, *self.boards,
                *self.words, *self.gaps]  # fmt: skip
        cited = [t.citation for t in said if t.citation]
        return (*cited, *(h.citation for h in self.meetings), *(q.citation for q in self.questions))

    @property
    def dated(self) -> tuple[str, ...]:
        """What has become of dated words in the quotes, where the pack's words do not say it already."""
        told = {sentence for taught in self.words for sentence in taught.says}
        notes = dict.fromkeys(note for citation in self.citations for note in citation.notes)
        return tuple(note for note in notes if note not in told)

    @property
    def unstated(self) -> str:
        """The heading over the gaps."""
        return "Not stated in this document" if len(self.office.documents) == 1 else "Not stated in these documents"


def pack(store: Store, council: str, family: str, today: date) -> Pack:
    """The pack of a role family (its key) in a council, dated `today`.

    Raises no_such_council, no_such_role or no_such_office (with the nearest, or where the office is found).
    """
    office = offices.office(store, council, family)
    cite = Citer(store)
    held = calendars.meetings(store, office, cite)
    found, boards = lines.accountability(store, office, cite), lines.boards(store, office, cite)
    duties = lessons.expected(store, office, cite)
    concern = lessons.concern(store, office, cite)[1:]
    answering, bodies = lessons.accountability(store, office, found), lessons.boards(office, boards)
    cited = [t.citation for t in (*(t for _, g in duties for t in g), *concern, *answering, *bodies) if t.citation]
    documents = [store.documents[id_] for id_ in office.documents]
    asked, chosen_from = scrutiny.questions(store, office, cite)
    return Pack(
        office=office, title=f"{office.name}, {office.council}",
        standing=tuple(f"{d.title}. {d.standing_note}" for d in documents),
        danger=tuple(line.replace(" Do not wait for this assistant.", "") for line in safety.first_words(office.council)),
        duties=tuple((heading, tuple(group)) for heading, group in duties), concern=tuple(concern),
        accountability=tuple(answering), picture=picture.draw(office, found, lines.called(office)),
        boards=tuple(bodies), meetings=held, words=tuple(lessons.words(store, cite, cited)),
        questions=asked, chosen_from=chosen_from,
        gaps=tuple(gaps.gaps(store, office, cite, found, boards, held, any(t.citation for t in concern))),
        made=f"Made with Dutydesk on {sayings.dated(today)} from the rules published as {store.path.stem[-16:]}.",
    )  # fmt: skip


# --- to a file -------------------------------------------------------------------------------------------------------


def rendered(content: Pack, format: str) -> bytes:
    """The pack as a file of this format. Raises no_such_format, or no_font where a PDF cannot be set."""
    if format not in FORMATS:
        raise KnowledgeError("no_such_format", format=format, known=", ".join(FORMATS))
    return importlib.import_module(FORMATS[format]).render(content)


def name(content: Pack, format: str) -> str:
    """The name of the file: 'dudley-councillors.pdf'."""
    words = f"{content.office.council}-{content.office.family}".lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', words)}.{format}"


def write(content: Pack, output: Path, format: str | None) -> Path:
    """Writes the pack to a file, or into a folder under its own name; the format is that of the file's ending if none
    is given. Returns the file. Raises no_such_format, no_such_place or no_font."""
    folder = output.is_dir() or not output.suffix
    chosen = format or ("html" if folder else output.suffix[1:].lower())
    ending = output.suffix[1:].lower()
    if not folder and ending in FORMATS and ending != chosen:
        raise KnowledgeError(
            "no_such_place", place=output, problem=f"its ending says {ending}, and the format {chosen}"
        )
    data = rendered(content, chosen)
    path = output / name(content, chosen) if folder else output
    try:
        if folder:
            output.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise KnowledgeError("no_such_place", place=path, problem=error.strerror or error) from None
    return path
