"""Cards: practice alone, under a pseudonym: what is being asked, each answer, and when a question returns.

Holds ids, clauses and right or wrong; never a name, never what someone wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from desk.database import Database, metadata
from knowledge.closed import Closed

cards = sa.Table(
    "practice_cards",
    metadata,
    sa.Column("person", sa.String(40), primary_key=True),
    sa.Column("item", sa.String(40), primary_key=True),
    sa.Column("edition", sa.String(40), nullable=False),
    sa.Column("card", sa.JSON, nullable=False),
    sa.Column("due", sa.Float, nullable=False),
)
attempts = sa.Table(
    "practice_attempts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(40), nullable=False, index=True),
    sa.Column("item", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("clauses", sa.JSON, nullable=False),
    sa.Column("topics", sa.JSON, nullable=False),
    sa.Column("edition", sa.String(40), nullable=False),
    sa.Column("right", sa.Boolean, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
rounds = sa.Table(
    "practice_rounds",
    metadata,
    sa.Column("person", sa.String(40), primary_key=True),
    sa.Column("wish", sa.JSON, nullable=False),
    sa.Column("item", sa.String(40)),
    sa.Column("edition", sa.String(40)),
    sa.Column("at", sa.Float, nullable=False),
)


class Held(Closed):
    """The card of one question: the edition it was answered on, FSRS's own state, when it returns (seconds since 1970)."""

    item: str
    edition: str
    card: dict[str, Any]
    due: float


class Attempt(Closed):
    """One answer. `clauses` as 'document/reference'; `edition` is that of the question when it was answered."""

    item: str
    kind: str
    clauses: tuple[str, ...]
    topics: tuple[str, ...]
    edition: str
    right: bool
    at: float


class Round(Closed):
    """What a person is practising, as keys of the store, and the question that waits for an answer."""

    wish: dict[str, Any]
    item: str | None = None
    edition: str | None = None
    at: float


class Cards:
    def __init__(self, database: Database):
        self.database = database

    def held(self, person: str) -> dict[str, Held]:
        """The person's cards by item."""
        query = sa.select(cards.c.item, cards.c.edition, cards.c.card, cards.c.due).where(cards.c.person == person)
        with self.database.begin() as connection:
            return {row.item: Held(**row._mapping) for row in connection.execute(query)}

    def attempts(self, person: str) -> tuple[Attempt, ...]:
        """Every answer of the person, the oldest first."""
        query = sa.select(attempts).where(attempts.c.person == person).order_by(attempts.c.id)
        with self.database.begin() as connection:
            rows = [dict(row._mapping) for row in connection.execute(query)]
        return tuple(Attempt(**{key: row[key] for key in Attempt.model_fields}) for row in rows)

    def round(self, person: str) -> Round | None:
        query = sa.select(rounds.c.wish, rounds.c.item, rounds.c.edition, rounds.c.at).where(rounds.c.person == person)
        with self.database.begin() as connection:
            row = connection.execute(query).first()
        return Round(**row._mapping) if row else None

    def pose(self, person: str, round_: Round) -> None:
        """Notes what is practised and asked from now on; what was asked before is forgotten."""
        values = round_.model_dump()
        written = self.database.insert(rounds).values(person=person, **values)
        with self.database.begin() as connection:
            connection.execute(written.on_conflict_do_update(index_elements=["person"], set_=values))

    def take(self, person: str, attempt: Attempt, card: dict[str, Any], due: float) -> bool:
        """Keeps an answer and the next card, in one transaction. False if this question is not waiting (any more)."""
        waiting = (rounds.c.person == person) & (rounds.c.item == attempt.item) & (rounds.c.edition == attempt.edition)
        values = {"edition": attempt.edition, "card": card, "due": due}
        with self.database.begin() as connection:
            taken = connection.execute(rounds.update().where(waiting).values(item=None, edition=None, at=attempt.at))
            if taken.rowcount != 1:
                return False
            row = {**attempt.model_dump(), "clauses": list(attempt.clauses), "topics": list(attempt.topics)}
            connection.execute(attempts.insert().values(person=person, **row))
            written = self.database.insert(cards).values(person=person, item=attempt.item, **values)
            connection.execute(written.on_conflict_do_update(index_elements=["person", "item"], set_=values))
        return True

    def keep(self, person: str, held: Held) -> None:
        """Keeps the card of a question that was answered outside practice, in the place of the one before."""
        values = held.model_dump(exclude={"item"})
        written = self.database.insert(cards).values(person=person, item=held.item, **values)
        with self.database.begin() as connection:
            connection.execute(written.on_conflict_do_update(index_elements=["person", "item"], set_=values))

    def retire(self, person: str, items: Iterable[str]) -> None:
        """Takes away the cards of questions that are not asked any more; the answers stay."""
        gone = list(items)
        if gone:
            with self.database.begin() as connection:
                connection.execute(cards.delete().where((cards.c.person == person) & cards.c.item.in_(gone)))

    def delete(self, person: str) -> int:
        """Deletes everything about the person; how many answers that were."""
        with self.database.begin() as connection:
            connection.execute(rounds.delete().where(rounds.c.person == person))
            connection.execute(cards.delete().where(cards.c.person == person))
            return connection.execute(attempts.delete().where(attempts.c.person == person)).rowcount
