"""Package: the app as Teams takes it, a ZIP of a manifest and two icons, and the command that writes it.

https://learn.microsoft.com/microsoft-365/extensibility/schema
"""

from __future__ import annotations

import importlib.metadata
import io
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from bot.channels.teams import icons
from bot.channels.teams.settings import APP_ID, GUID
from knowledge.errors import KnowledgeError

SCHEMA = "https://developer.microsoft.com/en-us/json-schemas/teams/v1.17/MicrosoftTeams.schema.json"
HOST = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE
)
NAME, ACCENT = "Dutydesk", "#1D5B5E"
ABOUT = "Who must do what to keep children safe, with the clause that says so."
MORE = (
    "Dutydesk answers questions about who must do what to keep children safe, from the written protocols of councils. "
    "Every answer quotes the clause it rests on and says how old the document is and whether it was approved. Where the "
    "documents do not say, Dutydesk says so. It is a program and cannot take a referral. If a child is in danger now, "
    "call 999."
)
SCOPES = ["personal", "team", "groupChat"]
COMMANDS = (  # a title is what the bot gets when it is chosen: 32 characters at most
    ("I am worried about a child", "What your own role must do"),
    ("Who chairs the parenting panel?", "Ask like this for the office that must do something"),
    ("I am a councillor in Dudley", "Say who you are in words like these, and answers fit you"),
    ("What do you know about me?", "The council and role that are kept of you"),
    ("Forget me", "Remove what is kept of you"),
    ("Help", "What you can ask"),
)

app = typer.Typer(
    name="teams",
    no_args_is_help=True,
    epilog="Example: dutydesk teams package --url https://dutydesk.example.gov.uk",
    help="Connect the assistant to Microsoft Teams.",
)


@app.callback()
def teams() -> None:
    """Connect the assistant to Microsoft Teams."""


@app.command(epilog="Example: dutydesk teams package --url https://dutydesk.example.gov.uk --app-id 00000000-…")
def package(url: Annotated[str, typer.Option(help="Where this server is reached from outside: https and a name.")],
            app_id: Annotated[str, typer.Option(help="The bot's application id; else TEAMS_APP_ID.")] = "",
            output: Annotated[Path, typer.Option(help="The file to write.")] = Path("dutydesk-teams.zip")) -> None:  # fmt: skip
    """Write the app package, to be uploaded to Teams."""
    content = packed(manifest(url, app_id or os.environ.get(APP_ID, "")))
    try:
        output.write_bytes(content)
    except OSError as error:
        raise KnowledgeError("teams_output", place=output, problem=error.strerror) from None
    print(f"Wrote {output}. Upload it to Teams as docs/teams.md says.")


def manifest(url: str, app_id: str) -> dict[str, Any]:
    """The app manifest. Raises teams_url or teams_app_id."""
    site, id_ = _checked(url), app_id.strip().lower()
    if not GUID.fullmatch(id_):
        raise KnowledgeError("teams_app_id", given=app_id)
    commands = [{"title": title, "description": text} for title, text in COMMANDS]
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.17",
        "version": importlib.metadata.version("dutydesk"),
        "id": id_,
        "developer": {"name": NAME, "websiteUrl": site, "privacyUrl": site, "termsOfUseUrl": site},
        "name": {"short": NAME, "full": f"{NAME}: who must do what to keep children safe"},
        "description": {"short": ABOUT, "full": MORE},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "bots": [
            {
                "botId": id_,
                "scopes": SCOPES,
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": SCOPES, "commands": commands}],
            }
        ],
        "validDomains": [urlsplit(site).hostname],
    }


def packed(described: dict[str, Any]) -> bytes:
    """The ZIP, the same byte for byte for the same manifest."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in (
            ("manifest.json", json.dumps(described, indent=2, ensure_ascii=False).encode()),
            ("color.png", icons.colour()),
            ("outline.png", icons.outline()),
        ):
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _checked(url: str) -> str:
    """The address as Teams takes it: https, a host with a name, no more than a path."""
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme == "https" and HOST.fullmatch(parts.hostname or "") and parts.username is None
        if not good or parts.query or parts.fragment or parts.port not in (None, 443):
            raise ValueError(url)
    except ValueError:
        raise KnowledgeError("teams_url", given=url) from None
    return f"https://{parts.hostname}{parts.path.rstrip('/')}/"
