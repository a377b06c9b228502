"""Results by person and by question: difficulty, discrimination, the common wrong answer, in figures, words and CSV."""

from __future__ import annotations

import csv
import io

import numpy
import pytest

from desk.sessions import AnswerRow, SeatRow
from learning.posed import Posed, posed
from learning.results import discrimination, results


@pytest.fixture
def questions(held) -> list[Posed]:
    return [posed(item) for item in held.items[:3]]


def seat(number: int, name: str = "") -> SeatRow:
    return SeatRow(f"s{number:02}", "q", name or f"Person {number:02}", float(number), None)


def given(seat_: SeatRow, question: Posed, right: bool, wrong: int = 1) -> AnswerRow:
    place = question.right if right else (question.right + wrong) % len(question.options)
    return AnswerRow(seat_.id, question.id, place, right)


def test_figures_of_a_room_where_the_better_half_has_it_right(questions):
    seats = [seat(n) for n in range(20)]
    answers = [given(s, q, n >= 10, wrong=1 + (n % 5 == 0)) for n, s in enumerate(seats) for q in questions]
    found = results("T", questions, seats, answers)
    for question, result in zip(questions, found.questions, strict=True):
        assert (result.answered, result.right, result.difficulty) == (20, 10, 0.5)
        assert result.discrimination == pytest.approx(1.0)
        assert result.common_wrong == (question.options[(question.right + 1) % len(question.options)], 8)
        assert result.says[0] == "Middling: 10 of 20 had it right."
        assert result.says[1].startswith("It tells people apart well")
        assert result.edition == question.edition
    assert [p.right for p in found.people] == [3] * 10 + [0] * 10


def test_discrimination_is_pearsons_correlation():
    marks = [(True, 0.9), (False, 0.2), (True, 0.7), (True, 0.4), (False, 0.5), (False, 0.1), (True, 0.8), (False, 0.6),
             (True, 0.3), (False, 0.35), (True, 1.0)]  # fmt: skip
    right, rest = numpy.array(marks, dtype=float).T
    assert discrimination(marks) == pytest.approx(numpy.corrcoef(right, rest)[0, 1])
    assert discrimination([(not r, s) for r, s in marks]) == pytest.approx(-numpy.corrcoef(right, rest)[0, 1])


@pytest.mark.parametrize("marks", [
    [], [(True, 0.5)] * 9, [(True, 0.1 * n) for n in range(10)], [(n % 2 == 0, 0.5) for n in range(12)],
])  # fmt: skip
def test_discrimination_says_nothing_where_there_is_nothing_to_say(marks):
    assert discrimination(marks) is None


@pytest.mark.parametrize(("right", "hard", "tells"), [
    (0, "Hard: 0 of 20 had it right.", "all had it wrong"), (20, "Easy: 20 of 20 had it right.", "all had it right"),
    (7, "Hard: 7 of 20 had it right.", "tells people apart well"),
])  # fmt: skip
def test_plain_words_for_easy_and_hard(questions, right, hard, tells):
    seats = [seat(n) for n in range(20)]
    answers = [given(s, questions[0], n < right) for n, s in enumerate(seats)]
    answers += [given(s, questions[1], n < 12) for n, s in enumerate(seats)]
    first = results("T", questions, seats, answers).questions[0]
    assert first.says[0] == hard
    assert tells in first.says[1]


def test_a_question_that_the_better_miss_is_to_be_looked_at_again(questions):
    seats = [seat(n) for n in range(20)]
    answers = [given(s, questions[0], n < 10) for n, s in enumerate(seats)]
    answers += [given(s, questions[1], n >= 10) for n, s in enumerate(seats)]
    assert "Look at it again" in results("T", questions, seats, answers).questions[0].says[1]


def test_a_small_room_and_an_empty_one(questions):
    seats = [seat(0), seat(1)]
    small = results("T", questions, seats, [given(seats[0], questions[0], True), given(seats[1], questions[0], False)])
    assert small.questions[0].says[1] == "Whether it tells people apart cannot be said: 0 are too few."
    assert small.questions[1].says[0] == "Nobody answered it."
    empty = results("T", questions, [], [])
    assert empty.people == ()
    assert empty.questions[0].difficulty is None
    assert results("T", [], seats, []).questions == ()


def test_the_csv_holds_it_all_and_starts_no_formula(questions):
    seats = [seat(0, "=cmd"), seat(1, 'Ann, "A"')]
    answers = [
        given(seats[0], questions[0], False),
        given(seats[1], questions[0], True),
        given(seats[1], questions[2], True),
    ]
    found = results("T", questions, seats, answers)
    people = list(csv.reader(io.StringIO(found.people_csv())))
    letter = "ABCDEF"[questions[0].right]
    assert people[0] == ["name", "right", "answered", "of", "left midway", "question 1", "question 2", "question 3"]
    assert people[1] == ['Ann, "A"', "2", "2", "3", "no", f"{letter}+", "", f"{'ABCDEF'[questions[2].right]}+"]
    assert people[2][0] == "'=cmd"
    assert people[2][5].endswith("-")
    rows = list(csv.DictReader(io.StringIO(found.questions_csv())))
    assert [row["question"] for row in rows] == [q.question for q in questions]
    assert [(row["answered"], row["right"], row["difficulty"]) for row in rows] == [
        ("2", "1", "0.5"),
        ("0", "0", ""),
        ("1", "1", "1.0"),
    ]
    assert rows[0]["clauses"] == "; ".join(questions[0].clauses)
    assert "Ann" not in found.questions_csv()
