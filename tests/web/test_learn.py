"""The pages of what there is to learn, and of what one knows, over HTTP."""

from __future__ import annotations

import re


def test_what_there_is_to_learn(client):
    page = client.get("/learn").text
    link = re.search(r'href="(/\?message=[^"]*induction[^"]*)"', page)[1]
    prefilled = client.get(link.replace("&#39;", "'").replace("&amp;", "&")).text
    assert re.search(r"<textarea[^>]*>\s*I&#39;m a new councillor in Kent, start my induction", prefilled)
    for path in ("/join", "/train", "/roles", "/learn/progress"):
        assert f'href="{path}"' in page


def test_progress_is_shown_taken_away_and_deleted(client):
    assert "not answered any question yet" in client.get("/learn/progress").text
    assert client.get("/learn/answers.csv").status == 200
    assert client.post("/learn/delete", {}).headers["Location"] == "/learn?done=progress"
