"""knowledge.store: read-only, safe from whatever is typed, and documented."""

import re
import sqlite3

import pytest

from knowledge import build
from knowledge.errors import KnowledgeError
from tests.conftest import ROOT, STATUSES

SYNTAX = [
    '"', '""" OR ""', "NEAR(referral concern, 5)", "referral* AND (", "plain: referral", "^referral", "a - b NOT c",
    "'; DROP TABLE clauses; --", "1 OR 1=1", "union select data from clauses", "{plain asked} : x", "\\", "%_",
]  # fmt: skip


@pytest.mark.parametrize("text", SYNTAX)
def test_query_syntax_in_a_question_is_only_words(ask, text):
    assert ask(text).outcome.status in STATUSES


@pytest.mark.parametrize("text", SYNTAX)
def test_query_syntax_in_words_to_match_is_only_words(store, text):
    store.match([text, *text.split()], ["Kent"], 5)


@pytest.mark.parametrize("councils", [["Kent"], ["Leicester"], ["Croydon", "Kent"], ["Dudley", "Leicester"]])
def test_what_councils_have_is_found_as_if_all_were_searched(store, councils):
    of, words = store.councils_of_statements(), ["referr", "director", "member"]
    everywhere = store.match(words, store.councils, 10_000)
    assert store.match(words, councils, 10_000) == {i: v for i, v in everywhere.items() if of[i] in councils}
    assert {of[i] for i in store.match(words, councils, 5)} <= set(councils)


def test_query_syntax_in_a_reference_finds_no_clause(store):
    with pytest.raises(KnowledgeError) as caught:
        store.clause("kent-dcs-2011", "x' or '1'='1")
    assert caught.value.code == "no_such_clause"


def test_a_published_store_cannot_be_written_to(store):
    with pytest.raises(sqlite3.OperationalError):
        store.db.execute("delete from clauses")


@pytest.mark.parametrize(
    ("document", "reference", "bearer", "quote"),
    [
        ("leicester-roles-2009", "annex 19.1", "Team Managers within Fieldwork Services, Social Care & Safeguarding Division",
         "Ensure that referrals are acknowledged."),
        ("croydon-line-of-sight", "LMCS 8", "Lead Member Children's Services (LMCS)", "Chair Corporate Parenting Panel."),
        ("dudley-roles-2006", "All Councillors 1", "All Councillors",
         "To be aware of how and when to refer child welfare concerns to the Directorate of Children's Services, and how, "
         "after the referral has been registered, that there are subsequent constraints on staff sharing information in "
         "accordance with the Council's political conventions."),
    ],
)  # fmt: skip
def test_a_known_clause_is_stored_word_for_word_with_its_bearer(store, document, reference, bearer, quote):
    clause = store.clause(document, reference)
    assert [store.roles[document, key].name for key in clause.bearers] == [bearer]
    assert store.citation(clause).pieces[-1] == quote


def test_a_reference_is_found_in_any_case(store):
    assert store.clause("croydon-line-of-sight", "lmcs 8") == store.clause("croydon-line-of-sight", "LMCS 8")


def test_a_wrong_reference_is_told_the_nearest(store):
    with pytest.raises(KnowledgeError, match="LMCS 1"):
        store.clause("croydon-line-of-sight", "LMCS 111")


def test_every_stated_duty_belongs_to_a_clause_and_its_bearers_to_the_roles(store):
    for (document, key), role in store.roles.items():
        for stated in store.duties_of(document, role.key):
            assert key in stated.bearers
            assert store.clauses([stated.clause])[0].reference == stated.reference


def test_every_table_is_documented(published):
    page = ROOT / "docs" / "store.md"
    if not page.exists():
        pytest.skip("docs/store.md is not written yet")
    db = sqlite3.connect(f"file:{build.current(published)}?mode=ro", uri=True)
    tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
    shadows = re.compile(r"_fts_(data|idx|content|docsize|config)$|^sqlite_")
    text = page.read_text(encoding="utf-8")
    assert [t for t in tables if not shadows.search(t) and f"`{t}`" not in text] == []
