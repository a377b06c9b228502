"""Webhook: takes what Teams sends, acknowledges it at once and answers after. The channel's front door.

Tokens decide whether a request is taken, incoming reads it, the exchange answers, delivery sends. Switched on by the
environment (settings); without it the webhook answers 503 and the server runs as before.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.exchange import Exchange
from bot.channels.teams import settings as environment
from bot.rendering.wording import NO_WORDS, NOT_KEPT, THANKS
from bot.trouble import lost
from desk import database
from desk.feedback import Feedback
from desk.people import person
from desk.receipts import Address
from knowledge.outcomes import Option, SmallTalk
from knowledge.questions import Profile
from knowledge.safety import FIRST

if TYPE_CHECKING:
    from bot.channels.teams.delivery import Login
    from bot.channels.teams.incoming import Activity
    from bot.channels.teams.services import Services

LARGEST = 256_000  # bytes of an activity; Teams sends far less
OFF = "Teams is off: {why}. `dutydesk doctor` says more."
EXAMPLES = ("Who chairs the corporate parenting panel?", "What must I do if I am worried about a child?",
            "I am a councillor in Dudley")  # fmt: skip
WELCOME = SmallTalk(
    says=(
        "Ask me who must do what to keep children safe, and I will show you the clause that says so.",
        "In a team or a group, mention me with your question.",
        "Please leave out names and whatever else tells who a child is.",
        FIRST,
    ),
    options=tuple(Option(label=example, message=example) for example in EXAMPLES),
)
# A choice completes the question of whoever asked it; for another person it would mean something else.
NOT_YOURS = SmallTalk(
    says=("Somebody else asked this. Mention me and ask it yourself, and I will answer for your role.",)
)
NO_ACTION = "I cannot use this button. Write your question to me."


class TeamsInput(InputChannel):
    """The Bot Framework's messaging endpoint. `services` and `login` stand for Microsoft's in tests."""

    def __init__(self, settings: environment.Settings | None = None, services: Services | None = None,
                 login: Login | None = None):  # fmt: skip
        self.settings, self.services, self.login = settings, services, login

    @classmethod
    def name(cls) -> str:
        return "teams"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TeamsInput:
        return cls(environment.from_environment())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        hook = Blueprint("teams_webhook")
        if self.settings:
            # Where the desk is down, questions are answered still.
            exchange = Exchange(on_new_message, self.name(), database.lasting())
            _open(hook, exchange, self.settings, self.services, self.login)
            return hook
        _closed(hook, OFF.format(why="; ".join(environment.wanting())))
        return hook


def _closed(hook: Blueprint, sentence: str) -> None:
    @hook.listener("after_server_start")
    async def say(app: Any, loop: Any) -> None:
        print(sentence, flush=True)

    @hook.get("/")
    async def health(request: Request) -> HTTPResponse:
        return response.json({"teams": "off"})

    @hook.post("/webhook")
    async def refuse(request: Request) -> HTTPResponse:
        return response.text("The Teams channel is not switched on here.", status=503)


def _open(hook: Blueprint, exchange: Exchange, settings: environment.Settings, services: Services | None,
          login: Login | None) -> None:  # fmt: skip
    from bot.channels.teams.delivery import Delivery, SingleTenant
    from bot.channels.teams.incoming import Unreadable, head, opened
    from bot.channels.teams.keys import Keys
    from bot.channels.teams.services import Services
    from bot.channels.teams.tokens import Refused, Tokens

    services = services or Services()
    tokens = Tokens(settings.app_id, services, Keys(services))
    delivery = Delivery(services, login or SingleTenant(settings, services))
    desk = Desk(exchange, delivery)

    @hook.get("/")
    async def health(request: Request) -> HTTPResponse:
        return response.json({"teams": "on"})

    @hook.post("/webhook")
    async def receive(request: Request) -> HTTPResponse:
        if len(request.body or b"") > LARGEST:
            return response.text("The activity is too large.", status=413)
        try:
            vouched = await tokens.checked(request.headers.get("authorization"))
            payload = opened(request.body or b"")
            beginning = head(payload)
            tokens.vouch(vouched, beginning.service, beginning.channel)
            answer = await desk.take(beginning.type, payload)
            return response.text("") if answer is None else response.json(answer)
        except Refused as refused:
            return response.text(refused.sentence, status=refused.status)
        except Unreadable as unreadable:
            return response.text(str(unreadable), status=400)

    @hook.listener("after_server_start")
    async def begin(app: Any, loop: Any) -> None:
        app.ctx.teams_telling = asyncio.ensure_future(exchange.tell_lost(desk.lost))

    @hook.listener("after_server_stop")
    async def close(app: Any, loop: Any) -> None:
        app.ctx.teams_telling.cancel()
        await delivery.close()


class Desk:
    """What is done about each kind of activity that is authentic."""

    def __init__(self, exchange: Exchange, delivery: Any):
        self.exchange, self.delivery = exchange, delivery
        self.feedback = Feedback(exchange.people.database)
        self.kinds: dict[str, Callable[[Activity], Awaitable[None]]] = {
            "message": self._message,
            "conversationUpdate": self._joined,
            "installationUpdate": self._installed,
        }

    async def take(self, kind: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        """What goes into the acknowledgement, if anything; the work is done after. Raises Unreadable."""
        from bot.channels.teams.incoming import activity

        if kind == "invoke":
            return _invoked(payload.get("name"))
        if kind in self.kinds:
            await self.kinds[kind](activity(payload))
        return None

    async def _message(self, activity: Activity) -> None:
        if activity.own or not activity.addressed:
            return
        event = _hashed("message", activity.conversation.id, activity.id)
        if not await self.exchange.first(event, None if activity.judgement else activity.address):
            return
        self.exchange.later(self._judged(activity) if activity.judgement else self._answered(activity), event)

    async def lost(self, address: Address) -> None:
        """Where a message was taken and its answer does not come any more: that it is to be sent again."""
        from bot.channels.teams.incoming import activity

        await self.delivery.say(activity(address), lost())

    async def _answered(self, activity: Activity) -> None:
        text = activity.said
        if not text:
            await self.delivery.say(activity, SmallTalk(says=(NO_WORDS,)) if activity.pictured else WELCOME)
            return
        conversation = _conversation(activity)
        if activity.choice and activity.asker not in (None, conversation):
            await self.delivery.say(activity, NOT_YOURS)
            return
        said, _ = await asyncio.gather(
            self.exchange.say(text, _person(activity), conversation), self.delivery.typing(activity)
        )
        await self.delivery.say(activity, said.outcome, asker=conversation)

    async def _judged(self, activity: Activity) -> None:
        """Notes whether an answer helped, once for each person and answer."""
        judged = activity.judgement
        thanks = THANKS[judged is not None and judged.helpful]
        if judged and await self._first("judged", activity.reply_to or activity.id, _person(activity)):

            def kept() -> bool:
                self.feedback.give("teams", judged.helpful, judged.status, judged.clauses)
                return True

            if not await self.exchange.noted("a judgement could not be kept", False, kept):
                thanks = NOT_KEPT
        await self.delivery.say(activity, SmallTalk(says=(thanks,)))

    async def _joined(self, activity: Activity) -> None:
        """Welcomes whoever opens a chat with the bot, and a team or group that it is added to; not each new member."""
        added = {account.id for account in activity.added or ()}
        if activity.bot.id in added or (added and activity.personal):
            await self._welcome(activity)

    async def _installed(self, activity: Activity) -> None:
        if (activity.action or "").startswith("add"):
            await self._welcome(activity)
        elif (activity.action or "").startswith("remove") and activity.personal:
            self.exchange.later(self._forget(activity))

    async def _welcome(self, activity: Activity) -> None:
        # Teams tells of one installation in several activities, with ids of their own.
        if await self._first("welcome", activity.conversation.id):
            self.exchange.later(self._greeted(activity))

    async def _greeted(self, activity: Activity) -> None:
        await self.delivery.say(activity, WELCOME, reply=False)

    async def _forget(self, activity: Activity) -> None:
        def forget(who: str) -> None:
            self.exchange.links.part(who)  # what is kept for other channels stays theirs
            self.exchange.people.note(who, Profile())

        await self.exchange.noted("who asked could not be forgotten", None, forget, _person(activity))

    async def _first(self, *what: str) -> bool:
        """Whether this is new."""
        return await self.exchange.first(_hashed(*what))


def _hashed(*what: str) -> str:
    """Ids of Teams are long, and some name people: what is kept of them is a hash."""
    return hashlib.sha256("\x1f".join(what).encode("utf-8", "replace")).hexdigest()


def _invoked(name: Any) -> dict[str, Any]:
    """The answer to an invoke, for which Teams waits; nothing that this app sends causes one.

    Microsoft's SDK answers those it does not know with 501, and Teams then tells the person that the app cannot be
    reached (https://github.com/microsoft/Agents/issues/398). An empty object is taken; a card's button wants words.
    """
    if name != "adaptiveCard/action":
        return {}
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": NO_ACTION}


def _person(activity: Activity) -> str:
    """The pseudonym of who asks; the directory's id is the same in every conversation."""
    return person("teams", activity.tenant, activity.person.directory or activity.person.id)


def _conversation(activity: Activity) -> str:
    """What one person says in one chat or thread is one conversation; its name tells neither."""
    return person("teams conversation", activity.conversation.id, activity.person.directory or activity.person.id)
