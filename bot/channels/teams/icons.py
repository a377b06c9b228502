"""Icons: the mark of the app, a speech bubble with the lines of a clause, drawn as PNG without any library.

Used by the app package. Sizes as Teams wants them: 192 pixels in colour, 32 in white on nothing.
https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

INK, PAPER, NOTHING = (29, 91, 94, 255), (255, 255, 255, 255), (255, 255, 255, 0)

Colour = tuple[int, int, int, int]
# The bubble in a square of 32: left, top, right, bottom, radius; its tail; the lines of text in it.
BUBBLE, TAIL = (5.0, 5.0, 27.0, 22.0, 4.0), ((9.0, 21.0), (9.0, 28.0), (16.0, 21.0))
LINES = ((9.0, 9.5, 23.0, 11.5), (9.0, 13.0, 23.0, 15.0), (9.0, 16.5, 18.0, 18.5))


def colour() -> bytes:
    """192 × 192: the white bubble with dark lines on a dark ground."""
    return _png(192, 2, lambda x, y: INK if _text(x, y) or not _bubble(x, y) else PAPER)


def outline() -> bytes:
    """32 × 32: the bubble white, its lines and the ground transparent."""
    return _png(32, 6, lambda x, y: NOTHING if _text(x, y) or not _bubble(x, y) else PAPER)


def _bubble(x: float, y: float) -> bool:
    left, top, right, bottom, radius = BUBBLE
    dx = max(left + radius - x, x - right + radius, 0.0)
    dy = max(top + radius - y, y - bottom + radius, 0.0)
    return dx * dx + dy * dy <= radius * radius or _within(x, y)


def _within(x: float, y: float) -> bool:
    """Whether a point is in the tail: right of its upright side, above its slope."""
    (left, top), (_, bottom), (right, _) = TAIL
    return left <= x and top <= y and (x - left) / (right - left) + (y - top) / (bottom - top) <= 1


def _text(x: float, y: float) -> bool:
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in LINES)


def _png(side: int, fine: int, at: Callable[[float, float], Colour]) -> bytes:
    """A square picture of what stands at each point of the square of 32; edges are smoothed by `fine` times `fine`
    samples a pixel."""
    step = 32 / side / fine
    rows = bytearray()
    for row in range(side):
        rows.append(0)  # each line of a PNG says how it is filtered: not at all
        for column in range(side):
            samples = [at((column * fine + i + 0.5) * step, (row * fine + j + 0.5) * step) for i in range(fine) for j in range(fine)]  # fmt: skip
            rows += bytes(sum(sample[part] for sample in samples) // len(samples) for part in range(4))
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
