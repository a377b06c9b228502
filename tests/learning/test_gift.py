"""GIFT read and written: what Moodle writes, what trainers write, every fault with its line and how to mend it."""

from __future__ import annotations

import re

import pytest

from learning import gift
from learning.posed import posed, stands
from tests.conftest import ROOT

REF = "::dudley-roles-2006/All Councillors 1::"


@pytest.fixture
def read(store):
    return lambda content: gift.read(content, "mine.gift", store)


def only(imported):
    assert imported.faults == ()
    (question,) = imported.questions
    return question


# --- what can be read --------------------------------------------------------------------------------------------------


def test_a_choice_with_feedback_and_escapes(read, store):
    question = only(
        read(
            f"{REF} When\\: is 1 \\= 1 \\{{true\\}}? {{ =Always\\~ #yes ~Never#no ~%0%At times \\#1 ####Because\\nso. }}"
        )
    )
    assert question.question == "When: is 1 = 1 {true}?"
    assert question.options == ("Always~", "Never", "At times #1")
    assert question.answer == "Always~"
    assert question.explanation == "Because\nso."
    assert question.clauses == ("dudley-roles-2006/All Councillors 1",)
    assert question.citations[0].quote.startswith("To be aware of how and when to refer")
    assert question.reasons == ("yes", "no", "")
    assert question.kind == "own"
    assert stands(question, store)


@pytest.mark.parametrize(
    ("body", "answer"), [("T", "True"), ("TRUE", "True"), ("f", "False"), ("FALSE#wrong#right", "False")]
)
def test_true_and_false(read, body, answer):
    question = only(read(f"{REF}It is so.{{{body}}}"))
    assert (question.options, question.answer) == (("True", "False"), answer)


def test_as_moodle_writes_it_out_again(read):
    question = only(read(
        b"\xef\xbb\xbf// question: 12  name: dudley-roles-2006/All Councillors 1\r\n"
        b"// [id:x] [tag:y]\r\n"
        b"::dudley-roles-2006/All Councillors 1::[html]<p>Who &amp; <b>what</b>?<br>Say.</p>{\r\n"
        b"\t=<p>This &lt;one&gt;</p>#<p>fine</p>\r\n\t~%-33.33333%<p>That</p>\r\n\t####<p>As it\r\nsays</p>\r\n}\r\n\r\n"
    ))  # fmt: skip
    assert question.question == "Who & what?\nSay."
    assert question.options == ("This <one>", "That")
    assert question.reasons == ("fine", "")
    assert question.explanation == "As it says"


def test_where_nothing_is_said_of_an_option_there_are_no_reasons(read):
    assert only(read(f"{REF}So? {{ =a# ~b# }}")).reasons == ()
    assert only(read(f"{REF}So? {{FALSE#no#yes}}")).reasons == ()


def test_what_is_said_of_an_option_is_bounded_too(read):
    (fault,) = read(f"{REF}So? {{ =a ~b#{'no ' * 400} }}").faults
    assert "The feedback has 1199 characters. Keep to 1000." in fault


def test_a_word_left_out_comments_categories_own_titles_and_several_clauses(read):
    imported = read(
        "$CATEGORY: safeguarding\n\n// a comment\n\n"
        "::dudley-roles-2006/all councillors 1 + dudley-roles-2006/All Councillors 2 | mine\\: no. 3::\n"
        "The {\n// which?\n=councillors ~%100.0%\n\n"
    )
    assert imported.questions == ()
    question = only(read(
        "$CATEGORY: safeguarding\n\n// a comment\n"
        "::dudley-roles-2006/all councillors 1 + dudley-roles-2006/All Councillors 2 | mine\\: no. 3::\n"
        "The {\n// which?\n~councillors ~%100%members } must know."
    ))  # fmt: skip
    assert question.question == "The _____ must know."
    assert question.answer == "members"
    assert question.clauses == ("dudley-roles-2006/All Councillors 1", "dudley-roles-2006/All Councillors 2")


def test_markup_in_plain_text_stays_text(read):
    question = only(read(f"{REF}[plain]Is <script>x</script> so? {{T}}"))
    assert question.question == "Is <script>x</script> so?"


# --- what cannot ---------------------------------------------------------------------------------------------------------

WRONG = {
    "title": "\n::dudley-roles-2006/All Councillors 1: Who? {=a ~b}",
    "no_clause": "\nWho? {=a ~b}",
    "document": "\n::dudley/All Councillors 1::Who? {=a ~b}",
    "clause": "\n::dudley-roles-2006/All Councilors 1::Who? {=a ~b}",
    "no_braces": f"\n{REF}Who?",
    "open_brace": f"\n{REF}Who? {{=a ~b",
    "braces": f"\n{REF}Who? {{=a ~b}} and {{=c ~d}}",
    "no_words": f"\n{REF} {{=a ~b}}",
    "essay": f"\n{REF}Who? {{}}",
    "number": f"\n{REF}How many? {{#4:1}}",
    "matching": f"\n{REF}Match {{=a -> b =c -> d}}",
    "short": f"\n{REF}Who? {{=a =b}}",
    "none_right": f"\n{REF}Who? {{~a ~b}}",
    "many_right": f"\n{REF}Who? {{=a =b ~c}}",
    "partial": f"\n{REF}Who? {{~%50%a ~%50%b ~c}}",
    "no_marker": f"\n{REF}Who? {{a ~b}}",
    "empty": f"\n{REF}Who? {{=a ~}}",
    "same": f"\n{REF}Who? {{=a ~A}}",
    "many": f"\n{REF}Who? {{=a ~b ~c ~d ~e ~f ~g}}",
    "long": f"\n{REF}{'Who? ' * 300}{{=a ~b}}",
    "no_question": "",
}
ELSEWHERE = {"not_text", "too_large", "again"}  # tested below


@pytest.mark.parametrize("code", sorted(WRONG))
def test_each_fault_is_said_with_its_line_and_how_to_mend_it(read, code):
    imported = read(WRONG[code])
    assert imported.questions == ()
    (fault,) = imported.faults
    what, mend = (part.split("{")[0].split("}")[0].split("'")[0].strip() for part in gift.FAULTS[code])
    assert fault.startswith(f"mine.gift:{2 if WRONG[code] else 1}: {what}")
    assert mend in fault


def test_no_fault_is_without_a_test():
    assert set(WRONG) | ELSEWHERE == set(gift.FAULTS)


def test_the_nearest_document_and_clause_are_offered(read):
    faults = read(WRONG["document"] + "\n" + WRONG["clause"]).faults
    assert "Nearest: dudley-roles-2006" in faults[0]
    assert "Nearest: All Councillors 1" in faults[1]


def test_all_faults_are_listed_with_their_lines_and_the_good_are_read(read):
    imported = read(
        f"{REF}Good? {{T}}\n\nWho? {{=a ~b}}\n\n// between\n{REF}\nLong\nway {{=a\n\n~b}}\n\n{REF}Good? {{T}}\n\n{REF}Fine? {{F}}"
    )
    assert [q.question for q in imported.questions] == ["Good?", "Fine?"]
    assert [fault.split(": ")[0] for fault in imported.faults] == [
        "mine.gift:3",
        "mine.gift:8",
        "mine.gift:10",
        "mine.gift:12",
    ]
    assert "The same question stands on line 1." in imported.faults[-1]


def test_a_file_that_is_no_text_or_too_large(read):
    assert read(b"one\ntwo \xff\xfe").faults == (
        "mine.gift:2: The file is not UTF-8 text. Save it as UTF-8 and import it again.",
    )
    assert "Split it" in read("x" * 1_000_001).faults[0]


@pytest.mark.parametrize("content", ["{", "}", "::", "::::", "{}{}", "\\", "~=#{}:", "::a::{=", "\x00\x01", "=" * 5000, "{" * 5000,
                                     "::" * 3000 + "{=a ~b}", f"{REF}a{{=%x%b ~%-%c}}", f"{REF}a{{=%1e9%b ~c}}", "\ue000{=\ue001~b}"])  # fmt: skip
def test_nonsense_is_a_fault_and_never_a_crash(read, content):
    imported = read(content)
    assert imported.faults or imported.questions


# --- there and back --------------------------------------------------------------------------------------------------------


def test_every_question_of_the_bank_survives_writing_and_reading(held, store):
    questions = [posed(item) for item in held.items]
    half = len(questions) // 2  # all of them are more than one file may hold
    parts = [
        gift.read(gift.write(some, "All\nof them"), "all.gift", store) for some in (questions[:half], questions[half:])
    ]
    assert [part.faults for part in parts] == [(), ()]
    imported = [question for part in parts for question in part.questions]
    for before, after in zip(questions, imported, strict=True):
        assert (after.question, after.options, after.answer) == (before.question, before.options, before.answer)
        assert after.clauses == before.clauses
        assert after.explanation.startswith(before.explanation)
        assert before.citations[0].shown in after.explanation


def test_own_questions_survive_too(read, store):
    first = read(f"{REF}[plain]A \\{{b\\}} \\= c\\: \\~ \\# \\\\ d\\nE {{=x\\=y ~z\\:z}}").questions
    again = gift.read(gift.write(first), "b.gift", store)
    assert again.faults == ()
    assert (again.questions[0].question, again.questions[0].options) == (first[0].question, first[0].options)
    commented = read(f"{REF}A {{=x#so \\= it\\nis ~y#no\\: \\#1}}").questions
    assert commented[0].reasons == ("so = it\nis", "no: #1")
    assert gift.read(gift.write(commented), "c.gift", store).questions[0].reasons == commented[0].reasons


def test_the_example_on_the_page_is_good(read):
    page = (ROOT / "docs" / "quizzes.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```\n(// Lines that.*?)^```", page, re.MULTILINE | re.DOTALL)
    imported = read(example)
    assert imported.faults == ()
    assert [q.answer for q in imported.questions] == ["The Directorate of Children's Services", "True"]
