"""Drilling: practice and scenarios as a conversation: the question, the answer marked, the next one.

Asks learning.practice and learning.marking; keeps the scenario that waits and its marks in desk.courses; shows
learning.screens. What someone writes is marked and forgotten. A scenario returns when learning.schedule says, as a
question does: one that was got wrong in ten minutes, one that was right after days.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from typing import Any

from desk.courses import Courses
from knowledge import safety
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, Option
from knowledge.questions import Profile
from knowledge.vocabulary import Vocabulary
from learning import holders, items, mastery, schedule, screens, staged, wishes
from learning.choosing import chosen
from learning.items import Item
from learning.marking import SAID
from learning.practice import MIXED, Asked, Practice, Rest
from learning.scenarios import Scenario
from learning.shelf import Shelf
from learning.wishes import ScenarioWish

KEPT = 200  # marks of scenarios that are kept
CHANGED = "The rules changed: a clause of this scenario reads differently now than when you were given it."
RETIRED = "The rules changed, and the scenario that you were given is not asked any more. Here is another."
UNCOUNTED = "Your answer does not count. Read the scenario again and answer it by the rules as they are now."


class Quizzing:
    """Practice, one question a turn."""

    def __init__(self, practice: Practice):
        self.practice = practice

    def start(self, person: str, request: str) -> Lesson:
        """Raises no_such_subject, no_such_questions or no_such_council."""
        return self._shown(self.practice.start(person, request))

    def next(self, person: str, skip: bool = False) -> Lesson:
        return self._shown(self.practice.next(person, skip))

    def answer(self, person: str, answer: int | str, item: str | None = None) -> Lesson:
        """Raises what practice.answer raises."""
        marked = self.practice.answer(person, answer, item)
        return screens.feedback(
            marked.says, marked.citations, (screens.NEXT_QUESTION, screens.MY_PROGRESS, screens.STOP_QUIZ)
        )

    def waiting(self, person: str) -> Item | None:
        """The question that waits, if it still stands as it was asked."""
        round_ = self.practice.cards.round(person)
        item = self.practice.bank.get(round_.item) if round_ and round_.item else None
        return item if item and round_ and item.edition == round_.edition else None

    def _shown(self, asked: Asked | Rest) -> Lesson:
        if isinstance(asked, Rest):
            return Lesson(says=asked.says, options=(screens.QUIZ, screens.MY_PROGRESS, screens.STOP_QUIZ))
        again = ("You were asked this before.",) if asked.again else ()
        return screens.question(asked.item, (*asked.says, *again))


class Scenarios:
    """Scenarios, one a turn; the state is {id, edition, mode, wish, done, marks, cards}.

    `edition` is that of the clauses when the scenario was put; each of `marks` is [id, marks, of, edition]; `cards` holds
    for each scenario answered when it returns, as {edition, card, due}. States kept before there were editions or cards
    have none.
    """

    KIND = "scenario"

    def __init__(
        self, courses: Courses, shelf: Shelf, vocabulary: Vocabulary, clock: Callable[[], float] = time.time
    ):  # fmt: skip
        self.courses, self.shelf, self.vocabulary, self.clock = courses, shelf, vocabulary, clock

    def start(self, person: str, request: str, profile: Profile) -> Lesson:
        """The first scenario of those that the request names (see wishes.scenarios_understood); own words or choices.

        Raises no_such_scenario_subject, no_such_scenarios or no_such_council, and then leaves everything as it was.
        """
        store = self.shelf.marker.store
        wish = wishes.scenarios_understood(request, store, self.vocabulary)
        named = wish != ScenarioWish()
        if not named:
            wish = ScenarioWish(council=profile.council)
        found = self._fitting(wish)
        other = None if found else wish.for_group()
        if other and self._fitting(other):
            wish, found = other, self._fitting(other)
        if named and not found:
            others = wishes.instead(wish, lambda less: len(self._fitting(less)), store)
            raise KnowledgeError("no_such_scenarios", wanted=wish.words(store), instead=others)
        own = bool(re.search(r"\b(?:own words|free text|written|write)\b", request, re.IGNORECASE))
        before = self.courses.state(person, self.KIND) or {}
        state: dict[str, Any] = {"wish": wish.model_dump(exclude_none=True), "mode": "words" if own else "choices",
                                 "done": before.get("done", []), "marks": before.get("marks", []),
                                 "cards": before.get("cards", {})}  # fmt: skip
        counted = f"{mastery.counted(len(found), 'scenario')} on {wish.words(store)}."
        return self._pose(person, state, (counted,) if named else ())

    def next(self, person: str) -> Lesson:
        return self._pose(person, self.courses.state(person, self.KIND) or {"wish": {}, "mode": "choices"})

    def show(self, person: str, mode: str | None = None) -> Lesson:
        """The scenario that waits; the next one where none does."""
        state = self.courses.state(person, self.KIND) or {}
        told = self.shelf.scenario(state.get("id"))
        if not told:
            return self._pose(person, state, (RETIRED,)) if state.get("id") else self.next(person)
        says = (CHANGED,) if self._changed(state, told) else ()
        return self._put(person, {**state, "mode": mode or state["mode"]}, told, says)

    def waiting(self, person: str) -> tuple[Scenario, str] | None:
        """The scenario that waits, and how it is answered: 'words' or 'choices'."""
        state = self.courses.state(person, self.KIND) or {}
        told = self.shelf.scenario(state.get("id"))
        return (told, state["mode"]) if told else None

    def choose(self, person: str, answer: int | str) -> Lesson:
        """Marks a choice; one made before a clause changed is not marked.

        Raises no_scenario, question_retired (the scenario is not asked any more) or no_such_option.
        """
        told, state = self._open(person)
        if self._changed(state, told):
            return self._put(person, state, told, (CHANGED, UNCOUNTED))
        choices = self.shelf.marker.options(told, person)
        place = chosen(answer, [one.text for one in choices])
        right = choices[place].right
        return _returning(screens.chose(choices, place), self._done(person, state, told, (int(right), 1), right))

    def mark(self, person: str, text: str) -> Lesson:
        """Marks an answer in the person's own words; one to clauses that changed is not marked.

        Raises no_scenario or question_retired.
        """
        told, state = self._open(person)
        worried = safety.sounds_worried(text)
        if self._changed(state, told):
            lesson = self._put(person, state, told, ((screens.ABOUT_REAL,) if worried else ()) + (CHANGED, UNCOUNTED))
            return lesson.model_copy(update={"options": (*lesson.options, screens.REAL)}) if worried else lesson
        marked = self.shelf.marker.mark(told, text)
        right = all(part.marks == part.of for part in marked.parts if part.name in SAID)
        back = self._done(person, state, told, (marked.marks, marked.of), right)
        return _returning(screens.marked(marked, worried), back)

    def options(self, person: str, told: Scenario) -> list[Option]:
        """The choices of a scenario as buttons."""
        return list(screens.scenario(told, self.shelf.marker.options(told, person)).options)

    def _open(self, person: str) -> tuple[Scenario, dict[str, Any]]:
        state = self.courses.state(person, self.KIND) or {}
        told = self.shelf.scenario(state.get("id"))
        if not told:
            raise KnowledgeError("question_retired" if state.get("id") else "no_scenario")
        return told, state

    def _edition(self, told: Scenario) -> str:
        """Of every clause that an answer is marked or explained by."""
        store = self.shelf.marker.store
        return items.edition(store.citation(holders.find_clause(store, clause)) for clause in told.clauses)

    def _changed(self, state: dict[str, Any], told: Scenario) -> bool:
        """Whether a clause reads differently than when the scenario was put."""
        return bool(state.get("edition")) and state["edition"] != self._edition(told)

    def _done(self, person: str, state: dict[str, Any], told: Scenario, marks: tuple[int, int], right: bool) -> str:
        """Keeps the marks and when the scenario returns; that in words."""
        now, edition, cards = self.clock(), self._edition(told), state.get("cards", {})
        before = cards.get(told.id)
        card = schedule.reviewed(before["card"] if before and before["edition"] == edition else None, right, now)
        due = schedule.due(card)
        state.update(id=None, edition=None, done=[*state.get("done", []), told.id][-KEPT:],
                     marks=[*state.get("marks", []), [told.id, *marks, edition]][-KEPT:],
                     cards={**cards, told.id: {"edition": edition, "card": card, "due": due}})  # fmt: skip
        self.courses.keep(person, self.KIND, state)
        return mastery.returns(due, now)

    def _due(self, state: dict[str, Any], fitting: list[Scenario]) -> list[Scenario]:
        """Those that are to be asked again by now, the longest due first. One whose clauses changed begins anew."""
        cards, now = state.get("cards", {}), self.clock()
        due = [one for one in fitting if one.id in cards and cards[one.id]["due"] <= now]
        due = [one for one in due if cards[one.id]["edition"] == self._edition(one)]
        return sorted(due, key=lambda one: (cards[one.id]["due"], one.id))

    def _fitting(self, wish: ScenarioWish) -> list[Scenario]:
        store = self.shelf.marker.store
        return [one for one in self.shelf.scenarios if wish.fits(one, staged.families(store, one))]

    def _pose(self, person: str, state: dict[str, Any], says: tuple[str, ...] = ()) -> Lesson:
        """One that is due again, with each third one new; else one that was not answered yet; when all were, the one
        answered longest ago."""
        done, skipped = list(state.get("done", [])), state.get("id")
        wish = ScenarioWish(**state.get("wish", {}))
        fitting = [one for one in self._fitting(wish) if one.id != skipped]
        if not fitting:
            # The only one was skipped, or the rules hold none on this any more.
            fitting = [one for one in self.shelf.scenarios if one.id != skipped]
            says = (
                *says,
                f"There is no other scenario on {wish.words(self.shelf.marker.store)}. Here is one on something else.",
            )
        new = [one for one in fitting if one.id not in done]
        due = self._due(state, fitting)
        if due and not (new and len(done) % MIXED == MIXED - 1):
            return self._put(person, state, due[0], (*says, "You were given this one before."))
        if not new:
            says = (*says, "You have answered all of these before. This one you answered longest ago.")
        told = (
            random.Random(f"{person} {len(done)} {skipped}").choice(new)
            if new
            else min(fitting, key=lambda one: max(n for n, id_ in enumerate(done) if id_ == one.id))
        )
        return self._put(person, state, told, says)

    def _put(self, person: str, state: dict[str, Any], told: Scenario, says: tuple[str, ...] = ()) -> Lesson:
        """Puts a scenario to the person, and keeps that it waits and on which edition."""
        state.update(id=told.id, edition=self._edition(told))
        self.courses.keep(person, self.KIND, state)
        choices = self.shelf.marker.options(told, person) if state["mode"] == "choices" else None
        return screens.scenario(told, choices, (*says, f"A scenario from {told.council}."))


def _returning(lesson: Lesson, back: str) -> Lesson:
    return lesson.model_copy(update={"says": (*lesson.says, f"This scenario comes back {back}.")})
