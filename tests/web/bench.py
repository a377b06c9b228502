"""Bench of the pages: how long each takes over HTTP on this machine. `python -m tests.web.bench`

Starts a server of its own; asserts nothing. The first visit of each page is told apart, since parts of it are kept after.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from bot import screen
from knowledge.opened import knowledge
from learning import offices
from tests.web.serving import Client, served

ROUNDS = 5
QUERIES = (
    "referral",
    "who chairs the board",
    "supervision of social workers",
    "child protection",
    "training",
    "a homeless teenager",
)


def paths() -> list[str]:
    """Every page with its own contents: documents, roles, searches with and without filters, comparisons."""
    store = knowledge().store
    families = list(dict.fromkeys(family for _, family in offices.everywhere(store)))
    councils = store.councils
    return [
        "/", "/documents", *(f"/documents/{id_}" for id_ in store.documents), "/roles", *(f"/roles/{f}" for f in families),
        "/search", *(f"/search?q={q.replace(' ', '+')}" for q in QUERIES),
        *(f"/search?q={q.replace(' ', '+')}&council={c}" for q in QUERIES for c in councils), *(f"/search?topic={t}" for t in store.topics),
        *(f"/compare?a={a}&b={b}" for a in councils for b in councils if a != b), "/compare?a=lead-member&b=dcs",
    ]  # fmt: skip


def main() -> int:
    screen.ready()
    first, later = [], []
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as port:
        for turn in range(ROUNDS):
            for number, path in enumerate(paths()):
                client = Client(port, f"198.51.{turn}.{number % 250}")  # so that no limit is in the way
                started = time.perf_counter()
                status = client.get(path).status
                taken = 1000 * (time.perf_counter() - started)
                if status != 200:
                    print(f"{path}: {status}")
                    return 1
                (later if turn else first).append((taken, path))
    for name, times in (("first visits", first), ("later visits", later)):
        times.sort()
        middle, slow, worst = times[len(times) // 2], times[int(len(times) * 0.95)], times[-1]
        print(
            f"{name}: {len(times)} pages, median {middle[0]:.0f} ms, 95th percentile {slow[0]:.0f} ms, slowest {worst[0]:.0f} ms ({worst[1]})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
