"""The reader over HTTP: every citation finds its clause, earlier editions stay, and what is not held is said with the nearest."""

from __future__ import annotations

import hashlib
import re
import shutil
from html import unescape

import pytest

from bot.rendering.links import address, anchor
from knowledge import build
from tests.conftest import IDS, PUBLISHED
from tests.web.serving import Client, served


def text(page: str) -> str:
    """A page's words, white space folded."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page)))


def passage(page: str, reference: str) -> str:
    found = re.findall(rf'<div class="passage[^"]*" id="{re.escape(anchor(reference))}".*?</div>', page, re.DOTALL)
    assert len(found) == 1, reference
    return text(found[0])


def test_all_documents_are_listed_with_their_standing(client, store):
    page = text(client.get("/documents").text)
    for document in store.documents.values():
        assert document.title in page
        assert document.standing_note in page
        assert all(defect in page for defect in document.defects)


@pytest.mark.parametrize("id_", IDS)
def test_every_citation_of_the_store_leads_to_its_clause(client, store, id_):
    page = client.get(address(id_)).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "an anchor stands once"
    for clause in store.clauses_of(id_):
        citation = store.citation(clause)
        target = address(citation.document, citation.clause).partition("#")[2]
        assert target in ids, clause.reference
        if "DRAFT 2" not in passage(page, clause.reference):
            assert citation.pieces[-1] in passage(page, clause.reference)


@pytest.mark.parametrize("id_", IDS)
def test_standing_and_faults_stand_above_the_text(client, store, id_):
    document = store.documents[id_]
    above = text(client.get(address(id_)).text.partition('<div class="passages">')[0])
    assert document.title in above
    assert document.standing in above
    assert document.standing_note in above
    assert all(defect in above for defect in document.defects)


def earlier_edition(copied, faults: str = "") -> tuple[str, str]:
    """Gives Croydon's document an edition of 2016 and publishes both: its text and its sha256."""
    old = "Line of Sight as it was.\n\n- Improvement Board.\n"
    sha256 = hashlib.sha256(old.encode()).hexdigest()
    (copied.sources / "croydon-2016.txt").write_bytes(old.encode())
    copied.edit(
        "  short: Croydon Line of Sight (undated)",
        f"  short: Croydon Line of Sight (undated)\n  earlier:\n  - {{file: croydon-2016.txt, sha256: {sha256}, "
        f"standing: draft, standing_note: A draft of 2016., date: May 2016{faults}}}",
        "manifest.yml", copied.sources,
    )  # fmt: skip
    build.build()
    for kept in PUBLISHED.glob("vectors-*.npz"):
        shutil.copy(kept, copied.build)
    return old, sha256


def test_dated_words_lead_to_their_note(client):
    page = client.get("/documents/dudley-roles-2006").text
    note = re.search(r'<a class="dated" href="#(dated-\d+)">Primary Care Trusts</a>', page)[1]
    assert "abolished" in re.search(rf'<li id="{note}"[^>]*>(.*?)</li>', page, re.DOTALL)[1]


@pytest.mark.parametrize(
    "wanted", ["annex%2019.1", "Annex 19.1".replace(" ", "%20"), "clause-annex-19-1", "annex-19-1"]
)
def test_a_clause_has_an_address_without_its_anchor(client, wanted):
    reply = client.get(f"/documents/leicester-roles-2009/{wanted}")
    assert (reply.status, reply.headers["Location"]) == (303, "/documents/leicester-roles-2009#clause-annex-19-1")


def test_the_file_as_published_has_every_character(client, store):
    for document in store.documents.values():
        reply = client.get(f"/documents/{document.id}/source.txt")
        assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert hashlib.sha256(reply.body).hexdigest() == document.sha256


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/documents/dudley", "/documents/dudley-roles-2006"),
        ("/documents/leicester-roles-2009/annex%2019.11", "#clause-annex-19-1"),
        ("/documents/leicester-roles-2009/clause-anex-19-1", "#clause-annex-19-1"),
        ("/documents/kent-dcs-2011?edition=abcdef123456", "/documents/kent-dcs-2011"),
        ("/documents/kent-dcs-2011/source.txt?edition=abcdef123456", "/documents/kent-dcs-2011"),
        ("/documents/zzz", "/documents"),
    ],
)
def test_what_is_not_held_is_said_with_the_nearest(client, path, nearest):
    reply = client.get(path)
    assert reply.status == 404
    assert "There is no such" in reply.text
    main = reply.text.partition("<main")[2]
    assert re.search(rf'href="[^"]*{re.escape(nearest)}"', main)


@pytest.mark.parametrize("path", ["/documents/%00", "/documents/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/documents/" + "x" * 3000,
                                  "/documents/kent-dcs-2011/%ff", "/documents/kent-dcs-2011/..%2f..%2fetc%2fpasswd",
                                  "/documents/kent-dcs-2011/" + "(" * 500, "/documents/kent-dcs-2011?edition=%00%27;--",
                                  "/documents//", "/documents/kent-dcs-2011/a/b"])  # fmt: skip
def test_an_odd_address_is_no_fault_of_the_server(client, path):
    reply = client.get(path)
    assert reply.status == 404
    assert "<script>alert" not in reply.text
    assert "xxxx" * 200 not in reply.text


def test_todays_edition_can_be_asked_for_by_number(client, store):
    number = store.documents["kent-dcs-2011"].sha256[:12]
    page = client.get(f"/documents/kent-dcs-2011?edition={number}").text
    assert "not the current edition" not in page
    assert f"/documents/kent-dcs-2011?edition={number}" in page


@pytest.mark.parametrize("faults", ["", ", defects: [Page 3 is missing.]"], ids=["none of its own", "its own"])
def test_an_earlier_edition_says_that_it_is_one_and_has_standing_and_faults_at_the_top(copied, tmp_path, faults):
    old, sha256 = earlier_edition(copied, faults)
    with served(tmp_path, ("-m", "tests.web.replaced", str(copied.build))) as port:
        client = Client(port)
        above = text(client.get(f"/documents/croydon-line-of-sight?edition={sha256[:12]}").text.partition('<div class="passages">')[0])  # fmt: skip
        assert "draft" in above
        assert "A draft of 2016." in above
        if faults:
            assert "Known faults of the text (1)" in above
            assert "Page 3 is missing." in above
        else:
            assert "Known faults of the current edition (" in above
            assert "It may have these as well" in above
            assert "London Borough of Merton" in above
        page = client.get(f"/documents/croydon-line-of-sight?edition={sha256[:12]}").text
        assert "This is not the current edition" in page
        assert "Line of Sight as it was." in page
        assert "Improvement Board." in passage(page, "LMCS 1")
        assert "A draft of 2016." in page
        source = client.get(f"/documents/croydon-line-of-sight/source.txt?edition={sha256[:12]}")
        assert source.body == old.encode()
        today = client.get("/documents/croydon-line-of-sight").text
        assert "This is not the current edition" not in today
        assert f'href="/documents/croydon-line-of-sight?edition={sha256[:12]}"' in today
