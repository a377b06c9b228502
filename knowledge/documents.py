"""Documents: the published sources, what the manifest says of each, and the text byte for byte.

Reads knowledge/sources; feeds knowledge.clauses. Sources are never edited; a changed byte is an error.
"""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, PrivateAttr

from knowledge import yamlfiles
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError

HERE = Path(__file__).parent
SOURCES = HERE / "sources"


class Dated(Closed):
    """A date that the text gives, what it is the date of, the words that give it, and the matters that it tells."""

    date: str
    of: str
    quote: str
    tells: tuple[str, ...] = ()


class Earlier(Closed):
    """An edition that a later one has replaced: its file stays among the sources, and its text can still be read."""

    file: str
    sha256: str
    standing: str
    standing_note: str
    date: str | None
    defects: tuple[str, ...] = ()


class Document(Closed):
    """One source document as the manifest describes it."""

    id: str
    file: str
    sha256: str
    title: str
    short: str
    council: str
    issued_by: str
    kind: str
    standing: str
    standing_note: str
    date: str | None
    version: str | None
    replaces: str | None
    dates: tuple[Dated, ...] = ()
    names: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    numbering: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    _folder: Path = PrivateAttr(default=SOURCES)

    @property
    def editions(self) -> tuple[Document | Earlier, ...]:
        """Today's first."""
        return (self, *self.earlier)

    @cached_property
    def text(self) -> str:
        """The source, newlines as they stand. Raises source_missing or source_changed."""
        return self.text_of(self)

    def text_of(self, edition: Document | Earlier) -> str:
        """The text of this edition or of an earlier one. Raises source_missing or source_changed."""
        try:
            data = (self._folder / edition.file).read_bytes()
        except FileNotFoundError:
            raise KnowledgeError("source_missing", place=edition.file) from None
        if hashlib.sha256(data).hexdigest() != edition.sha256:
            raise KnowledgeError("source_changed", place=edition.file)
        return data.decode("utf-8")

    @cached_property
    def furniture_spans(self) -> list[tuple[int, int]]:
        """Where markup, page footers and stray marks stand: character offsets, in order."""
        if not self.furniture:
            return []
        return [match.span() for match in re.finditer("|".join(self.furniture), self.text)]

    @cached_property
    def masked(self) -> str:
        """The text with furniture blanked out, so that offsets stay the same."""
        parts, at = [], 0
        for start, end in self.furniture_spans:
            parts += [self.text[at:start], " " * (end - start)]
            at = end
        return "".join(parts) + self.text[at:]


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    documents: tuple[Document, ...]


def load(folder: Path = SOURCES) -> dict[str, Document]:
    """The documents by id, in the manifest's order; their texts are read when first asked for."""
    data, lines = yamlfiles.read(folder / "manifest.yml")
    manifest = yamlfiles.validated(_Manifest, data, lines, "manifest.yml")
    for document in manifest.documents:
        document._folder = folder
    return {document.id: document for document in manifest.documents}
