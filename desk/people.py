"""People: what is known of who asks: council and role, under a pseudonym.

A person is a keyed hash of the channel's own id: the database holds neither names nor addresses nor a channel's ids.
"""

from __future__ import annotations

import hashlib
import hmac
import time

import sqlalchemy as sa

from desk.database import Database, metadata
from desk.links import Links
from desk.secret import secret
from knowledge.questions import Profile

people = sa.Table(
    "people",
    metadata,
    sa.Column("person", sa.String(40), primary_key=True),
    sa.Column("council", sa.String(80)),
    sa.Column("family", sa.String(80)),
    sa.Column("at", sa.Float, nullable=False),
)


def person(channel: str, *ids: str) -> str:
    """The pseudonym of a channel's user, for example person("slack", team, user)."""
    spoken = "\x1f".join((channel, *ids)).encode()
    return hmac.new(secret(), b"person\x1f" + spoken, hashlib.sha256).hexdigest()[:40]


class People:
    def __init__(self, database: Database):
        self.database, self.links = database, Links(database)

    def profile(self, person: str) -> Profile:
        """What the person told us of themselves, on whichever of their channels; empty where nothing."""
        person = self.links.principal(person)
        with self.database.begin() as connection:
            row = connection.execute(
                sa.select(people.c.council, people.c.family).where(people.c.person == person)
            ).first()
        return Profile(council=row.council, family=row.family) if row else Profile()

    def note(self, person: str, profile: Profile) -> None:
        """Keeps a profile; an empty one is deleted on all channels of the person, not kept empty."""
        known = self.links.known(person)
        person = known[0]
        with self.database.begin() as connection:
            if profile == Profile():
                connection.execute(people.delete().where(people.c.person.in_(known)))
                return
            values = {"council": profile.council, "family": profile.family, "at": time.time()}
            written = self.database.insert(people).values(person=person, **values)
            connection.execute(written.on_conflict_do_update(index_elements=["person"], set_=values))
