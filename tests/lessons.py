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
