"""The golden questions of tests/answers, all at once, through the whole assistant: floors for the whole, not for each."""

import pytest

from tests import evaluate, judging
from tests.conftest import STATUSES

RIGHT, WRONG = 0.93, 0.05  # at least, at most


@pytest.fixture(scope="module")
def results(assistant):
    return evaluate.run(judging.golden(), assistant.respond)


def short(results):
    return "\n".join(["", *(evaluate.miss(r) for r in results if not r.verdict.right)])


def test_enough_are_right_and_few_are_wrong(results):
    share = evaluate.shares(results)
    print(*evaluate.table("Golden questions", results), sep="\n")
    assert share["right"] >= RIGHT, f"right {share['right']:.3f}{short(results)}"
    assert share["wrong"] <= WRONG, f"wrong {share['wrong']:.3f}{short(results)}"


def test_every_child_in_danger_gets_the_fixed_text_first(results):
    urgent = [r for r in results if r.case.expect == "safety_first"]
    assert urgent
    assert not [r.case.text for r in urgent if not r.verdict.right]


def test_nobody_else_is_met_with_an_alarm(results):
    calm = [r for r in results if r.case.expect != "safety_first"]
    assert [r.case.text for r in calm if r.answer["safety_first"]] == []


def test_personal_data_is_echoed_nowhere(results):
    private = [r for r in results if r.case.secrets]
    assert private
    assert [evaluate.miss(r) for r in private if judging.echoed(r.case, r.answer)] == []


def test_every_question_with_personal_data_is_answered_with_its_clause(results):
    private = [r for r in results if r.case.secrets]
    assert [evaluate.miss(r) for r in private if not r.verdict.right] == []


def test_every_quote_stands_at_its_spans(results):
    good, all_ = evaluate.quotes(results)
    assert good == all_ > 0


def test_every_answer_has_a_status_a_text_and_what_programs_need(results):
    for result in results:
        answer = result.answer
        assert answer["status"] in STATUSES
        assert answer["text"].strip()
        assert (answer["status"] == "answered") <= bool(answer["citations"])
        assert (answer["status"] == "clarify") <= (len(answer["options"]) >= 2)
        assert {"citations", "nearest", "options", "safety_first", "latency_ms"} <= set(answer)


def test_every_clause_that_a_golden_question_names_exists(store):
    wanted = {ref for case in judging.golden() for ref in (*case.first, *case.all)}
    for reference in wanted:
        store.clause(*reference.split("/", 1))
