"""Quiet: keeps the chatter of Rasa and TensorFlow off the user's screen. Set before either is imported."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import warnings
from collections.abc import Iterator


def prepare() -> None:
    """Environment and filters under which Rasa and TensorFlow load without a word. Telemetry is off."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    warnings.filterwarnings("ignore")
    logging.basicConfig(level=logging.ERROR)
    import structlog

    # Rasa logs whole messages through structlog; what users write must reach no log.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    for name in ("rasa", "rasa_sdk", "tensorflow", "matplotlib", "absl", "root", "apscheduler", "sanic"):
        logging.getLogger(name).setLevel(logging.ERROR)


def hush() -> None:
    """Leaves out the one warning of a server's start; call it when Sanic is imported.

    Sanic has deprecations shown again, whatever was set before. Rasa reads its domain by pykwalify, which loads modules by a
    way that goes with Python 3.12; Rasa 3.6 runs on 3.10 only.
    """
    warnings.filterwarnings("ignore", r"the load_module\(\) method is deprecated", DeprecationWarning)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Sends what libraries write to the terminal, C code included, to nowhere. DUTYDESK_DEBUG=1 shows it."""
    prepare()
    if os.environ.get("DUTYDESK_DEBUG"):
        yield
        return
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for fd, copy in zip((1, 2), kept, strict=True):
            os.dup2(copy, fd)
            os.close(copy)
        os.close(nowhere)
