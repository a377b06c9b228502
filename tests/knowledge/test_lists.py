"""knowledge.lists: all that an office must do, in whatever words it is asked for, and narrowed where that is asked."""

from __future__ import annotations

import pytest

from knowledge.questions import Kind


def cited(reply):
    return [c.clause for c in reply.outcome.citations]


@pytest.mark.parametrize(("text", "council", "first", "count"), [
    ("send me the whole lot that the head of adult care has to do", "Leicester", "annex 5.1", 4),
    ("list what the adults director must do, one line each", "Leicester", "annex 5.1", 4),
    ("everything the communities director is accountable to the DCS for", "Kent", "CDCC 1", 5),
])  # fmt: skip
def test_the_list_is_that_of_the_office_meant(ask, text, council, first, count):
    reply = ask(text, Kind.DUTIES, council)
    assert (cited(reply)[0], len(cited(reply))) == (first, count)


def test_a_list_for_a_period_holds_nothing_else(ask):
    reply = ask("what's in the director's planner each month? a colleague wants the lot", Kind.DUTIES, "Croydon")
    assert cited(reply) == ["DCS 4", "DCS 5", "DCS 6", "DCS 7", "DCS 8"]


def test_all_the_things_a_body_is_for_are_its_list(ask):
    reply = ask(
        "Dudley's Corporate Parenting Committee: what are all the things it is there for?", Kind.DUTIES, "Dudley"
    )
    assert len(cited(reply)) == 4


def test_what_one_does_with_another_is_of_ones_own_list(ask):
    reply = ask("list my monthly meetings with the director", Kind.MINE, "Croydon", role="lead-member")
    assert set(cited(reply)) == {"LMCS 2", "LMCS 3", "LMCS 7"}


@pytest.mark.parametrize(("text", "kind", "count"), [
    ("I've been volunteered for the children's homes visits, what do I have to do?", Kind.MINE, 3),
    ("I'm down for the reg 33 visits. What exactly must I do?", Kind.MINE, 3),
    ("I'm down for the reg 33 visits. Who do I tell if something is wrong there?", Kind.MINE, 1),
])  # fmt: skip
def test_an_office_is_known_by_what_its_holder_does(ask, text, kind, count):
    assert len(cited(ask(text, kind, "Dudley"))) == count


def test_whoever_is_put_down_for_something_general_holds_no_office(ask):
    assert ask("I'm down for training next week, what do I have to do?", Kind.MINE, "Dudley").reading.described is None


def test_whoever_takes_the_childrens_brief_is_the_lead_member(ask):
    assert (
        ask("I've taken on the children's brief, do I visit teams?", Kind.MINE, "Croydon").reading.asker
        == "lead-member"
    )


def test_what_the_council_asks_of_somebody_is_no_list_of_the_council(ask):
    text = "I'm a social worker. Can you list everything the council wants from me?"
    assert all(c.startswith("annex 21") for c in cited(ask(text, Kind.MINE, "Leicester")))


def test_an_office_of_another_council_is_not_answered_for(ask):
    assert ask("what must the schools boss do?", Kind.DUTIES, "Leicester").outcome.status == "not_covered"


def test_all_that_a_document_says_it_is_for_is_its_list(ask):
    assert cited(ask("everything the Kent youth offending protocol is for", Kind.DOCUMENT))[0] == "4"


@pytest.mark.parametrize(("text", "kind", "council", "clauses"), [
    ("the DCS's once-a-year slots, all of them please", Kind.DUTIES, "Croydon", {"DCS 15", "DCS 16", "DCS 18"}),
    ("I want every yearly entry in the director's planner, for one handout", Kind.FREQUENCY, "Croydon", {"DCS 15", "DCS 16", "DCS 18"}),
    ("what goes in the lead member's planner just once a year?", Kind.FREQUENCY, "Croydon", {"LMCS 11", "LMCS 12", "LMCS 13"}),
    ("I sit on scrutiny. Full list of what we look at please", Kind.MINE, "Leicester", {"annex 9"}),
    ("my remit as a reviewing officer, item by item", Kind.DUTIES, "Dudley",
     {f"Reviewing Officers, Children's Social Care {n}" for n in range(1, 5)}),
    ("I need the complete set of what the adult care director must do", Kind.DUTIES, "Leicester", {f"annex 5.{n}" for n in range(1, 5)}),
    ("the safeguarding board's jobs, one line apiece", Kind.WHAT, "Dudley", {f"Dudley Safeguarding Children Board {n}" for n in range(1, 4)}),
    ("run-down please: for what does the communities director answer to the DCS?", Kind.ACCOUNTABILITY, "Kent",
     {f"CDCC {n}" for n in range(1, 6)}),
])  # fmt: skip
def test_lists_asked_in_other_words(ask, text, kind, council, clauses):
    assert set(cited(ask(text, kind, council))) == clauses


def test_who_is_asked_is_no_list(ask):
    assert len(cited(ask("who gives the team manager the full list of referrals?", Kind.WHO, "Dudley"))) < 3


def test_a_case_that_is_told_first_gets_the_clause_for_it_and_not_the_list(ask):
    case = "A boy on my list is 18 next spring and will go on needing adult services. What has the adults director got to do?"
    assert cited(ask(case, Kind.WHAT, "Leicester"))[0] in ("annex 5.3", "annex 5.4")
    assert len(cited(ask("What has the adults director got to do?", Kind.DUTIES, "Leicester"))) == 4
