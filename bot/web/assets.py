"""Assets: the styles, scripts and pictures that pages refer to, held in memory under addresses that change with them.

From the GOV.UK Design System only its compiled style sheet and script are served. Its crown and the GDS Transport font
are for gov.uk domains only (https://design-system.service.gov.uk/styles/font-override-classes/): neither is served, and
the style sheet is rid of every mention of the font.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
from dataclasses import dataclass
from pathlib import Path

from bot.web.site import LOGOS, Site

logger = logging.getLogger(__name__)

ROOT = Path(__file__).parent.parent.parent
GOVUK = ROOT / "node_modules/govuk-frontend/dist/govuk"
STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", **LOGOS}


@dataclass(frozen=True)
class Asset:
    kind: str
    body: bytes
    packed: bytes  # the same, gzipped; empty where that gains nothing


class Assets:
    """Every file that a page may fetch, by name. One hash over all of them stands in each address."""

    def __init__(self, site: Site):
        files = {path.name: path.read_bytes() for path in sorted(STATIC.iterdir()) if path.suffix in TYPES}
        files |= published()
        files["site.css"] = f":root {{ --site-colour: {site.colour}; --site-ink: {site.ink}; }}\n".encode()
        files["icon.svg"] = _icon(site)
        self.logo = ""
        if site.logo:
            self.logo = f"logo{site.logo.suffix.lower()}"
            files[self.logo] = site.logo.read_bytes()
        self.version = hashlib.sha256(b"".join(name.encode() + body for name, body in files.items())).hexdigest()[:12]
        self.files = {name: _asset(name, body) for name, body in files.items()}

    def url(self, name: str) -> str:
        """The address of a file. Scripts refer to one another relatively, so all share one folder."""
        return f"/assets/{self.version}/{name}"


def published() -> dict[str, bytes]:
    """The design system's style sheet and script; none where set-up could not fetch them."""
    try:
        style = (GOVUK / "govuk-frontend.min.css").read_text(encoding="utf-8")
        script = (GOVUK / "govuk-frontend.min.js").read_text(encoding="utf-8")
    except OSError:
        logger.warning("The web pages have no styles: run `make setup`.")
        return {}
    return {
        "govuk-frontend.min.css": without_font(style).encode(),
        "govuk-frontend.min.js": _without_map(script).encode(),
    }


def without_font(style: str) -> str:
    """The style sheet with Arial instead of GDS Transport, and without the address of its source map."""
    style = re.sub(r"@font-face\s*\{[^}]*\}", "", style)
    return _without_map(re.sub(r"[\"']?GDS Transport[\"']?\s*,\s*", "", style))


def _without_map(text: str) -> str:
    return re.sub(r"(/\*|//)# sourceMappingURL=\S+( \*/)?", "", text)


def _icon(site: Site) -> bytes:
    """The picture in the browser's tab: the name's first letter on the site's colour."""
    letter = next((c for c in site.name.upper() if c.isalnum()), "D")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="4" fill="{site.colour}"/>'
        f'<text x="16" y="23" font-family="arial,sans-serif" font-size="20" font-weight="700" text-anchor="middle" fill="{site.ink}">'
        f"{letter}</text></svg>"
    ).encode()


def _asset(name: str, body: bytes) -> Asset:
    packed = gzip.compress(body, mtime=0)
    return Asset(TYPES[Path(name).suffix], body, packed if len(packed) < len(body) * 0.9 else b"")
