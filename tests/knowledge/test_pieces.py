"""Pieces: the words of a question are compared with those of a statement one by one."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import embeddings
from knowledge.pieces import NARROW, Narrowing, Pieces
from knowledge.search import Sought

WIDTH = 96


@pytest.fixture
def narrowing() -> Narrowing:
    return Narrowing.learned(np.random.default_rng(1).normal(size=(500, WIDTH)).astype(np.float32))


@pytest.fixture
def wordings() -> list[np.ndarray]:
    return [np.random.default_rng(n).normal(size=(4, WIDTH)).astype(np.float32) for n in range(3)]


@pytest.fixture
def pieces(narrowing, wordings) -> Pieces:
    """Two wordings of statement 7, and one of statement 9."""
    matrix = np.concatenate([narrowing.kept(w) for w in wordings])
    return Pieces(matrix, np.array([4, 4, 4]), np.array([7, 7, 9]), narrowing)


def test_what_is_asked_in_a_statement_s_own_words_is_met(pieces, wordings):
    same, other = pieces.met(wordings[1], [7, 9])
    assert same == pytest.approx(1, abs=0.02)
    assert other < 0.7


def test_words_of_two_wordings_are_met_by_their_statement_together(pieces, wordings):
    both = np.concatenate([wordings[0][:2], wordings[1][2:]])
    assert pieces.met(both, [7])[0] == pytest.approx(1, abs=0.02)


def test_what_is_left_out_is_not_met(pieces, wordings):
    left = pieces.where(np.array([True, False, True]))
    assert left.met(wordings[0], [7])[0] == pytest.approx(1, abs=0.02)
    assert left.met(wordings[1], [7])[0] < 0.7


@pytest.mark.parametrize("statements", [[], [99]])
def test_an_unknown_statement_meets_nothing(pieces, wordings, statements):
    assert pieces.met(wordings[0], statements) == [0.0] * len(statements)


def test_a_question_without_words_is_met_by_nothing(pieces):
    assert pieces.met(np.zeros((0, WIDTH), dtype=np.float32), [7]) == [0.0]


def test_pieces_are_kept_in_bytes(narrowing, wordings):
    kept = narrowing.kept(wordings[0])
    assert kept.dtype == np.int8
    assert kept.shape == (4, NARROW)
    assert np.linalg.norm(kept.astype(float), axis=1) == pytest.approx(127, abs=3)


@pytest.mark.skipif(len(embeddings.located()) < 2, reason="the sentence embeddings are not installed")
def test_one_word_decides_between_statements_that_are_about_the_same(knowledge):
    search = knowledge.search
    found = {
        c.stated.reference: c
        for c in search.candidates(Sought(text="who chairs the corporate parenting panel", councils=("Croydon",)))
    }
    assert found["LMCS 8"].evidence["met"] > found["DCS 2"].evidence["met"]  # chairs it, attends it


@pytest.mark.skipif(len(embeddings.located()) < 2, reason="the sentence embeddings are not installed")
def test_what_is_looked_at_besides_is_weighed_however_far_off(knowledge):
    search = knowledge.search
    sought = Sought(text="who chairs the corporate parenting panel", councils=("Leicester",))
    alone = [c.stated.id for c in search.candidates(sought)]
    council = search.store.councils_of_statements()
    far = next(id_ for id_, where in sorted(council.items()) if where == "Leicester" and id_ not in alone)
    found = {c.stated.id: c for c in search.candidates(sought, also=[far])}
    assert found[far].evidence["met"] > 0
    assert [id_ for id_ in found if id_ != far] == alone[: len(found) - 1]
