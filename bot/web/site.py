"""Site: whose pages these are: name, colour and logo, from the environment. Read by bot.web.assets and bot.web.pages."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

NAME, COLOUR = "Dutydesk", "#0b4a55"
LOGOS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
LARGEST = 200_000  # bytes of a logo: every first visit fetches it


@dataclass(frozen=True)
class Site:
    """`problems` are settings that were not taken, each as a sentence for whoever looks after the installation."""

    name: str = NAME
    colour: str = COLOUR
    logo: Path | None = None
    contact: str = ""
    problems: tuple[str, ...] = ()

    @property
    def ink(self) -> str:
        """Black or white, whichever reads better on the colour."""
        return "#ffffff" if contrast(self.colour, "#ffffff") >= contrast(self.colour, "#0b0c0c") else "#0b0c0c"


def site() -> Site:
    """The site as DUTYDESK_SITE_NAME, _COLOUR, _LOGO and _CONTACT describe it; what cannot be used is left at its default."""
    problems = []
    colour = os.environ.get("DUTYDESK_SITE_COLOUR", "").strip().lower() or COLOUR
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        problems.append("DUTYDESK_SITE_COLOUR is no colour like #0b4a55; the usual one is shown.")
        colour = COLOUR
    logo, problem = _logo(os.environ.get("DUTYDESK_SITE_LOGO", "").strip())
    problems += [problem] if problem else []
    return Site(
        name=os.environ.get("DUTYDESK_SITE_NAME", "").strip()[:80] or NAME, colour=colour, logo=logo,
        contact=os.environ.get("DUTYDESK_SITE_CONTACT", "").strip()[:300], problems=tuple(problems),
    )  # fmt: skip


def _logo(given: str) -> tuple[Path | None, str]:
    """The file of the logo, or why it cannot be used."""
    if not given:
        return None, ""
    path = Path(given)
    if path.suffix.lower() not in LOGOS:
        return None, f"DUTYDESK_SITE_LOGO is none of {', '.join(LOGOS)}; no logo is shown."
    try:
        size = path.stat().st_size
    except OSError:
        return None, "DUTYDESK_SITE_LOGO names a file that cannot be read; no logo is shown."
    return (path, "") if size <= LARGEST else (None, "DUTYDESK_SITE_LOGO is over 200 kB; no logo is shown.")


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
