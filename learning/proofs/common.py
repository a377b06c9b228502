"""Common: how the proofs read an item: what it asks, whom it names, and whether a text is true of an office."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from knowledge import text as t
from learning.entries import Entry, Office, flat, folded
from learning.items import Item
from learning.ledger import Ledger

SHARE = 0.85  # of a statement's words that a question must hold to be about it


def cited(item: Item, ledger: Ledger) -> list[Entry]:
    """All statements of the clauses that an item cites."""
    return ledger.of_clauses((c.document, c.clause) for c in item.citations)


def asked(item: Item, ledger: Ledger, less: frozenset[str] = frozenset()) -> list[Entry]:
    """The duties cited that a question is about: it holds nearly all of their words (`less` some that it must not)."""
    words = set(folded(item.question).split())
    found = []
    for entry in cited(item, ledger):
        own = set(entry.plain.split()) - less
        if entry.stated.kind == "duty" and own and len(own & words) >= SHARE * len(own):
            found.append(entry)
    return found


def offices(option: str, council: str, ledger: Ledger) -> frozenset[Office]:
    """The offices of a council that an option names; none where it is no office of that council."""
    return ledger.called(option, council)


def office_asked(item: Item, ledger: Ledger) -> frozenset[Office]:
    """The offices that a question names, those of its own documents where there are any; none if it names no office."""
    named = ledger.named_in(less_document(item, ledger), item.councils[0])
    return frozenset(o for o in named if o[0] in item.documents) or named


def less_document(item: Item, ledger: Ledger) -> str:
    """A question without the names of its documents, which hold names of councils and of times."""
    question = item.question
    for document in item.documents:
        question = question.replace(ledger.store.documents[document].short, "")
    return question


def others(entry: Entry, office: Office) -> set[Office]:
    """Who bears a statement beside an office."""
    return set(entry.offices) - {office}


def bearing(offices: Iterable[Office], asked: list[Entry], ledger: Ledger) -> Entry | None:
    """A statement of these offices that is one of those asked about or near-identical; None if there is none."""
    for office in offices:
        if mine := ledger.bears(office, asked):
            return mine
    return None


def stated_for(text: str, offices: Iterable[Office], cited: list[Entry], ledger: Ledger) -> bool:
    """Whether a text is the wording of a cited statement that one of these offices bears."""
    wanted = set(offices)
    return any(entry.offices & wanted for entry in ledger.likeness.traced(text, within=cited))


def true_of(text: str, offices: Iterable[Office], ledger: Ledger) -> list[str]:
    """Why a text may be true of these offices, or of those that include them or are included; empty if it is not."""
    sources = ledger.likeness.traced(text)
    if not sources:
        return [f"'{text}' is the wording of no rule"]
    near = ledger.likeness.near(sources) | ledger.likeness.saying(text)
    for office in offices:
        council = ledger.store.roles[office].council
        for entry in ledger.borne(office):
            if near[entry.number]:
                return [f"'{text}' is asked of the office as well, or nearly ({entry.stated.reference})"]
        for source in sources:
            if source.stated.council == council and {(source.stated.document, k) for k in source.parties} & ledger.kin(
                office
            ):
                return [f"'{text}' involves the office as well ({source.stated.reference})"]
    return []


def telling(item: Item, offices: Iterable[Office], ledger: Ledger) -> list[str]:
    """Options that name the office asked about, or the council, tell whether they are its own."""
    names = {n for o in offices for n in short_names(ledger.store.roles[o].name)}
    found = []
    for option in item.options:
        if any(f" {' '.join(t.words(name))} " in flat(option) for name in names):
            found.append(f"giveaway: '{option}' names the office")
        if any(f" {c.casefold()} " in flat(option) for c in ledger.store.councils) and option == item.answer:
            found.append(f"giveaway: '{option}' names the council")
    return found


# Roots that an office's name and a deed share without the one telling the other: a leader leads, but so do many.
_ANYBODYS = frozenset(folded("lead leader responsibility manage manager direct director strategic").split())


def echo(question: str, right: str, wrong: Iterable[str]) -> list[str]:
    """A telling word of the question that stands in the right option and in none of the others gives it away."""
    shared = (set(folded(question).split()) & set(folded(right).split())) - _ANYBODYS
    for option in wrong:
        shared -= set(folded(option).split())
    return [f"giveaway: of the options only '{right}' takes up '{sorted(shared)[0]}'"] if shared else []


def named(item: Item, ledger: Ledger, right: Iterable[Office]) -> list[str]:
    """A question must not say its answer."""
    question = flat(less_document(item, ledger))
    names = [n for office in right for n in short_names(ledger.store.roles[office].name)]
    return (
        ["giveaway: the question names the right office"]
        if any(f" {' '.join(t.words(n))} " in question for n in names)
        else []
    )


def short_names(name: str) -> set[str]:
    """The name, its abbreviation, and what stands before a comma, bracket or dash."""
    names = {name, *re.findall(r"\(([A-Za-z]+)\)", name)}
    names.add(re.split(r"[,(–]| with | within ", name)[0].strip())
    names.add(re.sub(r"^(All|The|the) ", "", re.split(r"[,(–]| with | within ", name)[0].strip()))
    return {n for n in names if len(n) > 2}


def measure(one: Entry, other: Entry) -> float:
    """How like two statements are, 0 to 100, by their plain sentences or their quotes, whichever are liker."""
    return max(fuzz.token_set_ratio(one.plain, other.plain), fuzz.token_set_ratio(one.quote, other.quote))


def numbered(question: str) -> dict[str, str]:
    """The lines of a question by the number that each begins with."""
    return dict(re.findall(r"^(\d)\. (.+)$", question, re.M))


def lettered(question: str) -> dict[str, str]:
    """The lines of a question by the letter that each begins with."""
    return dict(re.findall(r"^([A-E])\. (.+)$", question, re.M))


def in_order(option: str, places: dict[str, int]) -> bool:
    """Whether an option ("2 → 1 → 3") names every line, and in the order of their places."""
    held = [places.get(number.strip(), -1) for number in option.split("→")]
    return held == sorted(held) and len(held) == len(places)
