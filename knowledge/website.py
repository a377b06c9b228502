"""Website: how the web pages are reached from outside, for answers that name one on another channel.

Used by the channels of Slack and Teams, and by learning.screens.
"""

from __future__ import annotations

import os
import re


def site() -> str:
    """What stands before the path of every page, from DUTYDESK_URL; empty where it does not say how they are reached."""
    base = os.environ.get("DUTYDESK_URL", "").strip().rstrip("/")
    return base if re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[\w./-]*)?", base, re.ASCII) else ""


def outside(page: str) -> str | None:
    """The whole address of a page such as '/train'; None where that is not known."""
    return site() + page if site() else None
