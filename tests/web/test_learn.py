"""The pages of what there is to learn, and of what one knows, over HTTP."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

from bot.nlu.cleaning import cleaned
from bot.web import learn
from knowledge.opened import knowledge
from knowledge.questions import Profile
from learning import offices, openings

START = "I'm the new lead member in Croydon, start my induction"


def test_what_there_is_to_learn(client):
    page = client.get("/learn").text
    for path in ("/join", "/train", "/roles", "/learn/progress"):
        assert f'href="{path}"' in page
    assert "Start the induction" in page
    assert "Go on with this induction" not in page


def chosen(client, message):
    """The last turn of the page after an office was chosen and its form sent."""
    reply = client.post("/ask", {"alone": "yes", "message": message})
    return unescape(client.get(reply.headers["Location"].partition("#")[0]).text).rpartition('<article class="turn"')[2]


def test_an_induction_is_begun_from_a_list_and_gone_on_with_where_one_was(client):
    page = unescape(client.get("/learn").text)
    offered = re.findall(r'<option value="(Start my induction: [^"]+)"', page)
    lead = next(
        message
        for message in offered
        if message == "Start my induction: Lead Member for Children's Services in Croydon"
    )
    turn = chosen(client, lead)
    assert "Step 1 of" in turn
    client.ask("next")
    page = unescape(client.get("/learn").text)
    assert re.search(r"<strong>[^<]*, Croydon</strong>: 1 of \d+ steps read\.", page)
    assert f'<option value="{lead}" selected>' in page, "who asks is known by now"
    assert "You go on where you were." in chosen(
        client, re.search(r'<button class="govuk-button" name="message" value="([^"]+)"', page)[1]
    )
    client.post("/learn/delete", {})
    assert "Go on with this induction" not in client.get("/learn").text


def test_every_office_on_the_list_leads_to_its_own_induction(store):
    knows, seen = knowledge(), 0
    for council, offered in learn._offices(store):
        for message, name in offered:
            wanted = openings.wanted(cleaned(message).text, store, knows.vocabulary, Profile(), Profile())
            assert (wanted.council, store.families[wanted.family].name, wanted.ask) == (council, name, None)
            seen += offices.office(store, council, wanted.family).person
    assert seen == sum(offices.office(store, *one).person for one in offices.everywhere(store)) > 50


def test_progress_is_shown_taken_away_and_deleted(client):
    page = client.get("/learn/progress").text
    assert "not answered any question yet" in page
    assert "/learn/delete" not in page, "there is nothing to delete"
    assert client.get("/learn/answers.csv").status == 200
    assert client.post("/learn/delete", {}).headers["Location"] == "/learn?done=progress"


def test_what_one_knows_is_shown_with_streaks_and_a_chart_that_stands_in_words_too(client):
    shown = client.ask("quiz me on corporate parenting")
    assert "Skip this question" in shown
    for _ in range(3):
        client.ask("1")
        client.ask("next question")
    page = unescape(client.get("/learn/progress").text)
    assert "3 answers, " in page
    assert re.search(r"<p[^>]*>1 day in a row\. Right in a row: \d\.</p>", page)
    (drawn,) = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert 'role="img"' in drawn
    listed = re.search(r"<ul class=\"govuk-details__text govuk-list\">(.*?)</ul>", page, re.DOTALL)[1]
    topics = re.findall(r"<li>(.*?): (\d+ known, \d+ asked, of \d+)</li>", listed)
    assert any(name == "Corporate parenting and children in care" for name, _ in topics)
    for name, figures in topics:
        assert f"{name}: {figures}." in re.search(r"<desc.*?</desc>", drawn)[0]
    for name, figures in topics[:10]:
        assert f">{name}</text>" in drawn
        assert f">{figures}</text>" in drawn
    rows = list(csv.DictReader(io.StringIO(client.get("/learn/answers.csv").body.decode("utf-8-sig"))))
    assert len(rows) == 3
    turn = unescape(client.ask("my progress"))
    assert "Quiz: 3 answers, " in turn
    assert all(f"<li>{name}: {figures}" in turn for name, figures in topics)
    assert turn.count('<svg class="bar"') == len(topics)
    assert client.post("/learn/delete", {}).status == 303
    assert "not answered any question yet" in client.get("/learn/progress").text
    assert "<svg" not in client.get("/learn/progress").text.partition("<main")[2]


def test_the_record_of_an_induction_is_shown_and_taken_away_as_text_and_as_data(client):
    client.ask(START)
    page = unescape(client.get("/learn/progress").text)
    assert 'href="/learn/record.txt"' in page
    assert 'href="/learn/record.json"' in page
    text = client.get("/learn/record.txt")
    lines = text.body.decode("utf-8-sig").splitlines()
    assert lines[0] == "Induction: Lead Member Children's Services (LMCS), Croydon"
    assert all(f"<li>{line}</li>" in page for line in lines)
    data = client.get("/learn/record.json")
    (record,) = json.loads(data.body)["records"]
    assert (record["council"], record["ended"], record["read"]) == ("Croydon", None, 0)
    for reply, kind, name in ((text, "text/plain; charset=utf-8", "my-record.txt"), (data, "application/json", "my-record.json")):  # fmt: skip
        assert reply.headers["Content-Type"] == kind
        assert reply.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cache-Control"] == "no-store"


def test_a_record_is_nobody_elses_and_there_is_none_before_an_induction(port, client):
    client.ask(START)
    for path in ("/learn/record.txt", "/learn/record.json"):
        reply = type(client)(port).get(path)
        assert reply.status == 404
        assert "You have not begun an induction." in reply.text
    assert "/learn/record" not in type(client)(port).get("/learn/progress").text


def test_delete_takes_inductions_and_records_too_and_says_so_first(client):
    client.ask(START)
    page = unescape(client.get("/learn/progress").text)
    assert "This deletes your inductions, quiz answers, marks and records for good." in page
    done = client.get(client.post("/learn/delete", {}).headers["Location"]).text
    assert "Deleted: your inductions, quiz answers, marks and records." in done
    assert "/learn/delete" not in client.get("/learn/progress").text
    assert "not begun an induction" in client.ask("my record")


def test_delete_reaches_every_app_that_was_linked(port, client):
    other = type(client)(port)
    other.ask(START)  # waits under a name of its own once the two are linked
    client.ask(START)
    code = re.search(r"Your code is (\w{6})", client.ask("link"))[1]
    other.ask(f"link {code}")
    assert other.post("/learn/delete", {}).status == 303
    assert "not begun an induction" in client.ask("my record")
    other.ask("unlink")
    assert "not begun an induction" in other.ask("my record")


def test_the_page_with_a_record_is_accessible_fits_a_narrow_screen_and_saves_the_file(window, accessible):
    page = window(width=320, height=640)
    page.goto("/")
    page.fill("textarea", START)
    page.press("textarea", "Tab")
    page.click("button:text-is('Ask')")
    page.wait_for_selector("text=Step 1 of")
    page.goto("/learn/progress")
    page.click("text=Delete my progress")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    with page.expect_download() as saved:
        page.click("text=Take your record away as text")
    assert saved.value.suggested_filename == "my-record.txt"
