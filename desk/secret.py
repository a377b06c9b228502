"""Secret: the key that signs sessions and makes pseudonyms.

DUTYDESK_SECRET where it is set; else made once and kept beside the database, readable by its owner only. Several processes
or machines that serve the same people need the same: with another one nobody is known any more.
"""

from __future__ import annotations

import logging
import os
import secrets
from functools import cache
from pathlib import Path

from desk.database import data

logger = logging.getLogger(__name__)

SHORTEST = 32  # characters of a key that nobody guesses


def secret() -> bytes:
    """The key. One that can be neither read nor kept holds until the process ends."""
    given = os.environ.get("DUTYDESK_SECRET")
    return given.encode() if given else _kept(str(data()))


def file() -> Path:
    """Where the key is kept that is made here."""
    return data() / "secret"


@cache
def _kept(folder: str) -> bytes:
    made = secrets.token_hex(32).encode()
    path = Path(folder) / "secret"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes() or made
        with os.fdopen(opened, "wb") as written:
            written.write(made)
    except OSError as error:
        logger.error("the key in %s can be neither read nor written (%s): nobody will be known after a restart. "
                     "Set DUTYDESK_SECRET, or let DUTYDESK_DATA be writable.", path, error.strerror)  # fmt: skip
    return made
