"""Tokens: what switches the REST channel on, from the environment only. Imports nothing heavy: `dutydesk doctor` asks as well."""

from __future__ import annotations

import os

NAME = "DUTYDESK_REST_TOKEN"
SHORTEST = 32  # characters: what `openssl rand -hex 16` makes


def token() -> str | None:
    """The token that requests must bear; None where the channel is off."""
    given = os.environ.get(NAME, "").strip()
    return given if given and not wanting() else None


def wanting() -> str:
    """What is wrong with a token that was set, without it; nothing where none was."""
    given = os.environ.get(NAME, "").strip()
    if not given or (len(given) >= SHORTEST and given.isascii() and given.isprintable() and " " not in given):
        return ""
    return f"{NAME} must have at least {SHORTEST} letters and figures, and no spaces"
