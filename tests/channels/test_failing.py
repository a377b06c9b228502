"""What breaks under a running server: the store or the desk removed, damaged or hung. Nobody is left without a word.

A person on the web page, one in Slack, one in Teams and a program by REST ask over HTTP, and read within five seconds
either the answer or what happened and whom to tell. (The waits allow for a machine that does other things as well.)
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import screen
from bot.trouble import TROUBLE
from knowledge import build
from tests.channels import test_rest
from tests.channels.slack import kit
from tests.channels.slack.kit import Caller, Slack
from tests.channels.slack.kit import direct as told
from tests.channels.teams import kit as microsoft
from tests.channels.teams.server import Talk
from tests.servers import free_port, running
from tests.waiting import until
from tests.web import serving
from tests.web.serving import Client

LATEST = 8  # seconds: five, and some for the machine
CONTACT = "Ring the duty desk helpline on 01 234."
QUESTION, CLAUSE = "who makes sure referrals are acknowledged in Leicester?", "Ensure that referrals are acknowledged."
HANG = "does the hangup reach Leicester?"


class Town:
    """One server and everybody who asks it. `store` and `desk` are the folders that tests break."""

    def __init__(self, port: int, slack: Slack, teams: microsoft.Microsoft, store: Path, desk: Path, log: Path):
        self.port, self.slack, self.store, self.desk, self.log = port, slack, store, desk, log
        self.caller, self.talk, self.teams = Caller(port), Talk(port, teams), teams
        self.ways: dict[str, Callable[[str], str]] = {
            "web": self.by_web, "slack": self.by_slack, "teams": self.by_teams, "rest": self.by_rest,
        }  # fmt: skip

    def asked(self, text: str) -> dict[str, str]:
        """What each of them reads."""
        with ThreadPoolExecutor(len(self.ways)) as pool:
            reading = {way: pool.submit(ask, text) for way, ask in self.ways.items()}
            return {way: read.result(LATEST) for way, read in reading.items()}

    def by_web(self, text: str) -> str:
        page = Client(self.port).ask(text)
        return re.sub(r"<[^>]*>|\s+", " ", page.partition('class="turn__answer"')[2]).strip("> ")

    def by_slack(self, text: str) -> str:
        channel = f"D{uuid.uuid4().hex[:12].upper()}"
        status, _ = self.caller.event(told(text, user=f"U{channel}", channel=channel))
        assert status == 200
        calls = self.slack.calls
        return self.slack.until(
            lambda: next(
                ("\n".join(kit.texts(call["blocks"])) for _, call in calls if call.get("channel") == channel), ""
            )
        )

    def by_teams(self, text: str) -> str:
        chat = f"a:{uuid.uuid4().hex}"
        person = {**microsoft.JO, "aadObjectId": uuid.uuid4().hex}
        body = microsoft.message(self.talk.base, text, **microsoft.personal(chat), **{"from": person})
        assert self.talk(body) == 200
        return microsoft.words(microsoft.card(self.teams.answers(chat)[0]))

    def by_rest(self, text: str) -> str:
        status, said = test_rest.post(self.port, {"sender": uuid.uuid4().hex, "message": text}, **test_rest.GOOD)
        assert status == 200
        return said[0]["text"]


@contextmanager
def town(folder: Path, **environment: str) -> Iterator[Town]:
    screen.ready()
    store, desk, slack, port = folder / "build", folder / "desk", Slack(), free_port()
    shutil.copytree(build.BUILD, store, ignore=shutil.ignore_patterns("stock-rasa", "letters.npz"))
    with microsoft.microsoft() as teams:
        env = {**os.environ, **slack.environment(), "DUTYDESK_DATA": str(desk), "DUTYDESK_SITE_CONTACT": CONTACT,
               "DUTYDESK_REST_TOKEN": test_rest.TOKEN, **environment}  # fmt: skip
        command = ["-m", "tests.channels.whole", str(port), teams.base, str(store)]
        try:
            with running(command, folder / "log", lambda: serving.answers(port), env):
                yield Town(port, slack, teams, store, desk, folder / "log")
        finally:
            slack.close()


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town")) as made:
        assert all(CLAUSE in read for read in made.asked(QUESTION).values())
        yield made


def troubled(read: dict[str, str]) -> bool:
    """Whether everybody reads what happened and whom to tell."""
    words = {way: one.replace("&#39;", "'") for way, one in read.items()}
    missing = {way: one for way, one in words.items() if TROUBLE not in one or CONTACT not in one}
    assert not missing, missing
    return True


def answered(read: dict[str, str]) -> bool:
    missing = {way: one for way, one in read.items() if CLAUSE not in one}
    assert not missing, missing
    return True


def test_one_call_that_hangs_is_told_to_its_asker_and_the_others_are_answered(here):
    with ThreadPoolExecutor(2) as pool:
        hung = pool.submit(here.by_slack, HANG)
        reading = pool.submit(here.asked, QUESTION)
        assert troubled({"slack": hung.result(LATEST)})
        assert answered(reading.result(LATEST))
    assert troubled(here.asked(HANG))
    assert answered(here.asked(QUESTION))


def test_a_disk_that_hangs_when_new_rules_are_looked_for_stops_nobody(here):
    pointer = here.store / build.POINTER
    name = pointer.read_text()
    pointer.unlink()
    os.mkfifo(pointer)  # whoever opens it waits
    try:
        for _ in range(3):
            assert answered(here.asked(QUESTION))
    finally:
        let_go = os.open(pointer, os.O_RDWR | os.O_NONBLOCK)
        pointer.unlink()
        pointer.write_text(name)
        os.close(let_go)
    assert answered(here.asked(QUESTION))


def test_a_store_that_is_removed_goes_on_answering_and_the_log_says_so(here):
    kept = here.store.with_name("elsewhere")
    here.store.rename(kept)
    try:
        for _ in range(3):
            assert answered(here.asked(QUESTION))
            assert "Documents" in Client(here.port).get("/documents").text
        until(lambda: answered(here.asked(QUESTION)) and "There is no rules store yet" in here.log.read_text())
    finally:
        kept.rename(here.store)


def test_a_desk_that_cannot_be_written_to_costs_what_it_keeps_and_no_answer(here):
    other = sqlite3.connect(here.desk / "desk.db", isolation_level=None)
    other.execute("begin immediate")  # for as long as it likes
    try:
        assert answered(here.asked(QUESTION))
        reply = Client(here.port).post("/profile", {"council": "Dudley", "role": ""})
        assert reply.status == 503
        assert "That could not be kept just now" in reply.text
    finally:
        other.execute("rollback")
        other.close()
    assert answered(here.asked(QUESTION))


def test_a_desk_that_has_lost_its_tables_costs_what_it_keeps_and_no_answer(here):
    with sqlite3.connect(here.desk / "desk.db", isolation_level=None) as other:
        for (table,) in other.execute("select name from sqlite_master where type = 'table'").fetchall():
            other.execute(f'drop table "{table}"')
    other.close()
    assert answered(here.asked(QUESTION))
    reply = Client(here.port).post("/profile", {"council": "Dudley", "role": ""})
    assert reply.status == 503
    assert "That could not be kept just now" in reply.text
    first = " ".join(Client(here.port).get("/").text.split())
    assert "cannot be kept at the moment" in first
    assert CONTACT in first
    assert "nothing can be kept at the moment" in here.by_slack("I'm a new councillor in Dudley, start my induction")


def test_a_store_that_is_damaged_is_told_to_everybody_and_danger_comes_first(here):
    """The last of these: the store is not mended."""
    for file in here.store.glob("knowledge-*.db"):
        with file.open("r+b") as open_file:
            open_file.write(b"\0" * file.stat().st_size)
    assert troubled(here.asked("who appoints the independent reviewing officers in Kent and how often do they report?"))
    for way, read in here.asked("a child is being beaten right now next door").items():
        assert "999" in read.strip()[:200], (way, read)


def test_without_a_desk_the_server_starts_answers_and_says_what_cannot_be_kept(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with town(tmp_path, DUTYDESK_DATA=str(tmp_path / "file" / "desk")) as made:
        assert answered(made.asked(QUESTION))
        client = Client(made.port)
        client.ask(QUESTION)
        assert "cannot be kept at the moment" in client.get("/").text
        client.post("/feedback", {"turn": "1", "helped": "yes"})
        assert "That could not be kept." in client.get("/").text
        page = client.get("/learn/progress")
        assert page.status == 503
        assert "cannot be reached at the moment" in page.text
        assert CONTACT in page.text
    said = (tmp_path / "log").read_text()
    assert "The desk's database cannot be opened" in said
    assert "Check DUTYDESK_DATABASE and DUTYDESK_DATA" in said
    assert "Until then questions are answered" in said
    assert "Traceback" not in said
