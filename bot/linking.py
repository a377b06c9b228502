"""Linking: 'link', 'link CODE' and 'unlink': one person on several channels. A message in, an outcome or None out.

Asked by the exchange and the console before the assistant is; keeps in desk.links.
"""

from __future__ import annotations

import logging
import re

from desk.links import Links
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson

logger = logging.getLogger(__name__)

_GIVE = re.compile(r"(?:link|link me|link my (?:channels|accounts?|progress))", re.IGNORECASE)
_TAKE = re.compile(r"link(?: me)?(?: with| to| code)?:? ([a-z0-9]{6})", re.IGNORECASE)
_PART = re.compile(r"un-?link(?: me| my (?:channels|accounts?))?", re.IGNORECASE)
NOT_KEPT = "That could not be kept just now. Try again in a minute."


def taken(text: str, person: str, links: Links) -> Lesson | None:
    """What is said to a message about linking; None for every other message."""
    said = _said(text)
    use = _TAKE.fullmatch(said)
    if not spoken(text):
        return None
    try:
        if use:
            links.join(person, use[1])
            return Lesson(says=("Linked. Your role, council and progress are now the same here and where you took the code.",),
                          notes=("What you had done here before is kept apart, and comes back with ‘unlink’.",))  # fmt: skip
        if _PART.fullmatch(said):
            parted = links.part(person)
            return Lesson(says=("Unlinked. From now on your progress here is your own.",) if parted
                          else ("Nothing is linked here.",))  # fmt: skip
        code = links.code(person)
        return Lesson(
            says=(f"Your code is {code}. It is valid for ten minutes, and once.",
                  f"On the other channel, in a private chat with me, write: link {code}"),
            notes=("Show it to nobody: whoever uses it shares your role, council and progress.",),
        )  # fmt: skip
    except KnowledgeError as error:
        return Lesson(says=(str(error),))
    except Exception:
        logger.exception("a link could not be kept")
        return Lesson(says=(NOT_KEPT,))


def spoken(text: str) -> bool:
    """Whether a message is about linking."""
    said = _said(text)
    return bool(_TAKE.fullmatch(said) or _GIVE.fullmatch(said) or _PART.fullmatch(said))


def _said(text: str) -> str:
    return " ".join(text.split()).strip(" .!")
