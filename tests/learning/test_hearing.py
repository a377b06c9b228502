"""Hearing: the wish to make a quiz for others, and what sounds like it."""

from __future__ import annotations

import pytest

from knowledge.errors import KnowledgeError
from learning import hearing


@pytest.mark.parametrize(
    "text",
    [
        "create a quiz for my team",
        "set up a quiz session for thirty people",
        "I want to run a quiz on Thursday",
        "make a quiz my staff can join by code",
        "I want to make a quiz",
        "How do I make a quiz for my team?",
        "how can I set up a quiz session?",
        "Where do I create a quiz?",
        "can you create a quiz for 20 councillors",
        "Could you help me set up a quiz for our away day?",
        "I'm a trainer. I'd like to organise a quiz for new starters.",
        "I'm running a quiz for the team next week, how do I set it up?",
        "I am a trainer and need a quiz for 20 councillors",
        "quiz my team on corporate parenting",
        "I'd like to quiz my staff on escalation",
        "please prepare a short quiz on referrals for my social workers",
        "Is there a way to host a quiz?",
        "let me build a quiz",
        "We'd like to hold a quiz at the team meeting",
        "I have been asked to put together a quiz for governors",
        "give me a quiz for my team",
        "I need a quiz my colleagues can join with a code",
        "a quiz for thirty people please",
        "start a quiz for my team",
        "do a quiz with my team",
        "can my staff join a quiz by code",
        "how do people join my quiz?",
        "Do you do quizzes for groups? I need to run one",
        "I would like to give my team a quiz",
        "have a quiz with my team",
        "start a quiz with our governors on Thursday",
        "Hello, we are a team of trainers. How do we create quizzes?",
        "give me a quiz on corporate parenting for my new team",
        "design a quiz on Dudley",
        "set up quiz",
        "Creat a quiz for my team",
        "setting up a quiz for our training day",
        "create a test for my team",
        "my manager wants me to run a quiz",
        "I want to create my own quiz questions",
        "making a quiz",
        "write a ten question quiz on the Croydon document",
        "I'm planning a quiz for the team",
    ],
)
def test_a_quiz_for_others_is_heard(text):
    assert hearing.for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "quiz me on corporate parenting",
        "start the quiz",
        "start a quiz",
        "join quiz ABC123",
        "join WFGHC6 as Amina",
        "who makes sure councillors get trained?",
        "quiz me",
        "give us a quiz on the chief executive",
        "can i do the quiz for lead members",
        "let's do a quiz",
        "make me a quiz on referrals",
        "set me a quiz",
        "show the quiz question",
        "leave the quiz",
        "stop the quiz",
        "make it a test on the director's duties",
        "who must run training for my team?",
        "who sets up the quiz for members?",
        "does the lead member have to create a quiz?",
        "I want to be quizzed on my team manager duties",
        "I need to set up a meeting for my team",
        "who organises training for councillors?",
        "test my knowledge of Leicester",
        "practice questions for scrutiny members",
        "a quiz on the Croydon document please",
        "give me a quiz on youth offending",
        "quiz on reviewing officers",
        "I'd like a short quiz on referrals in Dudley",
        "Can the portfolio holder quiz the police about kids?",
        "The new team is here with me. Let's have five quiz questions on looked after children.",
        "take me through the quiz",
        "give me a quiz on team managers",
        "quiz us on what my team must do",
        "test me on what a team manager does",
        "I want to take a quiz on corporate parenting",
        "I have a quiz question about my team",
        "give me a quiz about a social worker",
        "I'd like a quiz on what our staff must do",
        "quiz me as a team manager",
        "quiz me on the duties of my team",
        "test us on my team manager duties",
        "What does the plan say about a quiz for staff?",
        "must a headteacher run a quiz?",
        "Should I hold a strategy meeting?",
        "do I test a child for drugs with my team?",
        "how should I run a case conference?",
        "carry on with my quiz",
        "My browser closed on me halfway. Where did I get to in the quiz?",
        "I need a test for a child",
        "I want to have a quiz about managers",
        "give me a quiz for a team manager",
        "give me a quiz for my team manager job",
        "I'd like a quiz for a new social worker",
        "do I have to set up a risk assessment?",
        "my team made a referral, who must set up the meeting?",
        "hold a strategy meeting with my team",
        "take a quiz",
        "run a check on my staff",
        "who tests my team?",
        "start my practice quiz",
        "have a quiz",
        "I want to do a quiz",
        "I want to do the quiz for governors",
        "My team has a new starter. Who must make sure she is trained? Also I'd like to run a quiz for the team",
        "make a note of the quiz",
        "I'm writing a quiz for a mixed group. In each council, who has to see that no child is left without a worker?",
        "I'm writing a quiz for my team: who chairs the fostering panel",
        "We run a quiz for staff on Friday. In Leicester, must referrals be acknowledged?",
    ],
)
def test_what_is_no_wish_for_a_quiz_for_others(text):
    assert not hearing.for_others(text)


@pytest.mark.parametrize("text", ["", "?", "make " * 3000, "do a quiz " + "for my new " * 1500, "quiz " * 3000 + "😀"])
def test_nothing_and_very_much_is_borne(text):
    assert not hearing.for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "Scenario: a caretaker has been suspended. Which post must be told?",
        "Scenario - a girl of 15 is remanded on Friday. Must anyone see her plan?",
        "scenario. two agencies disagree about a boy's needs; what happens next",
        "practice board – does she chair it with somebody else?",
        "Practice leads: who do they report to?",
    ],
)
def test_a_question_with_a_story_begins_no_lesson(text):
    assert hearing.begins(text) is None


@pytest.mark.parametrize(
    ("text", "course"),
    [
        ("scenario please. can you make it a hard one?", "scenario"),
        ("Give me a scenario. I'm a social worker in Dudley", "scenario"),
        ("quiz me on Leicester - ten questions?", "quiz"),
        ("start my induction. I'm ready?", "induction"),
    ],
)
def test_a_wish_with_more_said_begins_a_lesson(text, course):
    assert hearing.begins(text) == course


def test_no_button_of_a_question_is_taken_for_a_typing_error(held, by_id):
    """The speller made 'question cdcc' of 'question cxcc': the button of one question in twenty-five did nothing."""
    from bot.nlu.cleaning import cleaned

    for id_ in (*(item.id for item in held.items), *by_id):
        pressed = hearing.answering(1, id_)
        assert cleaned(pressed).text == pressed
    assert cleaned("who is the chief exectuive").text == "who is the chief executive"


def test_where_there_is_one_option_another_number_is_told_so_in_so_many_words():
    open_ = {"shown": [["Ask again", "quiz me"]]}
    assert hearing.meant("1", open_) == "quiz me"
    with pytest.raises(KnowledgeError, match="Answer with 1, or with the words of the option"):
        hearing.meant("2", open_)
