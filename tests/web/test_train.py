"""A trainer's quiz over HTTP: made, looked at, edited, locked, own questions brought and taken away; its secret link."""

from __future__ import annotations

import re

import pytest

from tests.web.room import OWN, Trainer, errors


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


# --- the trainer's link -----------------------------------------------------------------------------------------


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
