"""Account: what is kept of a person's learning: shown, taken away, deleted. Used by learning.tutor and bot.web.learn."""

from __future__ import annotations

from desk.cards import Cards
from desk.courses import Courses
from desk.links import Links
from knowledge import sayings
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Bar, Lesson, Option
from learning import mastery, screens
from learning.guiding import Guide
from learning.practice import Practice
from learning.progress import Record

DELETED = "Deleted: your inductions, quiz answers, marks and records. Nothing of them is kept."
WARNING = (
    "This deletes your inductions, quiz answers, marks and records for good.",
    "If you linked several apps, it deletes them in all of them.",
    "Your council and role stay; say ‘forget me’ for those.",
)


class Account:
    def __init__(self, guide: Guide, cards: Cards, courses: Courses, links: Links):
        self.guide, self.cards, self.courses, self.links = guide, cards, courses, links

    def progress(self, person: str, live: bool, practice: Practice | None) -> Lesson:
        """How far the person is in everything. `live`: a lesson is open; `practice` is None while questions are made."""
        records = self.guide.records(person)
        says = [
            f"Induction for {r.office}, {r.council}: {r.far}, {_score(r)}"
            f"{f', finished on {sayings.dated(r.ended)}' if r.ended else ''}."
            for r in records
        ]
        chart: tuple[Bar, ...] = ()
        answers = len(self.cards.attempts(person))
        if answers and practice:
            known = practice.mastery(person)
            first, *rest = known.sentences
            says += [f"Quiz: {first}", *rest]
            chart = tuple(topic.bar for topic in known.topics)
        elif answers:
            says.append(f"Quiz: {mastery.counted(answers, 'answer')}.")
        marks = (self.courses.state(person, "scenario") or {}).get("marks", [])
        if marks:
            got, of = sum(mark[1] for mark in marks), sum(mark[2] for mark in marks)
            says.append(f"Scenarios: {len(marks)} answered, {got} of {of} marks.")
        if not says:
            return Lesson(says=("You have not begun anything yet.",), options=screens.HINTS)
        record = (screens.MY_RECORD,) if records else ()
        return Lesson(says=tuple(says), options=(_on(live), *record, screens.DELETE), chart=chart)

    def record(self, person: str, live: bool) -> Lesson:
        """Every induction's record, the latest first, as lines to take away. Raises no_induction."""
        lines = [line for record in self._records(person) for line in record.text().split("\n")]
        notes = (f"{screens.COPY} There is no name in them: add yours.",)
        return Lesson(says=tuple(lines), options=(_on(live), screens.DELETE), notes=notes)

    def written(self, person: str) -> str:
        """The records as a text file, the latest first, an empty line between two. Raises no_induction."""
        return "\n\n".join(record.text() for record in self._records(person)) + "\n"

    def data(self, person: str) -> dict[str, list[dict]]:
        """The records as plain JSON types, under `records`, the latest first. Raises no_induction."""
        return {"records": [record.data() for record in self._records(person)]}

    def kept(self, person: str) -> bool:
        """Whether there is anything to delete, on any channel of the person."""
        return any(
            self.courses.states(one) or self.cards.round(one) or self.cards.held(one) or self.cards.attempts(one)
            for one in self.links.known(person)
        )

    def ask(self) -> Lesson:
        """Before anything is deleted."""
        sure = Option(label="Delete them", message="delete all my progress for good")
        return Lesson(says=WARNING, options=(sure, Option(label="Keep them", message="my progress")))

    def deleted(self, person: str) -> Lesson:
        """Deletes what is kept on every channel of the person."""
        persons = self.links.known(person)
        self.courses.delete(persons)
        for one in persons:
            self.cards.delete(one)
        return Lesson(says=(DELETED,))

    def _records(self, person: str) -> list[Record]:
        records = self.guide.records(person)
        if not records:
            raise KnowledgeError("no_induction")
        return records[::-1]


def _score(record: Record) -> str:
    return f"{record.right} of {record.asked} questions right" if record.asked else "no question answered yet"


def _on(live: bool) -> Option:
    return screens.RESUME if live else screens.QUIZ
