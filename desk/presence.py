"""Presence: which of the processes that share a data folder still run, by a file that each keeps locked.

The system lets go of the lock when a process ends, however it ends. Asked by desk.receipts' callers after a restart.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import time
from functools import cache
from pathlib import Path

from desk.database import data

logger = logging.getLogger(__name__)

OLD = 24 * 3600  # seconds after which the file of a process that has ended is deleted


class Presence:
    """This process, by a name of its own, until it ends. Works without a folder that can be written to: nobody sees it then."""

    def __init__(self, folder: Path):
        self.folder, self.name = folder, secrets.token_hex(8)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(folder / self.name, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._tidied()
        except OSError as error:
            logger.error("this process cannot show that it runs (%s)", error.strerror)

    def gone(self, name: str) -> bool:
        """Whether a process of this folder has ended; False where it runs, or where nothing is known of it."""
        try:
            file = os.open(self.folder / name, os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            return False
        finally:
            os.close(file)

    def _tidied(self) -> None:
        for file in self.folder.iterdir():
            if file.stat().st_mtime < time.time() - OLD and self.gone(file.name):
                file.unlink(missing_ok=True)


@cache
def here() -> Presence:
    """This process."""
    return Presence(data() / "running")
