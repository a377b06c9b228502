"""Server: the assistant behind HTTP on the loopback interface, actions in the same process."""

from __future__ import annotations

from bot.quiet import quietly
from bot.training import ROOT, trained


def run(port: int) -> None:
    """Serves until interrupted. Raises no_model or model_changed."""
    model = trained()
    with quietly():
        from rasa.core.run import serve_application
        from rasa.core.utils import AvailableEndpoints

        from bot.local import LocalActions
        from bot.nlu import cleaning, language, names  # noqa: F401  registers the components
        from knowledge.opened import knowledge

        knowledge()
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        endpoints.action = LocalActions()
    print(f"Dutydesk answers on 127.0.0.1, port {port}, in about ten seconds. Ctrl-C ends it.", flush=True)
    serve_application(
        model_path=str(model), credentials=str(ROOT / "credentials.yml"), endpoints=endpoints, port=port,
        interface="127.0.0.1", enable_api=False,
    )  # fmt: skip
