"""Drilling: practice and scenarios as a conversation: the question, the answer marked, the next one.

Asks learning.practice and learning.marking; keeps the scenario that waits and its marks in desk.courses; shows
learning.screens. What someone writes is marked and forgotten.
"""

from __future__ import annotations

import random
import re
from typing import Any

from desk.courses import Courses
from knowledge import safety
from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson, Option
from knowledge.questions import Profile
from knowledge.vocabulary import Vocabulary
from learning import screens
from learning.choosing import chosen
from learning.items import Item
from learning.practice import Asked, Practice, Rest
from learning.scenarios import Scenario
from learning.shelf import Shelf

GROUPS = {"councillor": r"councillors?|(?:elected )?members?|cllrs?", "frontline": r"front ?line(?: staff)?|social workers?|practitioners?|staff",
          "manager": r"managers?|heads? of service", "school": r"schools?|teachers?|heads?", "helpdesk": r"help ?desk",
          "trainer": r"trainers?"}  # fmt: skip
KEPT = 200  # marks of scenarios that are kept


class Quizzing:
    """Practice, one question a turn."""

    def __init__(self, practice: Practice):
        self.practice = practice

    def start(self, person: str, request: str) -> Lesson:
        """Raises nothing_of_that_name, nothing_to_ask or no_such_council."""
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
    """Scenarios, one a turn; the state is {id, mode, council, group, done, marks}."""

    KIND = "scenario"

    def __init__(self, courses: Courses, shelf: Shelf, vocabulary: Vocabulary):
        self.courses, self.shelf, self.vocabulary = courses, shelf, vocabulary

    def start(self, person: str, request: str, profile: Profile) -> Lesson:
        """The first scenario of those that the request names: a council, a topic, a kind of user; own words or choices."""
        mentions = self.vocabulary.mentions(request)
        named = {
            kind: next((m.key for m in mentions if m.kind == kind), None) for kind in ("council", "topic", "elsewhere")
        }
        if named["elsewhere"] and not named["council"]:
            raise KnowledgeError(
                "no_such_council", council=named["elsewhere"], known=", ".join(self.shelf.marker.store.councils)
            )
        group = next((group for group, words in GROUPS.items() if re.search(rf"\bfor (?:an? )?(?:{words})\b", request, re.IGNORECASE)), None)  # fmt: skip
        own = bool(re.search(r"\b(?:own words|free text|written|write)\b", request, re.IGNORECASE))
        before = self.courses.state(person, self.KIND) or {}
        state: dict[str, Any] = {"wish": {"council": named["council"], "topic": named["topic"], "group": group},
                 "mode": "words" if own else "choices", "done": before.get("done", []), "marks": before.get("marks", [])}  # fmt: skip
        if not any(state["wish"].values()):
            state["wish"]["council"] = profile.council
        says: tuple[str, ...] = ()
        if not self._fitting(state["wish"]):
            state["wish"] = {"council": named["council"], "topic": None, "group": None}
            says = ("There is no scenario on just that. Here is one of the others.",)
        return self._pose(person, state, says)

    def next(self, person: str) -> Lesson:
        return self._pose(person, self.courses.state(person, self.KIND) or {"wish": {}, "mode": "choices"})

    def show(self, person: str, mode: str | None = None) -> Lesson:
        """The scenario that waits; the next one where none does."""
        state = self.courses.state(person, self.KIND) or {}
        told = self.shelf.scenario(state.get("id"))
        if not told:
            return self.next(person)
        if mode:
            state["mode"] = mode
            self.courses.keep(person, self.KIND, state)
        return self._told(person, state, told)

    def waiting(self, person: str) -> tuple[Scenario, str] | None:
        """The scenario that waits, and how it is answered: 'words' or 'choices'."""
        state = self.courses.state(person, self.KIND) or {}
        told = self.shelf.scenario(state.get("id"))
        return (told, state["mode"]) if told else None

    def choose(self, person: str, answer: int | str) -> Lesson:
        """Marks a choice. Raises no_scenario or no_such_option."""
        told, state = self._open(person)
        choices = self.shelf.marker.options(told, person)
        place = chosen(answer, [one.text for one in choices])
        self._done(person, state, told, int(choices[place].right), 1)
        return screens.chose(choices, place)

    def mark(self, person: str, text: str) -> Lesson:
        """Marks an answer in the person's own words. Raises no_scenario."""
        told, state = self._open(person)
        marked = self.shelf.marker.mark(told, text)
        self._done(person, state, told, marked.marks, marked.of)
        return screens.marked(marked, safety.sounds_worried(text))

    def options(self, person: str, told: Scenario) -> list[Option]:
        """The choices of a scenario as buttons."""
        return list(screens.scenario(told, self.shelf.marker.options(told, person)).options)

    def _open(self, person: str) -> tuple[Scenario, dict[str, Any]]:
        state = self.courses.state(person, self.KIND) or {}
        told = self.shelf.scenario(state.get("id"))
        if not told:
            raise KnowledgeError("no_scenario")
        return told, state

    def _done(self, person: str, state: dict[str, Any], told: Scenario, marks: int, of: int) -> None:
        state.update(id=None, done=[*state.get("done", []), told.id][-KEPT:],
                     marks=[*state.get("marks", []), [told.id, marks, of]][-KEPT:])  # fmt: skip
        self.courses.keep(person, self.KIND, state)

    def _fitting(self, wish: dict[str, Any]) -> list[Scenario]:
        return [one for one in self.shelf.scenarios
                if (not wish.get("council") or one.council == wish["council"])
                and (not wish.get("topic") or wish["topic"] in one.topics)
                and (not wish.get("group") or wish["group"] in one.groups)]  # fmt: skip

    def _pose(self, person: str, state: dict[str, Any], says: tuple[str, ...] = ()) -> Lesson:
        """One that was not answered yet; when all were, those answered longest ago come again."""
        done, skipped = list(state.get("done", [])), state.get("id")
        fitting = [one for one in self._fitting(state.get("wish", {})) if one.id != skipped] or list(
            self.shelf.scenarios
        )
        new = [one for one in fitting if one.id not in done]
        told = (
            random.Random(f"{person} {len(done)} {skipped}").choice(new)
            if new
            else min(fitting, key=lambda one: max(n for n, id_ in enumerate(done) if id_ == one.id))
        )
        state["id"] = told.id
        self.courses.keep(person, self.KIND, state)
        return self._told(person, state, told, says)

    def _told(self, person: str, state: dict[str, Any], told: Scenario, says: tuple[str, ...] = ()) -> Lesson:
        choices = self.shelf.marker.options(told, person) if state["mode"] == "choices" else None
        return screens.scenario(told, choices, (*says, f"A scenario from {told.council}."))
