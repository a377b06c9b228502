"""Every quote of every citation stands at its spans: the promise of the whole project, checked clause by clause.

The comparison is written anew here, so that a mistake in knowledge.clauses cannot hide itself.
"""

import re

import pytest

from knowledge import documents, quoting
from knowledge.search import Candidate
from tests.conftest import IDS

LONGEST = 1500  # characters; a longer quote would be no citation of a clause


def squeezed(text: str) -> str:
    text = re.sub(r"<[^>]+>", " ", text)
    text = re.sub("[*▪]", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def stands(citation, text: str) -> bool:
    inside = all(0 <= start < end <= len(text) for start, end in citation.spans)
    return (
        bool(citation.spans)
        and inside
        and squeezed(" ".join(text[a:b] for a, b in citation.spans)) == squeezed(citation.quote)
    )


@pytest.mark.parametrize("id_", IDS)
def test_every_quote_stands_at_its_spans(store, id_):
    text = documents.load()[id_].text
    wrong = [c.reference for c in store.clauses_of(id_) if not stands(store.citation(c), text)]
    assert not wrong


@pytest.mark.parametrize("id_", IDS)
def test_a_lead_in_quoted_with_all_its_items_stands_too(knowledge, id_):
    text = documents.load()[id_].text
    for clause in knowledge.store.clauses_of(id_):
        citation = knowledge.cite(clause, whole=True)
        assert stands(citation, text), clause.reference
        assert len(citation.quote) <= LONGEST, clause.reference


@pytest.mark.parametrize("id_", IDS)
def test_no_quote_ends_inside_a_word(store, id_):
    text = documents.load()[id_].text
    for clause in store.clauses_of(id_):
        for start, end in store.citation(clause).spans:
            assert not (start and text[start - 1].isalpha() and text[start].isalpha()), clause.reference
            assert not (end < len(text) and text[end - 1].isalpha() and text[end].isalpha()), clause.reference


def test_well_over_three_hundred_duties_are_held(store):
    duties = {s.id for role in store.roles.values() for s in store.duties_of(role.document, role.key)}
    assert len(duties) > 300


def test_the_nearest_clause_of_a_refusal_is_no_bare_lead_in(knowledge, store):
    leading = [c.id for id_ in IDS for c in store.clauses_of(id_) if c.kind == "lead-in"]
    for stated in store.stated_in(leading):
        clause = store.clauses([stated.clause])[0]
        refusal = quoting.not_covered(knowledge, "nothing_near", [Candidate(stated, {"meaning_closest": 1.0})])
        assert (len(refusal.nearest[0].pieces) > len(store.citation(clause).pieces)) == knowledge.whole(clause)
