"""Ledger: what every office of a council answers for, as the proof of quiz items looks it up.

Reads knowledge.store alone and shares nothing with learning.making: it compares texts in its own way (learning.likeness)
and is strict, so that a near-identical duty, a joint bearer or a more general office counts as bearing a duty too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from knowledge.citations import Citation
from knowledge.errors import KnowledgeError
from knowledge.rules import Relation, Term
from knowledge.store import Clause, Store, StoredRole
from learning.entries import Entry, Office, entry, flat
from learning.items import cited
from learning.likeness import Likeness

# Offices that include others: what all of them must do, each of them must do.
INCLUDES = {
    "councillors": ("leader", "lead-member", "scrutiny-members", "reg33-councillors", "safeguarding-panel",
                    "corporate-parenting", "cabinet"),
    "corporate-management": ("managing-director", "chief-executive", "dcs", "cdels", "cdcc", "director-adults",
                             "director-assurance", "chief-operations-officer", "director-social-care",
                             "corporate-directors"),
    "corporate-directors": ("dcs", "cdels", "cdcc"),
    "heads-of-service": ("heads-social-care", "head-safeguarding", "head-fieldwork", "head-resources"),
    "team-managers": ("service-managers",),
    "practitioners": ("asye", "frontline-staff"),
    "other-staff": ("practitioners", "asye", "frontline-staff", "foster-carers", "team-managers", "service-managers",
                    "reviewing-officers", "commissioning-officers", "designated-teachers"),
    "both-services": ("yos", "css", "yos-director", "css-director"),
    "yos": ("yos-director",), "css": ("css-director",),
    "lead-member": ("cabinet",),
}  # fmt: skip
# Roles by key that stand for everybody: what they must do, each office must do.
EVERYBODY = frozenset({"council", "departments", "all-agencies", "key-bodies", "staff", "local-agencies"})

ABOUT_ITSELF = frozenset({"document", "contacts"})


class Ledger:
    """Every statement of a store, by council and office."""

    def __init__(self, store: Store):
        self.store = store
        self.clauses: dict[int, Clause] = {c.id: c for d in store.documents for c in store.clauses_of(d)}
        stated = store.stated_in(list(self.clauses))
        self.entries = [entry(number, one, self.clauses[one.clause], store) for number, one in enumerate(stated)]
        self.likeness = Likeness(store, self.clauses, self.entries)
        self._by_office: dict[Office, list[Entry]] = defaultdict(list)
        self._by_clause: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for held in self.entries:
            self._by_clause[held.stated.document, held.stated.reference].append(held)
            for office in held.offices:
                self._by_office[office].append(held)
        self._kin: dict[Office, frozenset[Office]] = {}
        self._borne: dict[Office, list[Entry]] = {}
        self._citations: dict[tuple[str, str], Citation] = {}
        self._places = {(c.document, c.reference): c for c in self.clauses.values()}

    # --- offices ---------------------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> dict[str, dict[str, frozenset[Office]]]:
        """Per council: the name of an office, folded, and whose it is."""
        table: dict[str, dict[str, set[Office]]] = defaultdict(lambda: defaultdict(set))
        for office, role in self.store.roles.items():
            name = flat(re.sub(r"^the ", "", role.name, flags=re.I))
            table[role.council][name].add(office)
        return {council: {n: frozenset(o) for n, o in names.items()} for council, names in table.items()}

    def called(self, name: str, council: str) -> frozenset[Office]:
        """The offices of a council with this very name."""
        return self.names[council].get(flat(re.sub(r"^the ", "", name, flags=re.I)), frozenset())

    def named_in(self, text: str, council: str) -> frozenset[Office]:
        """The offices whose full name a text holds; a name inside a longer one that is held does not count."""
        words, found = flat(text), []
        for name, offices in sorted(self.names[council].items(), key=lambda pair: -len(pair[0])):
            if name in words:
                found.append(offices)
                words = words.replace(name, " | ")
        return frozenset().union(*found)

    def kin(self, office: Office) -> frozenset[Office]:
        """The office, the same office in other documents of its council, and all that include it or are included."""
        if office not in self._kin:
            role = self.store.roles[office]
            mine = self._families(role)
            self._kin[office] = frozenset(
                other for other, held in self.store.roles.items()
                if held.council == role.council
                and (other == office or mine & self._families(held)
                     or self._within(held) & mine or self._within(role) & self._families(held))
            )  # fmt: skip
        return self._kin[office]

    def wider(self, office: Office) -> frozenset[Office]:
        """The office, the same office in other documents of its council, and all that include it."""
        role = self.store.roles[office]
        mine = self._families(role)
        held = {other: self.store.roles[other] for other in self.kin(office)}
        return frozenset(other for other, r in held.items()
                         if other == office or mine & self._families(r) or self._within(r) & mine)  # fmt: skip

    @staticmethod
    def _families(role: StoredRole) -> set[str]:
        return {role.family} if role.family else set()

    @staticmethod
    def _within(role: StoredRole) -> set[str]:
        """The families that a role includes."""
        return {*role.covers, *INCLUDES.get(role.family or "", ())}

    def borne(self, office: Office) -> list[Entry]:
        """What an office answers for: its own, what those that include it or are included must do, and what all must."""
        if office not in self._borne:
            council = self.store.roles[office].council
            everybody = {o for o in self._by_office if self.everybody(o) and self.store.roles[o].council == council}
            offices = self.kin(office) | everybody
            self._borne[office] = [entry for one in sorted(offices) for entry in self._by_office.get(one, ())]
        return self._borne[office]

    def everybody(self, office: Office) -> bool:
        """Whether a role stands for all: no office can be told apart from it."""
        return office[1] in EVERYBODY

    def own(self, office: Office) -> list[Entry]:
        return self._by_office.get(office, [])

    def bears(self, office: Office, entries: Iterable[Entry]) -> Entry | None:
        """A statement of that office that is one of `entries` or near-identical to one; None if there is none."""
        near = self.likeness.near(entries)
        return next((mine for mine in self.borne(office) if near[mine.number]), None)

    # --- clauses and relations ------------------------------------------------------------------------------------

    def citation(self, document: str, reference: str) -> Citation | None:
        """The clause, or the words that give a date of the document, as cited now; None if there is no such."""
        if (document, reference) not in self._citations:
            try:
                self._citations[document, reference] = cited(self.store, document, reference)
            except KnowledgeError:
                return None
        return self._citations.get((document, reference))

    def terms(self, document: str, reference: str) -> tuple[Term, ...]:
        clause = self._places.get((document, reference))
        return clause.terms if clause else ()

    def of_clauses(self, references: Iterable[tuple[str, str]]) -> list[Entry]:
        return [e for place in dict.fromkeys(references) for e in self._by_clause.get(place, ())]

    def of_council(self, council: str) -> list[Entry]:
        """What the documents of a council say, less what they say about themselves."""
        return [e for e in self.entries if e.stated.council == council and not set(e.stated.topics) <= ABOUT_ITSELF]

    @cached_property
    def relations(self) -> list[tuple[Clause, Relation]]:
        return [(clause, relation) for clause in self.clauses.values() for relation in clause.relations]
