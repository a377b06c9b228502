"""Entries: the statements of a store in the form in which the proof of quiz items compares them.

Read by learning.likeness and learning.ledger; shares nothing with learning.making.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge import text as t
from knowledge.store import Clause, Stated, Store

ROOT = 6  # letters of a word that are compared: education and educational, respond and response are the same
Office = tuple[str, str]  # (document, role key)

# Words that half of all duties hold and that tell none apart.
_COMMON = frozenset(
    t.stem(word) for word in "make sure ensure must children child young people council services service effective "
    "effectively responsible always".split()
)  # fmt: skip


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The words that tell a text from others, stemmed, each once."""
    return " ".join(dict.fromkeys(word[:ROOT] for word in t.content(text) if word not in _COMMON))


@lru_cache(maxsize=20_000)
def flat(text: str) -> str:
    """A text in lower case without marks, between spaces: for finding names in it."""
    return f" {' '.join(t.words(text))} "


@dataclass(frozen=True, eq=False)
class Entry:
    """A statement of the store with what it is compared by: its plain sentence less the office, and its clause's words."""

    number: int
    stated: Stated
    plain: str
    quote: str
    words: frozenset[str]  # of the plain sentence
    parties: frozenset[str]  # roles that the clause names beside the bearers

    @property
    def offices(self) -> frozenset[Office]:
        return frozenset((self.stated.document, key) for key in self.stated.bearers)


_OFFICE = re.compile(
    r"^.{0,140}?\b(must|should|will|has to|have to|(?:is|are) responsible for|can|are (?:both )?committed to|are always to|is there to|are to)\b"
)
_TAIL = re.compile(r", (and|who) answers to the CDFSC for it\.?$|, as DCS,")


def entry(number: int, stated: Stated, clause: Clause, store: Store) -> Entry:
    """The entry of a statement of this clause; `number` is its place among all that are compared."""
    parties = {*stated.counterparts, *stated.recipients}
    for relation in clause.relations:
        parties |= {relation.subject, relation.object, relation.through or relation.subject}
    for meeting in clause.meetings:
        parties |= {*meeting.attendees}
    own = store.citation(clause).pieces[-1]
    plain = _TAIL.sub("", stated.plain)
    found = _OFFICE.match(plain)
    words = folded(plain[found.end() :] if found else plain)
    if not found:  # 'The Chief Operations Officer provides …': what is left of the office goes
        names = {w for key in stated.bearers for w in folded(store.roles[stated.document, key].name).split()}
        words = " ".join(word for word in words.split() if word not in names)
    return Entry(number, stated, words, folded(own), frozenset(words.split()), frozenset(parties - {*stated.bearers}))
