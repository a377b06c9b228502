"""knowledge.build and knowledge.opened: rules are published whole or not at all, and are known at once."""

import pytest

from knowledge import build, opened
from knowledge.errors import CheckFailed, KnowledgeError
from knowledge.questions import Kind, Question
from knowledge.store import Store


def states(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_failing_check_leaves_the_published_store_and_the_pointer_as_they_were(copied):
    path, built = build.build()
    before = states(copied.build)
    assert built
    assert build.current(copied.build) == path
    copied.edit("bearers: [lmcs]", "bearers: [lmsc]")
    with pytest.raises(CheckFailed):
        build.build()
    assert states(copied.build) == before


def test_a_store_that_does_not_pass_validation_is_never_published(copied, monkeypatch):
    build.build()
    before = states(copied.build)
    copied.edit("Improvement Board, but says", "Improvement Board, and says")

    def refuse(*_):
        raise CheckFailed([KnowledgeError("quote_not_in_source", place="x.yml:1", reference="LMCS 1", document="x")])

    monkeypatch.setattr(build, "_validate", refuse)
    with pytest.raises(CheckFailed):
        build.build()
    assert states(copied.build) == before


def test_unchanged_inputs_are_not_built_again(copied):
    path, built = build.build()
    stamp = path.stat().st_mtime_ns
    again, rebuilt = build.build()
    assert (again, built, rebuilt) == (path, True, False)
    assert path.stat().st_mtime_ns == stamp


def test_a_changed_rule_is_a_new_store_beside_the_old(copied):
    old, _ = build.build()
    copied.edit("Improvement Board, but says", "Improvement Board, and says")
    new, built = build.build()
    assert built
    assert new != old
    assert build.current(copied.build) == new
    Store(new).close()
    assert old.exists(), "a reader may still have it open"


def test_a_changed_vocabulary_is_a_new_store(copied):
    old, _ = build.build()
    copied.edit(
        "names: [cabinet, the executive]",
        "names: [cabinet, the executive, star chamber]",
        "families.yml",
        copied.vocabulary,
    )
    new, built = build.build()
    assert built
    assert new != old


def test_a_missing_store_is_one_sentence_with_the_mend(copied):
    with pytest.raises(KnowledgeError, match="dutydesk build") as caught:
        build.current(copied.build)
    assert caught.value.code == "store_missing"


@pytest.mark.parametrize("damage", [b"", b"not a database at all", None], ids=["emptied", "overwritten", "cut short"])
def test_a_damaged_store_is_one_sentence_with_the_mend(copied, damage):
    path, _ = build.build()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3] if damage is None else damage)

    def read_whole():
        store = Store(build.current(copied.build))
        return [store.clauses_of(id_) for id_ in store.documents], list(store.phrasings())

    with pytest.raises(KnowledgeError, match="dutydesk build") as caught:
        read_whole()
    assert caught.value.code == "store_damaged"


@pytest.mark.parametrize("damage", [b"", b"not a database at all", None], ids=["emptied", "overwritten", "cut short"])
def test_building_mends_a_damaged_store_without_being_forced(copied, damage):
    path, _ = build.build()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3] if damage is None else damage)
    _, built = build.build()
    assert built
    assert len(Store(build.current(copied.build)).documents) == 5


def test_a_new_role_is_known_after_publishing_without_a_restart(copied, monkeypatch):
    monkeypatch.setattr(opened, "CHECK_EVERY", 0.0)
    monkeypatch.setattr(opened, "LONGEST", 60)
    monkeypatch.setattr("knowledge.embeddings.encoder", lambda *_, **__: None)
    build.build()
    before = opened.knowledge()
    assert not [m for m in before.vocabulary.mentions("what does the beekeeper do?") if m.kind == "family"]
    copied.edit("families:\n", "families:\n  beekeeper: {name: Beekeeper, kind: officer, names: [beekeeper]}\n",
                "families.yml", copied.vocabulary)  # fmt: skip
    copied.edit(
        "name: Lead Member Children's Services (LMCS), family: lead-member",
        "name: Lead Member Children's Services (LMCS), family: beekeeper",
    )
    build.build()
    after = opened.knowledge()
    assert after is not before
    assert [m.key for m in after.vocabulary.mentions("what does the beekeeper do?") if m.kind == "family"] == [
        "beekeeper"
    ]
    reply = after.ask(Question(text="what must the beekeeper do in Croydon?", kind=Kind.DUTIES, confidence=0.9))
    assert reply.outcome.status == "answered"
    assert {c.document for c in reply.outcome.citations} == {"croydon-line-of-sight"}


def test_two_drafts_never_share_a_name_and_none_is_left_behind(copied):
    build.build()
    assert not list(copied.build.glob("*draft*"))
