"""Besides: what an office must do, less what the asker already has: 'apart from the vetting, what else falls to her?'

Used by knowledge.deciding. Functions take the desk, a knowledge.answers.Knowledge.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import kinds, lists, periods, refusals, safety, sayings
from knowledge import text as t
from knowledge.outcomes import Outcome
from knowledge.readings import Reading
from knowledge.search import Sought

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

# 'What must I keep on top of?' leaves nothing out.
_CUE = (
    r"(?:besides|apart from|aside from|other than|as well as|in addition to|(?<!\bbe )(?<!\bget )(?<!\bkeep )(?<!\bstay )(?<!ing )on top of"
    r"|over and above|beyond|not counting|leaving aside|except(?:ing)?(?: for)?)"
)
_ASKS = r"(?:what|which|is there|are there|does|do|has|have|anything|must|should)"
# 'Besides the vetting, what else …?', 'what is hers apart from the vetting?'
_BEFORE = re.compile(rf"\b{_CUE} (?P<had>[^?!]{{4,140}}?)[\s,;:–-]+(?P<rest>\b{_ASKS}\b[^!]*)", re.IGNORECASE)
_AFTER = re.compile(rf"(?P<rest>\b{_ASKS}\b[^?!]*?)[\s,;:–-]+{_CUE} (?P<had>[^?!]{{4,140}})", re.IGNORECASE)
# 'The yearly report is in hand, what else is mine?'
_DONE = re.compile(
    r"(?P<had>[^.?!,]{6,100}?) (?:is|are|'s|'re) (?:all )?(?:sorted|done|covered|fine|in hand|under control|taken care of|ticked off|dealt with)[\s.,;:–-]+(?P<rest>(?:so |and |but |ok )*\b(?:what|anything)\b[^!]*)",
    re.IGNORECASE,
)
# 'I hold the reviews and sign the plans. What have I missed?'
_HAVING = re.compile(
    r"\b(?P<had>(?:i|we|she|he|they|i'm|i've|we've|we're|already|got|done)\b[^?!]{6,160}?)[\s.,;:–-]+(?P<rest>(?:so |and |but |ok )*\b(?:what|anything)\b[^!]*)",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:what|which|anything|is there|are there)\b[^?!]{0,40}\b(?:else|other|more|remain\w*|left)\b|\bthe rest\b",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\bwhat(?:'ve| have|'m| am|'s| is| are|'re)?\b[^?!]{0,20}\b(?:forget\w*|forgot\w*|miss\w*|left out|leav\w* out|overlook\w*)\b",
    re.IGNORECASE,
)
# 'What else must I do?': words that ask for the list, and for nothing of it.
_ASKING = frozenset(
    t.stem(w)
    for w in "else other others more remaining remains remain left rest forget forgetting forgotten missing missed miss overlooking overlooked falls fall lands land comes sits supposed meant still".split()
)
_AND = re.compile(r"\s*(?:[,;]|\band\b|&|\bplus\b)\s*", re.IGNORECASE)


def asked(desk: Knowledge, reading: Reading) -> Outcome | None:
    """The clauses of the one office meant without those that the message names; None where no such list is asked for."""
    parted = _parted(reading.text)
    if not parted or safety.sounds_worried(reading.text):
        return None
    had, rest = parted
    asking = [m.key for m in reading.mentions if m.kind == "family" and m.text in rest and m.key != "council"]
    families = tuple(dict.fromkeys(asking)) or lists.office(reading)
    if len(set(families)) != 1:
        return None
    roles = [r for r in kinds.roles_of(desk, reading, families) if desk.store.duties_of(r.document, r.key)]
    if len({role.council for role in roles}) > 1:
        return None if reading.council_known else kinds.duties(desk, reading, families)
    borne = [stated for role in roles for stated in desk.store.duties_of(role.document, role.key)]
    period = periods.said(rest)
    about = set(replace(reading, text=rest).particular) - _ASKING - (lists.PERIOD_WORDS if period else set())
    words = desk.store.words_of([stated.id for stated in borne])
    spoken_of = about & frozenset().union(*words.values())
    if about and not (spoken_of and _ELSE.search(rest)):
        return None  # 'what powers has she besides that?', 'what do I do at a visit besides that?'
    named = _named(desk, reading, families, had, {stated.clause for stated in borne})
    left = dict.fromkeys(
        stated.clause
        for stated in borne
        if stated.clause not in named
        and (not period or period.search(f"{stated.timing} {' '.join(stated.frequencies)} {stated.plain}"))
        and (not spoken_of or spoken_of & words.get(stated.id, frozenset()))
    )
    if not named or not left:
        return None
    who = sayings.listed([f"{role.name} ({role.council})" for role in roles])
    says = (f"{sayings.capital(who)}, besides what you name:",)
    return kinds.listed(desk, reading, desk.store.clauses(list(left)), says=says)


def _parted(text: str) -> tuple[str, str] | None:
    """What the asker has already, and the question for the rest."""
    said = _BEFORE.search(text) or _AFTER.search(text)
    if said and (_ELSE.search(said["rest"]) or said.re is _AFTER or not said.start()):
        return said["had"], said["rest"]
    said = _HAVING.search(text) or _DONE.search(text)
    if said and (_MISSING.search(said["rest"]) or _ELSE.search(said["rest"])):
        return said["had"], said["rest"]
    return None


def _named(desk: Knowledge, reading: Reading, families: tuple[str, ...], had: str, borne: set[int]) -> set[int]:
    """The clauses of the office that say what the asker has: one for each part of it that any of them plainly means."""
    found: set[int] = set()
    for part in (part for part in _AND.split(had) if t.content(part)):
        ranked = desk.search.candidates(Sought(text=part, councils=reading.councils, families=frozenset(families)))
        own = [c for c in ranked if c.stated.clause in borne]
        if own and refusals.answerable(replace(reading, text=part), own, desk.search) >= refusals.UNCLEAR:
            found.add(own[0].stated.clause)
    return found
