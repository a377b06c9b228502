"""Standings: where a document itself stands: approved or draft, its date, what the date is of, its version.

From what the manifest says of each document, with the words of the text that give its dates. The document is named by
what it is ("Dudley's summary of roles and responsibilities"): its short name would say the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge import standings
from knowledge.documents import Document
from knowledge.sayings import capital
from learning.items import Item, Kind, item
from learning.making.material import Material
from learning.making.nearness import Sense

STANDS = {
    "approved": "Approved by the Council",
    "draft": "A draft: nothing in it shows that it was adopted",
    "proposed": "Put forward for agreement: nothing in it shows that it was agreed",
    "review overdue": "Authorised, and the date for its review has passed",
    "undated": "It gives no date of its own, and nothing in it shows that it was approved",
}
NO_DATE, NO_VERSION = "It gives no date of its own", "It names none"
# What the manifest calls a date, in words that can stand alone; one that is not here is asked as the manifest has it.
OF = {
    "approval by the Council": "Its approval by the Council", "draft 2": "Draft 2 of it", "authorisation": "Its authorisation",
    "Cabinet": "The meeting of the Cabinet that it went to", "OSMB": "The meeting of OSMB that it went to",
    "earlier version": "An earlier version of it", "review due": "A review due at that time",
    "Ofsted report on Merton that it cites": "An Ofsted report on Merton that it cites",
}  # fmt: skip


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for document in material.store.documents.values():
        if standings.dates(document):
            yield _standing(material, document)
            yield _date(material, document)
            yield _version(material, document)
            for dated in document.dates:
                yield _of(material, document, dated.date, dated.of)


def _standing(material: Material, document: Document) -> Iterator[Item]:
    if document.standing not in STANDS:
        return
    others = [words for key, words in STANDS.items() if key != document.standing]
    question = f"Where does {_called(document)} stand?"
    for start in range(len(others)):
        wrong = (others[start:] + others[:start])[:3]
        yield _item(material, document, question, STANDS[document.standing], wrong, document.standing_note)


def _date(material: Material, document: Document) -> Iterator[Item]:
    own = {dated.date for dated in document.dates} | {document.date}
    held = [d.date for d in material.store.documents.values() if d.date and d.date not in own]
    # A date in the text that is not its own is what people take for it.
    lures = [dated.date for dated in document.dates if not document.date]
    wrong = [*lures, *held][: 3 if not document.date else 2] + ([NO_DATE] if document.date else [])
    right = document.date or NO_DATE
    yield _item(
        material,
        document,
        f"Which date does {_called(document)} give for itself?",
        right,
        wrong,
        document.standing_note,
    )


def _of(material: Material, document: Document, date: str, of: str) -> Iterator[Item]:
    others = list(dict.fromkeys(d.of for other in material.store.documents.values() for d in other.dates if d.of != of))
    own = [d.of for d in document.dates if d.of in others]
    wrong = [*own, *(other for other in others if other not in own)][:3]
    question = f"{date} stands in {_called(document)}. What is it the date of?"
    yield _item(
        material, document, question, _words(of), [_words(other) for other in wrong], f"{_words(of)}: {date}", of
    )


def _version(material: Material, document: Document) -> Iterator[Item]:
    named = [_version_of(d) for d in material.store.documents.values() if d.version]
    right = _version_of(document) if document.version else NO_VERSION
    wrong = [name for name in named if name != right] + ([NO_VERSION] if document.version else [])
    said = f"Its version: {document.version}." if document.version else "No version is named in it."
    question = f"Which version does {_called(document)} say that it is?"
    yield _item(material, document, question, right, wrong[:3], f"{said} {document.standing_note}")


def _words(of: str) -> str:
    return OF.get(of) or capital(of)


def _version_of(document: Document) -> str:
    bare = re.sub(r"\s*\(.*?\)", "", document.version or "").strip()
    return f"Version {bare}" if re.fullmatch(r"[\d.]+", bare) else capital(bare)


def _called(document: Document) -> str:
    return f"{document.council}'s {document.kind}"


def _item(
    material: Material, document: Document, question: str, right: str, wrong: list[str], said: str, of: str = ""
) -> Item:
    dates = standings.dates(document)
    own = {words for dated in document.dates for words in (dated.date, _words(dated.of))}
    senses = [(Sense(words, document.id if words in own else ""),) for words in wrong]
    cited = [c for c in dates if of and c.clause.endswith(of)] or dates[:1]
    return item(
        Kind.STANDING, question, right, wrong, citations=cited, topics=("document",),
        nearness=material.measure((Sense(right, document.id),), senses),
        explanation=f"{said.rstrip('.')} ({'; '.join(c.clause for c in cited)}).",
    )  # fmt: skip
