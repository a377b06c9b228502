"""Naming: which offices a free answer names, whether it says that they act, and whether it denies them.

Reads learning.listening and the vocabulary of the store; used by learning.marking. Decides no marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge import names
from knowledge.store import Store
from knowledge.vocabulary import Mention, Vocabulary
from learning import holders, listening
from learning.holders import Office
from learning.listening import Heard, Word
from learning.scenarios import Scenario

# What stands before an office that is spoken of but does not act ('tell the DCS'), and before one that does ('up to').
TOWARDS = frozenset(
    """to with from of for at in on onto about via through under before after tell tells telling told inform informs
    informing informed notify notifies ask asks asking brief briefs contact contacts alert alerts alongside into against
    meet meets meeting between towards join joins joining include includes including give gives show shows get gets need needs require requires""".split()
)
ACTS = ("by", "up to", "down to", "falls to", "falls on", "fall to", "belongs to", "job of", "duty of", "task of",
        "role of", "responsibility of", "lies with", "rests with", "sits with", "one for", "matter for", "job for",
        "is for", "left to")  # fmt: skip
SMALL = frozenset("the a an our their your my his her its this that local kent croydon dudley leicester".split())
THINKING = ("i think", "i believe", "i guess", "i reckon", "i would say", "id say", "i suppose", "i am not sure",
            "im not sure", "i dont know", "as i understand", "if i", "i know")  # fmt: skip
FIRST_PERSON = frozenset("i we me my our us myself you im ill id".split())
CLAUSE_WORDS = frozenset("clause number no para paragraph point bullet item list".split())
TOLD = frozenset("given told informed sent shown briefed supplied updated notified consulted".split())
VAGUE = frozenset({"council", "departments", "partner-agencies", "other-staff"})
ALL = "all bearers"
LAST = 1_000_000  # after every word of an answer


@dataclass(frozen=True)
class Spoken:
    """Offices that a right answer may speak of: those that the clause has told or met, and those of the story."""

    told: frozenset[str]
    story: frozenset[str]


@dataclass(frozen=True)
class Named:
    """An office named in an answer: its families or names, where, whether it acts (surely), whether it is denied.

    `joined`: by 'and' or 'or' to the one named before it. `busy`: its stretch holds more than names. `reader`: the office
    of the reader, named by 'I'.
    """

    keys: frozenset[str]
    first: int
    stretch: int = 0
    acts: bool = True
    surely: bool = False
    denied: bool = False
    joined: bool = False
    busy: bool = False
    reader: bool = False


def keys_of(office: Office) -> frozenset[str]:
    """What an office is known by in an answer: its family, or its name where no family holds it."""
    return frozenset({office.family or f"role {office.name}"})


def named(store: Store, scenario: Scenario, heard: Heard, bearers: list[Office]) -> list[Named]:
    """Every office that the answer names, in its order; `bearers` are those that the rubric's own words stand for.

    An office joined to the one before it ('the DCS and the Lead Member') acts, or is denied, as that one is.
    """
    found: list[Named] = []
    after, words = 0, heard.words
    spans = _spans(store, scenario, heard, bearers)
    other = {
        word.stretch for word in words
        if word.text not in (*SMALL, "and", "or", "both", "all") and not any(a < word.end and word.start < b for a, b in spans)
    }  # fmt: skip
    for (start, end), keys in sorted(spans.items()):
        inside = [n for n, word in enumerate(words) if word.start < end and word.end > start]
        first = inside[0]
        if _in_reference(words, inside[-1] + 1):
            continue
        acts, surely = _acts(words, first, inside[-1] + 1)
        denied = listening.denied(words, first) or listening.dismissed(words, inside[-1] + 1)
        between = {word.text for word in words[after:first]}
        joins = between & {"and", "or", "nor", "plus"}
        tied = bool(found and joins and between <= {*joins, *SMALL, "both", "either"})
        if tied:
            acts, surely = found[-1].acts, found[-1].surely
            ends = inside[-1] + 1 == len(words) or words[inside[-1] + 1].stretch != words[first].stretch
            denied = denied or (found[-1].denied and (ends or not joins & {"and", "plus"}))
        stretch = words[first].stretch
        found.append(Named(frozenset(keys), first, stretch, acts, surely, denied, tied, stretch in other))
        after = inside[-1] + 1
    return found + _first_person(store, scenario, words)


def _spans(store: Store, scenario: Scenario, heard: Heard, bearers: list[Office]) -> dict[tuple[int, int], set[str]]:
    """Where offices are named, the longest name at each place: 'team leader' is no Leader."""
    own = Vocabulary(english=names.english())
    documents = scenario.documents
    for (document, _), role in store.roles.items():
        if document in documents and not role.family:
            own.add("office", f"role {role.name}", (role.name, *role.also))
    own.add("office", ALL, scenario.rubric.office if bearers else ())
    found: dict[tuple[int, int], set[str]] = {}
    for mention in [m for m in heard.mentions if m.kind == "family"] + own.mentions(heard.text):
        found.setdefault((mention.start, mention.end), set()).add(mention.key)
    every = {key for office in bearers for key in keys_of(office)}
    return {
        span: every if ALL in keys else keys for span, keys in found.items()
        if not any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in found)
    }  # fmt: skip


def _first_person(store: Store, scenario: Scenario, words: Sequence[Word]) -> list[Named]:
    """'I must …' names the office that the situation gives the reader; 'I think' names nobody."""
    said = " ".join(word.text for word in words)
    for thinking in THINKING:
        said = said.replace(thinking, " ")
    if not scenario.you or not FIRST_PERSON & set(said.split()):
        return []
    return [Named(keys_of(holders.found(store, scenario, scenario.you)), len(words), reader=True)]


def _in_reference(words: Sequence[Word], after: int) -> bool:
    """Whether the office is only part of a clause's name: 'CDCC 2', 'the second bullet of the CDCC list'."""
    following = [word.text for word in words[after : after + 2] if word.stretch == words[after - 1].stretch]
    if following[:1] and following[0] in CLAUSE_WORDS:
        return len(following) == 1 or following[1].isdigit() or following[0] in ("list", "bullet")
    return bool(following) and following[0].isdigit()


def _acts(words: Sequence[Word], first: int, after: int) -> tuple[bool, bool]:
    """Whether the office is said to act, and whether a phrase such as 'up to' or '… who must' makes that sure."""
    before = [word.text for word in words[max(0, first - 5) : first] if word.stretch == words[first].stretch]
    while before and before[-1] in SMALL:
        before.pop()
    tail = f" {' '.join(before)}"
    following = [word.text for word in words[after : after + 4]]
    if any(tail.endswith(f" {cue}") for cue in ACTS) or "who" in following[:3]:
        return True, True
    told = bool(TOLD & set(following)) and bool({"be", "is", "are", "gets", "get", "being"} & set(following))
    return not told and not (before and before[-1] in TOWARDS), False


def denied_mention(heard: Heard, mention: Mention) -> bool:
    """Whether whatever is mentioned there is denied: 'not in Dudley'."""
    first = next((n for n, word in enumerate(heard.words) if word.end > mention.start), None)
    return first is not None and listening.denied(heard.words, first)


def covered(store: Store, scenario: Scenario, right: Iterable[frozenset[str]], heard: Iterable[frozenset[str]]) -> bool:
    """Whether what was named is, together, what was wanted: 'both services' for the two, or the two for both."""
    covers = _covers(store, scenario)
    said = {key for keys in heard for key in keys}
    said |= {part for key in said for part in covers.get(key, ())}
    return all(keys & said or any(covers.get(key) and covers[key] <= said for key in keys) for keys in right)


def beside(
    store: Store, scenario: Scenario, all_named: list[Named], bearers: list[Office], spoken: Spoken, doing: set[int]
) -> list[Named]:
    """The offices that an answer makes act although they are neither right nor part of a right answer's story.

    Somebody who is told or met may be named. But a common wrong answer that is named first, as if acting, or in one
    breath with the right one, is wrong. `doing` are the stretches of the answer that speak of the right action: who is
    named in another stretch than the right one ('the DCS attends, but the LMCS chairs') does something else.
    """
    right = [keys_of(office) for office in bearers]
    acting = [one for one in all_named if one.acts and not one.denied and not one.reader]
    of_right = [one for one in acting if any(one.keys & keys for keys in right)]
    first = min((one.first for one in of_right), default=LAST)
    surely = any(one.surely for one in of_right)
    listed = {
        key for wrong in scenario.wrong for word in wrong.bearer
        for key in keys_of(holders.found(store, scenario, word)) if not wrong.action or key not in spoken.told
    }  # fmt: skip
    others = []
    for place, one in enumerate(all_named):
        if (
            one not in acting
            or one in of_right
            or covered(store, scenario, [one.keys], right)
            or part_of(store, scenario, one.keys, right)
        ):
            continue
        listed_here = bool(one.keys & listed)
        elsewhere = one.busy and one.stretch not in doing and any(other.stretch in doing for other in of_right)
        if elsewhere:
            continue
        tied = one.joined and all_named[place - 1] in of_right
        allowed = bool(one.keys & (spoken.told | spoken.story)) and not (
            listed_here and (tied or (one.first < first and not surely))
        )
        if not allowed and (listed_here or weighty(store, one.keys, bearers)):
            others.append(one)
    return others


def _covers(store: Store, scenario: Scenario) -> dict[str | None, set[str]]:
    """The families that an office of these documents speaks for: 'both services' in Kent, no such thing in Leicester."""
    documents = scenario.documents
    roles = (role for role in store.roles.values() if role.covers and role.document in documents)
    return {role.family: set(role.covers) for role in roles}


def part_of(store: Store, scenario: Scenario, keys: frozenset[str], right: Iterable[frozenset[str]]) -> bool:
    """Whether this is one of those that a right office covers: YOS of 'both services'."""
    covers = _covers(store, scenario)
    return any(keys & covers.get(key, set()) for own in right for key in own)


def spoken_of(store: Store, vocabulary: Vocabulary, scenario: Scenario, bearers: list[Office]) -> Spoken:
    """The offices that an answer to this scenario may speak of beside the right ones."""

    def families(document: str, keys: Iterable[str]) -> set[str]:
        roles = (store.roles[document, key] for key in keys)
        return {role.family or f"role {role.name}" for role in roles}

    told: set[str] = set()
    for reference in (*scenario.expect.clause, *(r for also in scenario.also_right for r in also.clause)):
        clause = holders.find_clause(store, reference)
        for relation in clause.relations:
            told |= families(clause.document, (relation.subject, relation.object))
        for duty in store.stated_in([clause.id]):
            if any(holders.bears(store, office, duty) for office in bearers):
                told |= families(clause.document, (*duty.counterparts, *duty.recipients))
    text = " ".join((scenario.situation, scenario.question, scenario.expect.action or ""))
    story = VAGUE | {mention.key for mention in vocabulary.mentions(text) if mention.kind == "family"}
    for words in (scenario.expect.bearer, *(also.bearer for also in scenario.also_right)):
        story |= {key for word in words for key in keys_of(holders.found(store, scenario, word))}
    return Spoken(frozenset(told), frozenset(story))


def weighty(store: Store, keys: frozenset[str], bearers: list[Office]) -> bool:
    """Whether naming this office besides the right one matters: persons always, bodies where a body is asked for."""
    kinds = {store.families[key].kind for key in keys if key in store.families}
    bodies = {store.families[office.family].kind for office in bearers if office.family}
    return bool(kinds) and (kinds <= {"member", "officer", "school"} or kinds <= bodies)
