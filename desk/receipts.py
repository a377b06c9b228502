"""Receipts: which events were taken, so that each is answered once, whatever is sent again and by whichever process.

Slack and Teams send an event again when they did not see it acknowledged, and never after that. So until an event is
answered, the place where its answer goes is kept beside its receipt: whoever asked is told if the process ends before.
What was asked is not kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from desk.database import Database, metadata

KEPT = 24 * 3600  # seconds; services send again for minutes or hours, not days
OVERDUE = 600  # seconds after which an answer does not come any more, whatever is known of the process that had it
FORGOTTEN = 3600  # seconds after which nobody waits for it any more

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("event", sa.String(200), primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
)
owed = sa.Table(
    "receipts_owed",
    metadata,
    sa.Column("event", sa.String(200), primary_key=True),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("address", sa.JSON, nullable=False),
    sa.Column("holder", sa.String(40), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)

Address = dict[str, Any]


class Receipts:
    def __init__(self, database: Database, clock: Callable[[], float] = time.time):
        self.database, self.clock = database, clock
        self._swept = 0.0

    def take(self, channel: str, event: str, address: Address | None = None, holder: str = "") -> bool:
        """True for the first who takes this event of a channel, False for all who come after.

        `address` is where the answer goes, if one is owed; `holder` the process that owes it (desk.presence).
        """
        now, key = self.clock(), _key(channel, event)
        with self.database.begin() as connection:
            if now - self._swept > KEPT / 24:
                connection.execute(receipts.delete().where(receipts.c.at < now - KEPT))
                self._swept = now
            written = connection.execute(
                self.database.insert(receipts).values(event=key, at=now).on_conflict_do_nothing()
            )
            first = written.rowcount == 1
            if first and address is not None:
                values = {"channel": channel, "address": address, "holder": holder, "at": now}
                connection.execute(self.database.insert(owed).values(event=key, **values).on_conflict_do_nothing())
        return first

    def settle(self, channel: str, event: str) -> None:
        """The event is answered: its address is forgotten."""
        with self.database.begin() as connection:
            connection.execute(owed.delete().where(owed.c.event == _key(channel, event)))

    def lost(self, channel: str, gone: Callable[[str], bool]) -> list[Address]:
        """Where answers of this channel went that will not come any more: each once, then it is forgotten.

        `gone` says of a holder whether it has ended. What is too old is forgotten without a word.
        """
        now, found = self.clock(), []
        with self.database.begin() as connection:
            rows = connection.execute(sa.select(owed).where(owed.c.channel == channel).order_by(owed.c.at)).all()
            for row in rows:
                if not (row.at < now - OVERDUE or gone(row.holder)):
                    continue
                taken = connection.execute(owed.delete().where(owed.c.event == row.event))  # one process tells of it
                if taken.rowcount == 1 and row.at > now - FORGOTTEN:
                    found.append(row.address)
        return found


def _key(channel: str, event: str) -> str:
    return f"{channel}:{event}"[:200]
