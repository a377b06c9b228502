"""Proving: planted mistakes of every kind are found: two right answers, a wrong answer, giveaways, citations that fail."""

from __future__ import annotations

import pytest

from learning.items import Kind, edition, item
from learning.proofs import common
from tests.learning.conftest import found, planted

TWO, WRONG = "two right", "not right"


def test_every_item_of_the_bank_is_proved_again(held, against):
    assert [against(i) for i in held.items if against(i)] == []


# --- who bears it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "document", "second"), [
    # the same duty in another clause of the document
    ("make sure that staff follow procedures and protocols to keep", "Dudley", "Assistant Director (School Effectiveness)"),
    ("contribute to quality monitoring", "Dudley", "Reviewing Officers, Children's Social Care"),
    # a near-identical duty in other words
    ("that staff follow procedures, protocols and guidance", "Dudley", "Assistant Director (Access and Inclusion)"),
    # a general office that includes the right one, and the other way round
    ("give priority to attending the Safeguarding", "Leicester", "Lead Member for Children's Services"),
    ("must chair the Council's Corporate Parenting Forum", "Leicester", "All Councillors"),
    ("responsible for running the Family Support Services", "Leicester", "Heads of Service"),
    # an office that the clause names beside the bearer
    ("together with the Cabinet Member", "Dudley", "Lead Member with responsibility for Children's Services"),
    ("audit a case every month", "Croydon", "Lead Member Children's Services (LMCS)"),
])  # fmt: skip
def test_a_second_office_that_bears_the_duty_is_found(held, against, words, document, second):
    one = found(held, Kind.BEARER, words)
    assert document in one.question
    if one.answer == second:  # of two offices with the same duty the other one is planted
        second = "Commissioning and Planning Officers, Children's Social Care"
    assert TWO in against(planted(one, wrong=second))


def test_an_office_that_does_not_bear_the_duty_is_found(held, against):
    one = found(held, Kind.BEARER, "who must make sure that referrals are acknowledged", "Team and Service")
    assert WRONG in against(planted(one, answer="Chief Executive"))


def test_one_of_two_joint_bearers_is_no_right_answer(held, against):
    one = found(held, Kind.BEARER, "clear escalation procedure")
    assert one.answer == "Both Services (YOS and CSS)"
    assert {o for o in one.wrong if o.endswith(" alone")} == {
        "Kent Youth Offending Service (YOS) alone", "Kent Children's Social Services (CSS) alone"
    }  # fmt: skip
    assert against(planted(one, answer="Kent Youth Offending Service (YOS)"))
    assert TWO in against(planted(one, wrong="Kent Youth Offending Service (YOS)"))


def test_one_service_alone_is_no_wrong_option_where_it_is_alone(held, against):
    one = found(held, Kind.BEARER, "receive referrals from the Youth Offending Service")
    assert TWO in against(planted(one, wrong="Kent Children's Social Services (CSS) alone"))


def test_an_office_of_another_council_is_no_option(held, against):
    one = found(held, Kind.BEARER, "must audit a case every month")
    assert "form" in against(planted(one, wrong="Managing Director"))


def test_a_question_that_names_its_answer_is_found(held, against):
    one = found(held, Kind.BEARER, "who must make sure that referrals are acknowledged", "Team Managers")
    named = one.question.replace("are acknowledged", "are acknowledged by the Team Managers")
    assert "giveaway" in against(planted(one, question=named))


# --- which is, and is not, a duty ------------------------------------------------------------------------------------


@pytest.mark.parametrize("second", [
    "Act as the Cabinet's champion for corporate parenting of children who are looked after",  # its own, another clause
    "Make sure the council meets its responsibilities as \"corporate parent\" of the children it looks after",  # near it
    "Be aware of, and carry out, their responsibilities as corporate parents of the children who are looked after",  # all councillors'
])  # fmt: skip
def test_a_second_duty_of_the_office_is_found(held, against, second):
    one = found(held, Kind.DUTY, "ask of the Lead Member with responsibility", "Cabinet's champion for safeguarding")
    assert TWO in against(planted(one, wrong=second))


def test_a_duty_that_involves_the_office_is_no_wrong_option(held, against):
    one = found(held, Kind.DUTY, "ask of the Lead Member with responsibility")
    shared = "Make sure there is a clear strategy to improve the outcomes for all children and young people, together with the Cabinet Member"
    assert TWO in against(planted(one, wrong=shared))


def test_a_twin_of_another_council_is_no_wrong_option(held, against):
    one = found(held, Kind.DUTY, "ask of the Team and Service Managers", "recording policy")
    twin = "Make sure of the quality of work and supervision"  # Leicester's wording of what Dudley asks of them too
    assert TWO in against(planted(one, wrong=twin))


def test_an_option_that_no_rule_states_is_found(held, against):
    one = found(held, Kind.DUTY, "ask of the Chief Executive")
    assert "the wording of no rule" in against(
        planted(one, wrong="Polish the brass plates of the town hall on Fridays")
    )


def test_a_duty_of_another_office_is_not_right(held, against):
    one = found(held, Kind.DUTY, "ask of the Chief Executive")
    assert WRONG in against(planted(one, answer="Make sure that workloads are managed effectively"))


def test_an_option_much_longer_than_the_others_is_a_giveaway(held, against, store):
    one = found(held, Kind.DUTY, "ask of the Social Care Practitioners", "Keep records")
    short = [
        "Make sure of the quality of work and of supervision",
        "Contribute to quality monitoring",
        "Carry out serious case reviews",
    ]
    long = "See and speak to the child, and make sure that a focus is kept on the child's needs and welfare"
    cited = (store.citation(store.clause("dudley-roles-2006", "Social Care Practitioners 5")),)
    made = item(
        one.kind, one.question, long, short, citations=cited, nearness=0, explanation="Social Care Practitioners 5"
    )
    assert "giveaway" in against(made)


def test_where_the_one_that_is_not_asked_is_asked_after_all_it_is_found(held, against):
    one = found(held, Kind.NOT_DUTY, "NOT ask of the Chief Executive", "")
    own = found(held, Kind.DUTY, "ask of the Chief Executive").answer
    assert WRONG in against(planted(one, answer=own))


def test_where_two_are_not_asked_of_the_office_it_is_found(held, against):
    one = found(held, Kind.NOT_DUTY, "NOT ask of the Chief Executive")
    assert TWO in against(planted(one, wrong="Contribute to quality monitoring"))


# --- which council ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("reference", "deed"), [
    ("Team and Service Managers, Children's Social Care 1", "Make sure that referrals are acknowledged"),
    ("Social Care Practitioners 3", "Keep up to date through training and other opportunities for professional development"),
    ("Assistant Director (Children's Social Care) 8", "Make sure that workloads are managed effectively"),
    ("Assistant Director (Children's Social Care) 4",
     "Make sure that arrangements are in place for responsibility to be handed over safely between local authorities"),
    ("Director of Children's Services 9", "Make sure effective safeguarding arrangements are in place throughout all education provision"),
    ("Chief Executive 3", "Appoint a Director of Children's Services who leads and is accountable for the delivery of "
     "children's services, including leadership for child protection and vulnerable children"),
    ("Chief Executive 6", "Make sure children's services are sensitive to diversity, promote equal opportunities and work to end discrimination"),
])  # fmt: skip
def test_what_two_councils_say_is_not_asked(against, store, reference, deed):
    cited = (store.citation(store.clause("dudley-roles-2006", reference)),)
    made = item(Kind.COUNCIL, f"Which council's document asks this of one of its offices: “{deed}”?", "Dudley",
                ["Kent", "Leicester", "Croydon"], citations=cited, nearness=0, explanation=reference)  # fmt: skip
    assert TWO in against(made)


def test_a_question_that_tells_its_council_is_found(held, against):
    one = next(i for i in held.items if i.kind is Kind.COUNCIL)
    told = one.question.replace("Which council's document", f"Which council's document (not {one.wrong[0]}'s)")
    assert "giveaway" in against(planted(one, question=told))


def test_another_council_is_not_right(held, against):
    one = next(i for i in held.items if i.kind is Kind.COUNCIL)
    assert WRONG in against(planted(one, answer=one.wrong[0], wrong=one.answer))


# --- how often, to whom ----------------------------------------------------------------------------------------------


def test_the_same_frequency_in_other_letters_is_found(held, against):
    one = found(held, Kind.FREQUENCY, "attend the Adoption Panel")
    assert TWO in against(planted(one, wrong="annually"))


def test_a_frequency_that_the_clause_does_not_give_is_not_right(held, against):
    one = found(held, Kind.FREQUENCY, "attend the Adoption Panel")
    assert WRONG in against(planted(one, answer="“Fortnightly”"))


def test_a_clause_with_two_frequencies_is_not_asked(against, store):
    cited = (store.citation(store.clause("croydon-line-of-sight", "DCS 6")),)
    made = item(
        Kind.FREQUENCY, "In the Croydon Line of Sight (undated), how often must the Director of Children's Services (DCS) "
        "meet the Principal Social Worker (PSW), and this includes the Lead Member (LMCS)?", "“Monthly”",
        ["“Annual”", "“Weekly”"], citations=cited, nearness=0, explanation="DCS 6",
    )  # fmt: skip
    assert against(made)


@pytest.mark.parametrize(("words", "second"), [
    ("(CDELS) accountable for the functions", "Managing Director"),  # to whom the CDELS answers as well
    ("(CDELS) accountable for the performance", "Corporate Director for Families & Social Care (CDFSC)"),
    ("which of these does the Head of Service – Children's Safeguarding manage", "Family Group Meetings"),
    ("to whom must the Other Practitioners and Support Staff pass", "The appropriate duty team"),
])  # fmt: skip
def test_a_second_recipient_is_found(held, against, words, second):
    one = found(held, Kind.RECIPIENT, words)
    if second == one.answer:
        second = "LAC independent reviewing"
    assert TWO in against(planted(one, wrong=second))


def test_a_recipient_that_no_clause_names_is_not_right(held, against):
    one = found(held, Kind.RECIPIENT, "(CDELS) accountable for the functions")
    assert WRONG in against(planted(one, answer="Lead Member for Children's Services"))


# --- orders and matches ----------------------------------------------------------------------------------------------


def test_a_second_right_line_of_accountability_is_found(held, against):
    one = next(i for i in held.items if i.kind is Kind.ORDER and "bottom up" in i.question)
    assert TWO in against(planted(one, wrong="the " + one.answer))


def test_a_line_upside_down_is_not_right(held, against):
    one = next(i for i in held.items if i.kind is Kind.ORDER and "bottom up" in i.question)
    upside = " → ".join(one.answer.split(" → ")[::-1])
    assert WRONG in against(planted(one, answer=upside, wrong=one.answer))


def test_meetings_that_are_as_often_have_two_right_orders(held, against, store):
    one = next(i for i in held.items if i.kind is Kind.ORDER and "most often" in i.question)
    line = next(line for line in one.question.split("\n") if "Adoption" in line or "conference" in line)
    other = next(i for i in held.items if i.kind is Kind.ORDER and "quarterly" in i.explanation and i != one)
    quarterly = [c for c in other.citations if "uarterly" in c.quote]
    assert line
    assert quarterly
    lines = one.question.split("\n")
    monthly = next(n for n, text in enumerate(lines) if text[:2].rstrip(".").isdigit() and n == 1)
    lines[monthly] = "1. Attend the Fostering Panel"
    lines[2] = "2. Attend the Adoption Panel"
    panels = [store.citation(store.clause("croydon-line-of-sight", f"DCS {n}")) for n in (15, 16)]
    made = item(Kind.ORDER, "\n".join(lines), one.answer, one.wrong, citations=(*panels, *one.citations), nearness=0,
                explanation=one.explanation)  # fmt: skip
    assert TWO in against(made)


def test_a_wrong_order_of_meetings_is_not_right(held, against):
    one = next(i for i in held.items if i.kind is Kind.ORDER and "most often" in i.question)
    assert WRONG in against(planted(one, answer=one.wrong[0], wrong=one.answer))


@pytest.mark.parametrize("document", ["Kent", "Dudley", "Leicester"])
def test_an_escalation_in_another_order_is_not_right(held, against, document):
    one = next(
        i for i in held.items if i.kind is Kind.ORDER and "step by step" in i.question and document in i.question
    )
    assert WRONG in against(planted(one, answer=one.wrong[0], wrong=one.answer))


def test_a_step_that_the_clause_does_not_state_is_not_right(held, against):
    one = next(i for i in held.items if i.kind is Kind.ORDER and "step by step" in i.question)
    other = one.question.replace("The Managing Director is told immediately", "The Leader of the Council is told")
    assert other != one.question
    assert WRONG in against(planted(one, question=other))


@pytest.mark.parametrize(("question", "right", "wrong", "told"), [
    ("who must look after the school?", "Designated Teachers in all schools", ["Cabinet"], True),
    ("who must look after the school?", "Designated Teachers in all schools", ["Headteachers of schools"], False),
    ("who must give a lead?", "Leader of the Council", ["Cabinet"], False),
])  # fmt: skip
def test_a_word_that_only_the_right_option_takes_up_is_a_giveaway(question, right, wrong, told):
    assert bool(common.echo(question, right, wrong)) is told


def test_the_right_matching_in_another_order_is_found(held, against):
    one = next(i for i in held.items if i.kind is Kind.MATCH)
    assert TWO in against(planted(one, wrong=", ".join(one.answer.split(", ")[::-1])))


def test_a_matching_with_a_duty_that_two_offices_bear_is_found(held, against):
    one = found(held, Kind.MATCH, "Reviewing Officers, Children's Social Care")
    letter = next(p.split()[1] for p in one.answer.split(", ") if one.question.split("\n")[int(p[0])].endswith(
        "Reviewing Officers, Children's Social Care"))  # fmt: skip
    number = next(p[0] for p in one.answer.split(", ") if not p.endswith(letter))
    lines = one.question.split("\n")
    lines[int(number)] = f"{number}. Commissioning and Planning Officers, Children's Social Care"
    lines = [
        f"{letter}. Contribute to quality monitoring" if line.startswith(f"{letter}. ") else line for line in lines
    ]
    assert TWO in against(planted(one, question="\n".join(lines)))


# --- terms and gaps --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("term", "second"), [
    ("“DCS”", "The Council's statutory Director of Children's Services"), ("“CDFSC”", "Corporate Director for Families and Social Care"),
])  # fmt: skip
def test_a_second_meaning_of_a_term_is_found(held, against, term, second):
    assert TWO in against(planted(found(held, Kind.TERM, term), wrong=second))


def test_a_meaning_that_the_clause_does_not_give_is_not_right(held, against):
    assert WRONG in against(planted(found(held, Kind.TERM, "“PSW”"), answer="Police Support Worker"))


def test_a_second_office_without_a_duty_is_found(held, against):
    one = found(held, Kind.GAP, "Dudley roles summary (draft, 2006) name without", "Governing Body")
    assert TWO in against(planted(one, wrong="Primary Care Trusts"))


def test_an_office_with_a_duty_is_no_gap(held, against):
    one = found(held, Kind.GAP, "Dudley roles summary (draft, 2006) name without", "Governing Body")
    assert WRONG in against(planted(one, answer="All Councillors"))


def test_a_second_blank_is_found(held, against):
    one = found(held, Kind.GAP, "left blank")
    blanks = {"Date of first signature", "Date of second signature", "Second review date"} - {one.answer}
    assert TWO in against(planted(one, wrong=min(blanks)))


def test_a_subject_of_which_the_document_speaks_is_no_gap(held, against):
    one = found(held, Kind.GAP, "Croydon Line of Sight (undated) say nothing about")
    assert WRONG in against(
        planted(
            one,
            answer='Make sure the council meets its responsibilities as "corporate parent" of the children it looks after',
        )
    )


def test_a_second_subject_of_which_the_document_is_silent_is_found(held, against):
    one = found(held, Kind.GAP, "Croydon Line of Sight (undated) say nothing about")
    assert TWO in against(planted(one, wrong="Have safe recruitment procedures in place"))


def test_where_a_clause_says_how_often_it_is_no_gap(held, against):
    gap = found(held, Kind.GAP, "chair the Corporate Parenting Panel")
    assert gap.answer == "It does not say"
    often = found(held, Kind.FREQUENCY, "attend the Adoption Panel")
    assert WRONG in against(planted(often, answer="It does not say"))


# --- form and citations ----------------------------------------------------------------------------------------------


def test_a_quote_that_is_not_the_clause_is_found(held, against):
    one = held.items[0]
    bent = one.citations[0].model_copy(update={"quote": one.citations[0].quote + " Always."})
    assert "does not say what is quoted" in against(one.model_copy(update={"citations": (bent, *one.citations[1:])}))


def test_a_clause_that_does_not_exist_is_found(held, against):
    one = held.items[0]
    none = one.citations[0].model_copy(update={"clause": "clause 999"})
    cited = {"citations": (none,), "edition": edition((none, *one.contrasts))}
    assert "has no clause" in against(one.model_copy(update=cited))


def test_an_edition_that_is_not_that_of_the_clauses_is_found(held, against):
    assert "edition" in against(held.items[0].model_copy(update={"edition": "0" * 12}))


def test_a_question_that_names_no_document_is_found(held, against):
    one = found(held, Kind.BEARER, "who must make sure that referrals are acknowledged")
    assert "name the document" in against(planted(one, question="Who must make sure that referrals are acknowledged?"))


def test_options_that_say_nearly_the_same_are_found(held, against):
    one = found(held, Kind.DUTY, "ask of the Chief Executive")
    twin = one.wrong[1] + " and welfare"
    assert "same" in against(planted(one, wrong=twin))


def test_an_explanation_without_a_clause_is_found(held, against):
    assert "explanation" in against(held.items[0].model_copy(update={"explanation": "Because it is so."}))
