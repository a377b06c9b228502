"""Bench: how long things take and how much memory they need on this machine. `python -m tests.bench`

Builds and trains in folders of its own, starts a server of its own on a free port, and asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

from bot import client, screen
from tests import evaluate, judging
from tests.servers import free_port

ROOT = Path(__file__).parent.parent
QUESTION = "who escalates resettlement failures?"
ROUND, TURNS = 90, 1000  # of one long conversation: so many questions, over and over
DUTYDESK = [sys.executable, "-m", "bot.cli"]


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak(pid: int | str = "self") -> float:
    """The most memory a process has held, in MB (Linux: VmHWM)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return float("nan")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def build_time() -> float:
    from knowledge import build

    with tempfile.TemporaryDirectory() as folder:
        return timed(lambda: build.build(Path(folder), force=True))


def training_time() -> float:
    """Training in a process of its own, into a folder of its own."""
    code = ("import sys, pathlib; from bot import training; training.MODELS = pathlib.Path(sys.argv[1]); training.train(force=True)")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        return timed(
            lambda: subprocess.run([sys.executable, "-c", code, folder], cwd=ROOT, check=True, capture_output=True)
        )


def ask_time(port: int) -> float:
    env = {**os.environ, "DUTYDESK_PORT": str(port)}
    return timed(
        lambda: subprocess.run([*DUTYDESK, "ask", QUESTION], cwd=ROOT, env=env, check=True, capture_output=True)
    )


@contextmanager
def server(port: int) -> Iterator[int]:
    """A server of our own; yields its process id when it answers."""
    process = subprocess.Popen([*DUTYDESK, "serve", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # fmt: skip
    os.environ["DUTYDESK_PORT"] = str(port)
    try:
        until = time.monotonic() + 120
        while not client.running() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def served() -> list[tuple[str, str]]:
    """Start, one question by command, all golden questions over HTTP, memory."""
    port = free_port()
    started = time.perf_counter()
    with server(port) as pid:
        ready = time.perf_counter() - started
        ask_time(port)
        warm = ask_time(port)
        respond = client.running()
        times = sorted(1000 * timed(lambda case=case: respond(case.text, session=case.id, council=case.council))
                       for case in judging.golden()) if respond else [float("nan")]  # fmt: skip
        return [
            ("server ready after", f"{ready:.1f} s"),
            ("ask, server running", f"{warm:.2f} s"),
            ("turn over HTTP, median", f"{times[len(times) // 2]:.0f} ms"),
            ("turn over HTTP, 95th percentile", f"{times[int(len(times) * 0.95)]:.0f} ms"),
            ("peak memory, server", f"{peak(pid):.0f} MB"),
        ]


def turns() -> list[tuple[str, str]]:
    """Turns in this process: each golden question in its own conversation, then one conversation of a thousand turns."""
    assistant = screen.assistant()
    assistant.respond(QUESTION, session="first")
    golden = judging.golden()
    with screen.progress("golden questions", len(golden)) as advance:
        middle, slow = evaluate.latency(evaluate.run(golden, assistant.respond, advance))
    # The same ten questions stand at the 1st, the 91st and the 991st turn.
    with screen.progress("one long conversation", TURNS) as advance:
        long = []
        for number, case in enumerate(islice(cycle(golden[:ROUND]), TURNS), 1):
            long.append(assistant.respond(case.text, session="one long conversation")["latency_ms"])
            advance(number, TURNS)
    return [
        ("turn, median", f"{middle:.0f} ms"),
        ("turn, 95th percentile", f"{slow:.0f} ms"),
        ("turns 1 to 10 of one conversation", f"{sum(long[:10]) / 10:.0f} ms"),
        ("turns 91 to 100 of it", f"{sum(long[ROUND : ROUND + 10]) / 10:.0f} ms"),
        ("turns 991 to 1000 of it", f"{sum(long[-10:]) / 10:.0f} ms"),
        ("peak memory, assistant", f"{peak():.0f} MB"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--no-training", action="store_true", help="leave the forced training out")
    args = parser.parse_args()
    screen.ready()
    rows = [("store build", f"{build_time():.1f} s")]
    if not args.no_training:
        rows.append(("training, forced", f"{training_time():.1f} s"))
    rows.append(("ask, no server running", f"{ask_time(free_port()):.1f} s"))
    rows += served() + turns()
    if args.json:
        print(json.dumps(dict(rows), indent=1))
    else:
        print(*(f"{what:36}{figure:>12}" for what, figure in rows), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
