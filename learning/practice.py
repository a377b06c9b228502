"""Practice: quizzing alone: one question at a time, feedback with the clause, and mistakes that return.

Takes a wish (learning.wishes), picks from the bank, marks (learning.choosing), schedules (learning.schedule) and keeps
answers under a pseudonym (desk.cards). Channels call Practice and render what it returns.

One card is kept for each person and question, not for each clause: FSRS foretells whether one thing will be remembered,
and who bears a duty is another thing than how often it falls due. With a card a clause, an easy question answered right
would put off the hard one that was got wrong.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from desk.cards import Attempt, Cards, Held, Round
from desk.database import Database
from knowledge import names
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from knowledge.vocabulary import Vocabulary
from learning import mastery, schedule, tables
from learning.bank import Bank
from learning.choosing import chosen
from learning.items import Item
from learning.wishes import Wish, fitting, understood

MIXED = 3  # while questions are due, each third one is new
RECENT = 5  # answers back in which a clause is not asked about again in another form: its quote was just read


class Asked(Closed):
    """A question to put to the person. `again`: it was asked before and is due. `says`: what is told before it."""

    item: Item
    again: bool
    says: tuple[str, ...] = ()


class Rest(Closed):
    """Nothing to ask at the moment: every question of the wish was asked, and none is due."""

    says: tuple[str, ...]


class Marked(Closed):
    """An answer marked: the places of the option chosen and of the right one, what is said, and the clauses."""

    item: Item
    chosen: int
    right: bool
    says: tuple[str, ...]
    citations: tuple[Citation, ...]
    returns: float  # when the question comes back, in seconds since 1970


def pick(
    items: Sequence[Item], held: Mapping[str, Held], attempts: Sequence[Attempt], now: float, seed: str
) -> tuple[Item, bool] | None:
    """The next question and whether it was asked before: due ones, the longest due first, with new ones mixed in.

    The same for the same history, time and seed. None where every question was asked and none is due.
    """
    asked = {item.id: item for item in items if item.id in held and held[item.id].edition == item.edition}
    latest = attempts[-1].item if attempts else None
    due = sorted((id_ for id_ in asked if held[id_].due <= now), key=lambda id_: (id_ == latest, held[id_].due, id_))
    new = [item for item in items if item.id not in asked]
    if due and not (new and len(attempts) % MIXED == MIXED - 1):
        return asked[due[0]], True
    if not new:
        return None
    clauses = {clause for attempt in attempts[-RECENT:] for clause in attempt.clauses}
    kinds = [attempt.kind for attempt in attempts[-RECENT:]]
    fresh = [item for item in new if not clauses & set(named(item))] or new
    chance = random.Random(f"{seed} {len(attempts)}")
    least = min(kinds.count(item.kind.value) for item in fresh)
    return chance.choice([item for item in fresh if kinds.count(item.kind.value) == least]), False


def named(item: Item) -> tuple[str, ...]:
    """The clauses of an item as 'document/reference'."""
    return tuple(f"{document}/{reference}" for document, reference in sorted(item.clauses))


class Practice:
    """Practice on the present rules, for any number of people. Cheap to make; holds no state of its own."""

    def __init__(
        self, database: Database, store: Store, bank: Bank, vocabulary: Vocabulary | None = None,
        clock: Callable[[], float] = time.time,
    ):  # fmt: skip
        self.cards, self.store, self.bank, self.clock = Cards(database), store, bank, clock
        self._vocabulary = vocabulary

    def start(self, person: str, request: str = "") -> Asked | Rest:
        """Begins on what the request names ('quiz me on corporate parenting'), and asks the first question.

        Raises no_such_subject, no_such_questions or no_such_council, and then leaves everything as it was.
        """
        self._vocabulary = self._vocabulary or names.vocabulary(self.store)
        wish = understood(request, self.store, self._vocabulary)
        return self._ask(person, wish, len(fitting(wish, self.bank, self.store)))

    def next(self, person: str, skip: bool = False) -> Asked | Rest:
        """The next question of what was begun; the one that still waits, unless it is skipped."""
        round_ = self.cards.round(person)
        waiting = self._item(round_)
        if round_ and waiting and not skip:
            return Asked(item=waiting, again=waiting.id in self.cards.held(person))
        wish = Wish(**round_.wish) if round_ else Wish()
        # A topic or document may have left the rules since: then everything is better than nothing.
        return self._ask(person, wish if wish.items(self.bank) else Wish(), None, round_.item if round_ else None)

    def answer(self, person: str, answer: str | int, item: str | None = None) -> Marked:
        """Marks the answer to the question that waits, and keeps it. `item`: the question that a button belongs to.

        Raises not_asked, answered_before (sent twice, or another question waits), no_such_option, question_retired.
        """
        round_ = self.cards.round(person)
        if round_ is None or round_.item is None:
            raise KnowledgeError("answered_before" if item else "not_asked")
        if item and item != round_.item:
            raise KnowledgeError("answered_before")
        asked = self._item(round_)
        if not asked:
            self.cards.pose(person, Round(wish=round_.wish, at=self.clock()))
            raise KnowledgeError("question_retired")
        place, now = chosen(answer, asked.options), self.clock()
        right = place == asked.right
        before = self.cards.held(person).get(asked.id)
        card = schedule.reviewed(before.card if before and before.edition == asked.edition else None, right, now)
        attempt = Attempt(item=asked.id, kind=asked.kind.value, clauses=named(asked), topics=asked.topics,
                          edition=asked.edition, right=right, at=now)  # fmt: skip
        if not self.cards.take(person, attempt, card, schedule.due(card)):
            raise KnowledgeError("answered_before")
        return Marked(item=asked, chosen=place, right=right, says=_feedback(asked, place, schedule.due(card), now),
                      citations=asked.citations, returns=schedule.due(card))  # fmt: skip

    def note(self, person: str, item: Item, right: bool) -> float | None:
        """Takes in an answer given elsewhere, after a part of an induction: a mistake returns here, and a question that
        was practised before returns later. When, in seconds since 1970; None for one that was simply right."""
        before = self.cards.held(person).get(item.id)
        if right and not before:
            return None
        card = schedule.reviewed(
            before.card if before and before.edition == item.edition else None, right, self.clock()
        )
        held = Held(item=item.id, edition=item.edition, card=card, due=schedule.due(card))
        self.cards.keep(person, held)
        return held.due

    def mastery(self, person: str) -> mastery.Mastery:
        """What the person knows by topic, and their streaks; learning.chart draws it."""
        topics = {key: topic.name for key, topic in self.store.topics.items()}
        cards, attempts = self.cards.held(person), self.cards.attempts(person)
        return mastery.mastery(self.bank.items, cards, attempts, topics, self.clock())

    def all(self, person: str) -> dict[str, Any]:
        """Everything that is kept of the person, as plain JSON types, to see and to take away."""
        round_ = self.cards.round(person)
        return {
            "answers": [{**a.model_dump(mode="json"), "at": _iso(a.at)} for a in self.cards.attempts(person)],
            "returns": [{"item": held.item, "edition": held.edition, "at": _iso(held.due), "fsrs": held.card}
                        for held in self.cards.held(person).values()],
            "practising": round_.model_dump(mode="json", exclude={"at"}) if round_ else None,
        }  # fmt: skip

    def csv(self, person: str) -> str:
        """The person's answers as CSV."""
        rows = [[_iso(a.at), a.item, a.kind, "; ".join(a.clauses), "; ".join(a.topics), a.edition, a.right]
                for a in self.cards.attempts(person)]  # fmt: skip
        return tables.written(("when", "question", "kind", "clauses", "topics", "edition", "right"), rows)

    def delete(self, person: str) -> int:
        """Deletes everything that is kept of the person's practice; how many answers that were."""
        return self.cards.delete(person)

    def _item(self, round_: Round | None) -> Item | None:
        """The question that waits, if it still stands as it was asked."""
        item = self.bank.get(round_.item) if round_ and round_.item else None
        return item if item and round_ and item.edition == round_.edition else None

    def _ask(self, person: str, wish: Wish, fits: int | None, skipped: str | None = None) -> Asked | Rest:
        now, held = self.clock(), self.cards.held(person)
        stands = {item.id: item.edition for item in self.bank.items}
        retired = [card.item for card in held.values() if stands.get(card.item) != card.edition]
        self.cards.retire(person, retired)
        held = {id_: card for id_, card in held.items() if id_ not in retired}
        says = [f"{mastery.counted(fits, 'question')} on {wish.words(self.store)}."] if fits else []
        if retired:
            says.append(f"The rules changed: {mastery.counted(len(retired), 'question')} that you had answered will not return "
                        "in the old form. Your answers are kept, with the edition you gave them on.")  # fmt: skip
        items = [item for item in wish.items(self.bank) if item.id != skipped]
        found = pick(items, held, self.cards.attempts(person), now, f"{person} {skipped or ''}")
        at = Round(wish=wish.model_dump(exclude_none=True), at=now)
        if not found:
            self.cards.pose(person, at)
            back = min((held[item.id].due for item in items if item.id in held), default=None)
            says.append(
                "You have answered every question here, and none is due."
                if back
                else "There is no other question here."
            )
            says.append(f"The first comes back {mastery.returns(back, now)}." if back else "Ask for another topic.")
            return Rest(says=tuple(says))
        item, again = found
        self.cards.pose(person, at.model_copy(update={"item": item.id, "edition": item.edition}))
        return Asked(item=item, again=again, says=tuple(says))


def _feedback(item: Item, place: int, due: float, now: float) -> tuple[str, ...]:
    first = ("Right.",) if place == item.right else ("Not right.", f"The answer is {item.right + 1}: {item.answer}")
    return (*first, item.explanation, f"This question comes back {mastery.returns(due, now)}.")


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="seconds")
