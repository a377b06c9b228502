"""Guard: what every reply tells the browser to forbid, and which requests are taken. Used by bot.web.pages."""

from __future__ import annotations

import ipaddress
import os
from typing import Any
from urllib.parse import urlsplit

# Everything comes from this server, nothing is inline, nobody frames the pages, forms go nowhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not "no-referrer": browsers would then send "Origin: null" with the pages' own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# A page shows who asks and what was asked: neither the browser's store nor a proxy keeps it.
UNKEPT = {"Cache-Control": "no-store"}


def own(request: Any) -> bool:
    """Whether a form was sent by one of these pages: browsers say so in headers that no page can set.

    https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
    """
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched == "same-origin"
    try:
        origin = urlsplit(request.headers.get("origin", "")).netloc
    except ValueError:
        return False
    return bool(origin) and origin == request.headers.get("host", "")


def address(request: Any) -> str:
    """Whose request it is, for counting: where a trusted proxy passed it on, the address that the proxy saw."""
    peer = request.ip or ""
    if trusted(peer):
        passed = request.headers.getall("x-forwarded-for", [])
        last = ",".join(passed).rsplit(",", 1)[-1].strip()
        try:
            return _network(last)
        except ValueError:
            pass
    try:
        return _network(peer)
    except ValueError:
        return peer


def secure(request: Any) -> bool:
    """Whether the browser came by https: cookies then travel by https only."""
    return trusted(request.ip or "") and request.headers.get("x-forwarded-proto", "").lower() == "https"


def trusted(peer: str) -> bool:
    """Whether what this peer says of others is believed: this machine, or the proxies in DUTYDESK_PROXY."""
    try:
        near = ipaddress.ip_address(peer)
        proxies = [
            ipaddress.ip_network(p.strip()) for p in os.environ.get("DUTYDESK_PROXY", "").split(",") if p.strip()
        ]
    except ValueError:
        return False
    return near.is_loopback or any(near in proxy for proxy in proxies)


def _network(address: str) -> str:
    """An IPv4 address, or the network of an IPv6 one, since one household holds 2**64 of those. Raises ValueError."""
    given = ipaddress.ip_address(address)
    return str(given) if given.version == 4 else str(ipaddress.ip_network(f"{given}/64", strict=False))
