"""Others: where the documents of the asker's council do not say, and those of another council do.

The answer stays "not stated here": another council's duty is nobody's here. That its document speaks of it is said, and one
choice asks the question of it. Used by knowledge.deciding; functions take the desk, a knowledge.answers.Knowledge.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import aspects, following, refusals, sayings
from knowledge.outcomes import NotCovered, Option
from knowledge.questions import Context, Kind
from knowledge.readings import Reading

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

SURE = 0.85  # the chance from which another council's clause is spoken of


def pointed(desk: Knowledge, reading: Reading, refusal: NotCovered) -> NotCovered:
    """The refusal with the council whose document answers; as it was where none does, or where the message itself
    names the council or follows an answer of it."""
    if not reading.council_known or reading.named_councils or reading.follows:
        return refusal
    there = _elsewhere(desk, reading)
    if not there:
        return refusal
    here = sayings.listed(reading.councils)
    option = Option(label=sayings.ASK_THERE.format(there=there), message=there)  # completes the question
    says = (sayings.NOT_HERE.format(here=here), sayings.BUT_THERE.format(there=there))
    return refusal.model_copy(update={"says": says, "options": (option,)})


def _elsewhere(desk: Knowledge, reading: Reading) -> str | None:
    """The council of which a clause plainly answers, or whose document says what the term means that is asked about."""
    if reading.kind is Kind.MEANING and reading.terms:
        defined = (held.council for held, term in desk.store.terms() if term.term in reading.terms)
        return next((council for council in defined if council not in reading.councils), None)
    councils = tuple(council for council in desk.store.councils if council not in reading.councils)
    asked = replace(reading, councils=councils, council_known=False)
    ranked = following.candidates(desk.search, asked, Context()) if councils else []
    if refusals.refused(asked, ranked, desk.search) or refusals.answerable(asked, ranked, desk.search) < SURE:
        return None
    clause = desk.store.clauses([ranked[0].stated.clause])[0]
    return None if aspects.missing(asked, clause) else clause.council
