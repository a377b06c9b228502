"""Letters: sentences as vectors by the letters they share, where the sentence embeddings are not installed.

Latent semantic analysis (Deerwester and others 1990) over runs of three and four letters of the store's own wordings. It
forgives typing errors and joins forms of a word, but knows no synonym that no phrasing has. Feeds knowledge.vectors.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge import text as t

WIDTH = 384
RUNS = (3, 4)
RAREST = 3  # wordings that a run of letters must stand in
CACHE = "letters.npz"


class Letters:
    """Turns sentences into unit vectors; learned from `texts`, or read back from what was kept."""

    def __init__(self, runs: Sequence[str], rarity: np.ndarray, basis: np.ndarray):
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.runs, self.basis = list(runs), basis
        self.counted = TfidfVectorizer(
            analyzer="char_wb", ngram_range=RUNS, sublinear_tf=True, vocabulary={run: n for n, run in enumerate(runs)}
        )
        self.counted.idf_ = rarity

    @classmethod
    def learned(cls, texts: Sequence[str]) -> Letters:
        """From the wordings of a store; the same texts give the same vectors."""
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        counted = TfidfVectorizer(
            analyzer="char_wb", ngram_range=RUNS, sublinear_tf=True, min_df=min(RAREST, len(texts))
        )
        matrix = counted.fit_transform([_plain(text) for text in texts])
        width = max(1, min(WIDTH, matrix.shape[1] - 1, matrix.shape[0] - 1))
        basis = TruncatedSVD(width, random_state=0, n_iter=3).fit(matrix).components_.T
        return cls(counted.get_feature_names_out().tolist(), counted.idf_, basis.astype(np.float32))

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Vectors of shape (sentences, width), each of length 1, or 0 where no run of letters is known."""
        found = (self.counted.transform([_plain(text) for text in sentences]) @ self.basis).astype(np.float32)
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def prepare(name: str, texts: Sequence[str], folder: Path) -> tuple[Letters, np.ndarray]:
    """What encodes, and the vectors of `texts`; kept in `folder` for the store called `name`."""
    kept = folder / CACHE
    try:
        with np.load(kept, allow_pickle=False) as held:
            if str(held["store"]) == name:
                return Letters(held["runs"].tolist(), held["rarity"], held["basis"]), held["matrix"]
    except (FileNotFoundError, ValueError, KeyError, OSError, EOFError):
        pass
    letters = Letters.learned(texts)
    matrix = letters.encode(texts)
    draft = folder / f"{CACHE}.draft-{os.getpid()}.npz"
    np.savez(draft, store=np.array(name), runs=np.array(letters.runs), rarity=letters.counted.idf_, basis=letters.basis,
             matrix=matrix)  # fmt: skip
    os.replace(draft, kept)
    return letters, matrix


def _plain(text: str) -> str:
    return " ".join(t.words(text))
