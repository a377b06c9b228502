"""Which option is meant: numbers, letters, words, and what is none of them."""

from __future__ import annotations

import pytest

from knowledge.errors import KnowledgeError
from learning.choosing import chosen

OPTIONS = ("Team Managers", "The Chief Executive", "Head of Service (Social Care)", "All councillors")


@pytest.mark.parametrize(("said", "place"), [
    ("1", 0), (" 4. ", 3), ("b", 1), ("(C)", 2), ("d)", 3), ("option 2", 1), ("Answer: B".replace(":", ""), 1), ("number 3", 2),
    ("team managers", 0), ("the chief executive!", 1), ("chief executive", 1), ("ALL COUNCILLORS", 3), ("social care", 2), (0, 0), (3, 3),
])  # fmt: skip
def test_a_number_a_letter_or_words_choose(said, place):
    assert chosen(said, OPTIONS) == place


@pytest.mark.parametrize(
    "said", ["", "  ", "5", "0", "e", "12", "1 2", "the", "manager of teams", "-1", "<b>1</b>", "1; 2", 4, -1, "٣٤"]
)
def test_what_is_no_option_is_said_with_what_to_do(said):
    with pytest.raises(KnowledgeError, match="number from 1 to 4, a letter from A to D"):
        chosen(said, OPTIONS)


def test_words_that_two_options_have_choose_neither():
    with pytest.raises(KnowledgeError):
        chosen("panel", ("The panel", "The other panel"))


def test_the_words_of_an_option_win_over_the_same_words_within_another():
    assert chosen("managers", ("Team managers", "Managers")) == 1


def test_a_long_answer_is_not_repeated_at_length():
    with pytest.raises(KnowledgeError) as caught:
        chosen("x" * 5000, OPTIONS)
    assert len(str(caught.value)) < 250
