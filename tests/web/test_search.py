"""Search over HTTP: what is found, how many, page by page, and every kind of query that means harm."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest


def titles(page: str) -> list[str]:
    return [unescape(t) for t in re.findall(r'<h3 class="result__title"><a[^>]*>(.*?)</a>', page)]


def test_words_are_found_and_marked(client):
    page = client.get("/search?q=referrals+acknowledged").text
    assert titles(page)[0] in ("Leicester: annex 19.1", "Dudley: Team and Service Managers, Children's Social Care 1")
    assert "“Ensure that <mark>referrals</mark> are <mark>acknowledged</mark>.”" in page
    assert re.search(r"\d+ clauses found", page)
    assert "all of your words, and stand first" in page


def test_filters_narrow_and_stay_chosen(client):
    page = client.get("/search?q=training&council=Dudley&role=dcs&topic=training").text
    assert titles(page)
    assert all(title.startswith("Dudley: ") for title in titles(page))
    for value in ("Dudley", "dcs", "training"):
        assert f'<option value="{value}" selected>' in page
    assert 'value="training" maxlength' in page
    assert "found in: Dudley; " in page


def test_page_by_page_everything_comes_once(client):
    path, seen = "/search?q=child", []
    for _ in range(30):
        page = client.get(path).text
        seen += re.findall(r'<h3 class="result__title"><a class="govuk-link" href="([^"]+)"', page)
        onward = re.search(r'govuk-pagination__next">\s*<a[^>]*href="([^"]+)"', page)
        if not onward:
            break
        path = unescape(onward[1])
    assert len(seen) == len(set(seen)) == int(re.search(r"(\d+) clauses found", page)[1])


def test_without_words_a_filter_lists_its_clauses(client):
    assert len(titles(client.get("/search?council=Croydon").text)) == 20
    assert "39 clauses found" in client.get("/search?council=Croydon").text


def test_an_empty_search_explains_itself(client):
    for path in ("/search", "/search?q=", "/search?q=%20%00"):
        page = client.get(path).text
        assert "It does not answer" in page
        assert not titles(page)


def test_nothing_found_is_said_with_a_next_step(client):
    page = client.get("/search?q=xyzzy").text
    assert "Nothing found" in page
    assert "Try other words" in page
    page = client.get("/search?q=xyzzy&council=Kent").text
    assert "choose all councils" in page
    assert "has no word to look for" in client.get("/search?q=what+is+the").text


def test_a_typing_error_is_forgiven_and_said(client):
    page = client.get("/search?q=supervison").text
    assert "what was found for “supervision”" in page
    assert len(titles(page)) > 10


def test_dated_words_are_marked(client):
    assert "Primary Care Trusts were abolished" in client.get("/search?q=primary+care+trusts&council=Dudley").text


@pytest.mark.parametrize("query", ['" OR 1=1 --', "NEAR(child, 2)", "plain: child", "child*", "(((", "\x00\x01child", "🙂", "<b>child</b>", "%",
                                   "child AND NOT board", "{quote}: child"])  # fmt: skip
def test_no_query_is_a_fault_of_the_server(client, query):
    assert client.get(f"/search?q={quote(query)}").status == 200


def test_markup_in_a_query_stays_text(client):
    page = client.get(f"/search?q={quote('<script>alert(1)</script> child')}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "query", ["q=" + "x" * 301, "q=" + "child%20" * 900, "council=Merton", "role=%3Cscript%3E", "topic=zz"]
)
def test_what_cannot_be_looked_for_is_said(client, query):
    reply = client.get(f"/search?{query}")
    assert reply.status == 400
    assert "There is a problem" in reply.text
    assert "<script>" not in reply.text


@pytest.mark.parametrize("number", ["0", "-1", "999999999", "abc", "²", ""])
def test_an_odd_page_number_is_a_page(client, number):
    assert titles(client.get(f"/search?q=child&page={quote(number)}").text)


def test_bytes_that_are_no_text(client):
    assert client.get("/search?q=%ff%fe+child").status == 200
