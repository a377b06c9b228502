"""Search: the statements that may answer a question, each with the evidence for it.

Reads knowledge.store, knowledge.vectors and knowledge.vocabulary; feeds knowledge.answers. Words and embeddings find
candidates; a small linear model, trained on held-out phrasings, weighs the evidence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge import text as t
from knowledge.everyday import Everyday
from knowledge.questions import Kind
from knowledge.store import Stated, Store
from knowledge.vectors import Encode, Vectors

CANDIDATES = 60
KEPT = 8  # messages, and choices of councils, of which is kept how near each wording comes
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
        rows: dict[int, dict[str, list[int]]] = {}
        for row, (id_, part) in enumerate(zip(vectors.statements.tolist(), vectors.parts.tolist(), strict=True)):
            rows.setdefault(id_, {"asked": [], "plain": [], "quote": []})[part].append(row)
        self._rows = {
            id_: {part: np.array(held, dtype=np.int64) for part, held in of.items()} for id_, of in rows.items()
        }
        councils = store.councils_of_statements()
        self._councils = np.array([councils[id_] for id_ in vectors.statements.tolist()])
        # One message is looked up several times: for two offices, for two councils, beside what was spoken of.
        self._closeness = lru_cache(maxsize=KEPT)(self._compared)
        self._within = lru_cache(maxsize=KEPT)(lambda councils: np.isin(self._councils, councils))

    def rarity(self, stem: str) -> float:
        """How telling a word is, from 0 (everywhere) to 1 (in one statement, or in none)."""
        count = self.store.known_words.get(stem, 0)
        return math.log1p(self.statements / (1 + count)) / math.log1p(self.statements)

    def candidates(self, sought: Sought) -> list[Candidate]:
        """The best CANDIDATES statements of these councils, best first."""
        plainer = self.everyday.meant(sought.text)
        if plainer:
            sought = replace(sought, text=f"{sought.text} ({plainer})")
        stems = list(dict.fromkeys(t.content(sought.text)))
        lexical = self.store.match(stems, sought.councils, CANDIDATES)
        closeness = self._closeness(sought.text)
        asked = t.asked(sought.text)
        closeness_asked = self._closeness(asked) if asked else None
        ids = set(lexical)
        if closeness is not None:
            ids |= set(self._closest(closeness, sought.councils))
        found = self.store.stated(sorted(ids))
        if sought.documents:
            found = [s for s in found if s.document in sought.documents] or found
        best_whole = max((whole for whole, _ in lexical.values()), default=1.0) or 1.0
        best_closest = max((closest for _, closest in lexical.values()), default=1.0) or 1.0
        texts = self.store.words_of([s.id for s in found])
        telling = {stem: self.rarity(stem) for stem in stems}
        total = sum(telling.values()) or 1.0
        taught = self._taught(sought.text, found)
        elsewhere = self._elsewhere(closeness, sought.councils)
        unsaid = self._unsaid((sought.text, asked), sought.councils)
        best_taught = max(taught.values(), default=0.0)
        ranked = []
        for stated in found:
            whole, closest = lexical.get(stated.id, (0.0, 0.0))
            evidence = {
                "words_whole": whole / best_whole,
                "words_closest": closest / best_closest,
                "coverage": sum(w for stem, w in telling.items() if stem in texts[stated.id]) / total,
                **self._meaning(stated.id, closeness),
                "meaning_asked": self._nearest(stated.id, closeness_asked),
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
        for candidate, met in zip(ranked, self._met(sought.text, ranked[:READ]), strict=False):
            candidate.evidence["met"] = met
            candidate.score += self.weights["met"] * met
        _pool(ranked)
        ranked.sort(key=lambda c: (-c.score, c.stated.id))
        return ranked[:CANDIDATES]

    def alike(self, one: Stated, other: Stated) -> float:
        """How near what two statements say comes, from 0 to 1: by their plain sentences, their own words and their topics."""
        shared = len(set(one.topics) & set(other.topics)) / max(len(one.topics), len(other.topics), 1)
        if one.id not in self._rows or other.id not in self._rows:
            return shared
        near = [
            float(left[0] @ right[0])
            for part in ("plain", "quote")
            if len(left := self.vectors.matrix[self._rows[one.id][part]])
            and len(right := self.vectors.matrix[self._rows[other.id][part]])
        ]
        return (3 * max(0.0, sum(near) / max(len(near), 1)) + shared) / 4

    def _compared(self, text: str) -> np.ndarray | None:
        """How near each wording comes; None in an empty store."""
        return self.vectors.closeness(self.encode(text).whole) if len(self.vectors.matrix) else None

    def nearest_besides(self, text: str, councils: Sequence[str], rows: np.ndarray) -> float:
        """How near the nearest wording of these councils comes, those in `rows` apart."""
        closeness = self._closeness(text)
        if closeness is None:
            return 0.0
        within = self._within(tuple(councils)).copy()
        within[rows] = False
        return float(closeness[within].max(initial=0.0))

    def rows_of(self, statements: Sequence[int]) -> np.ndarray:
        """The rows of all wordings of these statements."""
        rows = [rows for id_ in statements for rows in self._rows.get(id_, {}).values()]
        return np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)

    def _elsewhere(self, closeness: np.ndarray | None, councils: Sequence[str]) -> float:
        """How near the nearest wording of all other councils comes."""
        if closeness is None:
            return 0.0
        return float(closeness[~self._within(tuple(councils))].max(initial=0.0))

    def _unsaid(self, texts: Sequence[str | None], councils: Sequence[str]) -> float:
        """How well a question that no clause answers meets the words of the message, or of the sentence in it that asks."""
        unsaid = self.vectors.unsaid
        if not unsaid:
            return 0.0
        return max((unsaid.met(*self.encode(text), councils) for text in texts if text), default=0.0)

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

    def _closest(self, closeness: np.ndarray, councils: Sequence[str]) -> list[int]:
        """The statements of these councils that come nearest in meaning."""
        rows = np.flatnonzero(self._within(tuple(councils)))
        if len(rows) > CANDIDATES * 3:
            rows = rows[np.argpartition(-closeness[rows], CANDIDATES * 3)[: CANDIDATES * 3]]
        rows = rows[np.argsort(-closeness[rows])]
        return list(dict.fromkeys(self.vectors.statements[rows].tolist()))[:CANDIDATES]

    def _meaning(self, statement: int, closeness: np.ndarray | None) -> dict[str, float]:
        if closeness is None or statement not in self._rows:
            return dict.fromkeys(("meaning_closest", "meaning_mean", "meaning_plain", "meaning_quote"), 0.0)
        asked, plain, quote = (closeness[rows] for rows in self._rows[statement].values())
        nearest = np.sort(asked)[-3:]
        said = float(plain.max(initial=0.0))
        return {
            "meaning_closest": max(said, float(nearest.max(initial=0.0))),
            "meaning_mean": float(nearest.mean()) if len(nearest) else said,
            "meaning_plain": said,
            "meaning_quote": float(quote.max(initial=0.0)),
        }

    def _nearest(self, statement: int, closeness: np.ndarray | None) -> float:
        if closeness is None or statement not in self._rows:
            return 0.0
        rows = self._rows[statement]
        return max(float(closeness[rows[part]].max(initial=0.0)) for part in ("asked", "plain"))

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
