"""Proofs: for every kind of quiz item, that the right option is right and that no other can be.

Called by learning.proving; looks everything up in learning.ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from knowledge import text as t
from knowledge.rules import Relation
from knowledge.store import Clause
from learning.items import Item
from learning.ledger import Entry, Ledger, Office, flat, folded

ALONE = " alone"
SPOKEN = 0.5  # part of a deed's words, rare ones weighing more, from which a document counts as speaking of it
SHARE = 0.85  # of a statement's words that a question must hold to be about it


def bearer(item: Item, ledger: Ledger) -> list[str]:
    council = item.councils[0]
    asked = _asked(item, ledger)
    right = _offices(item.answer, council, ledger)
    proved = [entry for entry in asked if entry.offices and entry.offices == right]
    if not proved:
        return [f"not right: no clause cited says this of {item.answer}"]
    found = _named(item, ledger, item.answer, right)
    kin = {one for office in right for one in ledger.kin(office)}
    parties = {(e.stated.document, key) for e in asked for key in e.parties} | {
        office for e in _cited(item, ledger) for office in e.offices
    }
    for option in item.wrong:
        offices = _offices(option.removesuffix(ALONE), council, ledger)
        if not offices:
            found.append(f"form: {council} has no office '{option}'")
        elif option.endswith(ALONE):
            if any(ledger.alike(mine, e) for o in offices for mine in ledger.own(o) for e in proved
                   if not ledger.kin(o) & _others(mine, o)):  # fmt: skip
                found.append(f"two right: {option} bears the same or nearly")
        elif offices & kin or any(ledger.everybody(o) for o in (*offices, *right)):
            found.append(f"two right: {option} includes the right office or is included in it")
        elif offices & parties:
            found.append(f"two right: the clause names {option} as well")
        elif mine := _bearing(offices, proved, item.question, ledger):
            found.append(f"two right: {option} bears the same or nearly ({mine.stated.reference})")
    return found


def duty(item: Item, ledger: Ledger) -> list[str]:
    offices = _office_asked(item, ledger)
    if not offices:
        return ["form: the question names no office"]
    found = []
    if not _stated_for(item.answer, offices, _cited(item, ledger), ledger):
        found.append("not right: no clause cited asks this of the office")
    for option in item.wrong:
        found += [f"two right: {why}" for why in _true_of(option, offices, ledger)]
    return found + _telling(item, offices, ledger)


def not_duty(item: Item, ledger: Ledger) -> list[str]:
    offices = _office_asked(item, ledger)
    if not offices:
        return ["form: the question names no office"]
    found = [f"not right: {why}" for why in _true_of(item.answer, offices, ledger)]
    for option in item.wrong:
        if not _stated_for(option, offices, _cited(item, ledger), ledger):
            found.append(f"two right: no clause cited asks '{option}' of the office")
    return found + _telling(item, offices, ledger)


def council(item: Item, ledger: Ledger) -> list[str]:
    asked = _asked(item, ledger)
    if not asked or {e.stated.council for e in asked} != {item.answer}:
        return ["not right: no clause cited says this"]
    found = []
    near = ledger.near(asked) | ledger.saying(item.question)
    for option in item.wrong:
        if option not in ledger.store.councils:
            found.append(f"form: there are no documents of '{option}'")
        for entry in ledger.of_council(option):
            if near[entry.number]:
                found.append(f"two right: {option} says the same or nearly ({entry.stated.reference})")
                break
    telling = "|".join((*ledger.store.councils, "borough", "city", "county"))
    if re.search(rf"\b({telling})\b", item.question, re.I):
        found.append("giveaway: the question tells the council")
    return found


# --- how often, how soon -----------------------------------------------------------------------------------------------

_SAID = re.compile(
    r"\b(bi[- ]?monthly|bi[- ]?annual(?:ly)?|fortnightly|weekly|daily|monthly|quarterly|annual(?:ly)?|yearly|regular(?:ly|ity)?|"
    r"occasional(?:ly)?|frequency|as agreed|as appropriate|without delay|immediately|promptly|quickly|hours|working day|"
    r"every|each (?:year|month|week)|times)\b", re.I,
)  # fmt: skip
_UNSAID = "it does not say"
_TIMES = frozenset(folded("bi monthly annually annual month monthly quarter quarterly regularly regular occasional occasionally "
                          "frequency agreed often delay immediately promptly quickly").split())  # fmt: skip


def timing(item: Item, ledger: Ledger) -> list[str]:
    """How often and how soon: the right words stand in the clause alone; no clause like it says it otherwise."""
    asked = _asked(item, ledger, less=_TIMES)
    if not asked:
        return ["not right: the question is about no clause cited"]
    own = " ".join(c.pieces[-1] for c in item.citations)
    said = {_sort(words) for words in _SAID.findall(own)}
    right = _bare(item.answer)
    found = []
    if right == _UNSAID:
        if said or any(e.stated.timing for e in asked):
            found.append("not right: the clause says how often")
        if any(m.frequency for e in asked for m in ledger.clauses[e.stated.clause].meetings):
            found.append("not right: a frequency is curated for the clause")
        for entry in _bearers_entries(asked, ledger):
            if entry not in asked and _measure(entry, asked[0]) >= 75 and _times(entry, ledger):
                found.append(f"two right: {entry.stated.reference} says how often")
    elif len({_sort(w) for w in [right]} | (said - {"every"})) != 1 or right not in own.casefold():
        found.append("not right: the clause says otherwise or more than once how often")
    for option in item.wrong:
        words = _bare(option)
        if words == _UNSAID:
            continue
        if _sort(words) in said or words in own.casefold() or _sort(words) == _sort(right):
            found.append(f"two right: the clause says '{option}'")
        for entry in _bearers_entries(asked, ledger):
            near = max(_measure(entry, e) for e in asked)
            if near >= 70 and entry not in asked and _sort(words) in _times(entry, ledger):
                found.append(f"two right: {entry.stated.reference} says '{option}'")
    question = item.question
    for document in item.documents:
        question = question.replace(ledger.store.documents[document].short, "")
    root = re.search(r"month|quarter|annual|regular", right)
    if root and root[0] in question.casefold():
        found.append("giveaway: the question says how often")
    return found


def _times(entry: Entry, ledger: Ledger) -> set[str]:
    clause = ledger.clauses[entry.stated.clause]
    own = ledger.store.citation(clause).pieces[-1]
    return {_sort(w) for w in _SAID.findall(own)}


def _bare(option: str) -> str:
    return option.strip("“”\"' .").casefold()


def _sort(words: str) -> str:
    """How often, less its ending: annual and annually are the same, monthly and bi monthly are not."""
    words = re.sub(r"[^a-z]+", " ", words.casefold()).strip()
    words = {"yearly": "annual", "on a regular basis": "regular", "frequency as agreed": "as agreed"}.get(words, words)
    return re.sub(r"(ly|ity)$", "", words)


def _bearers_entries(asked: list[Entry], ledger: Ledger) -> list[Entry]:
    return [e for e in ledger.of_council(asked[0].stated.council) if e.stated.document == asked[0].stated.document]


# --- who answers to whom ------------------------------------------------------------------------------------------------

# Relations that a question's verb asks about, and which end is the higher one.
_BUNDLES = {
    r"accountable|account|report|attention": ("accountable_to", "reports_to", "escalates_to", "holds_to_account", "manages", "leads"),
    r"chair": ("chairs", "leads"), r"member|attend|represented": ("chairs", "member_of", "attends", "represented_on"),
    r"manage|lead": ("manages", "leads", "accountable_to", "reports_to"),
    r"appoint|designate": ("appoints", "designated_as"), r"advi[cs]e": ("advises",),
}  # fmt: skip


def recipient(item: Item, ledger: Ledger) -> list[str]:
    council = item.councils[0]
    right = _offices(item.answer, council, ledger)
    known = ledger.named_in(_less_document(item, ledger), council)
    if not right or not known:
        return ["form: the question names no office, or the right option is none"]
    found = []
    clauses = {(c.document, c.clause) for c in item.citations}
    relations = [(c, r) for c, r in ledger.relations if (c.document, c.reference) in clauses]
    joined = any(_joins(c, r, right, known) for c, r in relations)
    passed = [e for e in _cited(item, ledger) if e.offices & known and {(e.stated.document, k) for k in e.stated.recipients} & right]
    if not joined and not passed:
        found.append(f"not right: no clause cited joins {item.answer} to the office asked about")
    if known & right:
        found.append("giveaway: the question names the right office")
    bundle = {kind for verb, kinds in _BUNDLES.items() if re.search(verb, item.question) for kind in kinds}
    kin = {one for office in right for one in ledger.kin(office)}
    for option in item.wrong:
        offices = _offices(option, council, ledger)
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
    """A duty of the offices known whose words name an option, whatever is curated of it."""
    names = [f" {' '.join(t.words(name))} " for name in _short_names(option)]
    for entry in (e for office in known for e in ledger.borne(office)):
        words = flat(f"{entry.stated.plain} {ledger.clauses[entry.stated.clause].quote}")
        if any(name in words for name in names):
            return entry
    return None


def _as_party(item: Item, offices: Iterable[Office], known: Iterable[Office], ledger: Ledger) -> bool:
    """Whether a duty like the one asked about, or one cited, names these offices beside those that are known."""
    wanted = set(offices)
    for entry in (e for office in known for e in ledger.own(office)):
        parties = {(entry.stated.document, key) for key in entry.parties}
        if parties & wanted and (ledger.says(_less_document(item, ledger), entry) or entry in _cited(item, ledger)):
            return True
    return False


def order(item: Item, ledger: Ledger) -> list[str]:
    lines = _numbered(item.question)
    return _order_of_times(item, lines, ledger) if lines else _order_of_offices(item, ledger)


_UP = ("accountable_to", "reports_to", "escalates_to")


def _order_of_offices(item: Item, ledger: Ledger) -> list[str]:
    """Each step up of the right order stands in a clause; each wrong order holds a step that none states."""
    council, down = item.councils[0], "from the top down" in item.question
    clauses = {(c.document, c.clause) for c in item.citations}

    def steps(option: str) -> list[tuple[frozenset[Office], frozenset[Office]]]:
        names = option.split(" → ")
        line = [_offices(name, council, ledger) for name in (names[::-1] if down else names)]
        return list(zip(line, line[1:], strict=False))

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


_RANK = {"month": 0, "quarter": 1, "annual": 2}


def _order_of_times(item: Item, lines: dict[str, str], ledger: Ledger) -> list[str]:
    """Each line is a duty cited with one time of its own, and only the right order sorts them."""
    ranks: dict[str, int] = {}
    for number, line in lines.items():
        entries = [e for e in _cited(item, ledger) if fuzz.token_set_ratio(folded(line), e.plain) >= 85]
        times = {time for e in entries for time in _times(e, ledger)} - {"every"}
        if len(times) != 1 or (rank := _RANK.get(next(iter(times)))) is None:
            return [f"not right: no clause cited says once how often '{line}'"]
        for other in ledger.of_council(item.councils[0]):
            if other not in entries and fuzz.token_sort_ratio(folded(line), other.plain) >= 80 and _times(other, ledger) != times:
                return [f"two right: {other.stated.reference} says otherwise how often"]
        ranks[number] = rank
    if len(set(ranks.values())) < len(ranks):
        return ["two right: two of them are as often"]
    found = [] if _sorted(item.answer, ranks) else ["not right: the right order is not sorted"]
    return found + [f"two right: '{option}' is sorted as well" for option in item.wrong if _sorted(option, ranks)]


def _sorted(option: str, ranks: dict[str, int]) -> bool:
    held = [ranks.get(number.strip(), -1) for number in option.split("→")]
    return held == sorted(held) and len(held) == len(ranks)


def match(item: Item, ledger: Ledger) -> list[str]:
    """Each duty is asked of its office in a clause cited, and of no other office of the question."""
    lines, duties = _numbered(item.question), _lettered(item.question)
    offices = {n: _offices(name, item.councils[0], ledger) for n, name in lines.items()}
    pairs = dict(part.split() for part in item.answer.split(", "))
    if set(pairs) != set(offices) or set(pairs.values()) != set(duties) or not all(offices.values()):
        return ["form: offices, duties and the right matching do not go together"]
    found = []
    for number, letter in pairs.items():
        if not _stated_for(duties[letter], offices[number], _cited(item, ledger), ledger):
            found.append(f"not right: no clause cited asks {letter} of office {number}")
        for other in offices:
            if other != number:
                found += [f"two right: {letter} with {other}: {why}" for why in _true_of(duties[letter], offices[other], ledger)]
    right = set(pairs.items())
    for option in item.wrong:
        if {tuple(part.split()) for part in option.split(", ")} == right:
            found.append(f"two right: '{option}' is the right matching in another order")
    return found


# --- terms and gaps -----------------------------------------------------------------------------------------------------


def term(item: Item, ledger: Ledger) -> list[str]:
    quoted = re.findall(r"“(.+)”", item.question)
    cited = [term for c in item.citations for term in ledger.terms(c.document, c.clause)]
    if not quoted:
        return ["form: the question quotes nothing"]
    everywhere = [term for clause in ledger.clauses.values() for term in clause.terms]
    asked = flat(quoted[0])
    if any(flat(term.term) == asked for term in everywhere):
        right = [term for term in cited if flat(term.term) == asked and _means(item.answer, term.means, term.also)]
        meanings = [(m, term.also) for term in everywhere if flat(term.term) == asked for m in (term.means,)]
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
        flat(option) == flat(one) or f" {flat(option).strip()} " in flat(one) or sorted(flat(option).split()) == sorted(flat(one).split())
        for one in (means, *also)
    )


def gap(item: Item, ledger: Ledger) -> list[str]:
    if _bare(item.answer) == _UNSAID:
        return timing(item, ledger)
    document = item.documents[0]
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
    right = _offices(item.answer, council, ledger)
    found = []
    if not right or any(True for office in right for _ in ledger.borne(office)):
        found.append(f"not right: a duty is given to {item.answer}, or to an office like it")
    if not any({(e.stated.document, k) for k in e.parties} & right for e in _cited(item, ledger)):
        found.append(f"not right: the clause cited does not name {item.answer}")
    for option in item.wrong:
        if not any(e.stated.kind == "duty" for o in _offices(option, council, ledger) for e in ledger.own(o)):
            found.append(f"two right: {option} bears no duty either")
    return found


def _silent(item: Item, document: str, ledger: Ledger) -> list[str]:
    """Said nowhere in the document, nor anything under the same subject; the others are said."""
    own = [e for e in ledger.entries if e.stated.document == document]
    source = [e for e in ledger.traced(item.answer) if e.stated.document != document]
    subjects = {topic for e in own for topic in e.stated.topics}
    found = []
    if not source:
        found.append("not right: no document says this at all")
    if any(set(e.stated.topics) & subjects for e in source):
        found.append("not right: the document has clauses on the same subject")
    near = ledger.near(source) | ledger.saying(item.answer)
    if any(near[e.number] for e in own):
        found.append("not right: a clause comes near to it")
    if ledger.spoken(item.answer, document) > SPOKEN:
        found.append("not right: the document uses most of its words")
    words = {flat(name) for e in source for topic in e.stated.topics for name in ledger.store.topics[topic].names}
    whole = flat(" ".join(c.quote for c in ledger.clauses.values() if c.document == document))
    if any(name in whole for name in words):
        found.append("not right: the document holds a word for this subject")
    cited = _cited(item, ledger)
    for option in item.wrong:
        if not ledger.traced(option, within=cited):
            found.append(f"two right: no clause cited says '{option}'")
    return found


# --- what the proofs share ------------------------------------------------------------------------------------------------


def _cited(item: Item, ledger: Ledger) -> list[Entry]:
    return ledger.of_clauses((c.document, c.clause) for c in item.citations)


def _asked(item: Item, ledger: Ledger, less: frozenset[str] = frozenset()) -> list[Entry]:
    """The duties cited that a question is about: it holds nearly all of their words (`less` some that it must not)."""
    words = set(folded(item.question).split())
    found = []
    for entry in _cited(item, ledger):
        own = set(entry.plain.split()) - less
        if entry.stated.kind == "duty" and own and len(own & words) >= SHARE * len(own):
            found.append(entry)
    return found


def _offices(option: str, council: str, ledger: Ledger) -> frozenset[Office]:
    return ledger.called(option, council)


def _office_asked(item: Item, ledger: Ledger) -> frozenset[Office]:
    named = ledger.named_in(_less_document(item, ledger), item.councils[0])
    return frozenset(o for o in named if o[0] in item.documents) or named


def _less_document(item: Item, ledger: Ledger) -> str:
    question = item.question
    for document in item.documents:
        question = question.replace(ledger.store.documents[document].short, "")
    return question


def _others(entry: Entry, office: Office) -> set[Office]:
    return set(entry.offices) - {office}


def _bearing(offices: Iterable[Office], asked: list[Entry], question: str, ledger: Ledger) -> Entry | None:
    for office in offices:
        if mine := ledger.bears(office, asked):
            return mine
    return None


def _stated_for(text: str, offices: Iterable[Office], cited: list[Entry], ledger: Ledger) -> bool:
    wanted = set(offices)
    return any(entry.offices & wanted for entry in ledger.traced(text, within=cited))


def _true_of(text: str, offices: Iterable[Office], ledger: Ledger) -> list[str]:
    """Why a text may be true of these offices, or of those that include them or are included; empty if it is not."""
    sources = ledger.traced(text)
    if not sources:
        return [f"'{text}' is the wording of no rule"]
    near = ledger.near(sources) | ledger.saying(text)
    for office in offices:
        council = ledger.store.roles[office].council
        for entry in ledger.borne(office):
            if near[entry.number]:
                return [f"'{text}' is asked of the office as well, or nearly ({entry.stated.reference})"]
        for source in sources:
            if source.stated.council == council and {(source.stated.document, k) for k in source.parties} & ledger.kin(office):
                return [f"'{text}' involves the office as well ({source.stated.reference})"]
    return []


def _telling(item: Item, offices: Iterable[Office], ledger: Ledger) -> list[str]:
    """Options that name the office asked about, or the council, tell whether they are its own."""
    names = {n for o in offices for n in _short_names(ledger.store.roles[o].name)}
    found = []
    for option in item.options:
        if any(f" {' '.join(t.words(name))} " in flat(option) for name in names):
            found.append(f"giveaway: '{option}' names the office")
        if any(f" {c.casefold()} " in flat(option) for c in ledger.store.councils) and option == item.answer:
            found.append(f"giveaway: '{option}' names the council")
    return found


def _named(item: Item, ledger: Ledger, answer: str, right: Iterable[Office]) -> list[str]:
    """A question must not say its answer."""
    question = flat(_less_document(item, ledger))
    names = [n for office in right for n in _short_names(ledger.store.roles[office].name)]
    return ["giveaway: the question names the right office"] if any(f" {' '.join(t.words(n))} " in question for n in names) else []


def _short_names(name: str) -> set[str]:
    """The name, its abbreviation, and what stands before a comma, bracket or dash."""
    names = {name, *re.findall(r"\(([A-Za-z]+)\)", name)}
    names.add(re.split(r"[,(–]| with | within ", name)[0].strip())
    names.add(re.sub(r"^(All|The|the) ", "", re.split(r"[,(–]| with | within ", name)[0].strip()))
    return {n for n in names if len(n) > 2}


def _measure(one: Entry, other: Entry) -> float:
    return max(fuzz.token_set_ratio(one.plain, other.plain), fuzz.token_set_ratio(one.quote, other.quote))


def _numbered(question: str) -> dict[str, str]:
    return dict(re.findall(r"^(\d)\. (.+)$", question, re.M))


def _lettered(question: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-E])\. (.+)$", question, re.M))


