"""Burst: many questions at once through Slack: how soon each is acknowledged, and whether each is answered once.
`python -m tests.burst`

Starts a server and a mock of Slack of its own; every fifth event is sent a second time, as Slack does when it did not see
the acknowledgement in time. Asserts nothing but says what is wrong; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot import screen
from tests import judging
from tests.bench import server
from tests.channels.slack.kit import Caller, Slack, envelope, mention
from tests.servers import free_port

ALLOWED = 1.0  # seconds to the acknowledgement; Slack allows 3
ANSWERED = 30  # seconds after the last event


def sent(caller: Caller, body: bytes, at: float, again: bool) -> tuple[float, float, int]:
    """When it was sent, how long the acknowledgement took, and its status."""
    time.sleep(max(0.0, at - time.monotonic()))
    started = time.monotonic()
    status, _ = caller.again(body) if again else caller.event(body)
    return started, time.monotonic() - started, status


def burst(count: int, seconds: float) -> tuple[list[tuple[str, str]], bool]:
    """The figures, and whether all is well."""
    slack, port = Slack(), free_port()
    golden = judging.golden()
    events = [mention(golden[n % len(golden)].text, user=f"U{n % 23:05d}") for n in range(count)]
    for number, event in enumerate(events):
        event["ts"] = f"1515449{number:03d}.{number:06d}"
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {**slack.environment(), "DUTYDESK_DATA": folder}
        with server(port), ThreadPoolExecutor(32) as pool:
            caller, start = Caller(port), time.monotonic() + 0.5
            bodies = [json.dumps(envelope(event)).encode() for event in events]
            plan = [(body, start + seconds * number / count, False) for number, body in enumerate(bodies)]
            plan += [(body, at + 0.3, True) for number, (body, at, _) in enumerate(plan) if number % 5 == 0]
            plan.sort(key=lambda one: one[1])
            times = list(pool.map(lambda one: sent(caller, *one), plan))
            until = time.monotonic() + ANSWERED
            while len(slack.calls) < count and time.monotonic() < until:
                time.sleep(0.05)
            done = time.monotonic()
            time.sleep(1)  # for answers that should not come
    slack.close()
    return figures(count, times, slack, done - start, {event["ts"] for event in events})


def figures(count: int, times: list[tuple[float, float, int]], slack: Slack, took: float, wanted: set[str]) -> Any:
    waits = sorted(1000 * wait for _, wait, _ in times)
    threads = [call["thread_ts"] for _, call in slack.calls]
    missing, twice = len(wanted - set(threads)), len(threads) - len(set(threads))
    late = sum(wait > 1000 * ALLOWED for wait in waits)
    refused = sum(status != 200 for _, _, status in times)
    failed = sum("Something went wrong" in call["text"] for _, call in slack.calls)
    rows = [
        ("events, with those sent again", f"{count} + {len(times) - count}"),
        ("acknowledged, median", f"{waits[len(waits) // 2]:.0f} ms"),
        ("acknowledged, 95th percentile", f"{waits[int(len(waits) * 0.95)]:.0f} ms"),
        ("acknowledged, slowest", f"{waits[-1]:.0f} ms"),
        ("acknowledged after a second", str(late)),
        ("not acknowledged", str(refused)),
        ("all answered after", f"{took:.1f} s"),
        ("not answered", str(missing)),
        ("answered twice", str(twice)),
        ("answered with an apology", str(failed)),
        ("messages that Slack would refuse", str(len(slack.wrong))),
    ]
    return rows, not (late or refused or missing or twice or failed or slack.wrong)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.burst", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200, help="events (200)")
    parser.add_argument("--seconds", type=float, default=10, help="over so many seconds (10)")
    args = parser.parse_args()
    screen.ready()
    rows, good = burst(args.count, args.seconds)
    print(*(f"{what:36}{figure:>12}" for what, figure in rows), sep="\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
