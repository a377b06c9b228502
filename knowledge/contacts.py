"""Contacts: the people whom a document names, with their numbers, given only when they are asked for.

Like knowledge.kinds, functions take the desk (knowledge.answers.Knowledge) and a Reading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge import remembering, sayings
from knowledge import text as t
from knowledge.kinds import answer
from knowledge.outcomes import NotCovered, Outcome
from knowledge.questions import Context
from knowledge.readings import Reading
from knowledge.store import Clause

if TYPE_CHECKING:
    from knowledge.answers import Knowledge


def contact(desk: Knowledge, reading: Reading, context: Context) -> Outcome | None:
    """Named people of the documents' time, when they are asked for; and plainly none where there is none."""
    held = [
        x for x in desk.store.contacts(reading.councils) if not reading.documents or x.document in reading.documents
    ]
    asked = set(t.content(reading.text))
    place = remembering.ordinal(reading.text)
    if reading.follows and place is not None:  # 'the second one, what's the number?'
        listed = [x for shown in context.clauses for x in held if shown in (x.id, x.parent) and x.parent]
        if listed[place : place + 1]:
            held = listed[place : place + 1]
            return answer(desk, [sayings.CONTACTS.format(year=_year(desk, held[0]))], held)
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
