"""Scenarios alone: what is wished for is honoured or refused in words, and one whose clause changed is not counted."""

from __future__ import annotations

import dataclasses

import pytest

from desk.courses import Courses
from desk.database import Database
from knowledge import names
from knowledge.errors import KnowledgeError
from knowledge.questions import Profile
from learning import screens, staged
from learning.account import Account
from learning.drilling import CHANGED, RETIRED, UNCOUNTED, Scenarios
from learning.marking import Marker
from learning.shelf import Shelf
from learning.wishes import ScenarioWish, scenarios_understood


@pytest.fixture(scope="module")
def vocabulary(store):
    return names.vocabulary(store)


@pytest.fixture(scope="module")
def made(held, marker, by_id) -> Shelf:
    return Shelf(held, tuple(by_id.values()), marker)


@pytest.fixture
def courses(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    yield Courses(database)
    database.close()


@pytest.fixture
def scenarios(courses, made, vocabulary) -> Scenarios:
    return Scenarios(courses, made, vocabulary)


def state(scenarios):
    return scenarios.courses.state("p", Scenarios.KIND)


# --- what is wished for ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("request_", "wish"), [
    ("give me a scenario", ScenarioWish()), ("another training scenario, please", ScenarioWish()),
    ("Throw a scenario at me", ScenarioWish()), ("show me a scenario with multiple choice", ScenarioWish()),
    ("give me 3 scenarios on visits", ScenarioWish(topic="visits")),
    ("a scenario about training", ScenarioWish(topic="training")),
    ("a scenario for the lead member in Dudley", ScenarioWish(council="Dudley", family="lead-member")),
    ("a scenario on the Croydon protocol", ScenarioWish(council="Croydon", document="croydon-line-of-sight")),
    ("a scenario for a new councillor in Dudley", ScenarioWish(council="Dudley", group="councillor")),
    ("a scenario about councillors in Dudley", ScenarioWish(council="Dudley", family="councillors")),
    ("a scenario for team managers", ScenarioWish(family="team-managers")),
    ("a case study on resettlement for managers", ScenarioWish(topic="resettlement", group="manager")),
    ("scenario for staff working in Leicester", ScenarioWish(council="Leicester", group="frontline")),
    ("a scenario for Dudley staff", ScenarioWish(council="Dudley", group="frontline")),
    ("a scenario for Kent's head teachers", ScenarioWish(council="Kent", group="school")),
    ("a scenario for heads of service", ScenarioWish(family="heads-of-service")),
    ("a hard scenario in Dudley, in my own words", ScenarioWish(council="Dudley", difficulty=3)),
])  # fmt: skip
def test_a_request_is_understood_whole(store, vocabulary, request_, wish):
    assert scenarios_understood(request_, store, vocabulary) == wish


@pytest.mark.parametrize(
    ("request_", "counted", "fits"),
    [
        (
            "a scenario for the lead member in Dudley",
            "on Lead Member for Children's Services, Dudley.",
            lambda one: one.council == "Dudley" and "lead-member" in (*one.expect.bearer, one.you),
        ),
        (
            "a scenario on the Croydon protocol",
            "15 scenarios on Line of Sight",
            lambda one: one.documents == ("croydon-line-of-sight",),
        ),
        (
            "a scenario for schools in Dudley",
            "on schools, Dudley.",
            lambda one: one.council == "Dudley" and "school" in one.groups,
        ),
        ("a scenario on visits", "4 scenarios on Visits.", lambda one: "visits" in one.topics),
        ("a hard scenario", "on hard cases.", lambda one: one.difficulty == 3),
    ],
)
def test_every_scenario_that_follows_is_what_was_asked_for(scenarios, made, request_, counted, fits):
    shown = scenarios.start("p", request_, Profile(council="Kent"))
    assert counted in shown.says[0]
    for _ in range(sum(map(fits, made.scenarios))):
        assert fits(made.scenario(state(scenarios)["id"]))
        scenarios.choose("p", 0)
        scenarios.next("p")


def test_a_role_without_scenarios_of_its_own_gets_those_written_for_it(scenarios, made):
    shown = scenarios.start("p", "a scenario about councillors in Croydon", Profile())
    assert shown.says[0].endswith("scenarios on councillors, Croydon.")
    told = made.scenario(state(scenarios)["id"])
    assert told.council == "Croydon"
    assert "councillor" in told.groups


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        ("scenario about unicorns", "no_such_scenario_subject", "'unicorns'. Nearest: "),
        ("a scenario for unicorns in Dudley", "no_such_scenario_subject", "say 'give me a scenario'"),
        ("a scenario for councillors about unicorns", "no_such_scenario_subject", "'unicorns'"),
        ("scenario for Manchester", "no_such_council", "Kent, Dudley, Leicester, Croydon"),
        ("a scenario about homelessness in Croydon", "no_such_scenarios", "Homelessness (1) or Croydon (15)"),
        ("a scenario for schools on homelessness in Croydon", "no_such_scenarios", "on schools, Croydon (1)"),
        ("a scenario about " + "x" * 3000, "no_such_scenario_subject", "Nearest: "),
    ],
)
def test_what_there_is_not_is_refused_and_what_waits_stays(scenarios, request_, code, words):
    scenarios.start("p", "a scenario about Kent", Profile())
    before = state(scenarios)
    with pytest.raises(KnowledgeError) as caught:
        scenarios.start("p", request_, Profile())
    assert caught.value.code == code
    assert words in str(caught.value)
    assert len(str(caught.value)) < 300
    assert state(scenarios) == before


def test_who_names_nothing_is_asked_about_their_own_council(scenarios):
    for council in ("Dudley", "Croydon"):
        assert scenarios.start("p", "give me a scenario", Profile(council=council)).says[0] == (
            f"A scenario from {council}."
        )


def test_where_the_only_one_is_skipped_or_answered_it_is_said(scenarios, made):
    scenarios.start("p", "a scenario about homelessness", Profile())
    only = state(scenarios)["id"]
    shown = scenarios.next("p")
    assert shown.says[0] == "There is no other scenario on Homelessness. Here is one on something else."
    assert state(scenarios)["id"] != only
    scenarios.start("p", "a scenario about homelessness", Profile())
    scenarios.choose("p", 0)
    assert "You have answered all of these before." in scenarios.next("p").says[0]
    assert state(scenarios)["id"] == only


def test_families_are_those_of_trainers_sessions(made, store):
    for one in made.staged:
        assert one.families == staged.families(store, one.scenario)


# --- new rules -------------------------------------------------------------------------------------------------------


class Renewed:
    """A store in which one clause reads differently."""

    def __init__(self, store, reference):
        self._store, self._reference = store, reference

    def __getattr__(self, name):
        return getattr(self._store, name)

    def citation(self, clause):
        cited = self._store.citation(clause)
        changed = f"{clause.document}/{clause.reference}" == self._reference
        return cited.model_copy(update={"quote": f"{cited.quote} And weekly."}) if changed else cited


@pytest.fixture
def after(courses, made, store, vocabulary):
    """The same conversation after the rules were published anew, this clause of them changed."""

    def made_anew(reference):
        shelf = dataclasses.replace(made, marker=Marker(Renewed(store, reference), vocabulary))
        return Scenarios(courses, shelf, vocabulary)

    return made_anew


def places(scenarios, made):
    """The clauses of the scenario that waits, the first of the right answer's and the last of the others'."""
    clauses = made.scenario(state(scenarios)["id"]).clauses
    assert len(clauses) > 1
    return clauses[0], clauses[-1]


@pytest.mark.parametrize("which", [0, -1])
def test_an_answer_to_a_clause_that_changed_is_not_marked_and_the_person_is_told(scenarios, made, after, which):
    scenarios.start("p", "a scenario about complaints", Profile())
    new = after(places(scenarios, made)[which])
    shown = new.choose("p", 0)
    assert shown.says[:2] == (CHANGED, UNCOUNTED)
    assert shown.options[0].message.startswith("answer 1")
    assert state(new)["marks"] == []
    assert new.choose("p", 0).says[0] in ("Right.", "Not right.")
    assert len(state(new)["marks"]) == 1


def test_an_answer_in_own_words_neither_and_a_worry_in_it_is_still_heard(scenarios, made, after):
    scenarios.start("p", "a scenario about complaints in my own words", Profile())
    new = after(places(scenarios, made)[0])
    shown = new.mark("p", "I am worried about a boy in my class, he has bruises")
    assert shown.says[:3] == (screens.ABOUT_REAL, CHANGED, UNCOUNTED)
    assert screens.REAL in shown.options
    assert state(new)["marks"] == []
    assert new.mark("p", "The Director").says[0].endswith("marks.")


def test_who_comes_back_to_a_scenario_whose_clause_changed_is_told_once(scenarios, made, after):
    scenarios.start("p", "a scenario about complaints", Profile())
    new = after(places(scenarios, made)[0])
    assert new.show("p").says[0] == CHANGED
    assert CHANGED not in new.show("p").says
    assert new.choose("p", 0).says[0] in ("Right.", "Not right.")


def test_a_clause_of_another_scenario_changes_nothing(scenarios, made, after):
    scenarios.start("p", "a scenario about complaints", Profile())
    other = next(
        c for one in made.scenarios for c in one.clauses if c not in made.scenario(state(scenarios)["id"]).clauses
    )
    assert after(other).choose("p", 0).says[0] in ("Right.", "Not right.")


def test_marks_keep_the_edition_they_were_given_on(scenarios, made, after):
    scenarios.start("p", "a scenario about complaints", Profile())
    clause = places(scenarios, made)[0]
    asked = state(scenarios)["edition"]
    scenarios.choose("p", 0)
    new = after(clause)
    new.start("p", "a scenario about complaints", Profile())
    new.choose("p", 0)
    (_, _, _, first), (_, _, _, second) = state(new)["marks"]
    assert first == asked != second


def test_a_scenario_that_is_gone_is_said_to_be(scenarios, courses, made, vocabulary):
    scenarios.start("p", "a scenario about complaints", Profile())
    id_ = state(scenarios)["id"]
    shelf = dataclasses.replace(made, scenarios=tuple(one for one in made.scenarios if one.id != id_))
    new = Scenarios(courses, shelf, vocabulary)
    assert new.waiting("p") is None
    for answer in (lambda: new.choose("p", 0), lambda: new.mark("p", "The Director")):
        with pytest.raises(KnowledgeError, match="retired and does not count"):
            answer()
    assert new.show("p").says[0] == RETIRED
    assert state(new)["marks"] == []


def test_what_was_kept_before_there_were_editions_is_still_good(scenarios, courses, made):
    id_ = made.scenarios[0].id
    old = {"wish": {"council": "Kent", "topic": None, "group": "manager"}, "mode": "choices", "id": id_, "done": [id_],
           "marks": [[id_, 1, 1]]}  # fmt: skip
    courses.keep("p", Scenarios.KIND, old)
    assert scenarios.choose("p", 0).says[0] in ("Right.", "Not right.")
    assert [len(mark) for mark in state(scenarios)["marks"]] == [3, 4]
    scenarios.next("p")
    told = made.scenario(state(scenarios)["id"])
    assert told.council == "Kent"
    assert "manager" in told.groups


def test_progress_counts_marks_with_and_without_an_edition(courses):
    class None_:
        def records(self, person):
            return []

        def attempts(self, person):
            return []

    courses.keep("p", Scenarios.KIND, {"marks": [["a", 1, 1], ["b", 4, 6, "edition"]]})
    shown = Account(None_(), None_(), courses, None_()).progress("p", False, None)
    assert shown.says == ("Scenarios: 2 answered, 5 of 7 marks.",)


# --- what was got wrong returns --------------------------------------------------------------------------------------

MINUTE, DAY = 60, 86400


class Clock:
    now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def timed(courses, made, vocabulary, clock):
    return Scenarios(courses, made, vocabulary, clock)


def answered(timed, made, right: bool) -> str:
    """Answers what waits, and says which scenario that was."""
    id_ = state(timed)["id"]
    choices = made.marker.options(made.scenario(id_), "p")
    timed.choose("p", next(place for place, choice in enumerate(choices) if choice.right is right))
    return id_


def test_a_wrong_one_returns_after_ten_minutes_before_the_new_ones(timed, made, clock):
    timed.start("p", "a scenario about Dudley", Profile())
    wrong = answered(timed, made, right=False)
    timed.next("p")
    assert state(timed)["id"] != wrong
    answered(timed, made, right=True)
    clock.now += 11 * MINUTE
    timed.next("p")  # each third one is new
    answered(timed, made, right=True)
    shown = timed.next("p")
    assert state(timed)["id"] == wrong
    assert "You were given this one before." in shown.says


def test_it_is_told_when_it_returns(timed, made):
    for right, back in ((False, "in about 10 minutes."), (True, "on 17 January 2027.")):
        timed.start("p", "a scenario about Dudley", Profile())
        id_ = state(timed)["id"]
        choices = made.marker.options(made.scenario(id_), "p")
        place = next(place for place, choice in enumerate(choices) if choice.right is right)
        assert timed.choose("p", place).says[-1] == f"This scenario comes back {back}"


def test_one_that_was_right_stays_away_for_days_and_then_returns(timed, made, clock):
    timed.start("p", "a scenario about homelessness", Profile())
    only = answered(timed, made, right=True)
    due = state(timed)["cards"][only]["due"]
    assert due - clock.now > DAY
    assert "You have answered all of these before." in timed.next("p").says[0], (
        "not due: it comes only where none is left"
    )
    clock.now = due + 1
    assert "You were given this one before." in timed.start("p", "a scenario about homelessness", Profile()).says
    assert state(timed)["id"] == only


def test_an_answer_in_own_words_returns_soon_unless_office_and_action_are_whole(timed, made, clock, marker):
    timed.start("p", "a scenario about homelessness in my own words", Profile())
    told = made.scenario(state(timed)["id"])
    timed.mark("p", "no idea")
    poor = state(timed)["cards"][told.id]
    clock.now += 11 * MINUTE
    timed.next("p")
    timed.mark("p", f"{marker.sentence(told, told.expect.bearer, told.expect.action)} {told.expect.clause[0]}")
    good = state(timed)["cards"][told.id]
    assert poor["due"] - (clock.now - 11 * MINUTE) == pytest.approx(10 * MINUTE)
    assert good["due"] > poor["due"]
    assert set(good) == {"edition", "card", "due"}, "nothing of what was written is kept"


def test_a_scenario_that_reads_differently_now_is_not_due_as_the_old_one(
    timed, made, clock, courses, store, vocabulary
):
    timed.start("p", "a scenario about homelessness", Profile())
    only = answered(timed, made, right=False)
    clock.now += 11 * MINUTE
    shelf = dataclasses.replace(made, marker=Marker(Renewed(store, made.scenario(only).clauses[0]), vocabulary))
    new = Scenarios(courses, shelf, vocabulary, clock)
    assert "You were given this one before." not in new.next("p").says


def test_cards_are_kept_over_a_restart_and_a_new_wish_and_go_with_the_rest(timed, made, clock, courses, vocabulary):
    timed.start("p", "a scenario about Dudley", Profile())
    wrong = answered(timed, made, right=False)
    clock.now += DAY
    again = Scenarios(courses, made, vocabulary, clock)
    again.start("p", "give me a scenario in Dudley", Profile())
    assert state(again)["id"] == wrong
    courses.delete(["p"])
    assert state(again) is None
