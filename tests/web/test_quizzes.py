"""A trainer's quiz over HTTP while it runs: from door to results, each answer counted once, many people, what changes."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

from tests.web.room import Person, a_question, errors, joined, read
from tests.web.serving import Client


def test_a_quiz_from_door_to_results(trainer, people, port):
    trainer.own(2)
    joined(trainer, people)
    board = Client(port)
    assert "<strong>3</strong> have joined" in board.get(f"/board/{trainer.code}").text
    assert "The first question comes" in people[0].page()
    trainer.run("open", "ask")
    question = people[0].asked()
    assert people[0].answer(0).status == 303
    assert people[1].answer(1).status == 303
    page = board.get(f"/board/{trainer.code}").text
    assert "<strong>2</strong> of 3 have answered" in page
    for early in (page, people[0].page(), people[2].page(), trainer.page()):
        assert "All Councillors 1" not in early, "nothing is told before the question closes"
        assert "Right" not in early
    trainer.run("stop")
    assert '<p class="verdict" role="status">Right.' in people[0].page()
    assert "Not right." in people[1].page()
    assert "You did not answer in time." in people[2].page()
    assert "All Councillors 1" in people[1].page()
    page = board.get(f"/board/{trainer.code}").text
    assert "room__option--right" in page
    assert re.search(r'room__name">Ann</span> <span class="room__score">1<', page)
    late = people[2].answer(0, question)
    assert (late.status, "Time was up for question 1" in errors(late)[0]) == (409, True)
    trainer.run("ask")
    for person in people:
        assert person.answer(0).status == 303
    trainer.run("close", "close")
    assert "You had 2 of 2 right" in people[0].page()
    assert "All Councillors 1" in people[2].page()
    rows = read(trainer.page("/people.csv"))
    assert [(row["name"], row["right"], row["question 1"]) for row in rows] == [
        ("Ann", "2", "A+"),
        ("Ben", "1", "B-"),
        ("Cy", "1", ""),
    ]
    assert "Ann" not in trainer.page("/questions.csv")
    assert [row["answered"] for row in read(trainer.page("/questions.csv"))] == ["2", "3"]
    results = trainer.page("/results")
    assert "The wrong answer chosen most (1): “wrong”" in results
    assert "too few" in results
    assert trainer.do("delete").headers["Location"] == "/learn?done=deleted"
    for gone in (
        trainer.path,
        f"{trainer.path}/results",
        f"{trainer.path}/people.csv",
        f"/board/{trainer.code}",
        f"/join/{trainer.code}",
    ):
        assert board.get(gone).status == 404


def test_at_leisure_each_goes_through_alone(trainer, people):
    trainer.own(2, pace="free")
    joined(trainer, people)
    trainer.run("open")
    for _ in range(2):
        assert people[0].answer(0).status == 303
    people[1].answer(1)
    assert "All done" in people[0].page()
    assert "Question 2 of 2" in people[1].page()
    assert "All Councillors" not in people[0].page()
    assert "1</strong> of 3 has answered all 2" in trainer.get(f"/board/{trainer.code}").text
    assert "own pace" in errors(trainer.do("run", do="ask"))[0]
    trainer.run("close")
    assert "You had 2 of 2 right" in people[0].page()
    assert "You did not answer this one." in people[1].page()


def test_sent_twice_counts_once(trainer, people):
    trainer.own(1)
    joined(trainer, people)
    trainer.run("open", "ask")
    question = people[0].asked()
    with ThreadPoolExecutor(8) as pool:
        assert {reply.status for reply in pool.map(lambda _: people[0].answer(1, question), range(8))} == {303}
    other = people[0].answer(0, question)
    assert (other.status, "The first answer counts" in errors(other)[0]) == (409, True)
    trainer.do("run", do="ask", place="1")
    assert "of 1 is open" in trainer.page(), "a second press on the same button asks nothing"
    trainer.run("close")
    assert [row["question 1"] for row in read(trainer.page("/people.csv")) if row["name"] == "Ann"] == ["B-"]


def test_left_midway_and_come_back_and_forgotten(trainer, people):
    trainer.own(2)
    joined(trainer, people)
    trainer.run("open", "ask")
    people[0].answer(0)
    people[0].do("leave")
    assert "Your 1 answer is kept" in people[0].page()
    assert "Ann (left)" in trainer.page()
    people[0].join(trainer.code, "Somebody else")
    assert "You are <strong>Ann</strong>" in people[0].page()
    assert people[0].do("forget").headers["Location"] == "/learn?done=forgotten"
    assert "Ann" not in trainer.page()
    assert people[0].do("leave").status in (200, 404)
    trainer.run("close")
    assert "This quiz is closed" in errors(people[0].get(f"/join/{trainer.code}"))[0]


def test_the_trainer_closes_early(trainer, people):
    trainer.own(3)
    joined(trainer, people)
    assert "has not begun" in errors(people[0].answer(0, a_question(trainer)))[0]
    trainer.run("open", "ask")
    people[0].answer(0)
    question = people[1].asked()
    trainer.run("close")
    reply = people[1].answer(0, question)
    assert reply.status == 409
    assert "This quiz is closed. You had given no answer." in errors(reply)[0]
    assert "You had 1 of 1 right" in people[0].page()


def test_a_name_is_taken_off_the_board(trainer, people):
    trainer.own(1)
    joined(trainer, people)
    assert trainer.do("run", do="dismiss", name="Ben").status == 303
    assert "Ben" not in trainer.get(f"/board/{trainer.code}").text
    assert "Ben" not in people[1].page()
    assert trainer.do("run", do="dismiss", name="Nobody").status == 303


# --- live, and many ---------------------------------------------------------------------------------------------


def test_the_state_changes_with_what_happens_and_tells_no_answer(trainer, people):
    trainer.own(1)
    joined(trainer, people)

    def states() -> tuple[str, ...]:
        people[0].page()
        return tuple(
            trainer.get(f"{path}/now").text
            for path in (f"/join/{trainer.code}", f"/board/{trainer.code}", trainer.path)
        )

    before = states()
    trainer.run("open", "ask")
    until = time.monotonic() + 10
    while any(one == other for one, other in zip(before, states(), strict=True)):
        assert time.monotonic() < until
        time.sleep(0.2)  # a state is held for half a second
    assert not re.search("right|All Councillors", "".join(states()))


def test_sixty_people_answer_and_nothing_is_lost(trainer, port):
    trainer.own(3)
    people = [Person(port) for _ in range(60)]  # all from one address, as in a council's building
    with ThreadPoolExecutor(20) as pool:
        assert {r.status for r in pool.map(lambda at: people[at].join(trainer.code, f"Person {at}"), range(60))} == {
            303
        }
        trainer.run("open")
        for number in range(3):
            trainer.run("ask")
            question = people[0].asked()
            replies = list(pool.map(lambda at, n=number, q=question: people[at].answer((at + n) % 3, q), range(60)))
            assert {reply.status for reply in replies} == {303}
            assert {r.status for r in pool.map(lambda person: person.get(f"/join/{trainer.code}/now"), people)} == {200}
            assert "<strong>60</strong> of 60" in trainer.get(f"/board/{trainer.code}").text
            trainer.run("stop")
    trainer.run("close")
    rows = {row["name"]: row for row in read(trainer.page("/people.csv"))}
    assert len(rows) == 60
    for at in range(60):
        given = [rows[f"Person {at}"][f"question {n + 1}"][0] for n in range(3)]
        assert given == ["ABC"[(at + n) % 3] for n in range(3)]
