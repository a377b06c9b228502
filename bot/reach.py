"""Reach: whether the files that every answer needs can be read at all, found out before anybody waits for them.

Called by the commands that open the store or the model. A disk that does not come back gives no error, it gives nothing:
so the look is taken aside (bot.apart) and given up in time.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from bot.apart import PAGES, Late
from bot.training import MODELS
from knowledge import build
from knowledge.errors import KnowledgeError

PATIENCE = 2.0  # seconds; whoever asks reads within five what happened


def reachable(folders: tuple[Path, ...] | None = None) -> None:
    """Returns where every file of the published store and the model gives a byte. Raises file_hangs with the one that does not.

    A file that is missing or may not be read is no matter of this: whoever opens it says so.
    """
    folders = folders or (build.BUILD, MODELS)
    looked_at = [folders[0].name]

    def look() -> None:
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                looked_at[0] = f"{folder.name}/{path.relative_to(folder)}"
                with contextlib.suppress(OSError), path.open("rb") as file:
                    file.read(1)

    try:
        PAGES.wait(look, seconds=PATIENCE)
    except Late:
        raise KnowledgeError("file_hangs", place=looked_at[0]) from None
