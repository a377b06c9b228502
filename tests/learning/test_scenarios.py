"""The scenario files: read with the line of every mistake, and enough of them for everybody."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from learning import scenarios
from learning.scenarios import Group
from tests.conftest import IDS, ROOT
from tests.learning.conftest import WHOLE


def only_error(folder: Path) -> str:
    written, errors = scenarios.read(folder)
    assert len(errors) == 1, [str(error) for error in errors]
    assert not written
    return str(errors[0])


def test_a_whole_scenario_is_read(written):
    found, errors = scenarios.read(written())
    assert not errors
    scenario = found[0].scenario
    assert (scenario.id, scenario.groups, scenario.difficulty) == ("kent-resettlement", ("frontline", "manager"), 2)
    assert scenario.expect.clause == ("kent-dcs-2011/CDCC 2",)
    assert scenario.documents == ("kent-dcs-2011",)
    assert found[0].place("wrong", 1, "bearer") == "kent.yml:17"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("  council: Kent\n", "", 1, "council: is missing"),
        ("question:", "qestion:", 6, "did you mean question?"),
        ("topics:", "topic:", 22, "did you mean topics?"),
        ("id: kent-resettlement", "id: Kent Resettlement", 1, "id: wants lower case letters"),
        ("[frontline, manager]", "[frontline, chauffeur]", 3, "for: input should be 'councillor', 'frontline'"),
        ("for: [frontline, manager]", "for: []", 3, "for: "),
        ("question: Who can escalate this under the 2011 protocol?", "question: Who?", 6, "at least 10 characters"),
        ("    action: escalate and resolve the issue\n", "", 8, "bearer, action and clause are needed"),
        ("    any_one: true\n", "    any_one: true\n    not_stated: true\n", 8, "give nearest and why"),
        ("    any_one: true\n", "    nearest: kent-dcs-2011/CDCC 2\n", 8, "nearest belongs to not_stated only"),
        ("      why: The Managing Director resolves disputes.\n", "", 17, "why: is missing"),
        (
            "    - bearer: managing-director\n      why",
            "    - why",
            17,
            "a wrong answer names a bearer, an action or both",
        ),
        ("  rubric:\n    action:\n      - [escalate, resolve]\n", "", 1, "rubric: action is missing"),
        ("[escalate, resolve]", "[escalate, yes]", 21, "put quotation marks around yes"),
        ("wrong:\n    - bearer: cdcc\n", "wrong:\n    - cdcc\n    - bearer: cdcc\n", 14, "wants lines of its own"),
        ("for: [frontline, manager]", "for: frontline", 3, "for: wants a list"),
        ("[escalate, resolve]", "[]", 21, "action: must not be empty"),
        ("difficulty: 2", "difficulty: 4", 23, "difficulty: input should be less than or equal to 3"),
        ("difficulty: 2", "difficulty: hard", 23, "difficulty: must be a whole number"),
    ],
)
def test_a_mistake_of_form_is_shown_where_it_stands(written, old, new, line, says):
    message = only_error(written(old, new))
    assert message.startswith(f"kent.yml:{line}: ")
    assert says in message
    assert "Mend it and run `dutydesk quiz check` again." in message
    assert "Value error" not in message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("- id: [unclosed\n  council: Kent\n", 2, "not readable as YAML"),
        ("\tid: a\n", 1, "not readable as YAML"),
        ("- id: a\n  id: b\n", 2, "the key 'id' stands twice"),
        ("id: a\ncouncil: Kent\n", 1, "a scenario file is a list"),
        ("", 1, "a scenario file is a list"),
        ("- just words\n", 1, "wants lines of its own"),
    ],
)
def test_a_file_that_is_no_list_of_scenarios(tmp_path: Path, text, line, says):
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    message = only_error(tmp_path)
    assert message.startswith(f"a.yml:{line}: ")
    assert says in message


def test_bytes_that_are_no_text(tmp_path: Path):
    (tmp_path / "a.yml").write_bytes(b"- id: \xff\xfe")
    assert "not UTF-8 text" in only_error(tmp_path)


def test_an_empty_folder(tmp_path: Path):
    assert "There are no scenario files" in only_error(tmp_path)


def test_an_id_is_used_once_in_all_files(written, tmp_path: Path):
    written(name="a.yml")
    written(name="b.yml")
    found, errors = scenarios.read(tmp_path)
    assert [one.file for one in found] == ["a.yml"]
    assert str(errors[0]).startswith("b.yml:1: the id 'kent-resettlement' was used at a.yml:1 already")


def test_a_broken_scenario_leaves_the_others_usable(tmp_path: Path):
    second = WHOLE.replace("kent-resettlement", "kent-second").replace("difficulty: 2", "difficulty: 9")
    third = WHOLE.replace("kent-resettlement", "kent-third")
    (tmp_path / "a.yml").write_text(WHOLE + second + third, encoding="utf-8")
    (tmp_path / "b.yml").write_text("- [", encoding="utf-8")
    found, errors = scenarios.read(tmp_path)
    assert [one.scenario.id for one in found] == ["kent-resettlement", "kent-third"]
    assert [str(error).split(": ")[0] for error in errors] == ["a.yml:46", "b.yml:2"]


def test_there_are_enough_for_every_document_and_group(by_id):
    assert len(by_id) >= 96
    documents = Counter(document for scenario in by_id.values() for document in scenario.documents)
    assert set(documents) == set(IDS)
    assert min(documents.values()) >= 12
    groups = Counter(group for scenario in by_id.values() for group in scenario.groups)
    assert set(groups) == set(get_args(Group))
    assert min(groups.values()) >= 8
    assert {scenario.difficulty for scenario in by_id.values()} == {1, 2, 3}


def test_some_questions_the_documents_leave_open(by_id):
    opened = Counter(s.documents[0] for s in by_id.values() if s.expect.not_stated)
    assert set(opened) == set(IDS)
    assert sum(opened.values()) >= 10


def test_no_clause_is_asked_again_and_again(by_id):
    clauses = Counter(clause for scenario in by_id.values() for clause in scenario.expect.clause)
    assert max(clauses.values()) <= 3
    assert len(clauses) >= 80


def test_situations_are_two_to_four_sentences_and_name_no_figures_of_real_life(by_id):
    for scenario in by_id.values():
        text = re.sub(r"\b(?:Dr|Mr|Mrs|Ms|St)\.", "", scenario.situation)
        assert 2 <= len(re.findall(r"[.?!][\"'”’)]*(?:\s|$)", text)) <= 6, scenario.id
        assert not re.search(r"\d{5}", scenario.situation), scenario.id
        assert "Anderson" not in scenario.situation
        assert "Slaven" not in scenario.situation


def test_the_page_shows_a_scenario_that_reads(tmp_path: Path):
    page = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(- id.*?)```", page, re.DOTALL)
    assert example
    (tmp_path / "page.yml").write_text(example[1], encoding="utf-8")
    found, errors = scenarios.read(tmp_path)
    assert not errors
    assert len(found) == 1
    for name in (*scenarios.Scenario.model_fields, *scenarios.Rubric.model_fields, *scenarios.Expected.model_fields):
        assert f"`{'for' if name == 'groups' else name}" in page, name
