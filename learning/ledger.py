"""Ledger: what every office of a council answers for, as the proof of quiz items looks it up.

Reads knowledge.store alone and shares nothing with learning.making: it compares texts in its own way and is strict, so
that a near-identical duty, a joint bearer or a more general office counts as bearing a duty too.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from knowledge import text as t
from knowledge.citations import Citation
from knowledge.errors import KnowledgeError
from knowledge.rules import Relation, Term
from knowledge.store import Clause, Stated, Store, StoredRole
from learning.items import cited

# From when two statements count as near-identical, by three measures: rapidfuzz's token_set_ratio (0–100) of their
# telling words; how much of the shorter one's words the other holds, and how much of the longer one's the shorter holds
# (0–1, rare words weighing more). Reaching all three of any line is enough. Twins of Dudley and Leicester measure
# 70–100, 0.5–1 and 0.3–1; strangers 30–55, under 0.25 and under 0.1.
ALIKE = ((88, 0.45, 0.15), (62, 0.4, 0.22), (0, 0.55, 0.22), (0, 0.8, 0.12))
ALIKE_IN_TOPIC = (
    (78, 0.4, 0.15),
    (48, 0.3, 0.18),
    (0, 0.36, 0.13),
    (56, 0.32, 0.2),
    (0, 0.42, 0.2),
    (0, 0.65, 0.12),
)  # a topic in common
ALIKE_IN_ALL = ((48, 0.22, 0.14), (0, 0.33, 0.14))  # the same two topics; or a topic, the action and its object
ALIKE_IN_OFFICE = ((45, 0.22, 0.06), (0, 0.3, 0.06))  # a topic and the bearers' family
SAME_OBJECT = 60  # token_set_ratio of the objects of two duties with the same action
LEAST = 4.0  # weight that a text counts with at the least, so that one common word is no likeness
SAID = 0.8  # share of its words from which a text is the wording of a statement

ROOT = 6  # letters of a word that are compared: education and educational, respond and response are the same
ACTS = ("appoints", "advises", "chairs", "holds_to_account")

# Words that half of all duties hold and that tell none apart.
_COMMON = frozenset(
    t.stem(word) for word in "make sure ensure must children child young people council services service effective "
    "effectively responsible always".split()
)  # fmt: skip

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
Office = tuple[str, str]  # (document, role key)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The words that tell a text from others, stemmed, each once."""
    return " ".join(dict.fromkeys(word[:ROOT] for word in t.content(text) if word not in _COMMON))


@lru_cache(maxsize=20_000)
def flat(text: str) -> str:
    """A text in lower case without marks, between spaces: for finding names in it."""
    return f" {' '.join(t.words(text))} "


@dataclass(frozen=True, eq=False)
class Entry:
    """A statement of the store with what it is compared by: its plain sentence less the office, and its clause's words."""

    number: int
    stated: Stated
    plain: str
    quote: str
    words: frozenset[str]  # of the plain sentence
    parties: frozenset[str]  # roles that the clause names beside the bearers

    @property
    def offices(self) -> frozenset[Office]:
        return frozenset((self.stated.document, key) for key in self.stated.bearers)


_OFFICE = re.compile(
    r"^.{0,140}?\b(must|should|will|has to|have to|(?:is|are) responsible for|can|are (?:both )?committed to|are always to|is there to|are to)\b"
)
_TAIL = re.compile(r", (and|who) answers to the CDFSC for it\.?$|, as DCS,")


class Ledger:
    """Every statement of a store, by council and office."""

    def __init__(self, store: Store):
        self.store = store
        self.clauses: dict[int, Clause] = {c.id: c for d in store.documents for c in store.clauses_of(d)}
        self.entries = [self._entry(n, stated) for n, stated in enumerate(store.stated_in(list(self.clauses)))]
        self._by_office: dict[Office, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for office in entry.offices:
                self._by_office[office].append(entry)
        self._kin: dict[Office, frozenset[Office]] = {}
        self._said: dict[str, tuple[np.ndarray, ...]] = {}
        self._saying: dict[str, np.ndarray] = {}
        self._words: dict[str, set[str]] = {}
        self._traced: dict[str, list[Entry]] = {}
        self._borne: dict[Office, list[Entry]] = {}
        self._by_clause: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self._by_clause[entry.stated.document, entry.stated.reference].append(entry)
        self._citations: dict[tuple[str, str], Citation] = {}
        self._places = {(c.document, c.reference): c for c in self.clauses.values()}
        held = [set(text.split()) for e in self.entries for text in (e.plain, e.quote)]
        spread = Counter(word for words in held for word in words)
        self._column = {word: n for n, word in enumerate(spread)}
        self._weight = np.array([math.log(1 + len(held) / count) for count in spread.values()])
        self._plain, self._quote = (
            self._marked(t) for t in zip(*((e.plain, e.quote) for e in self.entries), strict=True)
        )

    def _entry(self, number: int, stated: Stated) -> Entry:
        clause = self.clauses[stated.clause]
        parties = {*stated.counterparts, *stated.recipients}
        for relation in clause.relations:
            parties |= {relation.subject, relation.object, relation.through or relation.subject}
        for meeting in clause.meetings:
            parties |= {*meeting.attendees}
        own = self.store.citation(clause).pieces[-1]
        plain = _TAIL.sub("", stated.plain)
        found = _OFFICE.match(plain)
        words = folded(plain[found.end() :] if found else plain)
        if not found:  # 'The Chief Operations Officer provides …': what is left of the office goes
            names = {w for key in stated.bearers for w in folded(self.store.roles[stated.document, key].name).split()}
            words = " ".join(word for word in words.split() if word not in names)
        return Entry(
            number, stated, words, folded(own), frozenset(words.split()), frozenset(parties - {*stated.bearers})
        )

    # --- likeness -------------------------------------------------------------------------------------------------

    @cached_property
    def _near(self) -> np.ndarray:
        """Which statements are near enough to be taken for the same: in doubt they are."""
        plains, quotes = [e.plain for e in self.entries], [e.quote for e in self.entries]
        fuzzy = np.maximum(
            process.cdist(plains, plains, scorer=fuzz.token_set_ratio),
            process.cdist(quotes, quotes, scorer=fuzz.token_set_ratio),
        )
        measures = (fuzzy, *self._shares((self._plain, self._quote), (self._plain, self._quote)))
        topics = [frozenset(e.stated.topics) for e in self.entries]
        shared = np.array([[bool(a & b) for b in topics] for a in topics])
        same = np.array([[len(a) > 1 and a == b for b in topics] for a in topics])
        actions = [None if e.stated.action in (None, "ensure", "must") else e.stated.action for e in self.entries]
        action = np.array([[a is not None and a == b for b in actions] for a in actions])
        objects = [folded(e.stated.object or "") for e in self.entries]
        action &= process.cdist(objects, objects, scorer=fuzz.token_set_ratio) >= SAME_OBJECT
        near = _reaches(ALIKE, measures) | (shared & _reaches(ALIKE_IN_TOPIC, measures))
        families = [frozenset(e.stated.bearer_families) for e in self.entries]
        office = np.array([[bool(a & b) for b in families] for a in families])
        near |= shared & office & _reaches(ALIKE_IN_OFFICE, measures)
        acts = [self._acts(e) for e in self.entries]
        near |= np.array([[bool(a & b) for b in acts] for a in acts])
        near |= (same | (shared & action)) & _reaches(ALIKE_IN_ALL, measures)
        return near | np.eye(len(self.entries), dtype=bool)

    def _acts(self, entry: Entry) -> frozenset[tuple[str, str]]:
        """Whom its clause appoints, advises or holds to account, and what it chairs: the same whatever the words."""
        clause = self.clauses[entry.stated.clause]
        families = (
            (r.kind, self.store.roles[clause.document, r.object].family) for r in clause.relations if r.kind in ACTS
        )
        return frozenset((kind, family) for kind, family in families if family)

    def _marked(self, texts: Sequence[str]) -> np.ndarray:
        """A row a text, a column a word: where it stands."""
        marks = np.zeros((len(texts), len(self._weight)))
        for row, text in enumerate(texts):
            for word in text.split():
                if word in self._column:
                    marks[row, self._column[word]] = 1
        return marks

    def _shares(self, some: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """How much of the shorter text's words the other holds, and the other way round; of plain sentence or clause,
        whichever is more."""
        shorter, longer = [], []
        for mine, theirs in zip(some, others, strict=True):
            both = (mine * self._weight) @ theirs.T
            weights = (mine @ self._weight, theirs @ self._weight)
            shorter.append(both / np.maximum(np.minimum.outer(*weights), LEAST))
            longer.append(both / np.maximum(np.maximum.outer(*weights), LEAST))
        return np.maximum(*shorter), np.maximum(*longer)

    def alike(self, one: Entry, other: Entry) -> bool:
        """Whether two statements are near-identical."""
        return bool(self._near[one.number, other.number])

    def _measured(self, text: str) -> tuple[np.ndarray, ...]:
        """The three measures of a text with every statement."""
        words = folded(text)
        if words not in self._said:
            fuzzy = np.maximum(*(
                process.cdist([words], [getattr(e, part) for e in self.entries], scorer=fuzz.token_set_ratio)[0]
                for part in ("plain", "quote")
            ))  # fmt: skip
            marks = self._marked([words])
            shares = self._shares((marks, marks), (self._plain, self._quote))
            self._said[words] = (fuzzy, *(share[0] for share in shares))
        return self._said[words]

    def saying(self, text: str) -> np.ndarray:
        """For every statement, by number: whether a text of a question or option comes near to what it says."""
        words = folded(text)
        if words not in self._saying:
            self._saying[words] = _reaches(ALIKE, self._measured(text))
        return self._saying[words]

    def says(self, text: str, entry: Entry) -> bool:
        return bool(self.saying(text)[entry.number])

    def measure(self, text: str, entry: Entry) -> float:
        """How near a text comes to a statement, 0 to 100."""
        return float(self._measured(text)[0][entry.number])

    def near(self, entries: Iterable[Entry]) -> np.ndarray:
        """For every statement, by number: whether it is near-identical to one of `entries`."""
        return self._near[[entry.number for entry in entries]].any(axis=0)

    def spoken(self, text: str, document: str) -> float:
        """How much of a text's words a document uses anywhere (0–1, rare words weighing more)."""
        if document not in self._words:
            self._words[document] = {
                w for e in self.entries if e.stated.document == document for w in (*e.words, *e.quote.split())
            }
        weights = {word: self._weight[self._column[word]] for word in folded(text).split() if word in self._column}
        return sum(w for word, w in weights.items() if word in self._words[document]) / (sum(weights.values()) or 1)

    def traced(self, text: str, within: Iterable[Entry] | None = None) -> list[Entry]:
        """The statements whose very words a text is: each holds nearly all words of the other."""
        key = folded(text)
        if key not in self._traced:
            words = frozenset(key.split())
            self._traced[key] = [
                entry for entry in self.entries
                if len(words & entry.words) >= SAID * max(len(words), len(entry.words), 1)
            ]  # fmt: skip
        found = self._traced[key]
        return found if within is None else [entry for entry in within if entry in found]

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
        near = self.near(entries)
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


def _reaches(lines: Sequence[tuple[float, ...]], measures: Sequence):
    """Whether the measures reach all of one line."""
    reached = False
    for line in lines:
        reached = reached | np.logical_and.reduce([m >= least for m, least in zip(measures, line, strict=True)])
    return reached
