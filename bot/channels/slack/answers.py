"""Answers: what to do for each thing that comes in, and where the answer goes. After the acknowledgement.

A mention is answered in its thread, a direct message where it was written, a command and the shortcut privately.
Profiles belong to persons; what was spoken of belongs to a person in a thread, a direct message or a channel's command.
"""

from __future__ import annotations

import html
import json
import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject
from slack_sdk.models.views import View

from bot.apart import PAGES
from bot.channels.exchange import Exchange
from bot.channels.slack import incoming as i
from bot.channels.slack.delivery import Delivery, Message
from bot.channels.slack.home import NEITHER, Roles, home_view
from bot.rendering.blocks import charted, escaped, fallback, is_answer, prose, to_blocks
from bot.rendering.wording import NO_WORDS, NOT_KEPT, THANKS
from bot.trouble import TROUBLE, lost
from desk.feedback import Feedback
from desk.people import person
from desk.receipts import Address
from knowledge import safety, website
from knowledge.errors import KnowledgeError
from knowledge.opened import knowledge
from knowledge.outcomes import Lesson, Outcome
from knowledge.questions import Profile
from learning.tutor import Tutor

logger = logging.getLogger(__name__)

Send = Callable[[Message], Awaitable[bool]]
ECHO = 200  # characters of a question that stand above its answer
PATIENCE = 4.0  # seconds to fill the home tab
KEPT = 500  # private answers that can still be shared, in memory only
STATUSES = ("answered", "clarify", "not_covered", "small_talk", "profile_set")
KINDS = {"member": "Councillors", "officer": "Officers", "school": "Schools", "service": "Services"}

HELP = "help"
NOTHING_HERE = "This message has no words that I could look up."
GONE = "I no longer have this answer at hand. Ask again with /duty, then share it."
SHARED = "Shared by <@{user}>, who asked privately."


class Answers:
    """The assistant as Slack's users meet it."""

    def __init__(self, exchange: Exchange, delivery: Delivery, feedback: Feedback):
        self.exchange, self.delivery, self.feedback = exchange, delivery, feedback
        self._private: OrderedDict[str, Outcome] = OrderedDict()

    # --- questions ----------------------------------------------------------------------------------------------------

    async def mentioned(self, team: str, message: i.Message) -> None:
        """A mention in a channel: answered in its thread."""
        thread = message.thread_ts or message.ts
        send = partial(self.delivery.post, message.channel, thread=thread)
        spoken = _key("thread", team, message.channel, thread, message.user)
        await self._answer(i.words(message.text) or HELP, team, message.user, spoken, send)

    async def written(self, team: str, message: i.Message) -> None:
        """A direct message: answered there, in the thread if it was written in one."""
        send = partial(self.delivery.post, message.channel, thread=message.thread_ts)
        text = i.words(message.text)
        if not text:
            await send(_told(NO_WORDS))
            return
        await self._answer(text, team, message.user, _direct(team, message.user, message.thread_ts), send)

    async def commanded(self, command: i.Command) -> None:
        """/duty: answered privately, wherever it was typed."""
        spoken = _key("command", command.team_id, command.channel_id, command.user_id)
        send = partial(self.delivery.respond, command.response_url)
        text = i.words(command.text)
        chosen = _asked(text) if text else ""
        await self._answer(text or HELP, command.team_id, command.user_id, spoken, send, private=True, chosen=chosen)

    async def looked_up(self, shortcut: i.Shortcut) -> None:
        """'Which duty applies?' on somebody's message: answered privately."""
        send = partial(self.delivery.respond, shortcut.response_url, thread=shortcut.message.thread_ts)
        text = i.words(shortcut.message.text)
        if not text:
            await send(_told(NOTHING_HERE))
            return
        user, team = shortcut.user.id, shortcut.workspace
        spoken = _key("shortcut", team, shortcut.channel.id, shortcut.message.ts, user)
        await self._answer(text, team, user, spoken, send, private=True)

    async def _answer(
        self, text: str, team: str, user: str, spoken: str, send: Send, private: bool = False, chosen: str = ""
    ) -> None:
        said = await self.exchange.say(text, person("slack", team, user), spoken)
        share = self._kept(said.outcome) if private and is_answer(said.outcome) else ""
        await send(Message(fallback(said.outcome), to_blocks(said.outcome, spoken, chosen, share, website.site())))

    def _kept(self, outcome: Outcome) -> str:
        key = secrets.token_urlsafe(12)
        # Choices stay with whoever asked: they go on from what was spoken of.
        self._private[key] = outcome.model_copy(update={"options": ()})
        while len(self._private) > KEPT:
            self._private.popitem(last=False)
        return key

    async def lost(self, address: Address) -> None:
        """Where a message was taken and its answer does not come any more: that it is to be sent again."""
        outcome = lost()
        message = Message(fallback(outcome), to_blocks(outcome, _key("lost")))
        if url := address.get("url"):
            await self.delivery.respond(url, message, thread=address.get("thread"))
        else:
            await self.delivery.post(address["channel"], message, address.get("thread"))

    # --- buttons and menus --------------------------------------------------------------------------------------------

    async def pressed(self, action: i.Action) -> None:
        """Every element of a message or the home tab that this channel sends; others are left alone."""
        for used in action.actions:
            kind = used.action_id.partition(":")[0]
            if action.container.type == "view":
                await self._on_home(action, used, kind)
            elif kind in ("choose", "about-clause"):
                await self._chose(action, used)
            elif kind in ("helpful", "unhelpful"):
                await self._judged(action, used, kind == "helpful")
            elif kind == "share":
                await self._shared(action, used.value)

    async def _chose(self, action: i.Action, used: i.Pressed) -> None:
        """A choice is a message of whoever pressed it, in the conversation of the message it stands in."""
        option = used.selected_option
        text, shown = (option.value, option.text.text) if option else (used.value, used.text.text)
        spoken = used.block_id.split(":")[1] if used.block_id.count(":") == 2 else ""
        if not text or len(spoken) != 40 or not spoken.isalnum():
            return
        user, team = action.user.id, action.workspace
        chosen = f"Chosen: {html.unescape(shown)}" if shown else ""
        if action.container.is_ephemeral:
            replace = used.action_id.startswith("choose:")
            send: Send = partial(self.delivery.respond, action.response_url, replace=replace)
        else:
            send = partial(self._beside, action)
        await self._answer(text, team, user, spoken, send, action.container.is_ephemeral, chosen)

    async def _beside(self, action: i.Action, message: Message) -> bool:
        """Next to the message whose button was pressed; privately where this app may not write."""
        channel, place = action.channel.id if action.channel else action.user.id, action.container
        thread = place.thread_ts or (None if channel.startswith("D") else place.message_ts)
        return await self.delivery.post(channel, message, thread) or await self.delivery.respond(
            action.response_url, message
        )

    async def _judged(self, action: i.Action, used: i.Pressed, helpful: bool) -> None:
        """Counted once for a person and a message, by kind of answer and clauses."""
        given = _judgement(used.value)
        place = (action.channel.id if action.channel else "", action.container.message_ts or "")
        thanks = THANKS[helpful]
        if given and await self.exchange.first(f"judged:{_key(*place, action.workspace, action.user.id)}"):

            def kept() -> bool:
                self.feedback.give("slack", helpful, *given)
                return True

            if not await self.exchange.noted("feedback could not be kept", False, kept):
                thanks = NOT_KEPT
        await self.delivery.respond(action.response_url, _told(thanks), thread=action.container.thread_ts)

    async def _shared(self, action: i.Action, key: str) -> None:
        """A private answer shown to the channel, without the question, once."""
        outcome = self._private.get(key)
        if not outcome:
            await self.delivery.respond(action.response_url, _told(GONE))
            return
        if not await self.exchange.first(f"shared:{key}"):
            return
        spoken = _key("shared", action.workspace, key)
        blocks = [*to_blocks(outcome, spoken, site=website.site()), _by(action.user.id)]
        text = f"{fallback(outcome)}\n\n{SHARED.format(user=action.user.id)}"
        thread = action.container.thread_ts
        if await self.delivery.respond(action.response_url, Message(text, blocks), public=True, thread=thread):
            await self.delivery.withdraw(action.response_url)

    # --- the home tab -------------------------------------------------------------------------------------------------

    async def home(self, team: str, user: str, trouble: str = "") -> None:
        """Shows the home tab as it is now."""
        try:
            view = await PAGES.call(self._view, person("slack", team, user), trouble, seconds=PATIENCE)
        except Exception as error:
            logger.exception("the home tab could not be filled")
            problem = str(error) if isinstance(error, KnowledgeError) else ""
            view = home_view(Profile(), (), {}, f"{TROUBLE} {problem}".strip())
        await self.delivery.publish(user, view)

    def _view(self, who: str, trouble: str) -> View:
        profile = self.exchange.people.profile(who)
        councils, roles = _offices()
        progress = self._progress(who)
        done = [*prose("How far you are:"), *prose("\n".join(progress.says))]
        done += charted(progress.chart) if progress.chart else []
        return home_view(profile, councils, roles, trouble, safety.first_words(profile.council)[0], done)

    def _progress(self, who: str) -> Lesson:
        held = knowledge()
        return Tutor(held.store, self.exchange.people.database, vocabulary=held.vocabulary).progress(who)

    async def _on_home(self, action: i.Action, used: i.Pressed, kind: str) -> None:
        team, user = action.workspace, action.user.id
        if kind in ("council", "role", "forget"):
            try:
                await PAGES.call(self._note, person("slack", team, user), kind, used, seconds=PATIENCE)
                problem = ""
            except Exception:
                logger.exception("who asks could not be kept")
                problem = NOT_KEPT
            await self.home(team, user, problem)
        elif kind in ("example", "again"):
            text = "start again" if kind == "again" else used.value
            chosen = "" if kind == "again" else _asked(text)
            send = partial(self.delivery.post, user)
            await self._answer(text or HELP, team, user, _direct(team, user, None), send, chosen=chosen)

    def _note(self, who: str, kind: str, used: i.Pressed) -> None:
        """Keeps what was chosen."""
        value = used.selected_option.value if used.selected_option else NEITHER
        councils, roles = _offices()
        profile = self.exchange.people.profile(who)
        if kind == "forget":
            profile = Profile()
        elif kind == "council":
            profile = profile.model_copy(update={"council": value if value in councils else None})
        else:
            known = any(value in group for group in roles.values())
            profile = profile.model_copy(update={"family": value if known else None})
        self.exchange.people.note(who, profile)


def _key(*parts: str) -> str:
    """A conversation's name: a keyed hash, so that no id of Slack's rests in a tracker."""
    return person("slack-conversation", *parts)


def _direct(team: str, user: str, thread: str | None) -> str:
    return _key("direct", team, user, thread or "")


def _told(text: str) -> Message:
    """A short message of our own."""
    return Message(escaped(text), list(prose(text)))


def _asked(text: str) -> str:
    """The question, or its beginning: Slack does not show what was typed as a command."""
    return f"You asked: {text if len(text) <= ECHO else text[:ECHO] + ' …'}"


def _judgement(value: str) -> tuple[str, list[str]] | None:
    """Status and clauses of a feedback button; None where it is none of ours."""
    try:
        given: Any = json.loads(value)
        status, clauses = given["status"], given["clauses"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    good = status in STATUSES and isinstance(clauses, list) and all(isinstance(clause, str) for clause in clauses)
    return (status, clauses) if good else None


def _by(user: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=SHARED.format(user=user))])


def _offices() -> tuple[tuple[str, ...], Roles]:
    """The councils, and the offices that their documents name, by kind. Raises store_missing or store_damaged."""
    store = knowledge().store
    held = {role.family for role in store.roles.values()}
    named = [(key, family) for key, family in store.families.items() if key in held]
    roles = {kind: {key: f.name for key, f in named if f.kind == word} for word, kind in KINDS.items()}
    return tuple(store.councils), roles
