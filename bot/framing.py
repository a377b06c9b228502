"""Framing: which requests are read at all, by what their headers say of the length of the body.

Used by the server for every address. Sanic 21.12 reads `Content-Length: -1` for ever and answers nobody meanwhile, takes
`1_0` for ten, and believes the first of two lengths where a proxy before it may believe the second.
https://www.rfc-editor.org/rfc/rfc9112#section-6 says what a length may be, and that a request with both is to be refused.
"""

from __future__ import annotations

import re
from typing import Any

from httptools.parser.errors import HttpParserInvalidURLError
from sanic.exceptions import InvalidUsage
from sanic.request import Request

LENGTH = re.compile(r"[0-9]{1,12}")
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
NONE = "NONE"  # the method of the request that Sanic makes up to answer one that it could not read
# Headers that stand once: with two, a proxy and this server may each believe another.
ONCE = ("authorization", "content-length", "content-type", "host", "transfer-encoding", "x-slack-request-timestamp",
        "x-slack-signature")  # fmt: skip


class Framed(Request):
    """A request whose headers leave no doubt where it ends. Raises InvalidUsage (400) before its body is read."""

    __slots__ = ()

    def __init__(self, url_bytes: bytes, headers: Any, *rest: Any, **more: Any):
        try:
            super().__init__(url_bytes, headers, *rest, **more)
        except HttpParserInvalidURLError:  # Sanic would hang up and write a trace
            super().__init__(b"*", headers, *rest, **more)
            if more.get("method") != NONE:
                raise InvalidUsage("an address that is none") from None
        if problem := doubtful(headers):
            raise InvalidUsage(problem)


def doubtful(headers: Any) -> str:
    """What is wrong with the headers, in a few words; nothing where all is well."""
    if not all(NAME.fullmatch(name) for name in headers):
        return "a header without a name"
    if twice := [name for name in ONCE if len(headers.getall(name, [])) > 1]:
        return f"{twice[0]} stands twice"
    length, coding = headers.get("content-length"), headers.get("transfer-encoding")
    if coding is not None and (length is not None or coding != "chunked"):
        return "a length and a transfer coding, or a coding that is not known"
    return "" if length is None or LENGTH.fullmatch(length) else "a length that is no number"
