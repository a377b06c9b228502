"""knowledge.phrasings: further phrasings join those beside the rules, and each mistake in them is shown where it stands."""

import pytest

from knowledge import build, phrasings, rules
from knowledge.errors import CheckFailed
from tests.conftest import IDS

FILE = "croydon-line-of-sight.yml"
HEAD = "document: croydon-line-of-sight\nasked:\n"


def test_further_phrasings_stand_in_the_store_beside_the_others(copied):
    (copied.phrasings / FILE).write_text(f"{HEAD}- clause: LMCS 1\n  asked_as:\n  - a wording of its own\n", "utf-8")
    file, _ = rules.load(copied.rules / FILE)
    beside = next(p for p in file.passages if p.reference == "LMCS 1").said[0].asked_as
    build.build(copied.build)
    store = build.Store(build.current(copied.build))
    clause = next(c for c in store.clauses_of("croydon-line-of-sight") if c.reference == "LMCS 1")
    (said,) = (s.id for s in store.stated(sorted(store.councils_of_statements())) if s.clause == clause.id)
    kept = [text for _, statement, part, text in store.phrasings() if part == "asked" and statement == said]
    assert kept == [*beside, "a wording of its own"]


def test_the_second_thing_that_a_clause_says_has_phrasings_of_its_own():
    statement = rules.Statement(plain="P.", asked_as=("first",))
    duty = rules.Duty(plain="D.", asked_as=("one",), bearers=("a",), strength=rules.Strength.MUST, action="do")
    passage = rules.Passage(clause="1", quote="Q.", duties=(duty,), statement=statement)
    assert [s.asked_as for s in phrasings._with(passage, {("1", 2): ("second",)}, {}).said] == [
        ("one",),
        ("first", "second"),
    ]


def test_a_document_without_further_phrasings_keeps_its_own(copied):
    (copied.phrasings / FILE).unlink(missing_ok=True)
    file, _ = rules.load(copied.rules / FILE)
    assert phrasings.added(file, copied.phrasings) == (file, [])


@pytest.mark.parametrize(("code", "text", "words"), [
    pytest.param("phrased_unknown", "- clause: LMSC 1\n  asked_as: [a]\n", ("'LMSC 1'", "Did you mean LMCS 1"), id="clause"),
    pytest.param("phrased_beyond", "- clause: LMCS 1\n  says: 3\n  asked_as: [a]\n", ("says 1 only", "up to 1"), id="says"),
    pytest.param("repeated_phrasing", "- clause: LMCS 1\n  asked_as: [A new one, a new one]\n", ("Replace one",), id="twice"),
    pytest.param("repeated_phrasing", "- clause: LMCS 1\n  asked_as: [LEAD member improvement board]\n", ("LMCS 1",),
                 id="as beside the rule"),
    pytest.param("invalid", "- clause: LMCS 1\n  asked: [a]\n", ("asked", "no such key"), id="key"),
    pytest.param("invalid", "- clause: LMCS 1\n  asked_as: []\n", ("asked_as",), id="none"),
    pytest.param("unreadable", "- clause: 'LMCS 1\n", ("YAML",), id="YAML"),
    pytest.param("phrased_unknown", "- clause: LMCS 1\n  asked_as: [a]\nunsaid:\n- clause: LMSC 1\n  not_said: [b]\n", ("'LMSC 1'",),
                 id="clause of what is not said"),
    pytest.param("repeated_phrasing", "- clause: LMCS 1\n  asked_as: [a]\nunsaid:\n- clause: LMCS 1\n  not_said: [A]\n", ("LMCS 1",),
                 id="answered and not said"),
])  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_next_step(copied, code, text, words):
    (copied.phrasings / FILE).write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(CheckFailed) as caught:
        copied.check()
    (error,) = caught.value.errors
    assert error.code == code
    assert str(error).startswith(f"phrasings/{FILE}:")
    assert all(word in str(error) for word in words), str(error)


@pytest.mark.parametrize("id_", IDS)
def test_the_published_phrasings_hold_together(id_):
    file, _ = rules.load(rules.RULES / f"{id_}.yml")
    longer, mistakes = phrasings.added(file)
    assert mistakes == []
    assert sum(len(s.asked_as) for p in longer.passages for s in p.said) > sum(
        len(s.asked_as) for p in file.passages for s in p.said
    )
