"""Listening: what a free answer says, whatever the words: what it affirms, what it denies.

Used by learning.naming, learning.citing and learning.marking. Pure functions over text; knows nothing of scenarios.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from knowledge import text as t
from knowledge.vocabulary import Mention, Vocabulary, singular

DENIES = frozenset(
    """not never isnt arent wasnt werent dont doesnt didnt cannot cant shouldnt mustnt wont wouldnt neednt neither nor
    without unlike""".split()
)
TURNS = (
    ("rather", "than"),
    ("instead", "of"),
    ("other", "than"),
    ("apart", "from"),
    ("no", "longer"),
    ("never", "mind"),
)
# After these a denial affirms: 'do not hesitate to report', 'not only the Lead Member'.
KEEPS = frozenset("only just merely simply solely hesitate delay forget fail wait avoid stop ignore keep".split())
BREAKS = frozenset("but although though however because so then instead".split())
IRREGULAR = {
    "told": "tell", "kept": "keep", "held": "hold", "sent": "send", "gave": "give", "given": "give", "met": "meet",
    "brought": "bring", "took": "take", "taken": "take", "spoke": "speak", "spoken": "speak", "made": "make",
    "saw": "see", "seen": "see", "wrote": "write", "written": "write", "led": "lead", "sat": "sit", "chose": "choose",
    "understood": "understand", "heard": "hear", "dealt": "deal", "sought": "seek", "agreed": "agree",
    "does": "do", "done": "do", "went": "go", "goes": "go", "ran": "run",
}  # fmt: skip
_SILENT = re.compile(
    r"\b(?:does|do|did|is|are|has|have|was|were|can|could)(?:nt| not)\b[^.;]{0,45}?\b(?:sa(?:y|id)|stat|set|specif|mention"
    r"|name|describ|cover|defin|giv|fix|tell|establish|decid|includ|contain|address|laid|lay|spel|list|identif|determin"
    r"|assign|allocat|explain|clear|clarif|answer|written|there|mentioned|in (?:the|this) (?:document|protocol|paper|text))"
    r"|\b(?:not|never)\s+(?:yet |actually |really |clearly )?(?:stated|said|set|specified|mentioned|named|described|covered"
    r"|defined|given|fixed|established|clear|laid|spelt|decided|in (?:the|this|it|there))"
    r"|\b(?:silent|unclear|ambiguous|unspecified|undefined|unstated|undecided|says nothing|left open|leaves? \w+(?: \w+)? open"
    r"|(?:no|nothing|none|nowhere|nobody)\b[^.;]{0,30}\b(?:stated|said|says?|clause|mention\w*|answer|provision|rule|procedure"
    r"|frequency|deadline|time ?limit|date|named|given|set|describ\w+|about (?:it|this|that)|document|protocol|text|timescale)"
    r"|cannot (?:tell|say|be said)|cant (?:tell|say)|there(?: is|s| are) (?:no|none|nothing)"
    r"|(?:describ|nam|giv|set|stat|list|mention|hold|contain)\w* (?:none|no one|nobody|nothing|no))\b"
)  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One word as written, folded, with where it stands and the stretch of the sentence that it belongs to."""

    text: str
    start: int
    end: int
    stretch: int


@dataclass(frozen=True)
class Heard:
    """An answer as it is marked: its text without markup, its words, and what the vocabulary finds in it."""

    text: str
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]


def heard(answer: str, vocabulary: Vocabulary) -> Heard:
    """Any text, made ready for marking."""
    text = plain(answer)
    return Heard(text, tuple(_words(text)), tuple(vocabulary.mentions(text)))


def plain(text: str) -> str:
    """The answer without markup, control characters and surplus; cut at knowledge.text.LONGEST."""
    text = text[: 4 * t.LONGEST]
    text = re.sub(r"</?[a-zA-Z!][^<>]{0,300}>|<[@#!][^<>]{0,80}>|&(?:nbsp|amp|lt|gt|quot|#\d+);", " ", text)
    text = re.sub(r"\b([A-Z]{2,})s\b", r"\1", text)  # TMs are several a TM
    return t.clean(re.sub(r"[*_~`|]+", " ", text))


def _words(text: str) -> list[Word]:
    """The words of an answer. A stretch ends at a full stop, comma or 'but': what is denied in it stays in it."""
    found, stretch, before = [], 0, 0
    for word, start, end in t.spans(text):
        if re.search(r"[.;:!?,()\n]|\s[-–—]\s", text[before:start]) or word in BREAKS:
            stretch += 1
        found.append(Word(word, start, end, stretch))
        before = end
    return found


def denied(words: Sequence[Word], at: int, reach: int = 4) -> bool:
    """Whether the word at this place is denied by one before it: 'not the Lead Member', 'rather than the leader'."""
    first = at
    while first > 0 and at - first < reach and words[first - 1].stretch == words[at].stretch:
        first -= 1
    before = [word.text for word in words[first:at]]
    for place, word in enumerate(before):
        turned = tuple(before[place : place + 2]) in TURNS
        if (word in DENIES or turned) and not KEEPS & set(before[place + 1 :]):
            return True
    return False


def dismissed(words: Sequence[Word], after: int) -> bool:
    """Whether what follows says 'that is not the one': 'X is not responsible', 'X isn't it'."""
    rest = [word.text for word in words[after : after + 4] if word.stretch == words[after - 1].stretch]
    if rest[:1] and rest[0] in ("isnt", "arent", "wasnt"):
        rest = ["is", "not", *rest[1:]]
    if len(rest) < 2 or rest[0] not in ("is", "are", "was", "were", "has", "have"):
        return False
    allowed = ("to", "allowed", "supposed", "permitted", *KEEPS)
    return rest[1] in ("not", "no", "never") and (rest[2:3] or [""])[0] not in allowed


def refers_back(heard: Heard) -> bool:
    """Whether the answer leans on the question: 'the team manager must acknowledge it', or a few words only."""
    return len(heard.words) <= 9 or bool({"it", "this", "them", "these", "those", "so"} & {w.text for w in heard.words})


def says(words: Sequence[Word], phrase: str, english: Collection[str] = ()) -> bool:
    """Whether the answer affirms a word or phrase in any form of it, typing errors forgiven.

    A phrase may have up to two other words between its own. One that begins with 'not' is met where that is denied.
    """
    wanted = t.words(phrase)
    negative = bool(wanted) and wanted[0] in DENIES
    if negative:
        wanted = wanted[1:]
    if not wanted:
        return False
    places = range(len(words))
    return any(_runs(words, at, wanted, english) and denied(words, at) == negative for at in places)


def _runs(words: Sequence[Word], at: int, wanted: Sequence[str], english: Collection[str]) -> bool:
    place = at
    for number, word in enumerate(wanted):
        reach = 1 if number == 0 else 3
        hit = next(
            (p for p in range(place, min(place + reach, len(words))) if alike(words[p].text, word, english)), None
        )
        if hit is None:
            return False
        place = hit + 1
    return True


def alike(written: str, word: str, english: Collection[str] = ()) -> bool:
    """Whether two words are forms of one ('escalating', 'escalation') or one mistyped ('esclate')."""
    written, word = IRREGULAR.get(written, written), IRREGULAR.get(word, word)
    if written == word:
        return True
    if len(written) < 4 or len(word) < 4:
        return written in (f"{word}s", f"{word}es", f"{word}ing", f"{word}{word[-1]}ing")
    one, other = sorted((t.stem(singular(written)), t.stem(singular(word))), key=len)
    if one == other or (len(one) >= 4 and other.startswith(one) and len(other) - len(one) <= 4):
        return True
    slips = 0 if len(word) < 5 else 1 if len(word) < 9 else 2
    return written not in english and (
        DamerauLevenshtein.distance(written, word) <= slips
        or (len(one) > 5 and DamerauLevenshtein.distance(one, other) < 2)
    )


def silent(text: str) -> bool:
    """Whether the answer says that the document leaves the question open."""
    return bool(_SILENT.search(t.fold(text).replace("'", "")))
