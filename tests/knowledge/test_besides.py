"""knowledge.besides: an office's list without what the asker has of it."""

from __future__ import annotations

import pytest

from knowledge.questions import Kind


def clauses(reply):
    return [c.clause for c in reply.outcome.citations]


@pytest.mark.parametrize(("text", "council", "without", "count"), [
    ("apart from the gathering with foster families, what else is the director down for?", "Croydon", "DCS 14", 10),
    ("I run a team: allocating work is done. What have I overlooked as team manager?", "Dudley",
     "Team and Service Managers, Children's Social Care 2", 6),
    ("what is left for the chief executive besides appointing the director", "Dudley", "Chief Executive 3", 5),
])  # fmt: skip
def test_what_the_asker_has_is_left_out(ask, text, council, without, count):
    cited = clauses(ask(text, Kind.DUTIES, council, confidence=0.5))
    assert without not in cited
    assert len(cited) == count


@pytest.mark.parametrize("text", [
    "who else besides the director sees the results?",
    "apart from that, how often does the director meet the leader?",
])  # fmt: skip
def test_another_question_is_no_list(ask, text):
    assert "besides what you name" not in " ".join(ask(text, Kind.WHO, "Croydon", confidence=0.5).outcome.says)


def test_what_one_is_on_top_of_is_not_left_out(ask):
    reply = ask("I'm a team manager. What should I be on top of with the recording on files?", Kind.MINE, "Leicester")
    assert clauses(reply)[0] == "annex 19.3"
    assert "besides what you name" not in " ".join(reply.outcome.says)
