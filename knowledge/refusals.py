"""Refusals: the evidence that no clause answers a question, and how to say so.

Reads a Reading and the ranked candidates of knowledge.search; used by knowledge.answers. Evidence, not a classifier's
word alone: words the store has never seen, weak likeness. What a near clause does not hold is told by knowledge.aspects.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from knowledge import text as t
from knowledge.questions import Kind
from knowledge.readings import Reading
from knowledge.search import Candidate, Search

# How the evidence adds up to "this clause answers it", a logistic model fitted on tests/answers (docs/answering.md).
# `length` is the number of telling words, up to 20, as a share of 20: a long story shares fewer words with any clause.
# `ahead` is how far the best clause is ahead of the next, as a share of AHEAD; `elsewhere` how much nearer another
# council's wording comes: what one council's paper says in almost these words, another's most likely does not say;
# `unsaid` how well a question that no clause answers meets these words, beside the clause.
BY_MEANING = {
    "meaning_mean": 3.35,
    "met": 4.89,
    "coverage": 2.11,
    "subject_bears": 0.51,
    "outside": -2.97,
    "length": 1.98,
    "ahead": 1.43,
    "elsewhere": -3.03,
    "unsaid": -12.74,
}
BY_LETTERS = {
    "meaning_closest": 2.34,
    "meaning_mean": 3.06,
    "meaning_quote": -2.56,
    "coverage": 3.73,
    "outside": -2.65,
    "length": 5.23,
    "ahead": 1.28,
    "elsewhere": -5.53,
}
OFFSET = {True: -6.62, False: -6.43}
AHEAD = 6.0
BESIDE = 0.25  # how much better the clause may meet the words than a near miss does, and the near miss still count
BAR, BAR_FOLLOWING = 0.28, 0.2  # the chance below which a question is refused; lower where it follows an answer

# The chance that a clause answers from which it is taken before a worry that may be told, or the whole of an office.
PLAIN, UNCLEAR = 0.6, 0.45
CLEAR, APART = 0.5, 2.0  # … if it is also so far ahead of the next clause that no other can be meant


def strangeness(reading: Reading, search: Search) -> float:
    """The share of the question's telling words that the store has never spoken of, 0 to 1."""
    stems = list(dict.fromkeys(t.content(reading.text)))
    named = {stem for m in reading.mentions for stem in t.content(m.text)}
    weights = {stem: search.rarity(stem) for stem in stems if stem not in named}
    unseen = sum(w for stem, w in weights.items() if stem not in search.store.known_words)
    total = sum(search.rarity(stem) for stem in stems)
    return unseen / total if total else 1.0


def answerable(reading: Reading, ranked: Sequence[Candidate], search: Search) -> float:
    """The chance, 0 to 1, that the clause of the best candidate answers the question; 0 where there is none."""
    if not ranked:
        return 0.0
    candidate = ranked[0]
    by_meaning = search.vectors.likeness == "meaning"
    weights = BY_MEANING if by_meaning else BY_LETTERS
    length = min(len(set(t.content(reading.text))), 20) / 20
    evidence = {**candidate.evidence, "outside": reading.likely(Kind.OUT_OF_SCOPE), "length": length}
    evidence["meaning_closest"] = max(evidence["meaning_closest"], evidence["meaning_asked"])
    evidence["meaning_mean"] = max(evidence["meaning_mean"], evidence["meaning_asked"] - 0.06)
    evidence["elsewhere"] = max(0.0, evidence["elsewhere"] - evidence["meaning_closest"])
    evidence["unsaid"] = max(0.0, evidence["unsaid"] - evidence["met"] + BESIDE) if evidence["unsaid"] else 0.0
    evidence["ahead"] = ahead(ranked) / AHEAD
    total = OFFSET[by_meaning] + sum(weight * evidence[name] for name, weight in weights.items())
    return 1 / (1 + math.exp(-total))


def ahead(ranked: Sequence[Candidate]) -> float:
    """How far the best clause's score is ahead of the next clause's, up to AHEAD."""
    next_ = next((c.score for c in ranked if c.stated.clause != ranked[0].stated.clause), -AHEAD)
    return min(ranked[0].score - next_, AHEAD)


def refused(reading: Reading, ranked: Sequence[Candidate], search: Search, side: bool = False) -> str | None:
    """Why no clause answers the question, as a code of knowledge.sayings, or None where the best candidate may.

    `side` says that this is one side of a comparison, which has words of the other side in it.
    """
    if not ranked:
        return "nothing_near"
    bar = BAR_FOLLOWING if reading.follows or side else BAR
    if strangeness(reading, search) > 0.6 or answerable(reading, ranked, search) < bar:
        return "nothing_near"
    return None
