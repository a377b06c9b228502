"""Command: runs `dutydesk` in this process, as at a terminal that is 80 wide and shows no colours."""

from __future__ import annotations

from bot import screen
from bot.cli import main


def ran(monkeypatch, capsys, *words: str) -> tuple[int, str, str]:
    """The exit code, what stands on standard output, and what on error output."""
    monkeypatch.setattr("sys.argv", ["dutydesk", *words])
    monkeypatch.setattr(screen, "out", screen.Console(highlight=False, soft_wrap=False, force_terminal=False))
    monkeypatch.setattr(screen, "err", screen.Console(stderr=True, highlight=False, force_terminal=False, width=80))
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    return code, *capsys.readouterr()
