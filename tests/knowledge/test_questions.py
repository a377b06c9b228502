"""Knowledge.ask: one literal question for each kind that the assistant promises to answer.

Status, first clause and the sentence that matters; the many other wordings are the golden questions' business.
"""

import pytest

from bot.rendering.plain import plain_text
from knowledge import aspects
from knowledge.questions import Context, Kind
from tests.conftest import STATUSES, cited, first

LITERAL = [
    pytest.param(
        "who makes sure referrals are acknowledged in Leicester?", Kind.WHO, {},
        "leicester-roles-2009/annex 19.1", "Team Managers in Fieldwork Services must make sure that referrals are acknowledged.",
        id="who bears a duty",
    ),
    pytest.param(
        "what are the duties of a councillor in Dudley?", Kind.DUTIES, {},
        "dudley-roles-2006/All Councillors 1", "All 2 clauses:", id="what a role must do",
    ),
    pytest.param(
        "what must I do with a child welfare concern?", Kind.MINE, {"council": "Dudley", "role": "other-staff"},
        "dudley-roles-2006/All other Council Staff 1", "All other Council Staff", id="what I must do",
    ),
    pytest.param(
        "who is the CDCC accountable to?", Kind.ACCOUNTABILITY, {},
        "kent-dcs-2011/paragraph 3", "is accountable to the Managing Director", id="accountable to",
    ),
    pytest.param(
        "who escalates resettlement failures?", Kind.ESCALATION, {},
        "kent-dcs-2011/CDCC 2", "Who escalates: youth offending teams and the secure estate.", id="escalation",
    ),
    pytest.param(
        "how often does the DCS audit a case?", Kind.FREQUENCY, {"council": "Croydon"},
        "croydon-line-of-sight/DCS 5", "every month", id="how often",
    ),
    pytest.param(
        "who chairs the corporate parenting panel in Croydon?", Kind.MEMBERSHIP, {},
        "croydon-line-of-sight/LMCS 8", "The Lead Member must chair the Corporate Parenting Panel.", id="chairing",
    ),
    pytest.param(
        "does the lead member go to the fostering panel in Croydon?", Kind.MEMBERSHIP, {},
        "croydon-line-of-sight/LMCS 12", "Fostering Panel", id="membership",
    ),
    pytest.param(
        "what does LMCS stand for?", Kind.MEANING, {},
        "croydon-line-of-sight/introduction 1", "LMCS means Lead Member Children's Services", id="a term",
    ),
    pytest.param(
        "what does annex 19.1 say in Leicester?", Kind.CLAUSE, {},
        "leicester-roles-2009/annex 19.1", "“Ensure that referrals are acknowledged.”", id="a clause by its reference",
    ),
    pytest.param(
        "is the YOS protocol still in force?", Kind.DOCUMENT, {}, None, "its review was due in April 2008", id="a document's standing",
    ),
    pytest.param(
        "who makes sure referrals are acknowledged in Dudley and in Leicester?", Kind.COMPARE, {},
        "dudley-roles-2006/Team and Service Managers, Children's Social Care 1", "Leicester: Team Managers", id="across councils",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "known", "clause", "sentence"), LITERAL)
def test_a_question_is_answered_with_the_clause_and_the_sentence_that_matter(ask, text, kind, known, clause, sentence):
    reply = ask(text, kind, **known)
    assert reply.outcome.status == "answered", plain_text(reply.outcome)
    assert clause is None or first(reply) == clause
    assert sentence in plain_text(reply.outcome)


def test_escalation_tells_the_escalator_from_the_keeper_and_names_the_backstop(ask):
    reply = ask("who escalates resettlement failures?", Kind.ESCALATION)
    text = plain_text(reply.outcome)
    escalates, keeps = (
        text.index("youth offending teams"),
        text.index("Corporate Director for Customers and Communities"),
    )
    assert escalates < keeps
    assert "CDFSC" in text
    assert "CDCC escalates" not in text
    assert "approved 6 April 2011" in text


def test_clause_nine_of_the_yos_protocol_is_said_to_describe_no_procedure_or_is_quoted_whole(ask):
    reply = ask("what is the escalation procedure between the YOS and social services in Kent?", Kind.ESCALATION)
    assert reply.outcome.status in ("answered", "not_covered")
    quoted = [*reply.outcome.citations, *reply.outcome.nearest]
    assert any(c.document == "kent-yos-css-2007" and c.clause.startswith(("9", "4")) for c in quoted)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("who collects the bins on Tuesdays?", Kind.OUT_OF_SCOPE), ("who makes a good lasagne?", Kind.WHO),
     ("how many councillors sit on the corporate parenting panel in Croydon?", Kind.WHAT)],
)  # fmt: skip
def test_what_no_clause_says_is_not_covered_and_never_a_guess(ask, text, kind):
    outcome = ask(text, kind).outcome
    assert outcome.status == "not_covered"
    assert not outcome.citations


def test_another_council_is_not_answered_from_these_documents(ask):
    outcome = ask("who makes sure referrals are acknowledged in Birmingham?", Kind.WHO).outcome
    assert outcome.status == "not_covered"
    assert "Birmingham" in plain_text(outcome)
    assert not outcome.citations
    assert not outcome.nearest


def test_a_firm_that_is_paid_asks_for_nobody_s_pay():
    assert not aspects.asks("no_figure", "do the checks cover outside firms that we pay for?")
    assert aspects.asks("no_figure", "what is the pay scale of the director?")
    assert aspects.asks("no_power", "can a governor be voted off?")


@pytest.mark.parametrize("council", ["Kent", "Dudley", "Leicester", "Croydon"])
def test_the_clause_of_another_council_is_never_given_as_the_asker_s(ask, council):
    for text in (
        "who makes sure referrals are acknowledged?",
        "what is the lead member's job?",
        "who is told of a concern?",
    ):
        reply = ask(text, Kind.WHO, council=council)
        assert {c.council for c in reply.outcome.citations} <= {council}, text


def test_a_worry_whose_council_is_open_shows_each_council_s_own_duty(ask):
    reply = ask("a child in my class has bruises, who do I tell?", Kind.WORRY)
    assert reply.outcome.status in ("answered", "clarify")
    assert {c.split("/")[0] for c in cited(reply.outcome.payload())[:2]} <= {
        "dudley-roles-2006",
        "leicester-roles-2009",
    }


@pytest.mark.parametrize(
    ("council", "role", "clause"),
    [("Dudley", "other-staff", "All other Council Staff 1"), ("Dudley", "councillors", "All Councillors 1"),
     ("Leicester", "other-staff", "annex 22.1"), ("Leicester", "councillors", "annex 12.1")],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Kind.MINE, Kind.WORRY], ids=lambda kind: kind.value)
def test_what_must_i_do_is_answered_for_the_asker_s_own_role_and_council(ask, kind, council, role, clause):
    reply = ask("what must I do with a child welfare concern?", kind, council=council, role=role)
    assert (first(reply) or "/").split("/")[1] == clause
    assert {c.council for c in reply.outcome.citations} == {council}


def test_what_must_i_do_with_nothing_known_is_no_office_s_duty_alone(ask):
    """With neither council nor role known: the duty of all staff, or a question back; never a councillor's as anyone's."""
    reply = ask("what must I do with a child welfare concern?", Kind.MINE)
    assert reply.outcome.status in ("answered", "clarify")
    assert first(reply) not in ("dudley-roles-2006/All Councillors 1", "leicester-roles-2009/annex 12.1")


def test_named_people_are_given_only_when_asked_for_and_with_their_date(ask):
    asked = plain_text(ask("what is the phone number of the legal contact in Leicester?", Kind.CONTACT).outcome)
    other = plain_text(ask("who makes sure referrals are acknowledged in Leicester?", Kind.WHO).outcome)
    assert "2009" in asked
    assert "Adatia" not in other


def test_a_number_is_not_given_where_the_clause_holds_only_a_name(ask):
    assert ask("Angela Slaven's telephone number?", Kind.CONTACT, council="Kent").outcome.status == "not_covered"
    assert ask("who is Angela Slaven?", Kind.CONTACT, council="Kent").outcome.citations


@pytest.mark.parametrize(
    ("text", "council"),
    [
        ("who's the chair of the Dudley Safeguarding Children Board", "Dudley"),
        ("which corporate director looks after victims of youth crime", "Kent"),
    ],
)
def test_a_line_of_accountability_is_told_only_where_one_is_asked_for(ask, text, council):
    assert ask(text, Kind.ACCOUNTABILITY, council=council).decided != "a line of accountability"


@pytest.mark.parametrize(
    ("text", "council", "office", "count"),
    [
        ("The full list please of what the corporate parenting committee does, for an e-mail to a foster carer", "Dudley", "Corporate Parenting Committee", 4),
        ("all that the chief operations officer is signed up for, pre-employment checks etc", "Leicester", "annex 7", 3),
    ],
)  # fmt: skip
def test_a_list_is_of_its_office_whomever_it_is_for(ask, text, council, office, count):
    cited = ask(text, Kind.DUTIES, council=council).outcome.citations
    assert len(cited) == count
    assert all(c.clause.startswith(office) for c in cited)


def test_whether_one_office_is_always_above_another_is_told_by_the_clause_on_that(ask):
    text = "is the DCS the boss of the other corporate directors all the time?"
    assert first(ask(text, Kind.ACCOUNTABILITY, council="Kent")) == "kent-dcs-2011/paragraph 4"


def test_a_matter_of_other_services_is_no_worry_about_a_child(ask):
    reply = ask("a caller's brown bin was left full again, who deals with that?", Kind.WHO, council="Dudley")
    assert reply.decided != "a duty to refer: answered for the asker's own office"
    assert first(reply) != "dudley-roles-2006/All other Council Staff 1"


def test_final_or_draft_is_told_by_the_document_s_own_mark(ask):
    assert "DRAFT 2" in ask("Dudley's roles paper, is it final or a draft?", Kind.DOCUMENT).outcome.citations[0].quote


@pytest.mark.parametrize(
    "text",
    [
        "a family of mine is off to Walsall next month, who makes sure the case is handed over safely?",
        "a lad of ours is in a private home in Wales, who makes sure that contract has safeguarding in it?",
    ],
)
def test_a_place_somebody_is_in_or_goes_to_is_not_asked_about(ask, text):
    assert ask(text, Kind.WHO, council="Dudley").decided != "another council is named"


@pytest.mark.parametrize("text", ["who checks on schools in Birmingham?", "who visits children's homes in Walsall?"])
def test_what_lies_in_another_council_is_not_answered_as_the_asker_s(ask, text):
    assert ask(text, Kind.WHO, council="Dudley").outcome.status == "not_covered"


def test_an_office_of_the_story_is_not_taken_for_the_one_asked_for(ask):
    text = (
        "A girl assessed as needing a service has had no social worker since June. Who must make sure that she has one?"
    )
    assert first(ask(text, Kind.WHO, council="Dudley")) == "dudley-roles-2006/Heads of Service, Social Care 2"


def test_a_question_beside_who_asks_is_answered(ask):
    reply = ask(
        "new social worker here, in my ASYE. do we ever meet the lead member", Kind.SET_PROFILE, council="Croydon"
    )
    assert reply.outcome.citations


@pytest.mark.parametrize("text", ["the police came and she is safe now, thank you", "ambulance has got him, he's ok"])
def test_help_that_has_come_is_no_alarm(ask, text):
    outcome = ask(text, Kind.DANGER, confidence=0.99).outcome
    assert outcome.status == "small_talk"
    assert not outcome.safety_first


@pytest.mark.parametrize(
    "text",
    [
        "they came home drunk and hit the little one as well",
        "the police came last night and said it's fine, but he is hitting her again",
        "police have been and she is ok, he has gone back in to the children",
    ],
)
def test_help_that_came_is_no_comfort_where_harm_goes_on(ask, text):
    assert ask(text, Kind.DANGER, council="Dudley", confidence=0.99).decided != "help has come"


def test_who_holds_a_surgery_is_a_councillor(ask):
    told = "At my surgery a mother says that her neighbour's children are always hungry. What must I do?"
    assert first(ask(told, Kind.WORRY, council="Leicester")) == "leicester-roles-2009/annex 12.1"


def test_another_case_is_looked_up_without_the_office_of_the_first(ask):
    before = ask(
        "a headteacher is accused of hitting a pupil, which assistant director has oversight?",
        Kind.WHO,
        council="Dudley",
    )
    after = ask("and if it's a youth worker?", Kind.FOLLOW_UP, council="Dudley", context=before.context)
    assert first(after) != first(before)


def test_another_council_may_be_asked_for_after_a_question_that_got_no_clause(ask):
    before = Context(kind=Kind.WHO.value, council="Dudley", words="workloads managed")
    assert ask("and in Leicester?", Kind.FOLLOW_UP, context=before).outcome.status in STATUSES


def test_the_exact_words_of_one_council_are_picked_of_several(ask):
    before = ask("what do Dudley and Leicester say on acknowledging referrals?", Kind.COMPARE)
    assert len(before.outcome.citations) == 2
    again = ask("the Leicester one word for word please", Kind.FOLLOW_UP, context=before.context)
    assert [c.council for c in again.outcome.citations] == ["Leicester"]


def test_a_dated_term_is_marked_beside_the_quote_which_stays_as_it_is(ask):
    reply = ask("does the lead member attend the LSCB in Croydon?", Kind.MEMBERSHIP, council="Croydon")
    (citation, *_) = reply.outcome.citations
    assert "LSCB" in citation.quote or "Safeguarding" in citation.quote
    assert any("safeguarding partners" in note for note in citation.notes)


@pytest.mark.parametrize(("text", "wanted"), [
    ("clause 2.3 in Leicester", "clarify"), ("show me clause 9.1 in Leicester", "not_covered"), ("clause 77 please", "not_covered"),
])  # fmt: skip
def test_a_clause_is_found_by_its_number_or_said_not_to_be_there(ask, text, wanted):
    """'in' after a number is no roman numeral."""
    reply = ask(text, Kind.CLAUSE, council="Leicester")
    assert reply.outcome.status == wanted
    assert not reply.outcome.nearest


def test_a_number_of_the_report_is_none_of_the_annex(ask):
    assert cited(ask("read me para 2.6 of the report", Kind.CLAUSE, council="Leicester").outcome.payload()) == [
        "leicester-roles-2009/report 2.6"
    ]


def test_after_a_story_that_leads_away_the_sentence_that_asks_is_looked_up_by_itself(ask):
    story = "Used to keep the minutes for a parish, so forgive me. "
    assert (
        first(ask(f"{story}What is the Children's Trust?", Kind.WHAT, "Leicester")) == "leicester-roles-2009/annex 11.1"
    )
    reply = ask(f"{story}Which bus goes to the town hall?", Kind.OUT_OF_SCOPE, "Leicester")
    assert reply.outcome.status == "not_covered"


@pytest.mark.parametrize(("text", "council", "reference"), [
    ("what must every member of staff do with a concern?", "Dudley", "All other Council Staff 1"),
    ("what should a councillor do with a child welfare concern?", "Leicester", "annex 12.1"),
    ("what should people here do if they are worried about a child?", "Leicester", "annex 22.1"),
])  # fmt: skip
def test_what_staff_or_councillors_do_with_a_worry_is_their_own_duty(ask, text, council, reference):
    assert first(ask(text, Kind.WHAT, council)).endswith(f"/{reference}")


@pytest.mark.parametrize(("text", "council"), [
    ("where do I claim my mileage for going to committee", "Dudley"),
    ("does Croydon count as outstanding at the moment?", "Croydon"),
    ("how many hours has the duty team got to ring me back, I passed my worry on days ago", "Leicester"),
])  # fmt: skip
def test_what_no_clause_says_is_refused_and_not_answered_with_what_is_near(ask, text, council):
    assert ask(text, Kind.MINE, council).outcome.status == "not_covered"
