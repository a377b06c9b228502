"""Limits: how often one browser or one address may ask, so that none keeps the others waiting. In memory only."""

from __future__ import annotations

import time
from collections import OrderedDict

HELD = 20_000  # askers remembered; those longest unseen are dropped first

# So many at once, and so many a second from then on, by kind of request.
# By browser: whoever writes a question reads its answer before the next one.
QUESTION = (20, 0.5)
# By browser: going on in a lesson, or taking a choice that the page offers, is a click. People click up to twice a second.
STEP = (60, 2.5)
# By address, for both of these: a turn takes up to a twentieth of a second, so this leaves the others half the server.
# A browser that drops its cookies is still one; many in a council share an address.
TURN = (200, 10.0)
# By address: reading a page takes less. Each form of the chat brings one.
READING = (300, 20.0)
# By browser, and by address, on the pages of a quiz that a whole room has open at once and that ask for news of themselves.
SEATED = (60, 4.0)
ROOM = (1500, 200.0)
# By address: join codes that no quiz has. A room of people may mistype; who guesses among 113 million gets nowhere.
GUESS = (100, 1.0)
# By address: new quizzes. No trainer makes more.
QUIZ = (30, 0.05)


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
