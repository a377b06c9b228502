"""The whole server over a store of the test's own, Microsoft's services on loopback. `python -m tests.channels.whole PORT BASE STORE`

A question with the word 'hangup' blocks the thread that answers, as a disk would that does not come back.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

from bot.channels.teams.services import Services
from bot.channels.teams.webhook import TeamsInput
from bot.quiet import quietly
from knowledge import opened
from knowledge.answers import Knowledge
from tests.channels.teams.server import SETTINGS, Fixed

asked = Knowledge.ask


def ask(self: Knowledge, question: Any, *known: Any) -> Any:
    if "hangup" in question.text:
        threading.Event().wait()
    return asked(self, question, *known)


def main(port: int, base: str, store: Path) -> None:
    channel = TeamsInput(SETTINGS, Services(metadata=f"{base}/openid", loopback=True), Fixed())
    TeamsInput.from_credentials = classmethod(lambda cls, credentials: channel)  # type: ignore[method-assign]
    Knowledge.ask = ask  # type: ignore[method-assign]
    opened.use(store)
    with quietly():
        from bot.server import application
        from bot.training import trained

        app = application(str(trained()))
    app.run(host="127.0.0.1", port=port, access_log=False, workers=1)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
