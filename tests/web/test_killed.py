"""A server that is killed in the middle of a quiz and started again: every answer that was confirmed is there."""

from __future__ import annotations

import os

from bot import screen
from tests.servers import SERVE, free_port, running
from tests.web.room import Person, Trainer
from tests.web.serving import answers


def test_no_confirmed_answer_is_lost_when_the_server_is_killed(tmp_path):
    screen.ready()
    port = free_port()
    served = (
        [*SERVE, str(port)],
        tmp_path / "log",
        lambda: answers(port),
        {**os.environ, "DUTYDESK_DATA": str(tmp_path)},
    )
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
