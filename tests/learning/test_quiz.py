"""The command `dutydesk quiz`: the table, the list, its filters, and words for a wrong call."""

from __future__ import annotations

import json
import re

import pytest

from bot import lookup
from knowledge.errors import KnowledgeError
from learning import bank as banks
from learning.items import Item
from tests.command import ran


@pytest.fixture
def dutydesk(monkeypatch, capsys, store, held):
    """Runs the command on the store of the tests: returns (exit code, standard output, error output)."""
    monkeypatch.setattr(lookup, "store", lambda: store)

    return lambda *words: ran(monkeypatch, capsys, "quiz", *words)


def test_check_proves_all_and_prints_the_table(dutydesk, held, store):
    code, out, _ = dutydesk("check")
    assert code == 0
    assert f"{len(held.items)} questions, {len(held.items)} of them proved; 0 with two right answers." in " ".join(
        out.split()
    )
    assert all(
        word in out for word in ("bearer", "not_duty", "Leicester 2009", "Kent 2007", "a second option might be right")
    )


def test_check_holds_the_scenarios_against_the_rules(dutydesk, monkeypatch):
    code, out, _ = dutydesk("check", "--limit", "1")
    assert code == 0
    assert re.search(r"\d{2,} scenarios held against the rules; nothing wrong\.", " ".join(out.split()))
    wrong = KnowledgeError("scenarios_no_list", place="learning/scenarios/kent.yml:3")
    monkeypatch.setattr("learning.checking.problems", lambda store: [wrong])
    code, out, err = dutydesk("check", "--limit", "1")
    assert code == 1
    assert "kent.yml:3" in err
    assert "1 mistake." in out


def test_check_fails_when_a_question_has_two_right_answers(dutydesk, held, store, monkeypatch):
    one = next(i for i in held.items if "(CDELS) accountable for the functions" in i.question)
    options = tuple("Managing Director" if n == (one.right + 1) % 4 else o for n, o in enumerate(one.options))
    spoilt = banks.Bank((one.model_copy(update={"options": options}),))
    monkeypatch.setattr(banks, "bank", lambda _: spoilt)
    code, out, err = dutydesk("check")
    assert code == 1
    assert "1 with two right answers" in " ".join(out.split())
    assert one.id in err


def test_items_as_json_are_items_line_by_line(dutydesk, held):
    code, out, _ = dutydesk("items", "--json", "--limit", "5")
    lines = [Item.model_validate(json.loads(line)) for line in out.splitlines()]
    assert code == 0
    assert lines == list(held.items[:5])
    assert {"kind", "question", "options", "right", "citations"} <= set(json.loads(out.splitlines()[0]))


@pytest.mark.parametrize(("filters", "fits"), [
    (("--council", "dudley"), lambda i: i["councils"] == ["Dudley"]),
    (("--topic", "corporate parenting"), lambda i: "corporate-parenting" in i["topics"]),
    (("--role", "cabinet member"), lambda i: "lead-member" in i["families"]),
    (("--document", "kent-dcs-2011"), lambda i: "kent-dcs-2011" in i["documents"]),
    (("--kind", "gap"), lambda i: i["kind"] == "gap"),
])  # fmt: skip
def test_filters_keep_what_fits(dutydesk, filters, fits):
    code, out, _ = dutydesk("items", "--json", *filters)
    listed = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(listed) >= 10
    assert all(fits(i) for i in listed)


def test_items_for_reading_show_the_right_option_and_its_clause(dutydesk):
    _, out, _ = dutydesk("items", "--kind", "bearer", "--council", "Leicester", "--limit", "1")
    assert out.count("(right)") == 1
    assert "annex" in out
    assert "Leicester (proposed, 20 April 2009)" in " ".join(out.split())


def test_where_nothing_fits_it_says_so(dutydesk):
    code, out, _ = dutydesk("items", "--kind", "frequency", "--document", "kent-yos-css-2007")
    assert code == 0
    assert "No question fits all of these." in out


@pytest.mark.parametrize(("wrong", "words"), [
    (("--council", "Mordor"), "No documents of 'Mordor' are held. There are: Kent"),
    (("--topic", "corprate parenting"), "Nearest: corporate parenting"),
    (("--role", "wizard of the north"), "No role is called"),
    (("--document", "kent"), "There are: kent-dcs-2011"),
    (("--kind", "riddle"), "There are: bearer, duty"),
    (("--limit", "0"), "greater than or equal to 1"),
])  # fmt: skip
def test_a_wrong_call_ends_with_code_2_and_the_next_step(dutydesk, wrong, words):
    code, _, err = dutydesk("items", *wrong)
    assert code == 2
    assert words in " ".join(err.split())


@pytest.mark.parametrize("command", ["check", "items"])
def test_the_help_shows_an_example(dutydesk, command):
    code, out, _ = dutydesk(command, "--help")
    assert code == 0
    assert f"Example: dutydesk quiz {command}" in " ".join(out.split())
