"""Superseded: terms and bodies of their time, marked beside the quote that holds them.

Reads knowledge/vocabulary/superseded.yml; used where citations are made. The quote itself is never changed.
"""

from __future__ import annotations

import re
from pathlib import Path

from knowledge import rules, yamlfiles
from knowledge.closed import Closed


class _Term(Closed):
    words: tuple[str, ...]
    note: str
    source: str


class _File(Closed):
    terms: tuple[_Term, ...]


class Superseded:
    """The dated terms, found by whole words."""

    def __init__(self, terms: tuple[_Term, ...]):
        self.terms = [(re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" for w in x.words)), x.note) for x in terms]

    @classmethod
    def load(cls, folder: Path = rules.VOCABULARY) -> Superseded:
        data, lines = yamlfiles.read(folder / "superseded.yml")
        return cls(yamlfiles.validated(_File, data, lines, "superseded.yml").terms)

    def notes(self, quote: str) -> tuple[str, ...]:
        """What to know about the dated terms in a quote."""
        return tuple(note for pattern, note in self.terms if pattern.search(quote))

    def marked(self, text: str) -> list[tuple[str, str | None]]:
        """The text in pieces, each dated term with its note, everything else with None; together they are the text."""
        hits = sorted((m.start(), -m.end(), note) for pattern, note in self.terms for m in pattern.finditer(text))
        pieces: list[tuple[str, str | None]] = []
        at = 0
        for start, end, note in hits:
            if start < at:
                continue
            pieces += [(text[at:start], None), (text[start:-end], note)]
            at = -end
        return [piece for piece in (*pieces, (text[at:], None)) if piece[0]]
