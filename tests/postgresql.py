"""PostgreSQL for tests: a server of our own in a folder of its own, where the server's programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path

import pytest


def programs() -> Path | None:
    """The folder of initdb and postgres: on the path, or where Debian puts them."""
    folders = [Path(found).resolve().parent for name in ("pg_ctl", "postgres") if (found := shutil.which(name))]
    folders += [Path(folder) for folder in sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """The URL of a fresh server on a socket of its own. Skips where PostgreSQL is not installed; in CI that is a failure."""
    found = programs()
    if not found:
        reason = "PostgreSQL's server is not installed (apt-get install postgresql)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="dutydesk-pg-"))
    if user:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)

    def run(program: str, *words: str) -> None:
        done = subprocess.run([found / program, *words], user=user, cwd=folder, text=True, timeout=60,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
        assert done.returncode == 0, done.stderr

    try:
        data = str(folder / "data")
        run("initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-c listen_addresses= -c fsync=off -c max_connections=120 -k {folder}"
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield f"postgresql://desk@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database: "sqlite", a file in `folder`, or "postgresql"."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'desk.db'}"
        return
    with server() as url:
        yield url
