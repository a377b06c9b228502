"""knowledge.aspects: what a near clause does not say is not answered from it, and what it says is."""

from types import SimpleNamespace
from typing import cast

import pytest

from knowledge import aspects
from knowledge.readings import Reading
from knowledge.store import Clause


def _missing(question: str, quote: str) -> str | None:
    reading = cast(Reading, SimpleNamespace(text=question, asks_frequency=False))
    clause = cast(Clause, SimpleNamespace(quote=quote))
    return aspects.missing(reading, clause) or (
        "no_frequency" if aspects.frequency_missing(False, reading, clause) else None
    )


TOP_TEN = "Monthly understanding from the DCS of the issues contained within the top ten high risk cases."
MINUTED = "These meetings are minuted and maintained as a formal record of assurance."
RESOLVE = "If there is any dispute then the Managing Director must be informed immediately and required to resolve it."
VISIT = "Occasional visit to teams. These visits can be joint with the DCS or independently by the LM."


@pytest.mark.parametrize(
    ("question", "quote", "code"),
    [
        ("what cut-off gets a family among the ten?", TOP_TEN, "no_criterion"),
        ("who chooses the ten families?", TOP_TEN, "no_chooser"),
        ("who sets the agenda?", MINUTED, "no_chooser"),
        ("how many years do we keep the record?", MINUTED, "no_figure"),
        ("how long must the minutes be stored?", MINUTED, "no_period"),
        ("who writes the minutes?", MINUTED, "no_minutes"),
        ("what if the managing director can't settle it?", RESOLVE, "no_next_step"),
        ("and does it go to the secretary of state then?", RESOLVE, "no_next_step"),
        ("can he be suspended for it?", RESOLVE, "no_power"),
        ("is there a right of appeal?", RESOLVE, "no_right"),
        ("must we tell him in writing?", "Inform the Director of any concern.", "no_form"),
        ("on his own, without dad there?", "See and speak to the child.", "no_company"),
        ("do I cast a vote?", "Annual attendance at Adoption Panel.", "no_vote"),
        ("who stands in when she is off?", "The Director chairs the board.", "no_deputy"),
        ("may I send my deputy?", "Attendance at the Improvement Board.", "no_deputy"),
        ("which qualifications does he need?", "Designate one Cabinet Member.", "no_qualification"),
        ("what counts as an urgent matter?", "Report urgent matters to the Director.", "no_meaning"),
        ("is that twice a month or every two months?", "Bi monthly meeting with the DCS.", "no_meaning"),
        ("by which month?", "Report to Cabinet.", "no_deadline"),
        ("is the press allowed in?", "The committee meets with partners.", "no_openness"),
        ("how is well-being measured?", "Ensure that children's well-being is promoted.", "no_measure"),
        ("which Act is that from?", "Ensure that staff are trained.", "no_law"),
        ("every month?", "Ensure that members are informed.", "no_frequency"),
        ("it meets each quarter, right?", "The board meets with partners.", "no_frequency"),
    ],
)
def test_what_the_clause_does_not_hold_is_missing(question: str, quote: str, code: str) -> None:
    assert _missing(question, quote) == code


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("alone or with the director?", VISIT),
        ("can I go on my own?", VISIT),
        ("every month?", TOP_TEN),
        ("who picks the cabinet member?", "Designate one Cabinet Member with responsibility for children."),
        ("are minutes kept?", MINUTED),
        ("how quickly is he told?", RESOLVE),
        ("which director answers for it, now that the head is suspended?", "Have oversight of allegations."),
        ("do I get a vote there?", "Attend the Board as participant observer."),
        ("who sees the child at home?", "See and speak to the child."),
    ],
)
def test_what_the_clause_holds_is_not_missing(question: str, quote: str) -> None:
    assert _missing(question, quote) is None
