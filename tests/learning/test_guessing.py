"""Guessing: whoever knows no clause but knows how tests are made is right no more often than by chance."""

from __future__ import annotations

from collections import Counter

import pytest

from learning import shelf
from learning.items import Kind


def _longest(texts: list[str], right: int) -> bool:
    return len(texts[right]) > max(len(text) for place, text in enumerate(texts) if place != right)


def _shortest(texts: list[str], right: int) -> bool:
    return len(texts[right]) < min(len(text) for place, text in enumerate(texts) if place != right)


# Orders and matchings are as long as each other.
@pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.ORDER, Kind.MATCH)])
def test_the_right_option_is_the_longest_in_no_more_than_a_third(held, kind):
    own = [item for item in held.items if item.kind is kind]
    assert sum(_longest(list(item.options), item.right) for item in own) <= len(own) / 3


def test_nor_is_it_the_shortest_more_often_than_that(held):
    assert sum(_shortest(list(item.options), item.right) for item in held.items) <= len(held.items) / 3


def test_no_place_holds_the_right_option_much_more_often_than_another(held):
    places = Counter(item.right for item in held.items)
    assert all(0.2 < places[place] / len(held.items) < 0.3 for place in range(4)), places
    for kind in Kind:
        own = Counter(item.right for item in held.items if item.kind is kind)
        most = 0.45 if own.total() >= 40 else 0.6  # of few, chance alone puts more in one place
        assert max(own.values()) <= most * own.total(), (kind, own)


def test_no_option_wears_the_wording_of_its_council(held):
    """Some documents 'ensure', others 'make sure': among options both read the same."""
    options = [
        option for item in held.items if item.kind in (Kind.DUTY, Kind.NOT_DUTY, Kind.GAP) for option in item.options
    ]
    assert not [option for option in options if option.startswith("Ensure that")]


def test_what_a_document_says_nothing_about_does_not_name_where_it_comes_from(held, store):
    for item in held.items:
        if item.kind is Kind.GAP and "say nothing about" in item.question:
            assert not any(word in item.answer.casefold().split() for word in ("city", "borough", "county")), (
                item.answer
            )
            assert not any(name in item.answer for name in (*store.councils, "LMCS", "LADO")), item.answer


def test_terms_are_asked_among_terms_that_are_alike(held):
    for item in held.items:
        if item.kind is Kind.TERM and "stand for" not in item.question:
            assert item.difficulty > 1, item.question


# --- scenarios -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def choices(store):
    """The choices of every scenario."""
    made = shelf.made(store)
    return {told.id: made.marker.options(told) for told in made.scenarios}


def _read(options):
    return [option.text for option in options], next(place for place, option in enumerate(options) if option.right)


def test_the_right_answer_of_a_scenario_is_the_longest_in_no_more_than_a_third(choices):
    longest = [id_ for id_, options in choices.items() if _longest(*_read(options))]
    assert len(longest) <= len(choices) / 3, longest
    shortest = [id_ for id_, options in choices.items() if _shortest(*_read(options))]
    assert len(shortest) <= len(choices) / 3, shortest


def test_where_it_is_the_longest_it_is_not_much_longer(choices, store):
    """An option twice as long as all the others is seen without reading. The names of offices are as long as they are."""
    names = {role.name.casefold() for role in store.roles.values()}
    for id_, options in choices.items():
        texts, right = _read(options)
        if texts[right].casefold() in names:
            continue
        others = max(len(text) for place, text in enumerate(texts) if place != right)
        assert len(texts[right]) <= 1.4 * others + 8, id_


def test_the_right_answer_of_a_scenario_stands_anywhere(choices):
    places = Counter(_read(options)[1] for options in choices.values() if len(options) == 4)
    assert all(0.15 < places[place] / sum(places.values()) < 0.35 for place in range(4)), places
