"""Applying: whether a message asks whom what was shown is for, or whose job it is: 'does that apply to me?', 'is that the
director's job?'

Used by knowledge.again, which answers it, and knowledge.remembering, for what comes after it. Pure functions over a Reading.
"""

from __future__ import annotations

import re

from knowledge import following
from knowledge import text as t
from knowledge.readings import Reading, placeheld

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


# An office; OFFICE stands for one that the documents know by that name.
_OFFICE = r"(?:the |our |my |an? )?(?:OFFICE|director|manager|leader|boss)(?:['’]s)?"
_DONE = r"(?:do|see to|sort|handle|deal with|make sure of|look after|cover)"
# 'So is that the director's job?', 'does the leader do that?', 'who has to see to it, the lead member?'
_WHOSE_JOB = re.compile(
    r"^\W*(?:(?:so|and|but|ok|then|wait|right)\W+)*(?:"
    rf"(?:is|isn['’]?t|was|wasn['’]?t) (?:that|it|this)(?: (?:then|not|really|also|all|just|actually|part of|down to|up to|with|a job for|a matter for))* {_OFFICE}"
    r"(?: (?:job|duty|responsibility|task|role|call|business|remit))?(?: then)?"
    rf"|(?:does|do|should|must|would|is|has) {_OFFICE}(?: (?:have|supposed|meant|got|expected) to)? {_DONE} (?:that|it|this)"
    rf"|{_OFFICE} (?:does|do|handles|sorts|(?:must|should|has to|have to) {_DONE}) (?:that|it|this)(?: then)?"
    r"|(?:whose (?:job|duty|responsibility|task|role|call|business) is (?:that|it|this)|who (?:does|did) (?:that|it|this)"
    rf"|who(?:['’]s| is| are| has| have| must| should| would| will)?(?: (?:got|have|has|supposed|meant|expected|then|to))* {_DONE} (?:that|it|this))"
    rf"(?: then)?\s*[,;–-]+\s*(?:is (?:it|that) )?{_OFFICE}"
    r")(?:,? (?:right|yes|no))?\W*$",
    re.IGNORECASE,
)


def whose_job(reading: Reading) -> bool:
    """Whether a message asks if what was shown is for an office to do, and nothing besides."""
    asked = _WHOSE_JOB.match(placeheld(reading.text, reading.mentions))
    return bool(asked) and not reading.named_councils


def asked(reading: Reading) -> bool:
    """Whether one of the two is asked; the matter then stays that of the question before."""
    return for_whom(reading) or whose_job(reading)
