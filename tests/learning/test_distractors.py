"""Distractors: where the wrong options come from, and that none is right, read straight from the rule files.

Nothing here comes from learning.ledger or learning.proofs, which prove the items: rule files are compared in another way,
and the twins of Dudley and Leicester were found by reading the two documents side by side.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict

import pytest

from knowledge import rules
from learning.items import Kind
from learning.making.terms import _TAKEN_FOR
from learning.wording import UNSAID

# Clauses of Dudley and of Leicester that ask the same, in the same words or nearly.
TWINS = {
    "Leader of the Council 2": "annex 1.1", "Leader of the Council 5": "annex 1.3", "Lead Member 3": "annex 2.6",
    "Lead Member 5": "annex 2.7", "Chief Executive 2": "annex 3.1", "Chief Executive 4": "annex 3.5",
    "Chief Executive 5": "annex 3.8", "Chief Executive 6": "annex 3.7",
    "Director of Children's Services 5": "annex 4.2", "Director of Children's Services 7": "annex 4.3",
    "Director of Children's Services 8": "annex 4.4", "Director of Children's Services 10": "annex 4.8",
    "Director of Children's Services 13": "annex 4.9", "Director of Children's Services 14": "annex 4.10",
    "All Members of the Corporate Board 1": "annex 8.1", "All Members of the Corporate Board 2": "annex 8.2",
    "All Members of the Corporate Board 4": "annex 8.3",
    "Select Committee Members 1.1": "annex 9 a", "Select Committee Members 1.2": "annex 9 b",
    "Select Committee Members 1.3": "annex 9 c", "Select Committee Members 1.4": "annex 9 d",
    "Select Committee Members 1.5": "annex 9 e", "All Councillors 1": "annex 12.1", "All Councillors 2": "annex 12.2",
    "Assistant Director (Children's Social Care) 1": "annex 13.1", "Assistant Director (Children's Social Care) 2": "annex 13.2",
    "Assistant Director (Children's Social Care) 3": "annex 13.3", "Assistant Director (Children's Social Care) 4": "annex 13.4",
    "Assistant Director (Children's Social Care) 6": "annex 13.5", "Assistant Director (Children's Social Care) 7": "annex 13.6",
    "Assistant Director (Children's Social Care) 8": "annex 13.7", "Assistant Director (Children's Social Care) 9": "annex 13.8",
    "Heads of Service, Social Care 1": "annex 18.1", "Heads of Service, Social Care 2": "annex 18.2",
    "Heads of Service, Social Care 4": "annex 18.3", "Heads of Service, Social Care 5": "annex 18.4",
    "Team and Service Managers, Children's Social Care 1": "annex 19.1",
    "Team and Service Managers, Children's Social Care 2": "annex 19.2",
    "Team and Service Managers, Children's Social Care 3": "annex 19.3",
    "Team and Service Managers, Children's Social Care 4": "annex 19.4",
    "Team and Service Managers, Children's Social Care 5": "annex 19.5",
    "Social Care Practitioners 1": "annex 21.1", "Social Care Practitioners 2": "annex 21.2",
    "Social Care Practitioners 3": "annex 21.3", "All other Council Staff 1": "annex 22.1",
}  # fmt: skip
NEVER_ASKED = 0.72  # likeness from which two duties may be one: no item may set them against each other


@pytest.fixture(scope="module")
def files(store):
    return {document: rules.load(rules.RULES / f"{document}.yml")[0] for document in store.documents}


@pytest.fixture(scope="module")
def duties(files):
    """Every duty: (document, reference, bearers, plain)."""
    return [
        (document, passage.reference, duty.bearers, duty.plain)
        for document, file in files.items() for passage in file.passages for duty in passage.duties
    ]  # fmt: skip


@pytest.fixture(scope="module")
def names(files):
    """What the offices of each document are called, in lower case and without an article."""
    return {document: {_bare(role.name) for role in file.roles} for document, file in files.items()}


def _bare(name: str) -> str:
    return re.sub(r"^the ", "", name.strip().casefold())


def _words(text: str) -> list[str]:
    text = re.sub(
        r"\b(ensure|ensuring|make sure|must|should|will|that|the|of|a|an|is|are|to|and)\b", " ", text.casefold()
    )
    return re.findall(r"[a-z]+", text)


def _alike(one: str, other: str) -> float:
    """How alike two sentences are by their words in order, 0 to 1."""
    return difflib.SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


def _deed(plain: str) -> str:
    """A plain sentence without the office before 'must', 'should' or 'will'."""
    return re.sub(
        r"^.*?\b(?:must|should|will|can|has to|have to|is to|are to|responsible for|committed to)\b", "", plain
    )


def _where(option: str, duties) -> list[tuple[str, tuple[str, ...]]]:
    """The duties that an option is the wording of, as (document, bearers): they hold nearly all of its words."""
    words = set(_words(option))
    found = [
        (len(words & set(_words(plain))) / len(words), plain, document, bearers)
        for document, _, bearers, plain in duties
    ]
    most = max(share for share, *_ in found)
    held = [
        (_alike(option, _deed(plain)), document, bearers)
        for share, plain, document, bearers in found
        if share == most > 0.8
    ]
    return [(document, bearers) for near, document, bearers in held if near == max(near for near, *_ in held)]


# --- where they come from --------------------------------------------------------------------------------------------


def test_a_wrong_office_is_a_neighbour_in_the_same_document(held, names):
    for item in held.items:
        if item.kind in (Kind.BEARER, Kind.RECIPIENT) or (
            item.kind is Kind.GAP and "without giving it" in item.question
        ):
            for option in set(item.wrong) - {UNSAID}:
                assert _bare(option.removesuffix(" alone")) in names[item.documents[0]], (item.question, option)


def test_the_offices_of_an_order_or_a_matching_are_those_of_one_document(held, names):
    for item in held.items:
        offices = []
        if item.kind is Kind.MATCH:
            offices = re.findall(r"^\d\. (.+)$", item.question, re.M)
        elif item.kind is Kind.ORDER and "\n" not in item.question:
            offices = [name for option in item.options for name in option.split(" → ")]
        for office in offices:
            assert _bare(office) in names[item.documents[0]], (item.question, office)


def test_a_wrong_deed_is_the_duty_of_another_office_or_of_another_council(held, duties):
    origins: dict[str, int] = defaultdict(int)
    for item in held.items:
        if item.kind not in (Kind.DUTY, Kind.NOT_DUTY):
            continue
        cited = {(c.document, c.clause) for c in item.citations}
        own = {
            bearer for document, reference, bearers, _ in duties if (document, reference) in cited for bearer in bearers
        }
        foreign = item.wrong if item.kind is Kind.DUTY else (item.answer,)
        for option in foreign:
            there = _where(option, duties)
            assert there, option
            assert all(document != item.documents[0] or set(bearers) - own for document, bearers in there), option
            origins["neighbour" if any(d == item.documents[0] for d, _ in there) else "elsewhere"] += 1
    assert origins["neighbour"] > 100
    assert origins["elsewhere"] > 10


def test_a_wrong_council_is_another_council_and_a_wrong_time_another_time(held, store):
    for item in held.items:
        if item.kind is Kind.COUNCIL:
            assert {*item.options} == {*store.councils}
        if item.kind is Kind.FREQUENCY:
            quote = " ".join(citation.pieces[-1] for citation in item.citations).casefold()
            assert item.answer.strip("“”").casefold() in quote
            assert not [
                o for o in item.wrong if re.search(rf"(?<!bi )\b{re.escape(o.strip('“”').casefold())}\b", quote)
            ]


def test_a_wrong_term_is_another_term_or_was_written_by_hand(held, files):
    terms = {
        w.casefold()
        for file in files.values()
        for p in file.passages
        for term in p.terms
        for w in (term.term, term.means)
    }
    by_hand = {word.casefold() for words in _TAKEN_FOR.values() for word in words}
    for item in held.items:
        if item.kind is Kind.TERM:
            assert {option.casefold() for option in item.wrong} <= terms | by_hand, item.question


# --- none is right ---------------------------------------------------------------------------------------------------


def test_the_twins_are_clauses_of_the_two_documents(store):
    for dudley, leicester in TWINS.items():
        assert store.clause("dudley-roles-2006", dudley)
        assert store.clause("leicester-roles-2009", leicester)


def test_a_duty_with_a_twin_is_never_asked_after_by_its_council(held, duties):
    """Where a clause states several duties, the one asked after may be without a twin: it is compared with all of them."""
    twins = {("dudley-roles-2006", d): ("leicester-roles-2009", other) for d, other in TWINS.items()}
    twins |= {there: here for here, there in twins.items()}
    for item in held.items:
        if item.kind is not Kind.COUNCIL:
            continue
        asked = re.findall("“(.+)”", item.question, re.S)[0]
        for citation in item.citations:
            for document, reference, _, plain in duties:
                if (document, reference) == twins.get((citation.document, citation.clause)):
                    assert _alike(asked, _deed(plain)) < 0.5, (asked, plain)


def test_no_other_council_says_nearly_what_an_item_gives_to_one(held, duties, store):
    for item in held.items:
        if item.kind is Kind.COUNCIL:
            asked = re.findall("“(.+)”", item.question, re.S)[0]
            for document, reference, _, plain in duties:
                if store.documents[document].council != item.answer:
                    assert _alike(asked, _deed(plain)) < NEVER_ASKED, (asked, document, reference, plain)


def test_no_wrong_deed_is_nearly_a_duty_of_the_office_asked_about(held, duties):
    """Above all not by the other council's twin of it."""
    twins = {("leicester-roles-2009", other): ("dudley-roles-2006", d) for d, other in TWINS.items()}
    twins |= {there: here for here, there in twins.items()}
    checked = 0
    for item in held.items:
        if item.kind is not Kind.DUTY:
            continue
        cited = {(c.document, c.clause) for c in item.citations}
        office = {b for document, reference, bearers, _ in duties if (document, reference) in cited for b in bearers}
        mine = [
            (reference, _deed(plain)) for document, reference, bearers, plain in duties
            if document == item.documents[0] and set(bearers) & office
        ]  # fmt: skip
        for option in item.wrong:
            near = [(reference, plain) for reference, plain in mine if _alike(option, plain) >= NEVER_ASKED]
            assert not near, (item.question, option, near)
            checked += 1
        for citation in item.contrasts:
            twin = twins.get((citation.document, citation.clause))
            sole = sum(
                reference == citation.clause and document == citation.document for document, reference, _, _ in duties
            )
            if twin and twin[0] == item.documents[0] and sole == 1:
                assert twin[1] not in {reference for reference, _ in mine}, (item.question, citation.clause, twin)
    assert checked > 300


def test_no_wrong_office_bears_nearly_the_duty_that_is_asked_after(held, duties, files):
    keys = {d: {_bare(role.name): role.key for role in file.roles} for d, file in files.items()}
    for item in held.items:
        if item.kind is not Kind.BEARER:
            continue
        document = item.documents[0]
        asked = re.sub(r"^In the .+?, (?:if .+?, )?who ", "", item.question)
        for option in item.wrong:
            if option.endswith(" alone"):
                continue
            key = keys[document][_bare(option)]
            for there, reference, bearers, plain in duties:
                if there == document and key in bearers:
                    assert _alike(asked, _deed(plain)) < NEVER_ASKED, (item.question, option, reference)
