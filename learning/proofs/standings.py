"""Standings: proofs of what is asked about a document itself, from the manifest and from the words of its text."""

from __future__ import annotations

import re

from knowledge import standings
from knowledge.documents import Document
from learning.items import Item
from learning.ledger import Ledger


def standing(item: Item, ledger: Ledger) -> list[str]:
    if len(item.documents) != 1 or item.documents[0] not in ledger.store.documents:
        return ["form: the question is not about one document"]
    document = ledger.store.documents[item.documents[0]]
    alike = [d for d in ledger.store.documents.values() if f"{d.council}'s {d.kind}" in item.question]
    if document not in alike or max(alike, key=lambda d: len(d.kind)) != document:
        return ["form: the question does not name the document"]
    if item.question.startswith("Where does"):
        true = [_stands(option, document) for option in item.options]
    elif item.question.startswith("Which date"):
        true = [_date(option, document) for option in item.options]
    elif item.question.startswith("Which version"):
        true = [_version(option, document) for option in item.options]
    elif dated := re.match(r"(.+?) stands in ", item.question):
        true = [_of(option, dated[1], document) for option in item.options]
    else:
        return ["form: the question asks nothing that is known of a document"]
    found = [] if true[item.right] else ["not right: the document is said to stand otherwise"]
    return found + [f"two right: '{option}' may be true of the document as well"
                    for option, said in zip(item.options, true, strict=True) if said is not False and option != item.answer]  # fmt: skip


def _stands(option: str, document: Document) -> bool | None:
    """Whether a standing is the document's; None where the text leaves it in doubt."""
    text, says = document.text.casefold(), option.casefold()
    dates = " ".join(dated.of for dated in document.dates)
    if says.startswith("approved by the council"):
        if document.standing == "approved":
            return "approval" in dates
        return None if "approved by the council" in text or document.standing == "review overdue" else False
    if says.startswith("a draft"):
        return True if document.standing == "draft" else (None if "draft" in text else False)
    if says.startswith("put forward"):
        return True if document.standing == "proposed" else (None if document.standing == "draft" else False)
    if says.startswith("authorised"):
        return document.standing == "review overdue" if "authorised" in text or "review" not in dates else None
    if says.startswith("it gives no date"):
        return document.date is None
    return None


def _date(option: str, document: Document) -> bool | None:
    if option.startswith("It gives no date"):
        return document.date is None
    if document.date:
        own = option in {dated.date for dated in document.dates}
        return True if option == document.date else (None if own or option in document.text else False)
    return False  # a date that the text gives is not its own where the manifest says that it has none


def _version(option: str, document: Document) -> bool | None:
    """Whether the document says so; one without a version must hold no word of any."""
    if option == "It names none":
        return not document.version and not re.search(r"\b(version|draft|edition)\b", document.text, re.I)
    bare = option.removeprefix("Version ").casefold()
    if document.version and document.version.casefold().startswith(bare):
        return True
    return None if re.search(rf"\b{re.escape(option)}\b", document.text, re.I) else False


def _of(option: str, date: str, document: Document) -> bool | None:
    cited = {citation.clause for citation in standings.dates(document)}
    return any(dated.of.casefold() in option.casefold() and f"date of {dated.of}" in cited
               for dated in document.dates if dated.date == date)  # fmt: skip
