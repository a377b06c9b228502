"""A server of the pages without Rasa's model, over the store in the folder given first. For test_documents.py."""

from __future__ import annotations

import sys
from pathlib import Path

from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channels import web
from bot.web.errors import Errors
from knowledge import opened


async def silent(message: UserMessage) -> None:
    """Nobody asks here."""


opened.use(Path(sys.argv[1]))
app = Sanic("replaced", configure_logging=False, error_handler=Errors())
app.blueprint(web.WebInput().blueprint(silent), url_prefix="/")
app.run(host="127.0.0.1", port=int(sys.argv[2]), access_log=False, workers=1)
