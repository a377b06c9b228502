"""Progress: an induction walked to its end, left and resumed, skipped, restarted, and what happens when the rules change."""

from __future__ import annotations

import json
from datetime import date

import pytest

from knowledge.errors import KnowledgeError
from learning import induction, offices, progress
from learning.progress import Progress
from learning.steps import Part, Path, Step, Taught

DAY, LATER = date(2026, 9, 1), date(2026, 9, 8)


@pytest.fixture(scope="module")
def path(store) -> Path:
    return induction.path(store, "Leicester", "lead-member")


def walked(path: Path, right: bool = True) -> Progress:
    """An induction to the end, each check question answered."""
    now = progress.begin(path, DAY)
    for _ in range(3 * len(path.steps)):
        if now.ended:
            return now
        now = now.answer(path, f"item of {now.asking}", right, LATER) if now.asking else now.next(path, LATER)
    raise AssertionError("the induction does not end")


def test_every_induction_of_the_store_can_be_walked_to_its_end(store):
    for council, family in offices.everywhere(store):
        path = induction.path(store, council, family)
        now = walked(path)
        assert [read.step for read in now.done] == [step.id for step in path.steps]
        assert {a.part for a in now.answers} == {part.key for part in path.parts}
        assert progress.record(now, path).skipped == ()


def test_a_check_question_is_due_after_each_part(path):
    now = progress.begin(path, DAY)
    for _ in path.part("expected").steps:
        assert now.asking is None
        now = now.next(path, DAY)
    assert now.asking == "expected"
    assert progress.current(now, path).part == "expected"
    answered = now.answer(path, "item 7", False, DAY)
    assert (answered.right, answered.wrong, answered.asking) == (0, 1, None)
    assert progress.current(answered, path).part == "words"


def test_a_check_question_can_be_left_out_with_next_or_skip_and_left_with_back(path):
    now = progress.begin(path, DAY)
    for _ in path.part("expected").steps:
        now = now.next(path, DAY)
    assert now.next(path, DAY).step == now.skip(path, DAY).step == path.part("words").steps[0].id
    assert now.back(path).step == now.step
    assert now.back(path).asking is None


def test_a_question_is_not_asked_again_once_it_was_answered(path):
    now = progress.begin(path, DAY)
    for _ in path.part("expected").steps:
        now = now.next(path, DAY)
    now = now.answer(path, "item", True, DAY).back(path)
    assert now.step == path.part("expected").steps[-1].id
    assert now.next(path, DAY).asking is None


def test_answering_when_nothing_is_asked_or_twice_is_told_so(path):
    now = progress.begin(path, DAY)
    with pytest.raises(KnowledgeError, match="no check question"):
        now.answer(path, "item", True, DAY)
    for _ in path.part("expected").steps:
        now = now.next(path, DAY)
    answered = now.answer(path, "item", True, DAY)
    with pytest.raises(KnowledgeError) as caught:
        answered.answer(path, "item", True, DAY)
    assert caught.value.code == "nothing_asked"
    assert len(answered.answers) == 1


def test_back_at_the_first_step_and_next_after_the_last_stay(path):
    now = progress.begin(path, DAY)
    assert now.back(path).step == now.step
    ended = walked(path)
    again = ended.next(path, date(2027, 1, 1))
    assert again.step == path.steps[-1].id
    assert again.ended == ended.ended == LATER


def test_skipped_parts_are_named_in_the_record(path):
    now = progress.begin(path, DAY)
    while not now.ended:
        now = now.skip(path, DAY) if progress.current(now, path).part == "words" or now.asking else now.next(path, DAY)
    record = progress.record(now, path)
    assert record.skipped == ("What the words mean",)
    assert (record.asked, record.right) == (0, 0)
    assert "Parts not read in full: What the words mean" in record.text()
    assert "No check questions answered" in record.text()


def test_a_skipped_step_that_is_read_later_counts_as_read(path):
    now = progress.begin(path, DAY).skip(path, DAY).back(path).next(path, DAY)
    assert [read.step for read in now.done] == [path.steps[0].id]


def test_restart_forgets_everything_but_the_record_of_what_was_finished(path):
    half = progress.begin(path, DAY).next(path, DAY)
    assert half.restart(path, LATER) == progress.begin(path, LATER)
    ended = walked(path)
    again = ended.restart(path, LATER)
    assert again.finished == (progress.record(ended, path),)
    assert again.model_copy(update={"finished": ()}) == progress.begin(path, LATER)


def test_progress_survives_being_written_down_and_read_again(path):
    now = walked(path, right=False)
    assert Progress.model_validate_json(now.model_dump_json()) == now
    half = progress.begin(path, DAY).next(path, DAY)
    kept = Progress.model_validate(json.loads(half.model_dump_json()))
    resumed, says = progress.resume(kept, path, LATER)
    assert resumed == half
    assert says == ()


def test_progress_of_another_office_is_refused(store, path):
    other = induction.path(store, "Dudley", "councillors")
    now = progress.begin(path, DAY)
    for call in (lambda: now.next(other, DAY), lambda: now.back(other), lambda: progress.resume(now, other, LATER),
                 lambda: progress.record(now, other)):  # fmt: skip
        with pytest.raises(KnowledgeError) as caught:
            call()
        assert caught.value.code == "other_path"


# --- when the rules change -------------------------------------------------------------------------------------------


def changed(path: Path, part: str, steps: tuple[Step, ...]) -> Path:
    """The path with other steps in one part."""
    parts = tuple(Part(key=p.key, title=p.title, steps=steps, check_clauses=p.check_clauses) if p.key == part else p
                  for p in path.parts)  # fmt: skip
    return Path(council=path.council, family=path.family, office=path.office, documents=path.documents, parts=parts)


def reworded(step: Step, says: str = "New words.") -> Step:
    return Step(
        id=step.id, part=step.part, title=step.title, taught=(Taught(says=(says,), citation=step.taught[0].citation),)
    )


def test_a_step_that_was_read_and_has_changed_is_to_be_read_again(path):
    read = progress.begin(path, DAY).next(path, DAY)
    first, *rest = path.part("expected").steps
    new = changed(path, "expected", (reworded(first), *rest))
    with pytest.raises(KnowledgeError) as caught:
        read.next(new, DAY)
    assert caught.value.code == "path_changed"
    now, says = progress.resume(read, new, LATER)
    assert now.step == read.step
    assert now.done == ()
    assert any("has changed: read it again" in s for s in says)
    assert now.next(new, DAY).edition == new.edition


def test_a_step_that_was_not_read_yet_changes_without_a_word_about_reading(path):
    begun = progress.begin(path, DAY)
    first, *rest = path.part("expected").steps
    _, says = progress.resume(begun, changed(path, "expected", (reworded(first), *rest)), LATER)
    assert not any("read it again" in s for s in says)


def test_where_the_step_is_gone_the_reader_goes_on_at_the_step_that_holds_its_clause(path):
    first, second = path.part("expected").steps[:2]
    at_second = progress.begin(path, DAY).next(path, DAY)
    assert at_second.step == second.id
    joined = Step(id=first.id, part="expected", title=first.title, taught=(*first.taught, *second.taught))
    now, says = progress.resume(at_second, changed(path, "expected", (joined,)), LATER)
    assert now.step == first.id
    assert any("Steps that are gone: 1" in s for s in says)


def test_where_its_clause_is_gone_too_the_reader_goes_on_after_the_last_step_that_is_left(path):
    at_second = progress.begin(path, DAY).next(path, DAY)
    new = changed(path, "expected", path.part("expected").steps[:1])
    now, _ = progress.resume(at_second, new, LATER)
    assert now.step == path.part("words").steps[0].id


def test_answers_keep_the_edition_they_were_given_on(path):
    now = progress.begin(path, DAY)
    for _ in path.part("expected").steps:
        now = now.next(path, DAY)
    now = now.answer(path, "item", True, DAY)
    first, *rest = path.part("expected").steps
    new = changed(path, "expected", (reworded(first), *rest))
    now, _ = progress.resume(now, new, LATER)
    record = progress.record(now, new)
    assert (record.edition, record.asked, record.earlier) == (new.edition, 1, 1)
    assert "What is expected of you" in record.skipped


def widened(path: Path) -> Path:
    """The path with one step more."""
    first, *rest = path.part("expected").steps
    taught = Taught(says=("A new duty.",), citation=first.taught[0].citation)
    return changed(
        path, "expected", (first, *rest, Step(id="expected/new", part="expected", title="New", taught=(taught,)))
    )


def test_a_finished_record_outlives_new_rules_and_a_fresh_run_begins_beside_it(path):
    # Who finished has done so on the edition they read: rules published later must not undo a completed training.
    ended, today = walked(path), date(2027, 1, 1)
    record, new = progress.record(ended, path), widened(path)
    now, says = progress.resume(ended, new, today)
    assert now.finished == (record,)
    assert (record.ended, record.edition, record.earlier) == (LATER, path.edition, 0)
    assert (now.started, now.ended, now.done, now.answers, now.edition) == (today, None, (), (), new.edition)
    assert now.step == new.steps[0].id
    assert any("Steps that are new: 1" in s for s in says)
    assert "You finished it on 8 September 2026. That record stays as it is." in says
    while not now.ended:
        now = now.skip(new, today)
    assert now.finished[0] == record
    assert (now.finished[1].edition, now.finished[1].ended, now.finished[1].read) == (new.edition, today, 0)
    assert Progress.model_validate_json(now.model_dump_json()) == now


def test_where_nothing_is_left_to_read_a_finished_induction_stays_finished_on_its_own_edition(path):
    ended = walked(path)
    new = changed(path, "expected", path.part("expected").steps[:1])
    now, says = progress.resume(ended, new, date(2027, 1, 1))
    assert progress.record(now, new) == progress.record(ended, path)
    assert (now.ended, now.edition) == (LATER, new.edition)
    assert not any("You go on" in s or "begin again" in s for s in says)


def test_what_was_finished_before_records_were_kept_is_counted_on_its_own_steps(path):
    ended = walked(path)
    old = Progress.model_validate({k: v for k, v in ended.model_dump().items() if k != "finished"})
    assert progress.record(old, path) == progress.record(ended, path)
    now, _ = progress.resume(old, widened(path), LATER)
    assert (now.finished[0].edition, now.finished[0].steps, now.finished[0].skipped) == (
        path.edition,
        len(path.steps),
        (),
    )


def test_going_back_after_the_end_does_not_change_the_record(path):
    ended = walked(path)
    assert ended.back(path).next(path, date(2027, 1, 1)).finished == ended.finished
    assert len(ended.finished) == 1


# --- the record ------------------------------------------------------------------------------------------------------


def test_the_record_says_what_when_how_far_and_on_which_edition_as_text_and_as_data(path):
    record = progress.record(walked(path), path)
    text = record.text()
    for words in ("Lead Member for Children's Services, Leicester", "Started: 1 September 2026", "Ended: 8 September 2026",
                  f"Steps read: {len(path.steps)} of {len(path.steps)}", path.edition, "no evidence of approval",
                  f"{record.asked} of {record.asked} check questions right"):  # fmt: skip
        assert words in text
    data = json.loads(json.dumps(record.data()))
    assert data["ended"] == "2026-09-08"
    assert data["edition"] == path.edition
    assert data["skipped"] == []


def test_an_unfinished_record_says_so(path):
    assert "Not ended yet" in progress.record(progress.begin(path, DAY), path).text()
