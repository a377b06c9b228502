"""Finding: clauses by words, council, role and topic, for reading through. It refuses nothing and answers nothing.

Reads knowledge.store for what holds the words and knowledge.search for their order; shown by bot.web.search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import names
from knowledge import text as t
from knowledge.answers import Knowledge
from knowledge.search import Sought
from knowledge.store import Clause, Stated, Store
from knowledge.vocabulary import Speller

MOST_WORDS = 40  # of a query
MOST = 2000  # statements that are looked at
# Words of a query that asks for the names and numbers of the documents' time.
ASKING = frozenset("contact contacts phone telephone number name names author signed signature signatures".split())


@dataclass(frozen=True)
class Found:
    """A clause with what it states; `whole` if all the words were found with it."""

    clause: Clause
    stated: tuple[Stated, ...]
    whole: bool


@dataclass(frozen=True)
class Findings:
    """What was found, best first, and the stems that were looked for."""

    found: tuple[Found, ...]
    stems: frozenset[str]
    cut: bool = False  # whether more words were asked for than are looked at

    @property
    def whole(self) -> int:
        return sum(1 for found in self.found if found.whole)


def find(held: Knowledge, query: str, council: str = "", family: str = "", topic: str = "") -> Findings:
    """Clauses that hold any of the words, those with all of them first; without words, all that pass the filters.

    A role's clauses are those that lay a duty on it or name it. Words are looked for in the clause, its plain sentence and
    the phrasings that are known for it. Raw text never reaches the full text index: only folded, quoted stems do.
    Clauses that only give somebody's name or number come only if names or numbers are asked for.
    """
    store = held.store
    asks = bool(set(t.words(query)) & ASKING) or any(
        set(t.words(contact.name)) & set(t.words(query))
        for c in store.contacts(store.councils)
        for contact in c.contacts
    )
    councils = (council,) if council else store.councils
    text = t.clean(query)
    stems = list(dict.fromkeys(t.content(text)))
    if not stems:
        stated = [] if text else _everything(held, councils)
        stated = [s for s in stated if not _named(held, s)]
        return Findings(_joined(held, [s for s in stated if _passes(s, family, topic)], {}), frozenset())
    scores = store.match(stems[:MOST_WORDS], councils, MOST)
    stated = [s for s in store.stated(sorted(scores)) if _passes(s, family, topic) and (asks or not _named(held, s))]
    sought = Sought(
        text=" ".join(t.words(text)), councils=councils, families=frozenset([family] if family else ()),
        topics=frozenset([topic] if topic else ()),
    )  # fmt: skip
    ranked = {candidate.stated.id: at for at, candidate in enumerate(held.search.candidates(sought))}
    words = store.words_of([s.id for s in stated])
    whole = {s.id: set(stems[:MOST_WORDS]) <= words[s.id] for s in stated}
    stated.sort(key=lambda s: (not whole[s.id], ranked.get(s.id, len(ranked)), -scores[s.id][0], s.id))
    return Findings(_joined(held, stated, whole), frozenset(stems[:MOST_WORDS]), cut=len(stems) > MOST_WORDS)


def speller(store: Store) -> Speller:
    """Mends words towards those of the clauses and their plain sentences; phrasings hold typing errors of their own."""
    worded = Counter(word for _, _, part, text in store.phrasings() if part != "asked" for word in t.words(text))
    return Speller(worded, names.english(), worded)


def _everything(held: Knowledge, councils: Sequence[str]) -> list[Stated]:
    ids = [c.id for id_, document in held.store.documents.items() if document.council in councils
           for c in held.store.clauses_of(id_)]  # fmt: skip
    return held.store.stated_in(ids[:MOST])


def _named(held: Knowledge, stated: Stated) -> bool:
    return bool(held.store.clauses([stated.clause])[0].contacts)


def _passes(stated: Stated, family: str, topic: str) -> bool:
    named = (*stated.bearer_families, *stated.other_families)
    return (not family or family in named) and (not topic or topic in stated.topics)


def _joined(held: Knowledge, stated: Sequence[Stated], whole: dict[int, bool]) -> tuple[Found, ...]:
    """Statements put together by clause, in the order of the best of each."""
    by_clause: dict[int, list[Stated]] = {}
    for s in stated:
        by_clause.setdefault(s.clause, []).append(s)
    return tuple(
        Found(clause, tuple(by_clause[clause.id]), any(whole.get(s.id, True) for s in by_clause[clause.id]))
        for clause in held.store.clauses(list(by_clause))
    )


def marked(text: str, stems: frozenset[str]) -> list[tuple[str, bool]]:
    """The text in pieces, and whether each is a word that was looked for; together they are the text."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for word, start, end in t.spans(text):
        if word not in t.STOP and t.stem(word) in stems:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]
