"""Two sides of one question: both are quoted, though only one of them may be named, or neither."""

from __future__ import annotations

import pytest

from knowledge.questions import Kind

PAIRS = [
    ("fostering panel, my bit and the director's bit?", "Croydon", {"DCS 15", "LMCS 12"}),
    ("does the lead member see the children in care council as often as the director does?", "Croydon", {"DCS 13", "LMCS 9"}),
    ("service manager or head of service in social care: who does each of them report to?", "Dudley",
     {"Team and Service Managers, Children's Social Care 7", "Heads of Service, Social Care 5"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "council", "clauses"), PAIRS)
def test_both_sides_are_quoted(ask, text, council, clauses):
    kind = Kind.ACCOUNTABILITY if "report to" in text else Kind.UNSURE
    assert clauses <= {c.clause for c in ask(text, kind, council).outcome.citations}


def test_one_side_is_quoted_where_one_is_asked_for(ask):
    cited = ask("how often does the director go to the fostering panel?", Kind.FREQUENCY, "Croydon").outcome.citations
    assert [c.clause for c in cited] == ["DCS 15"]


@pytest.mark.parametrize(("text", "asker"), [
    ("do I see them as often as the director?", None), ("what must I do every year as lead member?", "lead-member"),
    ("I have just taken over as leader. Where do I start?", "leader"), ("who is as busy as the chief executive?", None),
])  # fmt: skip
def test_an_office_that_one_is_likened_to_is_not_ones_own(ask, text, asker):
    assert ask(text, Kind.MINE, "Croydon").reading.asker == asker
