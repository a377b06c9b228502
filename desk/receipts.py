"""Receipts: which events were taken, so that each is answered once, whatever is sent again and by whichever process.

Slack and Teams send an event again when they did not see it acknowledged.
"""

from __future__ import annotations

import time

import sqlalchemy as sa

from desk.database import Database, metadata

KEPT = 24 * 3600  # seconds; services send again for minutes or hours, not days

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("event", sa.String(200), primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
)


class Receipts:
    def __init__(self, database: Database):
        self.database = database
        self._swept = 0.0

    def take(self, event: str) -> bool:
        """True for the first who takes this event, False for all who come after."""
        return self.take_each(event)[0]

    def take_each(self, *events: str) -> tuple[bool, ...]:
        """The same for several at once, each by itself."""
        now = time.time()
        with self.database.begin() as connection:
            if now - self._swept > KEPT / 24:
                connection.execute(receipts.delete().where(receipts.c.at < now - KEPT))
                self._swept = now
            one = self.database.insert(receipts).on_conflict_do_nothing()
            written = [connection.execute(one, {"event": event[:200], "at": now}).rowcount for event in events]
        return tuple(count == 1 for count in written)
