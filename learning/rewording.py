"""Rewording: a trainer changes the words of a question in their own quiz: what is asked, and what the options say.

Which option is right and the clauses stay. What is written by hand cannot be proved as learning.proving proves the bank's
questions, so a changed question says that it was edited by the trainer. Pure; used by learning.preparing and bot.web.reword.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence

from learning.gift import LONGEST
from learning.posed import Posed


def wording(question: Posed) -> str:
    """A mark of a question's words: two windows that show the same words have the same mark."""
    words = json.dumps([question.question, *question.options], ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def cleaned(words: str) -> str:
    """What somebody typed, without control characters, white space folded; one line or one empty line is kept."""
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    words = "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in words)
    lines = [" ".join(line.split()) for line in words.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def reworded(question: Posed, words: str, options: Sequence[str]) -> Posed:
    """The question in these words, marked as edited where any of them changed. Ask `faults` first.

    Why a wrong answer is wrong was written about its old words: it is left out where those changed.
    """
    words, options = cleaned(words), tuple(" ".join(cleaned(option).split()) for option in options)
    if (words, options) == (question.question, question.options):
        return question
    same = [new == old for new, old in zip(options, question.options, strict=True)]
    reasons = (
        tuple(why if kept else "" for why, kept in zip(question.reasons, same, strict=True)) if question.reasons else ()
    )
    return question.model_copy(update={"question": words, "options": options, "reasons": reasons, "edited": True})


def faults(question: Posed, words: str, options: Sequence[str]) -> dict[str, str]:
    """What is wrong with the words, by field: 'question', 'option-1' …, each with how to mend it; empty if nothing is."""
    found: dict[str, str] = {}
    if why := _fault("question", cleaned(words)):
        found["question"] = why
    seen: dict[str, int] = {}
    for number in range(1, len(question.options) + 1):
        option = " ".join(cleaned(options[number - 1]).split()) if number <= len(options) else ""
        if why := _fault("option", option, f"answer {number}"):
            found[f"option-{number}"] = why
        elif option.casefold() in seen:
            found[f"option-{number}"] = f"Change answer {number}: it reads the same as answer {seen[option.casefold()]}"
        seen.setdefault(option.casefold(), number)
    return found


def _fault(sort: str, words: str, name: str = "the question") -> str:
    if not any(c.isalnum() for c in words):
        return f"Write the words of {name}"
    if len(words) > LONGEST[sort]:
        return f"Shorten {name}: it has {len(words)} characters, and {LONGEST[sort]} is the most"
    return ""
