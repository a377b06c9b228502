"""Links: one person under several pseudonyms, one for each channel: joined by a code that only they have seen.

A code holds for ten minutes and is used once. The pseudonym that gives the code stays; the one that uses it becomes
another name for it until it is unlinked. What was kept under the other name waits there.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

import sqlalchemy as sa

from desk.database import Database, metadata
from desk.secret import secret
from knowledge.errors import KnowledgeError

links = sa.Table(
    "links",
    metadata,
    sa.Column("alias", sa.String(40), primary_key=True),
    sa.Column("principal", sa.String(40), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
)
codes = sa.Table(
    "link_codes",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("person", sa.String(40), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
)
tries = sa.Table(
    "link_tries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(40), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
)

VALID = 600  # seconds
TRIES = 5  # wrong codes of one person within that time
TRIES_OF_ALL = 200  # wrong codes of everybody together: whoever makes up persons guesses no faster
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0 and 1, which are mistaken for one another
LENGTH = 6


class Links:
    def __init__(self, database: Database, clock: Callable[[], float] = time.time):
        self.database, self.clock = database, clock

    def principal(self, person: str) -> str:
        """The pseudonym under which this person's things are kept."""
        query = sa.select(links.c.principal).where(links.c.alias == person)
        with self.database.begin() as connection:
            return connection.execute(query).scalar() or person

    def known(self, person: str) -> tuple[str, ...]:
        """Every pseudonym of the person: the principal, then the aliases."""
        with self.database.begin() as connection:
            principal = (
                connection.execute(sa.select(links.c.principal).where(links.c.alias == person)).scalar() or person
            )
            query = sa.select(links.c.alias).where(links.c.principal == principal).order_by(links.c.at)
            return (principal, *connection.execute(query).scalars())

    def code(self, person: str) -> str:
        """A new code for this person; an earlier one holds no longer."""
        made, now = "".join(secrets.choice(SIGNS) for _ in range(LENGTH)), self.clock()
        with self.database.begin() as connection:
            connection.execute(codes.delete().where((codes.c.person == person) | (codes.c.at < now - VALID)))
            connection.execute(codes.insert().values(code=_hidden(made), person=person, at=now))
        return made

    def join(self, person: str, code: str) -> None:
        """Makes this person another name of whoever was given the code.

        Raises no_such_code (wrong, used or too old), link_tries (too many wrong ones) or link_own (their own code).
        """
        now = self.clock()
        with self.database.begin() as connection:
            connection.execute(tries.delete().where(tries.c.at < now - VALID))
            wrong = list(connection.execute(sa.select(tries.c.person)).scalars())
            if wrong.count(person) >= TRIES or len(wrong) >= TRIES_OF_ALL:
                raise KnowledgeError("link_tries")
            held = (codes.c.code == _hidden(code.upper())) & (codes.c.at >= now - VALID)
            giver = connection.execute(sa.select(codes.c.person).where(held)).scalar()
            if giver:
                principal = connection.execute(sa.select(links.c.principal).where(links.c.alias == giver)).scalar()
                principal = principal or giver
                if principal == person:
                    raise KnowledgeError("link_own")
                connection.execute(codes.delete().where(held))
                # Whoever had been joined to this person goes along.
                connection.execute(links.update().where(links.c.principal == person).values(principal=principal))
                values = {"principal": principal, "at": now}
                written = self.database.insert(links).values(alias=person, **values)
                connection.execute(written.on_conflict_do_update(index_elements=["alias"], set_=values))
            else:
                connection.execute(tries.insert().values(person=person, at=now))
        if not giver:
            raise KnowledgeError("no_such_code")

    def part(self, person: str) -> bool:
        """Undoes the links of this person: of an alias its own, of a principal all that lead to it. False if none was."""
        with self.database.begin() as connection:
            gone = connection.execute(links.delete().where((links.c.alias == person) | (links.c.principal == person)))
        return gone.rowcount > 0


def _hidden(code: str) -> str:
    return hmac.new(secret(), b"link\x1f" + code.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
