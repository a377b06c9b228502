"""knowledge.rules: each kind of mistake in a rule file is shown with its file, its line and what to do next."""

import re

import pytest

from knowledge import rules
from knowledge.errors import CheckFailed
from tests.conftest import IDS

FILE = "croydon-line-of-sight.yml"

# code, text to replace, replacement, words of the sentence: what is wrong and the next step
MISTAKES = [
    pytest.param("invalid", "    strength: must\n", "    strenght: must\n", ("strenght", "dutydesk check"), id="key mistyped"),
    pytest.param("invalid", "    strength: must\n", "    strength: shall\n", ("strength", "dutydesk check"), id="strength unknown"),
    pytest.param("unknown_role", "bearers: [lmcs]", "bearers: [lmsc]", ("'lmsc'", "Did you mean", "lmcs"), id="role unknown"),
    pytest.param("unknown_family", "family: improvement-board", "family: improvment-board",
                 ("improvment-board", "families.yml", "Did you mean improvement-board"), id="family unknown"),
    pytest.param("unknown_topic", "topics: [meetings, performance]", "topics: [meetings, performence]",
                 ("performence", "topics.yml", "Did you mean performance"), id="topic unknown"),
    pytest.param("duplicate_reference", "- clause: LMCS 2\n", "- clause: LMCS 1\n", ("LMCS 1", "Give each clause its own"),
                 id="reference twice"),
    pytest.param("duplicate_role", "- {key: dcs, ", "- {key: lmcs, ", ("'lmcs'", "Keep one"), id="role twice"),
    pytest.param("repeated_phrasing", "    - lead member improvement board\n",
                 "    - Does the lead member have anything to do with the improvement board\n",
                 ("improvement board", "Replace one"), id="phrasing twice"),
    pytest.param("unreadable", "passages:\n", "passages:\n- heading: 'no end\n", ("YAML", "Mend the line"), id="YAML broken"),
    pytest.param("unreadable", "    strength: must\n", "    strength: must\n    strength: may\n", ("twice", "Mend"), id="key twice"),
    pytest.param("unreadable", "\npassages:", "\n\tpassages:", ("YAML", "Mend"), id="tab"),
    pytest.param("step_not_in_clause", "- clause: LMCS 3\n", "  procedures:\n  - about: it comes up\n    steps:\n"
                 "    - {words: never written, plain: One}\n    - {words: Board, plain: Two}\n    - {words: it, plain: Three}\n"
                 "- clause: LMCS 3\n", ("'never written'", "LMCS 2", "in its order"), id="step not in clause"),
    pytest.param("unknown_parent", "- clause: LMCS 2\n", "- clause: LMCS 2\n  within: nowhere\n", ("nowhere", "above it"),
                 id="parent unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "words"), MISTAKES)
def test_a_mistake_is_named_with_file_line_and_next_step(copied, code, old, new, words):
    line = copied.edit(old, new)
    with pytest.raises(CheckFailed) as caught:
        copied.check()
    sentence = str(next((e for e in caught.value.errors if e.code == code), caught.value.errors[0]))
    assert {e.code for e in caught.value.errors} >= {code}, sentence
    place = re.match(rf"{re.escape(FILE)}:(\d+): ", sentence)
    assert place, sentence
    assert abs(int(place[1]) - line) <= 12, f"{sentence} (the mistake stands on line {line})"
    assert all(word in sentence for word in words), sentence
    assert "Traceback" not in sentence


@pytest.mark.parametrize("code", ["unknown_topic", "unknown_family", "invalid"])
def test_the_line_is_the_very_line_where_one_value_is_wrong(copied, code):
    old, new = {
        "unknown_topic": ("topics: [meetings, performance]", "topics: [meetings, performence]"),
        "unknown_family": ("family: improvement-board", "family: improvment-board"),
        "invalid": ("    strength: must\n", "    strenght: must\n"),
    }[code]
    line = copied.edit(old, new)
    with pytest.raises(CheckFailed) as caught:
        copied.check()
    assert any(str(e).startswith(f"{FILE}:{line}: ") for e in caught.value.errors), str(caught.value)


def test_a_duty_with_too_few_phrasings_is_told_how_many_it_wants(copied):
    text = (copied.rules / FILE).read_text(encoding="utf-8")
    begin = text.index("    asked_as:\n", text.index("- clause: LMCS 1\n"))
    kept = "    asked_as:\n" + "".join(f"    - improvement board wording {n}\n" for n in range(7))
    (copied.rules / FILE).write_text(
        text[:begin] + kept + text[text.index("\n- clause: LMCS 2") + 1 :], encoding="utf-8"
    )
    with pytest.raises(CheckFailed) as caught:
        copied.check()
    assert [e.code for e in caught.value.errors] == ["phrasings"]
    assert re.match(rf"{re.escape(FILE)}:\d+: LMCS 1 has 7 phrasings", str(caught.value))
    assert "8 to" in str(caught.value)


def test_every_mistake_of_every_file_is_reported_at_once(copied):
    copied.edit("bearers: [lmcs]", "bearers: [lmsc]")
    copied.edit("topics: [meetings, performance]", "topics: [meetings, performence]")
    (copied.rules / "kent-dcs-2011.yml").write_text("document: [", encoding="utf-8")
    with pytest.raises(CheckFailed) as caught:
        copied.check()
    assert {e.code for e in caught.value.errors} >= {"unknown_role", "unknown_topic", "unreadable"}


def test_a_missing_rule_file_is_a_mistake_like_any_other(copied):
    (copied.rules / FILE).unlink()
    with pytest.raises(CheckFailed, match="there is no rule file"):
        copied.check()


@pytest.mark.parametrize("id_", IDS)
def test_a_published_rule_file_holds_together(id_):
    file, lines = rules.load(rules.RULES / f"{id_}.yml")
    assert file.document == id_
    assert rules.mistakes(file, lines, f"{id_}.yml") == []


@pytest.mark.parametrize("id_", IDS)
def test_every_duty_says_in_plain_words_what_it_asks_and_how_people_ask_for_it(id_):
    file, _ = rules.load(rules.RULES / f"{id_}.yml")
    for passage in file.passages:
        for duty in passage.duties:
            assert len(duty.asked_as) >= 8, passage.reference
            assert len(duty.plain.split()) >= 4, passage.reference
            assert duty.plain.rstrip().endswith("."), passage.reference


def test_the_nearest_spelling_is_offered():
    assert rules.nearest("lmsc", ["lmcs", "dcs", "leader"]).startswith("lmcs")
    assert rules.nearest("zzz", ["lmcs"]) == "one of the defined ones"
