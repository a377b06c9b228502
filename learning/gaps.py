"""Gaps: what the documents of an office do not say. Said plainly, so that nobody fills them from memory.

Reads knowledge.store and what learning.lines and learning.calendars found; feeds learning.induction and learning.packs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.store import Stated, Store
from learning import offices
from learning.calendars import Held
from learning.lessons import quotes, the_text
from learning.lines import Line, called, silent
from learning.offices import Citer, Office
from learning.steps import Taught

_TOLD_TO = re.compile(r"\b(escalat\w*|refer|report|reports)\b", re.IGNORECASE)
_SITS = re.compile(r"\b(board|committee|panel|partnership|trust|forum|group|meeting)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(annual|month|quarter|week|regular|prompt|immediate|without delay|always|occasion|prior to)", re.IGNORECASE
)


def gaps(store: Store, office: Office, cite: Citer, found: Sequence[Line], boards: Sequence[Line],
         held: Sequence[Held], concerned: bool) -> list[Taught]:  # fmt: skip
    """What is not stated: about the office as a whole first, then clause by clause.

    `found` and `boards` are its lines of accountability and its boards, `held` its meetings; `concerned` says whether a
    duty of the office for a concern about a child was found.
    """
    name = called(office)
    stated = [s for _, s in offices.duties(store, office)]
    whole: list[str] = []
    if not stated:
        whole.append(f"No duty of {'yours' if name == 'you' else 'this body'} is stated.")
    else:
        whole += _untimed(
            [s for s in stated if not s.timing and not _TIME.search(store.clauses([s.clause])[0].quote)], stated
        )
    whole += silent(found, name, quotes(store, office))
    if not held:
        whole.append(f"No meeting is stated for {name}.")
    if not concerned:
        whole.append(f"It is not stated what {name} must do with a concern about a child.")
    if office.kind == "body" and _SITS.search(office.name) and not any(line.kind == "chairs" for line in boards):
        whole.append("No clause says who chairs it.")
    leaves = "leaves" if len(office.documents) == 1 else "leave"
    said = [Taught(says=(f"{the_text(office)}, read clause by clause, {leaves} this open:", *whole))]
    for duty in stated:
        if not duty.recipients and not duty.counterparts and _TOLD_TO.search(duty.action or ""):
            said.append(Taught(says=(f"{duty.reference}: to whom is not stated.",), citation=cite(duty.clause)))
    for meeting in held:
        if not meeting.frequency:
            said.append(Taught(says=(f"How often is not stated: {meeting.name}.",), citation=meeting.citation))
    return said


def _untimed(untimed: Sequence[Stated], stated: Sequence[Stated]) -> list[str]:
    """How many duties set no time: counted only where neither the rule nor the clause holds a word of time."""
    if not untimed:
        return []
    if len(stated) == 1:
        return ["The one duty sets no time and does not say how often."]
    if len(untimed) == len(stated):
        return [f"None of the {len(stated)} duties sets a time or says how often."]
    s, does = ("s", "does") if len(untimed) == 1 else ("", "do")
    return [f"{len(untimed)} of the {len(stated)} duties set{s} no time and {does} not say how often."]
