"""Vectors: every wording of the store as a vector, kept beside the store and reused when the rules change.

Reads knowledge.store and knowledge.embeddings, or knowledge.letters where those are not installed; asked by
knowledge.search. A wording is computed once: the cache is keyed by its text, so that publishing a changed rule computes
only what is new.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from threadpoolctl import threadpool_limits

from knowledge import embeddings, letters
from knowledge.embeddings import KEPT, WIDTH, Encoder, Sense
from knowledge.pieces import NARROW, Narrowing, Pieces
from knowledge.store import Store
from knowledge.unsaid import Unsaid

APART = "\x1f"  # between the wordings in the cache
SAMPLE = 16  # each sixteenth wording tells which directions of the word pieces are kept

Known = dict[str, tuple[np.ndarray, np.ndarray]]  # the vector and the pieces of each wording
Encode = Callable[[str], Sense]
# Likeness by letters runs lower for the same question; brought to the scale of meaning, so that one set of bars serves both.
# Fitted on held-out phrasings and the phrasing nearest to each.
LETTERS_SCALE = (0.22, 0.86)


class Vectors:
    """Unit vectors of the wordings and the statement that each stands for; with embeddings their word pieces, too.

    `unsaid` are the questions that no statement answers; None by letters alone, which cannot tell them apart. `examples` are
    those of what is asked of a document itself, a row each.
    """

    def __init__(self, matrix: np.ndarray, statements: np.ndarray, parts: np.ndarray, wordings: np.ndarray,
                 unsaid: Unsaid | None = None, pieces: Pieces | None = None, examples: np.ndarray | None = None):  # fmt: skip
        self.matrix, self.statements, self.parts, self.wordings = matrix, statements, parts, wordings
        self.unsaid, self.pieces = unsaid, pieces
        self.examples = np.zeros((0, matrix.shape[1]), dtype=np.float32) if examples is None else examples
        self.likeness: Literal["meaning", "letters"] = "meaning" if pieces else "letters"

    def closeness(self, vector: np.ndarray) -> np.ndarray:
        """How near each wording comes to a sentence's vector, on the scale of MiniLM's cosines."""
        return self.scaled(self.matrix @ vector)

    def closeness_of_examples(self, vector: np.ndarray) -> np.ndarray:
        """How near each example comes, on the same scale."""
        return self.scaled(self.examples @ vector)

    def scaled(self, cosines: np.ndarray) -> np.ndarray:
        """Cosines of these vectors, on the scale of MiniLM's."""
        return cosines if self.likeness == "meaning" else LETTERS_SCALE[0] + LETTERS_SCALE[1] * cosines

    @cached_property
    def lesson(self) -> Lesson:
        """What these wordings teach."""
        return Lesson(self.matrix, self.statements)

    def without(self, wordings: Sequence[int]) -> Vectors:
        """The vectors less these wordings, for training on held-out phrasings."""
        keep = ~np.isin(self.wordings, list(wordings))
        pieces = self.pieces.where(keep) if self.pieces else None
        return Vectors(
            self.matrix[keep], self.statements[keep], self.parts[keep], self.wordings[keep], self.unsaid, pieces,
            self.examples,
        )  # fmt: skip


class Lesson:
    """Ridge regression from a sentence's vector to the statement it stands for.

    It weighs the directions in which phrasings of different statements differ, where a cosine weighs all alike.
    Solved in closed form (Hoerl and Kennard 1970), in well under a second for thousands of wordings.
    """

    STRENGTH = 2.0  # of the penalty; between 1 and 20 held-out phrasings tell no difference

    def __init__(self, matrix: np.ndarray, statements: np.ndarray):
        known, column = np.unique(statements, return_inverse=True)
        self.columns = {int(id_): n for n, id_ in enumerate(known)}
        self.mean = matrix.mean(axis=0)
        # What centring would subtract is subtracted from the sums instead: no second copy of the matrix.
        # One statement after the other: np.add.at over all wordings takes fifty times as long.
        of_each = np.split(np.argsort(column, kind="stable"), np.cumsum(np.bincount(column))[:-1])
        sums = np.stack([matrix[rows].sum(axis=0) for rows in of_each])
        sums -= np.bincount(column)[:, None] * self.mean
        squares = (matrix.T @ matrix).astype(np.float64) - len(matrix) * np.outer(self.mean, self.mean)
        penalised = squares + self.STRENGTH * np.eye(matrix.shape[1])
        self.weights = np.linalg.solve(penalised, sums.T).astype(np.float32)

    def scores(self, vector: np.ndarray, statements: Sequence[int]) -> dict[int, float]:
        """For each statement how likely it is meant, mostly 0 to 1."""
        found = (vector - self.mean) @ self.weights
        return {id_: float(found[self.columns[id_]]) if id_ in self.columns else 0.0 for id_ in statements}


def opened(
    store: Store, folder: Path, unpacked: Path, progress: Callable[[int, int], None] | None = None
) -> tuple[Vectors, Encode]:
    """The vectors of the store's wordings and what makes one of a question: by meaning where the embeddings are
    installed, else by letters. `folder` keeps the vectors, `unpacked` the unpacked embedding model."""
    # A matrix times one vector is too little to share out: threads that wait for their part keep the cores from others.
    threadpool_limits(limits=1, user_api="blas")
    encoder = embeddings.encoder(unpacked)
    if encoder:
        return prepare(store, encoder, folder, progress), encoder.sense
    rows = store.phrasings()
    by_letters, matrix = letters.prepare(store.path.name, [text for _, _, _, text in rows], folder)
    ids, of, parts, _ = zip(*rows, strict=True) if rows else ((), (), (), ())
    examples = by_letters.encode([text for _, text in store.examples()])
    held = Vectors(matrix, np.array(of), np.array(parts), np.array(ids), examples=examples)
    return held, lru_cache(maxsize=KEPT)(lambda text: Sense(by_letters.encode([text])[0], np.zeros((0, WIDTH))))


def kept(folder: Path) -> bool:
    """Whether vectors were made in this folder, by the encoder that is used now."""
    encoder = embeddings.encoder(folder)
    return encoder is None or _cache(folder, encoder).exists()


def _cache(folder: Path, encoder: Encoder) -> Path:
    return folder / f"vectors-{encoder.name}.npz"


def prepare(
    store: Store, encoder: Encoder, folder: Path, progress: Callable[[int, int], None] | None = None
) -> Vectors:
    """The vectors of every wording in the store; computes those that the cache in `folder` does not hold."""
    rows, unsaid = store.phrasings(), store.unsaid()
    asked, beyond = [text for _, _, _, text in rows], [text for _, _, text in unsaid]
    examples = [text for _, text in store.examples()]
    texts = asked + beyond + examples
    cache = _cache(folder, encoder)
    narrowing, known = _cached(cache)
    # Alike lengths together, over all of them: padding costs as much as words.
    missing = sorted((text for text in dict.fromkeys(texts) if text not in known), key=len)
    if not narrowing:
        sample = [sense.pieces for sense in encoder.senses(missing[::SAMPLE])] or [np.zeros((1, WIDTH))]
        narrowing = Narrowing.learned(np.concatenate(sample))
    for start in range(0, len(missing), 256):
        chunk = missing[start : start + 256]
        for text, sense in zip(chunk, encoder.senses(chunk), strict=True):
            known[text] = sense.whole, narrowing.kept(sense.pieces)
        if progress:
            progress(min(start + 256, len(missing)), len(missing))
    if missing:
        _keep(cache, narrowing, {text: known[text] for text in dict.fromkeys(texts)})
    of = np.array([r[1] for r in rows], dtype=np.int64)
    matrix, pieces = _held(asked, of, known, narrowing)
    alone, alone_pieces = _held(beyond, np.arange(len(beyond)), known, narrowing)  # each stands for itself
    near = Unsaid(alone, alone_pieces, [council for _, council, _ in unsaid])
    papers = np.array([known[text][0] for text in examples], dtype=np.float32).reshape(-1, WIDTH)
    return Vectors(matrix, of, np.array([r[2] for r in rows]), np.array([r[0] for r in rows]), near, pieces, papers)


def _held(texts: Sequence[str], of: np.ndarray, known: Known, narrowing: Narrowing) -> tuple[np.ndarray, Pieces]:
    """The vectors of these texts, one a row, and their pieces, by what each stands for (`of`)."""
    matrix = np.array([known[text][0] for text in texts], dtype=np.float32).reshape(-1, WIDTH)
    counts = np.array([len(known[text][1]) for text in texts], dtype=np.int64)
    pieces = np.concatenate([known[text][1] for text in texts]) if texts else np.zeros((0, NARROW), dtype=np.int8)
    return matrix, Pieces(pieces, counts, of, narrowing)


def _cached(cache: Path) -> tuple[Narrowing | None, Known]:
    """How pieces were narrowed, and the vector and the pieces of each wording that was computed before."""
    try:
        with np.load(cache, allow_pickle=False) as held:
            texts = held["wordings"].tobytes().decode().split(APART)
            pieces = np.split(held["pieces"], np.cumsum(held["counts"])[:-1])
            known = dict(zip(texts, zip(held["matrix"], pieces, strict=True), strict=True))
            return Narrowing(held["mean"], held["basis"]), known
    except (FileNotFoundError, ValueError, KeyError, OSError, EOFError):
        return None, {}


def _keep(cache: Path, narrowing: Narrowing, known: Known) -> None:
    draft = cache.with_name(f"{cache.stem}.draft-{os.getpid()}.npz")
    # As one string of bytes: an array of texts would give each of them the room of the longest.
    texts = np.frombuffer(APART.join(known).encode(), dtype=np.uint8)
    wholes, pieces = zip(*known.values(), strict=True)
    np.savez(draft, wordings=texts, matrix=np.stack(wholes).astype(np.float16), pieces=np.concatenate(pieces),
             counts=np.array([len(p) for p in pieces]), mean=narrowing.mean, basis=narrowing.basis)  # fmt: skip
    os.replace(draft, cache)
