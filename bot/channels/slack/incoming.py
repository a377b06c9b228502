"""Incoming: the shapes of what Slack sends, as far as this channel reads them, and the words in a message.

Slack adds fields at any time, so unknown ones are ignored; those read are checked for type and size.
https://docs.slack.dev/apis/events-api and https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

import html
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Stamp = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{1,16}\.[0-9]{1,16}$")]
Trigger = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9_.-]{1,160}$")]
Short = Annotated[str, StringConstraints(strict=True, max_length=2000)]
Words = Annotated[str, StringConstraints(strict=True)]


class Incoming(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Envelope(Incoming):
    """An event and what Slack says of it; `event_id` stays the same when Slack sends it again."""

    event_id: Id
    team_id: Id
    event: dict[str, Any]


class Message(Incoming):
    """A direct message or a mention."""

    user: Id
    channel: Id
    ts: Stamp
    thread_ts: Stamp | None = None
    text: Words = ""


class HomeOpened(Incoming):
    user: Id
    tab: Short = "home"


class Command(Incoming):
    team_id: Id
    channel_id: Id
    user_id: Id
    trigger_id: Trigger
    response_url: Short
    command: Short
    text: Words = ""


class Named(Incoming):
    id: Id


class Member(Incoming):
    id: Id
    team_id: Id | None = None


class Label(Incoming):
    text: Short = ""


class Chosen(Incoming):
    value: Short
    text: Label = Label()


class Pressed(Incoming):
    """One element of a message or of the home tab that was used."""

    action_id: Short
    block_id: Short = ""
    value: Short = ""
    text: Label = Label()
    selected_option: Chosen | None = None


class Container(Incoming):
    type: Short = ""
    message_ts: Stamp | None = None
    thread_ts: Stamp | None = None
    is_ephemeral: bool = False


class Interaction(Incoming):
    """What is common to buttons, menus and shortcuts."""

    type: Short
    user: Member
    team: Named | None = None
    channel: Named | None = None
    trigger_id: Trigger
    response_url: Short = ""

    @property
    def workspace(self) -> str:
        return self.team.id if self.team else self.user.team_id or ""


class Action(Interaction):
    container: Container = Container()
    actions: Annotated[tuple[Pressed, ...], Field(min_length=1, max_length=25)]


class Quoted(Incoming):
    """The message that a shortcut was used on."""

    ts: Stamp
    thread_ts: Stamp | None = None
    text: Words = ""


class Shortcut(Interaction):
    callback_id: Short
    channel: Named
    message: Quoted
    response_url: Short


# Messages of people; edits, deletions, joins and other housekeeping have other subtypes.
SPOKEN = (None, "file_share", "thread_broadcast")


def by_a_person(event: dict[str, Any]) -> bool:
    """A new message of a person: not one of a bot (also not our own), no edit, no deletion, no notice."""
    return (
        event.get("subtype") in SPOKEN
        and not any(event.get(key) for key in ("bot_id", "bot_profile", "edited", "hidden"))
        and event.get("user") not in (None, "USLACKBOT")
    )


# An emoji comes as its name between colons: ':sob:', ':+1::skin-tone-3:'.
_EMOJI = re.compile(r"(?<![\w:])(?::[a-z0-9_+'-]{1,100}:)+(?![\w:])")
_MARKUP = re.compile(r"<(?P<sign>[@#!])?(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def words(text: str) -> str:
    """What the person typed: mentions of people and groups and emoji gone, links and channels by their names, `&amp;`
    as '&'.

    https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
    """

    def named(found: re.Match[str]) -> str:
        if found["sign"] in ("@", "!"):
            return " "
        return found["label"] or ("" if found["sign"] else found["target"].removeprefix("mailto:"))

    whole = text.encode("utf-8", "replace").decode()  # JSON may hold half a character
    return re.sub(r"[ \t]{2,}", " ", html.unescape(_EMOJI.sub(" ", _MARKUP.sub(named, whole)))).strip()
