"""Courses: how far a person is in what they learn, as JSON under a pseudonym: inductions, scenarios, what is open.

Holds keys of the store, marks and dates; never a name, never what someone wrote. Practice has tables of its own (cards).
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from desk.database import Database, metadata

courses = sa.Table(
    "courses",
    metadata,
    sa.Column("person", sa.String(40), primary_key=True),
    sa.Column("kind", sa.String(160), primary_key=True),
    sa.Column("state", sa.JSON, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)


class Courses:
    def __init__(self, database: Database):
        self.database = database

    def state(self, person: str, kind: str) -> dict[str, Any] | None:
        """What is kept of this course; None where nothing is."""
        query = sa.select(courses.c.state).where((courses.c.person == person) & (courses.c.kind == kind))
        with self.database.begin() as connection:
            return connection.execute(query).scalar()

    def states(self, person: str) -> dict[str, dict[str, Any]]:
        """Everything that is kept of the person, by kind, the longest untouched first."""
        query = sa.select(courses.c.kind, courses.c.state).where(courses.c.person == person).order_by(courses.c.at)
        with self.database.begin() as connection:
            return dict(connection.execute(query))

    def keep(self, person: str, kind: str, state: dict[str, Any]) -> None:
        """Keeps a state in the place of the one before."""
        values = {"state": state, "at": time.time()}
        written = self.database.insert(courses).values(person=person, kind=kind, **values)
        with self.database.begin() as connection:
            connection.execute(written.on_conflict_do_update(index_elements=["person", "kind"], set_=values))

    def drop(self, person: str, kind: str) -> None:
        with self.database.begin() as connection:
            connection.execute(courses.delete().where((courses.c.person == person) & (courses.c.kind == kind)))

    def delete(self, persons: Iterable[str]) -> int:
        """Deletes everything about these pseudonyms of one person; how many courses that were."""
        with self.database.begin() as connection:
            gone = connection.execute(courses.delete().where(courses.c.person.in_(list(persons))))
        return gone.rowcount
