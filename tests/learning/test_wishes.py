"""What someone wants to be asked about, from their own words: never half heard, the nearest offered."""

from __future__ import annotations

import pytest

from knowledge import names
from knowledge.errors import KnowledgeError
from learning.wishes import Wish, fitting, understood


@pytest.fixture(scope="module")
def heard(store):
    vocabulary = names.vocabulary(store)
    return lambda request: understood(request, store, vocabulary)


@pytest.mark.parametrize(("request_", "wish"), [
    ("quiz me on corporate parenting", Wish(topic="corporate-parenting")),
    ("corprate parenting", Wish(topic="corporate-parenting")),
    ("quiz me", Wish()), ("", Wish()), ("Please start a quiz", Wish()), ("practise", Wish()), ("everything!", Wish()),
    ("Test me on team managers in Dudley", Wish(council="Dudley", family="team-managers")),
    ("quiz me about the Croydon protocol", Wish(council="Croydon", document="croydon-line-of-sight")),
    ("kent-yos-css-2007", Wish(council="Kent", document="kent-yos-css-2007")),
    ("the Dudley document", Wish(council="Dudley", document="dudley-roles-2006")),
    ("questions about the duties of councillors in Leicester, please", Wish(council="Leicester", family="councillors")),
    ("safeguarding board", Wish(topic="lscb")),
    ("Dudly", Wish(council="Dudley")), ("the Kent protocol", Wish(council="Kent")),
    ("quiz me on the 2007 Kent protocol", Wish(council="Kent", document="kent-yos-css-2007")),
    ("visits in Dudley since 1999", Wish(council="Dudley", topic="visits")),
    ("protocols in Dudley", Wish(council="Dudley", topic="procedures")),
])  # fmt: skip
def test_a_topic_an_office_a_council_and_a_document_are_understood(heard, request_, wish):
    assert heard(request_) == wish


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ("quiz me on unicorns", "'unicorns'"),
        ("unicorns in Dudley", "'unicorns'"),  # not half heard as all of Dudley
        ("<script>alert(1)</script>", "Name one of these"),
        ("homlesnes", "homelessness"),
        ("x" * 3000, "Name one of these"),
    ],
)
def test_what_is_not_held_is_said_with_the_nearest(heard, request_, words):
    with pytest.raises(KnowledgeError) as caught:
        heard(request_)
    assert caught.value.code == "no_such_subject"
    assert words in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_council_without_documents_is_said_with_those_that_have_some(heard):
    with pytest.raises(KnowledgeError, match=r"No documents of 'Birmingham' are held. There are: Kent"):
        heard("quiz me on Birmingham")


def test_a_wish_that_nothing_fits_is_told_what_there_is(heard, held, store):
    with pytest.raises(
        KnowledgeError, match=r"no questions on Homelessness, Croydon.*Homelessness \(\d+\) or Croydon \(\d+\)"
    ):
        fitting(heard("homelessness in Croydon"), held, store)


def test_every_topic_can_be_wished_for_by_its_name(heard, store):
    for key, topic in store.topics.items():
        if key != "document":
            assert heard(f"quiz me on {topic.name.lower()}").topic == key, topic.name


def test_what_fits_a_wish_fits_all_of_it(held):
    found = Wish(council="Dudley", topic="training").items(held)
    assert found
    assert all("Dudley" in item.councils and "training" in item.topics for item in found)
