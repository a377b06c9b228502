"""What `dutydesk doctor` says of the desk and of the key that signs sessions; the channels have tests of their own."""

from __future__ import annotations

import pytest

from bot import checkup
from desk import database, secret


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder of the test's own, and no desk opened before."""
    monkeypatch.setenv("DUTYDESK_DATA", str(tmp_path))
    monkeypatch.delenv("DUTYDESK_DATABASE", raising=False)
    monkeypatch.delenv("DUTYDESK_SECRET", raising=False)
    monkeypatch.setattr(database, "lasting", lambda: database.Database(later=True))
    return tmp_path


def test_a_desk_that_can_be_opened_is_said_to_be(folder):
    found = checkup._desk()
    assert (found.state, found.detail) == ("ok", "a SQLite file")


def test_a_desk_that_cannot_be_opened_is_broken_and_the_next_step_is_named(folder, monkeypatch):
    monkeypatch.setenv("DUTYDESK_DATABASE", "postgresql://user:hushhush@127.0.0.1:9/none")
    found = checkup._desk()
    assert found.state == "broken"
    assert "Check DUTYDESK_DATABASE" in found.detail
    assert "hushhush" not in found.detail


def test_the_key_is_said_by_where_it_comes_from_and_never_shown(folder, monkeypatch):
    assert "will be made" in checkup._secret().detail
    made = secret.secret().decode()
    kept = checkup._secret()
    assert "made here and kept" in kept.detail
    assert str(folder / "secret") in kept.detail
    assert made not in kept.detail
    monkeypatch.setenv("DUTYDESK_SECRET", "k" * secret.SHORTEST)
    given = checkup._secret()
    assert (given.state, "need the same" in given.detail) == ("ok", True)
    assert "kkk" not in given.detail
    monkeypatch.setenv("DUTYDESK_SECRET", "s3cret")
    weak = checkup._secret()
    assert (weak.state, "openssl rand" in weak.detail) == ("missing", True)
    assert "s3cret" not in weak.detail
