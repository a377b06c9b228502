"""Reading: files that the project writes, read back by a program that had no part in writing them."""

from __future__ import annotations

import io
from typing import Any

import pytest


def opened(data: bytes) -> Any:
    """A PDF as pypdf reads it."""
    return pytest.importorskip("pypdf").PdfReader(io.BytesIO(data))


def pages(data: bytes) -> list[str]:
    """The text of each page of a PDF, without white space: where lines break says nothing about the text."""
    return [packed(page.extract_text()) for page in opened(data).pages]


def packed(text: str) -> str:
    return "".join(text.split())
