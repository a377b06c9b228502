"""Material: the duties, offices and relations of a store, laid out for those who make quiz items of them."""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from knowledge import text as t
from knowledge.citations import Citation
from knowledge.documents import Document
from knowledge.sayings import capital
from knowledge.store import Clause, Stated, Store, StoredRole
from learning.making.nearness import Sense, Senses, nearness
from learning.wording import Deed, deed, small, titled

LONGEST_OPTION = 150  # characters of a deed among options: more is not taken in at a glance
LONGEST_QUESTION = 330
SHORTEST = 18

_NO_ARTICLE = re.compile(r"(ing|Participation|Group Meetings|services|Services|staff|teams|partners|agencies)$")


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(t.content(text))


class Material:
    """Deeds with their likeness, and what is said about each."""

    def __init__(self, store: Store):
        self.store = store
        self.clauses: dict[int, Clause] = {c.id: c for d in store.documents for c in store.clauses_of(d)}
        self.stated: list[Stated] = store.stated_in(list(self.clauses))
        self.deeds: list[Deed] = [found for stated in self.stated if (found := deed(stated))]
        self.by_office: dict[tuple[str, str], list[Deed]] = defaultdict(list)
        for one in self.deeds:
            for key in one.stated.bearers:
                self.by_office[one.stated.document, key].append(one)
        held = [_stems(d.text) for d in self.deeds]
        spread = Counter(stem for stems in held for stem in stems)
        self._weight = {stem: math.log(1 + len(held) / count) for stem, count in spread.items()}
        self._rare = math.log(1 + len(held))  # a word that no deed holds
        self._wholes: dict[frozenset[str], float] = {}
        self.citation = lru_cache(maxsize=None)(self._citation)

    def _citation(self, clause: int) -> Citation:
        return self.store.citation(self.clauses[clause])

    def cite(self, *clauses: int) -> tuple[Citation, ...]:
        return tuple(self.citation(clause) for clause in dict.fromkeys(clauses))

    def document(self, id_: str) -> Document:
        return self.store.documents[id_]

    def the(self, id_: str) -> str:
        """A document in the middle of a sentence."""
        return f"the {self.document(id_).short}"

    # --- offices ----------------------------------------------------------------------------------------------------

    def role(self, document: str, key: str) -> StoredRole:
        return self.store.roles[document, key]

    def office(self, document: str, key: str) -> str:
        """An office as an option."""
        return titled(self.role(document, key))

    def the_office(self, document: str, key: str) -> str:
        """An office in the middle of a sentence, by the name it has in its document."""
        name = self.role(document, key).name
        if name.lower().startswith(("the ", "all ", "both ")):
            return small(capital(name))
        if name.startswith(("Kent ", "OSMB", "LADO", "DfES", "Ofsted", "Leicester City")) and "Board" not in name:
            return name
        if not self.role(document, key).family and _NO_ARTICLE.search(name):
            return name
        return f"the {name}" if name[:1].isupper() or re.search(r"\b(service|team|meetings)$", name) else name

    def offices(self, document: str) -> list[str]:
        """The offices that bear a duty of their own in a document, in its order."""
        return [
            role.key
            for role in self.store.roles.values()
            if role.document == document and role.family and self.by_office[document, role.key]
        ]

    def families(self, document: str, keys: Iterable[str]) -> Iterator[str]:
        for key in keys:
            if family := self.role(document, key).family:
                yield family

    def sort(self, document: str, key: str) -> str:
        """What sort of office it is: member, officer, body …; empty where it has no family."""
        family = self.role(document, key).family
        return self.store.families[family].kind if family else ""

    # --- likeness: which duties and offices are neighbours ------------------------------------------------------------

    def likeness(self, one: str, other: str) -> float:
        """How many of their words two texts share, 0 to 1, rare words weighing more."""
        return self._shared(_stems(one), _stems(other))

    def _shared(self, mine: frozenset[str], theirs: frozenset[str]) -> float:
        # fsum: the same in every process, in whatever order a set gives its words; ties must not fall differently.
        both = math.fsum(self._weight.get(stem, self._rare) for stem in mine & theirs)
        return both / (self._whole(mine) + self._whole(theirs) - both or 1.0)

    def _whole(self, stems: frozenset[str]) -> float:
        if stems not in self._wholes:
            self._wholes[stems] = math.fsum(self._weight.get(stem, self._rare) for stem in stems)
        return self._wholes[stems]

    def nearness(self, one: Deed, other: Deed) -> float:
        """How like two deeds are, 0 to 1: rare words in common weigh more, a common topic adds a little."""
        topics = len(set(one.stated.topics) & set(other.stated.topics))
        return min(1.0, self._shared(_stems(one.text), _stems(other.text)) + 0.06 * topics)

    def nearest(self, one: Deed, among: Iterable[Deed]) -> tuple[float, Deed | None]:
        """The neighbour of a deed in `among` and how near it is."""
        best: tuple[float, Deed | None] = (0.0, None)
        for other in among:
            near = self.nearness(one, other)
            if near > best[0]:
                best = (near, other)
        return best

    def neighbours(self, one: Deed, among: Sequence[Deed]) -> list[tuple[float, Deed]]:
        """`among` by likeness to a deed, the nearest first."""
        return sorted(((self.nearness(one, other), other) for other in among), key=lambda p: (-p[0], p[1].stated.id))

    # --- what options stand for --------------------------------------------------------------------------------------

    def measure(self, right: Senses, wrong: Sequence[Senses]) -> float:
        """How near the wrong options are to the right one (learning.making.nearness)."""
        return nearness(right, wrong, self.likeness)

    def sense(self, one: Deed) -> Sense:
        """A duty as an option, or as what an office or a council is taken for."""
        document, bearer = one.stated.document, one.stated.bearers[0]
        return Sense(one.text, document, self.sort(document, bearer), frozenset(one.stated.topics))

    def sense_of_office(self, document: str, key: str, about: str) -> Sense:
        """An office as an option where something is asked about: its duty that comes nearest to that, or its name."""
        name = Sense(self.office(document, key), document, self.sort(document, key))
        own = max(self.by_office[document, key], key=lambda d: self.likeness(about, d.text), default=None)
        return self.sense(own) if own else name


def choices(ranked: Sequence, seed: str, tries: int = 14) -> Iterator[list]:
    """Three of `ranked` at a time: the nearest first, then ever wider, always the same for the same seed."""
    chance = random.Random(seed)
    for attempt in range(tries):
        reach = ranked[attempt : attempt + 3] if attempt < 3 else ranked[: 5 + 2 * attempt]
        if len(reach) < 3:
            return
        yield list(reach) if attempt < 3 else sorted(chance.sample(list(reach), 3), key=list(reach).index)


def fits(text: str, others: Sequence[str], most: float = 1.7) -> bool:
    """Whether an option is about as long as the others: a long one among short ones gives itself away."""
    lengths = [len(text), *map(len, others)]
    return max(lengths) <= most * min(lengths) + 12
