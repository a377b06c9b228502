"""Settings: what must be in the environment for Slack to be on. Imports nothing heavy: `dutydesk doctor` asks as well."""

from __future__ import annotations

import os

NEEDED = ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN")


def missing() -> list[str]:
    """The variables that are not set; Slack is off while there are any."""
    return [name for name in NEEDED if not os.environ.get(name, "").strip()]
