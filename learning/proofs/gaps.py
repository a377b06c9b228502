"""Gaps: proofs of what a document does not say, and of what its terms mean. (Of one office: see silences.)"""

from __future__ import annotations

import re

from learning.entries import flat, folded
from learning.items import Item
from learning.ledger import Ledger
from learning.proofs import common, silences, times

FEWEST = 4  # telling words of a deed that is said to be missing: a vague one is nowhere quite missing
SPOKEN = 0.35  # part of a deed's words, rare ones weighing more, from which a document counts as speaking of it


def term(item: Item, ledger: Ledger) -> list[str]:
    quoted = re.findall(r"“(.+)”", item.question)
    cited = [term for c in item.citations for term in ledger.terms(c.document, c.clause)]
    if not quoted:
        return ["form: the question quotes nothing"]
    everywhere = [term for clause in ledger.clauses.values() for term in clause.terms]
    asked = flat(quoted[0])
    if any(flat(term.term) == asked for term in everywhere):
        right = [term for term in cited if flat(term.term) == asked and _means(item.answer, term.means, term.also)]
        meanings = [(term.means, term.also) for term in everywhere if flat(term.term) == asked]
        found = [] if right else ["not right: the clause cited gives the term another meaning"]
        for option in item.wrong:
            if any(_means(option, means, also) for means, also in meanings):
                found.append(f"two right: '{option}' is a meaning of the term too")
        return found
    right = [term for term in cited if flat(term.means) == asked and flat(term.term) == flat(item.answer)]
    found = [] if right else ["not right: the clause cited has another term for this"]
    for option in item.wrong:
        if any(flat(term.term) == flat(option) and _means(quoted[0], term.means, term.also) for term in everywhere):
            found.append(f"two right: '{option}' means the same")
    return found


def _means(option: str, means: str, also: tuple[str, ...]) -> bool:
    """Whether an option is one of the meanings, or near it."""
    return any(
        flat(option) == flat(one)
        or f" {flat(option).strip()} " in flat(one)
        or sorted(flat(option).split()) == sorted(flat(one).split())
        for one in (means, *also)
    )


def gap(item: Item, ledger: Ledger) -> list[str]:
    if times.bare(item.answer) == times.UNSAID:
        return times.timing(item, ledger)
    document = item.documents[0]
    if silences.asked(item.question):
        return silences.silence(item, ledger)
    if "left blank" in item.question:
        return _blank(item, document, ledger)
    if "without giving it a duty" in item.question:
        return _idle(item, ledger)
    return _silent(item, document, ledger)


def _blank(item: Item, document: str, ledger: Ledger) -> list[str]:
    facts = [f for c in ledger.clauses.values() if c.document == document for f in c.facts]

    def blank(option: str) -> set[bool]:
        return {"blank" in f.value for f in facts if flat(f.kind) == flat(option)}

    found = [] if blank(item.answer) == {True} else ["not right: it is not curated as blank"]
    return found + [f"two right: '{o}' is not filled in" for o in item.wrong if blank(o) != {False}]


def _idle(item: Item, ledger: Ledger) -> list[str]:
    """Named, and no duty of its own: nor of an office that includes it."""
    council = item.councils[0]
    right = common.offices(item.answer, council, ledger)
    found = []
    if not right or any(True for office in right for _ in ledger.borne(office)):
        found.append(f"not right: a duty is given to {item.answer}, or to an office like it")
    if not any({(e.stated.document, k) for k in e.parties} & right for e in common.cited(item, ledger)):
        found.append(f"not right: the clause cited does not name {item.answer}")
    for option in item.wrong:
        if not any(e.stated.kind == "duty" for o in common.offices(option, council, ledger) for e in ledger.own(o)):
            found.append(f"two right: {option} bears no duty either")
    return found


def _silent(item: Item, document: str, ledger: Ledger) -> list[str]:
    """Said nowhere in the document, nor anything under the same subject; the others are said."""
    own = [e for e in ledger.entries if e.stated.document == document]
    source = [e for e in ledger.likeness.traced(item.answer) if e.stated.document != document]
    subjects = {topic for e in own for topic in e.stated.topics}
    found = []
    if not source:
        found.append("not right: no document says this at all")
    if any(set(e.stated.topics) & subjects for e in source):
        found.append("not right: the document has clauses on the same subject")
    near = ledger.likeness.near(source) | ledger.likeness.saying(item.answer)
    if any(near[e.number] for e in own):
        found.append("not right: a clause comes near to it")
    if len(folded(item.answer).split()) < FEWEST or ledger.likeness.spoken(item.answer, document) > SPOKEN:
        found.append("not right: the document uses too many of its words")
    words = {flat(name) for e in source for topic in e.stated.topics for name in ledger.store.topics[topic].names}
    whole = flat(" ".join(c.quote for c in ledger.clauses.values() if c.document == document))
    if any(name in whole for name in words):
        found.append("not right: the document holds a word for this subject")
    cited = common.cited(item, ledger)
    for option in item.wrong:
        if not ledger.likeness.traced(option, within=cited):
            found.append(f"two right: no clause cited says '{option}'")
    return found
