"""Participants: join codes, secret tokens, and display names made harmless. Pure but for the chance in codes and tokens."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator

from knowledge.errors import KnowledgeError

# No vowels, so that no word appears by chance; none of 0 O 1 I L 2 Z 5 S 8 B U, which are read for one another.
ALPHABET = "CDFGHJKMNPQRTVWXY34679"
CODE = 6
NAME = 40  # characters of a name
TOKEN = 16  # least characters of a token that a channel brings


def code() -> str:
    """A join code of six characters: one of 113 million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE))


def codes() -> Iterator[str]:
    for _ in range(20):
        yield code()


def entered(text: str) -> str:
    """A join code as someone typed it: any case, with spaces or hyphens. Raises no_such_quiz if it cannot be one."""
    typed = re.sub(r"[\s\-–.]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(typed) != CODE or not set(typed) <= set(ALPHABET):
        raise KnowledgeError("no_such_quiz", typed=re.sub(r"[^\w \-]", "", text)[:20])
    return typed


def token() -> str:
    """A secret for a trainer's link or a seat."""
    return secrets.token_urlsafe(24)


def name(text: str) -> str:
    """A display name: letters, figures, marks and the signs that names have; of one line and at most 40 characters.

    Whatever could be mark-up on a page, in Slack or in Teams, or a formula in a spreadsheet, is taken out. Raises no_name.
    """
    kept = _cleaned(text, "'’.,() -", NAME)
    if not any(c.isalnum() for c in kept):
        raise KnowledgeError("no_name", most=NAME)
    return kept


def title(text: str) -> str:
    """The title of a quiz, cleaned as a name is, with a few more signs. Raises no_title."""
    kept = _cleaned(text, "'’.,:;!?/&+() –-", 100)
    if not any(c.isalnum() for c in kept):
        raise KnowledgeError("no_title")
    return kept


def numbered(wanted: str) -> Iterator[str]:
    """The name, then 'Sam (2)', 'Sam (3)' …, for those who come after."""
    yield wanted
    for number in range(2, 1000):
        ending = f" ({number})"
        yield wanted[: NAME - len(ending)].rstrip() + ending


def _cleaned(text: str, signs: str, most: int) -> str:
    # Compatibility forms first: a full-width < is a < as well. Tags go as a whole, so that <b>Sam</b> is Sam.
    text = re.sub(r"<[^<>]*>", "", unicodedata.normalize("NFKC", text[: most * 10]))
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Mc", "Me") else 0
        if (char.isalnum() or marks or char in signs or char.isspace()) and marks <= 2:
            kept.append(" " if char.isspace() else char)
    return " ".join("".join(kept).split()).lstrip("'’.,:;!?/&+) –-")[:most].strip()
