"""Database: where the desk's tables live. SQLite in WAL mode by default, PostgreSQL by URL.

Read by the other modules of desk; knows no table of theirs. The rules store is another file and never written here.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
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
# A server that is gone without a word is noticed after some seconds, not after the quarter of an hour that TCP would wait.
_SERVER: dict[str, Any] = {"pool_pre_ping": True, "connect_args": {
    "connect_timeout": REACHED, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3,
    "tcp_user_timeout": 10_000}}  # fmt: skip
AGAIN = 5  # seconds from one try to open it to the next


def data() -> Path:
    """The folder of what must outlive a restart: DUTYDESK_DATA, else `var` in the project's folder."""
    return Path(os.environ.get("DUTYDESK_DATA") or ROOT / "var")


def url() -> str:
    """DUTYDESK_DATABASE, else a SQLite file in the data folder."""
    return os.environ.get("DUTYDESK_DATABASE") or f"sqlite:///{data() / 'desk.db'}"


class Database:
    """The desk's database, its tables made where they are missing.

    Several processes may have it open; each write is one short transaction. Raises desk_unavailable: at once, or with
    `later` not before it is used, and then at every use until it can be opened.
    """

    def __init__(self, address: str | None = None, later: bool = False):
        self.address = address or url()
        # Whether nothing is to be tried, since earlier calls hang: set by those who find that out (bot.apart).
        self.refuses: Callable[[], bool] = lambda: False
        self._engine: Engine | None = None
        self._lock = threading.Lock()
        self._failed: tuple[float, KnowledgeError] | None = None
        if not later:
            self.open()

    def open(self) -> Engine:
        """The engine. Raises desk_unavailable; what failed is not tried again for some seconds."""
        if self._engine:
            return self._engine
        with self._lock:
            if self._failed and time.monotonic() - self._failed[0] < AGAIN:
                raise self._failed[1]
            try:
                self._engine = self._engine or _opened(self.address)
            except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
                self._failed = time.monotonic(), KnowledgeError("desk_unavailable", problem=_shown(error))
                raise self._failed[1] from None
            return self._engine

    @property
    def engine(self) -> Engine:
        return self.open()

    def begin(self) -> AbstractContextManager[Connection]:
        """One transaction: committed at the end of the block, undone where it fails."""
        if self.refuses():
            raise KnowledgeError("desk_unavailable", problem="it does not answer")
        return self.open().begin()

    def insert(self, table: sa.Table):
        """An insert of this database's dialect, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
        from sqlalchemy.dialects import postgresql, sqlite

        return (postgresql if self.open().dialect.name == "postgresql" else sqlite).insert(table)

    def close(self) -> None:
        if self._engine:
            self._engine.dispose()


@cache
def lasting() -> Database:
    """The desk's database with all tables, one in a process, for a server: it runs without the desk as well."""
    from desk import cards, courses, feedback, links, people, receipts, sessions  # noqa: F401  each brings its tables

    return Database(later=True)


def opened() -> Database:
    """The same, and it is open. Raises desk_unavailable."""
    held = lasting()
    held.open()
    return held


def _opened(address: str) -> Engine:
    if address.startswith("sqlite:///"):
        Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    sqlite = address.startswith("sqlite")
    # What people say and score is in the parameters: an error's text, which is logged, must not hold them.
    engine = sa.create_engine(address, hide_parameters=True, pool_timeout=REACHED, **(_SQLITE if sqlite else _SERVER))
    if sqlite:
        sa.event.listen(engine, "connect", _prepare)
    _make_tables(engine)
    return engine


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
