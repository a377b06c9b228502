"""The tutor: inductions, practice and scenarios within a conversation, and what it must leave alone."""

from __future__ import annotations

import json

import pytest

from desk.cards import Cards
from desk.courses import Courses
from desk.database import Database
from knowledge.outcomes import Answer, Clarification, Lesson, NotCovered, Option, received
from knowledge.questions import Kind, Profile, Question
from learning import hearing, shelf
from learning.shelf import Shelf
from learning.tutor import Tutor

START = "I'm a new councillor in Dudley, start my induction"
DAY = 24 * 3600


class Person:
    """Somebody who talks with a tutor; `again` makes a new tutor on the same database, as after a restart."""

    def __init__(self, store, address, made, name="p"):
        self.store, self.address, self.made, self.name, self.now = store, address, made, name, 1_800_000_000.0
        self.profile = Profile()
        self.again()

    def again(self):
        self.database = Database(self.address)
        self.tutor = Tutor(self.store, self.database, lambda: self.now, made=lambda store: self.made)

    def hears(self, text, kind=Kind.UNSURE, confidence=0.5):
        taken = self.tutor.takes(self.name, Question(text=text, kind=kind, confidence=confidence), self.profile)
        if taken:
            self.profile = taken.profile
        return taken.outcome if taken else None

    def says(self, text, **how):
        outcome = self.hears(text, **how)
        assert isinstance(outcome, Lesson), text
        assert received(json.loads(json.dumps(outcome.payload()))) == outcome
        return outcome

    def asks(self, outcome=None):
        """A question in between, answered from the rules."""
        return self.tutor.beside(self.name, outcome or NotCovered(says=("The documents do not say.",)))

    def right(self):
        """The place of the right option of the check question that waits."""
        waits = next(item for item in self.made.bank.items if item.id == self.state()["item"])
        return waits.right + 1

    def state(self):
        return next(s for k, s in Courses(self.database).states(self.name).items() if k.startswith("induction/"))


@pytest.fixture(scope="session")
def made(store, held, marker, by_id) -> Shelf:
    return Shelf(held, tuple(by_id.values()), marker)


@pytest.fixture
def person(store, tmp_path, made):
    return Person(store, f"sqlite:///{tmp_path / 'desk.db'}", made)


def labels(outcome):
    return [option.label for option in outcome.options]


# --- induction -------------------------------------------------------------------------------------------------------


def test_an_induction_is_driven_to_its_end_and_resumed_after_a_restart(person):
    first = person.says(START)
    assert first.says[1].startswith("Step 1 of ")
    assert {c.council for c in first.citations} == {"Dudley"}
    assert person.profile == Profile(council="Dudley", family="councillors")
    outcome, questions = person.says("next"), 0
    for turn in range(60):
        if "You have come to the end of this induction." in outcome.says:
            break
        if turn == 3:
            person.again()
            person.now += 3 * DAY
            outcome = person.says("resume")
            assert "You go on where you were." in outcome.says[0]
        if "Skip this question" in labels(outcome):
            questions += 1
            outcome = person.says(str(person.right()))
            assert outcome.says[0] == "Right."
            assert outcome.citations
        outcome = person.says("next")
    record = "\n".join(outcome.says)
    assert questions >= 1
    assert f"Score: {questions} of {questions} check questions right" in record
    assert "Ended: " in record
    assert "Edition: " in record
    assert "Parts not read in full: none" in record
    assert "Ended: " in "\n".join(person.says("my record").says)


def test_a_question_in_between_is_left_alone_and_leads_back_to_the_step(person):
    person.says("start the induction of the lead member in Leicester")
    step = person.says("next")
    assert person.hears("who makes sure referrals are acknowledged?") is None
    answer = person.asks()
    assert labels(answer) == ["Back to step 2"]
    assert person.says("1").says == step.says
    assert person.says(answer.options[0].message).says == step.says


def test_the_number_of_a_choice_belongs_to_the_answer_in_between(person):
    person.says("quiz me")
    choices = (Option(label="Dudley", message="in Dudley"), Option(label="Kent", message="in Kent"))
    shown = person.asks(Clarification(says=("Which?",), options=choices))
    assert labels(shown) == ["Dudley", "Kent", "Back to the quiz"]
    assert person.hears("2") is None
    person.asks()
    assert person.hears("4") is not None, "nothing else has numbers now: the question again"


def test_a_button_pressed_twice_moves_one_step(person):
    first = person.says("start the induction of the lead member in Leicester")
    press = first.options[0].message
    second = person.says(press)
    assert person.says(press).says == second.says
    assert "Step 2" in second.says[0]


def test_back_skip_and_stop(person):
    first = person.says("start the induction of the lead member in Leicester")
    person.says("skip this step")
    assert person.says("go back").citations == first.citations
    person.says("stop the induction")
    assert person.hears("next") is None, "a stopped lesson takes no short words"
    assert person.hears("2", kind=Kind.CHOOSE) is None
    assert "Step 1" in person.says("back to my induction").says[-len(first.says) + 1]


def test_restart_and_delete_ask_first_and_then_really_do(person):
    person.says(START)
    person.says("next")
    asked = person.says("restart my induction")
    assert person.state()["progress"]["done"], "nothing is lost before the answer"
    person.says(asked.options[0].message)
    assert not person.state()["progress"]["done"]
    person.says("quiz me")
    person.says("1")
    assert Cards(person.database).attempts("p")
    asked = person.says("delete my progress")
    person.says(asked.options[0].message)
    assert Courses(person.database).states("p") == {}
    assert Cards(person.database).attempts("p") == ()
    assert Cards(person.database).held("p") == {}


def test_a_check_question_that_is_not_ready_waits(person):
    made, person.made = person.made, None
    person.says(START)
    assert "ten seconds" in " ".join(person.says("next").says)
    assert "ten seconds" in " ".join(person.says("quiz me on corporate parenting").says)
    person.made = made
    assert "A question on" in " ".join(person.says("back to my induction").says)


def test_rules_published_anew_are_told(person):
    person.says("start the induction of the lead member in Leicester")
    person.says("next")
    kind, state = next((k, s) for k, s in Courses(person.database).states("p").items() if k.startswith("induction/"))
    state["progress"]["edition"] = "earlier"
    state["progress"]["done"][0]["mark"] = "other"
    Courses(person.database).keep("p", kind, state)
    said = person.says("next").says
    assert said[0].startswith("The rules that this induction rests on were published anew")
    assert any("read it again" in sentence for sentence in said)


def finished(person):
    """The kind and state of Leicester's lead member, walked to its end on an earlier edition of the first step."""
    turn = person.says("start the induction of the lead member in Leicester")
    for _ in range(200):
        if turn.says[0].startswith("You have come to the end"):
            break
        turn = person.says(next(o.message for o in turn.options if o.label in ("Skip", "Skip this question", "Finish")))
    kind, state = next((k, s) for k, s in Courses(person.database).states("p").items() if k.startswith("induction/"))
    state["progress"]["edition"] = state["progress"]["finished"][0]["edition"] = "earlier"
    state["progress"]["order"] = state["progress"]["order"][1:]  # the first step is new since then
    return kind, state


def test_a_finished_record_stays_when_rules_are_published_anew_and_when_begun_again(person):
    kind, state = finished(person)
    Courses(person.database).keep("p", kind, state)
    before = person.says("my record").says
    assert "Edition: earlier" in before
    assert not any("Not ended yet" in line for line in before), "looking at it begins nothing"
    told = " ".join(person.says("back to my induction").says)
    assert "That record stays as it is." in told
    assert "Step 1 of" in told
    after = person.says("my record").says
    assert after[-len(before) :] == before
    assert "Not ended yet" in after
    assert any(", finished on " in line for line in person.says("my progress").says)
    person.says(person.says("restart my induction").options[0].message)
    assert person.says("my record").says[-len(before) :] == before
    person.says(person.says("delete my progress").options[0].message)
    assert "not begun an induction" in person.says("my record").says[0]


def test_before_any_question_no_score_is_told(person):
    person.says("I'm a new councillor in Dudley, start my induction")
    (told,) = person.says("my progress").says
    assert told.endswith("0 of 8 steps read, no question answered yet.")


def test_a_finished_record_outlives_its_office(person):
    kind, state = finished(person)
    Courses(person.database).drop("p", kind)
    Courses(person.database).keep("p", "induction/Leicester/no-such-role", state)
    assert "Edition: earlier" in person.says("my record").says


def test_a_lesson_is_gone_back_to_by_its_name(person):
    person.says("start the induction of the lead member in Leicester")
    asked = person.says("quiz me")
    assert "Step 1 of" in person.says("back to my induction").says[0]
    assert person.says("back to the quiz").says == asked.says[-1:]
    assert "Step 1 of" in person.says("next after step 3").says[0], "the button of a step belongs to the induction"


# --- which office ----------------------------------------------------------------------------------------------------


def test_what_is_missing_is_asked_and_a_name_completes_it(person):
    assert "Which office" in person.says("start my induction").says[0]
    assert "Which council" in person.says("team manager").says[0]
    assert "Step 1 of" in person.says("Leicester").says[1]


def test_the_profile_completes_a_request(person):
    person.profile = Profile(council="Kent", family="dcs")
    assert "Kent" in person.says("start my induction").says[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("start my induction as a lollipop lady in Dudley", "‘lollipop lady’"),
        ("I'm a head of service in Manchester, start my induction", "no documents of Manchester"),
        ("start the induction of the CDELS in Croydon", "have no office"),
        ("start my induction as <b>x</b> <script>alert(1)</script> in Dudley", "Which"),
        ("start my induction " + "very " * 3000, "Which"),
    ],
)
def test_an_unknown_office_or_council_is_met_with_choices(person, text, said):
    outcome = person.says(text)
    assert said in " ".join(outcome.says)
    assert outcome.options


# --- practice and scenarios ------------------------------------------------------------------------------------------


def test_practice_marks_by_number_letter_words_and_button(person):
    asked = person.says("quiz me on corporate parenting")
    assert "questions on Corporate parenting" in asked.says[0]
    for answer in (lambda o: "1", lambda o: "b", lambda o: o.options[2].label, lambda o: o.options[0].message):
        shown = person.says("next question")
        marked = person.says(answer(shown))
        assert marked.says[0] in ("Right.", "Not right.")
        assert marked.citations
    assert len(Cards(person.database).attempts("p")) == 4
    progress = person.says("my progress")
    assert "Quiz: 4 answers" in " ".join(progress.says)
    assert "in a row" in " ".join(progress.says)
    assert progress.chart
    assert all(bar.asked for bar in progress.chart)
    assert not any(bar.words in sentence for bar in progress.chart for sentence in progress.says), "said once"


def test_an_answer_sent_twice_counts_once(person):
    press = person.says("quiz me on Leicester").options[0].message
    person.says(press)
    assert "answered already" in person.says(press).says[0]
    assert len(Cards(person.database).attempts("p")) == 1


def test_a_quiz_on_nothing_we_hold_names_what_there_is(person):
    assert "No topic" in person.says("quiz me on basket weaving").says[0]
    assert "No documents" in person.says("quiz me on Manchester").says[0]
    assert "none of the options" in (person.says("quiz me") and person.says("9").says[0])


def test_what_is_said_after_a_scenario_was_answered_is_no_answer(person):
    person.says("give me a scenario about Kent")
    person.says("1")
    assert person.hears("the team manager of the duty team") is None
    assert "A scenario from Kent." in person.says("next scenario").says


def test_a_scenario_by_choice_and_in_ones_own_words(person):
    shown = person.says("give me a scenario about Kent")
    assert "A scenario from Kent." in shown.says
    assert person.says(shown.options[0].message).says[0] in ("Right.", "Not right.")
    person.says("next scenario")
    person.says("in my own words")
    marked = person.says("The secret-word officer must do it, under the Kent protocol")
    assert marked.says[0].endswith("marks.")
    kept = json.dumps(Courses(person.database).states("p"))
    assert "secret-word" not in kept + marked.model_dump_json(), "what someone writes is marked and forgotten"
    assert "Scenarios: 2 answered" in " ".join(person.says("my progress").says)


# --- what is left alone ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begin", [None, START, "quiz me", "scenario"])
def test_danger_is_never_taken(person, begin):
    if begin == "scenario":
        person.says("give me a scenario")
        person.says("in my own words")
    elif begin:
        person.says(begin)
    assert person.hears("he is hitting the baby right now") is None
    urgent = Answer.model_construct(
        says=("If a child is in danger now, call 999.",), safety_first=True, options=(), more=()
    )
    assert person.asks(urgent).options == (), "nothing stands beside the alarm"


def test_a_worry_is_taken_only_as_the_answer_to_a_scenario_and_then_says_what_to_do(person):
    worry = "I'm worried about a child in my class, he has bruises"
    person.says("quiz me")
    assert person.hears(worry) is None
    person.says("give me a scenario")
    assert person.hears(worry) is None
    person.says("in my own words")
    marked = person.says(worry)
    assert "999" in marked.says[0]
    assert "This is about a real child" in labels(marked)


@pytest.mark.parametrize(
    "text",
    ["who chairs the panel?", "next", "2", "b", "back", "stop", "go on", "hello", "what is an induction panel?", "Kent",
     "who runs the induction for new staff?", "what does the protocol say about training?", "restart", "x" * 5000, "<b>hi</b>"],
)  # fmt: skip
def test_ordinary_messages_are_left_alone_where_nothing_is_open(person, text):
    assert person.hears(text) is None


def test_an_answer_where_nothing_is_open_is_told_so(person):
    assert person.says("answer 2 of question bcdf").says
    assert "No induction" in person.says("stop the quiz").says[0]
    assert "not begun an induction" in person.says("my record").says[0]
    assert "not begun anything" in person.says("my progress").says[0]


def test_a_classifier_alone_begins_nothing_that_is_not_named(person):
    assert person.hears("my dog ate it", kind=Kind.START_QUIZ, confidence=0.9) is None


def test_two_people_do_not_meet(person, store, made):
    person.says(START)
    other = Person(store, person.address, made, "q")
    assert other.hears("next") is None


# --- a quiz for others -----------------------------------------------------------------------------------------------


def test_a_trainer_is_told_where_quizzes_are_made_and_how_people_join(person, monkeypatch):
    monkeypatch.delenv("DUTYDESK_URL", raising=False)
    told = person.says("create a quiz for my team", kind=Kind.START_QUIZ, confidence=0.95)
    assert not told.citations
    assert "Make a quiz for others" in told.says[0]
    assert "/train" in told.says[0]
    assert "join WFGHC6 as Amina" in told.says[-1]
    monkeypatch.setenv("DUTYDESK_URL", "https://dutydesk.example.gov.uk/")
    assert "https://dutydesk.example.gov.uk/train" in person.says("set up a quiz session for thirty people").says[0]
    assert "questions on" in person.says("quiz me on corporate parenting").says[0]


def test_asking_for_a_quiz_for_others_leads_back_to_the_lesson_that_is_open(person):
    person.says(START)
    told = person.says("I want to run a quiz on Thursday")
    assert labels(told) == ["Back to step 1"]
    assert "Step 1 of" in " ".join(person.says("1").says)


def test_asking_for_one_does_not_upset_what_an_induction_still_asks(person):
    asked = person.says("start my induction")
    assert asked.options
    person.says("create a quiz for my team")
    assert "Step 1 of" in " ".join(person.says(START).says)


def test_danger_and_worries_are_no_wish_for_a_quiz(person):
    for text in ("I want to run a quiz for my team but a man is beating a child right now", "hold a quiz for my team. I am worried about a child"):  # fmt: skip
        assert person.hears(text) is None


# --- hearing and the shelf -------------------------------------------------------------------------------------------


def test_what_buttons_send_is_heard(made):
    marks = {hearing.mark(item.id) for item in made.bank.items}
    assert all(hearing.given(f"answer 3 of question {mark}").mark == mark for mark in marks)
    for sent in ("next after step 4", "back from step 4", "skip step 4", "back to step 4", "go on to step 5"):
        assert hearing.heard(sent).move
    assert hearing.heard("next after step 4").step == 4


@pytest.mark.parametrize(
    ("said", "place"), [("2", 2), ("(B)", 2), ("option 3", 3), ("the second one", 2), ("12", 12), ("i am", None)]
)
def test_places(said, place):
    assert hearing.place(said) == place


def test_what_was_made_is_kept_beside_the_store_and_read_again(store, tmp_path, held, by_id):
    path = tmp_path / store.path.name
    shelf._keep(path, held, list(by_id.values())[:3])

    class Copy:
        pass

    copy = Copy()
    copy.path = path
    bank, scenarios = shelf._kept(copy)
    assert bank.items == held.items
    assert bank.rejected == held.rejected
    assert [one.id for one in scenarios] == list(by_id)[:3]
    shelf._file(path).write_text("{broken")
    assert shelf._kept(copy) is None
