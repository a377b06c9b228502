"""Everyday: turns of phrase of everyday speech, and the plainer words that mean the same.

Reads knowledge/vocabulary/everyday.yml; used by knowledge.search, which looks for both.
"""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field

from knowledge import rules, yamlfiles
from knowledge.closed import Closed


class Turn(Closed):
    """The forms of one turn of phrase, and what it means."""

    say: tuple[str, ...] = Field(min_length=1)
    means: str = Field(min_length=3)


class _File(Closed):
    turns: tuple[Turn, ...]


class Everyday:
    """The turns of phrase, found by whole words."""

    def __init__(self, turns: tuple[Turn, ...]):
        self.turns = [
            (re.compile(rf"\b(?:{'|'.join(map(re.escape, turn.say))})\b", re.IGNORECASE), turn.means) for turn in turns
        ]

    @classmethod
    def load(cls, folder: Path = rules.VOCABULARY) -> Everyday:
        """Those of the vocabulary. Raises KnowledgeError for a mistake in form."""
        data, lines = yamlfiles.read(folder / "everyday.yml")
        return cls(yamlfiles.validated(_File, data, lines, "everyday.yml").turns)

    def meant(self, text: str) -> str:
        """What the turns of phrase in a text mean, in plainer words; empty where it has none."""
        folded = text.replace("’", "'")
        return ", ".join(means for pattern, means in self.turns if pattern.search(folded))
