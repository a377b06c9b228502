"""knowledge.documents: the five sources stand byte for byte as published."""

import hashlib

import pytest

from knowledge import documents
from knowledge.errors import KnowledgeError
from tests.conftest import IDS

# The documents as they were handed over: names in shared/sources, sha256.
PUBLISHED = {
    "kent-dcs-2011": "59cc6bde8af4ba87b59bf4421cc052968916ad4818d85802c67b3435696063be",
    "dudley-roles-2006": "94ccfce465a038097988ec959784ea89dc9d1bb1ba3b6cf3fcd9637ec924d60f",
    "leicester-roles-2009": "2c17dc0f3ec11f4abea088fd3395d5159a854a641fcbb31ef224da1d39e0f7ac",
    "croydon-line-of-sight": "4c536a388d4420f754566c11ddbdf2e3fa2e9bc9d84e5251ca28dc45615f9e64",
    "kent-yos-css-2007": "9cdb2be6c45c7cd2bde9e73defc9aca4f08f34ab570da024c2042f7cee38bae1",
}


@pytest.mark.parametrize("id_", IDS)
def test_a_source_is_the_published_file_byte_for_byte(id_):
    document = documents.load()[id_]
    data = (documents.SOURCES / document.file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == PUBLISHED[id_] == document.sha256
    assert document.text == data.decode("utf-8")


def test_one_changed_byte_is_an_error_that_names_the_file(copied):
    path = copied.sources / "dudley-roles-2006.txt"
    path.write_bytes(path.read_bytes().replace(b"Councillors", b"Councillers", 1))
    with pytest.raises(KnowledgeError) as caught:
        documents.load(copied.sources)["dudley-roles-2006"].text  # noqa: B018
    assert caught.value.code == "source_changed"
    assert "dudley-roles-2006.txt" in str(caught.value)
    assert "Restore" in str(caught.value)


def test_a_changed_line_ending_is_a_changed_byte(copied):
    path = copied.sources / "kent-dcs-2011.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n", 1))
    with pytest.raises(KnowledgeError, match=r"kent-dcs-2011\.txt"):
        documents.load(copied.sources)["kent-dcs-2011"].text  # noqa: B018


def test_a_missing_source_is_an_error_that_names_the_file(copied):
    (copied.sources / "croydon-line-of-sight.txt").unlink()
    with pytest.raises(KnowledgeError) as caught:
        documents.load(copied.sources)["croydon-line-of-sight"].text  # noqa: B018
    assert caught.value.code == "source_missing"
    assert "croydon-line-of-sight.txt" in str(caught.value)


def test_every_date_of_the_manifest_stands_in_its_source():
    for document in documents.load().values():
        text = " ".join(document.text.split())
        for dated in document.dates:
            assert dated.quote in text, f"{document.id}: {dated.quote}"


@pytest.mark.parametrize(
    ("id_", "standing"),
    [("kent-dcs-2011", "approved"), ("dudley-roles-2006", "draft"), ("leicester-roles-2009", "proposed"),
     ("croydon-line-of-sight", "undated"), ("kent-yos-css-2007", "review overdue")],
)  # fmt: skip
def test_the_standing_of_each_document_is_what_its_text_shows(id_, standing):
    assert documents.load()[id_].standing == standing


def test_a_typing_error_in_the_manifest_is_shown_with_its_line(copied):
    line = copied.edit("  council: Kent", "  counsil: Kent", "manifest.yml", copied.sources)
    with pytest.raises(KnowledgeError) as caught:
        documents.load(copied.sources)
    assert caught.value.code == "invalid"
    assert str(caught.value).startswith(f"manifest.yml:{line}:") or "council" in str(caught.value)
