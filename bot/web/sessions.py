"""Sessions: which browser it is. The server makes the id and signs it; an id that it did not make is not taken."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

from desk.secret import secret

COOKIE = "dutydesk"
KEPT = 30 * 24 * 3600  # seconds from its making


def made() -> str:
    """A new session as its cookie holds it: id, time, signature."""
    plain = f"{secrets.token_urlsafe(24)}.{int(time.time())}"
    return f"{plain}.{_signature(plain)}"


def known(cookie: str | None) -> str | None:
    """The id in a cookie that was signed here and is not too old, else None."""
    parts = (cookie or "").split(".")
    if len(parts) != 3 or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 12):
        return None
    session, at, signature = parts
    if not hmac.compare_digest(_signature(f"{session}.{at}").encode(), signature.encode("utf-8", "replace")):
        return None
    return session if 0 <= time.time() - int(at) < KEPT else None


def _signature(plain: str) -> str:
    return hmac.new(secret(), b"session\x1f" + plain.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
