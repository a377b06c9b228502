"""Safety: a message that sounds like a child in danger now gets a fixed text first.

Needs no model, database or action server: plain patterns over the message. Feeds knowledge.answers and every channel.
"""

from __future__ import annotations

import os
import re

_NOW = r"(?:right now|now|at the moment|as we speak|this minute|tonight|just now|still here|outside|in the car park)"
_CHILD = (
    r"(?:child|children|kids?|baby|babies|toddlers?|infants?|newborns?|boys?|girls?|lads?|lass(?:es|ie)?|bairns?|nippers?|youngsters?|tots?|twins|teen\w*|pupils?|students?|sons?|daughters?"
    r"|brothers?|sisters?|nephew|niece|young persons?|little (?:one|man|lad|girl|boy|mite|thing)s?"
    r"|(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)[ -]?(?:yo|years?[ -]?olds?|yr[ -]?olds?|months?[ -]?olds?))"
)
_SMALL = r"(?:baby|babies|toddlers?|infants?|newborns?|tots?|bairns?|kids?|twins|child|children|(?:small|little|tiny|wee|young) (?:lad|lass|boy|girl|one|man|mite|brother|sister|children)s?|(?:[0-9]|one|two|three|four|five|six|seven|eight|nine)[ -]?(?:yo|years?[ -]?olds?|yr[ -]?olds?)|\w*months?[ -]?olds?)"
_ALONE = r"(?:(?:all |left |home |crying )?alone|(?:on|by) (?:his|her|their|its) own|by (?:him|her|them)sel\w+|no (?:adult|grown[ -]?up|parent)s?|no sign of (?:an?|any|his|her|their) \w+|(?:nobody|no one|no-one|noone)(?:'?s)? (?:else )?(?:is )?(?:home|in|here|about|around|with)|unattended|mum(?:my)?(?:'?s| is) (?:at work|out))"
_SIGNS = r"(?:burn\w*|scald\w*|bruis\w*|cuts?|slashes|marks?|welts?|weals?|wounds?|gash\w*|injur\w*|blood|bites?|hand ?prints?)"
_HARM = r"(?:hit|hits|hitting|beat|beats|beating|punch\w*|kick\w*|batter\w*|strangl\w*|chok\w*|stab\w*|attack\w*|hurt|hurts|hurting|abus\w*|rap(?:e|es|ed|ing)|drown(?:ing|ed|s)? (?!in\b)|kill\w*|smash\w*|thrash\w*|drag\w*|shak(?:e|es|ing))"

# Where a worker stands who tells of it: in a home, at its door, or at a job that is done there.
_AT_WORK = r"(?:fixing|fitting|changing|reading|cleaning|repairing|mending|painting|servicing|installing|delivering|plumbing|decorating|inspecting|surveying|replacing|unblocking|clearing)"
_HERE = (
    r"\b(?:(?:in|at|inside|outside|to) (?:an?|the|this|that|my|our|some\w*'?s?|tenants?'?s?) (?:[\w'’]+ ){0,3}?(?:flats?|house|home|bedsit|maisonette|bathroom|kitchen|bedroom|lounge|hallway|stairwell|garden|yard|property|caravan|door|doorstep|street|park|car)\b"
    rf"|{_AT_WORK} (?:an?|the|some|their|his|her|up|out)\b"
    r"|(?:in|up|is|are) here\b|here (?:by|on|all|alone)\b|opened the door|(?:i|we)(?:'ve| have)? (?:just )?(?:found|come across|walked in on|let myself in)\b|\bin (?:flat|number|no\.?) \d+)"
)
_GRAVE = (
    r"\bsmell smoke\b|\bsmells? (?:of )?gas\b|\bsmoke coming\b|(?<!bin )\bon fire\b(?! (?:safety|drills?|service|visits?|risk|doors?|training))|\bin flames\b|\bbleeding\b|\b(?:is ?n.?t|not|isnt) moving\b|\b(?:hot|boiling|locked|burning|parked) car\b|\b(?:going|gone|went|goes) (?:floppy|limp|blue|grey)\b|\bdriv\w+ (?:off |away )?drunk\b|\bdrunk (?:and |but )?driving\b|\bon the motorway\b"
    r"|\b(?:on|onto|by|near|across|along|down) (?:the|a) (?:railway|train) (?:line|tracks?)\b|\bon the roof\b|\bpassed out\b|\bbarricaded\b|\bburn (?:the|our|this) house\b|\binto an? (?:car|van|lorry|truck)\b|\bstrangers? (?:car|van)\b"
    r"|\bdragging (?:a|the|his|her)\b|\bthrew (?:the|a|his|her) (?:baby|child|kid|toddler)\b|\bbegging for help\b|\bgoing to be killed\b|\bturned up stabbed\b"
    r"|\b(?:been|got) (?:burnt|burned|scalded|stabbed|shot)\b|\bambulance\b(?! (?:trust|crew|service|staff|station|driver)s?\b)|\bnewborn on the doorstep\b|\bwaiting to take (?:him|her|them)\b"
    r"|\bswinging at (?:the|his|her)\b|\bkill (?:herself|himself|themselves)\b|\bscreaming\b.{0,60}\b(?:now|smashing|crying)\b|\blocked the (?:kids|children) in\b"
)

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        # threats to life
        r"\b(?:going to|gonna|gunna|about to|threaten\w* to|says? (?:he|she|they)(?:'s|'ll| will| is going to)?|(?:he|she|they)(?:'ll|ll)) ?(?:be )?(?:kill|batter|stab|beat|hurt|shoot|murder|hit|attack|harm)\b.{0,80}",
        r"\b(?:has|have|got|holding|with|waving) (?:an? |got an? |his |her )?(?:knife|gun|shotgun|machete|axe|blade|crowbar|weapon)\b",
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
        # a small child alone, told by somebody who stands there or found it so
        rf"{_HERE}.{{0,160}}\b{_SMALL}\b.{{0,80}}\b{_ALONE}\b|{_HERE}.{{0,80}}\b{_ALONE}\b.{{0,40}}\b{_SMALL}\b|\b{_SMALL}\b.{{0,60}}\b{_ALONE}\b.{{0,120}}\b(?:i'?m|i am|im|we'?re|we are) (?:\w+ ){{0,2}}?(?:{_AT_WORK}|in|at|outside|stood|standing|with)\b",
        rf"\b{_SMALL}\b.{{0,80}}\b(?:nappy|nightie|pyjamas|barefoot|no shoes|naked)\b.{{0,80}}\b(?:street|road|pavement|outside|out|car park|yard|rain|parents?|adult)\b|\b{_SMALL}\b.{{0,30}}\b(?:street|road|pavement|car park)\b.{{0,40}}\b(?:nappy|nightie|pyjamas|barefoot|no shoes|naked)\b",
        rf"\b(?:mum\w*|mother|mam|dad\w*|father|parents?|carer|childminder|nan|gran\w*|babysitter|step\w+)\b.{{0,30}}\b(?:out cold|passed out|unconscious|collapsed|paralytic|won'?t wake|off (?:her|his|their) (?:face|head)|(?:can'?t|can hardly|can barely) stand)\b.{{0,100}}\b{_CHILD}\b",
        r"\b(?:mum|mam|mom|dad|parents?|they)\b.{0,30}\b(?:gone|left|went|cleared)\b.{0,20}\b(?:me|us)\b.{0,80}\b(?:no food|nothing to eat|days|alone|on (?:my|our) own|nobody)\b",
        # injuries that are fresh, and those of a child in front of the speaker
        rf"\b(?:fresh(?:ly)?|new)\b.{{0,15}}\b(?:burn\w*|scald\w*|cuts?|welts?|weals?|wounds?|injur\w*)\b.{{0,80}}\b(?:{_CHILD}|his|her|him|their)\b|\b(?:{_CHILD}|s?he|him|her)\b.{{0,80}}\bfresh(?:ly)?\b.{{0,15}}\b{_SIGNS}\b",
        rf"\b{_SIGNS}\b.{{0,60}}\bstill (?:red|wet|weeping|bleeding|fresh|raw|open|bloody|hot|smarting)\b",
        rf"\b(?:{_CHILD}|s?he)\b.{{0,40}}\bjust (?:come|came|turned|walked|arrived|been brought|taken|shown|rolled|lifted)\b.{{0,60}}\b(?:burn\w*|scald\w*|welts?|weals?|broken|bleeding|blood|swollen|cuts?)\b",
        rf"{_HERE}.{{0,120}}\b{_SMALL}\b.{{0,80}}\b(?:burn|burns|burnt|scald\w*|welts?|weals?|cuts|bleeding|blood)\b",
        rf"\b(?:{_CHILD}|s?he)\b.{{0,80}}\b(?:can (?:hardly|barely)|can'?t|cannot) (?:stand|walk|keep (?:his|her) eyes open|move)\b|\b{_CHILD}\b.{{0,60}}\b(?:(?:tied|chained|handcuffed|roped|padlocked|taped|strapped) (?:up )?(?:to|in|next to|beside) (?:an?|the|his|her|their) (?:\w+ )?(?:bed|radiator|chair|post|cot|table|pipe|tree|fence|rail\w*|kennel|door|wall|banisters?|dog|wrists?|hands|legs)|gagged|chained up)\b",
        # somebody hunts for them; strangers have them; they were turned out
        r"\b(?:looking|look|searching|hunting|com(?:e|es|ing)|out|round) (?:for|after) (?:her|him|them|me|us)\b.{0,50}\bwith (?:an?|his|her) (?:hammer|bat|axe|crowbar|knife|iron bar|machete|gun|screwdriver|blade|chain)\b",
        rf"\b(?:men|blokes?|lads|man|guys?)\b.{{0,40}}\b(?:gone|going|went|taken|taking|take|took|got)\b.{{0,20}}\b(?:up to|in|into|inside|to) (?:an?|the|his|their) (?:hotel(?: room)?|room|van|flat|b&b)\b.{{0,30}}\b{_CHILD}\b|\b(?:men|blokes?|lads|man|guys?)\b.{{0,30}}\b(?:taken|taking|took|got)\b.{{0,20}}\b{_CHILD}\b.{{0,30}}\b(?:hotel|guest ?house|b&b|van|back room)\b",
        rf"\b{_CHILD}\b.{{0,100}}\b(?:thr[eo]wn?|chucked|kicked|turned|put|locked) (?:him|her|them|me) out\b.{{0,80}}\b(?:{_NOW}|not to come back|nowhere|freezing|soaked|no shoes)\b|\b(?:soaked|no shoes|barefoot|freezing)\b.{{0,60}}\b(?:thr[eo]wn?|chucked|kicked|turned|put|locked) (?:him|her|them|me) out\b|\b(?:thr[eo]wn?|chucked|kicked|turned|put|locked) (?:him|her|them|me) out\b.{{0,40}}\b(?:soaked|no shoes|barefoot|in (?:his|her) socks|freezing|snowing)\b",
        rf"\b(?:{_CHILD})\b.{{0,60}}\b(?:filmed|photographed|undressed|groped|followed|chased|surrounded|cornered|set upon) by (?:an? |some |two |three |several )?(?:\w+ )?(?:m[ae]n|blokes?|strangers?|lads|gang|group)\b|\bnever see (?:him|her|them|my \w+|the \w+)(?: alive)? again\b",
        rf"\b(?:{_CHILD}|s?he)\b.{{0,40}}\b(?:lying|laid|lies|slumped|collapsed) (?:\w+ )?(?:in|on|at) the (?:snow|road|ground|floor|pavement|street|track|path|grass|gutter|stairs|bottom|rain)\b|\b{_CHILD}\b.{{0,80}}\bblood (?:on|all over|down|coming|running|pouring)\b",
        # a child who writes, and somebody who fears to harm one
        rf"\b(?:i'?m|im|i am) (?:only |just )?(?:[5-9]|1[0-7])\b(?! ?(?:%|(?:years? (?!old)|months?|weeks?|minutes?|mins?|miles?|days?|hours?|of|per|or|to|councillors?|cases?|children|staff)\b)).{{0,160}}\b(?:{_HARM}|touch(?:es|ed|ing)|hid(?:e|ing)|left (?:me|us)|no food|run away|ran away|scared|took (?:something|a load|loads))\b|\b(?:touch(?:es|ed|ing) me|hit(?:s|ting)? me|hurt(?:s|ing)? me)\b.{{0,60}}\b(?:i'?m|im|i am) (?:only |just )?(?:[5-9]|1[0-7])\b",
        rf"\b(?:i|she|he|mum|mother)\b.{{0,12}}\b(?:can'?t stop thinking|keeps? thinking|thoughts?|urges?|feels? like|scared i(?:'ll| will| might| am going to|'m going to)|about to)\b.{{0,40}}\b(?:hurt|harm|smother|shak|drown|kill|throw|drop)\w*\b.{{0,20}}\b(?:{_CHILD}|him|her|them)\b",
        r"\bswallow(?:ed|ing)\b.{0,20}\b(?:batter\w+|magnets?|something|a load|acid|poison|cleaner|glass|blades?)\b|\b(?:took|taken|swallowed)\b.{0,40}\bto (?:make it (?:all )?stop|end it|die|not wake up|sleep for ?ever)\b",
        # self-harm
        r"\b(?:going to|gonna|about to|trying to|wants? to|threatening to) (?:kill (?:him|her|them|my)sel\w+|jump|hang (?:him|her|them)sel\w+|end (?:it|his life|her life|their life))\b",
        # somebody on the way to do harm
        r"\b(?:on (?:his|her|their|the) way|coming (?:round|over|up|back|here|down|in)|heading|headed|driving|running|racing|setting off|set off)\b(?: \w+){0,4}? to (?:\w+ ){0,2}?(?:hurt|hit|beat|batter|kill|stab|harm|attack|snatch|strangle|smash)\b",
        # urgency in plain words about a child
        rf"\b(?:emergency(?! (?:teams?|duty|plans?|planning|procedures?|placements?|cover|rota|accommodation)\b)|in immediate danger|in danger right now|life in danger)\b.{{0,80}}\b{_CHILD}\b|\b{_CHILD}\b.{{0,80}}\b(?:in immediate danger|in danger (?:right )?now|danger of (?:death|being killed))\b",
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

# A child who will not go back to somebody, and why: harm, or that person waits.
_REFUSES = re.compile(
    r"\b(?:won'?t|will not|wouldn'?t|refus\w+ to|(?:does ?n.?t|do ?n.?t|did ?n.?t) (?:want|dare) to|(?:too )?(?:scared|afraid|frightened|terrified) (?:to|of)|can'?t|cannot|dare ?n.?t|beg(?:s|ging|ged)? (?:me |us )?(?:not to|to not)|do ?n.?t (?:send|make|let|drop))"
    r" (?:[\w']+ ){0,4}?(?:go|going|leave|leaving|get in|come out|return|be taken|be collected|take|off|back|home)\b",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:every (?:day|night|week|morning|weekend)|sometimes|often|usually|always|some days)\b", re.IGNORECASE
)
_WAITED_FOR = re.compile(
    r"\b(?:(?:waiting|waits|sat|sitting|stood|standing|parked|is|'s|s) (?:\w+ )?(?:outside|downstairs|out (?:front|there|the front)|at the (?:gates?|door|desk)|in (?:the )?(?:car(?: park)?|corridor|reception|foyer|hall|lobby|waiting room)|here)|(?:on|behind) the (?:other side of the )?door|out front)\b(?! (?:the (?:borough|county|city|area|council|remit|scope)|of|our|working|office)\b)",
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
    r"|^\W*quiz\b|\b(?:test|exam|practice) question\b|\brole ?play\b|\bhypothetical(?:ly)?\b|\bexample (?:for|on) (?:my|our|the|a) (?:\w+ )?(?:slides?|hand-?outs?|leaflet|session|course)\b"
    # 'What if a child …?', 'what must a cleaner do if …': asked of anybody, and told of nobody
    r"|^\W*(?:suppose|supposing|imagine|let'?s say)\b|\bwhat if (?:an?|one of|somebody|someone) \w+"
    r"|\bwhat (?:do |should |would |must )?you(?:'d| should| would)? do (?:if|when) (?:an?|somebody|someone)\b"
    r"|\bwhat (?:an?|any|every|all|the|does an?|must an?|should an?|is an?) (?:[\w-]+ ){1,4}?(?:must|should|has to|have to|ought to|supposed to|meant to|do|does) (?:\w+ )?(?:if|when|who (?:sees?|finds?))\b",
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
    hurt, waited_for = _HURT.search(text), _WAITED_FOR.search(text)
    told = _REFUSES.sub(" ", text)  # 'scared to go home' says of itself no more than that
    refuses = told != text and (waited_for or _HURT.search(told)) and not _HABIT.search(text)
    handed_back = refuses or (hurt and (waited_for or _HANDED_BACK.search(text)))
    if not (handed_back and _SOMEONE.search(text)) and not any(pattern.search(text) for pattern in _PATTERNS):
        return False
    if _MADE_UP.search(text):
        return False
    return not _CALM.search(text) or bool(_CERTAIN.search(text))


# 'The police came, she is fine': help has come, …
_OVER = re.compile(
    r"\b(?:police|ambulance|paramedics?)\b.{0,30}\b(?:came|come|been|have|has|got|with (?:him|her|them)|took|taken|dealt|attended|arrived)\b"
    r".{0,40}\b(?:(?:\w+'?(?:s|re)|is|are|now|all|both) (?:safe|fine|ok|okay|alright|all right)|thanks|thank (?:you|god))\b"
    r"|\b(?:police|ambulance|paramedics?|999)\b.{0,30}\b(?:on (?:the|their|its) way|coming|called|rung|phoned)\b.{0,40}\b(?:thanks|thank (?:you|god)|cheers|ta)\b",
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
    r"\b(?:burn(?:s|t|ed)?|bruis\w*|marks? on|beat\w*|hit|hits|hitting|punch\w*|kick\w*|slap\w*|belt\w*|hurt\w*|abus\w*|black eye|scared|frightened|terrified|afraid|petrified|shaking|touch(?:es|ed|ing) (?:me|him|her|them))\b",
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
