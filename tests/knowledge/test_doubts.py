"""knowledge.doubts: where what is asked differs with the office, and none is known, the office is asked for."""

import pytest

from knowledge.answers import Knowledge
from knowledge.outcomes import Answer, Clarification
from knowledge.questions import Kind, Profile, Question


def _ask(knowledge: Knowledge, text: str, kind: Kind, council: str, family: str | None = None):
    question = Question(text=text, kind=kind, confidence=0.9, ranking=((kind.value, 0.9),))
    return knowledge.ask(question, Profile(council=council, family=family)).outcome


@pytest.mark.parametrize(
    "text",
    ["how often should I sit down with the PSW?", "her PA asks how often she has to meet the principal social worker"],
)
def test_how_often_differs_with_the_office_so_it_is_asked_for(knowledge, text):
    outcome = _ask(knowledge, text, Kind.FREQUENCY, "Croydon")
    assert isinstance(outcome, Clarification)
    assert {option.message for option in outcome.options} == {
        knowledge.store.families[key].name for key in ("dcs", "lead-member")
    }


def test_where_the_office_is_known_it_is_answered(knowledge):
    text = "how often should I sit down with the PSW?"
    assert isinstance(_ask(knowledge, text, Kind.FREQUENCY, "Croydon", "lead-member"), Answer)
    assert isinstance(_ask(knowledge, "how often does the DCS meet the PSW?", Kind.FREQUENCY, "Croydon"), Answer)


def test_a_title_that_several_hold_is_asked_back(knowledge):
    outcome = _ask(knowledge, "what is an assistant director responsible for?", Kind.DUTIES, "Dudley")
    assert isinstance(outcome, Clarification)
    assert len(outcome.options) == 4
    named = _ask(knowledge, "duties of the assistant director for access and inclusion", Kind.DUTIES, "Dudley")
    assert isinstance(named, Answer)
