"""Ranking: learns how much each piece of evidence weighs, from phrasings that are held out of the index.

Run by `dutydesk train`; writes build/ranking-meaning.json (or -letters), which knowledge.search reads. Uses the curated
phrasings only, and gives the same weights for the same rules.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from knowledge import build, embeddings, names, tuning
from knowledge.questions import Context, Profile, Question
from knowledge.readings import read
from knowledge.search import FEATURES, WEIGHTS, Search, Sought, weights_file
from knowledge.store import Store, fts_words
from knowledge.vectors import Encode, Vectors

# How strongly the weights set by hand hold against the phrasings. Phrasings rarely name an office that is not the bearer,
# so they have little to teach about offices.
PRIOR, PRIOR_OFFICES = 8.0, 200.0
OFFICES = ("bearer_named", "bearer_asks", "other_named", "named_absent", "subject_bears", "recipient_asked")


class _HeldOut(Store):
    """A copy of the store in memory, less some phrasings."""

    def __init__(self, path: Path, wordings: set[int]):
        super().__init__(path)
        copy = sqlite3.connect(":memory:")
        self.db.backup(copy)
        self.db.close()
        self.db = copy
        rows = list(copy.execute("select id, statement, text from wordings where part = 'asked'"))
        kept: dict[int, list[str]] = {}
        for id_, statement, text in rows:
            if id_ in wordings:
                copy.execute("delete from phrasings_fts where rowid = ?", (id_,))
            else:
                kept.setdefault(statement, []).append(text)
        for statement, texts in kept.items():
            copy.execute("update statements_fts set asked = ? where rowid = ?", (fts_words(" ".join(texts)), statement))


def examples(
    path: Path, vectors: Vectors, encode: Encode, progress: Callable[[int, int], None]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each held-out phrasing the evidence of its candidates (candidates × FEATURES) and which of them are right.

    Every second question is asked with the council known, as in use.
    """
    store = Store(path)
    asked = [row for row in store.phrasings() if row[2] == "asked" and tuning.held_out(row[3])]
    held = {id_ for id_, _, _, _ in asked}
    store.close()
    less = _HeldOut(path, held)
    search = Search(less, vectors.without(sorted(held)), encode)
    vocabulary = names.vocabulary(less)
    found = []
    for number, (_, statement, _, text) in enumerate(asked):
        stated = less.stated([statement])[0]
        profile = Profile(council=stated.council if number % 2 else None)
        reading = read(Question(text=text), profile, Context(), less, vocabulary)
        sought = Sought(text=text, councils=reading.councils, families=frozenset(reading.families), asker=reading.asker,
                        subject=reading.subject, recipient=reading.recipient, topics=reading.topics, kind=reading.kind)  # fmt: skip
        candidates = search.candidates(sought)
        right = np.array([c.stated.clause == stated.clause for c in candidates])
        if right.any():
            found.append((np.array([[c.evidence[f] for f in FEATURES] for c in candidates]), right))
        progress(number + 1, len(held))
    return found


def learn(found: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, float]:
    """The weights under which the right candidates come first: a softmax over each question's candidates."""
    prior = np.array([WEIGHTS[f] for f in FEATURES])
    hold = np.array([PRIOR_OFFICES if f in OFFICES else PRIOR for f in FEATURES])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = float((hold * (weights - prior) ** 2).sum()), 2 * hold * (weights - prior)
        for evidence, right in found:
            scores = evidence @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            share = chance[right].sum()
            among = np.where(right, chance / max(share, 1e-12), 0.0)
            total -= float(np.log(max(share, 1e-12)))
            slope += evidence.T @ (chance - among)
        return total, slope

    best = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return {name: round(float(weight), 4) for name, weight in zip(FEATURES, best.x, strict=True)}


def current(path: Path, likeness: str, folder: Path = build.BUILD) -> bool:
    """Whether the weights kept in `folder` were learned from the store at `path`, with the vectors that are used now."""
    try:
        kept = json.loads(weights_file(folder, likeness).read_text(encoding="utf-8"))
        return (kept["store"], kept["encoder"]) == (path.name, embeddings.used(folder))
    except (FileNotFoundError, ValueError, KeyError):
        return False


def train(
    path: Path, vectors: Vectors, encode: Encode, progress: Callable[[int, int], None], folder: Path = build.BUILD
) -> dict[str, float]:
    """Learns the weights for the store at `path` and keeps them beside it."""
    weights = learn(examples(path, vectors, encode, progress))
    kept = weights_file(folder, vectors.likeness)
    draft = kept.with_suffix(f".draft-{os.getpid()}")
    draft.write_text(
        json.dumps({"store": path.name, "encoder": embeddings.used(folder), "weights": weights}, indent=1),
        encoding="utf-8",
    )
    os.replace(draft, kept)
    return weights
