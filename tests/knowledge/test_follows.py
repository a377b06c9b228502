"""Follow-ups: what of the question before is kept (council, office, matter, aspect) and what a message puts in its place."""

import pytest

from knowledge.questions import Kind
from tests.conftest import cited, first

DUDLEY, LEICESTER, CROYDON, KENT = (
    "dudley-roles-2006",
    "leicester-roles-2009",
    "croydon-line-of-sight",
    "kent-dcs-2011",
)


@pytest.fixture
def last(ask):
    """The reply to the last of several messages of one conversation, each with its kind."""

    def said(council, *messages):
        context = reply = None
        for text, kind in messages:
            reply = ask(text, kind, council=council, context=context)
            context = reply.context
        return reply

    return said


def test_another_council_is_asked_for_the_counterpart_of_what_was_shown(last):
    reply = last(
        "Dudley",
        ("to whom do heads of service in social care report on workloads?", Kind.WHO),
        ("how often do they do that?", Kind.FREQUENCY),
        ("and over in Leicester?", Kind.FOLLOW_UP),
    )
    assert first(reply) == f"{LEICESTER}/annex 18.4"


def test_a_council_that_says_nothing_alike_is_silent(last):
    reply = last(
        "Leicester",
        ("which politician sees that a children's director gets appointed?", Kind.WHO),
        ("what about Croydon?", Kind.FOLLOW_UP),
    )
    assert reply.outcome.status == "not_covered"


def test_the_same_elsewhere_is_shown_beside_what_was_shown_before(last):
    reply = last(
        "Leicester",
        ("who makes sure referrals are acknowledged?", Kind.WHO),
        ("is that the same in Dudley?", Kind.FOLLOW_UP),
    )
    assert cited(reply.outcome.payload()) == [
        f"{DUDLEY}/Team and Service Managers, Children's Social Care 1",
        f"{LEICESTER}/annex 19.1",
    ]


def test_another_case_is_for_the_office_that_bears_the_same_there(last):
    for text in ("and if it were a dinner lady, not the headteacher?", "what if he's only a music teacher?"):
        reply = last(
            "Dudley",
            ("a headteacher is accused, which assistant director has oversight?", Kind.WHO),
            (text, Kind.FOLLOW_UP),
        )
        assert first(reply).startswith(f"{DUDLEY}/Assistant Directors (School Effectiveness")


def test_a_number_is_asked_of_what_was_shown_and_of_no_other_clause(last):
    reply = last(
        "Leicester",
        ("must councillors go on awareness training?", Kind.WHAT),
        ("is it every three years, right?", Kind.FREQUENCY),
    )
    assert reply.outcome.status == "not_covered"
    assert reply.outcome.nearest[0].clause == "report 3.3"


def test_a_number_in_another_item_of_the_list_answers(last):
    reply = last(
        "Leicester",
        ("what is the cross party safeguarding panel for?", Kind.MEANING),
        ("and how many homes must they get round?", Kind.FOLLOW_UP),
    )
    assert first(reply) == f"{LEICESTER}/annex 10.1 c"


def test_whom_the_bearers_answer_to(last):
    asked = ("who ensures that each child assessed as needing a service has an allocated worker?", Kind.WHO)
    for text in ("who do they answer to for that?", "and their line manager?"):
        reply = last("Dudley", asked, (text, Kind.FOLLOW_UP))
        assert first(reply) == f"{DUDLEY}/Heads of Service, Social Care 5"


def test_bearers_without_a_line_answer_to_nobody_named(last):
    reply = last(
        "Leicester",
        ("who checks that recording standards are met in case files, the team manager?", Kind.WHO),
        ("and she answers to whom?", Kind.ACCOUNTABILITY),
    )
    assert reply.outcome.status == "not_covered"


def test_after_a_line_of_accountability_they_are_those_at_its_upper_end(last):
    reply = last(
        "Dudley",
        ("who does the safeguarding board report to?", Kind.ACCOUNTABILITY),
        ("and what are they sent by it?", Kind.FOLLOW_UP),
    )
    assert first(reply) == f"{DUDLEY}/Children and Young People's Partnership 2"


def test_a_falling_out_is_a_matter_of_its_own(last):
    reply = last(
        "Kent",
        ("what does the communities director do for victims of crime?", Kind.WHAT),
        ("suppose he and the DCS fall out over it", Kind.FOLLOW_UP),
    )
    assert first(reply) == f"{KENT}/paragraph 5"


def test_an_office_named_alone_is_asked_the_same(last):
    reply = last(
        "Croydon",
        ("does the director audit cases herself?", Kind.ACCOUNTABILITY),  # as the classifier may have it
        ("and the lead member?", Kind.FOLLOW_UP),
    )
    assert first(reply) == f"{CROYDON}/LMCS 5"


def test_the_second_where_one_was_shown_is_the_second_of_its_bearer(last):
    reply = last(
        "Dudley",
        ("does the corporate parenting committee fulfil the council's responsibilities as parent?", Kind.WHAT),
        ("now the second of its duties, word for word", Kind.FOLLOW_UP),
    )
    assert first(reply) == f"{DUDLEY}/Corporate Parenting Committee 2"


def test_a_council_named_afterwards_is_spoken_of_from_then_on(ask):
    shown = ask("who makes sure every child who needs a service has a worker?", Kind.WHO)
    narrowed = ask("I'm in Leicester", Kind.SET_PROFILE, context=shown.context)
    reply = ask("who do they report to?", Kind.FOLLOW_UP, council="Leicester", context=narrowed.context)
    assert first(reply) == f"{LEICESTER}/annex 18.4"


def test_who_checks_is_who_sees_to_what_was_shown(last):
    asked = ("where must a social worker record their work?", Kind.MINE)
    for text in ("so who monitors that?", "and who checks it gets done?"):
        reply = last("Leicester", asked, (text, Kind.FOLLOW_UP))
        assert first(reply) == f"{LEICESTER}/annex 19.3"
    reply = last("Leicester", asked, ("so who monitors that?", Kind.FOLLOW_UP), ("and Dudley?", Kind.FOLLOW_UP))
    assert first(reply) == f"{DUDLEY}/Team and Service Managers, Children's Social Care 3"


ALLOCATION = "does a case with an assessed need always need a named worker?"


@pytest.mark.parametrize("text", [
    "is that the director's job?",
    "so the team manager does that?",
    "whose duty is that, the chief executive's?",
    "who has to see to it, the lead member?",
    "is it down to the assistant director?",
])  # fmt: skip
def test_whose_job_it_is_stands_in_what_was_shown(last, text):
    before = last("Dudley", (ALLOCATION, Kind.WHAT))
    assert first(last("Dudley", (ALLOCATION, Kind.WHAT), (text, Kind.FOLLOW_UP))) == first(before)


@pytest.mark.parametrize("text", [
    "who chairs it, the lead member?",
    "who pays for that, the director?",
    "is the chief executive on it?",
    "does the lead member do it too?",
])  # fmt: skip
def test_what_else_is_asked_of_it_is_looked_for(last, text):
    reply = last("Dudley", (ALLOCATION, Kind.WHAT), (text, Kind.FOLLOW_UP))
    assert reply.decided != "the same again"
