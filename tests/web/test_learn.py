"""The pages of what there is to learn, and of what one knows, over HTTP."""

from __future__ import annotations

import re
from html import unescape

START = "I'm the new lead member in Croydon, start my induction"


def test_what_there_is_to_learn(client):
    page = client.get("/learn").text
    link = re.search(r'href="(/\?message=[^"]*induction[^"]*)"', page)[1]
    prefilled = client.get(link.replace("&#39;", "'").replace("&amp;", "&")).text
    assert re.search(r"<textarea[^>]*>\s*I&#39;m a new councillor in Kent, start my induction", prefilled)
    for path in ("/join", "/train", "/roles", "/learn/progress"):
        assert f'href="{path}"' in page


def test_progress_is_shown_taken_away_and_deleted(client):
    page = client.get("/learn/progress").text
    assert "not answered any question yet" in page
    assert "/learn/delete" not in page, "there is nothing to delete"
    assert client.get("/learn/answers.csv").status == 200
    assert client.post("/learn/delete", {}).headers["Location"] == "/learn?done=progress"


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
