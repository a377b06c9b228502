"""Manifest: the description of the app from which Slack makes it, and the command that prints it.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
import yaml

COMMAND, SHORTCUT = "/duty", "which_duty"
PATH = "/webhooks/slack/webhook"
# The least that the channel needs: read mentions and direct messages, write, take the command and the shortcut.
SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history")
EVENTS = ("app_home_opened", "app_mention", "message.im")
ABOUT = "Who must do what to keep children safe, with the clause that says so."
MORE = (
    "Dutydesk answers questions about who must do what to keep children safe, from the written protocols of councils. "
    "Every answer quotes the clause it rests on and says how old the document is and whether it was approved. Where the "
    "documents do not say, Dutydesk says so. It is a program and cannot take a referral."
)

app = typer.Typer(
    name="slack",
    no_args_is_help=True,
    epilog="Example: dutydesk slack manifest --url https://dutydesk.example.gov.uk",
    help="Connect the assistant to Slack.",
)


@app.callback()
def slack() -> None:
    """Connect the assistant to Slack."""


@app.command(name="manifest", epilog="Example: dutydesk slack manifest --url https://dutydesk.example.gov.uk")
def show(url: Annotated[str, typer.Option(help="Where Slack reaches this server: https and a name.")]) -> None:
    """Print the app manifest, to be pasted at https://api.slack.com/apps."""
    print(yaml.safe_dump(manifest(_checked(url)), sort_keys=False, allow_unicode=True, width=120), end="")


def manifest(url: str) -> dict[str, Any]:
    """The app manifest for a server at `url` (https, no path at the end)."""
    address = url.rstrip("/") + PATH
    return {
        "display_information": {
            "name": "Dutydesk", "description": ABOUT, "long_description": MORE, "background_color": "#1d3a5f",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "Dutydesk", "always_online": True},
            "shortcuts": [
                {
                    "name": "Which duty applies?", "type": "message", "callback_id": SHORTCUT,
                    "description": "Looks up who must do what about this message. Only you see the answer.",
                }
            ],
            "slash_commands": [
                {
                    "command": COMMAND, "url": address, "description": "Who must do what? Only you see the answer.",
                    "usage_hint": "who makes sure referrals are acknowledged in Leicester?", "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"request_url": address, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, "request_url": address},
            "org_deploy_enabled": False, "socket_mode_enabled": False, "token_rotation_enabled": False,
        },
    }  # fmt: skip


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme == "https" and parts.hostname and not (parts.query or parts.fragment or parts.username)
        good = good and (parts.port is None or parts.port > 0) and not any(c.isspace() for c in url.strip())
    except ValueError:
        good = False
    if not good:
        raise typer.BadParameter("give the address that Slack reaches, for example https://dutydesk.example.gov.uk")
    return url.strip()
