"""Connections: a few connections to one published store, each used by one thread at a time.

Used by knowledge.store. Threads that shared one connection would wait for each other inside SQLite, where Python cannot
go on either: one read that hangs would stop the whole process. All are opened at once, so that a file that is taken away
later can still be read.
"""

from __future__ import annotations

import queue
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError

COUNT = 4  # threads that read at the same time
PAGES = -16_000  # kilobytes of the file that each keeps in memory: the whole store, which a search reads all over
PATIENCE = 3.0  # seconds to wait for one that is free: those who ask read within five what happened


class Rows(list[tuple[Any, ...]]):
    """What a query found, read whole."""

    def fetchone(self) -> Any:
        """The first row, or None."""
        return self[0] if self else None


class Connections:
    """Read-only connections to a file that never changes. Raises sqlite3.DatabaseError where it is no database."""

    def __init__(self, path: Path):
        self.path = path
        self._all = [sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
                     for _ in range(COUNT)]  # fmt: skip
        self._free: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        for connection in self._all:
            connection.execute(f"pragma cache_size = {PAGES}")
            connection.execute("select 1 from sqlite_master").fetchone()  # the file is opened by the first read
            self._free.put(connection)

    def execute(self, query: str, given: Sequence[Any] = ()) -> Rows:
        """The rows of a query. Raises store_hangs where other reads keep all connections and do not end."""
        connection = self._taken()
        try:
            return Rows(connection.execute(query, given).fetchall())
        finally:
            self._free.put(connection)

    def backup(self, copy: sqlite3.Connection) -> None:
        """Copies the whole store into another database."""
        connection = self._taken()
        try:
            connection.backup(copy)
        finally:
            self._free.put(connection)

    def close(self) -> None:
        for connection in self._all:
            connection.close()

    def _taken(self) -> sqlite3.Connection:
        try:
            return self._free.get(timeout=PATIENCE)
        except queue.Empty:
            raise KnowledgeError("store_hangs", place=self.path.name) from None
