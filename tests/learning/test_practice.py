"""Practice alone: what is asked next, marking, mistakes that return, editions, streaks, the chart, and what is kept."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
import sqlalchemy as sa

from desk.cards import Attempt, Held
from desk.database import Database
from knowledge import names
from knowledge.errors import KnowledgeError
from learning import chart, mastery, schedule
from learning.bank import Bank
from learning.practice import Asked, Practice, Rest, pick
from tests.conftest import ROOT

NOON = 1_790_000_000.0  # 21 September 2026, 14:13 UTC
MINUTE, DAY = 60.0, 86400.0


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    yield made
    made.close()


@pytest.fixture(scope="module")
def vocabulary(store):
    return names.vocabulary(store)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def practice(database, store, held, vocabulary, clock):
    return Practice(database, store, held, vocabulary, clock)


def right(practice: Practice, asked: Asked | Rest, person: str = "p"):
    assert isinstance(asked, Asked)
    return practice.answer(person, asked.item.right)


def wrong(practice: Practice, asked: Asked | Rest, person: str = "p"):
    assert isinstance(asked, Asked)
    return practice.answer(person, (asked.item.right + 1) % len(asked.item.options))


# --- asking and marking ----------------------------------------------------------------------------------------------


def test_a_quiz_on_a_topic_asks_about_that_topic_only_and_says_how_many_there_are(practice, held):
    asked = practice.start("p", "quiz me on corporate parenting")
    count = len(held.matching(topic="corporate-parenting"))
    assert asked.says == (f"{count} questions on Corporate parenting and children in care.",)
    for _ in range(12):
        assert "corporate-parenting" in asked.item.topics
        right(practice, asked)
        asked = practice.next("p")


def test_feedback_has_the_right_option_why_the_clause_and_when_it_returns(practice, store):
    asked = practice.start("p", "listening to children in Leicester")
    marked = wrong(practice, asked)
    assert not marked.right
    assert marked.says[:2] == ("Not right.", f"The answer is {asked.item.right + 1}: {asked.item.answer}")
    assert asked.item.explanation in marked.says
    assert marked.says[-1] == "This question comes back in about 10 minutes."
    assert marked.citations == asked.item.citations
    assert all(c.quote for c in marked.citations)


def test_an_answer_may_be_a_number_a_letter_or_words_and_what_is_none_changes_nothing(practice):
    asked = practice.start("p", "scrutiny")
    with pytest.raises(KnowledgeError, match="none of the options"):
        practice.answer("p", "the moon")
    assert practice.answer("p", asked.item.answer).right
    asked = practice.next("p")
    assert practice.answer("p", str(asked.item.right + 1)).right
    asked = practice.next("p")
    assert practice.answer("p", "ABCD"[asked.item.right]).right


def test_the_question_that_waits_is_asked_again_and_can_be_skipped(practice):
    asked = practice.start("p", "training")
    assert practice.next("p").item == asked.item
    assert practice.next("p", skip=True).item != asked.item
    assert practice.mastery("p").answers == 0


def test_no_clause_is_asked_about_twice_within_five_questions_where_others_are_left(practice):
    asked, seen = practice.start("p", ""), []
    for _ in range(30):
        assert not any(asked.item.clauses & before for before in seen[-5:])
        seen.append(asked.item.clauses)
        right(practice, asked)
        asked = practice.next("p")


def test_the_same_history_clock_and_person_ask_the_same(store, held, vocabulary, tmp_path):
    def walk(name: str, person: str) -> list[str]:
        database, clock = Database(f"sqlite:///{tmp_path / name}.db"), Clock()
        practice = Practice(database, store, held, vocabulary, clock)
        asked, ids = practice.start(person, "Dudley"), []
        for turn in range(12):
            ids.append(asked.item.id)
            (right if turn % 3 else wrong)(practice, asked, person)
            clock.now += 5 * MINUTE
            asked = practice.next(person)
        database.close()
        return ids

    assert walk("a", "p") == walk("b", "p") != walk("c", "q")


def test_an_answer_sent_twice_counts_once(practice):
    asked = practice.start("p", "training")
    practice.answer("p", asked.item.right, asked.item.id)
    with pytest.raises(KnowledgeError, match="answered already"):
        practice.answer("p", asked.item.right, asked.item.id)
    other = practice.next("p")
    with pytest.raises(KnowledgeError, match="answered already"):  # the button of an earlier question
        practice.answer("p", 0, asked.item.id)
    assert practice.mastery("p").answers == 1
    assert practice.next("p").item == other.item


def test_an_answer_without_a_question_says_so(practice):
    with pytest.raises(KnowledgeError, match="No question waits"):
        practice.answer("stranger", "2")


def test_an_unknown_request_leaves_the_running_quiz_as_it_was(practice):
    asked = practice.start("p", "training")
    with pytest.raises(KnowledgeError):
        practice.start("p", "unicorns")
    assert practice.next("p").item == asked.item


def test_two_people_do_not_see_each_other(practice):
    wrong(practice, practice.start("p", "training"))
    assert practice.mastery("q").answers == 0
    with pytest.raises(KnowledgeError):
        practice.answer("q", "1")


ANSWER = """
import sys
from desk.database import Database
from desk.cards import Attempt, Cards
cards = Cards(Database(sys.argv[1]))
attempt = Attempt(item="i", kind="bearer", clauses=("d/1",), topics=(), edition="e", right=True, at=1.0)
print(int(cards.take("p", attempt, {}, 2.0)))
"""


def test_of_processes_that_send_one_answer_at_once_one_is_kept(database):
    from desk.cards import Cards, Round

    Cards(database).pose("p", Round(wish={}, item="i", edition="e", at=0.0))
    address = str(database.engine.url)
    running = [subprocess.Popen([sys.executable, "-c", ANSWER, address], cwd=ROOT, stdout=subprocess.PIPE, text=True)
               for _ in range(3)]  # fmt: skip
    assert sum(int(process.communicate(timeout=60)[0]) for process in running) == 1
    assert len(Cards(database).attempts("p")) == 1


# --- mistakes return ---------------------------------------------------------------------------------------------------


def test_a_mistake_returns_after_ten_minutes_and_what_was_known_after_days(practice, clock):
    asked = practice.start("p", "listening to children in Leicester")  # two questions in all
    mistake = asked.item
    wrong(practice, asked)
    right(practice, practice.next("p"))
    clock.now += MINUTE
    rest = practice.next("p")
    assert isinstance(rest, Rest)
    assert "none is due" in rest.says[0]
    assert rest.says[1] == "The first comes back in about 9 minutes."
    clock.now += 10 * MINUTE
    again = practice.next("p")
    assert again.item == mistake
    assert again.again
    assert right(practice, again).returns - clock.now > 0.9 * DAY
    assert isinstance(practice.next("p"), Rest)
    clock.now += 40 * DAY
    assert practice.next("p").again


def test_fsrs_sends_what_is_known_further_away_each_time_and_brings_what_is_forgotten_back():
    card, at, gaps = None, NOON, []
    for _ in range(4):
        card = schedule.reviewed(card, True, at)
        gaps.append(schedule.due(card) - at)
        at = schedule.due(card)
    assert gaps == sorted(gaps)
    assert DAY <= gaps[0] < gaps[-1] <= 365 * DAY
    assert schedule.due(schedule.reviewed(card, False, at)) == at + 600
    assert json.loads(json.dumps(card)) == card
    assert schedule.reviewed(card, True, at) == schedule.reviewed(card, True, at)


def test_due_questions_come_longest_due_first_with_a_new_one_in_each_three(held):
    items = list(held.items[:40])
    cards = {i.id: Held(item=i.id, edition=i.edition, card={}, due=NOON - n) for n, i in enumerate(items[:5])}
    attempt = Attempt(item="x", kind="term", clauses=(), topics=(), edition="", right=True, at=0)
    kinds = [pick(items, cards, (attempt,) * n, NOON, "s") for n in range(6)]
    assert [again for _, again in kinds] == [True, True, False, True, True, False]
    assert kinds[0][0] == items[4]
    assert pick(items[:5], cards, (attempt,) * 2, NOON, "s")[1]
    assert pick(items[:5], cards, (), NOON - 100, "s") is None


def test_the_question_just_answered_waits_where_another_is_due(held):
    items = list(held.items[:2])
    cards = {i.id: Held(item=i.id, edition=i.edition, card={}, due=NOON - 9 + n) for n, i in enumerate(items)}
    last = Attempt(item=items[0].id, kind="term", clauses=(), topics=(), edition="", right=False, at=0)
    assert pick(items, cards, (last,), NOON, "s") == (items[1], True)


# --- new rules -----------------------------------------------------------------------------------------------------------


def renewed(held: Bank, item, **changed) -> Bank:
    """The bank after new rules: the item with another edition, or gone."""
    return Bank(
        tuple(i.model_copy(update=changed) if i.id == item.id else i for i in held.items if changed or i.id != item.id)
    )


def test_a_question_whose_clause_is_gone_is_retired_and_its_answer_keeps_its_edition(
    practice, database, store, held, vocabulary, clock
):
    asked = practice.start("p", "listening to children in Leicester")
    wrong(practice, asked)
    new = Practice(database, store, renewed(held, asked.item), vocabulary, clock)
    clock.now += DAY
    following = new.next("p")
    assert following.item.id != asked.item.id
    assert "The rules changed: 1 question" in following.says[0]
    everything = new.all("p")
    assert [(a["item"], a["edition"]) for a in everything["answers"]] == [(asked.item.id, asked.item.edition)]
    assert everything["returns"] == []
    assert new.mastery("p").earlier == 1
    assert any("earlier edition" in line for line in new.mastery("p").text)


def test_a_question_whose_clause_reads_differently_begins_anew(practice, database, store, held, vocabulary, clock):
    asked = practice.start("p", "listening to children in Leicester")
    right(practice, asked)
    new = Practice(database, store, renewed(held, asked.item, edition="changed"), vocabulary, clock)
    topic = next(t for t in new.mastery("p").topics) if new.mastery("p").topics else None
    assert topic is None  # what was known was another text
    ids = set()
    for _ in range(2):
        following = new.next("p", skip=True)
        ids.add((following.item.id, following.again))
    assert (asked.item.id, False) in ids
    assert {e["edition"] for e in new.all("p")["answers"]} == {asked.item.edition}


@pytest.mark.parametrize("changed", [{}, {"edition": "changed"}])
def test_a_question_that_changes_while_it_waits_does_not_count(
    practice, database, store, held, vocabulary, clock, changed
):
    asked = practice.start("p", "training")
    new = Practice(database, store, renewed(held, asked.item, **changed), vocabulary, clock)
    with pytest.raises(KnowledgeError, match="retired and does not count"):
        new.answer("p", asked.item.right)
    assert new.all("p")["answers"] == []
    assert new.answer("p", new.next("p").item.right).right


def test_a_topic_that_left_the_rules_gives_way_to_everything(practice, database, store, held, vocabulary, clock):
    practice.start("p", "homelessness")
    without = Bank(tuple(i for i in held.items if "homelessness" not in i.topics))
    assert isinstance(Practice(database, store, without, vocabulary, clock).next("p"), Asked)


# --- mastery, streaks and the chart ------------------------------------------------------------------------------------------


def test_mastery_counts_known_asked_and_all_and_what_is_due_is_known_no_more(practice, clock, held):
    asked = practice.start("p", "visits")
    right(practice, asked)
    wrong(practice, practice.next("p"))
    topic = next(t for t in practice.mastery("p").topics if t.key == "visits")
    assert (topic.known, topic.asked, topic.all) == (1, 2, len(held.matching(topic="visits")))
    assert practice.mastery("p").due == 0
    clock.now += 60 * DAY
    later = practice.mastery("p")
    assert next(t for t in later.topics if t.key == "visits").known == 0
    assert later.due == 2


def test_streaks_count_days_in_england_up_to_today_or_yesterday_and_right_answers_up_to_the_last(practice, clock):
    for day in range(3):
        clock.now = NOON + day * DAY
        right(practice, practice.start("p", "training"))
    assert (practice.mastery("p").days, practice.mastery("p").run) == (3, 3)
    clock.now += DAY
    assert practice.mastery("p").days == 3  # today is not over
    clock.now += DAY
    assert practice.mastery("p").days == 0
    wrong(practice, practice.start("p", "scrutiny"))
    assert (practice.mastery("p").days, practice.mastery("p").run) == (1, 0)


def test_a_day_ends_at_midnight_in_england_in_summer_too():
    assert mastery.day(1_782_861_000).isoformat() == "2026-07-01"  # 23:10 UTC on 30 June, ten past midnight in England


@pytest.mark.parametrize(("after", "words"), [
    (0, "now"), (60, "in about 1 minute"), (600, "in about 10 minutes"), (DAY, "tomorrow"), (5 * DAY, "on 26 September 2026"),
])  # fmt: skip
def test_when_a_question_returns_is_said_in_words(after, words):
    assert mastery.returns(NOON + after, NOON) == words


def test_before_the_first_answer_there_is_no_chart_but_a_sentence(practice):
    assert chart.draw(practice.mastery("p")) is None
    assert practice.mastery("p").text == ("You have not answered any question yet.",)


def test_the_chart_is_a_picture_with_the_same_figures_in_words(practice):
    asked = practice.start("p", "")
    for turn in range(15):
        (wrong if turn % 4 == 0 else right)(practice, asked)
        asked = practice.next("p")
    known = practice.mastery("p")
    drawn = chart.draw(known)
    picture = ET.fromstring(drawn.svg)
    space = "{http://www.w3.org/2000/svg}"
    shown = [t.text for t in picture.iter(f"{space}text")]
    assert picture.get("role") == "img"
    assert picture.find(f"{space}desc").text == " ".join(drawn.text)
    for topic in known.topics[:10]:
        assert topic.name in shown
        assert f"{topic.known} known, {topic.asked} asked, of {topic.all}" in shown
    assert len(drawn.text) == len(known.topics)
    widths = [float(r.get("width")) for r in picture.iter(f"{space}rect")]
    assert all(0 < width <= 640 for width in widths)


def test_the_chart_escapes_the_names_of_topics():
    topic = mastery.Topic(key="x", name="R&D <b>", known=1, asked=1, all=2)
    drawn = chart.draw(mastery.Mastery(topics=(topic,), answers=1, right=1, earlier=0, days=1, run=1, due=0))
    assert "R&amp;D &lt;b&gt;" in drawn.svg
    ET.fromstring(drawn.svg)


# --- what is kept ----------------------------------------------------------------------------------------------------------


def test_everything_can_be_seen_taken_away_and_deleted(practice, database):
    asked = practice.start("p", "training")
    wrong(practice, asked)
    practice.next("p")
    everything = json.loads(json.dumps(practice.all("p")))
    assert everything["answers"][0] == {
        "item": asked.item.id, "kind": asked.item.kind.value, "topics": list(asked.item.topics), "right": False,
        "clauses": [f"{d}/{c}" for d, c in sorted(asked.item.clauses)], "edition": asked.item.edition,
        "at": "2026-09-21T14:13:20+00:00",
    }  # fmt: skip
    assert everything["practising"]["wish"] == {"topic": "training"}
    rows = list(csv.DictReader(io.StringIO(practice.csv("p"))))
    assert [(row["question"], row["right"]) for row in rows] == [(asked.item.id, "no")]
    right(practice, practice.start("q", "training"), "q")
    assert practice.delete("p") == 1
    assert practice.all("p") == {"answers": [], "returns": [], "practising": None}
    assert len(practice.all("q")["answers"]) == 1
    with database.begin() as connection:
        for table in ("practice_cards", "practice_attempts", "practice_rounds"):
            assert connection.execute(sa.text(f"select count(*) from {table} where person = 'p'")).scalar() == 0


def test_no_message_is_kept(practice, database, tmp_path):
    practice.start("p", "quiz me on training, my client Zebedee Quux said so in Dudley")
    with pytest.raises(KnowledgeError):
        practice.answer("p", "Zebedee Quux")
    practice.answer("p", "1")
    database.close()
    assert not [f.name for f in tmp_path.iterdir() if b"Zebedee" in f.read_bytes()]
