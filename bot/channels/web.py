"""Web: the channel of the pages for a browser, at the root of the server. Form in, page out; the pages are in bot.web."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint

from bot.apart import PAGES
from bot.channels.exchange import Exchange
from bot.web import board, chat, compare, documents, join, lead, learn, reword, roles, search, train
from bot.web.pages import Pages
from bot.web.quizzes import Quizzes
from desk.database import lasting

SWEEP = 60  # seconds between looks for conversations that have ended


class Root(Blueprint):
    """The pages at the root of a server. Rasa's own server (`rasa run`) greets there; the first page takes its place."""

    def register(self, app: Any, options: Any) -> None:
        app.router.static_routes.pop(("",), None)
        super().register(app, options)


class WebInput(InputChannel):
    """The chat page and all other pages."""

    @classmethod
    def name(cls) -> str:
        return "web"

    def url_prefix(self) -> str:
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        hook = Root("web")
        pages = Pages(hook, Exchange(on_new_message, self.name(), lasting()))
        conversations = chat.add(pages)
        for module in (documents, roles, search, compare):
            module.add(pages)
        quizzes = Quizzes()
        for room in (learn, train, reword, lead, join, board):
            room.add(pages, quizzes)

        async def sweep() -> None:
            while True:
                await asyncio.sleep(SWEEP)
                with contextlib.suppress(asyncio.TimeoutError):
                    await PAGES.call(conversations.sweep, seconds=SWEEP)

        @hook.listener("before_server_start")
        async def start(app: Any, loop: Any) -> None:
            app.ctx.pages = pages
            pages.compile()
            app.ctx.sweeping = asyncio.ensure_future(sweep())

        @hook.listener("before_server_stop")
        async def stop(app: Any, loop: Any) -> None:
            app.ctx.sweeping.cancel()

        return hook
