"""Terms: what an abbreviation or a term stands for, and whether two titles are one office.

Answered from the clause that spells it out. Like knowledge.kinds, functions take the desk (knowledge.answers.Knowledge)
and a Reading; knowledge.deciding asks them before it searches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge import aspects, sayings, standings
from knowledge import text as t
from knowledge.kinds import answer, roles_of
from knowledge.outcomes import Answer, NotCovered, Outcome
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.rules import Term
from knowledge.store import Clause
from knowledge.vocabulary import Mention

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

# What may stand between a term and the end of 'what is a TERM when it's at home'.
_TAIL = (
    r"(?: (?:cases?|things?|stuff|lark|business|people|kids|children|staff|workers?|thingy|meant|supposed to be|exactly|actually|really|please|pls|plz|then"
    r"|anyway|again|all about|(?:when|wen) (?:it|they|she|he)(?:['’]?s|['’]?re| is| are) at home|in (?:english|full|(?:plain|simple|other) \w+|(?:the|this|that|your|our|their|a|an|my)(?: [\w/]+){1,4})))*"
    r"[\"'’”)]*\s*(?:$|[.,;:!?)–—]| -|[\"'’”] | and (?:what|who|is|do|does)\b)"
)
_TERMS = r"[\"'‘“(]*(?P<asked>TERM(?:(?:,| and| &| or| ?/) ?(?:the |an? )?TERM)*)"
# The ways of asking what a term stands for, the term as TERM: 'what's TERM?', 'TERM: what is that?', 'TERM = ?', 'TERM??'
_ASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:what|wot|who or what)(?:['’]?s| is| are| was| were)?(?: (?:on earth|the \w+|exactly|actually) (?:is|are))? (?:an? |the |these |those |this |that |all this |so-called )?{_TERMS}{_TAIL}",
        rf"\bwhat (?:do|does|did|is|are|might|could|would)(?: the (?:letters|abbreviation|initials))? {_TERMS}[\"'’”)]* (?:mean|stand|short|meant|supposed to (?:mean|stand))",
        rf"\b(?:which|what) (?:[\w'’]+ ){{1,4}}?(?:is|are|does) (?:the |an? )?{_TERMS}(?: stands? for| short for| refer\w* to)?{_TAIL}",
        rf"\b(?:meaning of|definition of|what you mean by|meant by|(?:explain|define|spell out|decode|translate)|(?:told|tell|know|explain|understand|say|ask\w*|remember|idea|clue)(?: \w+){{0,2}} what) (?:an? |the |these |those )?{_TERMS}(?: (?:is|are|means?|stands? for))?{_TAIL}",
        rf"{_TERMS}[\"'’”)]*(?: \w+(?: \w+){{0,4}})??\s*(?:\W+|,? )(?:what|wot|who|who or what)(?:['’]?s| is| are|s) (?:it|that|this|they|those|these)(?: short for| stand\w* for| (?:all )?about)?{_TAIL}",
        rf"{_TERMS}.{{0,60}}?[^\w'’ ]\s*(?:so |and |but )?what (?:is|are|was) (?:it|they)(?: really| actually| exactly| then| in fact)*{_TAIL}".replace(
            r"[.,;:!?)–—]", r"[.,;:!?)–—]| according to"
        ),
        rf"{_TERMS}[\"'’”)]*(?:\s*=+\s*(?:\?|what)|\W{{0,4}}\b(?:is |are )?(?:meaning|definition|short for|stands? for|abbreviat\w+ (?:of|for))\b)",
        rf"{_TERMS}[\"'’”)]*\W+(?:please |can you |could you |just )*(?:spell|explain|define|decode|write) (?:it|that|this)(?: out)?\b",
        rf"(?:^|[.,;:!?–—] )\W*{_TERMS}[\"'’”)]*\s*\?",
    )
)


def meaning(desk: Knowledge, reading: Reading, context: Context) -> Outcome | None:
    """What a term or abbreviation stands for."""
    if not reading.terms and reading.follows and _LETTERS.search(reading.text) and _THAT.search(reading.text):
        return _told(desk, reading, _last(desk, reading, context))
    short = None if reading.terms else _unspelled(desk, reading)
    if short:
        unspelled = (sayings.NOT_COVERED["not_spelled_out"].format(short=short),)
        return NotCovered(says=unspelled, notes=(sayings.NEXT["general"],))
    held = _named(desk, reading)
    wanted = _asked(reading, [term for _, term in held])
    if not wanted and not _defined(reading):
        return None
    return _told(desk, reading, [(c, term) for c, term in held if not wanted or term.term in wanted])


def _told(desk: Knowledge, reading: Reading, told: list[tuple[Clause, Term]]) -> Outcome | None:
    """What these terms mean; 'short for?' is told by the words that the letters stand for, 'what is it really?' by what it is."""
    spelled = {term.term for _, term in told if _spelled(term)}
    if _LETTERS.search(reading.text):
        told = [(clause, term) for clause, term in told if _spelled(term) or term.term not in spelled]
    nature = bool(_NATURE.search(reading.text))
    told.sort(key=lambda pair: _spelled(pair[1]) == nature)
    says = [f"{clause.council}: {term.term} means {term.means.rstrip('.')}." for clause, term in told]
    return answer(desk, says, [clause for clause, _ in told])


def _named(desk: Knowledge, reading: Reading) -> list[tuple[Clause, Term]]:
    """The terms that the message names, with the clauses of the councils to search that explain them."""
    terms = desk.store.terms() if reading.terms else []
    return [(c, term) for c, term in terms if c.council in reading.councils and term.term in reading.terms]


_THAT = re.compile(r"\b(?:it|that|this|those|these|the letters|they)\b", re.IGNORECASE)


def _last(desk: Knowledge, reading: Reading, context: Context) -> list[tuple[Clause, Term]]:
    """'What does that stand for?': the last abbreviation in what was just quoted."""
    quoted = " ".join(clause.quote for clause in desk.store.clauses(context.clauses[:1]))
    terms = [(c, term) for c, term in desk.store.terms() if c.council in reading.councils and _spelled(term)]
    places = {term.term: quoted.rfind(term.term) for _, term in terms}
    last = max(places.values(), default=-1)
    return [(c, term) for c, term in terms if places[term.term] == last >= 0]


_NATURE = re.compile(
    r"\bwhat (?:is|are) (?:it|they) (?:really|actually|in fact)\b|\bwhat (?:kind|sort) of\b|\bwhat on earth (?:is|are)\b.{0,40}\bfor\b",
    re.IGNORECASE,
)


def _defined(reading: Reading) -> bool:
    """Whether the question is for a meaning, by its kind and by the little that it asks besides."""
    asked = reading.kind is Kind.MEANING or re.search(
        r"\bwhat('?s| is| are|s)( an?| the)?\s+[\w'’ ]{2,40}\??$", reading.text, re.I
    )
    named = {stem for m in reading.mentions if m.kind in ("term", "family", "council") for stem in t.content(m.text)}
    more = set(t.content(reading.text)) - named
    bare = not more and not reading.follows and reading.text.rstrip().endswith("?") and len(t.words(reading.text)) <= 3
    if not reading.terms or not (asked or bare) or (reading.listed and reading.families and not bare):
        return False
    defined = reading.kind is Kind.MEANING and (len(more) < 2 or not aspects.asks("no_consequence", reading.text))
    return defined or not more  # 'what is the DCS paid' asks for more than a meaning


def _asked(reading: Reading, held: Sequence[Term]) -> set[str]:
    """Which of the terms that the message names it asks the meaning of, in any of the ways that say so."""
    named: dict[tuple[int, int], set[str]] = {}
    for mention in reading.mentions:
        if mention.kind == "term" and any(mention.key == term.term for term in held):
            named.setdefault((mention.start, mention.end), set()).add(mention.key)
    places = sorted(named)
    for place in places:
        if _guessed(reading.text, place):
            return named[place]
    said, at = "", 0
    for start, end in places:
        said += f"{reading.text[at:start]}TERM"
        at = end
    said += reading.text[at:]
    for way in _ASKED:
        match = way.search(said)
        if match:
            first, last = said[: match.start("asked")].count("TERM"), said[: match.end("asked")].count("TERM")
            return {key for place in places[first:last] for key in named[place]}
    return set()


_SMALL = frozenset(("a", "an", "and", "the", "of", "for", "in", "or", "to"))
_OFFERED = re.compile(
    r"(?:\b(?:is|was) (?:it|that|this|he|she)|\b(?:as in|stands? for|means?|meaning|short for|it['’]s|that['’]s|or)|=)\W+([a-z][^?!.;]*)",
    re.IGNORECASE,
)


def _guessed(text: str, place: tuple[int, int]) -> bool:
    """Whether words are offered for the letters of an abbreviation: 'PSW: is it police social worker?'"""
    letters = text[place[0] : place[1]].lower()
    if not letters.isalpha() or not 3 <= len(letters) <= 6 or "?" not in text:
        return False
    if re.search(r"\b(?:is|are|isn['’]?t)\W+$", text[: place[0]], re.I) and _initials(text[place[1] :]).startswith(
        letters
    ):
        return True  # 'is PSW the police social worker?'
    return any(_initials(offered[1]).startswith(letters) for offered in _OFFERED.finditer(text))


def _initials(words: str) -> str:
    return "".join(word[0].lower() for word in re.findall(r"[A-Za-z]+(?:['’]s)?", words) if word.lower() not in _SMALL)


def _spelled(term: Term) -> bool:
    """Whether a term is explained by the words that its letters stand for."""
    return term.term.isalpha() and term.term.lower() in _initials(term.means)


_LETTERS = re.compile(
    r"\bstands? for\b|\bshort for\b|\babbreviat\w+|\bacronym\b|\bspel(?:l|t|led) out\b|\bin full\b|\bwhat do the letters\b",
    re.IGNORECASE,
)


_SHORT = re.compile(r"\b[A-Z][A-Z&]{1,6}\b")


def _unspelled(desk: Knowledge, reading: Reading) -> str | None:
    """An abbreviation that is asked to be spelled out, and that the documents use and never spell out."""
    if reading.kind is not Kind.MEANING or not (_LETTERS.search(reading.text) or len(t.content(reading.text)) <= 2):
        return None
    named = [m.text for m in reading.mentions if m.kind == "family" and m.text.isalpha() and len(m.text) <= 6]
    texts = [d.text for d in desk.store.documents.values() if d.council in reading.councils]
    used = [x for x in (*_SHORT.findall(reading.text), *(name.upper() for name in named))
            if any(re.search(rf"\b{re.escape(x)}\b", text) for text in texts)]  # fmt: skip
    return used[0] if used else None


# 'X: is that just another name for the Y?', and of the one just spoken of 'is that person the Y?'
_SAME = re.compile(
    r"\bthe same (?:as|person|job|post|thing|one|role)\b|\bsame (?:person|job|post|thing|role) as\b|\b(?:another|fancy|posh|new|different|other|local|our|their) (?:name|title|word|term)s?\b"
    r"|\balso (?:called|known as)\b|\baka\b|\bone and the same\b|\b(?:is|are) (?:that|they|it) (?:just )?(?:the|our|what)\b|\bwhat (?:we|they|others|you) call\b|\bequals\b|=",
    re.IGNORECASE,
)
_THAT_ONE = re.compile(
    r"^\W*(?:so |and |but |ok |right )*(?:is|was|isn['’]?t|would) (?:that|this|he|she|it|they)(?: (?:person|one|post|officer|director|guy|man|woman|lady))?(?: be)?(?: (?:just|also|actually|basically|really|then))* "
    r"(?:the same (?:as|person as) )?(?:the|our|what)\b",
    re.IGNORECASE,
)


def titles(desk: Knowledge, reading: Reading, context: Context) -> Outcome | None:
    """Whether two titles are one office: told by the heading that gives both."""
    named: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.kind == "family":
            named.setdefault(mention.key, []).append(mention)
    twice = [key for key, mentions in named.items() if len({m.text.lower() for m in mentions}) > 1]
    spoken_of = [key for key in named if key in context.families]
    if twice and _SAME.search(reading.text):
        families = twice
    elif spoken_of and len(named) == 1 and context.clauses and _THAT_ONE.search(reading.text):
        families = spoken_of
    else:
        return None
    explained = Counter(clause.id for clause, _ in _named(desk, reading))
    both = desk.store.clauses([id_ for id_, count in explained.items() if count > 1][:1])  # one clause gives both names
    if both:
        return answer(desk, [stated.plain for stated in desk.store.stated_in([both[0].id])[:1]], both)
    cited = []
    for role in roles_of(desk, reading, families):
        if re.search(r"\([A-Z]\w+ .+\)", role.name):  # 'The Strategic Director … (The Statutory Director of …)'
            cited += standings.standing_in(desk.store.documents[role.document], role.name, "heading", role.name)
    if not cited:
        return None
    says = tuple(sayings.HEADED.format(council=x.council, heading=x.quote) for x in cited)
    return Answer(says=says, citations=tuple(cited))
