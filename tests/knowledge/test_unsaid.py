"""knowledge.unsaid: questions that sound as if a clause answered them, and that none answers, speak against answering."""

from collections import Counter

import numpy as np
import pytest

from knowledge.pieces import NARROW, Narrowing, Pieces
from knowledge.questions import Kind, Profile, Question
from knowledge.unsaid import Unsaid

WIDTH = NARROW
PLAIN = Narrowing(np.zeros(WIDTH), np.eye(WIDTH))


def unit(*places):
    found = np.zeros((len(places), WIDTH), dtype=np.float32)
    found[np.arange(len(places)), places] = 1
    return found


def kept(rows, councils):
    """Questions of one word each."""
    pieces = Pieces(PLAIN.kept(unit(*rows)), np.ones(len(rows), dtype=int), np.arange(len(rows)), PLAIN)
    return Unsaid(unit(*rows), pieces, councils)


def test_the_nearest_question_of_the_councils_counts():
    held = kept([1, 2], ["Dudley", "Kent"])
    assert held.met(unit(1)[0], unit(1), ["Dudley"]) == pytest.approx(1.0, abs=0.01)
    assert held.met(unit(1)[0], unit(1), ["Kent"]) == pytest.approx(0.0, abs=0.01)
    assert held.met(unit(1)[0], unit(1), ["Dudley", "Kent"]) == pytest.approx(1.0, abs=0.01)


def test_half_of_the_words_are_met_by_half():
    held = kept([1], ["Dudley"])
    assert held.met(unit(1)[0], unit(1, 3), ["Dudley"]) == pytest.approx(0.5, abs=0.01)


def test_a_council_without_such_questions_has_none_near():
    assert kept([1], ["Dudley"]).met(unit(1)[0], unit(1), ["Croydon"]) == 0.0


def test_every_clause_that_says_something_has_questions_that_it_does_not_answer(knowledge):
    councils = Counter(council for _, council, _ in knowledge.store.unsaid())
    assert councils.keys() == set(knowledge.store.councils)
    assert min(councils.values()) > 200, councils


def test_a_question_that_no_clause_answers_is_refused_though_its_words_are_near(knowledge):
    _, council, text = next(row for row in knowledge.store.unsaid() if len(row[2].split()) > 8)
    reply = knowledge.ask(Question(text=text, kind=Kind.WHAT, confidence=0.9), Profile(council=council))
    assert reply.outcome.status == "not_covered"
