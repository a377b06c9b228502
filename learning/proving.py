"""Proving: each quiz item read again as a learner reads it, and held against all rules of the store.

Takes the words of question and options, not what the maker meant by them; looks everything up anew in learning.ledger.
An item is asked only if nothing speaks against it: in doubt it is rejected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations

from rapidfuzz import fuzz

from learning.entries import flat, folded
from learning.items import Item, Kind, edition
from learning.ledger import Ledger
from learning.proofs import common, gaps, lines, offices, standings, times

SAME = 97  # ratio of two options that read the same
NEARLY = 80  # token_set_ratio of two options that say nearly the same
# Kinds where a word of the question can give the answer away, and those whose options are sentences, where length can.
ECHOING = (Kind.BEARER, Kind.DUTY, Kind.RECIPIENT, Kind.TERM)
SENTENCES = (Kind.DUTY, Kind.NOT_DUTY)

_PROOFS: dict[Kind, Callable[[Item, Ledger], list[str]]] = {
    Kind.BEARER: offices.bearer,
    Kind.DUTY: offices.duty,
    Kind.NOT_DUTY: offices.not_duty,
    Kind.FREQUENCY: times.timing,
    Kind.RECIPIENT: lines.recipient,
    Kind.COUNCIL: offices.council,
    Kind.ORDER: lines.order,
    Kind.MATCH: offices.match,
    Kind.TERM: gaps.term,
    Kind.GAP: gaps.gap,
    Kind.STANDING: standings.standing,
}


def problems(item: Item, ledger: Ledger) -> list[str]:
    """Everything that speaks against asking an item; empty if it is proved. A problem starts with its sort:
    'two right' (a wrong option may be right), 'not right' (the right one is not proved), 'form', 'giveaway', 'citation'."""
    told = common.echo(common.less_document(item, ledger), item.answer, item.wrong) if item.kind in ECHOING else []
    return [*_PROOFS[item.kind](item, ledger), *told, *_form(item, ledger), *_cited(item, ledger)]


def _form(item: Item, ledger: Ledger) -> list[str]:
    found = []
    if not item.question.strip() or not item.explanation.strip():
        found.append("form: no question or no explanation")
    if item.kind not in (Kind.ORDER, Kind.MATCH):
        for one, other in combinations(item.options, 2):
            words = sorted(flat(one).split()), sorted(flat(other).split())
            if fuzz.ratio(flat(one), flat(other)) >= SAME or words[0] == words[1]:
                found.append(f"form: '{one}' and '{other}' read the same")
    if item.kind not in (Kind.COUNCIL, Kind.STANDING) and not any(
        ledger.store.documents[d].short in item.question for d in item.documents if d in ledger.store.documents
    ):
        found.append("form: the question does not name the document")
    if re.search(r"\s{2,}(?!\n)|\s[,.?]|\bmust must\b|\?\?|\bNone\b", item.question.replace("\n", " ")):
        found.append("form: the question does not read well")
    if item.kind in SENTENCES:
        for one, other in combinations(item.options, 2):
            if fuzz.token_set_ratio(folded(one), folded(other)) >= NEARLY:
                found.append(f"form: '{one}' and '{other}' say nearly the same")
        lengths = [len(option) for option in item.wrong]
        if len(item.answer) > 1.7 * max(lengths) or len(item.answer) < 0.5 * min(lengths):
            found.append("giveaway: the right option differs in length")
    return found


def _cited(item: Item, ledger: Ledger) -> list[str]:
    found = []
    for citation in (*item.citations, *item.contrasts):
        held = ledger.citation(citation.document, citation.clause)
        if not held:
            found.append(f"citation: {citation.document} has no clause {citation.clause}")
            continue
        if held.quote != citation.quote or held.spans != citation.spans:
            found.append(f"citation: {citation.clause} does not say what is quoted")
    if item.edition != edition((*item.citations, *item.contrasts)):
        found.append("citation: the edition is not that of the clauses cited")
    if {c.document for c in item.citations} != set(item.documents):
        found.append("citation: the documents are not those cited")
    if not any(citation.clause in item.explanation for citation in (*item.citations, *item.contrasts)):
        found.append("form: the explanation names no clause")
    return found
