"""Incoming: an activity of the Bot Framework as far as the channel reads it: who, where, and what was said or chosen.

Built by the webhook from the body of a request; pure. What it does not know it leaves alone.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError

from bot.rendering.cards import ASKER, CHOICE, FEEDBACK, Judgement

LONGEST = 10_000  # characters of a text that are read; the assistant itself takes fewer
BOT = "28:"  # how Teams begins the id of a bot
MENTION = re.compile(r"<at\b[^<>]*>([^<>]*)</at>", re.IGNORECASE)
INLINE = frozenset("a abbr at b code em font i mark s small span strong sub sup u".split())
UNREAD = frozenset(("script", "style"))
SECTION = re.compile(r"<!\[(?:[^<>]*\]>)?")
HTML_MENTION = re.compile(r"<span\b[^<>]*/Mention\"[^<>]*>([^<>]*)</span>", re.IGNORECASE)

Id = Annotated[StrictStr, Field(min_length=1, max_length=1000)]


class Unreadable(Exception):
    """A body that is no activity; says what is wrong in a sentence."""


class Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Head(Read):
    """What every activity has, and all that is read of a kind that the channel does not know."""

    type: Id
    channel: Id = Field(alias="channelId")
    service: Id = Field(alias="serviceUrl")


class Account(Read):
    id: Id
    name: StrictStr | None = None
    directory: StrictStr | None = Field(None, alias="aadObjectId")


class Conversation(Read):
    id: Id
    kind: StrictStr | None = Field(None, alias="conversationType")
    tenant: StrictStr | None = Field(None, alias="tenantId")


class Activity(Head):
    """An activity in a conversation, by someone, to this bot."""

    id: Id
    conversation: Conversation
    person: Account = Field(alias="from")
    bot: Account = Field(alias="recipient")
    text: StrictStr | None = None
    value: Any = None
    action: StrictStr | None = None
    added: tuple[Account, ...] | None = Field(None, alias="membersAdded")
    reply_to: StrictStr | None = Field(None, alias="replyToId")
    entities: list[Any] | None = None
    attachments: list[Any] | None = None
    data: dict[str, Any] | None = Field(None, alias="channelData")

    @property
    def tenant(self) -> str:
        """The organisation's id: Teams gives it in one of two places, or in both."""
        named = (self.data or {}).get("tenant")
        other = named.get("id") if isinstance(named, dict) else None
        return self.conversation.tenant or (other if isinstance(other, str) else "")

    @property
    def personal(self) -> bool:
        return self.conversation.kind in (None, "personal")

    @property
    def in_channel(self) -> bool:
        return self.conversation.kind == "channel"

    @property
    def address(self) -> dict[str, Any]:
        """Where the answer goes, as an activity without names and without words; for as long as it is owed."""
        return {
            "type": self.type, "channelId": self.channel, "serviceUrl": self.service, "id": self.id,
            "conversation": {"id": self.conversation.id, "conversationType": self.conversation.kind},
            "from": {"id": self.person.id}, "recipient": {"id": self.bot.id},
        }  # fmt: skip

    @property
    def own(self) -> bool:
        """Written by this bot or another: answering would go round for ever."""
        return self.person.id == self.bot.id or self.person.id.startswith(BOT)

    @property
    def addressed(self) -> bool:
        """Meant for the bot: in a group or channel only where it is mentioned or one of its buttons was pressed."""
        return self.personal or bool(self.mentions) or self.choice is not None or self.judgement is not None

    @property
    def mentions(self) -> list[str]:
        """The pieces of the text that mention the bot."""
        found = [e for e in self.entities or [] if isinstance(e, dict) and e.get("type") == "mention"]
        own = [e for e in found if isinstance(e.get("mentioned"), dict) and e["mentioned"].get("id") == self.bot.id]
        return [e["text"] if isinstance(e.get("text"), str) else "" for e in own]

    @property
    def choice(self) -> str | None:
        """The message of the button that was pressed or the entry that was chosen."""
        chosen = self._submitted().get(CHOICE)
        return chosen[:LONGEST] if isinstance(chosen, str) and chosen.strip() else None

    @property
    def asker(self) -> str | None:
        """Whose question the choice completes, where it is somebody's."""
        asker = self._submitted().get(ASKER)
        return asker if isinstance(asker, str) else None

    @property
    def judgement(self) -> Judgement | None:
        """Whether an answer helped, where that is what was pressed."""
        try:
            return Judgement.model_validate(self._submitted()[FEEDBACK])
        except (KeyError, ValidationError):
            return None

    @property
    def said(self) -> str:
        """What the person asks: the choice, else the text without mentions of the bot; '' where there are no words."""
        if self.choice:
            return self._plain(self.choice)
        text = (self.text or "")[:LONGEST]
        if not text.strip():
            return self._from_html()
        for mention in self.mentions:
            if mention:
                text = text.replace(mention, " ")
        return self._plain(MENTION.sub(self._named, text))

    @property
    def pictured(self) -> bool:
        """Whether a picture, a file or a card came with it."""
        kinds = [a.get("contentType") for a in self.attachments or [] if isinstance(a, dict)]
        return any(kind != "text/html" for kind in kinds)

    def _from_html(self) -> str:
        """The words of an HTML attachment: Teams sends one beside the text, and at times without it."""
        for attachment in self.attachments or []:
            if isinstance(attachment, dict) and attachment.get("contentType") == "text/html":
                content = attachment.get("content")
                if isinstance(content, str):
                    reader = _Words()
                    marked = HTML_MENTION.sub(self._named, MENTION.sub(self._named, content[:LONGEST]))
                    # '<![if …]>', as Word writes it: Python's reader of HTML stops at other sections than these.
                    reader.feed(SECTION.sub(" ", marked))
                    reader.close()
                    return self._plain(" ".join("".join(reader.words).split()))
        return ""

    def _named(self, mention: re.Match[str]) -> str:
        """Nothing for this bot's name, the name for another's."""
        name = html.unescape(mention[1]).strip()
        return " " if name.casefold() == (self.bot.name or "").strip().casefold() else f" {name} "

    @staticmethod
    def _plain(text: str) -> str:
        # Half a pair of surrogates, left by an emoji cut in two, is no character.
        return html.unescape(text).replace("\xa0", " ").encode("utf-8", "replace").decode().strip()

    def _submitted(self) -> dict[str, Any]:
        value = self.value
        if isinstance(value, str) and len(value) < LONGEST:
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                return {}
        return value if isinstance(value, dict) else {}


class _Words(HTMLParser):
    """What is read of HTML: words stay whole where formatting changes inside them, lines and cells stay apart."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._unread += tag in UNREAD
        self.words.append("" if tag in INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self._unread = max(0, self._unread - (tag in UNREAD))
        self.words.append("" if tag in INLINE else " ")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.words.append(data)


def opened(body: bytes) -> dict[str, Any]:
    """The JSON object of a body. Raises Unreadable."""
    try:
        payload = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Unreadable("The body is not JSON in UTF-8.") from None
    if not isinstance(payload, dict):
        raise Unreadable("The body is not an activity.")
    return payload


def head(payload: dict[str, Any]) -> Head:
    """What every activity must have. Raises Unreadable."""
    return _validated(Head, payload)


def activity(payload: dict[str, Any]) -> Activity:
    """The whole activity. Raises Unreadable."""
    return _validated(Activity, payload)


def _validated(model: type[Any], payload: dict[str, Any]) -> Any:
    try:
        return model.model_validate(payload)
    except ValidationError as error:
        names = ", ".join(dict.fromkeys(".".join(map(str, e["loc"])) for e in error.errors()[:5]))
        raise Unreadable(f"The activity lacks something or has it in another form: {names}.") from None
    except RecursionError:
        raise Unreadable("The activity is nested too deeply.") from None
