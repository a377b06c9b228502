"""Preparing: a trainer makes a quiz: chooses or generates questions, looks at them, edits, brings their own, and locks it.

Reads the bank and the scenarios (learning.staged); writes desk.sessions. A locked quiz is run by learning.leading.
"""

from __future__ import annotations

import math
import os
import random
import time
from collections.abc import Callable, Sequence

from desk.database import Database
from desk.sessions import Quiz, Sessions
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from learning import gift, participants, rewording, staged
from learning.bank import Bank
from learning.items import Item, Kind
from learning.mastery import counted
from learning.posed import Posed, posed, stands
from learning.staged import Staged
from learning.wishes import Wish, fitting

DAYS = 30.0
MOST = 100  # questions of a quiz
LED, FREE = "led", "free"
SECONDS = (5, 600)  # least and most for a question


class Made(Closed):
    """A new quiz. `trainer` is the secret of the trainer's link: it is shown once and kept as a hash only."""

    quiz: str
    trainer: str


class Draft(Closed):
    """A quiz as its trainer sees it. `stale` are the ids of questions whose clauses read differently now."""

    quiz: str
    title: str
    state: str
    pace: str
    seconds: int | None
    code: str | None
    questions: tuple[Posed, ...]
    stale: tuple[str, ...]
    expires: float


class Brought(Closed):
    """What came of a GIFT file: the questions added, and each fault with file, line and how to mend it."""

    added: int
    good: int
    faults: tuple[str, ...]


def kept_until(now: float) -> float:
    """When a session expires: 30 days after its trainer last touched it, or DUTYDESK_QUIZ_DAYS."""
    return now + _days() * 86400


def kept_for() -> str:
    """The same period in words, for every text that promises it: '30 days', '36 hours'. Never less than is kept."""
    days = _days()
    if days.is_integer():
        return counted(int(days), "day")
    hours = days * 24
    return counted(math.ceil(hours), "hour") if hours > 1 else counted(math.ceil(hours * 60), "minute")


def _days() -> float:
    """DUTYDESK_QUIZ_DAYS, where it is a number up to ten years."""
    try:
        days = float(os.environ.get("DUTYDESK_QUIZ_DAYS") or DAYS)
    except ValueError:
        return DAYS
    return days if 0 < days <= 3650 else DAYS


def held(sessions: Sessions, trainer: str, now: float) -> Quiz:
    """The session of a trainer's token. Raises no_such_session."""
    quiz = sessions.quiz(now, trainer=trainer)
    if not quiz:
        raise KnowledgeError("no_such_session")
    return quiz


class Preparation:
    """The trainer's side before a quiz opens. `bank` and `told`, the scenarios, may be left out where no question is
    chosen from them."""

    def __init__(
        self, database: Database, store: Store, bank: Bank | None = None, clock: Callable[[], float] = time.time,
        told: Sequence[Staged] = (),
    ):  # fmt: skip
        self.sessions, self.store, self.bank, self.clock = Sessions(database), store, bank or Bank(()), clock
        self.told = {one.question.id: one for one in told}

    def create(self, title: str, pace: str = LED, seconds: int | None = None) -> Made:
        """A new draft: 'led' with or without seconds for each question, or 'free'. Raises no_title, no_such_pace."""
        if pace not in (LED, FREE) or (
            seconds is not None and (pace == FREE or not SECONDS[0] <= seconds <= SECONDS[1])
        ):
            raise KnowledgeError("no_such_pace", least=SECONDS[0], most=SECONDS[1])
        trainer, now = participants.token(), self.clock()
        quiz = self.sessions.make(trainer, participants.title(title), pace, seconds, now, kept_until(now))
        return Made(quiz=quiz, trainer=trainer)

    def draft(self, trainer: str) -> Draft:
        """The preview: every question with its right option and clauses. Raises no_such_session, as all below."""
        quiz = held(self.sessions, trainer, self.clock())
        questions = tuple(Posed(**content) for content in self.sessions.questions(quiz.id))
        return Draft(
            quiz=quiz.id, title=quiz.title, state=quiz.state, pace=quiz.pace, seconds=quiz.seconds, code=quiz.code,
            questions=questions, stale=tuple(q.id for q in questions if not stands(q, self.store)), expires=quiz.expires,
        )  # fmt: skip

    def choices(self, wish: Wish, kinds: Sequence[Kind] = (), difficulty: int | None = None) -> list[Item]:
        """The bank's questions that fit, to choose among. Raises no_such_questions."""
        return [item for item in fitting(wish, self.bank, self.store)
                if (not kinds or item.kind in kinds) and (not difficulty or item.difficulty == difficulty)]  # fmt: skip

    def scenarios(self, wish: Wish, group: str | None = None, difficulty: int | None = None) -> list[Staged]:
        """The scenarios that fit, to choose among; `group` is whom they teach. Raises no_such_scenarios."""
        return [one for one in staged.fitting(wish, tuple(self.told.values()), self.store)
                if one.fits(wish, group, difficulty)]  # fmt: skip

    def add(self, trainer: str, items: Sequence[str]) -> Draft:
        """Adds questions of the bank, and scenarios, by their ids; those that are in already stay once.

        Raises no_such_question.
        """
        chosen = []
        for id_ in items:
            question = self._held(id_)
            if not question:
                raise KnowledgeError("no_such_question", question=str(id_)[:40])
            chosen.append(question)
        return self._changed(trainer, lambda questions: [*questions, *chosen])

    def picked(
        self, number: int, wish: Wish | None = None, kinds: Sequence[Kind] = (), difficulty: int | None = None,
        seed: str = "", scenarios: int = 0, group: str | None = None, have: Sequence[str] = (),
    ) -> list[Posed]:  # fmt: skip
        """Up to `number` questions that fit, kinds in turn, no two on one clause, none of those whose ids are in `have`.

        Up to `scenarios` of them are scenarios, those for `group` where it is given; `kinds` choose among the others. The
        same for the same seed. Raises no_such_questions or no_such_scenarios where none fits.
        """
        wish = wish or Wish()
        scenarios = min(scenarios, number)
        chosen: list[Posed] = []
        if scenarios > 0:
            told = [one for one in self.scenarios(wish, group, difficulty) if one.question.id not in have]
            chosen = staged.choose(told, scenarios, seed)
            if not chosen:
                raise KnowledgeError("no_such_scenarios", wanted=f"{wish.words(self.store)} of this sort that are not in the quiz",
                                     instead="other topics, groups and difficulties")  # fmt: skip
        if number > max(0, scenarios):
            fitting(wish, self.bank, self.store)
            beside = [(cited.document, cited.clause) for question in chosen for cited in question.citations]
            found = self.bank.choose(
                number - max(0, scenarios), seed, council=wish.council, family=wish.family, topic=wish.topic, document=wish.document,
                kinds=kinds, difficulty=difficulty, leave_out=have, beside=beside,
            )  # fmt: skip
            if not (found or chosen):
                raise KnowledgeError("no_such_questions", wanted=f"{wish.words(self.store)} of this kind that are not in the quiz",
                                     instead="other topics, kinds and difficulties")  # fmt: skip
            chosen += map(posed, found)
        random.Random(seed).shuffle(chosen)
        return chosen

    def generate(
        self, trainer: str, number: int, wish: Wish | None = None, kinds: Sequence[Kind] = (),
        difficulty: int | None = None, seed: str = "", scenarios: int = 0, group: str | None = None,
    ) -> Draft:  # fmt: skip
        """Adds questions as `picked` chooses them, none that is in already. Raises what it raises."""
        have = [q.id for q in self.draft(trainer).questions]
        chosen = self.picked(number, wish, kinds, difficulty, seed, scenarios, group, have)
        return self._changed(trainer, lambda questions: [*questions, *chosen])

    def bring(self, trainer: str, content: bytes | str, file: str, keep_good: bool = False) -> Brought:
        """Adds a trainer's own questions from GIFT. With a fault nothing is added, unless the trainer agrees to `keep_good`."""
        read = gift.read(content, "".join(c for c in file if c.isprintable())[:80] or "file", self.store)
        if read.faults and not keep_good:
            return Brought(added=0, good=len(read.questions), faults=read.faults)
        before = {q.id for q in self.draft(trainer).questions}
        after = self._changed(trainer, lambda questions: [*questions, *read.questions])
        return Brought(
            added=len({q.id for q in after.questions} - before), good=len(read.questions), faults=read.faults
        )

    def remove(self, trainer: str, question: str) -> Draft:
        """Takes a question out. Raises no_such_question."""

        def without(questions: list[Posed]) -> list[Posed]:
            if question not in [q.id for q in questions]:
                raise KnowledgeError("no_such_question", question=question[:40])
            return [q for q in questions if q.id != question]

        return self._changed(trainer, without)

    def reword(self, trainer: str, question: str, words: str, options: Sequence[str], seen: str) -> Draft:
        """Changes the words of a question in this quiz (learning.rewording); which option is right stays.

        `seen` is the mark of the words that the trainer saw (rewording.wording). Raises no_such_question, wording_changed if
        another window changed them since, and bad_wording.
        """

        def changed(questions: list[Posed]) -> list[Posed]:
            held = next((q for q in questions if q.id == question), None)
            if not held:
                raise KnowledgeError("no_such_question", question=question[:40])
            wrong = rewording.faults(held, words, options)
            if wrong:
                raise KnowledgeError("bad_wording", why=". ".join(wrong.values()))
            new = rewording.reworded(held, words, options)
            if new != held and rewording.wording(held) != seen:  # the same words sent twice change nothing
                raise KnowledgeError("wording_changed")
            return [new if q.id == question else q for q in questions]

        return self._changed(trainer, changed)

    def order(self, trainer: str, ids: Sequence[str]) -> Draft:
        """Puts the questions into this order. Raises no_such_order unless each is named once."""

        def ordered(questions: list[Posed]) -> list[Posed]:
            by_id = {q.id: q for q in questions}
            if sorted(ids) != sorted(by_id):
                raise KnowledgeError("no_such_order")
            return [by_id[id_] for id_ in ids]

        return self._changed(trainer, ordered)

    def renew(self, trainer: str) -> Draft:
        """Questions whose clauses changed: the bank's and scenarios are taken anew where they are still asked, in the words
        of the bank, all others taken out."""

        def renewed(questions: list[Posed]) -> list[Posed]:
            fresh = (q if stands(q, self.store) else self._held(q.id) for q in questions)
            return [question for question in fresh if question]

        return self._changed(trainer, renewed)

    def lock(self, trainer: str) -> Draft:
        """Locks the questions and gives the join code. Raises quiz_not_draft, quiz_empty, quiz_stale."""
        draft = self.draft(trainer)
        fresh(draft.questions, self.store)

        def allowed(quiz: Quiz) -> None:
            if quiz.state != "draft":
                raise KnowledgeError("quiz_not_draft", state=quiz.state)
            if not draft.questions:
                raise KnowledgeError("quiz_empty")

        # A code that was given once stays: people may have written it down.
        codes = [draft.code] if draft.code else participants.codes()
        self.sessions.give_code(draft.quiz, allowed, codes, state="locked", expires=kept_until(self.clock()))
        return self.draft(trainer)

    def unlock(self, trainer: str) -> Draft:
        """Back to a draft; its code and the seats of those who joined stay. Raises quiz_not_locked."""

        def allowed(quiz: Quiz) -> None:
            if quiz.state != "locked":
                next_ = (
                    "It can be edited as it is." if quiz.state == "draft" else "Make a new quiz to ask other questions."
                )
                raise KnowledgeError("quiz_not_locked", state=quiz.state, next=next_)

        quiz = held(self.sessions, trainer, self.clock())
        self.sessions.change(quiz.id, allowed, state="draft", expires=kept_until(self.clock()))
        return self.draft(trainer)

    def gift(self, trainer: str) -> str:
        """The quiz as Moodle GIFT."""
        draft = self.draft(trainer)
        return gift.write(draft.questions, draft.title)

    def _held(self, id_: str) -> Posed | None:
        """The question of the bank, or the scenario, of this id as it is asked today."""
        item, told = self.bank.get(id_), self.told.get(id_)
        return posed(item) if item else told.question if told else None

    def _changed(self, trainer: str, change: Callable[[list[Posed]], Sequence[Posed]]) -> Draft:
        def changed(contents: list[dict]) -> list[dict]:
            questions: dict[str, Posed] = {}
            for question in change([Posed(**content) for content in contents]):
                questions.setdefault(question.id, question)
            if len(questions) > MOST:
                raise KnowledgeError("quiz_long", most=MOST, count=len(questions))
            return [question.model_dump(mode="json") for question in questions.values()]

        quiz = held(self.sessions, trainer, self.clock())
        self.sessions.edit(quiz.id, _editable, changed, kept_until(self.clock()))
        return self.draft(trainer)


def fresh(questions: Sequence[Posed], store: Store) -> None:
    """Raises quiz_stale if a clause of these questions reads differently now."""
    stale = [str(place) for place, question in enumerate(questions, 1) if not stands(question, store)]
    if stale:
        raise KnowledgeError("quiz_stale", count=len(stale), places=f"number {', '.join(stale)}")


def _editable(quiz: Quiz) -> None:
    if quiz.state != "draft":
        next_ = "Unlock it to change them." if quiz.state == "locked" else "Make a new quiz to ask others."
        raise KnowledgeError("quiz_in_use", state=quiz.state, next=next_)
