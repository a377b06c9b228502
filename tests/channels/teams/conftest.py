"""What the tests of the Teams channel share: a mock of Microsoft, a channel with a fixed assistant, and a chat of one's own."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.teams.webhook import TeamsInput
from knowledge.citations import Citation
from knowledge.outcomes import Answer, Clarification, Option
from tests.channels.teams.kit import (
    microsoft,
)  # fmt: skip
from tests.channels.teams.server import SETTINGS, Fixed, Talk, echo, served

QUOTE = "The *Lead* Member [must](https://evil.example) act at once, if <at>all</at> agree."
CITATION = Citation(
    document="dudley-roles-2006", title="Summary", council="Dudley", clause="All Councillors 1", role="Councillors", path=(),
    pieces=(QUOTE,), adjacent=(), quote=QUOTE, spans=((0, 9),), standing="draft", date="20 February 2006",
)  # fmt: skip
ANSWER = Answer(says=("A councillor.",), citations=(CITATION,))
ASKED = Clarification(
    says=("Which?",), options=(Option(label="Dudley", message="in Dudley"), Option(label="Kent", message="in Kent"))
)


async def handle(said):
    """Answers 'clause' with a clause, 'which' with choices, 'slow' after a while, 'fail' not at all, the rest with an echo."""
    if "fail" in said.text:
        raise RuntimeError("the action server is down: secret detail")
    if "slow" in said.text:
        await asyncio.sleep(0.3)
    outcome = ANSWER if "clause" in said.text else ASKED if "which" in said.text else None
    if outcome is None:
        await echo(said)
    else:
        profile = {"profile": {"council": "Dudley", "family": None}} if "my clause" in said.text else {}
        await said.output_channel.send_custom_json(said.sender_id, {**outcome.payload(), **profile})


@pytest.fixture(scope="module")
def service():
    with microsoft() as it:
        yield it


@pytest.fixture(scope="module")
def talk(service):
    with served(TeamsInput(SETTINGS, service.services, Fixed()), handle) as port:
        yield Talk(port, service)


@pytest.fixture
def chat(request):
    """The id of a personal chat of this test's own."""
    return f"a:{request.node.name[:300]}"
