"""Aspects: what a question may ask of a clause besides its duty, and what the clause must hold to answer that.

A clause may be near in every word and still not say how many, by when, who picks, in what form or what comes next. Used by
knowledge.settling, knowledge.others and knowledge.kinds.
"""

from __future__ import annotations

import re

from knowledge import text as t
from knowledge.readings import Reading
from knowledge.store import Clause, Store

_NUMBER = re.compile(
    r"\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|annual\w*|month\w*|quarter\w*|week\w*|daily)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bhow (?:many|much)\s+((?:[\w'’-]+\s*){1,4})", re.IGNORECASE)
_LEADING_COUNT = re.compile(
    r"(?:^|[.?!,;]\s*|\b(?:and|so|hi|for|within)\s+)how (?:many|much)\b(?!\s+times?\b)", re.IGNORECASE
)
# … but not in 'to whom do I report on how good it is and how much there is?'
_ON_HOW = re.compile(r"\b(?:on|about|of) how\b[^.?!]*\band how (?:many|much)\b", re.IGNORECASE)

# What is missing where a number or a time is asked for: another clause's number is none of this one's.
TIMES = ("no_frequency", "no_deadline", "no_figure", "no_period")
_MONTH = r"January|February|March|April|May|June|July|August|September|October|November|December"
_NEVER = r"(?!)"  # what no clause of these says
_ASPECTS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (code, re.compile(asked, re.IGNORECASE), re.compile(holds, re.IGNORECASE))
    for code, asked, holds in (
        ("no_consequence", r"\b(struck off|fined|(the|a|any) fines?|sanctions?|penalt(y|ies)|punish\w*|disciplin\w*|prosecut\w*|sued?|lose (his|her|their|my) (job|seat)|removed from office"
                           r"|what happens (if|when|to) .{0,60}(miss\w*|fail\w*|does ?n.t|do ?n.t|not|never)|veto)\b",
         r"\b(sack|fine|penalt|disciplin|prosecut|overrul|veto|resolve the situation|direct activity)"),
        ("no_result", r"\brating\b|\bgrade[ds]?\b.{0,30}\b(?:ofsted|inspect\w+)\b|\bofsted\b.{0,30}\b(?:grade[ds]?|score[ds]?|marks?)\b|\bwhat was .{3,60} (rated|judged)\b|\bwhat (?:grade|rating|score|mark) (?:did|does|has|was|were|is)\b", r"\brat(ed|ing)\b"),
        ("no_result", r"\bwhat did .{3,80}\b(say|find|show|conclude|reveal|decide)\b|\b(?:what|whats) (?:(?:was|were|is|are) )?(?:the )?(?:results?|findings|outcome)\b", r"\b(said the following|result|decided|agreed)\b"),
        ("no_result", r"\bdid (?:that|this|the|it|they) (?:[\w'’-]+ ){0,3}?(?:ever |actually |really )?(?:happen|take place|go ahead|get done)\b", r"\b(?:took place|happened|was held|was carried out)\b"),
        # a line that is drawn: above which score, by what criteria, what counts as …
        ("no_criterion", r"\b(?:what|which|whats|how many) (?:\w+ )?(?:scores?|points score|cut-?off)\b|\bhow many points\b|\b(?:what|which|are the|need the) criteria (?:for|do|does|are|used|puts?|makes?)\b"
                         r"|\bhow (?:do|does|is|are|did) .{2,50}\b(?:get|gets|make it|chosen|picked|selected|ranked|scored|put) (?:on ?to|on|into|in|for) (?:the |that |a )?(?:\w+ ){0,2}(?:list|ten|top)\b|\bhow (?:is|are) .{2,40}\b(?:chosen|picked|selected|ranked|scored|graded)\b",
         r"\b(?:scor|points|criteri|basis|grounds|select|ranked|designat|appoint|elect)"),
        ("no_criterion", r"\bwhat (?:are|r|were) the (?:\w+ ){0,2}(?:thresholds|criteria)\b|\bwhat (?:is|'s|s) the (?:\w+ ){0,2}threshold\b|\bhow (?:bad|serious|severe|poor) (?:does|do|must|has|have) (?:it|things|a \w+|the \w+|results|harm|an \w+) (?:have to|need to|to|got to)\b|\bwhat (?:level|degree|amount) of (?:\w+ )?(?:harm|risk|need|concern)\b", _NEVER),
        # what a word means that the clause only uses
        ("no_meaning", r"\bwhat (?:counts|count|qualifies|would count|is classed|classes|is regarded) as\b|\b(?:how (?:often|frequent|regular|soon|quick|long|many)|what) (?:exactly )?is [\"'‘“]?(?:regular|occasional|frequent|prompt|quick|immediate|appropriate|reasonable|timely|sufficient|adequate|robust)\w*",
         r"\b(?:means?|defined|definition|i\.?e\.?|that is|such as|for example|e\.g\.|includ\w+|namely)\b"),
        ("no_meaning", r"\b(?:twice|two times|2x?) (?:a|every|each|per) (?:month|year|week)\b.{0,60}\b(?:or|not)\b.{0,30}\bevery (?:two|other|second|2|six|half|couple)\b|\bevery (?:two|other|second|2|six|half|couple)\b.{0,60}\b(?:or|not)\b.{0,30}\b(?:twice|two times)\b", r"\b(?:twice|every (?:two|other|second|six))\b"),
        ("no_deadline", r"\bdeadline\b|\bwithin how (many|long)\b|\bhow (soon|quickly|fast)\b|\btime ?(limit|scale|frame)s?\b|\bby when (?:must|should|do|does|is|are|has|have|will)\b|\bby when\W*$|\bhow many (working )?(days|weeks|hours)\b|\b(?:working )?(?:days|hours|weeks) (?:allowed|permitted|do (?:we|they|i)|have (?:we|they))\b",
         r"immediate|without delay|prompt|quick|\bdays?\b|\bhours?\b|annual|month|quarter|\bweek"),
        ("no_deadline", rf"\b(?:by|in|on|at|before) (?:which|what) (?:month|week|birthday|day of the)\b|\b(?:which|what) month\b|\b(?:which|what) birthday\b|\b(?:by|before) (?:the (?:end|start|beginning|middle) of )?(?:{_MONTH})\b(?=.{{0,20}}\?|\W*$)",
         rf"\b(?:{_MONTH})\b|\bbirthday\b|\b1[0-9]\b|\beighteen|\bsixteen"),
        ("no_power", r"\b(?:can|could|may|allowed to|entitled to|have the power to|has the power to|power to|authority to|permitted to)\b.{0,40}\b(?:order|force|compel|instruct|overrul\w*|overrid\w*|veto|fine|arrest|remove|ban|evict|tag)\b",
         r"\b(?:direct activity|direct what|power|authorit|entitle|overrul|veto|remov|dismiss|suspend|instruct|court order)"),
        ("no_figure", r"\b(?:salary|wages?|earnings) (?:of|for|scale|grade|rate|band)\b|\bpay (?:of|scale|grade|rate|band)\b|\b(?:get|gets|is|are) (?:\w+ )?paid\b|\bwhat(?:'?s| is| does) (?:the |his |her |their |my )?(?:[\w'-]+ ){0,2}(?:pay|salary|allowance)\b",
         r"\b(?:pay|paid|salar|allowance)"),
        ("no_figure", r"\bwhat (percentage|proportion|share)\b|\b(percentage|proportion) of\b|\bhow many (per ?cent|%)", r"%|per ?cent|proportion"),
        ("no_figure", r"\b(?:what(?:'?s| is| are)|is there|have we|do we have)(?: \w+)? (?:the |an? )?(?:most|maximum|max|minimum|fewest|upper limit|cap|ceiling|limit)\b|\b(?:the|an?) (?:ceiling|cap|upper limit|maximum) (?:on|for)\b", r"\b\d+\b|%"),
        # how long a thing is kept
        ("no_period", r"\bhow (?:long|many (?:years|months|weeks|days))\b.{0,60}\b(?:kept|keep|keeps|hang on to|hold on to|held on to|stored?|retain\w*|archived?|on file|destroy\w*|shred\w*|delet\w*)\b|\bretention (?:period|schedule|rules?|times?)\b|\b(?:kept|keep|store|retain) .{0,40}\bfor (?:how|ever)\b|\bhow long .{0,20}\b(?:last|lasts|run for)\b", r"\b(?:years?|months?|days?|weeks?)\b"),
        ("no_figure", r"\bhow long\b|\bwhat (age|grade|salary|budget|sum|amount)\b|\bwhat £|\bsalary\b|\ballowances?\b|\bpay rate\b", r"\b\d+\b|%"),
        ("today", r"\b(?:is|are|does|do) (?:s?he|they|[\w' ]{3,40}) still (?:in (?:post|office|(?:that|those|the same|their|his|her) (?:jobs?|roles?|posts?))|in charge\W*$|work(?:s|ing)? (?:here|there)\W*$)|\b(?:in post|in (?:that|those|their) (?:jobs?|roles?|posts?)) (?:now|today|these days|still)\b", _NEVER),
        ("no_minutes", r"\bwho(?:'s|'ll| is| will| has to| should)? (?:\w+ ){0,2}?(?:takes?|taking|writes?|types?|circulates?) (?:up )?(?:the |those |these |their |its |any )?(?:minutes|notes)\b", _NEVER),
        ("no_minutes", r"\b(?:takes?|taking|writes?|keeps?|types?|circulat\w+|signs? off) (?:up )?(?:the |those |these |their |its |any )?minutes\b|\bminutes? (?:taken|written|kept|circulated)\b", r"\bminut"),
        # what somebody may do against it, what it costs, who may watch, what it is measured by, by which law
        ("no_right", r"\b(?:can|could|may|might|who|how|where|is there|any|an|right of|right to)\b.{0,50}\bappeal\b", r"\bappeal"),
        ("no_figure", r"\bwhat (?:does|do|did|will|would|is) .{2,50}\bcost(?:s|ing)?\b(?! effective)|\b(?:what|how high|how much) (?:is|are) (?:the |their |its )?(?:\w+ )?(?:fees?|price|prices)\b", r"\b(?:cost|price|fees?\b|charg|pay|rate|financial)|£"),
        ("no_openness", r"\b(?:open to|held in|meet(?:s)? in|let in|sit in on|watch|attend\w*) (?:the )?(?:public(?! protection| law| sector)|press)\b|\b(?:the press|journalists|reporters|the public) (?:be )?(?:let in|allowed in|admitted|attend|sit in|see)\b", r"\b(?:public|press)\b"),
        ("no_measure", r"\bhow (?:is|are|do|does|did) .{2,60}\b(?:measured?|measuring|scored|graded)\b", r"\b(?:measur|indicator|scor|grad|target|monitor|audit|survey|data)"),
        ("no_law", r"\b(?:which|what) (?:acts?|laws?|statutes?|regulations?)\b(?! of\b)|\b(?:which|what) (?:section|part|bit) of (?:which|what|the) (?:\w+ )*?(?:act|law|regulations)\b", r"\bAct\b|\bsection \d|\bregulation|\bstatut|\blaw\b|\bguidance"),
        ("no_place_or_date", r"\bsince when\b|\bhow long (?:has|have) .{2,50}\b(?:been|had)\b|\bwhen (?:does|do|will) .{2,60}\b(?:run out|expire|lapse|end)\b", r"\b(?:19|20)\d\d\b|\bexpir|\breview"),
        ("nothing_near", r"\b(?:what|which) colou?r\b", _NEVER),
        ("no_form", r"\b(?:which|what) (?:\w+ )?(?:form|template|proforma|portal|app|software)\b(?! of\b)|\b(?:form|template) (?:do|should|to|number)\b", r"\b(?:form|template|proforma|system)\b"),
        ("no_payer", r"\bwho (?:pays|foots|funds|picks up)\b.{0,40}|\bwhose budget\b|\bwho(?:'s| is) paying\b", r"\b(?:fund|pay|paid|budget|resourc|financ)"),
        ("no_chair", r"\bwho(?:'s| is| are|se)?\b.{0,25}\bchair(?:s|ed|ing|person|man|woman)?\b|\bin the chair\b|\btakes? the chair\b", r"\bchair"),
        # who picks what the clause only speaks of
        ("no_chooser", r"\bwho (?:\w+ )?(?:picks?|chooses?|selects?|shortlists?|hand-?picks?|draws? up|puts? together) (?!up\b)|\bwho decides? (?:which|what|who) (?!happens|to do)", r"\b(?:appoint|nominat|select|choos|chose|pick|decid|determin|agree|designat|identif|recruit|elect|assess|allocat|produc|prepar|develop)"),
        ("no_chooser", r"\bwho (?:\w+ )?(?:sets?|writes?|controls?|owns|agrees?|decides?(?: on)?|prepares?|draws? up|puts? together) (?:the |its |their )?agenda\b", r"\bagenda"),
        ("no_deputy", r"(?:^|[.?!,;:]\s*|\b(?:and|so|asks|know|wonders?)\s+)who (?:\w+ )?(?:stands? in|deputi[sz]es|acts up|fills in|steps in (?:for|when|while))\b",
         r"\b(?:deput|substitut|in (?:his|her|their|the) absence|on (?:his|her|their) behalf|nominated|required to resolve)"),
        ("no_qualification", r"\b(?:what|which) (?:\w+ )?qualifications?\b|\b(?:need|needs|require[sd]?|must have|has to have|have to have)\b.{0,20}\b(?:degree|diploma|qualification|to be (?:\w+ )?qualified)\b", r"\b(?:qualif|degree|diploma|registered)"),
        ("no_place_or_date", r"\bwhere (is|are|does|do|will) .{0,50}\b(held|hold|meet|take place|happen|based|located)\b|\bwhat time\b|\bvenue\b|\b(what|which) (date|day|room|building)\b|\b(?:when|where|what time)\b.{0,30}\bnext (meeting|one|panel|conference)\b|\bwhen('s| is) the (next|last)\b",
         r"\b(19|20)\d\d\b"),
        ("no_place_or_date", r"\bwhere on (?:the|our|your) (?:\w+ )?(?:website|intranet|site|system|drive)\b|\b(?:the|their|its|his|her|an?) (?:\w+ )?addresses\b|\bwants? the addresses\b|\bwhat(?:'?s| is) (?:the|their|its) (?:\w+ )?(?:address|postcode)\b", r"\b(?:www|http|website|street|road)\b"),
    )
)  # fmt: skip
# … and what only matters where nothing else is asked: 'Which director answers for it, now that he is suspended?' asks who.
_BESIDE: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (code, re.compile(asked, re.IGNORECASE), re.compile(holds, re.IGNORECASE))
    for code, asked, holds in (
        # to be sent away is more than to be directed
        ("no_power", r"\b(?:can|could|may|must|should|do|does|will|would|is|are|be|get|gets|have to|has to|need to|power to|allowed to|able to)\b.{0,50}\b(?:sack(?:ed)?|fired?(?= (?:him|her|them|the|an?|somebody|someone)\b)|dismiss(?:ed)?|get rid of|suspend(?:ed)?|voted off|voted out|kicked off|booted out)\b",
         r"\b(?:sack|dismiss|suspen|remov|terminat)"),
        # the one who was to settle it does not
        ("no_next_step", r"\b(?:if|when|suppose|say)\b.{0,20}\b(?:MD|managing director|chief exec\w*|minister|he|she|that|it)\b(?:'?s)? (?:himself |herself |still |just |also )?(?:can'?t|cannot|can not|could ?n.?t|does ?n.?t|does not|won'?t|fails? to|is unable to|is not able to|isn'?t able to)"
                         r" (?:\w+ )?(?:sort|resolv|settl|fix|solv|crack|act\b|do anything|respond|work|budge|help)\w*|\b(?:MD|managing director)\b.{0,30}\b(?:sits? on|does nothing|did nothing|ignores?|drags? (?:his|her) feet|stalls?|can'?t be bothered)\b"
                         r"|\b(?:go(?:es)?|taken?|sent?|refer\w*|appeal\w*|complain) (?:\w+ ){0,2}?to (?:the |a )?(?:minister|government|secretary of state|ombudsman|whitehall|parliament|courts?)\b",
         r"\bfailing (?:that|this|which)\b|\bminister|\bgovernment\b|\bsecretary of state\b|\bombudsman\b"),
        ("no_form", r"\b(?:does|do|must|should|can|could|has|have|will|is|are)\b.{0,60}\b(?:in writing|a letter|(?:by|over the|via) (?:letter|e-?mail|phone|text|post)|verbal(?:ly)?|face[ -]to[ -]face|a (?:phone ?)?call do)\b|^\W*(?:and |ok |so |but )?(?:in writing|by (?:letter|e-?mail|phone|post)|verbally|on paper)\b",
         r"\b(?:writ|letter|e-?mail|phone|telephon|verbal|oral|form\b|face to face|meeting)"),
        ("no_vote", r"\b(?:get|gets|got|have|has|having|cast|casting|hold) (?:an? |the |any )?(?:casting )?votes?\b|\bvoting (?:rights?|members?)\b|\bquor(?:um|ate)\b|\bcasting vote\b", r"\b(?:vot|quor|decision|observer)"),
        # whether it is done alone
        ("no_company", r"\b(?:go|goes|going|see|sees|seen|seeing|speak|spoken|talk|visit|visits|chair|chairs|meet|meets|do (?:it|this|that|them|these|my)|attend|turn up|come|sit)\b.{0,50}(?<!it )\b(?:alone|unaccompanied|accompanied|on (?:my|his|her|their|our|your|its) own(?=\W*(?:$|[,.?!;]|or\b|with\b|without\b))|by (?:my|him|her|your)self|by themselves|in pairs|with another (?:councillor|member|colleague))"
                       r"|^\W*(?:and |but |or |so |is that |just )*(?:alone|unaccompanied|on (?:my|his|her|their|our|your) own|by (?:my|him|her|your)self|by themselves|without (?:mum|dad|parents?|the \w+|anyone))\b|\bwithout (?:mum|dad|(?:his|her|their|the|a) (?:parents?|mum|mother|dad|father|carers?)) (?:there|present|in the room|around)\b",
         r"\b(?:alone|independent|joint|own\b|accompan|together|co-?chair|unaccompan|in private|separate)"),
        ("no_deputy", r"\b(?:send|sends|sending) (?:an?|my|his|her|their|our) (?:\w+ )?(?:deputy|substitute|stand-?in|someone|somebody)\b", r"\b(?:deput|substitut|absence|behalf|representati|nominated)"),
    )
)  # fmt: skip
_ELSE_ASKED = re.compile(
    r"\b(?:who(?! (?:next|then)\b)|whose|whom|which|where|when|why|how often|what (?!if\b|happens\b|when\b|then\b)\w+)\b",
    re.IGNORECASE,
)
# Words of these questions that no document may hold; typing errors are mended towards them as well.
WORDS = frozenset(
    "sacked fined penalty sanction disciplined prosecuted dismissed overrule overruled veto compel deadline timescale salary"
    " allowance percentage proportion budget rating venue quorum criteria threshold retention deputise substitute agenda"
    " unaccompanied suspended minister ombudsman".split()
)


def missing(reading: Reading, clause: Clause) -> str | None:
    """What the question asks and the clause, though near, does not hold: a figure, a deadline, a consequence …"""
    if _LEADING_COUNT.search(reading.text) and not _ON_HOW.search(reading.text):
        counted = _COUNTED.search(reading.text)
        stems = set(t.content(counted[1])) if counted else set()
        numbers = [m for m in _NUMBER.finditer(clause.quote) if stems or not _TIMED.match(m[0])]
        if not numbers or (
            stems and not any(stems & set(t.content(clause.quote[m.end() : m.end() + 60])[:5]) for m in numbers)
        ):
            return "no_figure"
    for code, asked, holds in _ASPECTS:
        if asked.search(reading.text) and not holds.search(clause.quote):
            return code
    asking = t.asked(reading.text) or reading.text
    if not _ELSE_ASKED.search(asking):
        for code, asked, holds in _BESIDE:
            if asked.search(asking) and not holds.search(clause.quote):
                return code
    return None


def asks(code: str, text: str) -> bool:
    """Whether a text asks for what `code` says is missing: 'no_consequence', 'no_deadline' …"""
    return any(asked.search(text) for aspect, asked, _ in (*_ASPECTS, *_BESIDE) if aspect == code)


# 'Is it every month?', 'it meets quarterly, right?': a frequency that is put forward for a yes or no.
_PUT = re.compile(
    r"\b(?:every|each|once an?|twice an?|once every|per) (?:(?:single|two|three|six|other|few|\d+) )?(?:day|week|fortnight|month|quarter|term|year)s?\b|\b(?:weekly|fortnightly|monthly|quarterly|termly|annually|yearly)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"^\W*(?:(?:and|so|but|ok|is it|are they|do they|does it)\W+)*(?:(?:every|each|once|twice|\w+ly)\b[\w ]{0,16})\W*$|,\s*(?:is it )?(?:(?:every|each|once an?|twice an?) (?:\w+ )?(?:day|week|fortnight|month|quarter|term|year)|(?:week|month|quarter|year|term)ly)\?\W*$|\b(?:right|correct|true|yes)\?\W*$|\bis that (?:right|so|true|correct)\b",
    re.IGNORECASE,
)
_TIMED = re.compile(r"annual|month|quarter|week|daily|regular|frequen|occasional|year|fortnight|term\b", re.IGNORECASE)


def frequency_missing(timed: bool, reading: Reading, clause: Clause) -> bool:
    """A question for a frequency, or whether one that is put forward is right, whose clause sets none."""
    put = _PUT.search(reading.text) and _YES_OR_NO.search(reading.text)
    return bool((reading.asks_frequency or put) and not timed and not _TIMED.search(clause.quote))


def chair_missing(reading: Reading, store: Store) -> tuple[str, ...]:
    """The bodies that the question asks the chair of, where no clause in these councils names one of any of them."""
    if not reading.chair:
        return ()
    bodies = [f for f in reading.families if store.families[f].kind == "body"]
    chaired = set()
    for clause, relation in store.relations(["chairs"], reading.councils):
        role = store.roles.get((clause.document, relation.object))
        if role and role.family:
            chaired.add(role.family)
    return () if chaired & set(bodies) else tuple(bodies)  # a name may be that of several councils' bodies


_PERSON = re.compile(
    r"\bwho(?:se)?\b|\bnames?\b|\bwhich (?:\w+ ){0,2}?(?:directors?|people|persons?|officers?|posts?)\b", re.IGNORECASE
)


def left_blank(reading: Reading, clause: Clause) -> bool:
    """Whether a date or result is asked for whose place in the document is blank."""
    return any("blank" in fact.value.lower() for fact in clause.facts) and not _PERSON.search(reading.text)
