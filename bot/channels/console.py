"""Console: the conversation in the terminal, with numbered choices; plain lines in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from bot import screen

HELLO = "Ask me who must do what to keep children safe. 'quit' ends, 'start again' forgets what we spoke of."


def converse(respond: Callable[..., dict[str, Any]], council: str | None, role: str | None) -> None:
    """Reads messages until the end of input or 'quit'."""
    prompt = "> " if sys.stdin.isatty() else ""
    if prompt:
        import readline  # noqa: F401  gives the prompt a history and editing

        screen.out.print(HELLO)
    while True:
        try:
            text = input(prompt)
        except (EOFError, KeyboardInterrupt):
            break
        if text.strip().lower() in ("quit", "exit", "bye"):
            break
        if text.strip():
            screen.out.print()
            screen.say(None, respond(text, session="chat", council=council, role=role))
