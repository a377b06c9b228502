"""A trainer's session while it runs: question by question and at leisure, the board, and who comes late. On both databases."""

from __future__ import annotations

import pytest

from desk.sessions import Sessions
from knowledge.errors import KnowledgeError
from learning import participants
from tests.learning.rooms import NOON, give, locked, opened

# --- question by question ------------------------------------------------------------------------------------------------------


def test_a_led_quiz_from_the_first_question_to_the_results(room):
    trainer, draft, (ann, ben, cat) = opened(room)
    for number, question in enumerate(draft.questions):
        board = room.lead.board(trainer)
        assert (board.question.place, board.open, board.revealed, board.answered) == (number + 1, True, None, 0)
        assert board.counted == number
        assert give(room, ann, question).place == number + 1
        give(room, ben, question, right=number > 0)
        view = room.take.view(ann.quiz, ann.token)
        assert view.says == "Your answer is taken. Wait for the others."
        assert (view.chosen, view.revealed) == (question.right, None)
        during = room.lead.board(trainer)
        assert during.answered == 2
        assert {row.name for row in during.rows if not row.answered} == {"Cat"}
        stopped = room.lead.stop(trainer)
        assert stopped.revealed.right == question.right
        assert sum(stopped.revealed.counts) == 2
        assert stopped.revealed.citations == question.citations
        assert room.take.view(cat.quiz, cat.token).revealed.answer == question.answer
        if number < 2:
            room.lead.ask(trainer, number + 2)
    with pytest.raises(KnowledgeError, match="That was the last question"):
        room.lead.ask(trainer)
    board = room.lead.close(trainer)
    assert [(row.rank, row.name, row.score) for row in board.rows] == [(1, "Ann", 3), (2, "Ben", 2), (3, "Cat", 0)]
    view = room.take.view(ben.quiz, ben.token)
    assert (view.says, view.score, view.of, view.rank) == ("The quiz is closed. You had 2 of 3 right.", 2, 3, 2)
    assert [r.chosen for r in room.take.review(cat.quiz, cat.token)] == [None] * 3
    assert [r.revealed.answer for r in room.take.review(ann.quiz, ann.token)] == [q.answer for q in draft.questions]


def test_nothing_that_people_see_tells_the_answer_of_a_question_before_it_closes(room):
    trainer, draft, (ann, _, _) = opened(room)
    question = draft.questions[0]
    said = give(room, ann, question).model_dump_json() + room.take.view(ann.quiz, ann.token).model_dump_json()
    said += room.lead.board(trainer).model_dump_json()
    assert '"right":' not in said
    assert question.explanation not in said
    assert '"score":null' in said
    assert room.take.review(ann.quiz, ann.token) == ()
    assert room.lead.results(trainer).questions == ()


def test_scores_of_closed_questions_show_while_the_next_is_open_and_equal_scores_share_a_rank(room):
    trainer, draft, (ann, ben, cat) = opened(room)
    give(room, cat, draft.questions[0])
    give(room, ben, draft.questions[0])
    room.lead.ask(trainer)  # closes the first
    give(room, ann, draft.questions[1])
    rows = [(row.rank, row.name, row.score, row.answered) for row in room.lead.board(trainer).rows]
    assert rows == [(1, "Ben", 1, False), (1, "Cat", 1, False), (3, "Ann", 0, True)]


def test_time_is_the_servers_with_two_seconds_of_grace(room):
    trainer, draft, (ann, ben, cat) = opened(room, seconds=20)
    assert room.take.view(ann.quiz, ann.token).seconds_left == 20
    room.clock.now += 19
    assert room.lead.board(trainer).seconds_left == 1
    give(room, ann, draft.questions[0])
    room.clock.now += 2.5
    assert room.take.view(ben.quiz, ben.token).seconds_left == 0
    give(room, ben, draft.questions[0])
    room.clock.now += 0.6
    with pytest.raises(KnowledgeError, match="Time was up for question 1"):
        give(room, cat, draft.questions[0])
    board = room.lead.board(trainer)
    assert (board.open, board.revealed.right, board.answered) == (False, draft.questions[0].right, 2)
    assert room.take.view(cat.quiz, cat.token).says == "This question is closed. The next one comes in a moment."
    room.lead.ask(trainer)
    with pytest.raises(KnowledgeError, match="Time was up for question 1"):
        give(room, cat, draft.questions[0])
    assert give(room, cat, draft.questions[1]).place == 2
    with pytest.raises(KnowledgeError, match="Question 3 is not open: question 2 is"):
        give(room, cat, draft.questions[2])


def test_a_second_press_on_next_changes_nothing(room):
    trainer, draft, _ = opened(room)
    assert room.lead.ask(trainer, 2).question.place == 2
    assert room.lead.ask(trainer, 2).question.place == 2
    assert room.lead.ask(trainer, 1).question.place == 2
    with pytest.raises(KnowledgeError, match="no question '9'"):
        room.lead.ask(trainer, 9)
    assert room.lead.board(trainer).question.id == draft.questions[1].id


def test_answers_by_word_letter_and_number_and_twice(room):
    _, draft, (ann, ben, _) = opened(room)
    question = draft.questions[0]
    taken = room.take.answer(ann.quiz, ann.token, question.id, "b")
    assert (taken.choice, taken.again) == (1, False)
    assert taken.says == f"Taken: B, {question.options[1]}. You will see whether it is right when the question closes."
    assert room.take.answer(ann.quiz, ann.token, question.id, "2").again  # sent again
    with pytest.raises(KnowledgeError, match=r"You answered question 1 already, with .* The first answer counts"):
        room.take.answer(ann.quiz, ann.token, question.id, "c")
    assert room.take.answer(ben.quiz, ben.token, None, question.options[2]).choice == 2
    for wrong in ("7", "", "perhaps", 9, -1):
        with pytest.raises(KnowledgeError, match="none of the options"):
            room.take.answer(ben.quiz, ben.token, question.id, wrong)
    with pytest.raises(KnowledgeError, match="no question 'nonsense'"):
        room.take.answer(ben.quiz, ben.token, "nonsense", 0)
    assert [(a.choice) for a in room.take.sessions.answers(ann.quiz)] == [1, 2]


def test_an_answer_sent_again_after_the_close_is_still_confirmed(room):
    trainer, draft, (ann, _, _) = opened(room)
    give(room, ann, draft.questions[0])
    room.lead.close(trainer)
    assert give(room, ann, draft.questions[0]).again


def test_before_the_quiz_opens_and_before_the_first_question(room):
    trainer, draft, (ann, _, _) = locked(room)
    assert "when your trainer opens the quiz" in room.take.view(ann.quiz, ann.token).says
    for ask in (lambda: room.take.answer(ann.quiz, ann.token, None, 0), lambda: give(room, ann, draft.questions[0]),
                lambda: room.lead.ask(trainer), lambda: room.lead.stop(trainer), lambda: room.lead.close(trainer)):  # fmt: skip
        with pytest.raises(KnowledgeError, match="has not begun"):
            ask()
    room.lead.open(trainer)
    with pytest.raises(KnowledgeError, match="Question 1 is not open yet"):
        room.take.answer(ann.quiz, ann.token, None, 0)
    with pytest.raises(KnowledgeError, match=r"is open\. Go on asking"):
        room.lead.open(trainer)
    with pytest.raises(KnowledgeError, match="is open, so its questions stay"):
        room.prepare.remove(trainer, draft.questions[0].id)
    with pytest.raises(KnowledgeError, match="is open already"):
        room.prepare.lock(trainer)


def test_a_trainer_who_closes_early_loses_nothing(room):
    trainer, draft, (ann, ben, _) = opened(room)
    give(room, ann, draft.questions[0])
    room.lead.ask(trainer)
    give(room, ann, draft.questions[1])
    board = room.lead.close(trainer)
    assert (board.state, board.counted) == ("closed", 2)
    with pytest.raises(KnowledgeError, match=r"closed\. You gave 2 answers in time, and they are kept"):
        give(room, ann, draft.questions[2])
    with pytest.raises(KnowledgeError, match=r"closed\. You had given no answer"):
        give(room, ben, draft.questions[1])
    with pytest.raises(KnowledgeError, match="closed"):
        room.lead.ask(trainer)
    assert room.lead.close(trainer).counted == 2  # once more is no error
    results = room.lead.results(trainer)
    first = results.people[0]
    assert (first.name, first.right, first.answered, first.of) == ("Ann", 2, 2, 2)
    with pytest.raises(KnowledgeError, match="is closed"):
        room.take.join(draft.code, "Late")
    assert room.take.join(draft.code, "Ann", ann.token).name == "Ann"


def test_leaving_midway_keeps_the_answers_and_the_seat(room):
    trainer, draft, (ann, _, _) = opened(room)
    give(room, ann, draft.questions[0])
    assert room.take.leave(ann.quiz, ann.token).startswith("You have left the quiz. 1 answer of yours kept")
    assert next(row for row in room.lead.board(trainer).rows if row.name == "Ann").left
    assert room.take.join(draft.code, "Anyone", ann.token).name == "Ann"
    room.take.leave(ann.quiz, ann.token)
    room.lead.ask(trainer)
    give(room, ann, draft.questions[1])  # to answer is to be back
    row = next(row for row in room.lead.board(trainer).rows if row.name == "Ann")
    assert (row.left, row.done) == (False, 2)


def test_a_person_can_have_their_name_and_answers_deleted(room):
    trainer, draft, (ann, _, _) = opened(room)
    give(room, ann, draft.questions[0])
    room.take.forget(ann.quiz, ann.token)
    assert {row.name for row in room.lead.board(trainer).rows} == {"Ben", "Cat"}
    assert room.take.sessions.answers(ann.quiz) == []
    with pytest.raises(KnowledgeError, match="no seat"):
        give(room, ann, draft.questions[0])


def test_a_trainer_can_take_a_name_off_the_board(room):
    trainer, draft, (ann, _, _) = opened(room)
    give(room, ann, draft.questions[0])
    assert {row.name for row in room.lead.dismiss(trainer, "Ann").rows} == {"Ben", "Cat"}
    assert {row.name for row in room.lead.dismiss(trainer, "Nobody").rows} == {"Ben", "Cat"}


def test_an_answer_that_races_a_closing_or_a_deletion_is_refused_whole(room, monkeypatch):
    """The closing comes after the seat was read and before the answer is written."""
    trainer, draft, (ann, ben, _) = opened(room)
    seated = Sessions.seat

    def then(do):
        def seat(self, quiz, token):
            found = seated(self, quiz, token)
            monkeypatch.setattr(Sessions, "seat", seated)
            do(trainer)
            return found

        monkeypatch.setattr(Sessions, "seat", seat)

    then(room.lead.close)
    with pytest.raises(KnowledgeError, match="is closed"):
        give(room, ann, draft.questions[0])
    assert room.take.sessions.answers(ann.quiz) == []
    with pytest.raises(KnowledgeError, match="no seat"):  # deleted between finding the code and sitting down
        room.take.sessions.sit("gone", "x" * 20, participants.numbered("Dee"), NOON)
    then(room.lead.delete)
    with pytest.raises(KnowledgeError, match=r"no seat|no question"):
        give(room, ben, draft.questions[0])


# --- at leisure ---------------------------------------------------------------------------------------------------------------


def test_a_free_quiz_is_answered_in_any_order_and_shows_scores_at_the_end_only(room):
    trainer, draft, (ann, ben, _) = opened(room, "free")
    first, second, third = draft.questions
    give(room, ann, third)
    assert room.take.view(ann.quiz, ann.token).question.id == first.id
    assert room.take.answer(ann.quiz, ann.token, None, first.right).question == first.id
    assert room.take.answer(ann.quiz, ann.token, None, second.right).question == second.id
    assert room.take.view(ann.quiz, ann.token).says == "All 3 answered. Results come when the quiz closes."
    with pytest.raises(KnowledgeError, match="answered all 3 questions"):
        room.take.answer(ann.quiz, ann.token, None, 0)
    give(room, ben, first, right=False)
    board = room.lead.board(trainer)
    assert [(row.name, row.score, row.rank, row.answered, row.done) for row in board.rows] == [
        ("Ann", None, None, True, 3), ("Ben", None, None, False, 1), ("Cat", None, None, False, 0)]  # fmt: skip
    with pytest.raises(KnowledgeError, match="at their own pace"):
        room.lead.ask(trainer)
    closed = room.lead.close(trainer)
    assert [(row.name, row.score) for row in closed.rows] == [("Ann", 3), ("Ben", 0), ("Cat", 0)]
    assert len(room.take.review(ben.quiz, ben.token)) == 3
    with pytest.raises(KnowledgeError, match="You gave 1 answer in time, and it is kept"):
        room.take.answer(ben.quiz, ben.token, None, 0)
