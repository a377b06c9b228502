"""Papers: what is asked of a document itself, by its name or as the one that was just quoted."""

from __future__ import annotations

import pytest

from knowledge import asides, rules
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
    ("who are the signatories of the YOS protocol", "Kent", "kent-yos-css-2007/11"),
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


@pytest.mark.parametrize(("text", "council", "expected"), [
    ("which bit of law was the roles table drawn up to match?", "Dudley", "dudley-roles-2006/introduction"),
    ("somebody's pinned the roles sheet up as settled policy, were they right to?", "Dudley", DRAFT),
    ("every how long do both sides have to go through the joint protocol afresh", "Kent", "kent-yos-css-2007/10"),
    ("the joint protocol: who hears what its review came to?", "Kent", "kent-yos-css-2007/10"),
    ("what was line of sight brought in to make sure of", "Croydon", "croydon-line-of-sight/introduction 3"),
    ("is taking on the roles report going to set us back any money", "Leicester", "leicester-roles-2009/report 4.1"),
    ("to whom is the revised summary meant to be passed out", "Leicester", "leicester-roles-2009/report 3.2"),
    ("now the revised summary is here, do the procedures we had fall away?", "Leicester", "leicester-roles-2009/annex introduction"),
])  # fmt: skip
def test_what_is_asked_of_a_document_is_told_by_sense(ask, text, council, expected):
    reply = ask(text, Kind.UNSURE, council)
    cited = [f"{c.document}/{c.clause}" for c in getattr(reply.outcome, "citations", ())]
    assert (expected in cited[:3], reply.decided.startswith("a document")) == (True, True), (reply.decided, cited)


@pytest.mark.parametrize(("text", "council"), [
    ("who put the roles table together?", "Dudley"),
    ("which post has charge of the accountability protocol", "Kent"),
    ("how often do they go back over the line of sight paper", "Croydon"),
    ("is the accountability protocol marked confidential?", "Kent"),
    ("what date did the roles report get its approval, and by whom", "Leicester"),
])  # fmt: skip
def test_what_a_document_does_not_tell_is_said_plainly_with_its_standing(ask, store, text, council):
    reply = ask(text, Kind.UNSURE, council)
    assert reply.outcome.status == "not_covered", reply.decided
    assert "it does not say" in reply.outcome.says[0]
    assert reply.outcome.notes[0] in {d.standing_note for d in store.documents.values() if d.council == council}


@pytest.mark.parametrize(("text", "council"), [
    ("what does the joint protocol say about youngsters on remand", "Kent"),
    ("how does line of sight have the lead member look at complaints?", "Croydon"),
    ("in the roles table, who sees that checks are done before somebody starts", "Dudley"),
    ("how is the accountability protocol put into effect", "Kent"),
    ("who reviews the child protection plan", "Dudley"),
])  # fmt: skip
def test_what_a_document_says_of_duties_is_left_to_the_search(ask, text, council):
    assert not ask(text, Kind.UNSURE, council).decided.startswith("a document")


def test_of_two_documents_both_are_told_of_where_neither_is_meant_more(ask):
    reply = ask("why do we have our protocol", Kind.DOCUMENT, "Kent")
    assert {c.document for c in reply.outcome.citations} == {"kent-dcs-2011", "kent-yos-css-2007"}
    reply = ask("who owns our protocol", Kind.DOCUMENT, "Kent")
    assert {c.document for c in reply.outcome.citations} == {"kent-yos-css-2007"}
    assert any("accountability" in said and "does not say" in said for said in reply.outcome.says)


def test_a_name_that_documents_of_two_councils_have_is_asked_back(ask):
    outcome = ask("can the roles summary be cited as settled, or is it a draft").outcome
    assert {option.label for option in outcome.options} == {"Dudley", "Leicester"}
    assert ask("is the roles summary a draft", Kind.UNSURE, "Dudley").outcome.status == "answered"


def test_a_document_named_with_its_council_is_put_aside_whole(ask, store):
    reading = ask("who wrote the Leicester report").reading
    assert asides.folded(asides.said(reading.text, reading.mentions, store.documents)) == "who wrote the paper"


def test_why_names_the_matter_and_the_nearest_example(ask):
    decided = ask("whose name is under the joint protocol", Kind.UNSURE, "Kent").decided
    assert "who signed it, and when, as in '" in decided


def test_a_mark_that_is_no_matter_is_a_mistake(store):
    data = {"document": "d", "roles": [], "passages": [{"clause": "1", "quote": "x", "tells": ["signature"],
            "statement": {"plain": "A plain sentence.", "asked_as": ["a", "b", "c"]}}]}  # fmt: skip
    found = rules.mistakes(rules.RuleFile.model_validate(data), {}, "d.yml")
    assert "unknown_matter" in {error.code for error in found}


def test_every_matter_is_told_by_its_own_examples(knowledge):
    """An example that is nearer to another matter's says something that its matter does not mean."""
    astray = []
    for matter, text in knowledge.store.examples():
        recognised = knowledge.matters.recognised(text, text, knowledge.store.councils)
        if matter and recognised.matter != matter:
            astray.append((matter, text, recognised.matter))
    assert len(astray) <= 0.04 * len(knowledge.store.examples()), astray


@pytest.mark.parametrize(("text", "expected"), [
    ("is our DCS accountability thing in date", "is the paper in date"),
    ("who signed the YOS protocol between youth offending and social services, and when", "who signed the paper, and when"),
    ("which of the two Kent protocols is the older", "which of the papers is the older"),
    ("An auditor wants to know whether the roles table is final", "whether the paper is final"),
    ("what does line of sight say of the director?", "what does the paper say of the director?"),
])  # fmt: skip
def test_the_whole_name_of_a_document_is_put_aside(ask, store, text, expected):
    reading = ask(text).reading
    assert asides.folded(asides.said(reading.text, reading.mentions, store.documents)) == expected


@pytest.mark.parametrize(("text", "council"), [
    ("which of our two protocols is the newer one?", "Kent"),
    ("the Dudley roles summary or the Leicester one, which is older?", "Dudley"),
])  # fmt: skip
def test_which_is_the_older_is_told_by_the_dates_of_both(ask, text, council):
    assert len({c.document for c in ask(text, Kind.DOCUMENT, council).outcome.citations}) == 2


@pytest.mark.parametrize("text", ["did the health trust sign the YOS protocol?", "has the chief constable countersigned the joint protocol", "is the joint protocol signed by the health trust"])  # fmt: skip
def test_whoever_is_not_among_the_signatories_has_not_signed(ask, text):
    assert ask(text, Kind.DOCUMENT, "Kent").outcome.status == "not_covered"


@pytest.mark.parametrize(("text", "council", "expected"), [
    ("what day did members vote the roles table through?", "Dudley", DRAFT),
    ("the accountability protocol went through cabinet, didn't it?", "Kent", "kent-dcs-2011/approval"),
    ("when is the youth justice protocol gone over again, every three yrs?", "Kent", "kent-yos-css-2007/10"),
])  # fmt: skip
def test_what_is_wrongly_taken_for_granted_is_put_right_by_the_document(ask, text, council, expected):
    assert first(ask(text, Kind.DOCUMENT, council)) == expected


def test_the_document_of_the_last_answer_goes_on(ask):
    before = ask("when was the YOS protocol authorised?", Kind.DOCUMENT, "Kent").context
    assert first(ask("how often is that one gone over again", Kind.FREQUENCY, "Kent", context=before)) == "kent-yos-css-2007/10"  # fmt: skip
    other = ask("and the one about accountability?", Kind.FOLLOW_UP, "Kent", context=before)
    assert first(other) == "kent-dcs-2011/approval"
    reviews = ask("is the joint protocol gone over each year?", Kind.FREQUENCY, "Kent").context
    assert first(ask("when was the first one due", Kind.DOCUMENT, "Kent", context=reviews)) == "kent-yos-css-2007/10"


def test_a_document_goes_on_after_what_it_does_not_tell(ask):
    before = ask("who wrote the accountability protocol?", Kind.DOCUMENT, "Kent").context
    reply = ask("and who owns it?", Kind.FOLLOW_UP, "Kent", context=before)
    assert "Kent accountability protocol" in reply.outcome.says[0]


def test_what_an_office_or_body_is_for_is_not_what_the_document_is_for(ask):
    text = "The corporate parenting forum is mentioned in the roles report. What is it there for?"
    assert not ask(text, Kind.WHAT, "Leicester").decided.startswith("a document")
