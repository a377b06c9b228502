"""Lines: proofs of who answers to whom, whom it goes to, and of lines of accountability."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from knowledge import text as t
from knowledge.rules import Relation
from knowledge.store import Clause
from learning.entries import Entry, Office, flat, folded
from learning.items import Item
from learning.ledger import Ledger
from learning.proofs import common, times
from learning.wording import UNSAID

# Relations that a question's verb asks about, and which end is the higher one.
_BUNDLES = {
    r"accountable|account|report|attention": ("accountable_to", "reports_to", "escalates_to", "holds_to_account", "manages", "leads"),
    r"chair": ("chairs", "leads"), r"member|attend|represented": ("chairs", "member_of", "attends", "represented_on"),
    r"manage|lead": ("manages", "leads", "accountable_to", "reports_to"),
    r"appoint|designate": ("appoints", "designated_as"), r"advi[cs]e": ("advises",),
}  # fmt: skip
# A body named in full, what makes an option a body, and what ends the head of its name.
_BOARD = re.compile(r"[\w'’]+ (?:Board|Panel|Group|Forum|Partnership|Committee)\b")
_BODY = re.compile(r"\b(?:boards?|panels?|forum|trust|committee)\b", re.I)
_HEAD = re.compile(r"[,(–/]| with | within | at ")


def recipient(item: Item, ledger: Ledger) -> list[str]:
    council = item.councils[0]
    right = common.offices(item.answer, council, ledger)
    known = ledger.named_in(common.less_document(item, ledger), council)
    if not right or not known:
        return ["form: the question names no office, or the right option is none"]
    found = []
    clauses = {(c.document, c.clause) for c in item.citations}
    relations = [(c, r) for c, r in ledger.relations if (c.document, c.reference) in clauses]
    joined = any(_joins(c, r, right, known) for c, r in relations)
    passed = [
        e
        for e in common.cited(item, ledger)
        if e.offices & known and {(e.stated.document, k) for k in e.stated.recipients} & right
    ]
    if not joined and not passed:
        found.append(f"not right: no clause cited joins {item.answer} to the office asked about")
    if known & right:
        found.append("giveaway: the question names the right office")
    bundle = {kind for verb, kinds in _BUNDLES.items() if re.search(verb, item.question) for kind in kinds}
    kin = {one for office in right for one in ledger.kin(office)}
    for option in item.wrong:
        if option == UNSAID:
            continue  # a clause that says it is cited
        offices = common.offices(option, council, ledger)
        others = {one for office in offices for one in ledger.kin(office)}
        if not offices:
            found.append(f"form: {council} has no office '{option}'")
        elif offices & kin or offices & known:
            found.append(f"two right: {option} is akin to the right office")
        elif any(
            _joins(c, r, others, known) and (r.kind in bundle or not bundle)
            for c, r in ledger.relations if c.council == council
        ):  # fmt: skip
            found.append(f"two right: a clause joins {option} to the office as well")
        elif _as_party(item, offices, known, ledger):
            found.append(f"two right: a duty passes it to {option} as well")
        elif "chair" not in item.question and (entry := _mentions(option, known, ledger)):
            found.append(f"two right: {entry.stated.reference} speaks of {option} and the office")
    return found


def _joins(clause: Clause, relation: Relation, some: Iterable[Office], others: Iterable[Office]) -> bool:
    ends = {(clause.document, relation.subject), (clause.document, relation.object)}
    if relation.through:
        ends.add((clause.document, relation.through))
    return bool(ends & set(some)) and bool(ends & set(others))


def _mentions(option: str, known: Iterable[Office], ledger: Ledger) -> Entry | None:
    """A duty of the offices known whose words name an option, whatever is curated of it. A board is named in doubt:
    'Improvement Board' is the Children's Improvement Board, and a local safeguarding board those of the county."""
    names = [f" {' '.join(t.words(name))} " for name in common.short_names(option)]
    names += [f" {' '.join(t.words(name))} " for name in _BOARD.findall(option)]
    telling = set(folded(_HEAD.split(option)[0]).split()) if _BODY.search(option) else set()
    for entry in (e for office in known for e in ledger.borne(office)):
        quote = ledger.clauses[entry.stated.clause].quote
        words = flat(f"{entry.stated.plain} {quote}")
        if any(name in words for name in names) or (len(telling) > 1 and telling <= set(folded(quote).split())):
            return entry
    return None


def _as_party(item: Item, offices: Iterable[Office], known: Iterable[Office], ledger: Ledger) -> bool:
    """Whether a duty like the one asked about, or one cited, names these offices beside those that are known."""
    wanted = set(offices)
    for entry in (e for office in known for e in ledger.own(office)):
        parties = {(entry.stated.document, key) for key in entry.parties}
        if parties & wanted and (
            ledger.likeness.says(common.less_document(item, ledger), entry) or entry in common.cited(item, ledger)
        ):
            return True
    return False


def order(item: Item, ledger: Ledger) -> list[str]:
    lines = common.numbered(item.question)
    if not lines:
        return _order_of_offices(item, ledger)
    steps = _steps(item, lines, ledger)
    return _order_of_steps(item, steps) if steps else times.order_of_times(item, lines, ledger)


def _steps(item: Item, lines: dict[str, str], ledger: Ledger) -> dict[str, int] | None:
    """Where in the clause cited each line stands, if the lines are the steps of one procedure of that clause.

    The place is that of the clause's own words, looked up in its quote behind the words of the step before.
    """
    clauses = {(c.document, c.clause) for c in item.citations}
    for clause in ledger.clauses.values():
        for procedure in clause.procedures if (clause.document, clause.reference) in clauses else ():
            if sorted(map(flat, lines.values())) != sorted(flat(step.plain) for step in procedure.steps):
                continue
            places, at = {}, 0
            for step in procedure.steps:
                at = clause.quote.find(step.words, at)
                places[flat(step.plain)] = at
                at = max(at, 0) + len(step.words)
            return {number: places[flat(line)] for number, line in lines.items()}
    return None


def _order_of_steps(item: Item, places: dict[str, int]) -> list[str]:
    """Each step's words stand in the clause, and only the right order is the order of the clause."""
    if min(places.values()) < 0 or len(set(places.values())) < len(places):
        return ["not right: the words of a step do not stand in the clause in their order"]

    right = common.in_order(item.answer, places)
    found = [] if right else ["not right: the right order is not that of the clause"]
    return found + [
        f"two right: '{option}' is the order of the clause too"
        for option in item.wrong
        if common.in_order(option, places)
    ]


_UP = ("accountable_to", "reports_to", "escalates_to")


def _order_of_offices(item: Item, ledger: Ledger) -> list[str]:
    """Each step up of the right order stands in a clause; each wrong order holds a step that none states."""
    council, down = item.councils[0], "from the top down" in item.question
    clauses = {(c.document, c.clause) for c in item.citations}

    def steps(option: str) -> list[tuple[frozenset[Office], frozenset[Office]]]:
        names = option.split(" → ")
        line = [common.offices(name, council, ledger) for name in (names[::-1] if down else names)]
        return list(pairwise(line))

    def stated(low: frozenset[Office], high: frozenset[Office], cited: bool) -> bool:
        below = {k for o in low for k in ledger.kin(o)} if not cited else set(low)
        above = {k for o in high for k in ledger.kin(o)} if not cited else set(high)
        return any(
            (pair[0] in below and pair[1] in above)
            for c, r in ledger.relations if c.council == council and (not cited or (c.document, c.reference) in clauses)
            for pair in _upward(c, r)
        )  # fmt: skip

    if not all(low and high and stated(low, high, cited=True) for low, high in steps(item.answer)):
        return ["not right: a step of the right order stands in no clause cited"]
    return [f"two right: every step of '{option}' is stated" for option in item.wrong
            if all(stated(low, high, cited=False) for low, high in steps(option))]  # fmt: skip


def _upward(clause: Clause, relation: Relation) -> list[tuple[Office, Office]]:
    low, high = (clause.document, relation.subject), (clause.document, relation.object)
    if relation.kind in _UP:
        return [(low, high)]
    if relation.kind == "holds_to_account":
        if relation.through:
            between = (clause.document, relation.through)
            return [(high, between), (between, low)]
        return [(high, low)]
    return [(high, low)] if relation.kind in ("manages", "leads") else []
