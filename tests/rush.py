"""Rush: many people answer a trainer's quiz at once, from several processes on one database. `python -m tests.rush`

Makes a session in a database of its own, lets each person answer every question, and says how long an answer took and
whether all are in. Asserts nothing. `rush` and `prepare` serve the tests as well.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from desk.database import Database
from knowledge import build
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from learning.classroom import Classroom
from learning.leading import Leading
from learning.preparing import Preparation

ROOT = Path(__file__).parent.parent


class Room(NamedTuple):
    """A session that is open, at leisure, with everyone seated."""

    address: str
    quiz: str
    trainer: str
    tokens: tuple[str, ...]
    questions: tuple[str, ...]


def prepare(address: str, store: Store, people: int, questions: int) -> Room:
    database = Database(address)
    clauses = store.clauses_of("dudley-roles-2006")[:questions]
    text = "\n\n".join(
        f"::{c.document}/{c.reference}::Statement {n} {{=right ~wrong ~other}}" for n, c in enumerate(clauses)
    )
    preparation = Preparation(database, store)
    trainer = preparation.create("Rush", "free").trainer
    preparation.bring(trainer, text, "rush.gift")
    draft = preparation.lock(trainer)
    classroom = Classroom(database)
    tokens = tuple(classroom.join(draft.code or "", f"Person {n}").token for n in range(people))
    Leading(database, store).open(trainer)
    database.close()
    return Room(address, draft.quiz, trainer, tokens, tuple(q.id for q in draft.questions))


def command(room: Room, tokens: Sequence[str], gap: float) -> list[str]:
    """The command of one process that answers for these people."""
    work = json.dumps([room.address, room.quiz, list(tokens), list(room.questions), gap])
    return [sys.executable, "-m", "tests.rush", "--work", work]


def rush(room: Room, processes: int, gap: float = 0.0) -> list[float]:
    """Everyone answers everything, spread over processes; how long each answer took, in milliseconds."""
    shares = [room.tokens[n::processes] for n in range(processes)]
    running = [subprocess.Popen(command(room, share, gap), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
               for share in shares]  # fmt: skip
    for process in running:
        assert process.stdout
        process.stdout.readline()  # it is ready
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    lines = [line for process in running for line in process.communicate(timeout=300)[0].splitlines()]
    return [float(line.split()[-1]) for line in lines]


def work(address: str, quiz: str, tokens: list[str], questions: list[str], gap: float) -> None:
    """Answers for people, a thread each. Prints 'token question milliseconds' once an answer is acknowledged."""
    classroom, printing = Classroom(Database(address)), threading.Lock()
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.monotonic()

    def answer(token: str) -> None:
        for number, question in enumerate(questions):
            time.sleep(max(0.0, start + number * gap - time.monotonic()) if gap else 0)
            asked = time.perf_counter()
            while True:
                try:
                    classroom.answer(quiz, token, question, number % 2)
                    break
                except KnowledgeError as error:
                    if error.code != "not_kept":
                        raise
            took = 1000 * (time.perf_counter() - asked)
            with printing:
                print(token, question, f"{took:.2f}", flush=True)

    threads = [threading.Thread(target=answer, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.rush", description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--processes", type=int, default=1, help="over how many server processes they are spread")
    parser.add_argument(
        "--gap", type=float, default=1.0, help="seconds from question to question; 0: as fast as can be"
    )
    parser.add_argument("--database", help="a database URL; else a SQLite file of its own")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.work:
        work(*json.loads(args.work))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path, _ = build.build()
        room = prepare(args.database or f"sqlite:///{folder}/desk.db", Store(path), args.people, args.questions)
        times = sorted(rush(room, args.processes, args.gap))
        database = Database(room.address)
        leading = Leading(database, Store(path))
        kept = sum(row.done for row in leading.board(room.trainer).rows)
        leading.delete(room.trainer)
        database.close()
    print(f"{len(times)} answers acknowledged, {kept} kept, of {args.people * args.questions}")
    for what, at in (("median", 0.5), ("95th percentile", 0.95), ("slowest", 1.0)):
        print(f"{what:20}{times[min(len(times) - 1, int(len(times) * at))]:8.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
