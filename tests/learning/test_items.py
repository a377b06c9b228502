"""Items: one right option, a stable id, an order that follows from it, and an edition that a changed clause breaks."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from learning.items import Item, Kind, edition, item, stands


@pytest.fixture
def citation(store):
    return store.citation(store.clause("leicester-roles-2009", "annex 19.1"))


@pytest.fixture
def made(citation):
    def make(question="Who?", answer="Team Managers", wrong=("Heads of Service", "All Councillors"), near=0.1) -> Item:
        return item(
            Kind.BEARER, question, answer, wrong, citations=(citation,), nearness=near, explanation="annex 19.1"
        )

    return make


def test_the_id_is_the_same_whatever_the_order_of_the_wrong_options(made):
    assert made() == made(wrong=("All Councillors", "Heads of Service"))


def test_another_wording_or_another_option_is_another_item(made):
    ids = {
        made().id,
        made(question="Which?").id,
        made(wrong=("Heads of Service", "Cabinet")).id,
        made(answer="Cabinet").id,
    }
    assert len(ids) == 4


def test_the_right_option_does_not_always_stand_first(held):
    places = {i.right for i in held.items if len(i.options) == 4}
    assert places == {0, 1, 2, 3}
    counts = [sum(i.right == place for i in held.items) for place in range(4)]
    assert min(counts) > 0.7 * max(counts)


@pytest.mark.parametrize("change", [
    {"options": ("Team Managers",), "right": 0}, {"right": 7}, {"right": -1}, {"difficulty": 4}, {"citations": ()},
    {"options": ("Team Managers", "team managers ")}, {"options": tuple("abcdef")},
])  # fmt: skip
def test_an_item_that_cannot_be_asked_cannot_be_built(made, change):
    data = made().model_dump() | change
    with pytest.raises(ValidationError):
        Item.model_validate(data)


def test_difficulty_follows_from_how_near_the_wrong_options_are(made):
    assert [made(near=near).difficulty for near in (0.1, 0.4, 0.6)] == [1, 2, 3]


def test_an_item_stands_as_long_as_its_clauses_say_the_same(made, store, citation):
    one = made()
    assert stands(one, store)
    older = citation.model_copy(update={"quote": "Ensure that referrals are acknowledged within a day."})
    assert not stands(one.model_copy(update={"citations": (older,), "edition": edition((older,))}), store)


def test_an_item_falls_when_its_clause_is_gone(made, store, citation):
    gone = citation.model_copy(update={"clause": "annex 99.9"})
    assert not stands(made().model_copy(update={"citations": (gone,)}), store)


def test_the_payload_is_plain_json(made):
    one = made()
    assert Item.model_validate(json.loads(json.dumps(one.payload()))) == one
