"""What the tests of learning share: the proved questions of the published store and how to plant a wrong one, a marker,
the scenarios by id, and one to break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from desk.database import Database, metadata
from knowledge.store import Store
from learning import scenarios
from learning.bank import Bank, bank
from learning.items import Item, Kind, item
from learning.ledger import Ledger
from learning.marking import Marker
from learning.proving import problems
from learning.scenarios import Scenario
from tests import postgresql
from tests.learning.rooms import room_of


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


WHOLE = """\
- id: kent-resettlement
  council: Kent
  for: [frontline, manager]
  situation: >-
    You work in a youth offending team in Kent. A boy left custody on Monday, and nothing in his plan has come.
  question: Who can escalate this under the 2011 protocol?
  you: yots
  expect:
    bearer: [yots, secure-estate]
    action: escalate and resolve the issue
    clause: kent-dcs-2011/CDCC 2
    any_one: true
  wrong:
    - bearer: cdcc
      why: The CDCC puts the procedures in place.
      clause: kent-dcs-2011/CDCC 2
    - bearer: managing-director
      why: The Managing Director resolves disputes.
  rubric:
    action:
      - [escalate, resolve]
  topics: [resettlement]
  difficulty: 2
"""


@pytest.fixture(scope="session")
def marker(store: Store) -> Marker:
    return Marker(store)


@pytest.fixture(scope="session")
def by_id() -> dict[str, Scenario]:
    """Every scenario that is well formed, by its id."""
    return {one.scenario.id: one.scenario for one in scenarios.read()[0]}


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A folder with one file, kent.yml: a whole scenario in which `old` is replaced by `new`."""

    def made(old: str = "", new: str = "", name: str = "kent.yml") -> Path:
        assert old in WHOLE
        (tmp_path / name).write_text(WHOLE.replace(old, new, 1) if old else WHOLE, encoding="utf-8")
        return tmp_path

    return made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request, tmp_path_factory) -> Iterator[str]:
    """The address of a database of each kind that the desk can have."""
    with postgresql.database(request.param, tmp_path_factory.mktemp("sessions")) as url:
        yield url


@pytest.fixture
def database(engine) -> Iterator[Database]:
    made = Database(engine)
    yield made
    metadata.drop_all(made.engine)
    made.close()


@pytest.fixture
def room(database, store, held) -> SimpleNamespace:
    return room_of(database, store, held)
