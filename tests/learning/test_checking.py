"""Every scenario against the published rules: what is right is stated, what is wrong is not."""

from __future__ import annotations

import pytest

from learning import checking, holders, scenarios


def told(store, folder) -> str:
    errors = checking.problems(store, folder)
    assert len(errors) == 1, [str(error) for error in errors]
    assert not checking.usable(store, folder)
    return str(errors[0])


def test_nothing_is_wrong_with_the_scenarios(store):
    assert [str(error) for error in checking.problems(store)] == []


def test_a_whole_scenario_has_no_problem(store, written):
    folder = written()
    assert checking.problems(store, folder) == []
    assert [scenario.id for scenario in checking.usable(store, folder)] == ["kent-resettlement"]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("clause: kent-dcs-2011/CDCC 2\n    any", "clause: kent-dcs-2011/CDCC 22\n    any", 11, "Nearest: CDCC 2"),
        ("clause: kent-dcs-2011/CDCC 2\n    any", "clause: kent-2011/CDCC 2\n    any", 11, "names the clause 'kent-2011/CDCC 2'"),
        ("clause: kent-dcs-2011/CDCC 2\n    any", "clause: CDCC 2\n    any", 11, "Write it as document/reference"),
        ("council: Kent", "council: Croydon", 11, "kent-resettlement is for Croydon, but kent-dcs-2011/CDCC 2"),
        ("[yots, secure-estate]", "[yotts]", 9, "names the office 'yotts', which there is not. Nearest: yots"),
        ("bearer: managing-director", "bearer: manager of all", 17, "names the office 'manager of all'"),
        ("you: yots", "you: somebody", 7, "names the office 'somebody'"),
        ("[yots, secure-estate]", "[yots, headteachers]", 9, "neither gives local head teachers a duty"),
        ("[resettlement]", "[resetlement]", 22, "Did you mean resettlement"),
        ("bearer: cdcc", "bearer: yots", 14, "the wrong answer 'youth offending teams: escalate"),
        ("bearer: cdcc\n", "bearer: cdcc\n      action: be a member of the Kent Safeguarding Children Board\n", 14,
         "is true: kent-dcs-2011/CDCC 4 says so"),
        ("bearer: managing-director", "bearer: cdcc", 17, "stands there twice"),
        ("bearer: managing-director", "bearer: [yots, secure-estate]", 17, "stands there twice"),
        ("[escalate, resolve]", "[juggle, sing]", 19, "does not meet its own rubric (action)"),
        ("bearer: managing-director", "action: escalate the issue to a newspaper", 17, "would earn full marks by the rubric"),
    ],
)  # fmt: skip
def test_what_does_not_agree_with_the_rules_is_shown(store, written, old, new, line, says):
    message = told(store, written(old, new))
    assert message.startswith(f"kent.yml:{line}: ")
    assert says in message


def test_all_mistakes_are_listed_and_the_good_stay_usable(store, written):
    written(name="good.yml")
    written("kent-resettlement", "kent-two", name="two.yml")
    folder = written("difficulty: 2", "difficulty: 7", name="form.yml")
    (folder / "rules.yml").write_text(
        (folder / "two.yml").read_text().replace("kent-two", "kent-three").replace("[resettlement]", "[none, such]")
    )
    errors = [str(error) for error in checking.problems(store, folder)]
    assert [error.split(":")[0] for error in errors] == ["form.yml", "rules.yml", "rules.yml"]
    assert [scenario.id for scenario in checking.usable(store, folder)] == ["kent-resettlement", "kent-two"]


def test_a_clause_that_the_trainer_has_looked_at_may_sound_alike(store, written):
    """The CDCC's duty of CDCC 2 holds the words of the wrong answer, and is another: its clause stands beside why."""
    looked_at = "      why: The CDCC puts the procedures in place.\n      clause: kent-dcs-2011/CDCC 2\n"
    folder = written(looked_at, looked_at.splitlines()[0] + "\n")
    assert "is true: kent-dcs-2011/CDCC 2 says so" in told(store, folder)


def test_no_wrong_answer_is_borne_with_the_right_bearer(store):
    """Once more and without the words: who is named as wrong for the same action bears no duty with a right bearer."""
    tried = 0
    for scenario in (one.scenario for one in scenarios.read()[0]):
        duties = [
            duty for reference in scenario.expect.clause
            for duty in store.stated_in([holders.find_clause(store, reference).id]) if duty.kind == "duty"
        ]  # fmt: skip
        right = [holders.found(store, scenario, word) for word in scenario.expect.bearer]
        ours = [duty for duty in duties if any(holders.bears(store, office, duty) for office in right)]
        for wrong in scenario.wrong:
            if wrong.bearer and not wrong.action:
                wrongly = [holders.found(store, scenario, word) for word in wrong.bearer]
                tried += 1
                for duty in ours:
                    assert not all(holders.bears(store, office, duty) for office in wrongly), scenario.id
    assert tried > 100


@pytest.mark.parametrize(
    ("word", "council", "documents", "name"),
    [
        ("cdcc", "Kent", ("kent-dcs-2011",), "Corporate Director for Customers and Communities (CDCC)"),
        ("CDCC", "Kent", ("kent-dcs-2011",), "Corporate Director for Customers and Communities (CDCC)"),
        ("all councillors", "Dudley", ("dudley-roles-2006",), "All Councillors"),
        ("Cabinet Member", "Dudley", ("dudley-roles-2006",), "Lead Member with responsibility for Children's Services"),
        ("LMCS", "Croydon", ("croydon-line-of-sight",), "Lead Member Children's Services (LMCS)"),
        ("css-director", "Kent", ("kent-dcs-2011",), "Director of Children's Social Services"),
        ("chief-executive", "Kent", ("kent-dcs-2011",), "Chief Executive"),
        ("yots", "Kent", ("kent-dcs-2011",), "youth offending teams"),
    ],
)
def test_an_office_is_found_by_key_and_by_name(store, word, council, documents, name):
    office = holders.find(store, word, council, documents)
    assert office is not None
    assert office.name == name


def test_the_director_of_2007_is_not_the_dcs_of_2011(store):
    one = holders.find(store, "css-director", "Kent", ("kent-yos-css-2007",))
    other = holders.find(store, "dcs", "Kent", ("kent-dcs-2011",))
    assert one
    assert other
    assert one.family != other.family
    assert other.name.endswith("(CDFSC)")
