"""A server of the pages without Rasa's model: its assistant fails, and so do the pages /fails and /unready. For tests of the pages."""

from __future__ import annotations

import sys

from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channels import web
from bot.web import chat
from bot.web.errors import Errors
from knowledge.errors import KnowledgeError


async def fails(message: UserMessage) -> None:
    raise RuntimeError("secret detail")


def with_a_broken_page(pages):
    conversations = _add(pages)

    @pages.page("/fails")
    async def page(visit):
        raise RuntimeError("secret detail")

    @pages.page("/unready")
    async def unready(visit):
        raise KnowledgeError("store_missing")

    return conversations


_add, chat.add = chat.add, with_a_broken_page
app = Sanic("broken", configure_logging=False, error_handler=Errors())
app.blueprint(web.WebInput().blueprint(fails), url_prefix="/")
app.run(host="127.0.0.1", port=int(sys.argv[1]), access_log=False, workers=1)
