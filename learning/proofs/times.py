"""Times: proofs of how often and how soon, and of what is asked most often."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from learning.entries import Entry, folded
from learning.items import Item
from learning.ledger import Ledger
from learning.proofs import common

_SAID = re.compile(
    r"\b(bi[- ]?monthly|bi[- ]?annual(?:ly)?|fortnightly|weekly|daily|monthly|quarterly|annual(?:ly)?|yearly|regular(?:ly|ity)?|"
    r"occasional(?:ly)?|frequency|as agreed|as appropriate|without delay|immediately|promptly|quickly|hours|working day|"
    r"every|each (?:year|month|week)|times)\b", re.I,
)  # fmt: skip
UNSAID = "it does not say"
_TIMES = frozenset(folded("bi monthly annually annual month monthly quarter quarterly regularly regular occasional occasionally "
                          "frequency agreed often delay immediately promptly quickly").split())  # fmt: skip


def timing(item: Item, ledger: Ledger) -> list[str]:
    """How often and how soon: the right words stand in the clause alone; no clause like it says it otherwise."""
    asked = common.asked(item, ledger, less=_TIMES)
    if not asked:
        return ["not right: the question is about no clause cited"]
    own = " ".join(c.pieces[-1] for c in item.citations)
    said = {_sort(words) for words in _SAID.findall(own)}
    right = bare(item.answer)
    found = []
    if right == UNSAID:
        if said or any(e.stated.timing for e in asked):
            found.append("not right: the clause says how often")
        if any(m.frequency for e in asked for m in ledger.clauses[e.stated.clause].meetings):
            found.append("not right: a frequency is curated for the clause")
        for entry in _bearers_entries(asked, ledger):
            if entry not in asked and common.measure(entry, asked[0]) >= 75 and _times(entry, ledger):
                found.append(f"two right: {entry.stated.reference} says how often")
    elif len({_sort(w) for w in [right]} | (said - {"every"})) != 1 or right not in own.casefold():
        found.append("not right: the clause says otherwise or more than once how often")
    for option in item.wrong:
        words = bare(option)
        if words == UNSAID:
            continue
        if _sort(words) in said or words in own.casefold() or _sort(words) == _sort(right):
            found.append(f"two right: the clause says '{option}'")
        for entry in _bearers_entries(asked, ledger):
            near = max(common.measure(entry, e) for e in asked)
            if near >= 70 and entry not in asked and _sort(words) in _times(entry, ledger):
                found.append(f"two right: {entry.stated.reference} says '{option}'")
    root = re.search(r"month|quarter|annual|regular", right)
    if root and root[0] in common.less_document(item, ledger).casefold():
        found.append("giveaway: the question says how often")
    return found


def _times(entry: Entry, ledger: Ledger) -> set[str]:
    clause = ledger.clauses[entry.stated.clause]
    own = ledger.store.citation(clause).pieces[-1]
    return {_sort(w) for w in _SAID.findall(own)}


def bare(option: str) -> str:
    return option.strip("“”\"' .").casefold()


def _sort(words: str) -> str:
    """How often, less its ending: annual and annually are the same, monthly and bi monthly are not."""
    words = re.sub(r"[^a-z]+", " ", words.casefold()).strip()
    words = {"yearly": "annual", "on a regular basis": "regular", "frequency as agreed": "as agreed"}.get(words, words)
    return re.sub(r"(ly|ity)$", "", words)


def _bearers_entries(asked: list[Entry], ledger: Ledger) -> list[Entry]:
    return [e for e in ledger.of_council(asked[0].stated.council) if e.stated.document == asked[0].stated.document]


_RANK = {"month": 0, "quarter": 1, "annual": 2}


def order_of_times(item: Item, lines: dict[str, str], ledger: Ledger) -> list[str]:
    """Each line is a duty cited with one time of its own, and only the right order sorts them."""
    ranks: dict[str, int] = {}
    for number, line in lines.items():
        entries = [e for e in common.cited(item, ledger) if fuzz.token_set_ratio(folded(line), e.plain) >= 85]
        times = {time for e in entries for time in _times(e, ledger)} - {"every"}
        if len(times) != 1 or (rank := _RANK.get(next(iter(times)))) is None:
            return [f"not right: no clause cited says once how often '{line}'"]
        for other in ledger.of_council(item.councils[0]):
            if (
                other not in entries
                and fuzz.token_sort_ratio(folded(line), other.plain) >= 80
                and _times(other, ledger) != times
            ):
                return [f"two right: {other.stated.reference} says otherwise how often"]
        ranks[number] = rank
    if len(set(ranks.values())) < len(ranks):
        return ["two right: two of them are as often"]
    found = [] if common.in_order(item.answer, ranks) else ["not right: the right order is not sorted"]
    return found + [
        f"two right: '{option}' is sorted as well" for option in item.wrong if common.in_order(option, ranks)
    ]
