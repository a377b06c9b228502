"""knowledge.finding: clauses by words and filters, whatever the words are."""

import pytest

from knowledge import finding


def references(findings):
    return [f"{f.clause.document}/{f.clause.reference}" for f in findings.found]


def test_the_clause_comes_first(knowledge):
    found = finding.find(knowledge, "referrals acknowledged", council="Leicester")
    assert references(found)[0] == "leicester-roles-2009/annex 19.1"
    assert found.found[0].whole
    wholes = [f.whole for f in found.found]
    assert wholes == sorted(wholes, reverse=True), "those with all words stand first"
    assert found.whole == sum(wholes)


def test_each_clause_comes_once(knowledge):
    found = references(finding.find(knowledge, "child protection training"))
    assert len(found) == len(set(found)) > 20


def test_filters(knowledge):
    store = knowledge.store
    for f in finding.find(knowledge, "training", council="Dudley", family="dcs", topic="training").found:
        assert f.clause.council == "Dudley"
        assert "training" in f.clause.topics
        assert all("dcs" in (*s.bearer_families, *s.other_families) for s in f.stated)
    everything = finding.find(knowledge, "", council="Croydon")
    assert references(everything) == [
        f"croydon-line-of-sight/{c.reference}" for c in store.clauses_of("croydon-line-of-sight")
    ]


@pytest.mark.parametrize("query", ['" OR 1', "NEAR(a b)", "plain:*", "a AND NOT b", "((((", "'; drop table clauses; --", "\x00\x01 referral",
                                   "ﬁ ½ ²", "🙂", "referral " * 300, "x" * 5000, "^*", "{plain asked} : x"])  # fmt: skip
def test_no_query_breaks_the_index(knowledge, query):
    found = finding.find(knowledge, query)
    assert len(found.stems) <= finding.MOST_WORDS


def test_words_that_say_nothing_find_nothing(knowledge):
    assert finding.find(knowledge, "the what of").found == ()
    assert finding.find(knowledge, "xyzzy").found == ()


def test_more_words_than_are_looked_at_is_said(knowledge):
    query = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(60)) + " referral"
    assert finding.find(knowledge, query).cut


def test_marks_are_put_on_words_only_and_lose_nothing():
    text = "Ensure that referrals, the Referral’s date & “referred” cases are acknowledged."
    pieces = finding.marked(text, frozenset(["refer"]))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == ["referrals", "Referral’s", "referred"]
    assert finding.marked("", frozenset(["refer"])) == []


def test_people_of_their_time_are_found_only_if_asked_for(knowledge):
    named = {f"{c.document}/{c.reference}" for c in knowledge.store.contacts(knowledge.store.councils)}
    assert named
    for council in knowledge.store.councils:
        assert not named & set(references(finding.find(knowledge, "", council=council)))
    assert not named & set(references(finding.find(knowledge, "director of children's social services")))
    assert named & set(references(finding.find(knowledge, "signature of the director of children's social services")))
    assert named & set(references(finding.find(knowledge, "Angela Slaven")))
