"""Silences: proofs that no clause says whom an office answers to, who answers to it, where it sits, when it meets, or
what it must do. In doubt, that is where a clause that names the office holds a word for the matter, it is not proved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from knowledge.rules import Relation
from learning.entries import Office, flat
from learning.items import Item
from learning.ledger import Ledger
from learning.proofs import common

_ANSWERS = re.compile(
    r"\b(accountab\w*|answer(?:s|able|ing)? to|reports? to|reporting (?:to|line)|responsible to|line manage\w*|managed by|led by|to account)\b", re.I
)  # fmt: skip
_SITS = re.compile(r"\b(boards?|panels?|committees?|chairs?|chaired|member of|attend(?:s|ance)?|represented on|forum|sits? on)\b", re.I)  # fmt: skip
_MEETS = re.compile(r"\b(meetings?|meets?|visits?|monthly|quarterly|annual|weekly)\b", re.I)
_CHAIRS = re.compile(r"\bchair", re.I)
_UP = ("accountable_to", "reports_to", "escalates_to", "advises")
_DOWN = ("holds_to_account", "manages", "leads", "appoints", "keeps_procedure")
# People of one sort, some of whom hold a further office: what is said of the Leader is not said of all councillors.
_CLASSES = ("councillors", "other-staff", "practitioners")
_ANSWER, _HOLD = ("accountable_to", "reports_to"), ("holds_to_account", "manages", "leads")
_BOARDS = ("chairs", "member_of", "attends", "represented_on")


def asked(question: str) -> str | None:
    """What a question of this kind asks: 'above', 'below', 'chair', 'place', 'meeting' or 'duty'."""
    patterns = {"above": r"to whom (?:does|do) .+ answer\?$", "below": r"who answers to .+\?$", "chair": r"who chairs .+\?$",
                "place": r"Which place on a board, panel or committee ", "meeting": r"What kind of regular meeting ",
                "duty": r"What does .+ ask of .+\?$"}  # fmt: skip
    return next((name for name, pattern in patterns.items() if re.search(pattern, question)), None)


def silence(item: Item, ledger: Ledger) -> list[str]:
    offices = common.office_asked(item, ledger)
    what = asked(item.question)
    if not offices or not what:
        return ["form: the question names no office, or asks for nothing that could be missing"]
    found = [] if item.answer.startswith(("No clause", "None:", "Nothing:")) else ["not right: it is no silence"]
    kin = frozenset(k for office in offices for k in ledger.kin(office))
    found += _PROOFS[what](item, offices, kin, ledger)
    if what in ("above", "below", "chair"):
        for option in item.wrong:
            others = common.offices(option, item.councils[0], ledger)
            if not others:
                found.append(f"form: {item.councils[0]} has no office '{option}'")
            elif others & kin:
                found.append(f"two right: {option} includes the office or is included in it")
            elif any(_ends(c.document, r) & others and _ends(c.document, r) & kin for c, r in ledger.relations):
                found.append(f"two right: a clause joins {option} to the office")
    return found


def _ends(document: str, relation: Relation) -> set[Office]:
    return {(document, key) for key in (relation.subject, relation.object, relation.through) if key}


def _joined(kin: frozenset[Office], ledger: Ledger, does: Iterable[str], suffers: Iterable[str]) -> bool:
    """Whether a relation has the office doing one of `does`, or another doing one of `suffers` to it."""
    for clause, relation in ledger.relations:
        subject, object_ = (clause.document, relation.subject), (clause.document, relation.object)
        through = (clause.document, relation.through)
        if relation.kind in does and subject in kin:
            return True
        if relation.kind in suffers and (object_ in kin or through in kin):
            return True
    return False


def _spoken(offices: frozenset[Office], ledger: Ledger, words: re.Pattern[str]) -> str | None:
    """A clause with such a word that is a duty of the office or names it."""
    for document, key in sorted(offices):
        names = [
            f" {' '.join(name.casefold().split())} "
            for name in common.short_names(ledger.store.roles[document, key].name)
        ]
        own = {e.stated.clause for e in ledger.own((document, key))}
        for clause in ledger.clauses.values():
            if clause.document != document or not words.search(clause.quote):
                continue
            if clause.id in own or any(name in flat(clause.quote) for name in names):
                return clause.reference
    return None


def _above(item: Item, offices: frozenset[Office], kin: frozenset[Office], ledger: Ledger) -> list[str]:
    # What is said of some of a group ('the Leader takes matters to …') is not said of all; whom they answer to is, in doubt.
    said = _joined(_wider(offices, ledger), ledger, _UP, _DOWN) or _joined(kin, ledger, _ANSWER, _HOLD)
    return _found(said, "a clause says whom it answers to", _spoken(offices, ledger, _ANSWERS), "answering")


def _below(item: Item, offices: frozenset[Office], kin: frozenset[Office], ledger: Ledger) -> list[str]:
    said = _joined(_wider(offices, ledger), ledger, _DOWN, _UP) or _joined(kin, ledger, _HOLD, _ANSWER)
    return _found(said, "a clause says who answers to it", _spoken(offices, ledger, _ANSWERS), "answering")


def _chair(item: Item, offices: frozenset[Office], kin: frozenset[Office], ledger: Ledger) -> list[str]:
    met = any(
        m.chair and {(c.document, a) for a in m.attendees} & kin for c in ledger.clauses.values() for m in c.meetings
    )
    said = met or _joined(kin, ledger, (), ("chairs", "leads"))
    return _found(said, "a clause says who chairs it", _spoken(offices, ledger, _CHAIRS), "a chair")


def _place(item: Item, offices: frozenset[Office], kin: frozenset[Office], ledger: Ledger) -> list[str]:
    said = _joined(_wider(offices, ledger), ledger, _BOARDS, ())
    return _found(said, "a clause gives it a place", _spoken(offices, ledger, _SITS), "a board")


def _meeting(item: Item, offices: frozenset[Office], kin: frozenset[Office], ledger: Ledger) -> list[str]:
    mine = _wider(offices, ledger)
    said = any(
        {(c.document, a) for a in (*m.attendees, m.chair) if a} & mine
        for c in ledger.clauses.values()
        for m in c.meetings
    )
    return _found(said, "a clause gives it a meeting", _spoken(offices, ledger, _MEETS), "a meeting")


def _wider(offices: frozenset[Office], ledger: Ledger) -> frozenset[Office]:
    """Whose clauses speak for the office: its own and wider ones; for a group that is its members, theirs as well."""
    return frozenset(other for office in offices for other in (
        ledger.wider(office) if ledger.store.roles[office].family in _CLASSES else ledger.kin(office)))  # fmt: skip


def _found(said: bool, what: str, place: str | None, of: str) -> list[str]:
    return [*([f"not right: {what}"] if said else []), *([f"not right: {place} speaks of {of}"] if place else [])]


def _duty(item: Item, offices: frozenset[Office], kin: frozenset[Office], ledger: Ledger) -> list[str]:
    """It bears no duty, nor do those that include it; each other option is a duty of somebody else, cited."""
    found = [f"not right: {e.stated.reference} gives it a duty" for k in sorted(kin) for e in ledger.own(k)][:1]
    contrasts = ledger.of_clauses((c.document, c.clause) for c in item.contrasts)
    for option in item.wrong:
        if not ledger.likeness.traced(option, within=contrasts):
            found.append(f"form: no clause named says '{option}'")
        found += [f"two right: {why}" for why in common.true_of(option, offices, ledger)]
    return found


_PROOFS: dict[str, Callable[..., list[str]]] = {
    "above": _above, "below": _below, "chair": _chair, "place": _place, "meeting": _meeting, "duty": _duty,
}  # fmt: skip
