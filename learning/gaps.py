"""Gaps: what the documents of an office do not say. Said plainly, so that nobody fills them from memory.

Reads knowledge.store and what learning.lines and learning.calendars found; feeds learning.induction and learning.packs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.store import Store
from learning import offices
from learning.calendars import Held
from learning.lessons import the_text
from learning.lines import Line, called, silent
from learning.offices import Citer, Office
from learning.steps import Taught

_TOLD_TO = re.compile(r"\b(escalat\w*|refer|report|reports)\b", re.IGNORECASE)


def gaps(store: Store, office: Office, cite: Citer, found: Sequence[Line], held: Sequence[Held],
         concerned: bool) -> list[Taught]:  # fmt: skip
    """What is not stated: about the office as a whole first, then clause by clause.

    `concerned` says whether a duty of the office for a concern about a child was found.
    """
    name = called(office)
    stated = [s for _, s in offices.duties(store, office)]
    whole: list[str] = []
    if not stated:
        whole.append(f"No duty of {name if name == 'you' else 'this body'} is stated.")
    else:
        timed = sum(1 for s in stated if s.timing)
        many = f"{len(stated)} duties" if len(stated) > 1 else "one duty"
        whole.append(
            f"None of the {many} sets a time or says how often." if not timed and len(stated) > 1
            else "The one duty sets no time and does not say how often." if not timed
            else f"{timed} of the {many} {'sets a time or says' if timed == 1 else 'set a time or say'} how often; the rest do not." if timed < len(stated)
            else f"Each of the {many} says when or how often."
        )  # fmt: skip
    whole += silent(found, name)
    if not held:
        whole.append(f"No meeting is stated for {name}.")
    if not concerned:
        whole.append(f"It is not stated what {name} must do with a concern about a child.")
    if not office.person and not any(line.kind == "chairs" for line in found) and office.kind == "body":
        whole.append("It is not stated here who chairs it.")
    said = [Taught(says=(f"{the_text(office)}, read clause by clause, leaves this open:", *whole))]
    for duty in stated:
        if not duty.recipients and not duty.counterparts and _TOLD_TO.search(duty.action or ""):
            said.append(Taught(says=(f"{duty.reference}: to whom is not stated.",), citation=cite(duty.clause)))
    for meeting in held:
        if not meeting.frequency:
            said.append(Taught(says=(f"How often is not stated: {meeting.name}.",), citation=meeting.citation))
    return said
