"""Guiding: an induction as a conversation: the step that is shown, next, back, skip, the check question, the end.

Walks learning.progress on learning.induction's path, keeps where a person is in desk.courses, shows learning.screens.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from desk.courses import Courses
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, Option
from knowledge.store import Store
from learning import induction, progress, screens
from learning.bank import Bank
from learning.choosing import chosen
from learning.hearing import Move
from learning.items import Item
from learning.progress import Progress, Record
from learning.steps import Part, Path

COURSE = "induction"


class Guide:
    """The inductions of one published store. `bank` gives None while the questions are being made."""

    def __init__(self, store: Store, courses: Courses, bank: Callable[[], Bank | None], today: Callable[[], date]):
        self.store, self.courses, self.bank, self.today = store, courses, bank, today
        self._paths: dict[tuple[str, str], Path] = {}

    def start(self, person: str, council: str, family: str) -> Lesson:
        """Begins the induction of an office, or goes on with one that was begun.

        Raises no_such_council, no_such_role or no_such_office.
        """
        path, kind = self.path(council, family), key(council, family)
        if self.courses.state(person, kind):
            return self.show(person, kind, again=True)
        return self._begun(person, kind, progress.begin(path, self.today()), path)

    def show(self, person: str, kind: str, again: bool = False) -> Lesson:
        """Where the person is. `again`: they come back, and are told how far they were."""
        now, path, item, told = self._at(person, kind)
        says = list(told)
        if now.ended:
            if told:
                self._keep(person, kind, now)
            return screens.ended(progress.record(now, path)).model_copy(
                update={"says": (*told, f"You finished this induction on {day(now.ended)}.",
                                 *progress.record(now, path).text().split("\n"))})  # fmt: skip
        if again and not told:
            says.append(
                f"You began this induction ({path.office}, {path.council}) on {day(now.started)}. You go on where you were."
            )
        self._keep(person, kind, now, item, seen=True)
        if now.asking:
            return self._check(person, kind, now, path, item, says)
        return screens.step(path, progress.current(now, path), says)

    def move(self, person: str, kind: str, move: Move, step: int | None = None) -> Lesson:
        """Next, back or skip. A button of another step than the present one shows the present one."""
        state = self.courses.state(person, kind) or {}
        now, path, item, told = self._at(person, kind)
        here = path.at[now.step] + 1
        if told or now.ended or (step is not None and step != here) or not state.get("seen", True):
            return self.show(person, kind)
        if now.asking and move is Move.NEXT and not item:
            return self._check(person, kind, now, path, item, ())
        if move is Move.BACK:
            moved = now.back(path)
        else:
            moved = (now.next if move is Move.NEXT else now.skip)(path, self.today())
        return self._shown(person, kind, moved, path)

    def answer(self, person: str, kind: str, answer: int | str) -> Lesson:
        """Marks the answer to the check question. Raises nothing_asked, no_such_option or question_retired."""
        now, path, id_, _ = self._at(person, kind)
        item = self._item(id_)
        if not now.asking or not id_:
            raise KnowledgeError("nothing_asked")
        if not item:
            self._keep(person, kind, now)
            raise KnowledgeError("question_retired")
        place = chosen(answer, item.options)
        right = place == item.right
        after = now.answer(path, item.id, right, self.today())
        self._keep(person, kind, after, seen=False)
        says = ["Right."] if right else ["Not right.", f"The answer: {item.answer}"]
        if after.ended:
            options: tuple[Option, ...] = (screens.MY_RECORD,)
        else:
            number = path.at[after.step] + 1
            options = (Option(label="Next", message=f"go on to step {number}"), screens.STOP_INDUCTION)
        return screens.feedback((*says, item.explanation), item.citations, options)

    def restart(self, person: str, kind: str) -> Lesson:
        """From the first step, with nothing read and nothing answered. Records of what was finished stay.

        Raises no_induction.
        """
        now, path = self._read(kind, self.courses.state(person, kind))
        return self._begun(person, kind, now.restart(path, self.today()), path)

    def waiting(self, person: str, kind: str) -> Item | None:
        """The check question that waits for an answer."""
        state = self.courses.state(person, kind)
        return self._item(state.get("item")) if state and state["progress"].get("asking") else None

    def place(self, person: str, kind: str) -> str:
        """'step 4 of 12' or 'the question after step 4'."""
        now, path, _, _ = self._at(person, kind)
        number = path.at[now.step] + 1
        return f"the question after step {number}" if now.asking else f"step {number}"

    def records(self, person: str) -> list[Record]:
        """The record of every induction that the person has finished, as it was then, and of each that they are in."""
        made: list[Record] = []
        for kind, state in self.courses.states(person).items():
            if kind.startswith(f"{COURSE}/"):
                try:
                    now, path = self._read(kind, state)
                except KnowledgeError:  # the documents have lost this office
                    made += Progress.model_validate(state["progress"]).finished
                    continue
                made += progress.finished(now, path)
                if not now.ended:
                    made.append(progress.record(progress.resume(now, path, self.today())[0], path))
        return made

    def path(self, council: str, family: str) -> Path:
        if (council, family) not in self._paths:
            self._paths[council, family] = induction.path(self.store, council, family)
        return self._paths[council, family]

    # --- where the person is ------------------------------------------------------------------------------------------

    def _at(self, person: str, kind: str) -> tuple[Progress, Path, str | None, tuple[str, ...]]:
        """Progress on the path as it is published now, the check question, and what is told of changes."""
        state = self.courses.state(person, kind)
        kept, path = self._read(kind, state)
        now, told = progress.resume(kept, path, self.today())
        item = state.get("item") if state and now.asking else None
        return now, path, item, told

    def _read(self, kind: str, state: dict[str, Any] | None) -> tuple[Progress, Path]:
        """Progress as it was kept, and the path as it is published now. Raises no_induction, or as `start` does."""
        if not state:
            raise KnowledgeError("no_induction")
        _, council, family = kind.split("/", 2)
        return Progress.model_validate(state["progress"]), self.path(council, family)

    def _keep(self, person: str, kind: str, now: Progress, item: str | None = None, seen: bool = True) -> None:
        state: dict[str, Any] = {"progress": now.model_dump(mode="json"), "item": item, "seen": seen}
        self.courses.keep(person, kind, state)

    def _begun(self, person: str, kind: str, now: Progress, path: Path) -> Lesson:
        self._keep(person, kind, now)
        documents = "; ".join(standing.title for standing in path.documents)
        says = (f"Induction: {path.office}, {path.council}. {len(path.steps)} short steps, from: {documents}.",)
        return screens.step(path, progress.current(now, path), says)

    def _shown(self, person: str, kind: str, now: Progress, path: Path) -> Lesson:
        if now.ended:
            self._keep(person, kind, now)
            return screens.ended(progress.record(now, path))
        if now.asking:
            return self._check(person, kind, now, path, None, ())
        self._keep(person, kind, now)
        return screens.step(path, progress.current(now, path))

    # --- the check question -------------------------------------------------------------------------------------------

    def _check(self, person: str, kind: str, now: Progress, path: Path, id_: str | None, says: Any) -> Lesson:
        """The check question of the part that was read; where no question rests on its clauses, the step after it."""
        bank = self.bank()
        leave = (Option(label="Back", message="back a step"), screens.SKIP_QUESTION, screens.STOP_INDUCTION)
        if bank is None:
            self._keep(person, kind, now)
            ready = Option(label="Show the question", message="show the question")
            return Lesson(
                says=(*says, "A question on what you have read comes next.", screens.PREPARING), options=(ready, *leave)
            )
        part = path.part(now.asking or "")
        item = self._item(id_) or about(part, path, bank, person)
        if not item:
            return self._shown(person, kind, now.skip(path, self.today()), path)
        self._keep(person, kind, now, item.id)
        return screens.question(item, (*says, f"A question on: {part.title}."), leave)

    def _item(self, id_: str | None) -> Item | None:
        bank = self.bank() if id_ else None
        return bank.get(id_) if bank and id_ else None


def about(part: Part, path: Path, bank: Bank, person: str) -> Item | None:
    """A question that rests on one of the clauses that the part taught; about this office before others, easy before hard."""
    taught = set(part.check_clauses)
    fit = [item for item in bank.items if item.clauses <= taught and path.council in item.councils]
    if not fit:
        return None
    fit.sort(key=lambda item: (path.family not in item.families, item.difficulty, item.id))
    best = [item for item in fit if (path.family in item.families) == (path.family in fit[0].families)]
    return random.Random(f"{person} {part.key} {path.edition}").choice(best[:6])


def key(council: str, family: str) -> str:
    """The name under which an induction is kept."""
    return f"{COURSE}/{council}/{family}"


def day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
