"""Conversations: what a message goes on with, as knowledge.following, again, remembering and worries understand it."""

import pytest
import yaml

from knowledge import everyday, rules
from knowledge.questions import Kind
from tests.conftest import cited, first

HEADS = "dudley-roles-2006/Assistant Director (Access and Inclusion) 1"


@pytest.fixture
def converse(ask):
    """Several messages, each with its kind, as one conversation; the replies."""

    def said(council, *messages):
        replies, context = [], None
        for text, kind in messages:
            replies.append(ask(text, kind, council=council, context=context))
            context = replies[-1].context
        return replies

    return said


def test_what_was_shown_some_answers_ago_can_be_asked_for_word_by_word(converse):
    *_, last = converse(
        "Dudley",
        ("which assistant director oversees allegations against headteachers?", Kind.WHO),
        ("who sees to it that referrals are acknowledged?", Kind.WHO),
        ("the one about headteachers again, word for word", Kind.FOLLOW_UP),
    )
    assert first(last) == HEADS


def test_what_was_shown_can_be_asked_for_again_after_a_question_about_the_paper(converse):
    *_, last = converse(
        "Dudley",
        ("which assistant director oversees allegations against headteachers?", Kind.WHO),
        ("is what I'm quoting final?", Kind.DOCUMENT),
        ("the one about headteachers again, word for word", Kind.FOLLOW_UP),
    )
    assert first(last) == HEADS


def test_the_wording_of_a_council_spoken_of_before_is_that_one(converse):
    *_, last = converse(
        None,
        ("who makes sure referrals are acknowledged in Leicester?", Kind.WHO),
        ("and in Dudley?", Kind.FOLLOW_UP),
        ("paste me the Leicester line please", Kind.FOLLOW_UP),
    )
    assert cited(last.outcome.payload()) == ["leicester-roles-2009/annex 19.1"]


def test_exact_words_with_no_more_said_are_those_of_the_last_answer(converse):
    *_, before, last = converse(
        "Leicester",
        ("who makes sure referrals are acknowledged?", Kind.WHO),
        ("who allocates the cases?", Kind.WHO),
        ("exact words please, it is going in a letter", Kind.FOLLOW_UP),
    )
    assert first(last) == first(before)


def test_another_case_than_the_one_spoken_of_gets_another_clause(converse):
    *_, last = converse(
        "Dudley",
        ("a headteacher is accused of hitting a pupil, which assistant director has oversight?", Kind.WHO),
        ("and if it's only one of the classroom assistants?", Kind.FOLLOW_UP),
    )
    assert (
        first(last)
        == "dudley-roles-2006/Assistant Directors (School Effectiveness; Community Education and Development) 1"
    )


def test_the_line_goes_up_rung_by_rung_and_says_where_it_ends(converse):
    _, second, third = converse(
        "Dudley",
        ("who does a team manager report to?", Kind.ACCOUNTABILITY),
        ("and who's above them?", Kind.ACCOUNTABILITY),
        ("and over those?", Kind.FOLLOW_UP),
    )
    assert first(second) == "dudley-roles-2006/Heads of Service, Social Care 5"
    assert third.outcome.status == "not_covered"


def test_what_was_asked_of_a_place_that_is_not_held_is_asked_of_the_council_named_next(converse):
    before, last = converse(
        None,
        ("who appoints the director of children's services in Walsall?", Kind.WHO),
        ("sorry, not Walsall, Dudley", Kind.SET_PROFILE),
    )
    assert before.outcome.status == "not_covered"
    assert first(last) == "dudley-roles-2006/Chief Executive 3"


def test_a_corrected_office_keeps_the_question(converse):
    *_, last = converse(
        "Croydon",
        ("how often does the director meet the principal social worker?", Kind.FREQUENCY),
        ("oh hang on, no, I mean the lead member", Kind.MEMBERSHIP),
    )
    assert first(last) == "croydon-line-of-sight/LMCS 5"


def test_whom_to_tell_after_a_danger_is_the_duty_to_pass_it_on(converse):
    _, last = converse(
        "Leicester",
        ("he has locked her in the shed and is hitting her now", Kind.DANGER),
        ("police are on the way. who else do I pass it on to?", Kind.MINE),
    )
    assert first(last) == "leicester-roles-2009/annex 22.1"


def test_of_two_contacts_the_second_one_is_the_second(converse):
    *_, last = converse(
        "Leicester",
        ("who can I ring for advice on the framework?", Kind.CONTACT),
        ("the second one, what's the number?", Kind.CONTACT),
    )
    assert first(last) == "leicester-roles-2009/annex contacts 2"


def test_there_is_the_council_spoken_of_and_not_the_asker_s(ask):
    before = ask("who chairs the corporate parenting panel in Croydon?", Kind.MEMBERSHIP, council="Dudley")
    after = ask(
        "and how often does the lead member see the principal social worker there?",
        Kind.FREQUENCY,
        council="Dudley",
        context=before.context,
    )
    assert first(after) == "croydon-line-of-sight/LMCS 5"


def test_whom_they_tell_is_looked_for_where_the_clause_shown_tells_nobody(converse):
    *_, last = converse(
        "Dudley",
        ("who makes sure every child assessed as needing a service has a worker?", Kind.WHO),
        ("and who do they tell about cases that have none?", Kind.ESCALATION),
    )
    assert first(last) == "dudley-roles-2006/Heads of Service, Social Care 5"


def test_is_there_is_no_word_for_what_was_spoken_of(converse):
    before, last = converse(
        "Leicester",
        ("what must the scrutiny committee look into?", Kind.DUTIES),
        ("is there training that councillors must attend?", Kind.WHAT),
    )
    assert first(last) != first(before)


def test_who_chairs_is_asked_of_the_other_council_as_well(converse):
    *_, last = converse(
        "Leicester",
        ("who chairs the corporate parenting forum?", Kind.MEMBERSHIP),
        ("and in Dudley?", Kind.FOLLOW_UP),
    )
    assert last.outcome.status == "not_covered"


# --- everyday turns of phrase -----------------------------------------------------------------------------------------


def test_a_turn_of_phrase_is_told_in_plainer_words():
    held = everyday.Everyday.load()
    assert "disagree" in held.meant("what if the two of them FALL OUT over it?")
    assert held.meant("who reviews the fallen trees?") == ""


def test_no_form_is_listed_twice():
    turns = yaml.safe_load((rules.VOCABULARY / "everyday.yml").read_text(encoding="utf-8"))["turns"]
    forms = [form for turn in turns for form in turn["say"]]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("then", ["who do I ring", "what do I do now?", "so what now", "who should I speak to"])
def test_after_a_worry_a_short_question_gets_the_duty_again(converse, then):
    told = ("one of my pupils came in with a burn on his hand, says his aunt did it", Kind.WORRY)
    *_, once, twice = converse("Leicester", told, (then, Kind.CONTACT), ("who else do I tell?", Kind.CONTACT))
    assert first(once) == first(twice) == "leicester-roles-2009/annex 22.1"


def test_after_a_worry_for_which_the_papers_name_nobody_it_is_said_again_whom_to_tell(converse):
    told = ("one of my pupils came in with a burn on his hand, says his aunt did it", Kind.WORRY)
    before, after = converse("Croydon", told, ("who do I tell?", Kind.CONTACT))
    assert after.outcome.status == "not_covered"
    assert after.outcome.notes == before.outcome.notes
    assert not after.outcome.nearest


@pytest.mark.parametrize(
    "again", ["can you put that in plain english", "what does that mean?", "simpler please", "explain it simply"]
)
def test_in_plain_english_is_the_plain_sentence_again(converse, again):
    before, after = converse(
        "Leicester", ("who makes sure new social workers get an induction?", Kind.WHO), (again, Kind.FOLLOW_UP)
    )
    assert (after.outcome.says, first(after)) == (before.outcome.says, first(before))


@pytest.mark.parametrize(
    "deed", ["email me that", "can you print it please", "translate it into Polish", "forward it to my boss"]
)
def test_what_cannot_be_done_from_here_is_said_and_the_thread_stays(converse, deed):
    _, told, after = converse(
        "Leicester",
        ("who makes sure new social workers get an induction?", Kind.WHO), (deed, Kind.CONTACT), ("exact words", Kind.FOLLOW_UP),
    )  # fmt: skip
    assert told.outcome.status == "small_talk"
    assert first(after) == "leicester-roles-2009/annex 13.5"


def test_exact_words_with_nothing_shown_are_nobody_s(converse):
    (only,) = converse(None, ("show me the exact words", Kind.FOLLOW_UP))
    assert only.outcome.status == "not_covered"
    assert not only.outcome.nearest


@pytest.mark.parametrize("told", ["I run a duty team, what must I do?", "just took over a team here. what must I do?"])
def test_whoever_runs_a_team_is_a_team_manager(ask, told):
    assert "Team and Service Managers" in first(ask(told, Kind.MINE, council="Dudley"))


@pytest.mark.parametrize(("some", "wanted"), [
    ("which of those are with the lead member", {"croydon-line-of-sight/DCS 6"}),
    ("is any of it about foster carers?", {"croydon-line-of-sight/DCS 14"}),
])  # fmt: skip
def test_some_of_a_list_that_was_shown(converse, some, wanted):
    *_, last = converse("Croydon", ("list everything the director must do", Kind.DUTIES), (some, Kind.MEMBERSHIP))
    assert wanted <= set(cited(last.outcome.payload()))


def test_a_question_that_was_refused_is_asked_of_another_council_by_its_name(converse):
    *_, last = converse(
        None,
        ("who checks that social workers have a supervisor?", Kind.WHO),
        ("in leicester", Kind.FOLLOW_UP),
    )
    assert last.reading.councils == ("Leicester",)
    assert "supervis" in " ".join([last.reading.text, *last.outcome.says])


def test_what_another_case_calls_a_thanks_is_a_question(talk):
    talk("it's the head who's been accused, who oversees that in Dudley?")
    assert talk("and if it was a TA")["status"] != "small_talk"


@pytest.mark.parametrize(
    "where", ["where does it say that", "which clause is that?", "is that in writing?", "says who"]
)
def test_where_it_says_so_is_the_clause_again(converse, where):
    before, after = converse(
        "Leicester", ("who makes sure referrals are acknowledged?", Kind.WHO), (where, Kind.FOLLOW_UP)
    )
    assert first(after) == first(before)


def test_two_offices_with_no_matter_named_have_their_lists_side_by_side(ask):
    reply = ask("what's the difference between the lead member and the director?", Kind.COMPARE, council="Leicester")
    clauses = cited(reply.outcome.payload())
    assert {clause.split()[-1][:2] for clause in clauses} == {"2.", "4."}
    assert reply.outcome.more


@pytest.mark.parametrize("under", ["who's she under", "who's over them?"])
def test_whoever_is_over_them_is_said_or_said_not_to_be_told(converse, under):
    *_, last = converse("Leicester", ("who makes sure referrals are acknowledged?", Kind.WHO), (under, Kind.WHO))
    assert last.outcome.status == "not_covered"
    *_, last = converse("Dudley", ("who makes sure referrals are acknowledged?", Kind.WHO), (under, Kind.WHO))
    assert first(last).startswith("dudley-roles-2006/Team and Service Managers")


def test_the_board_is_the_one_spoken_of(converse):
    *_, duties, chair = converse(
        "Dudley",
        ("who's in charge of the safeguarding board?", Kind.ACCOUNTABILITY), ("does the chief exec sit on it?", Kind.MEMBERSHIP),
        ("what does the board do?", Kind.DUTIES), ("who chairs it?", Kind.MEMBERSHIP),
    )  # fmt: skip
    assert all("Dudley Safeguarding Children Board" in clause for clause in cited(duties.outcome.payload()))
    assert chair.outcome.status == "not_covered"


@pytest.mark.parametrize("beyond", ["what's the wifi password", "who is the prime minister"])
def test_what_nothing_comes_near_shows_no_nearest_clause(ask, beyond):
    outcome = ask(beyond, Kind.OUT_OF_SCOPE).outcome
    assert outcome.status == "not_covered"
    assert not outcome.nearest
