"""knowledge.doubts: where what is asked differs with the office, and none is known, the office is asked for."""

import pytest

from knowledge import doubts
from knowledge.answers import Knowledge
from knowledge.outcomes import Answer, Clarification
from knowledge.questions import Kind, Profile, Question


def _ask(knowledge: Knowledge, text: str, kind: Kind, council: str | None, family: str | None = None):
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


@pytest.mark.parametrize(
    ("text", "councils"),
    [
        ("who is to appoint a director for children's services?", {"Dudley", "Leicester"}),
        ("who decides here on who becomes children's director, the leader or the chief executive?", {"Dudley", "Leicester"}),
        ("which officer at our place sees to pupils' safety in schools?", {"Dudley", "Leicester"}),
    ],
)  # fmt: skip
def test_where_councils_differ_and_none_is_known_the_council_is_asked_for(knowledge, text, councils):
    outcome = _ask(knowledge, text, Kind.WHO, None)
    assert isinstance(outcome, Clarification)
    assert councils <= {option.message for option in outcome.options}


def test_what_councils_say_alike_is_set_out_side_by_side(knowledge):
    outcome = _ask(knowledge, "who makes sure our referrals are acknowledged?", Kind.WHO, None)
    assert isinstance(outcome, Answer)
    assert {c.council for c in outcome.citations} == {"Dudley", "Leicester"}


def test_once_the_council_is_chosen_its_clause_is_given(ask):
    text = "who is to appoint a director for children's services?"
    first = ask(text, Kind.WHO)
    assert isinstance(first.outcome, Clarification)
    assert {c.council for c in ask("Dudley", Kind.FOLLOW_UP, context=first.context).outcome.citations} == {"Dudley"}


def test_a_document_of_the_own_council_needs_the_council(knowledge):
    assert isinstance(_ask(knowledge, "is our protocol still a draft?", Kind.DOCUMENT, None), Clarification)
    assert not isinstance(_ask(knowledge, "is our protocol still a draft?", Kind.DOCUMENT, "Croydon"), Clarification)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("who hires the director here?", True),
        ("who hires the director round here, the leader?", True),
        ("youth worker here, who do I tell?", False),
        ("who hires the director?", False),
    ],
)
def test_here_says_whose_council_is_meant_and_not_only_who_asks(ask, text, own):
    assert doubts.own_council(ask(text, Kind.WHO).reading) is own


@pytest.mark.parametrize("text", ["are those the right ones or not?", "is the leaflet correct about the deadline?"])
def test_a_first_message_that_points_at_nothing_is_asked_about(knowledge, text):
    assert isinstance(_ask(knowledge, text, Kind.UNSURE, "Dudley"), Clarification)
