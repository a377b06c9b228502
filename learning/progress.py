"""Progress: where a person is in an induction: next, back, skip, answer, resume, restart; and the completion record.

Pure: a Progress and a Path in, a new Progress out; whoever keeps it (desk) stores it as JSON. Nothing here knows a
channel, a database or the clock: the day is given.
"""

from __future__ import annotations

from datetime import date

from knowledge import sayings
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from learning.steps import Part, Path, Standing, Step, named


class Read(Closed):
    """A step that was read, and the mark of its words at the time."""

    step: str
    mark: str


class Answered(Closed):
    """A check question answered: its part, the item's id, and on which edition of the path."""

    part: str
    item: str
    right: bool
    edition: str
    day: date


class Record(Closed):
    """What a person takes away: which induction, of which edition, when, how far and with what score. No name in it."""

    office: str
    council: str
    edition: str
    documents: tuple[Standing, ...]
    started: date
    ended: date | None
    steps: int
    read: int
    skipped: tuple[str, ...]  # titles of parts of which at least one step was left unread
    right: int
    asked: int
    earlier: int  # of those asked, how many were answered on an earlier edition

    @property
    def far(self) -> str:
        return f"{self.read} of {self.steps} steps read"

    def text(self) -> str:
        """The record as lines to keep or print."""
        ended = f"Ended: {sayings.dated(self.ended)}" if self.ended else "Not ended yet"
        score = f"{self.right} of {self.asked} check questions right" if self.asked else "No check questions answered"
        lines = [
            f"Induction: {self.office}, {self.council}",
            f"Started: {sayings.dated(self.started)}",
            ended,
            f"Steps read: {self.read} of {self.steps}",
            f"Parts not read in full: {'; '.join(self.skipped) or 'none'}",
            f"Score: {score}" + (f" ({self.earlier} of them on an earlier edition)" if self.earlier else ""),
            f"Edition: {self.edition}",
            *(f"Rests on: {d.title}. {d.note}" for d in self.documents),
        ]
        return "\n".join(lines)

    def data(self) -> dict:
        """The record as plain JSON types."""
        return self.model_dump(mode="json")


class Progress(Closed):
    """Where a person stands. `order` are the steps as they were; `asking` is the part whose check question is due.

    `finished` are the records of every time that the induction was ended, this one's last. They never change again:
    what somebody has completed stays true of the edition that they completed.
    """

    council: str
    family: str
    edition: str
    order: tuple[str, ...]
    step: str
    asking: str | None = None
    done: tuple[Read, ...] = ()
    answers: tuple[Answered, ...] = ()
    started: date
    ended: date | None = None
    finished: tuple[Record, ...] = ()

    @property
    def right(self) -> int:
        return sum(answer.right for answer in self.answers)

    @property
    def wrong(self) -> int:
        return len(self.answers) - self.right

    # Each of these returns a new Progress. They raise other_path for the path of another office, and path_changed where
    # it was published anew in the meantime: `resume` comes first then.

    def next(self, path: Path, today: date) -> Progress:
        """The step is read; go on. After the last step of a part its check question is due (`asking`); `next` once more
        leaves that question out. After the last step and its question the induction is ended."""
        self._same(path)
        if self.asking:
            return self._on(path, today)
        current = path.steps[path.at[self.step]]
        others = tuple(read for read in self.done if read.step != current.id)
        read = self.model_copy(update={"done": (*others, Read(step=current.id, mark=current.mark))})
        part = path.part(current.part)
        if current.id == part.steps[-1].id and not self._checked(part):
            return read.model_copy(update={"asking": part.key})
        return read._on(path, today)

    def skip(self, path: Path, today: date) -> Progress:
        """Go on without having read the step, or without answering the check question."""
        self._same(path)
        return self._on(path, today)

    def back(self, path: Path) -> Progress:
        """The step before; from a check question, the step that it follows. The first step stays."""
        self._same(path)
        if self.asking:
            return self.model_copy(update={"asking": None})
        return self.model_copy(update={"step": path.steps[max(0, path.at[self.step] - 1)].id})

    def answer(self, path: Path, item: str, right: bool, today: date) -> Progress:
        """The check question is answered; go on. Raises nothing_asked if none is due."""
        self._same(path)
        if not self.asking:
            raise KnowledgeError("nothing_asked")
        answered = Answered(part=self.asking, item=item, right=right, edition=path.edition, day=today)
        return self.model_copy(update={"answers": (*self.answers, answered)})._on(path, today)

    def restart(self, path: Path, today: date) -> Progress:
        """From the first step, with nothing read and nothing answered. Records of what was finished stay."""
        return begin(path, today).model_copy(update={"finished": finished(self, path)})

    def _on(self, path: Path, today: date) -> Progress:
        at = path.at[self.step] + 1
        if at == len(path.steps):
            if self.ended:
                return self.model_copy(update={"asking": None})
            ended = self.model_copy(update={"asking": None, "ended": today})
            return ended.model_copy(update={"finished": (*self.finished, _counted(ended, path))})
        return self.model_copy(update={"asking": None, "step": path.steps[at].id})

    def _checked(self, part: Part) -> bool:
        return any(answer.part == part.key for answer in self.answers)

    def _same(self, path: Path) -> None:
        _mine(self, path)
        if self.edition != path.edition:
            raise KnowledgeError("path_changed")


def begin(path: Path, today: date) -> Progress:
    """The first step of a path."""
    return Progress(council=path.council, family=path.family, edition=path.edition,
                    order=tuple(step.id for step in path.steps), step=path.steps[0].id, started=today)  # fmt: skip


def resume(progress: Progress, path: Path, today: date) -> tuple[Progress, tuple[str, ...]]:
    """The progress on the path as it is published now, and what the reader is told of it.

    Where the rules changed, steps that are gone are forgotten, steps whose words changed count as unread, and the
    reader goes on at the same step or the nearest one. Answers stay with the edition that they were given on.
    An induction that was ended is begun afresh `today` where there is something new to read; its record stays beside it.
    """
    _mine(progress, path)
    if progress.edition == path.edition:
        return progress, ()
    marks = {step.id: step.mark for step in path.steps}
    changed = [read.step for read in progress.done if read.step in marks and marks[read.step] != read.mark]
    kept = tuple(read for read in progress.done if marks.get(read.step) == read.mark)
    gone = [id_ for id_ in progress.order if id_ not in path.at]
    new = [id_ for id_ in path.at if id_ not in progress.order]
    says = ["The rules that this induction rests on were published anew since you were last here."]
    if progress.ended:
        says.append(f"You finished it on {sayings.dated(progress.ended)}. That record stays as it is.")
    if changed:
        titles = sayings.listed([f"“{path.steps[path.at[id_]].title}”" for id_ in changed])
        says.append(f"What you had read in {titles} has changed: read it again.")
    if new or gone:
        says.append(f"Steps that are new: {len(new)}. Steps that are gone: {len(gone)}.")
    if progress.ended and (changed or new):
        says.append("You begin again at step 1. Skip what you know.")
        return progress.restart(path, today), tuple(says)
    here = progress.step if progress.step in path.at else _nearest(progress, path)
    still = progress.asking and here == progress.step
    moved = progress.model_copy(update={
        "edition": path.edition, "order": tuple(path.at), "step": here, "asking": progress.asking if still else None,
        "done": kept, "finished": finished(progress, path)})  # fmt: skip
    if not progress.ended:
        says.append(f"You go on at step {path.at[here] + 1} of {len(path.steps)}: {path.steps[path.at[here]].title}.")
    return moved, tuple(says)


def _mine(progress: Progress, path: Path) -> None:
    if (progress.council, progress.family) != (path.council, path.family):
        raise KnowledgeError("other_path", theirs=f"{progress.family} in {progress.council}",
                             ours=f"{path.office} in {path.council}")  # fmt: skip


def _nearest(progress: Progress, path: Path) -> str:
    """The step that now holds the clause of the one that is gone; else the first that is left before it, or the first."""
    part, _, clause = progress.step.partition("/")
    for step in path.steps:
        if step.part == part and any(named(reference) == clause for reference in step.clauses):
            return step.id
    before = progress.order[: progress.order.index(progress.step)] if progress.step in progress.order else ()
    left = [id_ for id_ in before if id_ in path.at]
    at = path.at[left[-1]] + 1 if left else 0
    return path.steps[min(at, len(path.steps) - 1)].id


# --- the record ------------------------------------------------------------------------------------------------------


def record(progress: Progress, path: Path) -> Record:
    """The completion record as it was when the induction ended, or how far it has come. Raises other_path, path_changed."""
    _mine(progress, path)
    if progress.ended:
        return finished(progress, path)[-1]
    progress._same(path)
    return _counted(progress, path)


def finished(progress: Progress, path: Path) -> tuple[Record, ...]:
    """The records of every time that the induction was ended, the latest last. Raises other_path."""
    _mine(progress, path)
    if progress.ended and not progress.finished:  # kept before records were: counted now, on the steps as they were
        return (_counted(progress, path),)
    return progress.finished


def _counted(progress: Progress, path: Path) -> Record:
    """The record of where a person stands, on the edition and the steps that they had."""
    read = {r.step for r in progress.done} & set(progress.order)
    left = {id_.partition("/")[0] for id_ in progress.order if id_ not in read}
    return Record(
        office=path.office, council=path.council, edition=progress.edition, documents=path.documents,
        started=progress.started, ended=progress.ended, steps=len(progress.order), read=len(read),
        skipped=tuple(part.title for part in path.parts if part.key in left),
        right=progress.right, asked=len(progress.answers),
        earlier=sum(answer.edition != progress.edition for answer in progress.answers),
    )  # fmt: skip


def current(progress: Progress, path: Path) -> Step:
    """The step that the person is at."""
    return path.steps[path.at[progress.step]]
