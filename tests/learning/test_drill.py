"""`dutydesk quiz practice`, `export` and `import`: in a pipe, with wrong input, and files that cannot be."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from bot import drill
from desk import database
from learning import gift
from tests.learning.test_quiz import dutydesk  # noqa: F401  the fixture

GOOD = "::dudley-roles-2006/All Councillors 1::Is it so? {T}\n"


@pytest.fixture
def quiz(dutydesk, monkeypatch, tmp_path):  # noqa: F811
    """Runs `dutydesk quiz` with these lines typed, as one person on a database of the test's own."""
    held = database.Database(f"sqlite:///{tmp_path / 'desk.db'}")
    monkeypatch.setattr(database, "opened", lambda: held)
    monkeypatch.setattr(drill, "me", lambda: "p")

    def run(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code, out, err = dutydesk(*words)
        return code, " ".join(out.split()), " ".join(err.split())

    yield run
    held.close()


def test_practice_in_a_pipe_asks_marks_and_shows_progress(quiz):
    code, out, _ = quiz("practice", "corporate", "parenting", "in", "Dudley", "--number", "2", typed="\n1\n2\n")
    assert code == 0
    assert "questions on Corporate parenting and children in care, Dudley." in out
    assert out.count("Question 1 of 2") == out.count("Question 2 of 2") == 1
    assert out.count("This question comes back") == 2
    assert out.count("Dudley (draft, 20 February 2006)") >= 2
    assert "of 2 right." in out
    assert re.search(r"By topic \((█ known, ▓|# known, \+) asked", out)


def test_what_is_no_answer_is_asked_for_again_and_a_skipped_question_does_not_count(quiz):
    _, out, _ = quiz("practice", "Dudley", "--number", "1", typed="the moon\nskip\nA\n3\n")
    assert out.count("'the moon' is none of the options") == 1
    assert out.count("Question 1 of 1") == 2
    assert "of 1 right." in out


@pytest.mark.parametrize("typed", ["", "quit\n", "1\n", "1\nq\n"])
def test_the_end_of_input_or_quit_ends_it_and_keeps_what_was_answered(quiz, typed):
    code, out, _ = quiz("practice", typed=typed)
    assert code == 0
    assert f"of {typed.count('1')} right." in out
    assert (f"{typed.count('1')} answer" in out) == ("1" in typed)


def test_when_all_is_asked_it_says_when_the_first_comes_back(quiz):
    _, out, _ = quiz("practice", "listening to children in Leicester", typed="1\n" * 9)
    assert "You have answered every question here, and none is due. The first comes back" in out
    assert quiz("practice", "listening to children in Leicester", typed="")[1].count("none is due") == 1


def test_progress_taking_away_and_deleting(quiz, tmp_path):
    quiz("practice", "training", "--number", "3", typed="1\n2\n3\n")
    assert quiz("practice", "--progress")[1].startswith("3 answers,")
    for name in ("me.json", "me.csv"):
        assert (
            quiz("practice", "--take-away", str(tmp_path / name))[1]
            == f"Your 3 answers were written to {tmp_path / name}."
        )
    assert len(json.loads((tmp_path / "me.json").read_text())["answers"]) == 3
    assert len(list(csv.reader((tmp_path / "me.csv").open(newline="")))) == 4
    assert quiz("practice", "--delete")[1].startswith("Deleted: 3 answers")
    assert quiz("practice", "--delete")[1] == "There was nothing to delete."
    assert quiz("practice", "--progress")[1] == "You have not answered any question yet."


@pytest.mark.parametrize(("words", "said"), [
    (("practice", "unicorns"), "No topic, office or document is called 'unicorns'"),
    (("practice", "homelessness in Croydon"), "There are some on Homelessness (1) or Croydon"),
    (("practice", "Birmingham"), "No documents of 'Birmingham' are held"),
    (("practice", "--number", "0"), "greater than or equal to 1"),
    (("practice", "--take-away", "/nowhere/me.csv"), "/nowhere/me.csv cannot be written"),
    (("export", "--gift", "/nowhere/x.gift", "--limit", "1"), "cannot be written"),
    (("export", "--gift", "x.gift", "--topic", "corprate parenting"), "Nearest: corporate parenting"),
    (("import", "/nowhere/x.gift"), "/nowhere/x.gift cannot be read (No such file or directory)"),
    (("import", "/tmp"), "cannot be read (Is a directory)"),
])  # fmt: skip
def test_a_wrong_call_ends_with_code_2_and_one_sentence(quiz, words, said):
    code, out, err = quiz(*words)
    assert code == 2
    assert said in err
    assert out == ""


def test_what_is_exported_is_imported_whole(quiz, tmp_path, store, held):
    file = tmp_path / "x.gift"
    assert quiz("export", "--gift", str(file), "--council", "Dudley")[1].endswith(f"questions written to {file}.")
    read = gift.read(file.read_bytes(), "x.gift", store)
    assert read.faults == ()
    assert len(read.questions) == len(held.matching(council="Dudley"))
    code, out, _ = quiz("import", str(file))
    assert code == 0
    assert f"Good: {len(read.questions)}. With a fault: 0." in out
    assert out.count("(right)") == len(read.questions)


def test_where_nothing_fits_no_file_is_written(quiz, tmp_path):
    file = tmp_path / "x.gift"
    assert (
        "no file was written"
        in quiz("export", "--gift", str(file), "--kind", "frequency", "--document", "kent-yos-css-2007")[1]
    )
    assert not file.exists()


def test_import_lists_the_good_and_every_fault(quiz, tmp_path):
    file = tmp_path / "mine.gift"
    file.write_text(f"{GOOD}\nWho? {{=a ~b}}\n\n::dudley/1::Who? {{=a ~b}}\n")
    code, out, err = quiz("import", str(file))
    assert code == 1
    assert "Is it so? 1. True (right) 2. False “To be aware of how and when to refer" in out
    assert "Good: 1. With a fault: 2." in out
    assert "mine.gift:3: The question names no clause." in err
    assert "mine.gift:5: No document is called 'dudley'. Nearest: dudley-roles-2006." in err


def test_the_terminals_person_is_a_pseudonym(monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "jane.doe")
    assert "jane" not in drill.me()
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError("no user")))
    assert len(drill.me()) == 40
