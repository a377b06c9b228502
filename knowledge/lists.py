"""Lists: whether all that an office must do is asked for, and nothing in particular.

Used by knowledge.deciding. Functions take the desk, a knowledge.answers.Knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import kinds, periods
from knowledge import text as t
from knowledge.questions import Kind
from knowledge.readings import Reading
from knowledge.search import Candidate

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

_ALL_OF_IT = re.compile(
    r"\blist\b|\beverything\b|\ball (?:of )?(?:the|that|his|her|their|my|our|it|them)\b|\bevery (?:[\w-]+ ){0,3}(?:task|job|duty|meeting|event|date|thing|slot|item|entry)\b|\bwhatever\b|\bwhat (?:does|must|do|should|has|have|is|are)\b|\b(?:what|which) (?:\w+ )?(?:things|meetings|duties|events|dates|jobs|tasks|commitments)\b|\bwhat(?:'?s| is| goes) (?:in|on|into) (?:my|the|her|his|their|our|\w+'s)\b|\bwhat'?s (?:monthly|quarterly|yearly|annual|weekly)\b",
    re.IGNORECASE,
)
PERIOD_WORDS = {
    t.stem(w)
    for w in "every each once single month monthly quarter quarterly year yearly annual annually week weekly go pls please list attend only things diary calendar planner schedule event date need fill put meet meeting meetings have has hold come comes coming round around turn turns crop crops up due name job jobs task tasks regular routine slot slots item items entry entries just".split()
}
_COMMON = {
    t.stem(w)
    for w in "part role duty duties job responsibility responsibilities safeguarding child children must safe keeping expected protect protecting else list next"
    " people like know supposed meant come comes keeping kid kids responsible accountable answerable post position start started new week today someone somebody".split()
}
# 'What else is on my list?': all of it, whatever was spoken of.
REST = re.compile(
    r"\bwhat(?:'s| is)? else (?:is on|have|do|does|must|should|am|are|is|has) .{0,25}\b(?:list|do|doing|responsible|duties|down for)\b"
    r"|\bwhat else (?:am i|are we) (?:supposed|meant|expected) to (?:know|do|be aware of)\b"
    r"|\b(?:anything|what) else\b.{0,40}\b(?:expect|requir|ask|want|need)\w* (?:of|from) (?:me|us|someone like me|somebody like me|people like (?:me|us))\b"
    r"|\bthe rest of (?:my|our|her|his|their) (?:duties|list|jobs?|responsibilities)\b",
    re.IGNORECASE,
)

_BESIDE_WHOM = re.compile(
    r"\b(?:with|(?:answers?|answerable|reports?|accountable) (?:directly )?to) (?:the |our |my |an? )?$", re.IGNORECASE
)
# 'Everything the committee does, for an e-mail to a foster carer': whom it is for is no part of the list.
_BESIDE = re.compile(
    r"\([^)]*\)|,[^,.?!]{2,30}\betc\b\.?"
    r"|,?\s*\b(?:for|in|into) (?:an?|one|the|my|our|his|her) (?:\w+ )?(?:e-?mail|letter|note|reply|slides?|handout|briefing|talk|quiz|poster|newsletter)\b[^.?!]*",
    re.IGNORECASE,
)
# 'I'm down for the home visits. What have I got to do?'
_WHAT_I_DO = re.compile(
    r"\bwhat (?:exactly )?(?:(?:have|must|should|do|am|did) i|i(?:'ve| have|'m| am| must| need)?) (?:(?:got|supposed|meant|have|need|expected|to|actually|exactly) )*(?:do|doing|be visiting|be doing|visit|look at|look for)\b",
    re.IGNORECASE,
)
# 'Everything the communities director answers to the DCS for': the list of the first of them.
_WHOLE = re.compile(r"\b(?:everything|all)(?: that)? (?:the |our |an? |my )?", re.IGNORECASE)
# 'Somebody asks about workloads. What do the two expect of …?' is about that, and not about all they expect.
_SCENE = re.compile(
    r"\b(?:asks?|asking|asked|know|wants?|question|query|talk|slide)\b[^.?!]{0,20}\b(?:about|on)\b[^.?!]{4,40}\.",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:everything|all|every|whole|full|list|rundown|any of|(?:her|his|their|my|our|the) (?:job|role|remit|part|duties))\b",
    re.IGNORECASE,
)
CASE = 3  # telling words besides names that make a case
# 'The full rundown: on what does she answer to the DCS?'
_ON_WHAT = re.compile(r"\b(?:on|for) what\b|\bwhat\b[^.?!]* (?:on|for|about)\W*$", re.IGNORECASE)
_ALL_THINGS = re.compile(r"\b(?:all|every one of) (?:of )?(?:the |its |their )?things\b|\beverything\b", re.IGNORECASE)
_PURPOSE = re.compile(r"\bwhat(?:'?s| is| are)\b.{2,50}\bfor\W*(?:exactly|really)?\W*$", re.IGNORECASE)


def asked(desk: Knowledge, reading: Reading) -> bool:
    """Whether a question asks for the list of one office: 'what must a team manager do', 'everything she does each month'."""
    reading = _less(reading)
    if reading.kind is Kind.MEANING or re.match(r"\W*(?:who|whose)\b", reading.text, re.IGNORECASE):
        return False
    whose_part = any(
        m.kind == "family" and re.match(r"\W*who\b", reading.text[m.end :], re.I) for m in reading.mentions
    )
    who = re.search(r"\bwhom?\b", reading.text, re.I) and not whose_part  # 'the governor who's linked to me'
    if not reading.listed and reading.kind is Kind.MINE and who:
        return False  # 'who do I go over it with?'
    families = office(reading)
    member = reading.kind is Kind.MINE and set(families) <= reading.bodies
    if len(set(families)) != 1 or (member and not reading.listed):
        return False  # 'am I on the safeguarding board?'
    if (reading.all_duties and reading.kind is Kind.DUTIES) or _on_what(reading):
        return True
    if reading.described in families and (_WHAT_I_DO.search(reading.text) or reading.follows):
        return True
    both = reading.kind is Kind.COMPARE and len(reading.named_councils) > 1
    bare = not set(t.content(reading.text)) - PERIOD_WORDS  # 'and quarterly?'
    goes_on = reading.follows and (bare or reading.kind in (Kind.DUTIES, Kind.MINE))
    periodic = bool(periods.said(reading.text) and (goes_on or _ALL_OF_IT.search(reading.text)))
    sought = (
        both
        or periodic
        or reading.kind in (Kind.DUTIES, Kind.MINE)
        or (reading.listed and reading.kind is not Kind.FREQUENCY)
    )
    sure = reading.listed or whose_part or reading.likely(Kind.DUTIES, Kind.MINE) > 0.6
    if periodic and met(reading) and _ALL_OF_IT.search(reading.text):
        return True  # 'what do I do each month with the director, over figures and risky cases?'
    if len(reading.named_councils) > 1 and _SCENE.search(reading.text):
        return False
    particular = _particular(desk, reading, periodic, families)
    topics = {stem for m in reading.mentions if m.kind == "topic" for stem in t.content(m.text)}
    if particular & topics and not reading.listed:
        return False  # 'what must she do about diversity?'
    return sought and len(particular) <= int(sure)


def met(reading: Reading) -> tuple[str, ...]:
    """The offices with whom something is done, or to whom it is answered for: 'each month with the director or the leader'."""
    found: list[str] = []
    last = -1
    for mention in sorted((m for m in reading.mentions if m.kind == "family"), key=lambda m: m.start):
        joined = found and re.fullmatch(
            r"\W*(?:and|or|&)?\s*(?:the |our |my )?", reading.text[last : mention.start], re.I
        )
        if joined or _BESIDE_WHOM.search(reading.text[: mention.start]):
            found.append(mention.key)
            last = mention.end
    return tuple(found)


def _less(reading: Reading) -> Reading:
    """The reading without what is said beside the list that is asked for; itself where no list is."""
    text = _BESIDE.sub("", reading.text)
    listed = replace(reading, text=text).listed or (periods.said(text) and _ALL_OF_IT.search(text))
    if text == reading.text or not listed:
        return reading
    kept = {m.key for m in reading.mentions if m.kind == "family" and m.text.lower() in text.lower()}
    return replace(reading, text=text, families=tuple(f for f in reading.families if f in kept) or reading.families)


def office(reading: Reading) -> tuple[str, ...]:
    """Whose list it is: of several offices named, the asker's own ('what do I do each month with the director?'), or the
    one in the sentence that asks ('… A councillor wants it in an e-mail.')."""
    named = tuple(dict.fromkeys(_less(reading).families))
    beside = {*met(reading), "council"}  # what the council puts on my plate, what she does each month with the director
    own = tuple(f for f in named if f not in beside)
    if reading.asker and reading.first_person and not own:
        return (reading.asker,)
    if len(named) < 2:
        return named or ((reading.asker,) if reading.asker else ())
    if reading.asker in named and reading.kind is Kind.MINE:
        return (reading.asker,)
    whole = _WHOLE.search(reading.text)
    for mention in reading.mentions:
        if whole and mention.kind == "family" and mention.key in own and mention.start == whole.end():
            return (mention.key,)
    named = own or named
    sentences = (s for s in re.split(r"(?<=[.?!])\s+", reading.text) if _ALL_OF_IT.search(s))
    asking = next(sentences, reading.text)
    inside = {m.key for m in reading.mentions if m.kind == "family" and m.text.lower() in asking.lower()} - {"council"}
    return tuple(f for f in named if f in inside) or named


def purpose(reading: Reading) -> bool:
    """'What is the service there for?': one clause may say it better than all of them."""
    return bool(_PURPOSE.search(reading.text)) and not _ALL_THINGS.search(reading.text)


def one_matter(desk: Knowledge, reading: Reading, ranked: Sequence[Candidate]) -> bool:
    """Whether the sentence that asks has words besides an office, a period and the whole of its list, of which the best
    clause speaks, or names a body in which that clause has the office take part."""
    asking = replace(reading, text=t.asked(reading.text) or reading.text)
    best = ranked[0].stated if ranked else None
    said = desk.store.clauses([best.clause])[0].quote + " " + best.plain if best else ""
    # 'Do I go to the fostering panel every month?'
    in_body = best and periods.said(reading.text) and reading.bodies & set(best.other_families)
    return bool(in_body or (set(asking.particular) - PERIOD_WORDS) & set(t.content(said)))


def case_told(reading: Reading) -> bool:
    """Whether a case is told before the sentence that asks, which one clause may answer better than the whole list: 'One of
    mine turns 18 in March. What has the adult director got to do?'"""
    asking = t.asked(reading.text)
    if not asking or reading.described or _ALL.search(reading.text) or periods.said(asking):
        return False
    return len(set(reading.particular) - _COMMON - set(t.content(asking))) >= CASE


def whole(reading: Reading) -> bool:
    """'Everything the communities director answers to the DCS for': the whole of what one office does."""
    said = _WHOLE.search(reading.text)
    if said and any(m.kind == "family" and m.start == said.end() for m in reading.mentions):
        return True
    return _on_what(reading)


def _on_what(reading: Reading) -> bool:
    """'The full rundown: on what does she answer to the DCS?'"""
    return reading.listed and bool(_ON_WHAT.search(reading.text)) and len(office(reading)) == 1


def of_one(reading: Reading) -> tuple[str, ...]:
    """The one office of which a list is asked for, whatever its words besides; none where who is asked, or how often."""
    asks_other = re.search(r"\bwho(?:m|se)?\b", reading.text, re.IGNORECASE) or reading.kind is Kind.FREQUENCY
    families = () if asks_other or not reading.listed else office(reading)
    return families if len(set(families)) == 1 else ()


def general(reading: Reading) -> bool:
    """Whether 'what must I do' is about nothing in particular."""
    named = {stem for m in reading.mentions if m.kind in ("family", "council") for stem in t.content(m.text)}
    return not set(t.content(reading.text)) - named - _COMMON


def _particular(desk: Knowledge, reading: Reading, periodic: bool, families: Sequence[str]) -> set[str]:
    """The stems that ask about something besides the list: in the sentence that asks, where a list is plainly asked for,
    and only what the office's own clauses speak of: 'for a slide' is no duty of anybody."""
    if not (reading.listed or periodic):
        return set(reading.particular)
    asking = t.asked(reading.text)
    plainly = asking and (replace(reading, text=asking).listed or (periodic and periods.said(asking)))
    found = set((replace(reading, text=asking) if asking and plainly else reading).particular)
    found -= _office_words(desk, reading) if reading.listed else set()
    found -= PERIOD_WORDS if periodic else set()
    borne = [
        stated.id
        for role in kinds.roles_of(desk, reading, families)
        for stated in desk.store.duties_of(role.document, role.key)
    ]
    spoken_of: frozenset[str] = frozenset().union(*desk.store.words_of(borne).values())
    return found & spoken_of if borne else found


def _office_words(desk: Knowledge, reading: Reading) -> set[str]:
    """The stems in the names of offices of these councils: '(not social care)' tells one office from another."""
    families = desk.store.families
    offices = (
        role
        for role in desk.store.roles.values()
        if role.council in reading.councils and role.family and families[role.family].kind != "body"
    )
    return {stem for role in offices for stem in t.content(role.name)}
