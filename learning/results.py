"""Results: what a session shows its trainer: by person and by question, in figures and plain words, and as CSV. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

from desk.sessions import AnswerRow, SeatRow
from knowledge.closed import Closed
from learning import tables
from learning.choosing import LETTERS
from learning.posed import Posed

FEWEST = 10  # answers below which chance says more about a question than its figure does


class Person(Closed):
    """One person. `choices` go question by question, by the option's place; None where nothing was answered."""

    name: str
    right: int
    answered: int
    of: int
    choices: tuple[int | None, ...]
    left: bool


class Result(Closed):
    """One question.

    `difficulty` is the share of right answers (1 is easy). `discrimination` is the point-biserial correlation of a right
    answer with the share of right answers to the other questions, from -1 to 1; None where it says nothing.
    `common_wrong` is the wrong option chosen most, with how many chose it; of two as common, the first.
    """

    place: int
    id: str
    kind: str
    question: str
    answer: str
    clauses: tuple[str, ...]
    edition: str
    answered: int
    right: int
    difficulty: float | None
    discrimination: float | None
    common_wrong: tuple[str, int] | None
    says: tuple[str, ...]


class Results(Closed):
    title: str
    people: tuple[Person, ...]
    questions: tuple[Result, ...]
    rights: tuple[int, ...]  # the place of each question's right option

    def people_csv(self) -> str:
        """A row a person: name, score, and for each question the letter chosen, with + for right and - for wrong."""
        rows = []
        for person in self.people:
            marks = [
                "" if choice is None else f"{LETTERS[choice]}{'+' if choice == right else '-'}"
                for choice, right in zip(person.choices, self.rights, strict=True)
            ]
            rows.append([person.name, person.right, person.answered, person.of, person.left, *marks])
        columns = ("name", "right", "answered", "of", "left midway", *(f"question {q.place}" for q in self.questions))
        return tables.written(columns, rows)

    def questions_csv(self) -> str:
        """A row a question: its words, clauses and edition, and the figures. No names."""
        columns = ("place", "id", "kind", "question", "right option", "clauses", "edition", "answered", "right",
                   "difficulty", "discrimination", "most common wrong answer", "chosen by")  # fmt: skip
        return tables.written(columns, [
            [q.place, q.id, q.kind, q.question, q.answer, "; ".join(q.clauses), q.edition, q.answered, q.right,
             _rounded(q.difficulty), _rounded(q.discrimination), *(q.common_wrong or (None, None))]
            for q in self.questions])  # fmt: skip


def results(title: str, questions: Sequence[Posed], seats: Sequence[SeatRow], answers: Sequence[AnswerRow]) -> Results:
    """The results of these questions: those that were asked and have closed. Best first, and by name where equal."""
    given = {(answer.seat, answer.question): answer for answer in answers}
    people = []
    for seat in seats:
        mine = [given.get((seat.id, question.id)) for question in questions]
        people.append(Person(
            name=seat.name, right=sum(a.right for a in mine if a), answered=sum(a is not None for a in mine),
            of=len(questions), choices=tuple(a.choice if a else None for a in mine), left=seat.left is not None,
        ))  # fmt: skip
    people.sort(key=lambda person: (-person.right, person.name.casefold()))
    return Results(
        title=title, people=tuple(people), rights=tuple(question.right for question in questions),
        questions=tuple(_result(place, question, answers, questions) for place, question in enumerate(questions, 1)),
    )  # fmt: skip


def discrimination(marks: Sequence[tuple[bool, float]]) -> float | None:
    """The point-biserial correlation of (right, share right elsewhere); None for fewer than ten or where one is constant."""
    if len(marks) < FEWEST:
        return None
    count = len(marks)
    mean = sum(rest for _, rest in marks) / count
    spread = sqrt(sum((rest - mean) ** 2 for _, rest in marks) / count)
    with_it = [rest for right, rest in marks if right]
    without = [rest for right, rest in marks if not right]
    if not with_it or not without or spread < 1e-9:
        return None
    apart = sum(with_it) / len(with_it) - sum(without) / len(without)
    return apart / spread * sqrt(len(with_it) * len(without)) / count


def _result(place: int, question: Posed, answers: Sequence[AnswerRow], questions: Sequence[Posed]) -> Result:
    asked = {q.id for q in questions}
    own = [a for a in answers if a.question == question.id]
    others: dict[str, list[bool]] = {}
    for answer in answers:
        if answer.question in asked and answer.question != question.id:
            others.setdefault(answer.seat, []).append(answer.right)
    marks = [(a.right, sum(others[a.seat]) / len(others[a.seat])) for a in own if a.seat in others]
    wrong = Counter(a.choice for a in own if not a.right)
    common = min(wrong.items(), key=lambda pair: (-pair[1], pair[0])) if wrong else None
    right = sum(a.right for a in own)
    share = right / len(own) if own else None
    tells = discrimination(marks)
    return Result(
        place=place, id=question.id, kind=question.kind, question=question.question, answer=question.answer,
        clauses=question.clauses, edition=question.edition, answered=len(own), right=right, difficulty=share,
        discrimination=tells, common_wrong=(question.options[common[0]], common[1]) if common else None,
        says=(_hard(right, len(own)), _telling(tells, len(marks), share)),
    )  # fmt: skip


def _hard(right: int, answered: int) -> str:
    if not answered:
        return "Nobody answered it."
    share = right / answered
    how = "Easy" if share >= 0.85 else "Middling" if share >= 0.4 else "Hard"
    return f"{how}: {right} of {answered} had it right."


# Bounds after Ebel and Frisbie, Essentials of Educational Measurement (1991): .30 and above is good, below .20 is poor.
def _telling(figure: float | None, count: int, share: float | None) -> str:
    if share in (0, 1):
        return f"It does not tell people apart: all had it {'right' if share else 'wrong'}."
    if figure is None:
        few = (
            f"{count} {'is' if count == 1 else 'are'} too few"
            if count < FEWEST
            else "the other questions are too alike"
        )
        return f"Whether it tells people apart cannot be said: {few}."
    if figure < 0:
        return "Look at it again: those who did better otherwise had it wrong more often."
    if figure < 0.2:
        return "It hardly tells apart those who know more and those who know less."
    how = "well" if figure >= 0.3 else "somewhat"
    return f"It tells people apart {how}: those who had it right did better on the other questions."


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
