"""Website: how the web pages are reached from outside, for answers that name one on another channel.

Used by bot.rendering.links and learning.screens.
"""

from __future__ import annotations

import os
import re


def outside(page: str) -> str | None:
    """The whole address of a page such as '/train'; None where DUTYDESK_URL does not say how the pages are reached."""
    base = os.environ.get("DUTYDESK_URL", "").strip().rstrip("/")
    if not re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[\w./-]*)?", base, re.ASCII):
        return None
    return base + page
