"""Vocabulary: which roles, councils, documents, topics, terms and clause references a text names.

Reads knowledge/vocabulary and the rules; the Rasa entity extractor and the command line both use it, so that a new
role in a rule file is recognised without code and without retraining.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from knowledge import text as t

# Words that people write short.
SHORT = {
    "mgr": "manager", "mgrs": "managers", "cttee": "committee", "ctte": "committee", "cmte": "committee", "asst": "assistant",
    "cllr": "councillor", "cllrs": "councillors", "dept": "department", "depts": "departments",
    "yrs": "years", "mths": "months", "wks": "weeks",
}  # fmt: skip
EXACT = ("elsewhere", "term")  # kinds that are not guessed from a misspelt word


@dataclass(frozen=True)
class Mention:
    """Something named in a text: its kind (family, council, document, topic, term, clause or elsewhere), the key it stands
    for, and where (character offsets)."""

    kind: str
    key: str
    start: int
    end: int
    text: str
    fuzzy: bool = False


@dataclass
class Vocabulary:
    """Names by their folded words. `add` what is known, then `mentions` finds it in any text."""

    entries: dict[tuple[str, ...], list[tuple[str, str]]] = field(default_factory=dict)
    longest: int = 1
    english: frozenset[str] = frozenset()
    _speller: Speller | None = None

    def add(self, kind: str, key: str, names: Iterable[str]) -> None:
        """Makes these names stand for what has this kind and key."""
        for name in names:
            name_words = tuple(singular(word) for word in t.words(name))
            if len(name_words) > 1 and name_words[0] == "the":
                name_words = name_words[1:]  # 'the cabinet' must not hide 'the cabinet member'
            if not name_words:
                continue
            known = self.entries.setdefault(name_words, [])
            if (kind, key) not in known:
                known.append((kind, key))
            self.longest = max(self.longest, len(name_words))

    def mentions(self, text: str) -> list[Mention]:
        """All names in `text`, longest first at each place, no overlaps within a kind; typing errors forgiven."""
        spans = t.spans(text)
        written = [singular(word) for word, _, _ in spans]
        mended = [self.mend(word) for word in written]
        found: list[Mention] = []
        taken: dict[str, set[int]] = {}
        for length in range(min(self.longest, len(spans)), 0, -1):
            for at in range(len(spans) - length + 1):
                exact = self.entries.get(tuple(written[at : at + length]))
                named = exact or self.entries.get(tuple(mended[at : at + length])) or []
                places = set(range(at, at + length))
                start, end = spans[at][1], spans[at + length - 1][2]
                fresh = [(kind, key) for kind, key in named
                         if not taken.get(kind, set()) & places and (exact or kind not in EXACT)]  # fmt: skip
                found += [Mention(kind, key, start, end, text[start:end], not exact) for kind, key in fresh]
                for kind, _ in fresh:
                    taken.setdefault(kind, set()).update(places)
        return sorted(found, key=lambda m: (m.start, -m.end))

    def mend(self, word: str) -> str:
        """The vocabulary's spelling of a mistyped word of five letters or more; the word itself if none is near."""
        if (word,) in self.entries:
            return word
        if self._speller is None:
            self._speller = Speller({word for name in self.entries for word in name}, self.english)
        return self._speller.mend(word)


class Speller:
    """Mends typing errors towards words that are known; a word that is English stays as it is.

    `often` says how often a word is used, where that is known: of two near words the commoner is meant; one of `before`
    counts as used LIKELY times.
    """

    LIKELY = 30
    COMMON = 20  # uses of a word for which a doubled letter is taken for a slip, even where the English list holds it

    def __init__(
        self, words: Iterable[str], english: frozenset[str] = frozenset(), often: Mapping[str, int] | None = None,
        before: frozenset[str] = frozenset(),
    ):  # fmt: skip
        self.often, self.before = often or {}, before
        self.words = sorted(word for word in set(words) if len(word) >= 4 and word.isalpha())
        self.known = frozenset(self.words)
        self.english = english

    def mend(self, word: str) -> str:
        """The known word that is one slip away (two in nine letters or more), or the word itself; a word written short in full."""
        if SHORT.get(word) in self.known:
            return SHORT[word]
        if len(word) < 4 or not word.isalpha() or word in self.known or word in t.STOP:
            return word
        if word in self.english:
            return self._single(word)
        slips = 1 if len(word) < 9 else 2
        near = process.extract(word, self.words, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=9)
        ranked = sorted(
            (apart, known[0] != word[0], -max(self.often.get(known, 0), self.LIKELY * (known in self.before)), known)
            for known, apart, _ in near
        )
        if not ranked or (len(word) == 4 and ranked[0][1]):  # a short word keeps its first letter
            return word
        return ranked[0][-1]

    def _single(self, word: str) -> str:
        """The common word that this is with a letter doubled ('casees': English lists hold such slips), or the word itself."""
        for at in range(1, len(word)):
            once = word[:at] + word[at + 1 :]
            if word[at] == word[at - 1] and self.often.get(once, 0) >= self.COMMON:
                return once
        return word

    def mended(self, text: str, spared: frozenset[str] = frozenset()) -> str:
        """The text with each mistyped word mended; everything else, and the words of `spared`, as it stands."""
        out, at = [], 0
        for word, start, end in t.spans(text):
            mended = self.mend(word)
            if mended != word and word not in spared:
                owner = "'s" if text[start:end].lower().endswith(("'s", "’s")) else ""
                out += [text[at:start], mended + owner]
                at = end
        return "".join(out) + text[at:]


_IN = re.compile(r"(?:\b(?:in|at|for|of|from|to|over in|here in) )?(?:the )?$", re.IGNORECASE)


def placeless(text: str, mentions: Iterable[Mention]) -> str:
    """The text without the councils named: those say where to look, and the wordings rarely hold them. Of a text that was
    changed since the mentions were found, the names are looked for anew."""
    left = text
    for mention in sorted((m for m in mentions if m.kind == "council"), key=lambda m: -m.start):
        there = left[mention.start : mention.end] == mention.text
        start = mention.start if there else left.find(mention.text)
        if start < 0:
            continue
        before, after = _IN.sub("", left[:start]), re.sub(r"^['’]s\b", "", left[start + len(mention.text) :])
        left = f"{before.rstrip()} {after.lstrip()}"
    return left.strip() if t.content(left) else text


def singular(word: str) -> str:
    """The word without a plural s, so that 'team managers' and 'team manager' are one name."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_CLAUSE = re.compile(
    r"\b(?:clause|section|para(?:graph)?|item|annex|report|number)\s+(\d{1,2}(?:\.\d{1,2})?(?:\s?\(?[ivx]{1,4}(?![a-z])\)?)?"
    r"(?:\s?[a-g]\b\)?)?)(?!\d|\s*(?:months?|weeks?|days?|years?|dut(?:y|ies)|(?:\(\d\)\s*)?of\s+the\s+[\w ]*act))|\b(\d{1,2}\.\d{1,2})\b"
    r"|\b(\d{1,2}\s?\([ivx]{1,4}\)\s?[a-e]?)",
    re.IGNORECASE,
)


def clause_numbers(text: str) -> list[Mention]:
    """References such as 'clause 9', '19.1', '5(iii)c' in a text, whatever document they belong to."""
    found = []
    for match in _CLAUSE.finditer(text):
        number = next(group for group in match.groups() if group)
        found.append(Mention("clause", re.sub(r"\s+", " ", number.strip().lower()), *match.span(), match[0]))
    return found
