"""Comparing: the clauses of two or more sides, topic by topic: which say the same, and which stand alone.

Reads clauses of knowledge.store; shown by bot.web.roles and bot.web.compare. It compares words, and says no more than
words can bear: clauses are called the same only if their words are, and nothing is called missing that stands under a
topic in common.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from enum import Enum
from itertools import combinations

from knowledge import text as t
from knowledge.closed import Closed
from knowledge.store import Clause, Store

ALIKE = 0.5  # share of content words from which two clauses stand in one row, to be read together
NEAR = 0.8  # share of either's content words in the other from which the one is called a rewording …
FEW = 2  # … if no more of them than this stand in one alone

Row = list["Clause | None"]  # one clause at most of each side


class Likeness(str, Enum):
    """How a clause stands to those of the other sides."""

    SAME = "same"
    REWORDED = "reworded"
    OWN = "own"  # others speak of its topic, in words of their own
    ALONE = "alone"  # no other side has a clause on any of its topics


class Side(Closed):
    """What is compared: a council, or an office; `name` heads its column."""

    key: str
    name: str
    clauses: tuple[Clause, ...]


class Told(Closed):
    """A clause in its cell. `differing` are its words that the clause it rewords has not in their place, counted from 0."""

    clause: Clause
    likeness: Likeness
    differing: frozenset[int] = frozenset()


class Cell(Closed):
    """One side's part of a row: its clauses, or else those that are nearest in topic, or nothing."""

    told: tuple[Told, ...] = ()
    elsewhere: tuple[Clause, ...] = ()  # clauses with this topic that are shown under another one


class Group(Closed):
    """A topic with its rows; each row has a cell for every side. The last row holds what has no counterpart."""

    topic: str
    paired: int  # how many of the rows hold clauses that are alike
    rows: tuple[tuple[Cell, ...], ...]


def compared(store: Store, sides: Sequence[Side], topic: str | None = None) -> tuple[Group, ...]:
    """All clauses of the sides by topic, in the order of the vocabulary; of one topic only, if one is given.

    A clause stands under its first topic, or under that of the clause it is paired with. A lead-in whose items are there
    is left out, since each item is quoted with it.
    """
    held = [_whole(side.clauses, topic) for side in sides]
    comparison = _Comparison(store, held)
    grouped: dict[str, list[Row]] = {}
    for row in comparison.rows():
        grouped.setdefault(topic or _topic(row), []).append(row)
    order = [key for key in (*store.topics, "") if key in grouped]
    return tuple(comparison.group(key, grouped[key]) for key in order)


def _whole(clauses: Sequence[Clause], topic: str | None) -> list[Clause]:
    wanted = [c for c in clauses if not topic or topic in c.topics]
    parents = {clause.parent for clause in wanted}
    return [clause for clause in wanted if not (clause.kind == "lead-in" and clause.id in parents)]


def _topic(row: Row) -> str:
    return next((clause.topics[0] for clause in row if clause and clause.topics), "")


class _Comparison:
    """The clauses of each side, their words read once. `pieces` are a clause's lead-ins and its own words, by its id."""

    def __init__(self, store: Store, held: Sequence[Sequence[Clause]]):
        self.held = held
        self.pieces = {c.id: store.citation(c).pieces for clauses in held for c in clauses}
        self.stems = {id_: frozenset(t.content(pieces[-1])) for id_, pieces in self.pieces.items()}

    def rows(self) -> list[Row]:
        """Clauses that are alike in one row, at most one of each side; the others in rows of their own."""
        pairs = []
        for left, right in combinations(range(len(self.held)), 2):
            for one in self.held[left]:
                for other in self.held[right]:
                    share = 1.0 if one.id == other.id else self._share(one, other)
                    if share >= ALIKE and set(one.topics) & set(other.topics):
                        pairs.append((-share, (left, one.id), (right, other.id)))
        row_of: dict[tuple[int, int], dict[int, int]] = {}  # (side, clause) → its row, as side → clause
        for _, one_key, other_key in sorted(pairs):
            first = row_of.get(one_key, dict([one_key]))
            second = row_of.get(other_key, dict([other_key]))
            if not set(first) & set(second):
                joined = {**first, **second}
                row_of.update(dict.fromkeys(joined.items(), joined))
        by_id = {c.id: c for clauses in self.held for c in clauses}
        rows: list[Row] = []
        seen: set[tuple[int, int]] = set()
        for side, clauses in enumerate(self.held):
            for clause in clauses:
                if (side, clause.id) in seen:
                    continue
                row = row_of.get((side, clause.id), {side: clause.id})
                seen |= set(row.items())
                rows.append([by_id[row[at]] if at in row else None for at in range(len(self.held))])
        return rows

    def group(self, topic: str, rows: list[Row]) -> Group:
        """A topic's rows: pairs first, then in one row whatever has no counterpart."""
        paired = [row for row in rows if sum(clause is not None for clause in row) > 1]
        single = [row for row in rows if sum(clause is not None for clause in row) == 1]
        shown = [tuple(self._cell(row, at) for at in range(len(row))) for row in paired]
        here = {clause.id for row in rows for clause in row if clause}
        last = []
        for at, clauses in enumerate(self.held):
            told = tuple(cell for row in single for cell in self._cell(row, at).told)
            last.append(Cell(told=told, elsewhere=tuple(c for c in clauses if topic in c.topics and c.id not in here)))
        silent = any(not any(row[at] for row in rows) for at in range(len(self.held)))
        if silent or any(cell.told or cell.elsewhere for cell in last):
            shown.append(tuple(last))
        return Group(topic=topic, rows=tuple(shown), paired=len(paired))

    def _cell(self, row: Row, at: int) -> Cell:
        clause = row[at]
        if clause is None:
            return Cell()
        counterparts = [c for side, c in enumerate(row) if c and side != at]
        for other in counterparts:
            if self._same(clause, other):
                return Cell(told=(Told(clause=clause, likeness=Likeness.SAME),))
        for other in counterparts:
            if self._reworded(clause, other):
                words = differing(self.pieces[clause.id][-1], self.pieces[other.id][-1])
                return Cell(told=(Told(clause=clause, likeness=Likeness.REWORDED, differing=words),))
        others = (c for side, clauses in enumerate(self.held) if side != at for c in clauses)
        common = any(set(clause.topics) & set(other.topics) for other in others)
        return Cell(told=(Told(clause=clause, likeness=Likeness.OWN if common else Likeness.ALONE),))

    def _share(self, one: Clause, other: Clause) -> float:
        left, right = self.stems[one.id], self.stems[other.id]
        return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0

    def _same(self, one: Clause, other: Clause) -> bool:
        words = [t.words(self.pieces[c.id][-1]) for c in (one, other)]
        return words[0] == words[1] and self._led_alike(one, other)

    def _reworded(self, one: Clause, other: Clause) -> bool:
        return near(self.pieces[one.id][-1], self.pieces[other.id][-1]) and self._led_alike(one, other)

    def _led_alike(self, one: Clause, other: Clause) -> bool:
        """Whether what leads in to two items is near as well: 'the adequacy of funding' alone says nothing."""
        leads = [" ".join(self.pieces[c.id][:-1]) for c in (one, other)]
        return leads[0] == leads[1] or near(*leads)


def differing(one: str, other: str) -> frozenset[int]:
    """Which words of the one, counted from 0, do not stand in the other in the same order."""
    matcher = difflib.SequenceMatcher(None, t.words(one), t.words(other), autojunk=False)
    return frozenset(
        at for kind, start, end, _, _ in matcher.get_opcodes() if kind != "equal" for at in range(start, end)
    )


def near(one: str, other: str) -> bool:
    """Whether hardly a word that carries meaning stands in the one alone; a 'not' more is never a mere rewording."""
    left, right = set(t.content(one)), set(t.content(other))
    if not left or not right or _denied(one) != _denied(other):
        return False
    both = left & right
    few = max(len(left - both), len(right - both)) <= FEW
    return few and len(both) >= NEAR * max(len(left), len(right))


def _denied(text: str) -> set[str]:
    return set(t.words(text)) & {"not", "no", "never", "nor", "except", "unless", "without", "only"}
