"""Papers: what is asked of a document itself, by its name or as the one that was just quoted."""

from __future__ import annotations

import pytest

from knowledge.questions import Context, Kind
from knowledge.standings import dates

DRAFT, TIMETABLE = "dudley-roles-2006/date of draft 2", "leicester-roles-2009/report cover, timetable"
MERTON = "croydon-line-of-sight/What outstanding looks like 1"
YOS_DATES = "kent-yos-css-2007/date of authorisation, date of review due"
BEFORE = {
    "Dudley": "who appoints the director of children's services?",
    "Leicester": "who makes sure referrals are acknowledged?",
    "Croydon": "how often does the director audit a case?",
    "Kent": "what must happen if YOS and social services differ on what a young person needs?",
}


def first(reply) -> str:
    return next((f"{c.document}/{c.clause}" for c in reply.outcome.citations), reply.outcome.status)


@pytest.fixture
def after(ask):
    """Asks something of a document right after an answer of this council."""

    def asked(text: str, council: str, kind: Kind = Kind.FOLLOW_UP):
        before = ask(BEFORE[council], Kind.WHO, council)
        assert before.outcome.citations
        return ask(text, kind, council, context=before.context)

    return asked


@pytest.mark.parametrize(("text", "council", "expected"), [
    ("can I print the roles paper as the approved version?", "Dudley", DRAFT),
    ("hand on heart, is the roles summary signed off?", "Dudley", DRAFT),
    ("is the thing you keep quoting still in force", "Dudley", DRAFT),
    ("what day did the roles report go before cabinet", "Leicester", TIMETABLE),
    ("does the outstanding quote at the end describe us?", "Croydon", MERTON),
    ("those inspectors full of praise, were they talking about our council?", "Croydon", MERTON),
    ("who are the signatories of the YOS protocol", "Kent", "kent-yos-css-2007/11, first signature"),
])  # fmt: skip
def test_a_document_that_is_named_tells_of_itself(ask, text, council, expected):
    assert first(ask(text, Kind.WHAT, council)) == expected


@pytest.mark.parametrize(("text", "council", "expected"), [
    ("so is that the final version", "Dudley", DRAFT),
    ("is what I just read out up to date?", "Dudley", DRAFT),
    ("is this still valid", "Kent", YOS_DATES),
    ("and is that agreement out of date by now?", "Kent", YOS_DATES),
    ("who signed it then", "Kent", "kent-yos-css-2007/11, first signature"),
    ("who signed it for youth offending?", "Kent", "kent-yos-css-2007/11, second signature"),
    ("whose protocol is it", "Kent", "kent-yos-css-2007/cover, document owner"),
    ("did it take over from an older one?", "Leicester", "leicester-roles-2009/annex introduction"),
    ("who wrote that report", "Leicester", "leicester-roles-2009/report cover, author"),
    ("which date is on that protocol", "Croydon", "croydon-line-of-sight/date of Ofsted report on Merton that it cites"),
])  # fmt: skip
def test_after_an_answer_it_is_the_document_quoted_that_is_meant(after, text, council, expected):
    assert first(after(text, council, Kind.DOCUMENT)) == expected


def test_the_paper_of_a_council_with_two_is_the_one_spoken_of(after):
    assert {c.document for c in after("is that protocol in date?", "Kent").outcome.citations} == {"kent-yos-css-2007"}


def test_all_papers_of_the_council_are_told_of_where_none_is_named(ask):
    cited = ask("what date was ours signed off?", Kind.DOCUMENT, "Kent").outcome.citations
    assert {c.document for c in cited} == {"kent-dcs-2011", "kent-yos-css-2007"}
    assert ask("on what date did Angela Slaven sign?", Kind.DOCUMENT, "Kent").outcome.status == "not_covered"


def test_the_other_paper_of_the_council(ask, after):
    reply = after("when was that protocol authorised?", "Kent", Kind.DOCUMENT)
    other = ask("and the other one, when was that approved?", Kind.FOLLOW_UP, "Kent", context=reply.context)
    assert {c.document for c in other.outcome.citations} == {"kent-dcs-2011"}


def test_what_a_document_does_not_tell_is_not_told_by_a_duty(ask, after):
    assert after("who signed it?", "Croydon", Kind.DOCUMENT).outcome.status == "not_covered"
    assert (
        ask("on which day did Angela Slaven sign the YOS protocol?", Kind.DOCUMENT, "Kent").outcome.status
        == "not_covered"
    )


@pytest.mark.parametrize(("text", "council"), [
    ("who makes sure the recording policy is kept up to date?", "Dudley"),
    ("does this paper apply to agency workers?", "Dudley"),
    ("who signs the child protection plan?", "Leicester"),
    ("is a draft plan enough for the conference?", "Dudley"),
    ("who has signed up for the training in this protocol?", "Dudley"),
    ("all that the chief executive is signed up for", "Leicester"),
])  # fmt: skip
def test_a_duty_with_the_same_words_is_no_question_of_the_document(ask, text, council):
    assert not ask(text, Kind.WHO, council).decided.startswith("a document")


def test_dates_that_stand_side_by_side_are_one_citation(ask, store):
    cited = ask("is this still valid", Kind.DOCUMENT, "Kent", context=Context(document="kent-yos-css-2007", kind="ask_who",
                                                                             council="Kent")).outcome.citations  # fmt: skip
    assert cited[0].pieces == ("Authorised: November 2007", "Review Date: April 2008")
    assert len(dates(store.documents["kent-yos-css-2007"])) == 2
