"""Shelf: what lessons need and what takes long to make: the proved questions and the scenarios without a mistake.

Made once for a store, in the background where somebody waits, and kept beside the published store as JSON, so that the
next start needs no time. Used by learning.tutor; warmed by bot.server.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.store import Store
from learning import bank as banks
from learning import checking, scenarios, staged
from learning.bank import Bank
from learning.items import Item
from learning.marking import Marker
from learning.scenarios import Scenario
from learning.staged import Staged

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).parent

_lock = threading.Lock()  # one is made at a time
_held: dict[Path, Shelf] = {}
_making: set[Path] = set()


@dataclass(frozen=True)
class Shelf:
    bank: Bank
    scenarios: tuple[Scenario, ...]
    marker: Marker

    @cached_property
    def staged(self) -> tuple[Staged, ...]:
        """The scenarios that can be questions of a trainer's session."""
        return staged.all_of(self.scenarios, self.marker)

    def scenario(self, id_: str | None) -> Scenario | None:
        return next((one for one in self.scenarios if one.id == id_), None)


def ready(store: Store) -> Shelf | None:
    """What was made for this store; None while it is being made, which the first call begins."""
    if store.path in _held:
        return _held[store.path]
    kept = _kept(store)
    if kept:
        return _hold(store, kept)
    if store.path not in _making:
        _making.add(store.path)
        threading.Thread(target=_make, args=(store.path,), name="questions", daemon=True).start()
    return None


def made(store: Store) -> Shelf:
    """The same, waiting for it: some seconds at the first time."""
    with _lock:
        if store.path in _held:
            return _held[store.path]
        kept = _kept(store)
        if kept:
            return _hold(store, kept)
        bank, usable = banks.bank(store), checking.usable(store)
        _keep(store.path, bank, usable)
        return _hold(store, (bank, usable))


def _make(path: Path) -> None:
    """In a thread of its own, with a connection of its own."""
    store = None
    try:
        store = Store(path)
        made(store)
    except Exception:
        logger.exception("the questions could not be made")
    finally:
        _making.discard(path)
        if store:
            store.close()


def _hold(store: Store, parts: tuple[Bank, list[Scenario]]) -> Shelf:
    for path in [path for path in _held if path != store.path][:-1]:
        _held.pop(path, None)  # an edition that is two publications old asks nothing any more
    # The marker reads the store while it marks: a store that outlives the thread that made the questions.
    own = Store(store.path)
    shelf = Shelf(parts[0], tuple(parts[1]), Marker(own))
    return _held.setdefault(store.path, shelf)


def _file(path: Path) -> Path:
    """Beside the store, named after it and after all that questions and scenarios are made by."""
    digest = hashlib.sha256(path.name.encode())
    for file in sorted((*FOLDER.rglob("*.py"), *FOLDER.rglob("*.yml"))):
        digest.update(str(file.relative_to(FOLDER)).encode() + file.read_bytes())
    return path.with_name(f"questions-{digest.hexdigest()[:16]}.json")


def _kept(store: Store) -> tuple[Bank, list[Scenario]] | None:
    """What an earlier process made; None where there is nothing, or nothing that can be read."""
    try:
        data = json.loads(_file(store.path).read_text(encoding="utf-8"))
        items = tuple(Item.model_validate(item) for item in data["items"])
        rejected = Counter({(next(k for k in banks.Kind if k.value == kind), sort): count for kind, sort, count in data["rejected"]})  # fmt: skip
        usable = set(data["scenarios"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        logger.warning("the kept questions cannot be read; they are made anew")
        return None
    return Bank(items, rejected), [one.scenario for one in scenarios.read()[0] if one.scenario.id in usable]


def _keep(path: Path, bank: Bank, usable: list[Scenario]) -> None:
    """Writes the file whole or not at all; a folder that cannot be written to only costs time at the next start."""
    data = {"items": [item.payload() for item in bank.items],
            "rejected": [[kind.value, sort, count] for (kind, sort), count in bank.rejected.items()],
            "scenarios": [scenario.id for scenario in usable]}  # fmt: skip
    file = _file(path)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, file)
        for old in file.parent.glob("questions-*.json"):
            if old != file:
                old.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("the questions could not be kept: %s", error.strerror or error)
