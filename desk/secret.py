"""Secret: the key that signs sessions and makes pseudonyms.

DUTYDESK_SECRET where it is set; else made once and kept beside the database, readable by its owner only.
"""

from __future__ import annotations

import os
import secrets
from functools import cache

from desk.database import data


def secret() -> bytes:
    """The key, at least 32 bytes of text."""
    given = os.environ.get("DUTYDESK_SECRET")
    return given.encode() if given else _kept(str(data()))


@cache
def _kept(folder: str) -> bytes:
    path = data() / "secret"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    made = secrets.token_hex(32).encode()
    with os.fdopen(file, "wb") as open_file:
        open_file.write(made)
    return made
