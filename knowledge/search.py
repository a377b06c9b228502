"""Search: the statements that may answer a question, each with the evidence for it.

Reads knowledge.store, knowledge.vectors and knowledge.vocabulary; feeds knowledge.answers. Words and embeddings find
candidates; a small linear model, trained on held-out phrasings, weighs the evidence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge import text as t
from knowledge.everyday import Everyday
from knowledge.nearness import Nearness
from knowledge.questions import Kind
from knowledge.store import Stated, Store
from knowledge.vectors import Encode, Vectors

CANDIDATES = 60
READ = 20  # candidates that are read word by word; the rest are too far off by all other evidence
FEATURES = (
    "words_whole", "words_closest", "coverage", "meaning_closest", "meaning_mean", "meaning_plain", "meaning_quote",
    "bearer_named", "bearer_asks", "other_named", "named_absent", "topic_named", "timing_asked", "relation_asked",
    "duty", "subject_bears", "recipient_asked", "taught", "taught_behind", "met",
)  # fmt: skip
# Weights by hand, used until `dutydesk train` has learned better ones from the phrasings.
WEIGHTS = dict(
    zip(
        FEATURES,
        (1.2, 1.2, 1.5, 4.0, 2.0, 1.0, 0.7, 1.2, 0.8, 0.5, -0.8, 0.3, 0.5, 1.0, 0.1, 0.8, 0.8, 5.0, 5.0, 20.0),
        strict=True,
    )
)


@dataclass(frozen=True)
class Sought:
    """What is looked for: the words, and what the question names."""

    text: str
    councils: tuple[str, ...]
    families: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    asker: str | None = None
    subject: str | None = None
    recipient: bool = False
    topics: frozenset[str] = frozenset()
    kind: Kind = Kind.UNSURE
    documents: frozenset[str] = frozenset()


@dataclass
class Candidate:
    """A statement with its evidence (FEATURES, mostly 0 to 1) and the score that weighs them.

    `meaning_asked`, how near the question sentence of a longer message comes, `elsewhere`, how near any wording of the
    councils that were not searched comes, and `unsaid`, how well a question that no clause answers meets the words, speak
    for or against answering, not for the order.
    """

    stated: Stated
    evidence: dict[str, float] = field(default_factory=dict)
    score: float = 0.0


class Search:
    """Finds and ranks. `encode` turns one text into a vector like those of `vectors`."""

    def __init__(self, store: Store, vectors: Vectors, encode: Encode, weights: dict[str, float] | None = None):
        self.store, self.vectors, self.encode = store, vectors, encode
        self.weights = weights or WEIGHTS
        self.everyday = Everyday.load()
        self.statements = max(1, max(store.known_words.values(), default=1))
        self.nearness = Nearness(vectors, encode, store.councils_of_statements())

    def rarity(self, stem: str) -> float:
        """How telling a word is, from 0 (everywhere) to 1 (in one statement, or in none)."""
        count = self.store.known_words.get(stem, 0)
        return math.log1p(self.statements / (1 + count)) / math.log1p(self.statements)

    def worded(self, text: str) -> str:
        """The text, and after it what its turns of everyday speech mean in plainer words."""
        plainer = self.everyday.meant(text)
        return f"{text} ({plainer})" if plainer else text

    def candidates(self, sought: Sought, also: Collection[int] = ()) -> list[Candidate]:
        """The best CANDIDATES statements of these councils, best first. The statements `also` are weighed like those that come
        near, however far off they are."""
        sought = replace(sought, text=self.worded(sought.text))
        stems = list(dict.fromkeys(t.content(sought.text)))
        lexical = self.store.match(stems, sought.councils, CANDIDATES)
        near = self.nearness.to(sought.text)
        asked = t.asked(sought.text)
        ids = {*lexical, *also}
        if near:
            ids |= set(self.nearness.closest(near, sought.councils, CANDIDATES))
        found = self.store.stated(sorted(ids))
        if sought.documents:
            found = [s for s in found if s.document in sought.documents] or found
        best_whole = max((whole for whole, _ in lexical.values()), default=1.0) or 1.0
        best_closest = max((closest for _, closest in lexical.values()), default=1.0) or 1.0
        texts = self.store.words_of([s.id for s in found])
        telling = {stem: self.rarity(stem) for stem in stems}
        total = sum(telling.values()) or 1.0
        taught = self._taught(sought.text, found)
        elsewhere = self.nearness.elsewhere(near, sought.councils)
        near_asked = self.nearness.asked([stated.id for stated in found], asked)
        unsaid = self._unsaid((sought.text, asked), sought.councils)
        best_taught = max(taught.values(), default=0.0)
        ranked = []
        for stated in found:
            whole, closest = lexical.get(stated.id, (0.0, 0.0))
            evidence = {
                "words_whole": whole / best_whole,
                "words_closest": closest / best_closest,
                "coverage": sum(w for stem, w in telling.items() if stem in texts[stated.id]) / total,
                **self.nearness.of(stated.id, near),
                "meaning_asked": near_asked[stated.id],
                "elsewhere": elsewhere,
                "unsaid": unsaid,
                "taught": taught[stated.id],
                "taught_behind": taught[stated.id] - best_taught,
                "met": 0.0,
                **self._fit(stated, sought),
            }
            candidate = Candidate(stated, evidence)
            candidate.score = sum(self.weights[name] * evidence[name] for name in FEATURES)
            ranked.append(candidate)
        ranked.sort(key=lambda c: (-c.score, c.stated.id))
        near_by = [*ranked[:READ], *(c for c in ranked[READ:] if c.stated.id in also)]
        for candidate, met in zip(near_by, self._met(sought.text, near_by), strict=False):
            candidate.evidence["met"] = met
            candidate.score += self.weights["met"] * met
        _pool(ranked)
        ranked.sort(key=lambda c: (-c.score, c.stated.id))
        return [c for number, c in enumerate(ranked) if number < CANDIDATES or c.stated.id in also]

    def alike(self, one: Stated, other: Stated) -> float:
        """How near what two statements say comes, from 0 to 1: by their plain sentences, their own words and their topics."""
        shared = len(set(one.topics) & set(other.topics)) / max(len(one.topics), len(other.topics), 1)
        near = [
            float(self.vectors.scaled(left[0] @ right[0]))
            for part in ("plain", "quote")
            if len(left := self.nearness.rows(one.id, part)) and len(right := self.nearness.rows(other.id, part))
        ]
        if not near:
            return shared
        return (3 * max(0.0, sum(near) / len(near)) + shared) / 4

    def _unsaid(self, texts: Sequence[str | None], councils: Sequence[str]) -> float:
        """How well a question that no clause answers meets the words of the message, or of the sentence in it that asks."""
        unsaid = self.vectors.unsaid
        if not unsaid:
            return 0.0
        senses = [self.encode(text) for text in texts if text]
        return max((unsaid.met(sense.whole, sense.pieces, councils) for sense in senses), default=0.0)

    def _taught(self, text: str, found: Sequence[Stated]) -> dict[int, float]:
        """How likely each statement is, as the phrasings teach it."""
        if not len(self.vectors.matrix):
            return {stated.id: 0.0 for stated in found}
        return self.vectors.lesson.scores(self.encode(text).whole, [stated.id for stated in found])

    def _met(self, text: str, candidates: Sequence[Candidate]) -> list[float]:
        """How well the question's words are met one by one; by letters alone that cannot be told."""
        if not self.vectors.pieces:
            return []
        return self.vectors.pieces.met(self.encode(text).pieces, [c.stated.id for c in candidates])

    def _fit(self, stated: Stated, sought: Sought) -> dict[str, float]:
        """How the statement's roles, topics and kind agree with what the question names."""
        bearers, others = self.known_as(stated.bearer_families), self.known_as(stated.other_families)
        named = set(sought.families)
        doing = named - sought.objects
        timed = bool(stated.timing or stated.frequencies)
        return {
            "bearer_named": float(bool(doing & bearers)),
            "bearer_asks": float(bool(sought.asker and sought.asker in bearers)),
            "other_named": float(bool(doing & (others - bearers)) or bool(sought.objects & others)),
            "named_absent": float(bool(named) and not named & (bearers | others)),
            "topic_named": float(bool(sought.topics & set(stated.topics))),
            "timing_asked": float(sought.kind is Kind.FREQUENCY and timed),
            "relation_asked": float(
                (sought.kind in (Kind.ACCOUNTABILITY, Kind.MEMBERSHIP) and bool(stated.relation_kinds))
                or (sought.kind is Kind.ESCALATION and ("escalation" in stated.topics or bool(stated.relation_kinds)))
            ),
            "duty": float(stated.kind == "duty"),
            "subject_bears": 0.0
            if not sought.subject
            else 1.0
            if sought.subject in bearers
            else -1.0
            if bearers
            else 0.0,
            "recipient_asked": float(sought.recipient and bool(stated.recipients)),
        }

    def known_as(self, families: Sequence[str]) -> set[str]:
        """These families, and the wider ones whose name people give them as well."""
        return {
            *families,
            *(wider for f in families if f in self.store.families for wider in self.store.families[f].among),
        }


def _pool(candidates: Sequence[Candidate]) -> None:
    """A clause is as likely as all that it states together: raises the scores of a clause with several good statements."""
    by_clause: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_clause.setdefault(candidate.stated.clause, []).append(candidate)
    for together in by_clause.values():
        best = max(c.score for c in together)
        gain = math.log(sum(math.exp(c.score - best) for c in together))
        for candidate in together:
            candidate.score += gain


def weights_file(folder: Path, likeness: str) -> Path:
    """Where the weights learned with vectors of this likeness are kept."""
    return folder / f"ranking-{likeness}.json"


def load_weights(folder: Path, likeness: str) -> dict[str, float] | None:
    """The weights learned with vectors of this likeness, or None where nothing was trained with them yet."""
    try:
        weights = json.loads(weights_file(folder, likeness).read_text(encoding="utf-8"))["weights"]
        return weights if set(weights) == set(FEATURES) else None
    except (FileNotFoundError, ValueError, KeyError):
        return None
