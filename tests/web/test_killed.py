"""A server that is killed and started again: every confirmed answer of a quiz is there, an induction goes on at its step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from bot import screen
from learning import shelf
from tests import lessons
from tests.servers import SERVE, free_port, running
from tests.web.room import Person, Trainer
from tests.web.serving import Client, answers
from tests.web.test_lessons import buttons, latest


def serving(port: int, folder: Path) -> tuple[Any, ...]:
    """A server with a desk of its own: the same at each start."""
    environment = {**os.environ, "DUTYDESK_DATA": str(folder)}
    return [*SERVE, str(port)], folder / "log", lambda: answers(port), environment


def test_no_confirmed_answer_is_lost_when_the_server_is_killed(tmp_path):
    screen.ready()
    port = free_port()
    served = serving(port, tmp_path)
    with running(*served) as process:
        trainer, people = Trainer(port, "203.0.113.250"), [Person(port) for _ in range(12)]
        trainer.own(2)
        for number, person in enumerate(people):
            assert person.join(trainer.code, f"Person {number}").status == 303
        trainer.run("open")
        trainer.run("ask")
        question = people[0].asked()
        confirmed = [person for person in people[:7] if person.answer(1, question).status == 303]
        assert len(confirmed) == 7
        process.kill()
        process.wait(10)
    with running(*served):
        assert "<strong>7</strong> of 12" in trainer.get(f"/board/{trainer.code}").text
        assert all(person.answer(0, question).status == 303 for person in people[7:])
        assert "<strong>12</strong> of 12" in trainer.get(f"/board/{trainer.code}").text
        trainer.run("stop")
        trainer.run("close")
        rows = trainer.page("/people.csv").strip().splitlines()
        assert sum(",B" in row for row in rows) == 7
        assert sum(",A" in row for row in rows) == 5


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
