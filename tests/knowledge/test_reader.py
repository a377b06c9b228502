"""knowledge.reader: a document as it reads: every character of the source, in order; earlier editions beside today's."""

import hashlib
import re

import pytest

from knowledge import build, reader
from knowledge.clauses import fold
from knowledge.errors import CheckFailed, KnowledgeError
from knowledge.store import Store
from tests.conftest import IDS

OLD = "# Old paper\n\nWords that no clause of today holds.\n\n- Improvement Board.\n\n2. A last line, [with] marks.\n"


def without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("id_", IDS)
def test_everything_but_markup_is_read_and_in_order(store, id_):
    text = store.edition(id_, store.documents[id_].sha256)
    read = reader.read(store, id_)
    assert without_blanks("".join(p.mark + p.text for p in read)) == without_blanks(fold(text))


@pytest.mark.parametrize("id_", IDS)
def test_every_clause_stands_there_once_with_its_own_words(store, id_):
    read = {p.reference: p for p in reader.read(store, id_) if p.kind in ("clause", "lead-in")}
    clauses = store.clauses_of(id_)
    assert list(read) == [clause.reference for clause in clauses]
    for clause in clauses:
        words = " ".join(piece.text for piece in read[clause.reference].pieces if not piece.footer)
        assert words == store.citation(clause).pieces[-1]


def test_a_footer_inside_a_sentence_is_told_apart(store):
    footers = [p for passage in reader.read(store, "dudley-roles-2006") for p in passage.pieces if p.footer]
    assert footers
    assert {p.text for p in footers} == {"DRAFT 2 - 20.2.2006"}


def test_items_stand_within_their_lead_in(store):
    depth = {p.reference: p.depth for p in reader.read(store, "kent-yos-css-2007")}
    assert (depth["1"], depth["1(i)"]) == (0, 1)


@pytest.mark.parametrize("prefix", ["zzzzzz", "59cc6", "'; --", "5" * 64])
def test_an_edition_that_is_not_held_is_said(store, prefix):
    with pytest.raises(KnowledgeError, match="has no edition"):
        reader.edition(store.documents["kent-dcs-2011"], prefix)


def test_todays_edition_has_an_address_too(store):
    document = store.documents["kent-dcs-2011"]
    assert reader.edition(document, document.sha256[:12].upper()) is document
    assert reader.edition(document, "") is document


def test_an_unknown_document_is_said_with_the_nearest(store):
    with pytest.raises(KnowledgeError, match="kent-dcs-2011"):
        reader.read(store, "kent-dcs")


# --- an earlier edition, in a made-up manifest ------------------------------------------------------------------------


def earlier(copied, text=OLD, sha256=None):
    """Puts an earlier edition of Croydon's protocol into the copied manifest."""
    (copied.sources / "croydon-2016.txt").write_bytes(text.encode())
    sha256 = sha256 or hashlib.sha256(text.encode()).hexdigest()
    copied.edit(
        "  short: Croydon Line of Sight (undated)",
        f"  short: Croydon Line of Sight (undated)\n  earlier:\n  - {{file: croydon-2016.txt, sha256: {sha256}, "
        "standing: draft, standing_note: A draft of 2016., date: May 2016}",
        "manifest.yml", copied.sources,
    )  # fmt: skip
    return sha256


def test_an_earlier_edition_can_still_be_read(copied):
    sha256 = earlier(copied)
    store = Store(build.build()[0])
    document = store.documents["croydon-line-of-sight"]
    old = reader.edition(document, sha256[:12])
    assert old.date == "May 2016"
    read = reader.read(store, document.id, old)
    assert without_blanks("".join(p.mark + p.text for p in read)) == without_blanks(fold(OLD))
    assert [p.text for p in read if p.reference] == ["Improvement Board."], (
        "what today's rules hold keeps its reference"
    )
    assert read[1].kind == "text"
    assert [p.kind for p in reader.read(store, document.id)].count("text") == 0


def test_an_earlier_edition_that_was_changed_is_not_published(copied):
    earlier(copied, sha256="0" * 64)
    with pytest.raises(CheckFailed, match=r"croydon-2016\.txt"):
        build.build()


def test_an_earlier_edition_without_its_file_is_not_published(copied):
    earlier(copied)
    (copied.sources / "croydon-2016.txt").unlink()
    with pytest.raises(CheckFailed, match=r"croydon-2016\.txt"):
        build.build()
