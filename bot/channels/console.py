"""Console: the conversation in the terminal, with numbered choices; plain lines in a pipe.

What was typed can be called back with the arrow keys while the conversation lasts. None of it is written to a file: people
type what must not rest on a disk.
"""

from __future__ import annotations

import contextlib
import getpass
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

from bot import screen
from bot.apart import DESK
from bot.assistant import DESKWORK
from desk.people import person
from knowledge.questions import Profile

logger = logging.getLogger(__name__)

HELLO = (
    "Ask me who must do what to keep children safe. A number chooses from a list. 'profile' shows who I think you are, "
    "'start again' forgets what we spoke of, 'quit' ends. The arrow keys bring back what you typed, until you leave."
)
LEAVE = ("quit", "exit", "bye")


def converse(respond: Callable[..., dict[str, Any]], council: str | None, role: str | None) -> None:
    """Reads messages until the end of input, Ctrl-C or 'quit'. Lessons are kept for the user of this computer."""
    who = person("console", _user())
    prompt = "> " if sys.stdin.isatty() else ""
    if prompt:
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  gives the prompt a history and editing; it writes no file by itself
        screen.print_lines(["", HELLO, "", _known(who, council, role), ""])
    try:
        for text in _typed(prompt):
            screen.out.print()
            answer = respond(text, session="chat", council=council, role=role, person=who)
            screen.say(None, answer)
            said = answer.get("profile")  # what the conversation says of the asker goes before the options
            if isinstance(said, dict):
                council, role = said.get("council"), said.get("family")
    except KeyboardInterrupt:
        if prompt:
            screen.out.print()


def _typed(prompt: str) -> Iterator[str]:
    """The messages, until one of them ends the conversation."""
    while True:
        try:
            text = input(prompt).strip()
        except EOFError:
            if prompt:
                screen.out.print()  # the shell's own prompt begins on a line of its own
            return
        if text.lower() in LEAVE:
            return
        if text:
            yield text


def _known(who: str, council: str | None, role: str | None) -> str:
    """Who the assistant takes the asker for: what is kept of them, and the options of the command before that."""
    from desk.database import opened
    from desk.people import People
    from knowledge.opened import knowledge
    from knowledge.profiles import NOTED, NOTHING_KNOWN, described

    try:
        kept = DESK.wait(lambda: People(opened()).profile(who), seconds=DESKWORK)
    except Exception as error:
        logger.error("who asks could not be looked up: %s", str(error) or type(error).__name__)
        kept = Profile()
    profile = Profile(council=council or kept.council, family=role or kept.family)
    return described(profile, knowledge().store).removeprefix(NOTED) or NOTHING_KNOWN


def _user() -> str:
    """Whoever is logged in; the same at every start."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"
