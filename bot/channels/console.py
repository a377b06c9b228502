"""Console: the conversation in the terminal, with numbered choices; plain lines in a pipe."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import Any

from bot import screen
from desk.people import person

HELLO = "Ask me who must do what to keep children safe. 'quit' ends, 'start again' forgets what we spoke of."


def converse(respond: Callable[..., dict[str, Any]], council: str | None, role: str | None) -> None:
    """Reads messages until the end of input or 'quit'. Lessons are kept for the user of this computer."""
    who = person("console", _user())
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
            answer = respond(text, session="chat", council=council, role=role, person=who)
            screen.say(None, answer)
            said = answer.get("profile")  # what the conversation says of the asker goes before the options
            if isinstance(said, dict):
                council, role = said.get("council"), said.get("family")


def _user() -> str:
    """Whoever is logged in; the same at every start."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"
