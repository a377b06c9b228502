"""Rewording: a trainer changes the words of a question of their own quiz; what is right and the clause stay."""

from __future__ import annotations

import pytest

from knowledge.errors import KnowledgeError
from learning import gift, rewording
from learning.posed import EDITED, posed
from learning.wishes import Wish
from tests.learning.rooms import locked


@pytest.fixture
def question(held):
    return posed(next(i for i in held.items if len(i.options) == 4))


@pytest.fixture
def draft(room):
    """A draft of three questions: its trainer and its first question."""
    trainer = room.prepare.create("Councillors").trainer
    return trainer, room.prepare.generate(trainer, 3, Wish(council="Dudley"), seed="s").questions[0]


def save(room, trainer, question, words=None, options=None, seen=None):
    return room.prepare.reword(
        trainer,
        question.id,
        words or question.question,
        options or question.options,
        seen or rewording.wording(question),
    )


def test_new_words_stand_in_the_quiz_and_say_whose_they_are(room, draft):
    trainer, first = draft
    options = [f"{option} (mine)" for option in first.options]
    after = save(room, trainer, first, "  Who   must <b>act</b>? \r\n", options).questions
    assert after[0].question == "Who must <b>act</b>?"
    assert after[0].options == tuple(options)
    assert after[0].edited
    assert (after[0].id, after[0].right, after[0].citations, after[0].edition) == (
        first.id, first.right, first.citations, first.edition
    )  # fmt: skip
    assert not any(other.edited for other in after[1:])
    assert after[0].explained.endswith(EDITED)
    assert EDITED in gift.write(after[:1], "Councillors").replace("\\:", ":")


def test_saving_the_same_words_edits_nothing(room, draft):
    trainer, first = draft
    assert save(room, trainer, first).questions[0] == first


def test_the_bank_and_other_quizzes_keep_their_words(room, draft, held):
    trainer, first = draft
    save(room, trainer, first, "Other words?")
    assert held.get(first.id).question == first.question
    other = room.prepare.create("Another").trainer
    assert not room.prepare.add(other, [first.id]).questions[0].edited


def test_of_two_windows_the_second_is_told_and_writes_over_nothing(room, draft):
    trainer, first = draft
    save(room, trainer, first, "From the first window?")
    with pytest.raises(KnowledgeError, match="changed in another window"):
        save(room, trainer, first, "From the second window?")
    now = room.prepare.draft(trainer).questions[0]
    assert now.question == "From the first window?"
    assert save(room, trainer, now, "From the second window?").questions[0].question == "From the second window?"


def test_after_the_lock_the_words_stay(room):
    trainer, draft, _ = locked(room)
    with pytest.raises(KnowledgeError, match="is locked, so its questions stay as they are"):
        save(room, trainer, draft.questions[0], "Too late?")
    assert room.prepare.draft(trainer).questions == draft.questions


def test_a_question_that_was_taken_out_is_said_to_be(room, draft):
    trainer, first = draft
    room.prepare.remove(trainer, first.id)
    with pytest.raises(KnowledgeError, match="has no question"):
        save(room, trainer, first, "Gone?")


def test_faults_are_refused_by_the_quiz_as_well(room, draft):
    trainer, first = draft
    with pytest.raises(KnowledgeError, match="Write the words of answer 2"):
        save(room, trainer, first, options=[first.options[0], " ", *first.options[2:]])


def test_an_edited_question_whose_clause_changed_comes_back_in_the_words_of_the_bank(room, draft, monkeypatch):
    trainer, first = draft
    save(room, trainer, first, "My words?")
    monkeypatch.setattr("learning.preparing.stands", lambda question, store: not question.edited)
    renewed = room.prepare.renew(trainer).questions[0]
    assert (renewed.question, renewed.edited) == (first.question, False)


@pytest.mark.parametrize(("words", "change", "field", "said"), [
    ("", {}, "question", "Write the words of the question"),
    (" \u200b\x00?! ", {}, "question", "Write the words of the question"),
    ("x" * 1001, {}, "question", "it has 1001 characters, and 1000 is the most"),
    ("Who?", {1: ""}, "option-2", "Write the words of answer 2"),
    ("Who?", {0: "y" * 301}, "option-1", "301 characters"),
    ("Who?", {0: "Cabinet", 3: " cabinet "}, "option-4", "reads the same as answer 1"),
])  # fmt: skip
def test_words_that_cannot_be_asked_are_said_by_field(question, words, change, field, said):
    options = [change.get(place, option) for place, option in enumerate(question.options)]
    found = rewording.faults(question, words, options)
    assert list(found) == [field]
    assert said in found[field]


def test_options_left_out_of_the_form_are_missing(question):
    assert set(rewording.faults(question, "Who?", question.options[:2])) == {"option-3", "option-4"}


def test_why_a_wrong_answer_is_wrong_goes_with_its_words(question):
    told = question.model_copy(update={"reasons": ("a", "b", "c", "d")})
    new = rewording.reworded(told, told.question, ["New words", *told.options[1:]])
    assert new.reasons == ("", "b", "c", "d")


def test_lines_of_a_matching_and_the_gap_after_a_story_stay(question):
    words = "A story.\r\n\r\n\r\n\r\nMatch them.\r\n1. One\t x\n2. Two"
    assert rewording.reworded(question, words, question.options).question == "A story.\n\nMatch them.\n1. One x\n2. Two"
