"""Errors: what a browser sees where no page answers: unknown addresses, wrong methods, requests too large, faults.

Channels keep their own replies: under /webhooks/ there are programs, not people.
"""

from __future__ import annotations

import logging

from sanic import response
from sanic.exceptions import SanicException
from sanic.handlers import ErrorHandler
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)


class Errors(ErrorHandler):
    """Sanic's handler of last resort. Needs `app.ctx.pages`, which bot.channels.web sets at the start of the server."""

    def default(self, request: Request | None, exception: Exception) -> HTTPResponse:
        status = getattr(exception, "status_code", 500)
        # Sanic's own are no faults: a browser that went away, a request that was cut off.
        if not isinstance(exception, SanicException):
            logger.error("a request failed", exc_info=exception)
        pages = getattr(request.app.ctx, "pages", None) if request else None
        if request is None or pages is None or _path(request).startswith("/webhooks"):
            return response.text(f"{status}\n", status=status)
        try:
            reply = pages.failed(pages.visit(request), status)
        except Exception:
            logger.exception("the error page could not be shown")
            return response.text("Something went wrong here. Try again in a minute.\n", status=status)
        reply.headers.update(getattr(exception, "headers", None) or {})  # a 405 names the methods that are allowed
        return reply


def _path(request: Request) -> str:
    try:
        return request.path
    except Exception:
        return ""
