"""Lessons: an induction walked to its end on any channel, by what a person reads and types there."""

from __future__ import annotations

from collections.abc import Callable

START = "I'm the new lead member in Leicester, start my induction"
END = "You have come to the end of this induction."


def to_the_end(say: Callable[[str], str], shown: str) -> int:
    """Goes on with 'next', answers each check question with '2'. `say` and `shown`: all that is read, labels included.

    Returns the number of check questions. Fails where the end does not come, or an answer is not judged.
    """
    questions = 0
    for _ in range(80):
        if END in shown:
            return questions
        if "Skip this question" in shown:
            questions += 1
            shown = say("2")
            assert "Right." in shown or "Not right." in shown
            if END in shown:
                return questions
        shown = say("next")
    raise AssertionError(f"no end: {shown}")


# What somebody wishes to be quizzed on, what is said of it, and what the source of each clause must name.
WISHES = (
    ("quiz me on corporate parenting", "on Corporate parenting", ""),
    ("quiz me on team managers in Dudley", "Dudley", "Dudley"),
    ("quiz me on Leicester", "on Leicester", "Leicester"),
    ("quiz me on the Croydon document", "Croydon", "Croydon"),
)
SCENARIOS = (("give me a scenario about Dudley", "Dudley"), ("a scenario for the lead member in Dudley", "Dudley"),
             ("a scenario on the Croydon protocol", "Croydon"))  # fmt: skip
NOTHING = "quiz me on unicorns"


def practised(say: Callable[[str], str], press: Callable[[str], str]) -> None:
    """Quizzed on a topic, an office, a council and a document, each to the feedback with the clause; then scenarios.

    `say`: all that is read after a message; `press`: after the first button whose message begins so.
    """
    for wish, on, council in WISHES:
        shown = say(wish)
        assert on in shown, shown
        assert "question" in shown
        fed_back(press("answer 1 of question"), council, "This question comes back")
        assert "Skip this question" in press("next question")
        fed_back(say("b"), council, "This question comes back")
        press("next question")
        assert "Skip this question" in press("skip this question")
    for wish, council in SCENARIOS:
        shown = say(wish)
        assert f"A scenario from {council}" in shown
        fed_back(press("answer 2 of question"), council, "This scenario comes back")
        press("next scenario")
        assert "Write who must act" in press("in my own words")
        fed_back(
            say("The Director of Children's Services must see to it"), council, "This scenario comes back", "marks."
        )
        say("stop")
    shown = say(NOTHING)
    assert "unicorns" in shown
    assert "answer 1" not in shown


def fed_back(shown: str, council: str, back: str, *verdicts: str) -> None:
    """Right or not, why, the clause word for word with its source, and when it comes back."""
    assert any(verdict in shown for verdict in verdicts or ("Right.", "Not right.")), shown
    assert back in shown, shown
    assert "“" in shown, "the clause is quoted"
    assert council in shown, shown
