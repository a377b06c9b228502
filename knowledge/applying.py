"""Applying: whether a message asks whom what was shown is for: 'does that apply to me?'

Used by knowledge.again, which answers it, and knowledge.remembering, for what comes after it. Pure functions over a Reading.
"""

from __future__ import annotations

import re

from knowledge import following
from knowledge import text as t
from knowledge.readings import Reading

# 'Does that really apply to me?': whom what was shown is for, whatever the message tells besides …
_APPLIES = re.compile(
    r"\b(?:does|do|would|will|did|has) (?:that|this|it|they|those|all that|any of (?:that|this|it))(?: \w+)? (?:apply|count|go|hold|cover|include|concern)(?: \w+)?(?: (?:to|for))? (?:even |just )?(?:me|us|(?:some(?:one|body)|people|anyone|staff|folk) (?:like (?:me|us)|who))\b",
    re.IGNORECASE,
)
# … and 'is that me too?', where it tells nothing else.
_ME_TOO = re.compile(
    r"\b(?:is|are) (?:that|this|it|they|those)(?: \w+)?(?: (?:meant|there|just))?(?: for)? (?:me|us)(?: (?:too|as well|then|included))?\W*$|\b(?:am i|are we) (?:included|covered|bound|let off|exempt)\b",
    re.IGNORECASE,
)
_APPLYING = frozenset(
    t.stem(w)
    for w in "apply applies count counts cover covers covered include included concern concerns bound exempt people staff folk then too".split()
)


def for_whom(reading: Reading) -> bool:
    """Whether a message asks whom what was shown is for, and names no office."""
    if any(m.kind == "family" for m in reading.mentions):
        return False
    bare = reading.follows and not set(following.own(reading)) - _APPLYING
    return bool(_APPLIES.search(reading.text) or (bare and _ME_TOO.search(reading.text)))
