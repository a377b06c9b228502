"""Crowd: a room of people in one quiz over HTTP: how long an answer takes, and whether all are kept. `python -m tests.crowd`

Starts a server of its own with a database of its own; every person looks for news every two seconds, as the page's script
does, and answers each question within a few seconds of its being asked. Asserts nothing; the exit code is 1 where an answer
was lost. `tests.rush` measures the same without the pages.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot import screen
from tests.bench import timed
from tests.web.room import Person, Trainer
from tests.web.serving import served

EVERY = 2.0  # seconds between two looks


class Looking:
    """Everyone's browser looks for news in the background; each look's time in milliseconds in `times`."""

    def __init__(self, people: list[Person]):
        self.times: list[float] = []
        self._end = threading.Event()
        self._pool = ThreadPoolExecutor(len(people))
        for person in people:
            self._pool.submit(self._look, person)

    def _look(self, person: Person) -> None:
        self._end.wait(random.random() * EVERY)
        while not self._end.is_set():
            self.times.append(1000 * timed(lambda: person.get(f"/join/{person.code}/now")))
            self._end.wait(EVERY)

    def end(self) -> None:
        self._end.set()
        self._pool.shutdown()


def crowd(port: int, count: int, questions: int, within: float) -> tuple[list[tuple[str, str]], bool]:
    """The figures, and whether every answer was kept."""
    trainer = Trainer(port).own(questions)
    people = [Person(port) for _ in range(count)]
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(lambda at: people[at].join(trainer.code, f"Person {at}"), range(count)))
        trainer.run("open")
        looking, answers, pages, refused = Looking(people), [], [], 0
        for _ in range(questions):
            trainer.run("ask")
            asked = people[0].asked()

            def answered(person: Person, question: str = asked) -> int:
                time.sleep(random.random() * within)
                replies = []
                answers.append(1000 * timed(lambda: replies.append(person.answer(0, question))))
                pages.append(1000 * timed(person.page))
                return replies[0].status

            refused += sum(status != 303 for status in pool.map(answered, people))
            trainer.run("stop")
        looking.end()
    trainer.run("close")
    kept = trainer.page("/people.csv").count("A+")
    rows = [
        ("people, questions", f"{count}, {questions}"),
        ("answers kept", f"{kept} of {count * questions}"),
        ("refused", str(refused)),
    ]
    for what, times in (("answer", answers), ("page after it", pages), ("look for news", looking.times)):
        times.sort()
        rows.append((f"{what}, median", f"{times[len(times) // 2]:.0f} ms"))
        rows.append((f"{what}, 95th percentile", f"{times[int(len(times) * 0.95)]:.0f} ms"))
        rows.append((f"{what}, slowest", f"{times[-1]:.0f} ms"))
    return rows, kept == count * questions


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crowd", description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument(
        "--within", type=float, default=2.0, help="seconds in which all answer; 0: all at the same moment"
    )
    args = parser.parse_args()
    screen.ready()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), DUTYDESK_DATA=folder) as port:
        rows, good = crowd(port, args.people, args.questions, args.within)
    print(*(f"{what:36}{figure:>14}" for what, figure in rows), sep="\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
