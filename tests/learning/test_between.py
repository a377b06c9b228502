"""What comes between the steps of an induction: each is answered, and the induction stays where it was."""

from __future__ import annotations

import pytest

from knowledge.outcomes import NotCovered
from knowledge.questions import Profile
from learning.between import is_open
from tests.learning.test_tutor import Person, labels, made  # noqa: F401  `made` is a fixture

BEGIN = "start the induction of councillors in Dudley"


@pytest.fixture
def person(store, tmp_path, made):  # noqa: F811
    return Person(store, f"sqlite:///{tmp_path / 'desk.db'}", made)


def ended(person):
    turn = person.says(BEGIN)
    for _ in range(40):
        if any("come to the end" in sentence for sentence in turn.says):
            return turn
        turn = person.says(next(o.message for o in turn.options if o.label in ("Skip", "Skip this question", "Finish")))
    raise AssertionError("no end")


# --- while it is asked which office ------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["my progress", "my record", "99", "delete my progress"])
def test_what_is_said_between_leaves_the_question_which_office_open(person, said):
    person.says("start my induction in Leicester")
    between = person.says(said)
    assert "Back to my induction" in labels(between) or "Team Managers" in labels(between) or len(between.options) == 8
    assert person.profile == Profile(council="Leicester")
    begun = person.says("team manager")
    assert "Step 1 of" in begun.says[1]
    assert "Leicester" in begun.says[0]


def test_the_way_back_asks_for_the_office_again_and_keeps_the_council(person):
    asked = person.says("start my induction in Leicester")
    between = person.says("my progress")
    again = person.says(next(o.message for o in between.options if o.label == "Back to my induction"))
    assert again.says == asked.says
    assert again.options == asked.options


def test_a_question_of_ones_own_is_answered_and_leads_back_to_the_office(person):
    asked = person.says("start my induction")
    assert person.hears("who makes sure referrals are acknowledged?") is None
    answer = person.asks()
    assert labels(answer) == ["Back to my induction"]
    assert person.hears("and in Leicester?") is None, "a follow-up belongs to the answer in between"
    assert person.says(answer.options[0].message).says == asked.says


@pytest.mark.parametrize("said", ["next", "back", "skip", "resume", "where was I in my induction?"])
def test_a_move_asks_for_the_office_once_more(person, said):
    asked = person.says("start my induction")
    assert person.says(said).says == asked.says


def test_the_office_need_not_be_told(person):
    person.says("start my induction")
    assert "No induction was begun" in person.says("stop").says[0]
    assert person.hears("team manager in Leicester") is None


def test_the_question_which_office_survives_danger(person):
    asked = person.says("start my induction")
    assert person.hears("a child is being hit right now") is None
    person.asks(NotCovered(says=("If a child is in danger now, call 999.",), safety_first=True))
    assert person.says("resume").says == asked.says


# --- at a step, at a question, after the end ------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["0x", "asdf qwer zxcv", "who am I?", "who chairs the panel?"])
@pytest.mark.parametrize("moves", [0, 1])
def test_what_is_no_matter_of_the_induction_is_left_to_the_rules_and_leads_back(person, moves, said):
    shown = person.says(BEGIN)
    for _ in range(moves):
        shown = person.says("next")
    assert person.hears(said) is None
    back = person.asks()
    assert labels(back) == ["Back to the question after step 1" if moves else "Back to step 1"]
    assert shown.says[-1] in person.says(back.options[0].message).says


@pytest.mark.parametrize("moves", [0, 1])
def test_a_number_out_of_range_keeps_the_choices(person, moves):
    shown = person.says(BEGIN)
    for _ in range(moves):
        shown = person.says("next")
    for wrong in ("99", "42"):
        told = person.says(wrong)
        assert f"'{wrong}' is none of the options" in told.says[0]
        assert told.options == shown.options
    assert person.says("1").says


def test_an_alarm_number_is_no_choice(person):
    person.says(BEGIN)
    assert person.hears("999") is None


def test_back_at_the_first_step_stays(person):
    first = person.says(BEGIN)
    assert person.says("back").citations == first.citations


def test_skipping_a_question_twice_skips_no_step(person):
    person.says(BEGIN)
    person.says("next")
    assert "Step 2 of" in " ".join(person.says("skip this question").says)
    assert "Step 2 of" in " ".join(person.says("skip this question").says)


def test_a_quiz_between_leads_back_to_the_induction(person):
    person.says(BEGIN)
    person.says("quiz me")
    stopped = person.says("stop the quiz")
    assert "Back to my induction" in labels(stopped)
    assert "Step 1 of" in " ".join(person.says("back to my induction").says)


def test_after_the_end_the_way_back_is_to_the_record(person):
    ended(person)
    assert "You finished this induction" in person.says("next").says[0]
    assert "You finished this induction" in person.says("back").says[0]
    assert person.hears("who chairs the panel?") is None
    back = person.asks()
    assert labels(back) == ["Back to my record"]
    assert any(line.startswith("Ended: ") for line in person.says(back.options[0].message).says)


def test_the_last_answer_is_followed_by_the_record(person):
    turn = person.says(BEGIN)
    for _ in range(40):
        if "Skip this question" in labels(turn):
            turn = person.says(str(person.right()))
            if "My record" in labels(turn):
                break
        turn = person.says("next")
    assert turn.says[0] == "Right."
    assert "You have come to the end of this induction." in turn.says
    assert any("8 of 8 check questions right" in sentence for sentence in turn.says)
    assert turn.citations


# --- mistakes return ----------------------------------------------------------------------------------------------------


def wrong(person):
    """Answers the first check question wrongly; the item and what was said."""
    person.says(BEGIN)
    asked = person.says("next")
    item = person.state()["item"]
    place = 2 if person.right() == 1 else 1
    return item, asked, person.says(str(place))


def test_a_wrong_answer_to_a_check_question_returns_in_practice(person):
    item, asked, told = wrong(person)
    assert told.says[0] == "Not right."
    assert "comes back in about 10 minutes when you say ‘quiz me’" in told.says[-1]
    person.now += 11 * 60
    again = person.says("quiz me")
    assert again.says[-1] == asked.says[-1], "the question that was got wrong comes first"
    right = next(i for i in person.made.bank.items if i.id == item).right + 1
    assert "comes back tomorrow" in person.says(str(right)).says[-1], "a day then, and FSRS counts on"


def test_a_right_answer_leaves_practice_alone(person):
    person.says(BEGIN)
    person.says("next")
    person.says(str(person.right()))
    assert person.tutor.cards.held("p") == {}
    assert person.tutor.cards.attempts("p") == ()


def test_a_mistake_in_an_induction_is_no_answer_of_the_quiz_and_can_be_deleted(person):
    wrong(person)
    assert person.tutor.cards.attempts("p") == ()
    assert len(person.tutor.cards.held("p")) == 1
    assert not any(sentence.startswith("Quiz:") for sentence in person.says("my progress").says)
    person.says("quiz me")
    person.says("1")
    assert any(sentence.startswith("Quiz:") for sentence in person.says("my progress").says), (
        "cards without an answer count nowhere"
    )
    person.says(person.says("delete my progress").options[0].message)
    assert person.tutor.cards.held("p") == {}


def test_nothing_is_open_of_a_stranger():
    assert not is_open({})
    assert not is_open({"course": "start", "stopped": True})
