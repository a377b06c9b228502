"""Database: where the desk's tables live. SQLite in WAL mode by default, PostgreSQL by URL.

Read by the other modules of desk; knows no table of theirs. The rules store is another file and never written here.
"""

from __future__ import annotations

import os
import time
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from knowledge.errors import KnowledgeError

ROOT = Path(__file__).parent.parent
metadata = sa.MetaData()
# Connections stay open: opening one, and copying the log when the last one closes, takes longer than a write. They are
# few: SQLite writes one after the other, and those who wait for a connection are served in turn, without starving.
REACHED = 2  # seconds to wait for another writer, or for a server: Slack wants its acknowledgement within three
_SQLITE: dict[str, Any] = {"poolclass": sa.pool.QueuePool, "pool_size": 4, "max_overflow": 0,
                           "connect_args": {"check_same_thread": False}}  # fmt: skip


def data() -> Path:
    """The folder of what must outlive a restart: DUTYDESK_DATA, else `var` in the project's folder."""
    return Path(os.environ.get("DUTYDESK_DATA") or ROOT / "var")


def url() -> str:
    """DUTYDESK_DATABASE, else a SQLite file in the data folder."""
    return os.environ.get("DUTYDESK_DATABASE") or f"sqlite:///{data() / 'desk.db'}"


class Database:
    """The desk's database, its tables made where they are missing.

    Several processes may have it open; each write is one short transaction. Raises desk_unavailable.
    """

    def __init__(self, address: str | None = None):
        address = address or url()
        self.engine: Engine
        try:
            if address.startswith("sqlite:///"):
                Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
            sqlite = address.startswith("sqlite")
            # What people say and score is in the parameters: an error's text, which is logged, must not hold them.
            options = _SQLITE if sqlite else {"pool_pre_ping": True, "connect_args": {"connect_timeout": REACHED}}
            self.engine = sa.create_engine(address, hide_parameters=True, **options)
            if sqlite:
                sa.event.listen(self.engine, "connect", _prepare)
            _make_tables(self.engine)
        except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
            raise KnowledgeError("desk_unavailable", problem=_shown(error)) from None

    def begin(self) -> AbstractContextManager[Connection]:
        """One transaction: committed at the end of the block, undone where it fails."""
        return self.engine.begin()

    def insert(self, table: sa.Table):
        """An insert of this database's dialect, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
        from sqlalchemy.dialects import postgresql, sqlite

        return (postgresql if self.engine.dialect.name == "postgresql" else sqlite).insert(table)

    def close(self) -> None:
        self.engine.dispose()


@cache
def opened() -> Database:
    """The desk's database with all tables, opened once in a process. Raises desk_unavailable."""
    from desk import cards, courses, feedback, links, people, receipts  # noqa: F401  each brings its tables

    return Database()


def _make_tables(engine: Engine) -> None:
    """The tables that are missing. Where other processes make some at the same moment, what they left is looked at again."""
    for tries_left in reversed(range(5)):
        try:
            return metadata.create_all(engine)
        except (sa.exc.OperationalError, sa.exc.ProgrammingError, sa.exc.IntegrityError):
            # 'Already exists', in SQLite's words and in PostgreSQL's, or locked for the moment.
            if not tries_left:
                raise
            time.sleep(0.05)
            engine.connect().close()  # a database that is not there fails here


def _prepare(connection, _record) -> None:
    """WAL lets readers go on while one writes; a writer waits for another instead of failing."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={1000 * REACHED}", "foreign_keys=ON"):
        connection.execute(f"pragma {pragma}")


def _shown(error: Exception) -> str:
    """The error's first line, without the URL, which may hold a password."""
    return str(getattr(error, "orig", None) or error).splitlines()[0].split("://")[0]
