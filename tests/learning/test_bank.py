"""Bank: the choice among the questions: what fits, mixed, no two on one clause, the same for the same seed."""

from __future__ import annotations

import pytest

from learning.bank import bank
from learning.items import Kind


def test_the_bank_of_a_store_is_made_once(store, held):
    assert bank(store) is held


def test_an_item_is_found_by_its_id(held):
    assert held.get(held.items[7].id) == held.items[7]
    assert held.get("never was") is None


def test_a_choice_is_the_same_for_the_same_seed_and_another_for_another(held):
    ids = [[i.id for i in held.choose(10, seed)] for seed in ("spring", "spring", "autumn")]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("number", [1, 10, 40])
def test_a_choice_has_no_two_on_the_same_clause(held, number):
    chosen = held.choose(number, "seed")
    assert len(chosen) == number
    clauses = [clause for i in chosen for clause in i.clauses]
    assert len(clauses) == len(set(clauses))


def test_a_choice_mixes_the_kinds(held):
    assert len({i.kind for i in held.choose(10, "mixed")}) >= 8


@pytest.mark.parametrize(("wanted", "fits"), [
    ({"council": "Dudley"}, lambda i: "Dudley" in i.councils),
    ({"council": "Kent", "document": "kent-dcs-2011"}, lambda i: "kent-dcs-2011" in i.documents),
    ({"topic": "corporate-parenting"}, lambda i: "corporate-parenting" in i.topics),
    ({"family": "lead-member"}, lambda i: "lead-member" in i.families),
    ({"kinds": (Kind.TERM, Kind.ORDER)}, lambda i: i.kind in (Kind.TERM, Kind.ORDER)),
    ({"difficulty": 3}, lambda i: i.difficulty == 3),
])  # fmt: skip
def test_only_what_fits_is_chosen(held, wanted, fits):
    chosen = held.choose(8, "fit", **wanted)
    assert len(chosen) >= 5
    assert all(fits(i) for i in chosen)


def test_what_was_asked_lately_is_left_out(held):
    first = held.choose(5, "seed", council="Croydon")
    again = held.choose(5, "seed", council="Croydon", leave_out=[i.id for i in first])
    assert not {i.id for i in first} & {i.id for i in again}


def test_where_fewer_fit_fewer_come(held):
    chosen = held.choose(500, "all", document="kent-yos-css-2007")
    assert 10 <= len(chosen) < 60
    assert held.choose(5, "none", council="Atlantis") == []
