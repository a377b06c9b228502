"""Trainers' sessions from draft to deletion, on SQLite and on PostgreSQL: joining, answering, the board, and who comes late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from desk.database import Database, metadata
from desk.sessions import Sessions
from knowledge.errors import KnowledgeError
from learning import participants
from learning.bank import Bank
from learning.classroom import SEATS, Classroom
from learning.leading import Leading
from learning.preparing import MOST, Preparation
from learning.wishes import Wish
from tests import postgresql

NOON, DAY = 1_790_000_000.0, 86400.0


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request, tmp_path_factory) -> Iterator[str]:
    with postgresql.database(request.param, tmp_path_factory.mktemp("classroom")) as url:
        yield url


@pytest.fixture
def database(engine) -> Iterator[Database]:
    made = Database(engine)
    yield made
    metadata.drop_all(made.engine)
    made.close()


class Clock:
    now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def room(database, store, held):
    """The three sides of a session, with one clock."""
    clock = Clock()
    return SimpleNamespace(
        clock=clock, prepare=Preparation(database, store, held, clock), lead=Leading(database, store, clock),
        take=Classroom(database, clock), database=database,
    )  # fmt: skip


def locked(room, pace: str = "led", seconds: int | None = None, number: int = 3):
    """A locked quiz: the trainer's token, the draft, and Ann, Ben and Cat, who have joined."""
    trainer = room.prepare.create("Councillors, September", pace, seconds).trainer
    room.prepare.generate(trainer, number, Wish(council="Dudley"), seed="s")
    draft = room.prepare.lock(trainer)
    return trainer, draft, [room.take.join(draft.code, name) for name in ("Ann", "Ben", "Cat")]


def opened(room, pace: str = "led", seconds: int | None = None, number: int = 3):
    trainer, draft, seats = locked(room, pace, seconds, number)
    room.lead.open(trainer)
    if pace == "led":
        room.lead.ask(trainer)
    return trainer, draft, seats


def give(room, seat, question, right: bool = True):
    place = question.right if right else (question.right + 1) % len(question.options)
    return room.take.answer(seat.quiz, seat.token, question.id, place)


# --- preparing -----------------------------------------------------------------------------------------------------------


def test_a_quiz_is_generated_looked_at_edited_and_locked(room, held):
    made = room.prepare.create("  Councillors <b>September</b> ", "led", 30)
    draft = room.prepare.generate(made.trainer, 5, Wish(council="Dudley", topic="training"), seed="s")
    assert (draft.title, draft.state, draft.seconds, draft.code) == ("Councillors September", "draft", 30, None)
    assert len(draft.questions) == 5
    assert all("training" in held.get(q.id).topics for q in draft.questions)
    assert all(q.citations[0].quote for q in draft.questions)
    ids = [q.id for q in draft.questions]
    other = next(i.id for i in held.items if i.id not in ids)
    assert [q.id for q in room.prepare.add(made.trainer, [other, ids[0]]).questions] == [*ids, other]
    assert [q.id for q in room.prepare.remove(made.trainer, ids[1]).questions] == [ids[0], *ids[2:], other]
    turned = [other, *ids[2:], ids[0]]
    assert [q.id for q in room.prepare.order(made.trainer, turned).questions] == turned
    done = room.prepare.lock(made.trainer)
    assert done.state == "locked"
    assert re.fullmatch("[CDFGHJKMNPQRTVWXY34679]{6}", done.code)
    for change in (lambda: room.prepare.remove(made.trainer, other), lambda: room.prepare.generate(made.trainer, 1),
                   lambda: room.prepare.order(made.trainer, turned[::-1]), lambda: room.prepare.add(made.trainer, [ids[1]])):  # fmt: skip
        with pytest.raises(KnowledgeError, match=r"is locked, so its questions stay as they are\. Unlock it"):
            change()
    assert [q.id for q in room.prepare.draft(made.trainer).questions] == turned


def test_generating_twice_never_brings_a_question_twice_and_the_same_seed_brings_the_same(room):
    trainers = [room.prepare.create(f"Quiz {n}").trainer for n in range(2)]
    for trainer in trainers:
        room.prepare.generate(trainer, 10, seed="one")
        room.prepare.generate(trainer, 10, seed="one")
    first, second = (room.prepare.draft(trainer).questions for trainer in trainers)
    assert first == second
    assert len({q.id for q in first}) == 20


def test_a_locked_quiz_can_be_unlocked_and_keeps_its_code_and_its_people(room):
    trainer, draft, seats = locked(room)
    assert room.prepare.unlock(trainer).state == "draft"
    room.prepare.remove(trainer, draft.questions[0].id)
    assert room.prepare.lock(trainer).code == draft.code
    assert room.take.join(draft.code, "x", seats[0].token).name == "Ann"


@pytest.mark.parametrize(("wrong", "words"), [
    (lambda p, t: p.create("  <i></i> "), "needs a title"),
    (lambda p, t: p.create("x", "fast"), "The pace is 'led'"),
    (lambda p, t: p.create("x", "led", 4), "Seconds, from 5 to 600"),
    (lambda p, t: p.create("x", "free", 30), "go with 'led' only"),
    (lambda p, t: p.lock(t), "no questions yet"),
    (lambda p, t: p.unlock(t), "is draft. It can be edited as it is"),
    (lambda p, t: p.add(t, ["nonsense"]), "no question 'nonsense'"),
    (lambda p, t: p.remove(t, "nonsense"), "no question 'nonsense'"),
    (lambda p, t: p.order(t, ["a", "a"]), "name each question of the quiz once"),
    (lambda p, t: p.generate(t, 3, Wish(council="Croydon", topic="homelessness")), "no questions on Homelessness, Croydon"),
    (lambda p, t: p.draft("wrong"), "trainer's link opens no quiz"),
    (lambda p, t: p.generate(t, 900), f"at most {MOST} questions"),
])  # fmt: skip
def test_a_wrong_call_is_one_sentence_and_changes_nothing(room, wrong, words):
    trainer = room.prepare.create("Quiz").trainer
    with pytest.raises(KnowledgeError, match=re.escape(words)):
        wrong(room.prepare, trainer)
    assert room.prepare.draft(trainer).questions == ()


def test_own_questions_come_in_whole_or_the_good_ones_if_the_trainer_agrees(room):
    trainer = room.prepare.create("Mine").trainer
    text = "::dudley-roles-2006/All Councillors 1::So? {T}\n\nWho? {=a ~b}\n"
    brought = room.prepare.bring(trainer, text, "mine.gift")
    assert (brought.added, brought.good, len(brought.faults)) == (0, 1, 1)
    assert "mine.gift:3: The question names no clause." in brought.faults[0]
    assert room.prepare.draft(trainer).questions == ()
    assert room.prepare.bring(trainer, text, "mine.gift", keep_good=True).added == 1
    (question,) = room.prepare.draft(trainer).questions
    assert (question.kind, question.clauses) == ("own", ("dudley-roles-2006/All Councillors 1",))
    assert room.prepare.bring(trainer, text, "mine.gift", keep_good=True).added == 0  # it is in already
    assert "::dudley-roles-2006/All Councillors 1 | " in room.prepare.gift(trainer)


def test_new_rules_stop_a_quiz_before_it_opens_until_its_questions_are_renewed(room, database):
    trainer, draft, _ = locked(room)
    first = draft.questions[0]

    def aged(contents):
        return [{**c, "edition": "of the old text"} if c["id"] == first.id else c for c in contents]

    room.prepare.sessions.edit(draft.quiz, lambda quiz: None, aged, NOON + DAY)
    with pytest.raises(KnowledgeError, match=r"changed under 1 of the questions \(number 1\)"):
        room.lead.open(trainer)
    assert room.prepare.draft(trainer).stale == (first.id,)
    room.prepare.unlock(trainer)
    with pytest.raises(KnowledgeError, match="changed under 1"):
        room.prepare.lock(trainer)
    assert room.prepare.renew(trainer).questions == draft.questions  # the bank asks it still, on the new text
    room.prepare.sessions.edit(draft.quiz, lambda quiz: None, aged, NOON + DAY)
    gone = Preparation(database, room.prepare.store, Bank(()), room.clock)
    assert [q.id for q in gone.renew(trainer).questions] == [q.id for q in draft.questions[1:]]
    room.prepare.lock(trainer)
    assert room.lead.open(trainer).state == "open"


# --- joining ---------------------------------------------------------------------------------------------------------------


def test_names_that_are_taken_get_a_number_and_joining_twice_is_the_same_seat(room):
    _, draft, seats = locked(room)
    again = room.take.join(f" {draft.code[:3].lower()}-{draft.code[3:].lower()} ", "Other name", seats[0].token)
    assert (again.name, again.token) == ("Ann", seats[0].token)
    assert [room.take.join(draft.code, name).name for name in ("ann", "ANN", "Ann (2)")] == [
        "ann (2)",
        "ANN (3)",
        "Ann (2) (2)",
    ]
    assert len(room.take.sessions.seats(draft.quiz)) == 6


@pytest.mark.parametrize(("given", "shown"), [
    ("<b>Sam</b>", "Sam"), ("<img src=x onerror=alert(1)>Jo", "Jo"), ("*Bo* _x_ `y` ~z~", "Bo x y z"), ("<@U123|Al> Lee", "Lee"),
    ("=HYPERLINK(1)", "HYPERLINK(1)"), ("+44", "44"), ("@here", "here"), ("  Anne-Marie \t O'Brien ", "Anne-Marie O'Brien"),
    ("[x](http://a.b)", "x(httpa.b)"), ("Zoë Łukasz 李明", "Zoë Łukasz 李明"), ("A\u202eB\u200bC\x00D", "ABCD"), ("x" * 500, "x" * 40),
    ("＜b＞Sam", "Sam"), ("Z̸̧̡̢̛͖͚a", "Z̸̧a"), ("a & b < c", "a b c"), ("Jo 😀", "Jo"),
])  # fmt: skip
def test_names_are_bounded_and_hold_no_markup(given, shown):
    assert participants.name(given) == shown


@pytest.mark.parametrize("given", ["", "   ", "<b></b>", "😀", "---", "\u202e\u200b", "*_~"])
def test_a_name_without_letters_is_refused(room, given):
    _, draft, _ = locked(room)
    with pytest.raises(KnowledgeError, match="at least one letter"):
        room.take.join(draft.code, given)


@pytest.mark.parametrize("code", ["", "ABC", "AAAAAA", "CDFGHJK", "CDFGH0", "<script>", "CDFGHJ' or 1=1"])
def test_a_code_that_no_quiz_has_is_refused(room, code):
    with pytest.raises(KnowledgeError, match="No quiz has the code"):
        room.take.join(code, "Sam")
    with pytest.raises(KnowledgeError, match="No quiz has the code 'CDFGHJ'"):
        room.take.join("cdf ghj", "Sam")


def test_a_channel_brings_its_own_secret_which_must_be_long(room):
    _, draft, _ = locked(room)
    secret = "slack-" + "f" * 40
    assert room.take.join(draft.code, "Dee", secret).token == secret
    assert room.take.seat(secret).quiz == draft.quiz
    assert room.take.seat("slack-" + "0" * 40) is None
    with pytest.raises(KnowledgeError, match="too short"):
        room.take.join(draft.code, "Eve", "short")


def test_a_seat_of_another_quiz_or_none_is_refused(room):
    _, one, seats = opened(room)
    _, two, _ = opened(room)
    for quiz, token in ((two.quiz, seats[0].token), (one.quiz, "x"), ("nonsense", seats[0].token)):
        with pytest.raises(KnowledgeError, match="no seat in this quiz"):
            room.take.answer(quiz, token, None, 0)
        with pytest.raises(KnowledgeError, match="no seat in this quiz"):
            room.take.view(quiz, token)


def test_a_quiz_that_is_full_says_so(room, monkeypatch):
    _, draft, _ = locked(room)
    monkeypatch.setattr("learning.classroom.SEATS", 3)
    with pytest.raises(KnowledgeError, match="has 3 people"):
        room.take.join(draft.code, "Dee")
    assert SEATS >= 60


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
    assert taken.says == f"Taken: B, {question.options[1]} You will see whether it is right when the question closes."
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


# --- what is kept, and how long ---------------------------------------------------------------------------------------------------


def test_tokens_are_kept_as_hashes_only(room, database):
    trainer, _, seats = opened(room)
    with database.begin() as connection:
        kept = [str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(sa.select(table))]
    assert len(kept) >= 7
    assert not [row for row in kept for token in (trainer, *(s.token for s in seats)) if token in row]


def rows(database) -> int:
    with database.begin() as connection:
        return sum(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                   for table in metadata.sorted_tables if table.name.startswith("quiz"))  # fmt: skip


def test_deleting_a_session_takes_names_and_answers_with_it_and_leaves_others(room, database):
    trainer, draft, (ann, _, _) = opened(room)
    before = rows(database)
    other, second, (dee, _, _) = opened(room)
    give(room, dee, second.questions[0])
    give(room, ann, draft.questions[0])
    room.lead.delete(other)
    assert rows(database) == before + 1
    assert room.lead.board(trainer).rows
    for gone in (lambda: room.lead.board(other), lambda: room.lead.results(other), lambda: room.prepare.draft(other)):
        with pytest.raises(KnowledgeError, match="was deleted or has expired"):
            gone()
    with pytest.raises(KnowledgeError, match="No quiz has the code"):
        room.take.join(second.code, "x")


@pytest.mark.parametrize(("setting", "days"), [(None, 30), ("7", 7), ("nonsense", 30), ("0", 30), ("-3", 30)])
def test_sessions_expire_after_their_last_change_and_are_then_deleted(room, database, monkeypatch, setting, days):
    if setting:
        monkeypatch.setenv("DUTYDESK_QUIZ_DAYS", setting)
    trainer, draft, seats = locked(room)
    room.clock.now += (days - 1) * DAY
    room.lead.open(trainer)
    room.clock.now += (days - 1) * DAY
    assert room.take.view(draft.quiz, seats[0].token).state == "open"
    room.clock.now += 1.1 * DAY
    with pytest.raises(KnowledgeError, match="has expired"):
        room.lead.board(trainer)
    with pytest.raises(KnowledgeError, match="no seat"):
        room.take.view(draft.quiz, seats[0].token)
    assert room.take.seat(seats[0].token) is None
    assert rows(database) == 0


def test_names_stay_out_of_every_other_table(room, database):
    opened(room)
    with database.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name != "quiz_seats":
                assert not [row for row in connection.execute(sa.select(table)) if "Ann" in map(str, row)], table.name


def test_codes_have_no_look_alikes_and_no_words():
    codes = [participants.code() for _ in range(500)]
    assert not set("".join(codes)) & set("0O1IL2Z5S8BUAE")
    assert len(set(codes)) == 500


def test_a_code_that_is_taken_is_not_given_again(room, monkeypatch):
    _, draft, _ = locked(room)
    monkeypatch.setattr(participants, "codes", lambda: iter([draft.code, "CDFGHJ"]))
    _, other, _ = locked(room)
    assert other.code == "CDFGHJ"
