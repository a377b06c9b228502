"""Opened: the knowledge that this process answers from, opened at first use and renewed when rules are published.

The look for newly published rules is taken aside: where the disk hangs or the new rules cannot be read, what is held goes
on answering. It never changes, and is whole.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from knowledge import build
from knowledge.answers import Knowledge
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)

CHECK_EVERY = 1.0  # seconds between looks at the pointer
LONGEST = 2.0  # seconds that anybody waits for a look

_lock = threading.Lock()
_looking = threading.Lock()  # held while a look goes on, however long it hangs
_held: Knowledge | None = None
_folder: Path = build.BUILD
_looked = 0.0
_told = ""  # what was logged last, so that it is not logged every second


def knowledge() -> Knowledge:
    """The published knowledge: old or new, never a mix. Raises store_missing or store_damaged if there is none at all."""
    global _held, _looked
    held = _held
    if held is None:
        with _lock:
            _looked = time.monotonic()
            _held = held = _held or Knowledge.open(_folder)
            return held
    if time.monotonic() - _looked >= CHECK_EVERY and _looking.acquire(blocking=False):
        _looked = time.monotonic()
        look = threading.Thread(target=_look, args=(held, _folder), name="published rules", daemon=True)
        look.start()
        look.join(LONGEST)
    return _held or held


def use(folder: Path | None) -> None:
    """Answer from the store in `folder` from now on (None: the project's own)."""
    global _held, _folder, _looked
    with _lock:
        _held, _folder, _looked = None, folder or build.BUILD, 0.0


def _look(held: Knowledge, folder: Path) -> None:
    """Takes what was published since, if anything was."""
    global _held, _told
    try:
        if held.store.path != build.current(folder):
            renewed = Knowledge.open(folder)
            with _lock:
                if folder == _folder:
                    _held = renewed
        _told = ""
    except (KnowledgeError, OSError, ValueError) as error:
        if str(error) != _told:
            _told = str(error)
            logger.error("the rules that were read before go on answering: %s", error)
    finally:
        _looking.release()
