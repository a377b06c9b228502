"""Server: the assistant behind HTTP, all channels that are switched on, actions in the same process.

Binds to the loopback interface: whoever serves others puts a web server with TLS before it (docs/web.md).
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from bot.quiet import hush, quietly
from bot.training import ROOT, trained

UNKEPT = (
    "Until then questions are answered, but no role, progress, quiz or feedback is kept. It is tried again by itself."
)
LARGEST = 1_000_000  # bytes of a request; more is answered with 413 before it is read


def run(port: int) -> None:
    """Serves until interrupted. Raises no_model or model_changed."""
    model = trained()
    with quietly():
        app = application(str(model))
    print(f"Dutydesk answers on http://localhost:{port}/ in about ten seconds. Ctrl-C ends it.", flush=True)
    app.run(host=os.environ.get("DUTYDESK_HOST") or "127.0.0.1", port=port, access_log=False, workers=1)


def application(model: str) -> Any:
    """The Sanic application: every channel of credentials.yml under /webhooks/<name>, the web pages at the root."""
    from rasa.core.channels.channel import register
    from rasa.core.run import create_http_input_channels, load_agent_on_start
    from rasa.core.utils import AvailableEndpoints
    from sanic import Sanic

    from bot.framing import Framed
    from bot.local import LocalActions
    from bot.memory import Unlocked
    from bot.nlu import cleaning, language, meaning, names  # noqa: F401  registers the components
    from bot.web.errors import Errors
    from knowledge.opened import knowledge

    hush()
    knowledge()
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    endpoints.action = LocalActions()
    endpoints.lock_store = Unlocked()
    app = Sanic("dutydesk", configure_logging=False, error_handler=Errors(), request_class=Framed)
    app.config.REQUEST_MAX_SIZE = LARGEST
    register(create_http_input_channels(None, str(ROOT / "credentials.yml")), app, route="/webhooks/")
    app.register_listener(_prepare, "after_server_start")
    app.register_listener(partial(load_agent_on_start, model, endpoints, None), "before_server_start")
    return app


async def _prepare(app: Any, loop: Any) -> None:
    """Says if nothing can be kept; has the questions of quizzes made while nobody waits for them."""
    from bot.apart import DESK
    from desk.database import REACHED, lasting
    from knowledge.opened import knowledge
    from learning import shelf

    try:
        await DESK.call(lasting().open, seconds=2 * REACHED)
    except Exception as error:
        problem = str(error) or "The desk's database does not answer. Check DUTYDESK_DATABASE."
        print(f"{problem}\n{UNKEPT}", flush=True)
    shelf.ready(knowledge().store)
