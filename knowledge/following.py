"""Following: what a question looks for, with what a follow-up leaves unsaid: 'and in Leicester?', 'what about the DCS?'.

From a knowledge.readings.Reading and the conversation to a knowledge.search.Sought; used by knowledge.deciding.
"""

from __future__ import annotations

import re

from knowledge import text as t
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.search import Sought

_SAME_FOR = re.compile(
    r"(?:and |but |ok |so )*(?:what if|what about|how about|same for|is it the same)\b", re.IGNORECASE
)
# 'what if it's a youth worker instead of a head?'
_INSTEAD = re.compile(r"\b(?:instead of|rather than|not) (?:an? |the )?([\w' -]{3,40})\W*$", re.IGNORECASE)
# How a follow-up that names another office or body is asked anew: 'and the foster carers?' after 'how often …'
ASKED_ANEW = {
    Kind.FREQUENCY: "how often meet with",
    Kind.ACCOUNTABILITY: "who is accountable to",
    Kind.MEMBERSHIP: "who attends",
}


def sought(reading: Reading, context: Context) -> Sought:
    """What is looked for: the question's own words and names, and what a follow-up leaves unsaid."""
    text, families = reading.text, frozenset(reading.families)
    if reading.follows and context.subject:
        named = {s for m in reading.mentions if m.kind in ("council", "family", "term") for s in t.content(m.text)}
        own = set(t.content(text)) - named
        new = any(m.kind in ("family", "term") for m in reading.mentions)
        if new and reading.kind in ASKED_ANEW and not own:
            text = f"{ASKED_ANEW[reading.kind]} {text}"
        elif swapped := _INSTEAD.search(reading.text):
            text = f"{_without(context.subject, swapped[1])} {reading.text[: swapped.start()]}"
            families = frozenset()
        elif (len(own) <= 3 and not (new and len(own) >= 2)) or (len(own) <= 4 and _SAME_FOR.match(reading.text)):
            text = f"{context.subject} {text}"
            families = families if not new or not re.match(r"what if", reading.text, re.I) else frozenset()
    if reading.asker and reading.asker in families and len(families) > 1:
        families -= {reading.asker}
    return Sought(text=text, councils=reading.councils, families=families, asker=reading.asker,
                  subject=reading.subject if not reading.follows or reading.subject in families else None,
                  recipient=reading.recipient, topics=reading.topics, kind=reading.kind, documents=frozenset(reading.documents))  # fmt: skip


def _without(subject: str, taken: str) -> str:
    """What an answer said is to be done, less who must do it and less the words that a follow-up takes out."""
    out = tuple(t.content(taken))
    deed = re.sub(r"^.*?\bmust\b", "", subject)
    return " ".join(word for word in deed.split() if not (out and "".join(t.words(word)).startswith(out)))
