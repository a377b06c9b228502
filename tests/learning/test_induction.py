"""Inductions: a path for every office of the store, each statement with a clause of that council, whole and in its source."""

from __future__ import annotations

import re

import pytest

from knowledge import clauses, worries
from knowledge.errors import KnowledgeError
from learning import induction, offices, telling
from learning.lessons import MOST, evenly
from learning.steps import Taught

PARTS = ["expected", "words", "lines", "boards", "meetings", "concern", "gaps", "standing"]


@pytest.fixture(scope="module")
def paths(store):
    return [induction.path(store, council, family) for council, family in offices.everywhere(store)]


def stands(store, citation) -> bool:
    """Whether a quote is word for word what stands at its place in the source."""
    text = store.documents[citation.document].text
    return clauses.fold(" ".join(text[start:end] for start, end in citation.spans)) == citation.quote


def test_every_office_of_the_store_has_a_path_of_all_parts(store, paths):
    assert len(paths) >= 100
    assert {path.council for path in paths} == set(store.councils)
    for path in paths:
        assert [part.key for part in path.parts] == PARTS
        assert all(part.steps for part in path.parts)
        assert all(step.says for step in path.steps)
        assert len(path.at) == len(path.steps)


def test_every_citation_stands_in_its_source_and_belongs_to_the_council(store, paths):
    seen = 0
    for path in paths:
        for step in path.steps:
            for citation in step.citations:
                assert citation.council == path.council
                assert citation.document in {d.document for d in path.documents}
                assert stands(store, citation), citation.clause
                seen += 1
    assert seen > 800


def test_every_duty_of_the_office_is_taught_with_its_own_clause(store, paths):
    for path in paths:
        office = offices.office(store, path.council, path.family)
        taught = {(sentence, t.citation.clause) for step in path.part("expected").steps for t in step.taught if t.citation
                  for sentence in t.says}  # fmt: skip
        wanted = {(stated.plain, stated.reference) for _, stated in offices.duties(store, office)}
        assert taught == wanted


def test_statements_of_duties_lines_boards_and_meetings_have_a_clause_unless_they_say_that_nothing_is_stated(paths):
    for path in paths:
        for part in path.parts[:5]:
            for step in part.steps:
                for taught in step.taught:
                    said = " ".join(taught.says)
                    assert taught.citation or any(
                        words in said
                        for words in ("no duty", "no word", "No clause says", "names no", "name no", "duties are stated for", "has duties for")
                    ), said  # fmt: skip


def test_steps_are_short(paths):
    for path in paths:
        for step in path.steps:
            assert len([t for t in step.taught if t.citation]) <= MOST


def test_check_clauses_are_what_the_part_taught(paths):
    for path in paths:
        for part in path.parts:
            assert set(part.check_clauses) == {clause for step in part.steps for clause in step.clauses}


def test_a_councillor_in_dudley_learns_the_two_clauses_and_that_nothing_else_is_stated(store):
    path = induction.path(store, "Dudley", "councillors")
    assert [c.clause for step in path.part("expected").steps for c in step.citations] == [
        "All Councillors 1",
        "All Councillors 2",
    ]
    assert path.part("meetings").steps[0].says == ("This document names no meetings for you.",)
    assert path.part("lines").steps[0].says == (
        "No clause says whom you answer to.",
        "No clause says who answers to you.",
    )
    assert any("draft" in d.standing for d in path.documents)


def test_nobody_is_lent_the_duty_of_another_office_for_a_concern(store, paths):
    for path in paths:
        office = offices.office(store, path.council, path.family)
        for step in path.part("concern").steps:
            for taught in step.taught:
                if not taught.citation:
                    continue
                bearers = store.clause(taught.citation.document, taught.citation.clause).bearers
                mine = any(office.holds(taught.citation.document, key) for key in bearers)
                assert mine or taught.says[0].startswith("If you are a councillor, this duty of All Councillors")


def test_a_concern_is_answered_as_the_assistant_answers_a_worry(store):
    for council, family in (
        ("Leicester", "other-staff"),
        ("Dudley", "other-staff"),
        ("Dudley", "councillors"),
        ("Kent", "css"),
    ):
        path = induction.path(store, council, family)
        expected = [s.plain for s in worries.referrals(store, council, family)]
        assert expected[0] in [sentence for step in path.part("concern").steps for sentence in step.says]


def test_where_no_duty_is_stated_for_a_concern_the_path_says_so_after_the_danger_text(store):
    steps = induction.path(store, "Croydon", "dcs").part("concern").steps
    says = [sentence for step in steps for sentence in step.says]
    assert "999" in says[0]
    assert any("No clause says what you must do with a worry" in sentence for sentence in says)
    assert not any(step.citations for step in steps)


def test_a_duty_over_child_protection_concerns_counts_though_it_is_no_referral(store):
    cited = [
        c.clause
        for step in induction.path(store, "Dudley", "designated-teachers").part("concern").steps
        for c in step.citations
    ]
    assert cited == ["Designated Teachers in all schools 2"]


def test_to_follow_the_procedures_is_something_to_do_with_a_concern(store):
    for council, clause in (("Leicester", "annex 21.1"), ("Dudley", "Social Care Practitioners 1")):
        steps = induction.path(store, council, "practitioners").part("concern").steps
        assert [c.clause for step in steps for c in step.citations] == [clause]


def test_the_dates_of_a_document_are_told_with_their_words(store):
    says = [s for step in induction.path(store, "Kent", "yos-director").part("standing").steps for s in step.says]
    assert "The text gives a date: April 2008 (date of review due)." in says


def test_the_standing_of_a_document_is_told_in_plain_words_with_every_fault(store):
    for_editors = re.compile(r"\b(defects?|HTML|nested|bullets?|cells?|rows?|occur|furniture|scan)\b", re.IGNORECASE)
    told = set()
    for council, family in offices.everywhere(store):
        says = [s for step in induction.path(store, council, family).part("standing").steps for s in step.says]
        assert "Before you rely on it, ask the council's safeguarding team whether it is in force today." in says
        told |= set(says)
    faults = [fault for document in store.documents.values() for fault in document.defects]
    assert set(faults) <= told
    assert [words for words in told if for_editors.search(words)] == []
    assert [fault for fault in faults if fault[0] in "\"'“" and "misreading" not in fault and "mean" not in fault] == []


def test_a_workforce_that_answers_to_an_office_is_not_denied(store):
    says = [s for step in induction.path(store, "Kent", "cdels").steps for s in step.says]
    assert not any("who answers to you" in s for s in says)


def test_who_chairs_is_denied_only_where_no_clause_says_it(store):
    def denied(council: str, family: str) -> bool:
        says = [s for step in induction.path(store, council, family).part("gaps").steps for s in step.says]
        return "No clause says who chairs it." in says

    assert denied("Dudley", "lscb")
    assert denied("Croydon", "fostering-panel")
    assert not denied("Croydon", "corporate-parenting")
    assert not denied("Croydon", "practice-development-group")
    assert not denied("Leicester", "corporate-parenting")
    assert not denied("Dudley", "cabinet")  # nobody asks who chairs it


def test_times_are_denied_only_where_the_clause_has_no_word_of_time(store):
    says = [s for step in induction.path(store, "Dudley", "heads-social-care").part("gaps").steps for s in step.says]
    assert any(s.endswith("duties set no time and do not say how often.") for s in says)
    assert not any(s.startswith("None of the") for s in says)


def test_the_corporate_director_keeps_the_procedure_and_is_not_named_as_the_one_who_escalates(store):
    says = [s for step in induction.path(store, "Kent", "cdcc").part("lines").steps for s in step.says]
    assert any("put in place the procedure for youth offending teams" in s for s in says)
    assert not any("take matters to" in s for s in says)


def test_accountability_only_for_listed_functions_keeps_its_limit(store):
    says = [s for step in induction.path(store, "Kent", "cdels").part("lines").steps for s in step.says]
    answers = [s for s in says if "accountable to the Corporate Director for Families" in s]
    assert answers
    assert all(", for the functions specified" in s or ", for the areas listed" in s for s in answers)


def test_terms_are_those_of_the_document_that_uses_them(store, paths):
    for path in paths:
        for step in path.part("words").steps:
            assert all(c.document in {d.document for d in path.documents} for c in step.citations)
    kent = induction.path(store, "Kent", "css-director")
    assert not any("CDFSC" in sentence for step in kent.part("words").steps for sentence in step.says)


def test_gaps_name_ambiguous_and_missing_frequencies(store):
    says = [s for step in induction.path(store, "Croydon", "lead-member").part("gaps").steps for s in step.says]
    assert "How often is not stated: Corporate Parenting Panel." in says
    assert any("3 of the 16 duties set no time" in s for s in says)


def test_an_office_under_a_wider_group_says_whose_duties_they_are(store):
    first = induction.path(store, "Dudley", "service-managers").steps[0].taught[0]
    assert first.says == ("All of these duties are stated for Team and Service Managers, Children's Social Care, "
                          "which takes in this office.",)  # fmt: skip


def test_an_office_without_duties_says_so(store):
    assert induction.path(store, "Dudley", "cabinet").steps[0].says == (
        "This document states no duty of the Cabinet; it only names the office.",)  # fmt: skip


def test_a_council_is_recognised_in_any_case(store):
    assert induction.path(store, " dudley ", "councillors").council == "Dudley"


@pytest.mark.parametrize(
    ("council", "family", "code", "hint"),
    [
        ("Dudly", "councillors", "no_such_council", "did you mean Dudley"),
        ("Narnia", "councillors", "no_such_council", "Kent, Dudley, Leicester, Croydon"),
        ("Dudley", "councilors", "no_such_role", "Councillors"),
        ("Dudley", "", "no_such_role", "Nearest"),
        ("Dudley", "<script>", "no_such_role", "Nearest"),
        ("Kent", "practice-development-group", "no_such_office", "Found in: Croydon"),
        ("Croydon", "chief-executive", "no_such_office", "Found in: Dudley and Leicester"),
    ],
)
def test_unknown_councils_and_offices_are_told_the_nearest_or_where_they_are(store, council, family, code, hint):
    with pytest.raises(KnowledgeError, match=hint) as caught:
        induction.path(store, council, family)
    assert caught.value.code == code


def test_a_step_in_plain_text_holds_every_sentence_and_quote(store):
    path = induction.path(store, "Dudley", "councillors")
    text = telling.plain(path, path.steps[0])
    assert text.startswith("1 of 8: What is expected of you")
    assert all(sentence in text for sentence in path.steps[0].says)
    assert all(c.shown in text and c.dated in text for c in path.steps[0].citations)


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (5, [5]), (6, [3, 3]), (11, [4, 4, 3]), (21, [5, 4, 4, 4, 4])]
)
def test_long_lists_are_cut_evenly(store, count, sizes):
    cite = offices.Citer(store)
    said = [Taught(says=(f"{number}",), citation=cite(number + 1)) for number in range(count)]
    groups = evenly(said)
    assert [len(group) for group in groups] == sizes
    assert [taught for group in groups for taught in group] == said


def test_sentences_without_a_clause_do_not_count_and_stay_in_their_place(store):
    cite = offices.Citer(store)
    said = [
        Taught(says=("first",)),
        *(Taught(says=(f"{n}",), citation=cite(n + 1)) for n in range(6)),
        Taught(says=("last",)),
    ]
    assert [len(group) for group in evenly(said)] == [4, 4]
    assert evenly([Taught(says=("only",))]) == [[Taught(says=("only",))]]


def test_the_same_rules_give_the_same_edition(store):
    first, second = (induction.path(store, "Leicester", "dcs") for _ in range(2))
    assert first.edition == second.edition
    assert first == second


def test_no_named_person_of_a_document_is_in_any_path(store, paths):
    people = {contact.name for clause in store.contacts(store.councils) for contact in clause.contacts}
    assert people
    for path in paths:
        said = " ".join(sentence for step in path.steps for sentence in step.says)
        assert not [name for name in people if name in said]
