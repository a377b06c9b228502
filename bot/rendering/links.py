"""Links: where a clause stands among the web pages. One pure function, so that every link meets its target."""

from __future__ import annotations

import re
from urllib.parse import quote


def anchor(reference: str) -> str:
    """The id of a clause's element: 'annex 19.1' → 'clause-annex-19-1'. Distinct within a document, which a test checks."""
    return "clause-" + re.sub(r"[^a-z0-9]+", "-", reference.lower()).strip("-")


def address(document: str, reference: str | None = None) -> str:
    """The page of a document, opened at the clause if one is given."""
    page = f"/documents/{quote(document, safe='')}"
    return f"{page}#{anchor(reference)}" if reference else page


def outside(site: str, document: str, reference: str) -> str | None:
    """The same as an address that Slack and Teams can open; None where `site` (knowledge.website.site) is not known."""
    return site + address(document, reference) if site else None
