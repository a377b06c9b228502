"""Local: the actions run in the assistant's own process, by the same code as in a separate action server.

Used by `dutydesk ask`, `answer`, `chat` and `serve`; `rasa run actions` serves those who run Rasa the usual way.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.rendering.plain import plain_text
from bot.trouble import trouble
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)


class LocalActions(EndpointConfig):
    """An action endpoint without a network: `request` runs the action and returns what an action server would."""

    def __init__(self) -> None:
        super().__init__(url="local")
        self.kwargs["enable_selective_domain"] = True
        self.executor = ActionExecutor()
        self.executor.register_package("actions")
        trust_results()

    async def request(self, method: str = "post", subpath: str | None = None, content_type: str | None = None,
                      compress: bool = False, **kwargs: Any) -> Any:  # fmt: skip
        """The action's events and responses; where it fails, a response that says so and what to do."""
        try:
            return await self.executor.run(kwargs["json"])
        except KnowledgeError as error:
            logger.error("the knowledge base cannot answer: %s", error)
            return _said(kwargs["json"], str(error))
        except Exception:
            logger.exception("action %s failed", kwargs["json"].get("next_action"))
            return _said(kwargs["json"])


def _said(call: Any, detail: str = "") -> dict[str, Any]:
    outcome = trouble(((call.get("tracker") or {}).get("latest_message") or {}).get("text") or "", detail)
    return {"events": [], "responses": [{"text": plain_text(outcome), "custom": outcome.payload()}]}


def trust_results() -> None:
    """Makes Rasa take action results as they are: they come from this process, not over a network.

    Rasa 3.6 checks each against a schema, which it checks first: most of an action turn's time.
    """
    RemoteAction._validate_action_result = lambda self, result: True
