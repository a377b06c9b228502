"""What the tests of learning share: a marker of the published store, the scenarios by id, and one to break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.store import Store
from learning import scenarios
from learning.marking import Marker
from learning.scenarios import Scenario

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
