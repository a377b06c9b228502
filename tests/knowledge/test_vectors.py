"""Vectors: what the wordings teach is the ridge regression that it says it is, in whatever order they come."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import text as t
from knowledge.vectors import Lesson


@pytest.mark.parametrize("statements", [[7, 7, 7, 3, 3, 9], [9, 3, 7, 3, 7, 7], [5, 5, 5, 5, 5, 5], [1, 2, 3, 4, 5, 6]])
def test_a_lesson_is_the_regression_onto_its_statements(statements):
    matrix = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
    lesson = Lesson(matrix, np.array(statements))
    centred = matrix.astype(np.float64) - matrix.mean(axis=0)
    belongs = np.array([[statement == id_ for id_ in lesson.columns] for statement in statements], dtype=float)
    expected = np.linalg.solve(centred.T @ centred + Lesson.STRENGTH * np.eye(4), centred.T @ belongs)
    assert np.allclose(lesson.weights, expected, atol=1e-5)
    assert lesson.scores(matrix[0], [statements[0], 99])[99] == 0.0


@pytest.mark.parametrize(
    ("text", "folded"), [("R&D Team", "r and d team"), ("Siân’s R&D – x", "sian's r and d - x"), ("", ""), ("ß", "ss")]
)
def test_words_are_folded_alike_whether_plain_or_accented(text, folded):
    assert t.fold(text) == folded
    assert t.fold(f"é{text}") == f"e{folded}"
