"""What the tests of learning share: the proved questions of the published store, made once, and how to plant a wrong one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.store import Store
from learning.bank import Bank, bank
from learning.items import Item, Kind, item
from learning.ledger import Ledger
from learning.proving import problems


@pytest.fixture(scope="session")
def held(store: Store) -> Bank:
    return bank(store)


@pytest.fixture(scope="session")
def ledger(store: Store) -> Ledger:
    return Ledger(store)


@pytest.fixture(scope="session")
def against(ledger: Ledger) -> Callable[[Item], str]:
    """What speaks against an item, in one line."""
    return lambda one: "; ".join(problems(one, ledger))


def planted(one: Item, answer: str | None = None, wrong: str | None = None, question: str | None = None) -> Item:
    """The item with another right option, with a wrong one replaced, or with another question."""
    others = [wrong, *(o for o in one.wrong[1:] if o != wrong)] if wrong else [o for o in one.wrong if o != answer]
    return item(
        one.kind, question or one.question, answer or one.answer, others, citations=one.citations,
        contrasts=one.contrasts, nearness=0.2, explanation=one.explanation,
    )  # fmt: skip


def found(held: Bank, kind: Kind, words: str, answer: str | None = None) -> Item:
    """The first proved item of a kind whose question (and answer) holds these words."""
    return next(
        i for i in held.items if i.kind is kind and words in i.question and (answer is None or answer in i.answer)
    )
