"""Guiding: an induction as a conversation: the step that is shown, next, back, skip, the check question, the end.

Walks learning.progress on learning.induction's path, keeps where a person is in desk.courses, shows learning.screens. The
question after a part is chosen by learning.checks; one that was answered wrong returns in learning.practice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from desk.courses import Courses
from knowledge import sayings
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, Option
from knowledge.store import Store
from learning import checks, induction, mastery, progress, screens
from learning.checks import Check
from learning.choosing import chosen
from learning.hearing import Move
from learning.items import Item
from learning.practice import Practice
from learning.progress import Progress, Record
from learning.steps import Path

COURSE = "induction"


class Guide:
    """The inductions of one published store. `practice` gives None while the questions are being made."""

    def __init__(
        self, store: Store, courses: Courses, practice: Callable[[], Practice | None], today: Callable[[], date]
    ):
        self.store, self.courses, self.practice, self.today = store, courses, practice, today
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
                update={"says": (*told, f"You finished this induction on {sayings.dated(now.ended)}.",
                                 *progress.record(now, path).text().split("\n"))})  # fmt: skip
        if again and not told:
            says.append(
                f"You began this induction ({path.office}, {path.council}) on {sayings.dated(now.started)}. You go on where you were."
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
        item, practice = self._item(id_), self.practice()
        if not now.asking or not id_:
            raise KnowledgeError("nothing_asked")
        if not item or not practice:
            self._keep(person, kind, now)
            raise KnowledgeError("question_retired")
        place = chosen(answer, item.options)
        right = place == item.right
        after = now.answer(path, item.id, right, self.today())
        self._keep(person, kind, after, seen=False)
        says = ["Right."] if right else ["Not right.", f"The answer: {item.answer}"]
        says.append(item.explanation)
        returns = practice.note(person, item, right)
        if returns is not None and not right:
            says.append(
                f"This question comes back {mastery.returns(returns, practice.clock())} when you say ‘quiz me’."
            )
        if after.ended:
            return screens.last(says, item.citations, progress.record(after, path))
        number = path.at[after.step] + 1
        options = (Option(label="Next", message=f"go on to step {number}"), screens.STOP_INDUCTION)
        return screens.feedback(says, item.citations, options)

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
        """'step 4', 'the question after step 4', or 'my record' once the end was reached."""
        now, path, _, _ = self._at(person, kind)
        if now.ended:
            return "my record"
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

    def going(self, person: str) -> list[tuple[str, Record]]:
        """The inductions that the person is in: the family of each office, and the record of how far they are."""
        found = []
        for kind, state in self.courses.states(person).items():
            if kind.startswith(f"{COURSE}/"):
                try:
                    now, path = self._read(kind, state)
                except KnowledgeError:  # the documents have lost this office
                    continue
                now, _ = progress.resume(now, path, self.today())
                if not now.ended:
                    found.append((path.family, progress.record(now, path)))
        return found

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

    def _shown(self, person: str, kind: str, now: Progress, path: Path, says: tuple[str, ...] = ()) -> Lesson:
        if now.ended:
            self._keep(person, kind, now)
            return screens.ended(progress.record(now, path), says)
        if now.asking:
            return self._check(person, kind, now, path, None, says)
        self._keep(person, kind, now)
        return screens.step(path, progress.current(now, path), says)

    # --- the check question -------------------------------------------------------------------------------------------

    def _check(self, person: str, kind: str, now: Progress, path: Path, id_: str | None, says: Any) -> Lesson:
        """The question after the part that was read; where there is none, it is said so beside the step after it."""
        practice, part = self.practice(), path.part(now.asking or "")
        leave = (Option(label="Back", message="back a step"), screens.SKIP_QUESTION, screens.STOP_INDUCTION)
        if practice is None:
            self._keep(person, kind, now)
            ready = Option(label="Show the question", message="show the question")
            return Lesson(
                says=(*says, "A question on what you have read comes next.", screens.PREPARING), options=(ready, *leave)
            )
        asked = {answer.part: answer.item for answer in now.answers}
        check = checks.allotted(self.store, path, practice.bank, person, asked).get(part.key)
        if held := self._item(id_):
            check = Check(
                item=held, says=check.says if check and check.item.id == id_ else checks.ON.format(title=part.title)
            )
        if not check:
            none = checks.NONE.format(title=part.title)
            return self._shown(person, kind, now.skip(path, self.today()), path, (*says, none))
        self._keep(person, kind, now, check.item.id)
        return screens.question(check.item, (*says, check.says), leave)

    def _item(self, id_: str | None) -> Item | None:
        practice = self.practice() if id_ else None
        return practice.bank.get(id_) if practice and id_ else None


def key(council: str, family: str) -> str:
    """The name under which an induction is kept."""
    return f"{COURSE}/{council}/{family}"
