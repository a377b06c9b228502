"""Offices: one role family in one council, with the roles of the documents that stand for it.

Reads knowledge.store; feeds learning.induction, learning.lines, learning.calendars and learning.packs.
"""

from __future__ import annotations

import difflib
import re

from knowledge import sayings
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.rules import nearest
from knowledge.store import Clause, Stated, Store, StoredRole
from knowledge.superseded import Superseded


class Office(Closed):
    """A role family in a council. `roles` are its own; `covering` bear duties that it shares ('both services')."""

    council: str
    family: str
    kind: str
    name: str
    roles: tuple[StoredRole, ...]
    covering: tuple[StoredRole, ...] = ()

    @property
    def person(self) -> bool:
        """Whether a person holds it, who is addressed as 'you'; a board or a service is 'it'."""
        return self.kind in ("member", "officer", "school")

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """(document, role key) of every role that stands for this office."""
        return frozenset((role.document, role.key) for role in (*self.roles, *self.covering))

    @property
    def documents(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(role.document for role in (*self.roles, *self.covering)))

    def holds(self, document: str, key: str | None) -> bool:
        return (document, key) in self.keys


def council(store: Store, name: str) -> str:
    """The council as the documents name it. Raises no_such_council."""
    found = next((c for c in store.councils if c.casefold() == name.strip().casefold()), None)
    if not found:
        known = ", ".join(store.councils)
        close = difflib.get_close_matches(name.strip().title(), store.councils, 1, 0.6)
        raise KnowledgeError(
            "no_such_council", council=name, known=f"{known} (did you mean {close[0]}?)" if close else known
        )
    return found


def office(store: Store, council_name: str, family: str) -> Office:
    """The office of this family (its key) in this council.

    Raises no_such_council, no_such_role (with the nearest), or no_such_office, which says where the office is found.
    """
    place = council(store, council_name)
    if family not in store.families:
        raise KnowledgeError("no_such_role", role=family, nearest=_nearest(store, family))
    own = tuple(r for r in store.roles.values() if r.council == place and r.family == family)
    covering = tuple(r for r in store.roles.values() if r.council == place and family in r.covers)
    if not own and not covering:
        raise KnowledgeError("no_such_office", council=place, role=store.families[family].name,
                             found=f"Found in: {sayings.listed(_elsewhere(store, family)) or 'none of the councils held'}.")  # fmt: skip
    named = max(own, key=lambda r: len(store.duties_of(r.document, r.key)), default=None)
    name = named.name if named else store.families[family].name
    return Office(council=place, family=family, kind=store.families[family].kind, name=titled(name), roles=own,
                  covering=covering)  # fmt: skip


def everywhere(store: Store) -> list[tuple[str, str]]:
    """Every (council, family) that the documents have an office for, in the order of the documents."""
    pairs = ((r.council, f) for r in store.roles.values() for f in (r.family, *r.covers) if f)
    return list(dict.fromkeys(pairs))


def duties(store: Store, held: Office) -> list[tuple[StoredRole, Stated]]:
    """What the office must do, each duty once, with the role that it is stated for; in the order of the documents."""
    found: dict[int, tuple[StoredRole, Stated]] = {}
    for role in (*held.roles, *held.covering):
        for stated in store.duties_of(role.document, role.key):
            found.setdefault(stated.id, (role, stated))
    return list(found.values())


class Citer:
    """Clauses as citations, with what to know about their dated words."""

    def __init__(self, store: Store):
        self.store, self.superseded = store, Superseded.load()

    def __call__(self, clause: Clause | int) -> Citation:
        held = self.store.clauses([clause])[0] if isinstance(clause, int) else clause
        citation = self.store.citation(held)
        return citation.model_copy(update={"notes": self.superseded.notes(citation.quote)})


def titled(name: str) -> str:
    """A role's name as a heading: without a leading article, its first letter large."""
    return sayings.capital(re.sub(r"^the ", "", name, flags=re.IGNORECASE))


def _elsewhere(store: Store, family: str) -> list[str]:
    return list(dict.fromkeys(c for c, f in everywhere(store) if f == family))


def _nearest(store: Store, word: str) -> str:
    names = {n.casefold(): f.name for f in store.families.values() for n in (f.name, *f.names)}
    keys = dict(zip(store.families, (f.name for f in store.families.values()), strict=True))
    close = difflib.get_close_matches(word.casefold(), [*names, *keys], 2, 0.4)
    found = list(dict.fromkeys(names.get(c) or keys[c] for c in close))
    return " or ".join(found) or nearest(word, keys)
