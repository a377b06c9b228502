"""A server that is killed and started again: of sixty people no answer is lost and none counts twice; an induction goes on."""

from __future__ import annotations

import http.client
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bot import screen
from desk.database import Database
from desk.sessions import Sessions
from learning import shelf
from tests import lessons
from tests.servers import SERVE, free_port, running
from tests.web.room import Person, Trainer, read
from tests.web.serving import Client, answers
from tests.web.test_lessons import buttons, latest


def serving(port: int, folder: Path) -> tuple[Any, ...]:
    """A server with a desk of its own: the same at each start."""
    environment = {**os.environ, "DUTYDESK_DATA": str(folder)}
    return [*SERVE, str(port)], folder / "log", lambda: answers(port), environment


PEOPLE, QUESTIONS, BEFORE = 60, 3, 60  # killed when so many answers are confirmed


class Room:
    """Sixty people who answer as fast as they can, each question in turn; what was confirmed, and what broke off."""

    def __init__(self, people: list[Person], questions: list[str], kill):
        self.people, self.questions, self.kill = people, questions, kill
        self.confirmed: set[tuple[int, str]] = set()
        self.broken: list[tuple[int, str]] = []
        self._lock = threading.Lock()

    def choice(self, at: int, question: str) -> int:
        return (at + self.questions.index(question)) % 3

    def answer(self, at: int) -> None:
        for question in self.questions:
            try:
                reply = self.people[at].answer(self.choice(at, question), question)
            except (OSError, http.client.HTTPException):
                with self._lock:
                    self.broken.append((at, question))  # nobody knows whether it was kept
                return
            assert reply.status == 303, reply.text
            with self._lock:
                self.confirmed.add((at, question))
                if len(self.confirmed) == BEFORE:
                    self.kill()

    def all_answer(self) -> None:
        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(self.answer, range(PEOPLE)))


def kept(address: str, code: str) -> dict[tuple[str, str], list[int]]:
    """The answers in the database by name and question, each with every choice that is kept of it."""
    database = Database(address)
    sessions = Sessions(database)
    quiz = next(q for q in [sessions.quiz(0.0, code=code)] if q)
    names = {seat.id: seat.name for seat in sessions.seats(quiz.id)}
    found: dict[tuple[str, str], list[int]] = {}
    for row in sessions.answers(quiz.id):
        found.setdefault((names[row.seat], row.question), []).append(row.choice)
    database.close()
    return found


def test_killed_while_sixty_answer_nothing_is_lost_and_nothing_counts_twice(tmp_path):
    screen.ready()
    port = free_port()
    served = serving(port, tmp_path)
    address = f"sqlite:///{tmp_path / 'desk.db'}"
    trainer, people = Trainer(port, "203.0.113.250"), [Person(port) for _ in range(PEOPLE)]
    with running(*served) as process:
        trainer.own(QUESTIONS, pace="free")
        with ThreadPoolExecutor(20) as pool:
            joined = list(pool.map(lambda at: people[at].join(trainer.code, f"Person {at}").status, range(PEOPLE)))
        assert joined == [303] * PEOPLE
        trainer.run("open")
        questions = re.findall(r"\| (\w+)::", trainer.page("/quiz.gift"))
        room = Room(people, questions, process.kill)
        room.all_answer()
        process.wait(10)
    assert len(room.broken) > PEOPLE / 2, "answers were in flight when the server was killed"
    assert BEFORE <= len(room.confirmed) < PEOPLE * QUESTIONS

    before = kept(address, trainer.code)
    for at, question in room.confirmed:
        assert before[f"Person {at}", question] == [room.choice(at, question)], "confirmed and not there"
    assert set(before) <= {(f"Person {at}", q) for at, q in (*room.confirmed, *room.broken)}

    with running(*served):
        again = Room(people, questions, lambda: None)
        again.all_answer()  # everyone sends everything again, what was confirmed before as well
        assert not again.broken
        after = kept(address, trainer.code)
        assert after == {
            (f"Person {at}", question): [room.choice(at, question)] for at in range(PEOPLE) for question in questions
        }
        trainer.run("close")
        rows = {row["name"]: row for row in read(trainer.page("/people.csv"))}
        assert len(rows) == PEOPLE
        for at in range(PEOPLE):
            given = [rows[f"Person {at}"][f"question {n + 1}"][0] for n in range(QUESTIONS)]
            assert given == ["ABC"[(at + n) % 3] for n in range(QUESTIONS)]


def test_an_induction_goes_on_at_its_step_and_at_its_question_after_the_server_was_killed(tmp_path, store):
    screen.ready()
    shelf.made(store)  # the questions, so that none has to be waited for
    port = free_port()
    reader, answerer, stranger = Client(port), Client(port), Client(port)

    def asked(client: Client, text: str) -> str:
        return latest(client.ask(text))

    with running(*serving(port, tmp_path)) as process:
        for client in (reader, answerer):
            asked(client, "I'm a new councillor in Dudley, start my induction")
        question = asked(answerer, "next")
        asked(reader, "next")
        asked(reader, "1")
        assert "Step 2 of 8" in asked(reader, "next")
        process.kill()
        process.wait(10)
    with running(*serving(port, tmp_path)):  # the cookie alone says who it is
        assert "Skip this question" in buttons(question)
        assert buttons(asked(answerer, "resume")) == buttons(question)
        assert "No induction and no quiz is open" in asked(stranger, "resume")
        resumed = asked(reader, "resume")
        assert "Step 2 of 8" in resumed
        assert lessons.to_the_end(lambda text: asked(reader, text), resumed) == 7, "the first was answered before"
        record = asked(reader, "my record")
        assert "Ended:" in record
        assert "of 8 check questions right" in record
        assert "Steps read: 8 of 8" in record
