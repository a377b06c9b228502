"""Nearness: one measure of how near the wrong options are for every kind, which never falls as they come nearer."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from learning.items import NEAR, NEARER, Kind
from learning.making.material import Material
from learning.making.nearness import Sense, near, nearness

RIGHT = Sense("acknowledge referrals at once", "dudley", "officer", frozenset({"referral"}))


@pytest.fixture(scope="module")
def likeness(store):
    return Material(store).likeness


@pytest.mark.parametrize(("farther", "nearer"), [
    (Sense("chair the panel", "kent"), Sense("chair the panel", "dudley")),
    (Sense("chair the panel", "kent"), Sense("chair the panel", "kent", "officer")),
    (Sense("chair the panel", "kent"), Sense("chair the panel", "kent", "", frozenset({"referral"}))),
    (Sense("chair the panel", "kent"), Sense("chair the referrals", "kent")),
    (Sense("acknowledge the panel", "kent"), Sense("acknowledge referrals", "kent")),
    (Sense("acknowledge referrals", "kent"), Sense("acknowledge referrals", "dudley", "officer", frozenset({"referral"}))),
])  # fmt: skip
def test_a_document_an_office_a_subject_or_a_word_in_common_makes_an_option_nearer(likeness, farther, nearer):
    assert 0 <= near(RIGHT, farther, likeness) < near(RIGHT, nearer, likeness) <= 1


def test_the_very_same_is_nearest_and_nothing_in_common_is_farthest(likeness):
    assert near(RIGHT, RIGHT, likeness) == 1
    assert near(RIGHT, Sense("chair the panel", "kent"), likeness) == 0


def test_an_item_comes_no_nearer_by_an_option_that_is_farther_off(likeness):
    close, far = Sense("acknowledge referrals", "dudley", "officer"), Sense("chair the panel", "kent")
    both = [nearness((RIGHT,), [(close,), (one,), (close,)], likeness) for one in (far, close)]
    assert both[0] < both[1]


def test_an_order_with_one_step_in_place_is_nearer_than_one_with_none(likeness):
    steps = tuple(Sense(text, "kent") for text in ("record the dispute", "tell the director", "resolve it"))
    one_in_place = nearness(steps, [(steps[0], steps[2], steps[1])], likeness)
    none_in_place = nearness(steps, [(steps[1], steps[2], steps[0])], likeness)
    assert one_in_place > none_in_place


def test_difficulty_rises_with_nearness_over_all_items(held):
    for item in held.items:
        assert item.difficulty == 1 + (item.nearness >= NEAR) + (item.nearness >= NEARER)
    ordered = [item.difficulty for item in sorted(held.items, key=lambda item: item.nearness)]
    assert ordered == sorted(ordered)


def test_nearness_is_a_constant_for_no_kind(held):
    values = defaultdict(list)
    for item in held.items:
        values[item.kind].append(item.nearness)
    for kind in Kind:
        most = Counter(values[kind]).most_common(1)[0][1]
        assert len(set(values[kind])) >= 6, kind
        assert most <= len(values[kind]) / (3 if len(values[kind]) >= 40 else 2), kind


def test_each_difficulty_is_about_a_third(held):
    shares = Counter(item.difficulty for item in held.items)
    assert all(0.25 < shares[level] / len(held.items) < 0.42 for level in (1, 2, 3)), shares
