"""Refusals: the evidence that no clause answers a question, and how to say so.

Reads a Reading and the ranked candidates of knowledge.search; used by knowledge.answers. Evidence, not a classifier's
word alone: words the store has never seen, weak likeness, a figure or contact that the clause does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import text as t
from knowledge.questions import Kind
from knowledge.readings import Reading
from knowledge.search import Candidate, Search
from knowledge.store import Clause, Store

_NUMBER = re.compile(
    r"\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|annual\w*|month\w*|quarter\w*|week\w*|daily)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bhow (?:many|much)\s+((?:[\w'’-]+\s*){1,4})", re.IGNORECASE)

# What a candidate must reach for its clause to count as an answer; set on tests/answers, see docs/ranking.md.
LIKENESS, LIKENESS_WITHOUT_EMBEDDINGS = 0.52, 0.45


def strangeness(reading: Reading, search: Search) -> float:
    """The share of the question's telling words that the store has never spoken of, 0 to 1."""
    stems = list(dict.fromkeys(t.content(reading.text)))
    named = {stem for m in reading.mentions for stem in t.content(m.text)}
    weights = {stem: search.rarity(stem) for stem in stems if stem not in named}
    unseen = sum(w for stem, w in weights.items() if stem not in search.store.known_words)
    total = sum(search.rarity(stem) for stem in stems)
    return unseen / total if total else 1.0


def likeness(candidate: Candidate, with_embeddings: bool) -> float:
    """How alike question and statement are, 0 to 1: by meaning where embeddings are installed, else by words."""
    e = candidate.evidence
    if with_embeddings:
        return 0.75 * e["meaning_closest"] + 0.25 * e["coverage"]
    return 0.6 * e["coverage"] + 0.4 * e["words_closest"] * e["coverage"]


def refused(reading: Reading, ranked: Sequence[Candidate], search: Search) -> str | None:
    """Why no clause answers the question, as a code of knowledge.sayings, or None where the best candidate may."""
    if not ranked:
        return "nothing_near"
    best = ranked[0]
    with_embeddings = search.vectors is not None
    near = likeness(best, with_embeddings)
    strange = strangeness(reading, search)
    outside = reading.likely(Kind.OUT_OF_SCOPE)
    bar = LIKENESS if with_embeddings else LIKENESS_WITHOUT_EMBEDDINGS
    if near < bar + 0.22 * strange + 0.12 * outside - 0.04 * (1 - outside):
        return "nothing_near"
    return None


def figure_missing(reading: Reading, clause: Clause) -> str | None:
    """'how many …' and deadlines whose figure the clause does not hold: the code of what is missing."""
    counted = _COUNTED.search(reading.text)
    if counted:
        stems = set(t.content(counted[1]))
        for match in _NUMBER.finditer(clause.quote):
            following = t.content(clause.quote[match.end() : match.end() + 60])[:5]
            if stems & set(following):
                return None
        return "no_figure"
    if reading.deadline and not re.search(r"immediate|without delay|\bdays?\b|\bhours?\b|annual|month|quarter|week", clause.quote, re.I):
        return "no_deadline"
    return None


def timing_missing(stated_timing: bool, reading: Reading, clause: Clause) -> bool:
    """A question for a frequency whose clause sets none."""
    if reading.kind is not Kind.FREQUENCY or stated_timing:
        return False
    return not re.search(r"annual|month|quarter|week|daily|regular|frequen|occasional|year", clause.quote, re.I)


def chair_missing(reading: Reading, store: Store) -> tuple[str, ...]:
    """Bodies that the question asks the chair of, and for which no clause in these councils names one."""
    if not reading.chair:
        return ()
    bodies = [f for f in reading.families if store.families[f].kind == "body"]
    chaired = set()
    for clause, relation in store.relations(["chairs"], reading.councils):
        role = store.roles.get((clause.document, relation.object))
        if role and role.family:
            chaired.add(role.family)
    return tuple(body for body in bodies if body not in chaired)
