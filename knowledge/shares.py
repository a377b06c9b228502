"""Shares: which part of a question is about each of two sides.

Used by knowledge.sides. Pure functions over a Reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge import text as t
from knowledge.readings import Reading

# What a comparison says of itself and whom it is for: 'Dudley wording against Leicester wording, I need both for an email'.
_OF_ITSELF = re.compile(
    r"\b(?:wordings?|versions?|side by side|next to each other|against|versus|vs?|compared? (?:with|to)|compare|please|pls)\b"
    r"|[,.;–-]\s*(?:(?:i|we|(?:a |the |my )?\w+) (?:need|want|would like|'d like|wants|needs|am writing|'m writing) (?:it |them |this |that |both |the two )[^.?!]*|(?:for|in) (?:an?|the|my|our) (?:\w+ )?(?:e-?mail|letter|note|slides?|handout|briefing|talk|quiz|newsletter|report|table))(?=\W*$|[.?!])",
    re.IGNORECASE,
)


def bare(reading: Reading) -> Reading:
    """The reading without what a comparison says of itself; a message that follows another has little else."""
    return reading if reading.follows else saying(reading, _OF_ITSELF.sub(" ", reading.text))


# What is said of a council to ask whether it is so there too, and tells nothing of its own.
_SAID_OF_BOTH = frozenset(
    t.stem(w)
    for w in "right correct true same too version likewise differ different expect expects say says must paper".split()
)


def told(reading: Reading, councils: Sequence[str]) -> dict[str, str]:
    """What is to be looked for in each of these councils: the whole text, or what is told of each: 'Dudley chair them,
    Leicester only check the standard?'"""
    whole = dict.fromkeys(councils, reading.text)
    places = sorted((m for m in reading.mentions if m.kind == "council"), key=lambda m: m.start)
    if len(councils) != 2 or {m.key for m in places} != set(councils) or len(places) != 2:
        return whole
    text, ends = reading.text, (places[1].start, len(reading.text))
    told = {m.key: text[m.end : end] for m, end in zip(places, ends, strict=True)}
    named = {stem for m in reading.mentions if m.kind == "family" for stem in t.content(m.text)}
    after = any(
        re.search(r"\b(?:in|at|of|for|from|to|with|and|v|vs|than)\W*$", text[: m.start], re.IGNORECASE) for m in places
    )
    if after or not all(set(t.content(_OF_ITSELF.sub(" ", words))) - named - _SAID_OF_BOTH for words in told.values()):
        return whole
    head = text[: places[0].start]
    return {council: f"{head} {told[council]}" for council in councils}


# 'A Dudley head of service', 'Leicester's fieldwork manager', 'what Dudley expects of its director'
_OF_COUNCIL = re.compile(r"(?:['’]s?)?\s+(?:[a-z]+\s+){0,4}", re.IGNORECASE)


def own_office(reading: Reading, council: str) -> Reading:
    """The reading without the offices that the message gives to another council: 'a Dudley head of service or a Leicester
    service manager'."""
    places = [m for m in reading.mentions if m.kind == "council"]
    named = [m for m in reading.mentions if m.kind == "family"]
    owned = {
        office: place.key
        for office in named for place in places
        if place.end <= office.start and _OF_COUNCIL.fullmatch(reading.text[place.end : office.start])
    }  # fmt: skip
    if len(set(owned.values())) < 2:
        return reading
    foreign = [m for m, owner in owned.items() if owner != council]
    text = reading.text
    for mention in sorted(foreign, key=lambda m: -m.start):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return saying(reading, text)


def saying(reading: Reading, text: str) -> Reading:
    """The reading of a part of its text: what it names where that stands now, and the offices that are left."""
    mentions = tuple(
        replace(m, start=at, end=at + len(m.text)) for m in reading.mentions if (at := text.find(m.text)) >= 0
    )
    gone = {m.key for m in reading.mentions} - {m.key for m in mentions}
    subject = None if reading.subject in gone else reading.subject
    families = tuple(f for f in reading.families if f not in gone)
    return replace(reading, text=text, mentions=mentions, families=families, subject=subject)


def less(reading: Reading, families: Sequence[str]) -> str:
    """The question's words without the names of these offices."""
    text = reading.text
    for mention in sorted((m for m in reading.mentions if m.kind == "family"), key=lambda m: -m.start):
        if mention.key in families:
            text = f"{text[: mention.start]} {text[mention.end :]}"
    return text
