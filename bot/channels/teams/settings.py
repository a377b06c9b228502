"""Settings: what switches the Teams channel on, from the environment only. Read by the webhook and by `dutydesk doctor`."""

from __future__ import annotations

import os
import re

from pydantic import SecretStr

from knowledge.closed import Closed

APP_ID, PASSWORD, TENANT = NAMES = ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID")
GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


class Settings(Closed):
    """The bot's registration with one tenant (Microsoft Entra ID)."""

    app_id: str
    password: SecretStr
    tenant: str


def wanting() -> list[str]:
    """What must still be set, or set otherwise, before the channel is on: sentences, none of them with a secret."""
    given = {name: os.environ.get(name, "").strip() for name in NAMES}
    found = [f"{name} is not set" for name in NAMES if not given[name]]
    return found + [
        f"{name} is not an id like 00000000-0000-0000-0000-000000000000"
        for name in (APP_ID, TENANT)
        if given[name] and not GUID.fullmatch(given[name].lower())
    ]


def from_environment() -> Settings | None:
    """The settings, or None where anything is missing: the channel is then off."""
    if wanting():
        return None
    app_id, password, tenant = (os.environ[name].strip() for name in NAMES)
    return Settings(app_id=app_id.lower(), password=SecretStr(password), tenant=tenant.lower())
