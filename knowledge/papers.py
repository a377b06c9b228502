"""Papers: questions about a document itself, its standing and dates, and the people it names.

Like knowledge.kinds, functions take the desk (knowledge.answers.Knowledge) and a Reading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge import clauses as c
from knowledge import sayings
from knowledge import text as t
from knowledge.citations import Citation
from knowledge.documents import Document
from knowledge.kinds import answer
from knowledge.outcomes import Answer, NotCovered, Outcome
from knowledge.readings import Reading
from knowledge.store import Clause

if TYPE_CHECKING:
    from knowledge.answers import Knowledge


def document(desk: Knowledge, reading: Reading, context_document: str | None) -> Outcome | None:
    """A document's standing, date, version; or which documents there are."""
    if not reading.documents and re.search(
        r"\b(which|what|list|all) (of )?(the |your )?(documents|protocols|papers|sources|policies)( (do|have|can|are|is)\b|\W*$)", reading.text, re.I
    ) and not re.search(r"\bi need\b", reading.text, re.I):  # fmt: skip
        held = [d for d in desk.store.documents.values() if d.council in reading.councils]
        return _standing(desk, held, reading.text)
    chosen = list(reading.documents)
    if not chosen and context_document and (reading.follows or reading.that_document):
        chosen = [context_document]
    if not chosen:
        chosen = [d.id for d in desk.store.documents.values() if d.council in reading.councils]
        if len({desk.store.documents[d].council for d in chosen}) > 1:
            return None
    if not reading.standing:
        return None
    held = [desk.store.documents[d] for d in chosen]
    if len(held) > 1:
        named = desk.nearest_document(reading, held)
        held = [named] if named else held
    return _standing(desk, held, reading.text)


def _standing(desk: Knowledge, held, text: str) -> Outcome | None:
    says, cited = [], []
    for document in held:
        says.append(f"{document.council}: {document.title}. {document.standing_note}")
        if document.replaces:
            says.append(
                f"It says that it replaces {document.replaces}. Whether it has been replaced since, the text cannot show."
            )
        cited += sorted(dates(document), key=lambda dated: not _of_what(text, dated.clause))
    return Answer(says=tuple(says), citations=tuple(cited)) if cited else None


# What a question calls the dates that the manifest names: 'when was it due to be looked at again?'
_DATES = tuple(
    (re.compile(asked, re.IGNORECASE), label)
    for asked, label in (
        (
            r"\breview\w*|\blook(?:ed|ing)?[- ](?:at again|back)\b|\brevis\w+|\brenew\w*|\bdue\b|\brun(?:s|ning)? out\b|\bexpir\w+",
            "review",
        ),
        (r"\bapprov\w+|\badopt\w+|\bagreed\b|\bpassed\b", "approval"),
        (r"\bauthoris\w+|\bsign\w*", "authoris"),
        (r"\bbefore\b|\bearlier\b|\bprevious\b|\blast version\b|\boriginal\w*", "earlier"),
        (r"\bcabinet\b", "cabinet"),
        (r"\bdraft\b", "draft"),
    )
)


def _of_what(text: str, label: str) -> bool:
    return any(asked.search(text) and word in label.lower() for asked, word in _DATES)


def dates(document: Document) -> list[Citation]:
    """The dates that the text of a document gives, each with its words."""
    cited = []
    for dated in document.dates:
        located = c.find(document, dated.quote)
        if not located:
            continue
        cited.append(
            Citation(document=document.id, title=document.title, council=document.council,
                     clause=f"date of {dated.of}", role="", path=(), pieces=(c.fold(dated.quote),), adjacent=(),
                     quote=c.fold(dated.quote), spans=located.spans, standing=document.standing, date=document.date)
        )  # fmt: skip
    return cited


def contact(desk: Knowledge, reading: Reading) -> Outcome | None:
    """Named people of the documents' time, when they are asked for; and plainly none where there is none."""
    held = [
        x for x in desk.store.contacts(reading.councils) if not reading.documents or x.document in reading.documents
    ]
    asked = set(t.content(reading.text))
    named = [
        x for x in held
        if any(len(set(t.content(k.name)) & asked) > 0 or len(set(t.content(k.post)) & asked) > 2 for k in x.contacts)
    ]  # fmt: skip
    advice = re.search(
        r"\b(advice|further|contact|framework|document|paper|report|summary|roles|protocol|sign\w*)\b",
        reading.text,
        re.I,
    )
    mentioned = [m.key for m in reading.mentions if m.kind == "family"]
    offices = [f for f in mentioned if f not in ("council", "councillors", "frontline-staff", "other-staff")]
    none = NotCovered(says=(sayings.NOT_COVERED["no_contact"],), notes=(sayings.NEXT["general"],))
    # A signature has a name and no number.
    if re.search(r"\b(?:phones?|telephone|tel|mobile|extension|ring|number)\b", reading.text, re.I) and named:
        named = [x for x in named if any(k.telephone for k in x.contacts)]
        if not named:
            return none
    if re.search(r"\be-?mail|address\b", reading.text, re.I) and not any("@" in x.quote for x in named):
        return none
    if named:
        return answer(desk, [sayings.CONTACTS.format(year=_year(desk, named[0]))], named[:3])
    if advice and not offices and reading.council_known and held:
        phones = [x for x in held if any(k.telephone for k in x.contacts) and x.parent] or held
        return answer(desk, [sayings.CONTACTS.format(year=_year(desk, phones[0]))], phones[:3])
    return none


def _year(desk: Knowledge, held: Clause) -> str:
    return (desk.store.documents[held.document].date or "the document").split()[-1]
