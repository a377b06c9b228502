"""Safety: a message that sounds like a child in danger now gets a fixed text first.

Needs no model, database or action server: plain patterns over the message. Feeds knowledge.answers and every channel.
"""

from __future__ import annotations

import os
import re

_NOW = r"(?:right now|now|at the moment|as we speak|this minute|tonight|just now|still here|outside|in the car park)"
_CHILD = r"(?:child|children|kid|kids|baby|toddler|infant|newborn|boy|girl|lad|lass|teen\w*|pupil|student|son|daughter|brother|sister|young person|\d{1,2}[ -]?(?:yo|year[ -]?old|yr[ -]?old|month[ -]?old))"
_HARM = r"(?:hit|hits|hitting|beat|beats|beating|punch\w*|kick\w*|batter\w*|strangl\w*|chok\w*|stab\w*|attack\w*|hurt|hurts|hurting|abus\w*|rap(?:e|es|ed|ing)|drown(?:ing|ed|s)? (?!in\b)|kill\w*|smash\w*|thrash\w*|drag\w*|shak(?:e|es|ing))"

_GRAVE = (
    r"\bsmell smoke\b|\bsmells? (?:of )?gas\b|\bsmoke coming\b|\bon fire\b|\bin flames\b|\bbleeding\b|\b(?:is ?n.?t|not|isnt) moving\b|\b(?:hot|boiling|locked|burning) car\b|\b(?:going|gone|went|goes) (?:floppy|limp|blue|grey)\b|\bdriv\w+ (?:off |away )?drunk\b|\bdrunk (?:and |but )?driving\b|\bon the motorway\b"
    r"|\brailway line\b|\bon the roof\b|\bpassed out\b|\bbarricaded\b|\bburn (?:the|our|this) house\b|\binto a (?:car|van)\b|\bstrangers? (?:car|van)\b"
    r"|\bdragging (?:a|the|his|her)\b|\bthrew (?:the|a|his|her) (?:baby|child|kid|toddler)\b|\bbegging for help\b|\bgoing to be killed\b|\bturned up stabbed\b"
    r"|\b(?:been|got) (?:burnt|burned|scalded|stabbed|shot)\b|\bambulance\b(?! (?:trust|crew|service|staff|station|driver)s?\b)|\bnewborn on the doorstep\b|\bwaiting to take (?:him|her|them)\b"
    r"|\bswinging at (?:the|his|her)\b|\bkill (?:herself|himself|themselves)\b|\bscreaming\b.{0,60}\b(?:now|smashing|crying)\b|\blocked the (?:kids|children) in\b"
)

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        # threats to life
        r"\b(?:going to|gonna|gunna|about to|threaten\w* to|says? (?:he|she|they)(?:'s|'ll| will| is going to)?|(?:he|she|they)(?:'ll|ll)) ?(?:be )?(?:kill|batter|stab|beat|hurt|shoot|murder|hit|attack|harm)\b.{0,80}",
        r"\b(?:has|have|got|holding|with|waving) (?:a |got a )?(?:knife|gun|machete|weapon)\b",
        r"\b(?:will|'ll|gonna|going to) (?:\w+ )?(?:kill|batter|beat|stab|strangle|hurt|hit|belt|punch) (?:him|her|them|me|us)\b.{0,60}\b(?:home|tonight|back|after school|this (?:afternoon|evening))\b",
        # harm to a child in progress
        rf"\b(?:is|are|am|'s|s|keeps?) (?:currently |being |still )?{_HARM}\b.{{0,60}}\b(?:{_CHILD}|him|her|them)\b.{{0,80}}\b{_NOW}\b",
        rf"\b{_NOW}\b.{{0,40}}\b(?:is|are|'s|s|keeps?|being|getting) (?:being )?{_HARM}\b",
        rf"\b{_CHILD}\b.{{0,60}}\b(?:being|getting) (?:beaten|battered|attacked|strangled|stabbed|raped|abused|hit|hurt|kicked|punched)\b.{{0,60}}\b{_NOW}\b",
        rf"\b(?:hear|see|watching|hearing|seeing)\b.{{0,60}}\b{_CHILD}\b.{{0,60}}\b(?:scream\w*|crying out|being (?:hit|beaten|hurt|attacked))\b",
        r"\b(?:is|are|am|'s|s) (?:currently |still )?(?:strangling|throttling|choking|suffocating|stabbing|raping|beating|battering|attacking|smothering)\b.{0,40}\b(?:him|her|them|his|my|a|the|kid|kids|child|baby|son|daughter|boy|girl)\b",
        rf"\b(?:punching|kicking|beating|battering|strangling|throttling|choking)\b.{{0,20}}\b{_CHILD}\b.{{0,80}}\b(?:scream\w*|locked|can'?t get in|shouting for help)\b",
        # medical
        rf"\b(?:not|isn'?t|stopped|isnt|barely|struggling to) breath\w*|\bunconscious\b|\bunresponsive\b|\b(?:won'?t|wont|can'?t|cant) wake\b|\bgone (?:blue|floppy)\b|\bbleeding (?:badly|heavily|a lot|everywhere)\b|\boverdos\w*\b.{{0,60}}\b{_NOW}\b|\b(?:just )?(?:taken|took|swallowed)\b.{{0,20}}\b(?:tablets|pills|overdose|bleach)\b",
        rf"\b{_CHILD}\b.{{0,60}}\boverdos(?:e|ed|ing)\b",
        rf"\b(?:hitting|beating|punching|kicking|slapping|strangling|choking|stabbing|attacking|hurting|shaking|burning|smashing|dragging)\b.{{0,60}}\b(?:{_CHILD}|him|her|them)\b.{{0,80}}\b{_NOW}\b",
        rf"\bdragg\w+\b.{{0,30}}\b{_CHILD}\b.{{0,40}}\b(?:in ?to|towards)\b.{{0,15}}\b(?:car|van|taxi|vehicle|bush\w*|woods|house)\b",
        rf"\b(?:watching|seeing|can see|hear|hearing)\b.{{0,40}}\b(?:punch|hit|kick|beat|slap|shak|strangl|attack|throttl)\w*\b.{{0,40}}\b{_CHILD}\b",
        r"\b(?:just|has) (?:stabbed|shot|strangled|battered|attacked) (?:him|her|them|his|my|a|the)\b",
        rf"\b(?:is|are|'s|s) (?:slapping|punching|kicking|hitting|shaking|throttling) (?:a|the|his|her|my|their|that) (?:\w+ )?{_CHILD}\b",
        rf"\b(?:got|taken|has) my {_CHILD}\b.{{0,40}}\b(?:won'?t|wont|refus\w+)\b|\b{_CHILD}\b.{{0,20}}\b(?:in (?:a|the) bin|in the (?:river|canal|lake|water|sea)|fell (?:in|into|from|off|out)\b)",
        # abandoned or missing
        rf"\b{_CHILD}\b.{{0,80}}\b(?:locked (?:in|out)|left alone|home alone|on (?:his|her|their|its) own|abandoned|wandering)\b.{{0,80}}\b(?:{_NOW}|tonight|freezing|no one|nobody)\b",
        rf"\b(?:snatched|abducted|kidnapped)\b.{{0,30}}\b{_CHILD}\b|\b(?:someone|somebody|a man|he|she|they)(?:'s| has|'ve| have)? (?:just )?(?:taken|took) (?:a|the|my|his|her|our) {_CHILD}\b|\b{_CHILD}\b.{{0,40}}\b(?:being|been|was just|just) (?:snatched|abducted|kidnapped|dragged|bundled)\b",
        # a child, or the speaker's own, beside a danger that does not wait
        rf"\b(?:{_CHILD}|she|he)\b.{{0,120}}(?:{_GRAVE})|(?:{_GRAVE}).{{0,120}}\b(?:{_CHILD}|the kids)\b",
        r"\b(?:he|she|they)(?:'s|s| is|'re| are)? (?:coming|trying to break in|trying to get in) .{0,40}\b(?:hit|hurt|kill|get|take) (?:me|us|him|her|them|my)\b",
        # self-harm
        r"\b(?:going to|gonna|about to|trying to|wants? to|threatening to) (?:kill (?:him|her|them|my)sel\w+|jump|hang (?:him|her|them)sel\w+|end (?:it|his life|her life|their life))\b",
        # urgency in plain words about a child
        rf"\b(?:emergency|in immediate danger|in danger right now|life in danger)\b.{{0,80}}\b{_CHILD}\b|\b{_CHILD}\b.{{0,80}}\b(?:in immediate danger|in danger (?:right )?now|danger of (?:death|being killed))\b",
    )
)  # fmt: skip

# The child is about to be back in the hands of whoever harms it.
_HANDED_BACK = re.compile(
    r"\b(?:on (?:his|her|their) way\b.{0,25}\b(?:collect|get|fetch|pick|here|over|home|school)"
    r"|(?:waiting|waits|sat|sitting|parked)\b.{0,25}\b(?:outside|downstairs|at the gates?|for (?:him|her|them)|in the (?:car(?: park)?|corridor|reception|foyer|hall)|to (?:take|collect|fetch|get|pick))"
    r"|(?:collect\w*|pick\w*|fetch\w*|com\w+ for|tak\w+|gets?|goes|going|go|sen[dt]\w*|due|(?:bell|school|nursery|club|session|class|lesson) (?:goes|ends|finishes|closes))\b.{0,30}\b(?:in (?:about |under |less than )?(?:\d+|a few|five|ten|fifteen|twenty|half an|an?) ?(?:hour|min\w*)?"
    r"|any (?:minute|moment)|shortly|right now|now|tonight|at (?:\d\w*|one|two|three|four|five|six|half (?:past )?\w+|home ?time|the bell)|this (?:afternoon|evening)))\b",
    re.IGNORECASE,
)

# Ordinary questions about procedures, training scenarios and the past are no alarm.
_CALM = re.compile(
    r"\b(?:procedure|policy|protocol|clause|section|(?:on|when) hearing that|bereaved|who (?:is responsible|makes sure|has oversight|chairs)|last (?:week|month|year|night)"
    r"|yesterday|years? ago|used to|did ?n.?t know what to do|emergency duty)\b",
    re.IGNORECASE,
)
# 'I want to run a quiz. A child is being beaten right now': a quiz that is spoken of makes nothing up.
_MADE_UP = re.compile(
    r"\bscenarios?\b|\btraining\b|\bquiz(?:\s*[:–—-]|\s+(?:questions?|items?|answers?|rounds?))|\b(?:for|in|on|from) (?:an?|the|my|our|this|\w+day'?s?) (?:\w+ )?quiz\b"
    r"|^\W*quiz\b",
    re.IGNORECASE,
)
_CERTAIN = re.compile(rf"\b(?:{_NOW})\b|!!|\?\?\?|\bhelp\b", re.IGNORECASE)

FIRST = "If a child is in danger now, call 999."
DOOR = (
    "Then tell the council's children's social care (its front door; out of hours, its emergency duty team). "
    "Do not wait for this assistant."
)


def sounds_urgent(text: str) -> bool:
    """Whether a message sounds like a child at risk now."""
    handed_back = _HANDED_BACK.search(text) and _HURT.search(text) and _SOMEONE.search(text)
    if not handed_back and not any(pattern.search(text) for pattern in _PATTERNS):
        return False
    if _MADE_UP.search(text):
        return False
    return not _CALM.search(text) or bool(_CERTAIN.search(text))


# 'The police came, she is fine': help has come, …
_OVER = re.compile(
    r"\b(?:police|ambulance|paramedics?)\b.{0,30}\b(?:came|come|been|have|has|got|with (?:him|her|them)|took|taken|dealt|attended|arrived)\b"
    r".{0,40}\b(?:(?:\w+'?(?:s|re)|is|are|now|all|both) (?:safe|fine|ok|okay|alright|all right)|thanks|thank (?:you|god))\b",
    re.IGNORECASE,
)
# … and nothing speaks against it.
_YET = re.compile(r"\b(?:but|again|still|except|until|gone|left)\b", re.IGNORECASE)


def over(text: str) -> bool:
    """Whether somebody tells that help has come, and of no harm besides."""
    return bool(_OVER.search(text)) and not _YET.search(text) and not _WORRYING.search(text)


def no_alarm(text: str) -> bool:
    """Whether a message says itself that nothing happens now: a case for training, or one that is over."""
    return bool(_MADE_UP.search(text)) or over(text)


# Words of danger that no document may hold; typing errors are mended towards them as well.
WORDS = frozenset(
    """breathing breathe unconscious unresponsive bleeding knife machete weapon strangling strangle choking choke stabbing stabbed
    stab beating beaten punching punched kicking kicked hitting slapping slapped shaking burning burnt scalded drowning overdose
    tablets pills bleach smoke fire flames screaming crying drunk naked bruise bruises bruised hungry scared frightened terrified
    abandoned wandering snatched abducted kidnapped suicide hanging motorway railway roof ambulance floppy baby toddler newborn
    infant hurt hurting killed kill killing attack attacked attacking raped rape abused abusing neglected alone locked worry worried""".split()
)
_WORRYING = re.compile(
    r"\b(?:worr(?:y|ied|ies|ying)|concern(?:s|ed|ing)?|hurt\w*|harm\w*|abus\w*|neglect\w*|hit|hits|hitting|beat\w*|smack\w*|slap\w*|punch\w*|kick\w*|bruis\w*"
    r"|burn\w*|marks? on|scared|frightened|afraid|terrified|hungry|starv\w*|filthy|unwashed|touch(?:es|ed|ing)|groom\w*|exploit\w*|self[ -]?harm\w*"
    r"|crying|cut(?:s|ting)? (?:her|him|them)self|drunk|violent|shout\w*|black eye|unsafe|not safe|at risk)\b",
    re.IGNORECASE,
)
# … and that it was hurt, or fears to be.
_HURT = re.compile(
    r"\b(?:burn(?:s|t|ed)?|bruis\w*|marks? on|beat\w*|hit|hits|hitting|punch\w*|kick\w*|slap\w*|belt\w*|hurt\w*|abus\w*|black eye|scared|frightened|terrified|afraid|petrified)\b",
    re.IGNORECASE,
)
_WITNESSED = re.compile(
    r"\b(?:i|i'm|im|i've|ive|i am|we|we've|me|us|my|our)\b|\b(?:told|tells|says|said|disclosed|confided|came in|turned up|arrived)\b",
    re.IGNORECASE,
)
_SOMEONE = re.compile(
    rf"\b(?:{_CHILD}|someone|he|she|him|her|they|them|neighbou?r'?s?|famil(?:y|ies)|sibling|niece|nephew|in year \d+|year \d+)\b",
    re.IGNORECASE,
)


def sounds_worried(text: str) -> bool:
    """Whether somebody tells of a child who may be harmed, in whatever words: harm, someone young, and a witness."""
    return bool(_WORRYING.search(text) and _SOMEONE.search(text) and _WITNESSED.search(text))


def first_words(council: str | None) -> tuple[str, ...]:
    """The fixed text, first of all. DUTYDESK_SAFETY_TEXT replaces it; DUTYDESK_FRONT_DOOR_<COUNCIL> adds a number."""
    door = os.environ.get(f"DUTYDESK_FRONT_DOOR_{council.upper()}") if council else None
    first = os.environ.get("DUTYDESK_SAFETY_TEXT") or FIRST
    return (first, f"Then call {council} children's social care: {door}." if door else DOOR)
