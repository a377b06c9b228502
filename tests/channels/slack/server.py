"""The Slack channel on a bare server, with an assistant that says what it was asked. `python -m tests.channels.slack.server PORT`

What the tests of the channel talk to over HTTP; several of them may share one desk.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from bot.channels import exchange
from bot.quiet import prepare
from knowledge.citations import Citation
from knowledge.outcomes import Answer, Clarification, Option, Outcome, SmallTalk

QUOTE = "Pass all concerns to R&D <!channel> @here <@U061F7AUR> <https://evil.example|here> without delay, if possible."


def citation(quote: str = QUOTE, clause: str = "CDCC 2", role: str = "Corporate Director", notes: tuple[str, ...] = ()) -> Citation:  # fmt: skip
    return Citation(
        document="kent-dcs-2011", title="Accountability Protocol", council="Kent", clause=clause, role=role, path=(),
        pieces=(quote,), adjacent=(), quote=quote, spans=((0, 1),), standing="approved", date="6 April 2011", notes=notes,
    )  # fmt: skip


def outcome(text: str, conversation: str, profile: dict[str, Any]) -> Outcome:
    """What the assistant of the tests says."""
    if text == "quote":
        return Answer(says=("They must.",), citations=(citation(),))
    if text == "which":
        return Clarification(
            says=("Which council?",), options=tuple(Option(label=c, message=c) for c in ("Kent", "Dudley", "R&D <x>"))
        )
    if text == "long":
        return Answer(says=("All 60.",), citations=tuple(citation("word " * 60, f"annex {n}") for n in range(60)))
    return SmallTalk(
        says=(f"asked={text}", f"in={conversation}", f"by={profile.get('council')}/{profile.get('family')}")
    )


async def handle(message: Any) -> None:
    profile = dict(message.metadata["profile"])
    if message.text == "boom":
        raise RuntimeError("a secret of the machine room")
    if message.text == "hang":
        await asyncio.sleep(60)
    if message.text == "silence":
        return
    payload = outcome(message.text, message.sender_id, profile).payload()
    if message.text == "I am in Dudley":
        profile["council"] = "Dudley"
    await message.output_channel.send_custom_json(message.sender_id, {**payload, "profile": profile})


def main() -> None:
    prepare()
    from sanic import Sanic

    from bot.channels.slack import answers
    from bot.channels.slack.requests import SlackInput

    exchange.PATIENCE = 0.5
    answers.PATIENCE = 60  # nobody has opened the store beforehand here
    app = Sanic("slack-tests", configure_logging=False)
    app.blueprint(SlackInput().blueprint(handle), url_prefix="/webhooks/slack")
    app.run(host="127.0.0.1", port=int(sys.argv[1]), access_log=False, workers=1)


if __name__ == "__main__":
    main()
