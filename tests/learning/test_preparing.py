"""A trainer's session before it runs and after: made, locked, joined; what is kept and how long. On SQLite and PostgreSQL."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from desk.database import metadata
from knowledge.errors import KnowledgeError
from learning import participants
from learning.bank import Bank
from learning.classroom import SEATS
from learning.preparing import MOST, Preparation, kept_for, kept_until
from learning.wishes import Wish
from tests.learning.rooms import DAY, NOON, give, locked, opened

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


@pytest.mark.parametrize(
    ("setting", "words"),
    [("", "30 days"), ("7", "7 days"), ("1", "1 day"), ("1.5", "36 hours"), ("0.99", "24 hours"), ("0.01", "15 minutes"),
     ("nonsense", "30 days"), ("nan", "30 days"), ("inf", "30 days"), ("-3", "30 days"), ("1e9", "30 days")],
)  # fmt: skip
def test_the_period_in_words_follows_the_setting_and_promises_no_less(monkeypatch, setting, words):
    monkeypatch.setenv("DUTYDESK_QUIZ_DAYS", setting)
    assert kept_for() == words
    number, unit = words.split()
    length = {"day": DAY, "hour": 3600, "minute": 60}[unit.removesuffix("s")]
    assert kept_until(NOON) - NOON <= int(number) * length


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
