"""Choosing: which option a person means by a number, a letter or its words. Pure; used by practice and trainers' sessions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.errors import KnowledgeError
from knowledge.text import STOP

LETTERS = "ABCDEF"
_PLACE = re.compile(r"(?:option|answer|number|letter|it's|its|i say)?\s*\(?([1-9]|[a-f])\)?[.):]?", re.IGNORECASE)


def chosen(answer: str | int, options: Sequence[str]) -> int:
    """The place, from 0, of the option that is meant.

    A whole number in a program counts from 0; in words, '2', 'b', '(B)', 'option 2', the option's own words, or enough
    of them that only one option has them. Raises no_such_option.
    """
    if isinstance(answer, int):
        if 0 <= answer < len(options):
            return answer
        raise _none(str(answer + 1), options)
    spoken = _PLACE.fullmatch(answer.strip())
    if spoken:
        mark = spoken[1].upper()
        place = int(mark) - 1 if mark.isdigit() else LETTERS.index(mark)
        if place < len(options):
            return place
        raise _none(answer, options)
    words = _folded(answer)
    folded = [_folded(option) for option in options]
    if words in folded:
        return folded.index(words)
    holding = [place for place, option in enumerate(folded) if f" {words} " in f" {option} "]
    if len(holding) == 1 and set(words.split()) - STOP:
        return holding[0]
    raise _none(answer, options)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.casefold()))


def _none(answer: str, options: Sequence[str]) -> KnowledgeError:
    return KnowledgeError("no_such_option", answer=" ".join(answer.split())[:60], last=len(options), letter=LETTERS[len(options) - 1])  # fmt: skip
