"""Contrast: 'what is the difference between the lead member and the director?', with no matter in particular.

No clause says it. What each office must do is set side by side: the first of its clauses, and 'more' for the rest. Functions take
the desk, a knowledge.answers.Knowledge; used by knowledge.settling before it takes a clause for the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge import kinds, sayings
from knowledge import text as t
from knowledge.outcomes import Answer
from knowledge.questions import Kind
from knowledge.readings import Reading

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

FIRST = 2  # clauses of each office that are quoted
_SETTING_APART = frozenset(
    t.stem(w)
    for w in "difference differ differs different differently compare compared comparison versus vs between role roles job jobs duty duties"
    " responsibility responsibilities responsible main key explain exactly split part does new simple terms two offices side please".split()
)


def offices(desk: Knowledge, reading: Reading) -> Answer | None:
    """The first clauses of each of two offices of one council; None where a matter is named, or one of them bears nothing."""
    if reading.kind is not Kind.COMPARE or not reading.council_known or len(reading.councils) > 1:
        return None
    named = [m for m in reading.mentions if m.kind == "family" and desk.store.families[m.key].kind != "body"]
    families = list(dict.fromkeys(m.key for m in named))
    spoken = {stem for m in reading.mentions if m.kind in ("family", "council") for stem in t.content(m.text)}
    if len(families) != 2 or set(t.content(reading.text)) - spoken - _SETTING_APART:
        return None
    says, cited, rest = [sayings.SIDE_BY_SIDE], [], []
    for family in families:
        roles = kinds.roles_of(desk, reading, [family])
        held = dict.fromkeys(s.clause for role in roles for s in desk.store.duties_of(role.document, role.key))
        clauses = desk.store.clauses(list(held))
        if not clauses:
            return None
        says.append(sayings.first_of(roles[0].name, min(FIRST, len(clauses)), len(clauses)))
        cited += clauses[:FIRST]
        rest += clauses[FIRST:]
    if rest:
        says.append(sayings.SAY_MORE)
    return Answer(says=tuple(says), citations=desk.cited(cited), more=tuple(clause.id for clause in rest))
