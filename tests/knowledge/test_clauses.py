"""knowledge.clauses: passages with their spans, and the proof that they account for every character."""

import itertools
import re

import pytest

from knowledge import build, clauses, documents, rules
from knowledge.clauses import fold
from knowledge.errors import CheckFailed, KnowledgeError
from tests.conftest import IDS


@pytest.fixture(scope="module")
def checked():
    return build.check()


@pytest.mark.parametrize("id_", IDS)
def test_every_character_is_counted_once_and_all_add_up_to_the_length(checked, id_):
    counts = checked.coverage[id_]
    assert set(counts) <= set(clauses.KINDS)
    assert sum(counts.values()) == len(checked.documents[id_].text)


@pytest.mark.parametrize("id_", IDS)
def test_passages_lie_inside_the_document_in_order_and_never_overlap(checked, id_):
    spans = [span for located in checked.located[id_] for span in located.spans]
    assert spans, "a document without passages"
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(checked.documents[id_].text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize("id_", IDS)
def test_what_is_not_in_a_passage_holds_no_words(checked, id_):
    """Counted anew, from the spans alone: the rest of the text is markup, numbering, page footers and blanks."""
    document = checked.documents[id_]
    rest, at = [], 0
    for located in checked.located[id_]:
        for start, end in located.spans:
            rest.append(document.text[at:start])
            at = end
    rest.append(document.text[at:])
    left = re.sub(r"<[^>]+>|DRAFT 2 - 20\.2\.2006", " ", " ".join(rest))
    assert set(re.findall(r"[A-Za-z]{3,}", left)) <= {"iii", "vii", "viii"}


def test_a_page_footer_inside_a_sentence_is_cut_out_of_the_quote(checked, store):
    document = checked.documents["dudley-roles-2006"]
    clause = store.clause("dudley-roles-2006", "Director of Children's Services 4")
    citation = store.citation(clause)
    assert "DRAFT 2 - 20.2.2006" not in citation.quote
    gaps = [document.text[before[1] : after[0]] for before, after in itertools.pairwise(citation.spans)]
    assert any("DRAFT 2 - 20.2.2006" in gap for gap in gaps)


def test_items_are_cited_with_the_lead_in_that_they_complete(store):
    parents = {c.id: c for id_ in IDS for c in store.clauses_of(id_)}
    items = [c for c in parents.values() if c.parent]
    assert items
    for item in items:
        lead = parents[item.parent]
        assert item.document == lead.document
        assert item.quote.startswith(lead.quote)


def located(document, texts):
    return clauses.locate(document, texts, "test.yml")


def test_text_between_passages_that_belongs_to_none_is_unaccounted(copied):
    path = copied.rules / "croydon-line-of-sight.yml"
    file, _ = rules.load(path)
    texts = [(p.kind, p.reference, p.text, n) for n, p in enumerate(file.passages)]
    at = next(n for n, p in enumerate(file.passages) if p.reference == "LMCS 2")
    document = documents.load()["croydon-line-of-sight"]
    with pytest.raises(KnowledgeError) as caught:
        located(document, texts[:at] + texts[at + 1 :])
    assert caught.value.code == "unaccounted"
    assert "Monthly discussion with DCS" in str(caught.value)


def test_a_changed_quote_is_named_with_file_and_line(copied):
    line = copied.edit("quote: Improvement Board.", "quote: Improvment Board.")
    with pytest.raises(CheckFailed) as caught:
        copied.check()
    error = next(e for e in caught.value.errors if e.code == "quote_not_in_source")
    place = re.match(r"croydon-line-of-sight\.yml:(\d+):", str(error))
    assert place, str(error)
    assert abs(int(place[1]) - line) <= 1
    assert "LMCS 1" in str(error)
    assert "Copy it again" in str(error)


def test_a_quote_out_of_the_document_s_order_is_an_error(copied):
    file, _ = rules.load(copied.rules / "croydon-line-of-sight.yml")
    texts = [(p.kind, p.reference, p.text, n) for n, p in enumerate(file.passages)]
    texts[3], texts[-1] = texts[-1], texts[3]
    with pytest.raises(KnowledgeError):
        located(documents.load()["croydon-line-of-sight"], texts)


def test_fold_takes_out_markup_list_marks_and_differences_of_white_space():
    assert fold("<td> **All**  staff\n must ▪ refer </td>") == "All staff must refer"
