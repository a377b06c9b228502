"""Sixty people at once, several processes on one database, and a server that is killed: nothing that was acknowledged is lost."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from desk.database import Database, metadata
from desk.sessions import AnswerRow, Sessions
from learning.classroom import Classroom
from learning.leading import Leading
from tests import rush
from tests.conftest import ROOT

PEOPLE, QUESTIONS = 60, 5


def kept(room: rush.Room) -> list[AnswerRow]:
    database = Database(room.address)
    answers = Sessions(database).answers(room.quiz)
    database.close()
    return answers


@pytest.fixture
def address(engine) -> Iterator[str]:
    yield engine
    database = Database(engine)
    metadata.drop_all(database.engine)
    database.close()


def test_sixty_people_in_three_processes_answer_everything_once(address, store):
    room = rush.prepare(address, store, PEOPLE, QUESTIONS)
    assert len(rush.rush(room, processes=3)) == PEOPLE * QUESTIONS
    answers = kept(room)
    assert len({(a.seat, a.question) for a in answers}) == len(answers) == PEOPLE * QUESTIONS
    assert Counter(a.question for a in answers) == dict.fromkeys(room.questions, PEOPLE)
    assert all(a.choice == room.questions.index(a.question) % 2 for a in answers)
    database = Database(address)
    board = Leading(database, store).close(room.trainer)
    assert {(row.rank, row.score, row.done) for row in board.rows} == {(1, 3, QUESTIONS)}
    database.close()


def test_of_many_who_join_at_once_under_one_name_each_gets_a_seat_and_a_name(address, store):
    room = rush.prepare(address, store, 0, 1)
    database = Database(address)
    with database.begin() as connection:
        code = connection.execute(sa.select(metadata.tables["quizzes"].c.code)).scalar_one()
    database.close()
    join = f"import sys; from desk.database import Database; from learning.classroom import Classroom; c = Classroom(Database({address!r}));" \
           f"print(*[c.join({code!r}, 'Sam').name for _ in range(10)], sep=';')"  # fmt: skip
    running = [
        subprocess.Popen([rush.sys.executable, "-c", join], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    names = [name for process in running for name in process.communicate(timeout=60)[0].strip().split(";")]
    assert sorted(names) == sorted(["Sam", *(f"Sam ({n})" for n in range(2, 31))])
    assert room.questions


def test_a_server_killed_midway_loses_no_acknowledged_answer(address, store):
    room = rush.prepare(address, store, 12, 12)
    command = rush.command(room, room.tokens, 0.0)
    acknowledged = []
    for killed in (True, True, False):  # each time everyone sends everything again
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        assert process.stdin
        process.stdout.readline()
        process.stdin.write("go\n")
        process.stdin.flush()
        for count, line in enumerate(process.stdout, 1):
            acknowledged.append(line.split()[:2])
            if killed and count == 40:
                break
        if killed:
            process.kill()
            process.wait(20)
            # What came through the pipe before the kill was acknowledged as well; half a line was not.
            acknowledged += [line.split()[:2] for line in process.stdout.read().splitlines(True) if line.endswith("\n")]
        process.communicate(timeout=120)
        database = Database(room.address)
        classroom = Classroom(database)
        seats = {token: classroom.sessions.seat(room.quiz, token) for token in room.tokens}
        database.close()
        there = {(a.seat, a.question): a.choice for a in kept(room)}
        for token, question in acknowledged:
            assert there[seats[token].id, question] == room.questions.index(question) % 2
    assert len(kept(room)) == 144
    assert len(acknowledged) > 144  # some were sent, and confirmed, twice
