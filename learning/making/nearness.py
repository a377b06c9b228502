"""Nearness: how like the right option the wrong ones are, by one measure for every kind of question.

An option is taken for what it stands for: the clause or office behind it, its document, its sort of office and its
subjects. An order or a matching stands for several, place by place. Used by learning.making; items.difficulty follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

WORDS, DOCUMENT, SORT, TOPIC = 0.5, 0.25, 0.15, 0.1  # what each likeness counts for; together 1


@dataclass(frozen=True)
class Sense:
    """What one place of an option stands for.

    `sort` is what it is one of: for an office or its duty the kind of its family (member, officer, body …), for a time a
    period, a deadline or a vague word.
    """

    text: str
    document: str
    sort: str = ""
    topics: frozenset[str] = frozenset()


Senses = tuple[Sense, ...]
Likeness = Callable[[str, str], float]  # of two texts, 0 to 1


def near(one: Sense, other: Sense, likeness: Likeness) -> float:
    """How near two senses are, 0 to 1: never less for more words, the document, the sort or a subject in common."""
    if one == other:
        return 1.0
    return (
        WORDS * likeness(one.text, other.text) ** 0.5
        + DOCUMENT * (one.document == other.document)
        + SORT * (bool(one.sort) and one.sort == other.sort)
        + TOPIC * bool(one.topics & other.topics)
    )


def nearness(right: Senses, wrong: Sequence[Senses], likeness: Likeness) -> float:
    """How near the wrong options of an item are to the right one: the mean over options, and over places in each."""
    return sum(_option(right, option, likeness) for option in wrong) / len(wrong)


def _option(right: Senses, option: Senses, likeness: Likeness) -> float:
    places = list(zip_longest(right, option))
    return sum(near(a, b, likeness) if a and b else 0.0 for a, b in places) / len(places)
