"""Opened: the knowledge that this process answers from, opened at first use and renewed when rules are published."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from knowledge import build
from knowledge.answers import Knowledge

CHECK_EVERY = 1.0  # seconds between looks at the pointer

_lock = threading.Lock()
_held: Knowledge | None = None
_folder: Path = build.BUILD
_looked = 0.0


def knowledge() -> Knowledge:
    """The published knowledge: old or new, never a mix. Raises store_missing or store_damaged if there is none at all."""
    global _held, _looked
    now = time.monotonic()
    if _held is not None and now - _looked < CHECK_EVERY:
        return _held
    with _lock:
        _looked = now
        published = build.current(_folder)
        if _held is None or _held.store.path != published:
            _held = Knowledge.open(_folder)
    return _held


def use(folder: Path | None) -> None:
    """Answer from the store in `folder` from now on (None: the project's own)."""
    global _held, _folder, _looked
    with _lock:
        _held, _folder, _looked = None, folder or build.BUILD, 0.0
