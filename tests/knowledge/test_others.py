"""Where the asker's council's documents do not say and another council's do: said, offered, and never given as the answer."""

from __future__ import annotations

import pytest

from knowledge.outcomes import NotCovered
from knowledge.questions import Kind

POINTED = [
    ("who is the CDCC accountable to?", Kind.ACCOUNTABILITY, "Leicester", "Kent"),
    ("what is the CDCC?", Kind.MEANING, "Leicester", "Kent"),
]


@pytest.mark.parametrize(("text", "kind", "here", "there"), POINTED)
def test_another_councils_document_is_named_and_its_answer_is_one_choice_away(ask, text, kind, here, there):
    reply = ask(text, kind, here)
    assert isinstance(reply.outcome, NotCovered)
    assert here in reply.outcome.says[0]
    assert there in reply.outcome.says[1]
    assert not [c for c in reply.outcome.nearest if c.council != here]
    (option,) = reply.outcome.options
    chosen = ask(option.message, Kind.CHOOSE, here, context=reply.context)
    assert {c.council for c in chosen.outcome.citations} == {there}


@pytest.mark.parametrize(("text", "council"), [
    ("how do I reset my password?", "Leicester"),  # nobody's document says
    ("who is the CDCC accountable to in Dudley?", "Leicester"),  # the council is named: another is not asked about
    ("what colour is the cover of the file?", None),  # no council is known, and all were looked through
])  # fmt: skip
def test_nobody_is_pointed_to_where_that_would_help_nobody(ask, text, council):
    reply = ask(text, Kind.UNSURE, council)
    assert isinstance(reply.outcome, NotCovered)
    assert not reply.outcome.options
