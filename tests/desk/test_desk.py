"""The desk: what it keeps, what it refuses to keep, and several processes at once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from desk import database as module
from desk import secret as key
from desk.database import Database
from desk.feedback import Feedback
from desk.people import People, person
from desk.presence import Presence
from desk.receipts import FORGOTTEN, OVERDUE, Receipts
from knowledge.errors import KnowledgeError
from knowledge.questions import Profile


@pytest.fixture
def address(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'desk.db'}"


@pytest.fixture
def database(address):
    held = Database(address)
    yield held
    held.close()


def test_a_profile_is_kept_changed_and_deleted(database):
    people = People(database)
    assert people.profile("p") == Profile()
    people.note("p", Profile(council="Dudley", family="councillor"))
    people.note("p", Profile(council="Croydon", family="councillor"))
    assert people.profile("p") == Profile(council="Croydon", family="councillor")
    people.note("p", Profile())
    with database.begin() as connection:
        assert connection.exec_driver_sql("select count(*) from people").scalar() == 0


def test_an_event_is_taken_once_and_a_later_one_again(database):
    receipts = Receipts(database)
    assert receipts.take("slack", "Ev1")
    assert not receipts.take("slack", "Ev1")
    assert receipts.take("slack", "Ev2")
    assert receipts.take("teams", "Ev1")


def test_an_answer_that_is_owed_is_told_once_when_its_process_has_ended(database):
    now = [1000.0]
    receipts = Receipts(database, lambda: now[0])
    for event, holder in (("a", "dead"), ("b", "alive"), ("c", "dead")):
        assert receipts.take("slack", event, {"channel": event}, holder)
    assert not receipts.take("slack", "a", {"channel": "twice"}, "dead")
    assert receipts.take("teams", "a", {"id": "t"}, "dead")
    assert receipts.take("slack", "nothing owed")
    receipts.settle("slack", "c")
    assert receipts.lost("slack", "dead".__eq__) == [{"channel": "a"}]
    assert receipts.lost("slack", "dead".__eq__) == []
    now[0] += OVERDUE + 1
    assert receipts.lost("slack", lambda holder: False) == [{"channel": "b"}], (
        "nobody knows of another machine's process"
    )
    now[0] += FORGOTTEN
    assert receipts.lost("teams", "dead".__eq__) == [], "nobody waits any more"
    with database.begin() as connection:
        assert connection.exec_driver_sql("select count(*) from receipts_owed").scalar() == 0


RUN = """
import sys, pathlib
from desk.presence import Presence
print(Presence(pathlib.Path(sys.argv[1])).name, flush=True)
sys.stdin.read()
"""


def test_a_process_is_known_to_run_until_it_is_killed(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path / "running")], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)  # fmt: skip
    name = process.stdout.readline().strip()
    mine = Presence(tmp_path / "running")
    assert not mine.gone(name)
    assert not mine.gone(mine.name)
    assert not mine.gone("nobody")
    process.kill()
    process.communicate(timeout=10)
    assert mine.gone(name)
    os.utime(tmp_path / "running" / name, (0, 0))
    assert Presence(tmp_path / "running").gone(mine.name) is False
    assert not (tmp_path / "running" / name).exists(), "what is long gone is tidied away"


def test_without_a_folder_to_write_to_nobody_is_seen(tmp_path):
    (tmp_path / "file").write_text("")
    assert not Presence(tmp_path / "file" / "running").gone("x")


TAKE = """
import sys
from desk.database import Database
from desk.presence import Presence
from desk.receipts import FORGOTTEN, OVERDUE, Receipts
receipts = Receipts(Database(sys.argv[1]))
print(sum(receipts.take("slack", f"e{n}") for n in range(200)))
"""


def test_processes_at_once_take_each_event_once(address):
    running = [
        subprocess.Popen([sys.executable, "-c", TAKE, address], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert sum(int(process.communicate(timeout=60)[0]) for process in running) == 200


OPEN = """
import sys, time
import desk.cards, desk.sessions
from desk.database import Database, metadata
time.sleep(max(0, float(sys.argv[2]) - time.time()))
Database(sys.argv[1])
print(len(metadata.tables))
"""


def test_processes_that_open_a_new_database_at_once_all_find_their_tables(tmp_path):
    for turn in range(3):
        start = str(time.time() + 2)
        command = [sys.executable, "-c", OPEN, f"sqlite:///{tmp_path / str(turn)}.db", start]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
        assert len({process.communicate(timeout=60)[0] for process in running} - {""}) == 1
        assert all(process.returncode == 0 for process in running)


def test_a_pseudonym_is_stable_and_says_nothing(monkeypatch):
    monkeypatch.setenv("DUTYDESK_SECRET", "a" * 40)
    mine = person("slack", "T1", "U1")
    assert mine == person("slack", "T1", "U1")
    assert len({mine, person("slack", "T1", "U2"), person("teams", "T1", "U1"), person("slack", "T", "1U1")}) == 4
    assert "U1" not in mine
    monkeypatch.setenv("DUTYDESK_SECRET", "b" * 40)
    assert person("slack", "T1", "U1") != mine


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("DUTYDESK_SECRET", raising=False)
    monkeypatch.setenv("DUTYDESK_DATA", str(tmp_path / "var"))
    made = key.secret()
    key._kept.cache_clear()
    assert key.secret() == made
    assert len(made) == 64
    assert stat.S_IMODE(os.stat(tmp_path / "var" / "secret").st_mode) == 0o600


def test_feedback_is_counted(database):
    feedback = Feedback(database)
    feedback.give("web", True, "answered", ["croydon-line-of-sight/LMCS 2"])
    feedback.give("web", False, "not_covered", [])
    assert feedback.counts() == {("web", True): 1, ("web", False): 1}


def test_a_database_that_cannot_be_opened_is_said_without_its_address(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(KnowledgeError, match="DUTYDESK_DATABASE") as caught:
        Database(f"sqlite:///{tmp_path / 'file' / 'desk.db'}")
    assert "Traceback" not in str(caught.value)
    with pytest.raises(KnowledgeError) as caught:
        Database("postgresql://user:hushhush@127.0.0.1:9/none")
    assert "hushhush" not in str(caught.value)


def test_a_desk_that_may_come_later_is_tried_again_when_it_is_used(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "AGAIN", 0)
    (tmp_path / "var").write_text("in the way")
    database = Database(f"sqlite:///{tmp_path / 'var' / 'desk.db'}", later=True)
    people = People(database)
    for _ in range(2):
        with pytest.raises(KnowledgeError, match="DUTYDESK_DATA"):
            people.profile("p")
    (tmp_path / "var").unlink()
    people.note("p", Profile(council="Kent"))
    assert people.profile("p") == Profile(council="Kent")
    database.close()


def test_what_failed_is_not_tried_again_at_once(tmp_path, monkeypatch):
    tries = []
    monkeypatch.setattr(
        module, "_opened", lambda address: tries.append(address) or (_ for _ in ()).throw(OSError("no"))
    )
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}", later=True)
    for _ in range(3):
        with pytest.raises(KnowledgeError, match="no"):
            database.begin()
    assert len(tries) == 1


def test_a_desk_that_is_known_to_hang_is_not_asked(database):
    database.refuses = lambda: True
    with pytest.raises(KnowledgeError, match="does not answer"):
        People(database).profile("p")
    database.refuses = lambda: False
    assert People(database).profile("p") == Profile()


def test_a_key_that_cannot_be_kept_holds_for_the_process_and_the_log_says_so(tmp_path, monkeypatch, caplog):
    (tmp_path / "file").write_text("")
    monkeypatch.delenv("DUTYDESK_SECRET", raising=False)
    monkeypatch.setenv("DUTYDESK_DATA", str(tmp_path / "file" / "var"))
    made = key.secret()
    assert made == key.secret()
    assert len(made) == 64
    assert "Set DUTYDESK_SECRET" in caplog.text
    assert made.decode() not in caplog.text


def test_what_people_say_is_in_no_error_of_the_database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    with pytest.raises(sa.exc.SQLAlchemyError) as raised, database.engine.begin() as connection:
        connection.execute(sa.text("insert into no_such_table values (:said)"), {"said": "Jo Bloggs"})
    assert "Jo Bloggs" not in str(raised.value)
    database.close()
