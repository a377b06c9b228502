"""Delivery: what the channel sends to the Bot Connector: the sign of typing, a card, or plain text where a card is refused.

Fed by the webhook with activities whose address a token vouched for. Microsoft's own client would do but for three
things: it cuts the ids of conversations, puts them into addresses as they are, and follows redirects to anywhere.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-send-and-receive-messages
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Protocol
from urllib.parse import quote

import aiohttp
import msal
from microsoft_agents.activity import Activity as Message
from microsoft_agents.activity import ActivityTypes, Attachment, ChannelAccount, ContentTypes, ConversationAccount
from microsoft_agents.hosting.core.authorization import AuthenticationConstants
from yarl import URL

from bot.channels.teams.incoming import Account, Activity
from bot.channels.teams.services import Services
from bot.channels.teams.settings import Settings
from bot.rendering import cards
from bot.rendering.plain import plain_text
from knowledge import website
from knowledge.outcomes import Outcome

logger = logging.getLogger(__name__)

SCOPE = f"{AuthenticationConstants.AGENTS_SDK_SCOPE}/.default"
PATIENCE = aiohttp.ClientTimeout(total=15)
LOGIN_PATIENCE = 10  # seconds
TYPING_PATIENCE = 1  # seconds; the sign of typing must not hold up an answer
TRIES = 4
LONGEST_WAIT = 30.0  # seconds between two tries, whatever the service asks for
AGAIN = {408, 412, 429, 500, 502, 503, 504}
NOT_THE_CARD = {401, 403, 404}
DOTS = {"", ".", ".."}  # what an address would take for a step up


class NotDelivered(Exception):
    """A message that the service did not take; names neither the conversation nor what was in it."""

    def __init__(self, status: int | None, tries: int):
        self.status = status
        said = f"the last answer was {status}" if status else "it could not be reached"
        super().__init__(f"the Bot Connector did not take a message in {tries} tries; {said}")


class Login(Protocol):
    """Gives the token that the bot shows to the connector; another one than `refused`."""

    async def token(self, refused: str = "") -> str: ...


class SingleTenant:
    """The bot's own token from its tenant, by MSAL, which keeps it and renews it shortly before it ends."""

    def __init__(self, settings: Settings, services: Services):
        self.settings, self.services = settings, services
        self._client: msal.ConfidentialClientApplication | None = None
        self._turn = asyncio.Lock()

    async def token(self, refused: str = "") -> str:
        """Raises NotDelivered where the tenant gives none."""
        async with self._turn:
            try:
                result = await asyncio.to_thread(self._acquired, refused)
            except Exception as error:  # MSAL lets through whatever its HTTP client raises
                logger.error("Teams: no token could be fetched (%s)", type(error).__name__)
                raise NotDelivered(None, 1) from None
        token = result.get("access_token")
        if not isinstance(token, str):
            logger.error("Teams: the tenant gave no token (%s): check TEAMS_APP_PASSWORD", result.get("error"))
            raise NotDelivered(401, 1)
        return token

    def _acquired(self, refused: str) -> dict[str, Any]:
        self._client = self._client or self._new()
        result: dict[str, Any] = self._client.acquire_token_for_client([SCOPE]) or {}
        if refused and result.get("access_token") == refused:
            self._client = self._new()  # with nothing kept
            result = self._client.acquire_token_for_client([SCOPE]) or {}
        return result

    def _new(self) -> msal.ConfidentialClientApplication:
        return msal.ConfidentialClientApplication(
            self.settings.app_id,
            client_credential=self.settings.password.get_secret_value(),
            authority=f"{self.services.login}/{self.settings.tenant}",
            timeout=LOGIN_PATIENCE,
        )


class Delivery:
    """Sends to the conversations that activities came from."""

    def __init__(self, services: Services, login: Login):
        self.services, self.login = services, login
        self._session: aiohttp.ClientSession | None = None

    async def typing(self, activity: Activity) -> None:
        """Shows that an answer is being made, where Teams can show it. Never raises: it is only a sign."""
        if activity.in_channel:
            return
        try:
            message = _message(activity, type=ActivityTypes.typing)
            await asyncio.wait_for(self._post(activity, message, tries=1), TYPING_PATIENCE)
        except (NotDelivered, asyncio.TimeoutError):
            return

    async def say(self, activity: Activity, outcome: Outcome, reply: bool = True, asker: str = "") -> None:
        """Sends an outcome as one card, whose choices are the asker's; as plain text if the service does not take the card. Raises NotDelivered."""
        card = Attachment(
            content_type=ContentTypes.adaptive_card, content=cards.to_card(outcome, asker, website.site())
        )
        line = cards.summary(outcome)
        try:
            await self._post(activity, _message(activity, reply, attachments=[card], summary=line))
        except NotDelivered as error:
            if not 400 <= (error.status or 0) < 500 or error.status in NOT_THE_CARD | AGAIN:
                raise
            logger.error("Teams: a card was answered with %s and is sent as text", error.status)
            await self._post(activity, _message(activity, reply, text=plain_text(outcome), text_format="plain"))

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def _post(self, activity: Activity, message: Message, tries: int = TRIES) -> None:
        where = address(activity, message.reply_to_id)
        if where is None or not self.services.trusted(activity.service):
            raise NotDelivered(400, 0)
        body = message.model_dump(by_alias=True, exclude_none=True, exclude_unset=True, mode="json")
        status, refused, wait = None, "", 1.0
        for number in range(1, tries + 1):
            token, pause = await self.login.token(refused), wait
            status, asked = await self._posted(where, body, token)
            if status is not None and 200 <= status < 300:
                return
            if status == 401 and not refused:
                refused, pause = token, 0.0
            elif status is not None and status not in AGAIN:
                break
            else:
                wait *= 2
            if number < tries:
                await asyncio.sleep(min(max(asked, pause), LONGEST_WAIT))
        raise NotDelivered(status, number) from None

    async def _posted(self, where: URL, body: dict[str, Any], token: str) -> tuple[int | None, float]:
        """The status, None where there was no answer, and for how many seconds the service asks to wait."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=PATIENCE, trust_env=True)
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self._session.post(where, json=body, headers=headers, allow_redirects=False) as answer:
                return answer.status, _seconds(answer.headers.get("Retry-After"))
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return None, 0.0


def address(activity: Activity, reply_to: str | None) -> URL | None:
    """Where a message goes: below the service's address and nowhere else; None where the ids would lead elsewhere."""
    steps = [activity.conversation.id, *([reply_to] if reply_to else [])]
    if any(step in DOTS for step in steps):
        return None
    conversation, *rest = (quote(step, safe="") for step in steps)
    path = "/".join(("v3/conversations", conversation, "activities", *rest))
    return URL(f"{activity.service.rstrip('/')}/{path}", encoded=True)


def _message(activity: Activity, reply: bool = True, type: str = ActivityTypes.message, **what: Any) -> Message:
    return Message(
        type=type,
        from_property=_account(activity.bot),
        recipient=_account(activity.person),
        conversation=ConversationAccount(id=activity.conversation.id),
        **({"reply_to_id": activity.id} if reply else {}),
        **what,
    )


def _account(account: Account) -> ChannelAccount:
    return ChannelAccount(id=account.id, **({"name": account.name} if account.name else {}))


def _seconds(header: str | None) -> float:
    """Retry-After in seconds; its other form, a date, counts as none given."""
    return float(header) if header and header.isascii() and header.isdigit() and len(header) < 6 else 0.0
