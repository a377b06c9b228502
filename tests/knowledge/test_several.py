"""Several questions in one message: taken apart where they are several, left whole where they are one."""

from __future__ import annotations

import pytest

from knowledge.several import parts

SEVERAL = [
    ("Who chairs the panel? Who acknowledges referrals?", ["Who chairs the panel?", "Who acknowledges referrals?"]),
    (
        "who has to let people know we got their referral, and who checks the casework?",
        ["who has to let people know we got their referral", "who checks the casework?"],
    ),
    (
        "who chairs the parenting panel and how often does it meet?",
        ["who chairs the parenting panel", "how often does it meet?"],
    ),
    (
        "Two from a caller in Dudley today: who gets the yearly report, and who does the board report to?",
        ["Two from a caller in Dudley today: who gets the yearly report", "who does the board report to?"],
    ),
    (
        "who signs off placements, are visits checked as well, and who hears about delays?",
        ["who signs off placements", "are visits checked as well", "who hears about delays?"],
    ),
    (
        "foster carer. who runs the panel, and who reads complaints?",
        ["foster carer. who runs the panel", "who reads complaints?"],
    ),
    (
        "Visits to homes: who makes them and who reads the reports?",
        ["Visits to homes: who makes them", "Visits to homes: who reads the reports?"],
    ),
    (
        "Who audits cases? and if a case moves to another council, who sees to the transfer",
        ["Who audits cases?", "and if a case moves to another council, who sees to the transfer"],
    ),
    ("1. Who audits cases? 2. Who visits homes?", ["Who audits cases?", "Who visits homes?"]),
    (
        "I am new here. Who audits cases? Must the leader visit homes?",
        ["I am new here. Who audits cases?", "Must the leader visit homes?"],
    ),
]
ONE = [
    "Who escalates resettlement failures?",
    "A child came in with bruises. Who do I tell?",
    "Does it apply to me or just the cabinet?",
    "what must heads of service and team managers do about training?",
    "Is it true? The handout says every six weeks.",
    "A 16 year old is coming out of custody and the housing is not there. Who should have given us a way to escalate that?",
    "",
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_questions_are_taken_apart(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize("text", ONE)
def test_one_question_stays_whole(text):
    assert parts(text) == [text]


def test_each_is_answered_and_the_unanswered_is_said(ask):
    reply = ask(
        "Who makes sure referrals are acknowledged in Leicester? And what is the salary of the chief executive?"
    )
    assert reply.outcome.status == "answered"
    assert reply.outcome.citations[0].clause == "annex 19.1"
    text = "\n".join(reply.outcome.says)
    assert "First question:" in text
    assert "Second question:" in text
    assert "do not" in text.split("Second question:")[1]


def test_five_questions_are_answered_as_far_as_four(ask):
    reply = ask(
        "Who makes sure referrals are acknowledged in Dudley? Who chairs the corporate parenting panel in Croydon? "
        "How often does the DCS audit a case in Croydon? Who escalates resettlement failures in Kent? What does LMCS mean?"
    )
    assert any("first four" in note for note in reply.outcome.notes)
