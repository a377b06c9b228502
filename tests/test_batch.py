"""`dutydesk answer`: files in, files out; in order, conversations apart, whole or not at all."""

from __future__ import annotations

import csv
import json
import threading

import pytest

from bot import batch
from knowledge.errors import KnowledgeError
from knowledge.outcomes import NotCovered


@pytest.fixture
def run(published, tmp_path):
    """Answers a file by echoing each text; returns the path of the answers and what was asked."""

    def answer(name, content, output, respond=None):
        path = tmp_path / name
        path.write_bytes(content) if isinstance(content, bytes) else path.write_text(content, encoding="utf-8")
        asked = []

        def echo(text, session, council=None, role=None):
            asked.append((text, session, council, role))
            return {**NotCovered(says=(text,)).payload(), "text": text, "latency_ms": 1.0}

        batch.answer(batch.read(path), respond or echo, tmp_path / output, lambda done, all_: None)
        return tmp_path / output, asked

    return answer


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def cells(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REQUESTS = "".join(json.dumps(r) + "\n" for r in (
    {"id": "b", "session": "s1", "text": "first", "council": "kent", "role": "team manager"},
    {"id": "a", "session": "s2", "text": "second"},
    {"id": "c", "session": "s1", "text": "third", "council": None},
))  # fmt: skip


def test_answers_come_in_file_order_with_their_ids(run):
    path, asked = run("in.jsonl", REQUESTS, "out.jsonl")
    assert [(a["id"], a["session"], a["text"]) for a in lines(path)] == [
        ("b", "s1", "first"),
        ("a", "s2", "second"),
        ("c", "s1", "third"),
    ]
    assert [text for text, *_ in asked] == ["first", "second", "third"]


def test_each_answer_has_what_programs_need(run):
    path, _ = run("in.jsonl", REQUESTS, "out.jsonl")
    for answer in lines(path):
        assert {"id", "status", "text", "safety_first", "latency_ms", "citations", "options", "nearest"} <= set(answer)


def test_a_session_is_one_conversation_and_no_other_s(run):
    _, asked = run("in.jsonl", REQUESTS, "out.jsonl")
    (_, one, *_), (_, two, *_), (_, again, *_) = asked
    assert one == again != two


def test_council_and_role_are_those_of_the_documents(run):
    _, asked = run("in.jsonl", REQUESTS, "out.jsonl")
    assert asked[0][2:] == ("Kent", "team-managers")
    assert asked[1][2:] == (None, None)


def test_without_id_and_session_each_request_is_its_own_conversation(run):
    path, asked = run("in.jsonl", '{"text": "x"}\n{"text": "y"}\n', "out.jsonl")
    assert [a["id"] for a in lines(path)] == ["1", "2"]
    assert asked[0][1] != asked[1][1]


def test_csv_in_and_out(run):
    path, _ = run("in.csv", '\ufeffid,session,text,council\n1,s,"who, then?",Leicester\n2,s,and how?,\n', "out.csv")
    assert [(row["id"], row["text"], row["status"]) for row in cells(path)] == [
        ("1", "who, then?", "not_covered"),
        ("2", "and how?", "not_covered"),
    ]


def test_csv_in_and_jsonl_out_and_the_other_way_round(run):
    path, _ = run("in.csv", "text\nhello\n", "out.jsonl")
    assert [a["text"] for a in lines(path)] == ["hello"]
    path, _ = run("in.jsonl", '{"text": "hello"}\n', "out.csv")
    assert [row["text"] for row in cells(path)] == ["hello"]


def test_a_cell_of_several_lines_stays_one_request(run):
    path, asked = run("in.csv", 'id,text\n1,"one\ntwo"\n2,three\n', "out.csv")
    assert [text for text, *_ in asked] == ["one\ntwo", "three"]
    assert len(cells(path)) == 2


def test_a_line_separator_inside_a_text_does_not_end_the_line(run):
    _, asked = run("in.jsonl", json.dumps({"text": "one\u2028two"}, ensure_ascii=False) + "\n", "out.jsonl")
    assert [text for text, *_ in asked] == ["one\u2028two"]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_run_as_a_formula(run, text):
    path, _ = run("in.jsonl", json.dumps({"text": text}) + "\n", "out.csv")
    (row,) = cells(path)
    assert row["text"].startswith("'")


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("in.jsonl", '{"text": "x"}\n{"text": \n', "in.jsonl:2"),
        ("in.jsonl", '{"text": "x"}\n\n\n{"question": "y"}\n', "in.jsonl:4"),
        ("in.jsonl", '["x"]\n', "in.jsonl:1"),
        ("in.jsonl", '{"text": 7}\n', "in.jsonl:1"),
        ("in.csv", "id,question\n1,x\n", "in.csv:"),
        ("in.jsonl", b'{"text": "\xff\xfe"}\n', "in.jsonl:1"),
    ],
    ids=["cut off", "no text, after blank lines", "a list", "a number", "CSV without text", "not UTF-8"],
)
def test_a_line_that_is_no_request_is_named_with_file_and_line(run, tmp_path, name, content, place):
    with pytest.raises(KnowledgeError) as caught:
        run(name, content, "out.jsonl")
    assert caught.value.code == "batch_line"
    assert str(caught.value).startswith(place)
    assert not (tmp_path / "out.jsonl").exists()


def test_answers_are_written_whole_or_not_at_all(run, tmp_path):
    (tmp_path / "out.jsonl").write_text("yesterday's answers\n", encoding="utf-8")

    def fail_at_third(text, session, council=None, role=None):
        if text == "third":
            raise RuntimeError("the assistant fell over")
        return {**NotCovered(says=(text,)).payload(), "text": text}

    with pytest.raises(RuntimeError):
        run("in.jsonl", REQUESTS, "out.jsonl", fail_at_third)
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "yesterday's answers\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_folder_that_does_not_exist_is_said_before_anything_is_asked(run):
    with pytest.raises(KnowledgeError) as caught:
        run("in.jsonl", REQUESTS, "nowhere/out.jsonl")
    assert caught.value.code == "batch_output"


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(KnowledgeError, match=r"nothing\.jsonl"):
        batch.read(tmp_path / "nothing.jsonl")


# --- what does not answer ----------------------------------------------------------------------------------------------


def test_an_answer_that_does_not_come_ends_the_batch_and_writes_nothing(run, tmp_path):
    late = {**NotCovered(says=("x",)).payload(), "text": "x", "latency_ms": 1000 * batch.PATIENCE + 1}
    asked = []

    def respond(text, **known):
        asked.append(text)
        return late if text == "second" else {**late, "latency_ms": 1.0}

    with pytest.raises(KnowledgeError) as caught:
        run("in.jsonl", REQUESTS, "out.jsonl", batch.in_time(respond, "in.jsonl", lambda said: None))
    assert caught.value.code == "no_answer"
    assert "in.jsonl: no answer in 30 seconds, so nothing was written" in str(caught.value)
    assert asked == ["first", "second"], "what comes after would wait as long"
    assert not (tmp_path / "out.jsonl").exists()


def test_whoever_waits_long_is_told_so_and_whom_to_tell(monkeypatch):
    monkeypatch.setattr(batch, "SLOW", 0.01)
    monkeypatch.setenv("DUTYDESK_SITE_CONTACT", "Ring 01 234.")
    told, gate = [], threading.Event()

    def say(word):
        told.append(word)
        gate.set()

    batch.in_time(lambda text: {"waited": gate.wait(10)}, "in.jsonl", say)("x")
    assert told == [f"{batch.TAKES_LONG.format(batch.PATIENCE)} Whom to tell: Ring 01 234."]


def test_whoever_does_not_wait_is_told_nothing():
    told = []
    assert batch.in_time(lambda text: {"text": text}, "in.jsonl", told.append)("x") == {"text": "x"}
    assert told == []
