"""Pages: what all web pages share: who visits, the layout, the headers, the error pages.

A page is a function that takes a Visit and returns a reply; docs/web.md shows how one is added. Between Sanic and the
modules that hold pages (bot.web.chat …); decides nothing about duties.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import jinja2
import jinja2.meta
import sqlalchemy as sa
from sanic import Blueprint, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.apart import DESK, PAGES
from bot.channels.exchange import Exchange
from bot.rendering import links, wording
from bot.rendering.html import answer_html, citation_html
from bot.rendering.plain import copied, reference
from bot.web import guard, sessions
from bot.web.assets import Assets
from bot.web.limits import READING, ROOM, SEATED, Allowance
from bot.web.site import site
from desk.people import person
from knowledge import safety
from knowledge.errors import KnowledgeError
from knowledge.opened import knowledge
from knowledge.questions import Profile

logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "templates"

# The pages in the bar under the header: (words, address). A module that adds pages adds its line here.
NAVIGATION = (
    ("Ask", "/"),
    ("Search", "/search"),
    ("Documents", "/documents"),
    ("Roles", "/roles"),
    ("Compare", "/compare"),
    ("Learn", "/learn"),
)

FORM, UPLOAD = "application/x-www-form-urlencoded", "multipart/form-data"

WORDS = {
    400: ("The request could not be read", "Go back, and send the page again."),
    403: ("This form did not come from this page", "Open the page again in this tab, then send it once more."),
    404: ("Page not found", "Check the address, or start from the first page."),
    405: ("This page cannot be opened that way", "Start from the first page."),
    413: ("That was too long", "Go back, and send a shorter text."),
    415: ("The request could not be read", "Go back, and send the page again."),
    429: ("Too many requests at once", "Wait a minute, then go back and try again. What you typed is still there."),
    500: ("Something went wrong here", "Try again in a minute."),
    503: ("The assistant is not ready", "Try again in a minute."),
}

STUCK, LONGEST = 4.0, 30.0  # seconds without a sign of life from the pages' thread; for a page that takes its time
LOOKED_UP = 1.0  # seconds for who asks: the pages do without
NOT_NOW = "This page cannot be shown just now"
UNKEPT = ("What is kept here (roles, progress, quizzes) cannot be reached at the moment. "
          "You can go on asking questions: name your council and role in the question.")  # fmt: skip

Result = TypeVar("Result")
View = Callable[..., Awaitable[HTTPResponse]]


class Missing(Exception):
    """Raised by a page for what does not exist; its words say what was looked for, in a sentence."""


class Unreadable(Exception):
    """Raised for a request that no page of ours would send."""


@dataclass
class Visit:
    """One request by one browser, and what is known of who sent it."""

    request: Request
    session: str
    cookie: str = ""  # to be set, if the browser came without a session
    pages: Pages = field(repr=False, kw_only=True)
    unkept: bool = False  # whether the desk cannot be reached, as far as this request has found out

    @cached_property
    def person(self) -> str:
        return person("web", self.session)

    @cached_property
    def profile(self) -> Profile:
        """What the desk keeps of them; nothing where it cannot be reached, since the pages work without."""
        return self.kept("who asks could not be looked up", Profile(), self.pages.exchange.people.profile, self.person)

    def kept(self, problem: str, otherwise: Result, work: Callable[..., Result], *given: Any) -> Result:
        """What a call of the desk gives; where it fails or hangs, `otherwise`, and the page says that nothing is kept."""
        try:
            return DESK.wait(work, *given, seconds=LOOKED_UP)
        except Exception as error:
            logger.error("%s: %s", problem, (str(error) or type(error).__name__).splitlines()[0])
            self.unkept = True
            return otherwise

    @cached_property
    def form(self) -> dict[str, str]:
        """The fields of a sent form; of a repeated one the last. What is no text becomes replacement characters."""
        if _is(self.request, UPLOAD):
            fields = self.request.form or {}
            return {name: values[-1] for name, values in list(fields.items())[:50]}
        return _fields(self.request.body or b"")

    def file(self, name: str) -> tuple[str, bytes]:
        """The name and content of an uploaded file; both empty where there is none."""
        sent = self.request.files.get(name) if self.request.files else None
        return (sent.name or "", sent.body) if sent else ("", b"")

    @cached_property
    def asked(self) -> dict[str, str]:
        """The fields of the address, after its question mark; as `form`."""
        return _fields(self.request.raw_url.partition(b"?")[2])


class Pages:
    """All pages of one server. `exchange` leads to the assistant and to what is known of who asks."""

    def __init__(self, hook: Blueprint, exchange: Exchange):
        self.hook, self.exchange = hook, exchange
        self.site = site()
        self.assets = Assets(self.site)
        self.reading, self.sitting, self.crowds = Allowance(*READING), Allowance(*SEATED), Allowance(*ROOM)
        self.templates = jinja2.Environment(
            loader=jinja2.ChoiceLoader(
                [
                    jinja2.FileSystemLoader(TEMPLATES),
                    jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
                ]
            ),
            autoescape=True, trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self.templates.globals.update(site=self.site, asset=self.assets.url, assets=self.assets, navigation=NAVIGATION,
                                      clause_address=links.address, anchor=links.anchor, answer_html=answer_html, copied=copied,
                                      citation_html=citation_html, reference=reference, wording=wording, quoted=wording.quoted)  # fmt: skip
        for problem in self.site.problems:
            logger.warning("%s", problem)

        async def asset(request: Request, version: str, name: str) -> HTTPResponse:
            return self._asset(request, version, name)

        hook.add_route(asset, "/assets/<version>/<name>", methods=["GET", "HEAD"], name="asset")

    def compile(self) -> None:
        """Compiles every template and what it imports: the first visitor of each page would wait for that."""
        compiled: set[str] = set()
        waiting = [path.name for path in TEMPLATES.glob("*.html")]
        while waiting:
            name = waiting.pop()
            if name in compiled:
                continue
            compiled.add(name)
            source = self.templates.get_template(name).filename or ""
            parsed = self.templates.parse(Path(source).read_text(encoding="utf-8"))
            waiting += [other for other in jinja2.meta.find_referenced_templates(parsed) if other]

    def page(self, path: str, crowd: bool = False) -> Callable[[View], View]:
        """Makes a function a page: `@pages.page("/documents/<document>")`; it takes a Visit and the path's parts.

        `crowd`: a whole room behind one address has it open at once.
        """
        return self._added(path, ["GET", "HEAD"], crowd=crowd)

    def form(self, path: str, crowd: bool = False, files: bool = False) -> Callable[[View], View]:
        """Makes a function the receiver of a form: only what a page of ours sends reaches it. `files`: with uploads."""
        return self._added(path, ["POST"], (FORM, UPLOAD) if files else (FORM,), crowd)

    def shown(self, visit: Visit, template: str, status: int = 200, **words: Any) -> HTTPResponse:
        """A template as a page. `title` is expected among the words; profile and site are known to every template."""
        return self._drawn(visit, template, status, profile=self.described(visit.profile), unkept=visit.unkept, **words)

    def _drawn(self, visit: Visit, template: str, status: int, **words: Any) -> HTTPResponse:
        html = self.templates.get_template(template).render(
            here=visit.request.path, danger=safety.first_words(None)[0], **words
        )
        return self.sealed(visit, response.html(html, status=status))

    def sent_on(self, visit: Visit, to: str) -> HTTPResponse:
        """After a form: the browser fetches the page `to`, so that loading it again sends nothing twice."""
        return self.sealed(visit, response.empty(status=303, headers={"Location": to}))

    def failed(self, visit: Visit, status: int, detail: str = "") -> HTTPResponse:
        """The page for what went wrong: what happened and what to do, in plain words. Asks neither store nor desk."""
        title, then = WORDS.get(status) or WORDS[400 if status < 500 else 500]
        title = NOT_NOW if detail == UNKEPT else title
        return self._drawn(visit, "failed.html", status, title=title, detail=detail, then=then, ours=status >= 500)

    def described(self, profile: Profile) -> str:
        """'Councillors, Dudley', or nothing where nobody said who asks."""
        try:
            families = knowledge().store.families
        except KnowledgeError:
            families = {}
        role = families[profile.family].name if profile.family in families else None
        return ", ".join(part for part in (role, profile.council) if part)

    def visit(self, request: Request) -> Visit:
        """Who visits; a browser without a session, or with one not made here, gets a new one."""
        session = sessions.known(request.cookies.get(sessions.COOKIE))
        cookie = "" if session else sessions.made()
        return Visit(request, session or cookie.split(".")[0], cookie, pages=self)

    def _added(
        self, path: str, methods: list[str], kinds: tuple[str, ...] = (), crowd: bool = False
    ) -> Callable[[View], View]:
        def added(view: View) -> View:
            async def handled(request: Request, **parts: str) -> HTTPResponse:
                visit = self.visit(request)
                try:
                    if not self._may(visit, crowd):
                        return self.failed(visit, 429)
                    if request.method == "POST" and not guard.own(request):
                        return self.failed(visit, 403)
                    if request.method == "POST" and not _is(request, *kinds):
                        return self.failed(visit, 415)
                    return await PAGES.run(partial(view, visit, **parts), LONGEST, STUCK)
                except asyncio.TimeoutError:
                    logger.error("a page did not come in time")
                    return self.failed(visit, 503)
                except Missing as missing:
                    return self.failed(visit, 404, str(missing))
                except KnowledgeError as error:
                    return self._unknown(visit, error)
                except Unreadable:
                    return self.failed(visit, 400)
                except SanicException:
                    raise
                except sa.exc.SQLAlchemyError:
                    return self._broken(visit, 503, UNKEPT)
                except Exception:
                    return self._broken(visit)

            self.hook.add_route(handled, path, methods=methods, name=f"{methods[0]} {path}".replace("/", "-"))
            return view

        return added

    def _may(self, visit: Visit, crowd: bool) -> bool:
        """Whether this visitor may go on: the room of a quiz counts browser by browser, all others by address."""
        address = guard.address(visit.request)
        if not crowd:
            return self.reading.take(address)
        return (bool(visit.cookie) or self.sitting.take(visit.session)) and self.crowds.take(address)

    def _unknown(self, visit: Visit, error: KnowledgeError) -> HTTPResponse:
        if error.code.startswith("no_such"):
            return self.failed(visit, 404, str(error))
        logger.error("a page could not be shown: %s", error)
        return self.failed(visit, 503, UNKEPT if error.code == "desk_unavailable" else "")

    def _broken(self, visit: Visit, status: int = 500, detail: str = "") -> HTTPResponse:
        logger.exception("a page could not be shown")
        return self.failed(visit, status, detail)

    def file(self, visit: Visit, body: bytes, kind: str, name: str) -> HTTPResponse:
        """A file to take away, under this name."""
        return self.sealed(visit, response.raw(body, content_type=kind, headers={
            "Content-Disposition": f'attachment; filename="{name}"'}))  # fmt: skip

    def sealed(self, visit: Visit, reply: HTTPResponse) -> HTTPResponse:
        """The reply with what every browser must be told."""
        reply.headers.update(guard.HEADERS | guard.UNKEPT)
        if visit.cookie:
            reply.cookies[sessions.COOKIE] = visit.cookie
            cookie = reply.cookies[sessions.COOKIE]
            cookie["path"], cookie["max-age"], cookie["httponly"], cookie["samesite"] = "/", sessions.KEPT, True, "Lax"
            if guard.secure(visit.request):
                cookie["secure"] = True
        return reply

    def _asset(self, request: Request, version: str, name: str) -> HTTPResponse:
        asset = self.assets.files.get(name)
        if asset is None:
            return self.failed(self.visit(request), 404)
        # An address of an older start shows today's file, and is not kept.
        kept = "public, max-age=31536000, immutable" if version == self.assets.version else "no-cache"
        headers = {**guard.HEADERS, "Cache-Control": kept, "Vary": "Accept-Encoding"}
        body = asset.body
        if asset.packed and "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = asset.packed, "gzip"
        return response.raw(body, content_type=asset.kind, headers=headers)


def _fields(sent: bytes) -> dict[str, str]:
    """The fields of a form or address. Raises Unreadable where there are more than any page of ours has."""
    try:
        return dict(parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50))
    except ValueError:
        raise Unreadable from None


def _is(request: Request, *kinds: str) -> bool:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    return kind in kinds
