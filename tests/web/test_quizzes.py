"""Trainers' quizzes over HTTP: made, edited, run, answered, exported, deleted; and everything that goes wrong with them."""

from __future__ import annotations

import csv
import io
import itertools
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.room import OWN, Person, Trainer, errors
from tests.web.serving import Client

NUMBER = itertools.count(1)


@pytest.fixture
def trainer(port) -> Trainer:
    return Trainer(port, f"203.0.113.{next(NUMBER)}")  # an address of their own: one makes only so many quizzes at once


@pytest.fixture
def people(port) -> list[Person]:
    return [Person(port) for _ in range(3)]


def joined(trainer: Trainer, people: list[Person]) -> None:
    for name, person in zip(("Ann", "Ben", "Cy"), people, strict=True):
        assert person.join(trainer.code, name).status == 303


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


# --- making -----------------------------------------------------------------------------------------------------


def test_a_draft_is_previewed_edited_and_locked(trainer):
    reply = trainer.make(number="4")
    page = trainer.get(reply.headers["Location"]).text
    assert f"http://127.0.0.1:{trainer.port}{trainer.path}" in page, "the secret link"
    assert trainer.path not in re.sub(r'action="[^"]*"|href="[^"]*"', "", trainer.page()), "it is shown once"
    first, second, third, fourth = trainer.ids()
    assert page.count('class="citation"') >= 4
    assert trainer.do("edit", down=first).headers["Location"].endswith(f"#question-{first}")
    assert trainer.ids() == [second, first, third, fourth]
    trainer.do("edit", up=fourth)
    trainer.do("edit", up=second)
    trainer.do("edit", remove=first)
    assert trainer.ids() == [second, fourth, third]
    trainer.do("generate", number="2", council="Leicester")
    assert trainer.ids()[:3] == [second, fourth, third]
    assert len(trainer.ids()) == 5
    found = trainer.get(f"{trainer.path}/choose?council=Kent&kind=gap").text
    item = re.search(r'name="item" value="(\w+)"', found)[1]
    assert (
        trainer.do("add", item=item, query="council=Kent")
        .headers["Location"]
        .endswith(f"/choose?council=Kent#item-{item}")
    )
    assert trainer.ids()[-1] == item
    assert 'name="item" value="' + item not in trainer.get(f"{trainer.path}/choose?council=Kent&kind=gap").text
    trainer.lock()
    assert "Only a draft can be locked" in errors(trainer.do("lock"))[0]
    assert "Unlock it to change them" in errors(trainer.do("edit", remove=item))[0]
    trainer.do("unlock")
    code = trainer.code
    assert trainer.lock().code == code


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"title": " <b></b> "}, "needs a title"), ({"number": "x"}, "how many questions"), ({"number": "101"}, "how many questions"),
     ({"number": "-1"}, "how many questions"), ({"number": "٣"}, "how many questions"), ({"pace": "fast"}, "how the quiz is to run"),
     ({"pace": "timed", "seconds": "1"}, "seconds"), ({"pace": "timed", "seconds": ""}, "seconds"),
     ({"council": "Surrey"}, "from the list"), ({"difficulty": "9"}, "from the list"), ({"kind": "essay"}, "from the list"),
     ({"scenarios": "4"}, "are to be scenarios, from 0 to 3"), ({"scenarios": "-1"}, "are to be scenarios"), ({"scenarios": "x"}, "are to be scenarios"),
     ({"group": "school"}, "how many scenarios"), ({"group": "nurses", "scenarios": "1"}, "from the list"),
     ({"scenarios": "2", "topic": "diversity"}, "no scenarios on Diversity"), ({"kind": "scenario", "topic": "diversity"}, "no scenarios on"),
     ({"kind": "order", "topic": "training"}, "of this kind"),
     ({"document": "kent-dcs-2011"}, "a document of Kent"), ({"role": "councillors", "topic": "document"}, "no questions on")],
    ids=str,
)  # fmt: skip
def test_a_quiz_that_cannot_be_made_is_said_beside_the_field_and_nothing_typed_is_lost(trainer, fields, said):
    reply = trainer.make(**{"title": "My <own> title", **fields})
    assert reply.status == 400
    assert any(said in error for error in errors(reply)), errors(reply)
    assert "<title>Error: " in reply.text
    assert "title" in fields or 'value="My &lt;own&gt; title"' in reply.text


def test_scenarios_are_mixed_in_chosen_by_whom_they_teach_and_added(trainer):
    trainer.make(number="5", scenarios="2")
    page = trainer.page()
    assert len(trainer.ids()) == 5
    assert page.count("A scenario on the Dudley roles summary") == 2
    assert page.count('class="option__why"') >= 6, "each wrong answer says why"
    both = trainer.page("/choose?council=Croydon")
    assert re.search(r'\d+ questions and <a class="govuk-link" href="#told">15 scenarios</a>', both)
    assert '<h2 class="govuk-heading-m">Questions</h2>' in both
    only = trainer.page("/choose?council=Kent&group=frontline")
    assert '<h2 class="govuk-heading-m">Questions</h2>' not in only
    assert "A scenario on the Kent" in only
    assert "scenarios</a>" not in trainer.page("/choose?council=Kent&kind=bearer")
    item = re.search(r'name="item" value="(\w+)"', only)[1]
    assert trainer.do("add", item=item, query="council=Kent&group=frontline").status == 303
    assert trainer.ids()[-1] == item
    assert f'name="item" value="{item}"' not in trainer.page("/choose?council=Kent&group=frontline")
    assert trainer.do("generate", number="2", kind="scenario", council="Leicester").status == 303
    assert trainer.page().count("A scenario on the Leicester roles summary") == 2
    assert trainer.do("generate", number="1", scenarios="1", council="Leicester", group="school").status == 303
    assert len(trainer.ids()) == 9


@pytest.mark.parametrize(("fields", "said"), [
    ({"number": "2", "scenarios": "3"}, "from 0 to 2"), ({"number": "2", "scenarios": "٢"}, "from 0 to 2"),
    ({"number": "2", "group": "manager"}, "only they say whom they are for"), ({"number": "", "scenarios": "1"}, "how many questions"),
    ({"number": "1", "scenarios": "1", "topic": "diversity"}, "no scenarios on"), ({"number": "1", "scenarios": "1", "group": "x"}, "from the list"),
], ids=str)  # fmt: skip
def test_scenarios_that_cannot_be_added_are_said_beside_the_field(trainer, fields, said):
    trainer.make(number="0")
    reply = trainer.do("generate", **fields)
    assert reply.status == 400
    assert any(said in error for error in errors(reply)), errors(reply)
    assert trainer.ids() == []


def test_scenarios_that_cannot_be_found_are_said(trainer):
    trainer.make(number="0")
    assert "Only scenarios say whom" in errors(trainer.get(f"{trainer.path}/choose?kind=gap&group=school"))[0]
    assert "no scenarios on" in errors(trainer.get(f"{trainer.path}/choose?kind=scenario&topic=diversity"))[0]
    assert "no questions on" in errors(trainer.get(f"{trainer.path}/choose?council=Croydon&topic=homelessness"))[0]
    assert errors(trainer.get(f"{trainer.path}/choose?group=%3Cb%3E"))
    assert "no question" in errors(trainer.do("add", item="dudley-surgery-belt-marks"))[0]


def test_a_quiz_of_scenarios_from_door_to_results(trainer, people, port):
    trainer.make(number="2", kind="scenario", pace="led")
    trainer.lock()
    joined(trainer, people)
    trainer.run("open", "ask")
    board = Client(port)
    for page in (people[0].page(), board.get(f"/board/{trainer.code}").text, trainer.page()):
        assert "A scenario on the Dudley roles summary (draft, 2006)." in page
        assert "option__why" not in page
        assert "stands in" not in page
    assert re.search(r'<p class="govuk-body story" id="now" tabindex="-1">A scenario', people[0].page())
    assert people[0].page().count('id="now"') == 1
    for choice, person in enumerate(people):
        assert person.answer(choice).status == 303
    trainer.run("stop")
    for page in (people[0].page(), trainer.page()):
        assert page.count('class="option__why"') >= 2
        assert "stands in" in page
    closed = board.get(f"/board/{trainer.code}").text
    assert "room__story" not in closed, "the clause takes its place"
    assert "room__clause" in closed
    trainer.run("close")
    assert "A scenario on the" in trainer.page("/results")
    (row,) = read(trainer.page("/questions.csv"))
    assert (row["kind"], row["answered"]) == ("scenario", "3")
    assert row["question"].startswith("A scenario on the Dudley roles summary (draft, 2006). ")
    other = Trainer(port)
    other.make(number="0")
    assert other.bring(trainer.page("/quiz.gift").encode()).headers["Location"].endswith("?added=2#questions")
    assert other.page().count('class="option__why"') >= 4


def test_a_quiz_without_questions_is_not_locked(trainer):
    trainer.make(number="0")
    assert "no questions yet" in errors(trainer.do("lock"))[0]


def test_own_questions_come_by_a_file_and_its_faults_are_told_by_line(trainer):
    trainer.make(number="0")
    bad = (
        OWN % 1
        + b"\n\n::nowhere/1:: What? { =a ~b }\n\n::dudley-roles-2006/All Councillors 1:: <i>Which</i>? { ~a ~b }"
    )
    reply = trainer.bring(bad, 'my "<b>.gift'.replace('"', "%22"))
    assert reply.status == 400
    assert "Nothing was added" in errors(reply)[0]
    assert ":3: No document is called &#39;nowhere&#39;" in reply.text
    assert ":5: No option is marked as right. Put = instead of ~ before the right one." in reply.text
    assert "<b>.gift" not in reply.text
    assert trainer.ids() == []
    assert "1 question good" in reply.text
    assert trainer.bring(bad, good="yes").headers["Location"].endswith("?added=1#questions")
    assert len(trainer.ids()) == 1
    assert "Your own question" in trainer.page()


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"no question", b"::x:: {"])
def test_a_file_that_is_no_gift_is_told(trainer, body):
    trainer.make(number="0")
    reply = trainer.bring(body)
    assert reply.status == 400
    assert errors(reply)


def test_what_is_no_upload_is_refused(trainer):
    trainer.make(number="0")
    assert errors(trainer.do("bring", gift="text"))
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert trainer.post(f"{trainer.path}/bring", b"broken", **kind).status == 400
    assert trainer.post(f"{trainer.path}/lock", b"--x--", **kind).status == 415
    assert trainer.post(f"{trainer.path}/bring", b"", **{**kind, "Origin": "https://evil.example"}).status == 403


def test_the_quiz_comes_back_from_its_own_export(trainer, port):
    trainer.make(number="3")
    written = trainer.get(f"{trainer.path}/quiz.gift")
    assert written.headers["Content-Disposition"] == 'attachment; filename="councillors-quiz.gift"'
    other = Trainer(port)
    other.make(number="0")
    assert other.bring(written.body).headers["Location"].endswith("?added=3#questions")


# --- running ----------------------------------------------------------------------------------------------------


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


def a_question(trainer: Trainer) -> str:
    return re.search(r"\| (\w+)::", trainer.page("/quiz.gift"))[1]


# --- bad input --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["AAAAAA", "123", "CDFGHJ", "<script>", "../..", "%00", "é" * 6, "x" * 500])
def test_an_unknown_code_is_said(client, code):
    reply = client.post("/join", {"code": code, "name": "Sam"})
    assert reply.status == 404
    assert "No quiz has the code" in errors(reply)[0]
    assert "<script>" not in reply.text
    assert 'value="Sam"' in reply.text


def test_code_and_name_are_asked_for(trainer, client):
    trainer.own(1)
    assert errors(client.post("/join", {"code": " ", "name": "Sam"})) == ["Enter the code that your trainer shows"]
    reply = client.post("/join", {"code": trainer.code, "name": "<img src=x>"})
    assert (reply.status, "A name needs at least one letter" in errors(reply)[0]) == (400, True)


def test_a_code_is_taken_as_people_type_it(trainer, client):
    trainer.own(1)
    code = trainer.code
    assert (
        client.post("/join", {"code": f" {code[:3].lower()}-{code[3:]} ", "name": "Sam"}).headers["Location"]
        == f"/join/{code}"
    )


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "<b onclick=x>Sam</b>", "=1+1", "＜b＞", "\u202eSam", "{{7*7}}", "&lt;b&gt;"]
)
def test_names_with_markup_are_harmless_everywhere(trainer, client, name):
    trainer.own(1)
    assert client.post("/join", {"code": trainer.code, "name": name}).status in (303, 400)
    trainer.run("open", "ask", "close")
    for path in (trainer.path, f"{trainer.path}/results", f"/board/{trainer.code}", f"/join/{trainer.code}"):
        page = client.get(path).text
        assert not re.search(r"<script>|onclick|<b>|\u202e|>49<", page)
    assert not re.search(r"^[=+\-@]", trainer.page("/people.csv").splitlines()[-1])


def test_a_forged_or_strange_seat_answers_nothing(trainer, people, port):
    trainer.own(1)
    joined(trainer, people)
    trainer.run("open", "ask")
    question = people[0].asked()
    session, made, signature = people[0].cookie.removeprefix("dutydesk=").split(".")
    forged = Person(port)
    forged.code = trainer.code
    for cookie in ("", f"dutydesk={session}.{int(made) + 1}.{signature}", f"dutydesk={session}.{made}.{'0' * 64}"):
        forged.cookie = cookie
        reply = forged.answer(0, question)
        assert 'name="code"' in reply.text, "the door, not the seat"
        assert "Ann" not in reply.text
    assert "<strong>0</strong> of 3" in trainer.get(f"/board/{trainer.code}").text


@pytest.mark.parametrize("choice", ["", "x", "99", "-1", "1.5", "²", "0" * 50])
def test_a_choice_that_is_none_is_said(trainer, people, choice):
    trainer.own(1)
    joined(trainer, people)
    trainer.run("open", "ask")
    reply = people[0].answer(choice)
    assert reply.status in (400, 409)
    assert errors(reply)
    assert 'name="choice"' in reply.text
    assert "<strong>0</strong> of 3" in trainer.get(f"/board/{trainer.code}").text


@pytest.mark.parametrize("secret", ["none", "%00", "..%2f..", "x" * 300, "%F0%9F%98%80"])
def test_an_unknown_trainers_link_is_said(client, secret):
    for part in ("", "/results", "/people.csv", "/now", "/choose"):
        assert client.get(f"/train/{secret}{part}").status == 404
    for part in ("lock", "run", "delete", "edit", "generate", "unlock"):
        assert client.post(f"/train/{secret}/{part}", {"do": "open", "number": "1"}).status == 404


def test_one_trainers_link_opens_no_other_quiz(trainer, port):
    other = Trainer(port)
    trainer.own(1)
    other.own(1)
    assert trainer.code not in other.page()
    other.do("delete")
    assert trainer.get(trainer.path).status == 200


def test_forms_of_strangers_change_nothing(trainer, people):
    trainer.own(1)
    joined(trainer, people)
    evil = {"Origin": "https://evil.example"}
    for path in (
        f"{trainer.path}/delete",
        f"{trainer.path}/run",
        f"/join/{trainer.code}/forget",
        "/join",
        "/train",
        "/learn/delete",
    ):
        assert people[0].post(path, {"do": "open", "code": trainer.code, "name": "x"}, **evil).status == 403
    assert "Locked" in trainer.page()


def test_the_address_of_a_form_opened_again_leads_back(trainer, people):
    trainer.own(1)
    joined(trainer, people)
    assert trainer.get(f"{trainer.path}/lock").headers["Location"] == trainer.path
    assert people[0].get(f"/join/{trainer.code}/answer").headers["Location"] == f"/join/{trainer.code}"
    assert trainer.do("run", do="dance").status == 400


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


def test_guessing_codes_is_slowed_down(port):
    guesser = Client(port, "198.51.100.99")
    replies = [guesser.get("/join/CDFGHJ").status for _ in range(55)]
    guesser.cookie = ""
    replies += [guesser.get("/join/CDFGHJ").status for _ in range(60)]
    assert set(replies) == {404, 429}


# --- learning alone ---------------------------------------------------------------------------------------------


def test_what_there_is_to_learn(client):
    page = client.get("/learn").text
    link = re.search(r'href="(/\?message=[^"]*induction[^"]*)"', page)[1]
    prefilled = client.get(link.replace("&#39;", "'").replace("&amp;", "&")).text
    assert re.search(r"<textarea[^>]*>\s*I&#39;m a new councillor in Kent, start my induction", prefilled)
    for path in ("/join", "/train", "/roles", "/learn/progress"):
        assert f'href="{path}"' in page


def test_progress_is_shown_taken_away_and_deleted(client):
    assert "not answered any question yet" in client.get("/learn/progress").text
    assert client.get("/learn/answers.csv").status == 200
    assert client.post("/learn/delete", {}).headers["Location"] == "/learn?done=progress"
