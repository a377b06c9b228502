"""Checks: a question after each part of every office's induction, proved, fitting, and none twice."""

from __future__ import annotations

from collections import Counter

import pytest

from learning import checks, induction, offices
from learning.bank import Bank
from learning.items import Kind
from learning.making import silences as made
from learning.proofs import silences
from tests.learning.conftest import found, planted

# Parts for which no question is proved: "the Council" as a whole is no office that sits on a board or meets.
WITHOUT = {("Dudley", "council", "boards"), ("Dudley", "council", "meetings")}


@pytest.fixture(scope="module")
def every(store, held):
    """Every office's path with its questions, as one person would be asked them."""
    paths = [induction.path(store, council, family) for council, family in offices.everywhere(store)]
    return [(path, checks.allotted(store, path, held, "somebody", {})) for path in paths]


def test_every_part_of_every_office_ends_with_a_question_but_for_a_named_few(every):
    without = {(p.council, p.family, part.key) for p, asked in every for part in p.parts if part.key not in asked}
    assert without == WITHOUT
    assert sum(len(asked) for _, asked in every) == sum(len(p.parts) for p, _ in every) - len(WITHOUT) > 800


def test_no_question_is_asked_twice_in_one_induction(every):
    for path, asked in every:
        ids = Counter(check.item.id for check in asked.values())
        words = Counter(f"{check.item.question} {check.item.answer}" for check in asked.values())
        assert max(ids.values()) == max(words.values()) == 1, (path.council, path.family)


def test_every_question_rests_on_the_documents_of_the_office_and_is_proved(store, held, every):
    proved = {item.id for item in held.items}
    for path, asked in every:
        documents = set(offices.office(store, path.council, path.family).documents)
        for check in asked.values():
            assert check.item.id in proved
            assert set(check.item.documents) <= documents
            assert check.item.kind is not Kind.COUNCIL


def test_a_question_said_to_be_on_a_part_rests_on_what_it_showed_or_on_its_silence(every):
    for path, asked in every:
        for part in path.parts:
            check = asked.get(part.key)
            if not check or not check.says.startswith("A question on: "):
                continue
            kind = silences.asked(check.item.question) if check.item.kind is Kind.GAP else None
            if part.key == "standing":
                assert check.item.kind is Kind.STANDING
            elif part.key == "gaps":
                assert check.item.kind is Kind.GAP
            elif kind:
                assert check.item.families
                assert {"above": "lines", "below": "lines", "place": "boards", "chair": "boards", "meeting": "meetings",
                        "duty": "expected"}[kind] == part.key  # fmt: skip
            else:
                assert check.item.clauses <= set(part.check_clauses)


def test_most_questions_are_on_the_part_itself(every):
    on = sum(check.says.startswith("A question on: ") for _, asked in every for check in asked.values())
    assert on / sum(len(asked) for _, asked in every) > 0.6


def test_an_answered_question_keeps_its_part_and_the_others_stay_as_they_were(store, held, every):
    path, first = every[0]
    key = path.parts[0].key
    again = checks.allotted(store, path, held, "somebody", {key: first[key].item.id})
    assert {k: c.item.id for k, c in again.items()} == {k: c.item.id for k, c in first.items()}


def test_an_answered_question_that_is_gone_leaves_its_part_alone(store, held, every):
    path, first = every[0]
    again = checks.allotted(store, path, held, "somebody", {path.parts[0].key: "gone"})
    assert path.parts[0].key not in again
    assert len(again) >= len(first) - 1


def test_where_no_item_is_held_no_part_has_a_question(store, every):
    assert checks.allotted(store, every[0][0], Bank(()), "somebody", {}) == {}


def test_two_people_are_not_asked_all_the_same(store, held, every):
    path = induction.path(store, "Dudley", "chief-executive")
    asked = [checks.allotted(store, path, held, name, {}) for name in ("a", "b", "c", "d")]
    assert len({tuple(check.item.id for check in one.values()) for one in asked}) > 1


def test_a_part_that_shows_a_clause_is_not_followed_by_the_silence_of_another_office(every):
    for path, asked in every:
        for part in path.parts[:5]:
            check = asked.get(part.key)
            if (
                check
                and part.check_clauses
                and check.item.kind is Kind.GAP
                and check.says.startswith("A question on: ")
            ):
                assert path.office.casefold() in check.item.question.casefold(), (path.council, path.family, part.key)


def test_the_question_on_boards_is_not_one_of_accountability(store, held):
    path = induction.path(store, "Kent", "dcs")
    for name in ("a", "b", "c"):
        asked = checks.allotted(store, path, held, name, {})
        assert asked["boards"].item.kind is not Kind.ORDER
        assert "accountable" not in asked["boards"].item.question
        assert "accountable" in asked["lines"].item.question


def test_a_new_councillor_is_asked_about_all_councillors(store, held):
    path = induction.path(store, "Dudley", "councillors")
    asked = checks.allotted(store, path, held, "a", {})
    for key in ("expected", "lines", "boards", "meetings", "concern"):
        item = asked[key].item
        assert "all councillors" in f"{item.question} {item.answer}".casefold()


def test_of_duties_nobody_is_told_that_they_have_none_where_the_part_shows_one(every):
    for path, asked in every:
        if "concern" in asked and path.part("concern").check_clauses:
            assert not asked["concern"].says.startswith("No clause gives")


# --- the proofs behind them --------------------------------------------------------------------------------------------


def test_a_silence_that_is_broken_is_found(held, against):
    # The Corporate Director for Education answers to the Managing Director, and chairs and meetings are stated in Croydon.
    one = found(held, Kind.GAP, "who answers to the Children's Trust")
    assert against(one) == ""
    cdels = "the Corporate Director for Education Learning & Skills (CDELS)"
    spoken = planted(one, question=f"In the Kent accountability protocol (2011), to whom does {cdels} answer?")
    assert "not right: a clause says whom it answers to" in against(spoken)
    met = found(held, Kind.GAP, "What kind of regular meeting does the Croydon")
    lead = planted(met, question="What kind of regular meeting does the Croydon Line of Sight (undated) give the Lead Member Children's Services (LMCS)?")  # fmt: skip
    assert "not right: a clause gives it a meeting" in against(lead)


def test_a_group_is_not_said_to_be_without_what_its_members_have(held, against):
    one = found(held, Kind.GAP, "What kind of regular meeting does the Kent accountability protocol")
    asked = planted(one, question="What kind of regular meeting does the Kent accountability protocol (2011) give the three corporate directors?")  # fmt: skip
    assert "not right" in against(asked)


def test_a_board_named_in_short_in_a_clause_of_the_office_is_no_wrong_answer(held, against):
    one = found(held, Kind.RECIPIENT, "which of these is the Lead Member Children's Services (LMCS) to attend")
    assert "two right" in against(planted(one, wrong="Children's Improvement Board")), (
        "LMCS 1 names the Improvement Board"
    )


def test_a_board_under_another_name_is_no_wrong_answer(held):
    # 3(iii) has the service share responsibilities at the Kent Safeguarding Children Board.
    boards = "Children's Safeguarding Boards at the county and district levels"
    asked = [
        item for item in held.items if item.kind is Kind.RECIPIENT and "(CSS)" in item.question and boards in item.wrong
    ]
    assert not asked


def test_an_office_that_is_joined_is_no_wrong_answer(held, against):
    one = found(held, Kind.GAP, "who chairs the Fostering Panel")
    assert against(one) == ""
    assert "two right" in against(planted(one, wrong="Director of Children's Services (DCS)"))
    assert "has no office" in against(planted(one, wrong="Head of Nothing"))


def test_a_duty_of_its_own_disproves_that_nothing_is_asked(held, against):
    one = found(held, Kind.GAP, "ask of the Children's Improvement Board")
    assert against(one) == ""
    asked = planted(
        one, question="What does the Croydon Line of Sight (undated) ask of the Lead Member Children's Services (LMCS)?"
    )
    assert "gives it a duty" in against(asked)
    assert one.answer == made.NO_DUTY


def test_only_the_standing_of_the_document_itself_is_right(held, against):
    one = found(held, Kind.STANDING, "Where does Dudley's summary")
    assert one.answer.startswith("A draft")
    assert against(one) == ""
    assert "not right" in against(planted(one, answer="Approved by the Council"))
    assert "does not name the document" in against(planted(one, question="Where does Surrey's protocol stand?"))


def test_a_date_that_a_document_only_cites_is_not_its_own(held, against):
    one = found(held, Kind.STANDING, "Which date does Croydon's protocol")
    assert one.answer == "It gives no date of its own"
    assert "August 2017" in one.wrong
    assert "not right" in against(planted(one, answer="August 2017"))


def test_what_a_date_is_of_is_told_apart(held, against):
    one = found(held, Kind.STANDING, "April 2008 stands in")
    assert one.answer == "A review due at that time"
    assert "not right" in against(planted(one, answer="Its authorisation"))
    assert "two right" in against(planted(one, wrong="The review due then"))


def test_a_version_that_is_not_named_is_not_made_up(held, against):
    one = found(held, Kind.STANDING, "Which version does Croydon's")
    assert one.answer == "It names none"
    assert "not right" in against(planted(one, answer="Version 1.1"))
