"""Connections to a store: a read that hangs stops no other thread, and a file that is taken away can still be read."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from knowledge import connections as module
from knowledge.connections import COUNT, Connections
from knowledge.errors import KnowledgeError
from tests.waiting import until

ENDLESS = "with recursive counted(n) as (select 1 union all select n + 1 from counted) select max(n) from counted"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "store.db"
    with sqlite3.connect(file) as made:
        made.execute("create table t (n)")
        made.executemany("insert into t values (?)", [(n,) for n in range(3)])
    made.close()
    return file


@pytest.fixture
def held(path):
    opened = Connections(path)
    yield opened
    opened.close()


def test_rows_are_read_whole_and_the_first_may_be_asked_for(held):
    rows = held.execute("select n from t where n < ? order by n", [2])
    assert list(rows) == [(0,), (1,)]
    assert rows.fetchone() == (0,)
    assert held.execute("select n from t where n > 9").fetchone() is None


def test_reads_that_do_not_end_stop_nobody_until_all_connections_are_taken(held, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    ended = []

    def endless():
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            held.execute(ENDLESS)
        ended.append(True)

    threads = [threading.Thread(target=endless, daemon=True) for _ in range(COUNT)]
    for count, thread in enumerate(threads):
        assert held.execute("select count(*) from t").fetchone() == (3,), f"{count} hang"
        thread.start()
        until(lambda left=COUNT - count - 1: held._free.qsize() == left)
    with pytest.raises(KnowledgeError) as caught:
        held.execute("select count(*) from t")
    assert caught.value.code == "store_hangs"
    for connection in held._all:
        connection.interrupt()
    for thread in threads:
        thread.join(10)
    assert ended == [True] * COUNT
    assert held.execute("select count(*) from t").fetchone() == (3,)


def test_a_file_that_is_taken_away_is_read_on_every_connection(held, path):
    path.unlink()
    taken = [held._taken() for _ in range(COUNT)]
    assert [connection.execute("select count(*) from t").fetchone() for connection in taken] == [(3,)] * COUNT


def test_a_query_that_fails_gives_its_connection_back(held):
    for _ in range(COUNT + 1):
        with pytest.raises(sqlite3.OperationalError):
            held.execute("select nothing from nowhere")
    assert held.execute("select 1").fetchone() == (1,)
