"""Vocabulary: which roles, councils, documents, topics, terms and clause references a text names.

Reads knowledge/vocabulary and the rules; the Rasa entity extractor and the command line both use it, so that a new
role in a rule file is recognised without code and without retraining.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from knowledge import text as t

KINDS = ("family", "council", "document", "topic", "term", "clause", "elsewhere")


@dataclass(frozen=True)
class Mention:
    """Something named in a text: its kind, the key it stands for, and where (character offsets)."""

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
    _by_length: dict[int, list[str]] = field(default_factory=dict)
    english: frozenset[str] = frozenset()

    def add(self, kind: str, key: str, names: Iterable[str]) -> None:
        for name in names:
            name_words = tuple(singular(word) for word in t.words(name))
            if not name_words:
                continue
            known = self.entries.setdefault(name_words, [])
            if (kind, key) not in known:
                known.append((kind, key))
            self.longest = max(self.longest, len(name_words))
            for word in name_words:
                if len(word) >= 5:
                    same_length = self._by_length.setdefault(len(word), [])
                    if word not in same_length:
                        same_length.append(word)

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
                named = exact or self.entries.get(tuple(mended[at : at + length]), ())
                places = set(range(at, at + length))
                start, end = spans[at][1], spans[at + length - 1][2]
                fresh = [(kind, key) for kind, key in named if not taken.get(kind, set()) & places]
                found += [Mention(kind, key, start, end, text[start:end], not exact) for kind, key in fresh]
                for kind, _ in fresh:
                    taken.setdefault(kind, set()).update(places)
        return sorted(found, key=lambda m: (m.start, -m.end))

    def mend(self, word: str) -> str:
        """The vocabulary's spelling of a mistyped word of five letters or more; the word itself if none is near."""
        if len(word) < 5 or word in self.english or (word,) in self.entries:
            return word
        best, distance = word, 3
        for length in range(len(word) - 1, len(word) + 2):
            for known in self._by_length.get(length, ()):
                if known == word:
                    return word
                allowed = 1 if len(word) < 9 else 2
                apart = DamerauLevenshtein.distance(word, known, score_cutoff=allowed)
                if apart <= allowed and apart < distance and known[0] == word[0]:
                    best, distance = known, apart
        return best


def singular(word: str) -> str:
    """The word without a plural s, so that 'team managers' and 'team manager' are one name."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_CLAUSE = re.compile(
    r"\b(?:clause|section|para(?:graph)?|item|annex|report|number)\s+(\d{1,2}(?:\.\d{1,2})?(?:\s?\(?[ivx]{1,4}\)?)?"
    r"(?:\s?[a-g]\b\)?)?)(?!\s*(?:months?|weeks?|days?|years?|of\s+the\s+children\s+act))|\b(\d{1,2}\.\d{1,2})\b"
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
