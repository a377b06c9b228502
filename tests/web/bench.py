"""Bench of the pages: how long each takes over HTTP on this machine. `python -m tests.web.bench`

Every place of tests.web.places, several times; a server of its own; asserts nothing. The first visit of each is told apart,
since parts of a page are kept after it, and so are files, of which a PDF is set when it is first asked for.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from bot import screen
from knowledge.opened import knowledge
from tests.web.places import Place, Tour, address
from tests.web.serving import served

ROUNDS = 5
SLOWEST = 3  # named under each figure


def main() -> int:
    screen.ready()
    first: list[tuple[float, Place]] = []
    later: list[tuple[float, Place]] = []
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as port:
        tour = Tour(port, knowledge().store)
        for part in tour.PARTS:
            places = []
            for place in getattr(tour, part)():
                if place.status != 429:  # which takes hundreds of requests
                    first.append((taken(place), place))
                    places.append(place)
            for _ in range(1, ROUNDS):
                later += [(taken(place), place) for place in places]
    for name, times, file in (("first visits of pages", first, False), ("later visits of pages", later, False),
                              ("first visits of files", first, True), ("later visits of files", later, True)):  # fmt: skip
        told(name, sorted(((ms, place) for ms, place in times if place.file == file), key=lambda one: one[0]))
    return 0


def taken(place: Place) -> float:
    """The milliseconds until the page is there. Each visit comes from another address, so that no limit is in the way."""
    place.who.always["X-Forwarded-For"] = address()
    started = time.perf_counter()
    status = place.reply().status
    ms = 1000 * (time.perf_counter() - started)
    if status != place.status:
        print(f"{place.name}: {place.path} answered {status}, not {place.status}")
    return ms


def told(name: str, times: list[tuple[float, Place]]) -> None:
    middle, slow = times[len(times) // 2][0], times[int(len(times) * 0.95)][0]
    print(f"{name}: {len(times)}, median {middle:.0f} ms, 95th percentile {slow:.0f} ms, slowest:")
    for ms, place in reversed(times[-SLOWEST:]):
        print(f"  {ms:.0f} ms {place.name}")


if __name__ == "__main__":
    sys.exit(main())
