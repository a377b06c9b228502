"""A trainer edits the words of a question on the page: by keyboard, without JavaScript, in two windows, after the lock."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.room import Person, Trainer, errors


@pytest.fixture
def first(trainer: Trainer) -> str:
    """The id of the first question of a draft of three."""
    trainer.make()
    return trainer.ids()[0]


@pytest.fixture
def four(trainer: Trainer) -> str:
    """The id of a question with four answers, which a draft by chance may not hold."""
    trainer.make(number="0")
    assert trainer.bring(b"::dudley-roles-2006/All Councillors 1:: Who? { =right ~wrong ~other ~fourth }").status == 303
    return trainer.ids()[0]


def form(trainer: Trainer, question: str) -> dict[str, str]:
    """The fields of the page as a browser would send them back."""
    text = trainer.get(f"{trainer.path}/reword?question={question}").text
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', text))
    areas = re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>\n(.*?)</textarea>', text, re.DOTALL)

    return {**hidden, **{name: html.unescape(value) for name, value in areas}}


def send(trainer: Trainer, fields: dict[str, str]):
    return trainer.post(f"{trainer.path}/reword", fields)


def test_words_are_changed_and_marked_and_what_is_right_stays(trainer, first, people):
    fields = form(trainer, first)
    assert {"question-id", "seen", "question", "option-1", "option-2"} <= set(fields)
    fields |= {"question": "Who must <script>alert(1)</script> act & when?", "option-1": "The <b>first</b> answer"}
    reply = send(trainer, fields)
    assert (reply.status, reply.headers["Location"].endswith(f"#question-{first}")) == (303, True)
    page = trainer.page()
    assert "Who must &lt;script&gt;alert(1)&lt;/script&gt; act &amp; when?" in page
    assert "<script>alert" not in page
    assert "<b>first" not in page
    assert page.count("Edited by the trainer") == 1
    assert page.count('class="option option--right"') == 3
    trainer.lock()
    assert people[0].join(trainer.code, "Ann").status == 303
    trainer.run("open", "ask")
    assert "The &lt;b&gt;first&lt;/b&gt; answer" in people[0].page()
    people[0].answer(0)
    trainer.run("stop")
    assert "Edited by the trainer" in people[0].page()
    assert 'class="citation"' in people[0].page()


def test_the_page_says_that_nothing_proves_words_written_by_hand(trainer, first):
    text = trainer.get(f"{trainer.path}/reword?question={first}").text
    assert "It cannot read words written by hand" in text
    assert "The right answer stays the right one" in text
    assert re.search(r"Answer \d, the right one", text)
    assert 'class="citation"' in text


@pytest.mark.parametrize(("change", "said"), [
    ({"question": "  "}, "Write the words of the question"), ({"question": "x" * 1001}, "1000 is the most"),
    ({"option-2": ""}, "Write the words of answer 2"), ({"option-3": "y" * 301}, "300 is the most"),
    ({"option-2": "Same", "option-1": "same"}, "reads the same as answer 1"),
])  # fmt: skip
def test_what_cannot_be_asked_is_said_beside_the_field_and_nothing_typed_is_lost(trainer, four, change, said):
    fields = {**form(trainer, four), "option-4": "My own <i>fourth</i> answer", **change}
    reply = send(trainer, fields)
    assert reply.status == 400
    assert said in errors(reply)[0]
    assert "<title>Error: " in reply.text
    assert "My own &lt;i&gt;fourth&lt;/i&gt; answer" in reply.text
    assert "Edited by the trainer</strong>" not in trainer.page()


def test_of_two_windows_the_second_sees_what_the_first_saved_and_may_save_again(trainer, first):
    mine, other = form(trainer, first), form(trainer, first)
    assert send(trainer, {**mine, "question": "From the first window?"}).status == 303
    reply = send(trainer, {**other, "question": "From the second window?"})
    assert reply.status == 409
    assert "changed in another window" in errors(reply)[0]
    assert "How it stands now" in reply.text
    assert "From the first window?" in reply.text
    assert "From the second window?" in reply.text
    seen = re.search(r'name="seen" value="(\w+)"', reply.text)[1]
    assert send(trainer, {**other, "seen": seen, "question": "From the second window?"}).status == 303
    assert "From the second window?" in trainer.page()


def test_the_same_words_sent_twice_are_taken_once(trainer, first):
    fields = {**form(trainer, first), "question": "Pressed twice?"}
    assert [send(trainer, fields).status for _ in range(2)] == [303, 303]


@pytest.mark.parametrize("meanwhile", ["lock", "remove"])
def test_words_that_come_too_late_are_shown_to_be_copied(trainer, first, meanwhile):
    fields = {**form(trainer, first), "question": "My late <words>?", "option-1": "My late answer"}
    trainer.do("lock") if meanwhile == "lock" else trainer.do("edit", remove=first)
    reply = send(trainer, fields)
    assert reply.status == 409
    assert "Your words were not saved" in reply.text
    assert "My late &lt;words&gt;?" in reply.text
    if meanwhile == "lock":
        assert "Unlock it to change them" in reply.text
        assert "My late answer" in reply.text
    assert trainer.get(f"{trainer.path}/reword?question={first}").headers.get("Location") == trainer.path


def test_another_trainers_question_and_a_made_up_one_cannot_be_edited(trainer, first, port):
    fields = form(trainer, first)
    other = Trainer(port, "203.0.113.251")
    other.make(number="1", council="Croydon")
    assert send(other, {**fields, "question": "Not yours?"}).status == 409
    assert "Not yours?" not in trainer.page()
    assert send(trainer, {**fields, "question-id": "\x00<b>"}).status == 409
    assert trainer.post("/train/none/reword", fields).status == 404
    assert trainer.post(f"{trainer.path}/reword", b"", **{"Origin": "https://evil.example"}).status == 403


def test_the_exported_file_holds_the_trainers_words(trainer, first):
    send(trainer, {**form(trainer, first), "question": "Mine alone?"})
    assert "Mine alone?" in trainer.get(f"{trainer.path}/quiz.gift").text


# --- in a browser ----------------------------------------------------------------------------------------------------


def test_by_keyboard_alone(page, trainer, first, accessible):
    page.goto(trainer.path)
    page.focus(f"a[href$='reword?question={first}']")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Save these words")
    accessible(page)
    page.focus("#question")
    page.keyboard.press("Control+A")
    page.keyboard.type("Typed with the keyboard?")
    fields = page.locator("textarea").count()
    for _ in range(fields):  # past every answer to the button
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").strip() == "Save these words"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Edited by the trainer")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == f"question-{first}"
    assert "Typed with the keyboard?" in page.inner_text(f"#question-{first}")
    accessible(page)


def test_without_javascript_and_on_a_narrow_screen(window, trainer, first):
    plain = window(width=320, height=700, java_script_enabled=False)
    plain.goto(trainer.path)
    plain.click(f"a[href$='reword?question={first}']")
    assert plain.locator("textarea").count() >= 3
    plain.fill("#question", "")
    plain.click("text=Save these words")
    assert plain.locator(".govuk-error-summary").count() == 1
    plain.fill("#question", "Typed without a script?")
    plain.click("text=Save these words")
    assert "Typed without a script?" in plain.inner_text(f"#question-{first}")
    assert plain.locator("text=Edited by the trainer").count()


def test_people_read_the_edited_words_in_the_room(trainer, first, port):
    fields = {**form(trainer, first), "question": "Read in the room?"}
    send(trainer, fields)
    trainer.lock()
    person = Person(port)
    person.join(trainer.code, "Ann")
    trainer.run("open", "ask")
    assert "Read in the room?" in person.page()
