"""Limits: how often one browser or one address may ask, so that none keeps the others waiting. In memory only."""

from __future__ import annotations

import time
from collections import OrderedDict

HELD = 20_000  # askers remembered; those longest unseen are dropped first


class Allowance:
    """So many at once, and so many a second from then on, for each asker."""

    def __init__(self, at_once: int, a_second: float):
        self.at_once, self.a_second = at_once, a_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, asker: str, now: float | None = None) -> bool:
        """True if the asker may; each True counts."""
        now = time.monotonic() if now is None else now
        left, seen = self._left.pop(asker, (float(self.at_once), now))
        left = min(self.at_once, left + (now - seen) * self.a_second)
        allowed = left >= 1
        self._left[asker] = (left - allowed, now)
        if len(self._left) > HELD:
            self._left.popitem(last=False)
        return allowed
