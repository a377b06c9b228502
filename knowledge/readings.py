"""Readings: how a question is understood before anything is looked up.

Joins what Rasa recognised (the kind), what the vocabulary finds in the text (roles, councils, documents, terms), the
asker's profile and what the conversation was about. Feeds knowledge.answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge import offices, periods, safety
from knowledge import text as t
from knowledge.questions import Context, Kind, Profile, Question
from knowledge.store import Store
from knowledge.vocabulary import Mention, Vocabulary, clause_numbers

# Turns of phrase that settle the kind of a question whatever the classifier makes of it, most telling first.
CUES: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.FREQUENCY, r"\bhow (often|offen|ofen|regular(ly)?|frequent(ly)?|many times?)\b|\bhow (many )?(weeks|months) between\b"
                         r"|\bwhat frequency\b|\b(is|are) (it|they|that|those) (weekly|monthly|quarterly|yearly|annual|termly)\b"),
        (Kind.MEANING, r"\bstands? for\b|\bshort for\b|\bwhat (does|do|is meant by|is the meaning of)\b.{1,60}\bmean\b|\bis meant by\b"
                       r"|\babbreviat|\bacronym|\bmeaning\b|\bdefin(e|ition)\b|\bspell out\b"),
        (Kind.ACCOUNTABILITY, r"\b(report|reports|reporting|answer|answers|answerable|accountable) (directly )?to\b|\bto whom\b.{0,40}\b(answer|report|account)"
                              r"|\bhold(s|ing)? .{1,60} to account\b|\bline of accountability\b|\bwhose boss\b|\bwho is .{1,40} boss\b"),
        (Kind.ESCALATION, r"\bescalat|\bgo over (their|his|her|the) head\b|\bflagged? up the line\b|\bdisput(e|ed|es)\b|\bdisagree|\b(different|differing|opposite) (views?|opinions?)\b"
                          r"|\b(do ?n.?t|can.?t|cannot|not) agree(ing)?\b|\bat odds\b|\bf[ae]ll(s|ing|en)? out (over|with|about)\b|\bsay(s|ing)? .{0,60}\bwe\b.{0,20}\bsay\b"),
        (Kind.DOCUMENT, r"\b(protocol|document|paper|report|summary|agreement|policy)\b.{0,40}\b(authoris\w+|approved|adopted|signed|dates? from|out of date|review(ed)? (date|due)|version|draft|current)\b"
                        r"|\b(authoris\w+|approved|adopted|sign(s|ed)?|signator(y|ies)|which version|what version|review date|is .{0,30}(current|draft|final))\b.{0,60}\b(protocol|document|paper|report|summary|agreement)\b"),
        (Kind.COMPARE, r"\b(compare|comparison|differ(ence|ent)? between|same in|in both|both councils|each council|all (four|five) (councils|documents))\b"),
    )
)  # fmt: skip

# 'They say he is in need, we don't': two services at odds, whatever is asked of it.
_AT_ODDS = re.compile(
    r"\b(?:says?|reckons?|thinks?|insists?)\b.{3,60}(?:[,;]|\bbut\b|\band\b) ?(?:i|we|they|css|yos|social services) (?:says?|reckons?|thinks?|insists?|do ?n.?t|does ?n.?t)(?! know)\b",
    re.IGNORECASE,
)
_CHAIR = re.compile(r"(?<!empty )\b(co-?chairs?|chair(s|ed|ing|person|man)?)\b", re.IGNORECASE)
_LISTED = re.compile(
    r"\b(everything|all (of )?(the|my|their|our)\b(?! (?:time|way|same|while|best))|whole list|full list|list (of|all|every|the)|responsibilities of|duties of"
    r"|signed up for|role of|job description|what (are|r) (the|my|their|our) (main |key |other )?(duties|responsibilities|jobs?)"
    r"|list (?:what|whatever)|(?:wants?|needs?|give|send|show|list|have)(?: (?:me|us|him|her))? the (?:whole |full )?lot|(?:wants?|asks?|needs?|requires?) (?:from|of) (?:me|us|him|her|them)|one (?:bullet|line|point) (?:each|per)"
    r"|(?:whole|entire|full) (?:job|role|remit|picture)|(?:complete|whole|entire|full) set|all (?:two|three|four|five|six|seven|eight) (?:things|duties|points|jobs|tasks)|(?:bullet|line|point) apiece|in a nutshell|run-?down|(?:point|line|bullet|item) by (?:point|line|bullet|item)|(?:my|her|his|their) (?:own |full )?(?:list|remit)"
    r"|what (?:is|'s|s|are|r) (?:it|they|she|he|we|the [\w' ]{3,40}?) there (?:to do|for)|(?:duties|responsibilities|jobs?|tasks?) in full"
    r"|basics|on my plate|on the hook for|what(?:'?s| is| are) (?:her|his|their|my|our) (?:job|role|duties)(?=(?: \w+)?\W*$)|let (?:my|your|him|her|our)sel(?:f|ves) in for|expect(s|ed)? of|actually (do|for)|what (is|'s|s) (it|the .{3,50}) (actually )?for\b|supposed to look at|got to do)\b",
    re.IGNORECASE,
)
# 'What do they get from it?', after a line of accountability: no line is asked for any more.
_WHAT_THEY = re.compile(
    r"\bwhat (?:do|does|did|must|should|can|is|are|was|were|has|have)\b(?! .{0,30}\bto\W*$)", re.IGNORECASE
)
# 'Who checks?', after what somebody must do.
_WHO = re.compile(r"\W*(?:(?:and|so|ok|but|then)\W+)*who\b(?! (?:do|should|can|must) (?:i|we)\b)", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:she|he|they|her|him|them)\b", re.IGNORECASE)
_CORRECTS = re.compile(
    r"\W*(?:(?:oh|ah|er|hang on|hold on|wait|actually|ok|but)\W+)*(?:no|nope|sorry|oops|my mistake|i mean|i meant|not|wrong|misread|i misread|i(?:'ve)? got (?:it|that) wrong)\b",
    re.IGNORECASE,
)
_AND_THE = re.compile(r"\W*(?:and|what about|how about) (?:the|my|our)\b.*\?\W*$", re.IGNORECASE)
_PUT_RIGHT = re.compile(r"\bi mean[t]?\b|\bsorry\b|\bmis(?:read|heard)\b|^\W*(?:no|nope)\s*[,.;–-]", re.IGNORECASE)
_THE_BODY = re.compile(r"\bthe (?:board|panel|committee|forum|partnership|group)\b", re.IGNORECASE)  # the one spoken of
CORRECTING = frozenset(
    t.stem(w) for w in "sorry oops wrong mean meant no not oh ah er hang hold wait actually misread mistake".split()
)
# Asks for several things of a list: 'which three boards', 'the full set'.
_PLURAL = re.compile(
    r"\b(?:which|what|the|these|those|all|name|list) (?:two|three|four|five|six|seven|2|3|4|5|6|7)\b|\bfull (?:set|list)\b|\b(?:three|two|four|five) (?:bullets|things|points)\b|\b(?:the|what) (?:points|things|rules) (?:that )?(?:every|all|each)\b"
    r"|\b(?:which|what) (?:are the )?(?:\w+ )?(?:things|boards|groups|features|points|areas|aims|objectives|principles|purposes|steps|ways|duties|arrangements)\b|\bby (?:what|which) means\b|\b(?:in|through) (?:what|which) (?:ways|means|steps)\b|\bwhat are they\b|\bbullet points\b|^\W*list\b|\blist (?:of|the|all|them)\b|\bneed the list\b",
    re.IGNORECASE,
)
# 'that' only where it points: 'see that staff are trained' points at nothing.
_PRONOUN = re.compile(
    r"\b(they|them|their|he|she|him|her|his|it|its|this|those|these|one)\b"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!n't )\bthere\b(?! (?:is|are|was|were|isn't|must|should)\b|['’]s\b)"
    r"|\bthat\b(?=\W*$|\s+(?:is|was|one|clause|document|happens?|appl\w+|means?|go|be|to|for|in|from|meeting|panel|plan|board|duty)\b)"
    r"|\b(?:is|was|does|do|did|about|like|of|for|after|on|with|by|chairs?|attends?|says?) that\b",
    re.IGNORECASE,
)
# 'What does Dudley say for its chief executive on the same thing?'
_SAME_MATTER = re.compile(
    r"\b(?:on|about|for|with|in) the same (?:thing|point|matter|subject|question|topic)\b"
    r"|\b(?:the )?same (?:goes |thing )?(?:for|with) (?:him|her|them|theirs|hers|his)\W*$",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"^(now (?=the\b|for\b|in\b)|and|but|or|what about|how about|what if|so|also|ok and|same for|in|for|with|why|does that|could it|would that|is that)\b",
                       re.IGNORECASE)  # fmt: skip
# 'What must a team manager do in Dudley?'
_ALL_DUTIES = re.compile(
    r"^\W*(?:so |ok |and )?(?:compare )?what (?:must|should|does|do|did|can|has|have|is|are) (?:the |a |an |all |our |my |every )?(?:OFFICE(?:'?s)?|the same (?:people|person|officers?|post|role|ones?|lot)) "
    r"(?:must |(?:have |has |got |need |needs |supposed |meant |expected |required )?(?:to )?)do"
    r"(?: (?:in|at|for) COUNCIL(?: (?:and|or|vs|versus) (?:in )?COUNCIL)*)?\W*(?:please)?\W*$"
    r"|^\W*compare what (?:the |all )?OFFICE(?:'?s)? (?:must|should|have to|has to) do (?:in|at|for) COUNCIL (?:and|with|to|vs) (?:in )?COUNCIL\W*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^\W*(more|go on|next|continue|the rest|show (me )?(more|the rest)|carry on|all of (it|them))\W*(please|pls)?\W*$",
    re.IGNORECASE,
)
_EXACT = re.compile(
    r"\b(exact|actual|precise|original) (word|words|wording|text|quote)\b|\b(copy|paste|give|send|read) (me |us |out |it |that |just )*(the|that) (?:[\w'’-]+ )?(sentence|wording|clause|quote|text|line)\b|\b(send|paste|show|give|read|quote) (me |us )?(the |that )(text|wording|words|clause|line) again\b|\bexact\W*(please|pls|thanks)?\W*$|\bpaste it\b|\b(?:the )?full (?:text|wording|clause|quote)\b|\bread it out\b|\bhow is (it|that) worded\b|\bword for word\b|\bverbatim\b|^\W*quote (it|that|please)"
    # 'Where does it say that?', 'is that in writing?': the clause itself.
    r"|^\W*(?:(?:ok|and|but|so|hang on|sorry)\W+)*(?:(?:where|which (?:clause|bit|part|line|page))(?: exactly)? (?:does it|do they|does the \w+|is it|is that|says?)(?: (?:say|state|written|set out|down))*(?: (?:that|this|so|it))?"
    r"|where(?:['’]?s| is) (?:that|it|this)(?: (?:written|said|set out|laid|down|from))*"
    r"|(?:what|which)(?:['’]?s| is)? the (?:source|clause|reference|chapter and verse)(?: (?:for|of) (?:that|this|it))?|is (?:that|this|it) (?:really |actually )?(?:in writing|written down|in (?:the|that|your|our) \w+|in there)|says who|who says(?: so| that)?)\W*$",
    re.IGNORECASE,
)
_LIST_WORDS = frozenset(t.stem(w) for w in (
    "everything all whole full list duties duty responsibilities responsible role roles signed job description main key"
    " actually expected posts post new started become made appointed join asked what's document paper summary protocol says"
    " safeguarding children child kids comes describe explain overview compare difference give show tell send").split())  # fmt: skip
_CONTACT = re.compile(r"\b((phone|telephone|tel|mobile) (no|number|numbers|line)|e-?mail (address|for|of)|e-?mail\?|number (for|to)|(?<!what )(?<!max )(?<!maximum )(?<!the )number of (?:the |our |an? )?(?=lead|office|director|head|manager|person|team|duty)|contact (number|details?)|what('?s| is) (the|his|her|their) (name|number)|whats the (name|number)"
                      r"|name and number|name or number|whats? (that|this|the) (\w+ )?(ones?|person)'?s name|who('?s| is) the current|(who is|who's|whos|which (?:\w+ ){1,2}is) .{2,60}(name please|right now|at the moment|these days|currently)"
                      r"|(?:any ?(?:one|body)|some ?(?:one|body)|is there an? \w+)\b.{0,40}\b(?:i|we|she|he|they) (?:could|can|should|might) (?:ring|phone|call|contact|e-?mail|speak to|talk to)|\bby name\b|name please|name of the (?!(\w+ )?(post|role|job|office|team|service|board|panel|group|document|paper))|ring for|to ring|who (do|can|should) i (ring|phone|call))\b", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A question understood. `councils` are those to search; `named_councils` those the message itself names; `described`
    is the asker's office where the message tells of it by what it does."""

    text: str
    kind: Kind
    mentions: tuple[Mention, ...] = ()
    councils: tuple[str, ...] = ()
    named_councils: tuple[str, ...] = ()
    council_known: bool = False
    families: tuple[str, ...] = ()
    asker: str | None = None
    asker_named: str | None = None
    described: str | None = None
    subject: str | None = None
    objects: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    documents: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    clause_numbers: tuple[str, ...] = ()
    follows: bool = False
    bodies: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()
    kinds: dict[str, float] = field(default_factory=dict)

    all_duties = property(lambda self: _all_duties(self.text, self.mentions))
    chair = property(lambda self: bool(_CHAIR.search(self.text)))
    listed = property(lambda self: bool(_LISTED.search(self.text)))
    more = property(lambda self: bool(_MORE.search(self.text)))
    exact = property(lambda self: bool(_EXACT.search(self.text)))
    asks_frequency = property(lambda self: bool(CUES[0][1].search(self.text)))
    what_they = property(lambda self: bool(_WHAT_THEY.search(self.text)))
    disputed = property(lambda self: bool(CUES[3][1].search(self.text)))
    contact = property(lambda self: bool(_CONTACT.search(self.text)))
    recipient = property(lambda self: bool(offices.RECIPIENT.search(self.text)))
    plural = property(lambda self: bool(_PLURAL.search(self.text)))
    director = property(lambda self: bool(offices.DIRECTOR.search(self.text)))
    first_person = property(lambda self: bool(offices.FIRST_PERSON.search(self.text)))

    @property
    def particular(self) -> list[str]:
        """The stems that ask about something besides an office and the whole of its list."""
        named = {
            stem for m in self.mentions if m.kind in ("family", "council", "document") for stem in t.content(m.text)
        }
        return [s for s in t.content(self.text) if s not in named and s not in _LIST_WORDS and s not in self.titles]

    def likely(self, *kinds: Kind) -> float:
        """How likely the classifier holds these kinds to be, together."""
        return sum(self.kinds.get(kind.value, 0.0) for kind in kinds)


def read(question: Question, profile: Profile, context: Context, store: Store, vocabulary: Vocabulary) -> Reading:
    """The question as a Reading; what the message names wins over the conversation, and that over the profile."""
    text = t.clean(question.text)
    mentions = tuple(m for m in vocabulary.mentions(text) if not offices.LED.search(f"{text[: m.start]}{m.text}"))

    mentions += offices.director(text, mentions, store)
    mentions += offices.politician(text, mentions, store)
    mentions += offices.leading(text, mentions, store)
    officers = any(m.kind == "family" and store.families[m.key].kind == "officer" for m in mentions)
    if officers or (context.subject and not any(m.kind == "family" for m in mentions)):
        known = context.council or profile.council
        spoken_of = tuple(m.key for m in mentions if m.kind == "council") or ((known,) if known else ())
        mentions += offices.that_one(text, spoken_of, store)
    if context.subject and profile.family and not any(m.kind == "family" for m in mentions):
        mentions += offices.me(text, profile.family)
    papers = [m for m in mentions if m.kind == "document"]
    # 'The YOS and CSS protocol' names a document and no office.
    mentions = tuple(
        m for m in mentions if m.kind != "family" or not any(p.start <= m.start and m.end <= p.end for p in papers)
    )

    meant = tuple(m for m in mentions if not (m.kind == "family" and offices.set_aside(text, m)))

    def keys(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.key for m in meant if m.kind == kind and not _corrected(text, m, meant)))

    kind, reasons = _kind(question, text, mentions)
    if kind is Kind.SET_PROFILE and (context.subject or context.words) and _CORRECTS.match(text):
        kind = Kind.FOLLOW_UP  # 'no sorry, Croydon' speaks of the question, not of who asks
        question = question.model_copy(update={"kind": kind})
    if kind is Kind.SET_PROFILE and (context.subject or context.words) and _AND_THE.match(text):
        kind = Kind.FOLLOW_UP  # 'and the governor who's linked to me?'
        question = question.model_copy(update={"kind": kind})
    named = _both_councils(text, kind, keys("council"), profile)
    if not named and context.clauses and context.store == store.path.name and _IN_EACH.search(text):
        named = tuple(dict.fromkeys(clause.council for clause in store.clauses(context.clauses)))
    documents = keys("document")
    follows = bool(context.clauses or context.kind) and _follows(question, text, mentions)
    families = keys("family")
    asker_named = offices.asker(text, mentions)
    asker = asker_named or profile.family
    if follows:
        named_stems = {stem for m in mentions if m.kind in ("family", "council", "term") for stem in t.content(m.text)}
        bare = len(set(t.content(text)) - named_stems - CORRECTING) <= 1
        unsure = kind in (Kind.FOLLOW_UP, Kind.UNSURE, Kind.WHAT, Kind.CHOOSE) or _puts_right(text)
        another = context.kind == Kind.ACCOUNTABILITY.value and _WHAT_THEY.search(text)
        another = another or (context.kind in (Kind.MINE.value, Kind.DUTIES.value) and _WHO.match(text))
        if unsure and context.kind and bare and not another:
            kind = Kind(context.kind)
            reasons.append(f"follows a question of the kind {kind.value}")
        if not families and asker and offices.MY_PART.search(text):
            families = (asker,)
        if not families and _THE_BODY.search(text) and not _PERSON.search(text):
            families = tuple(f for f in context.families if store.families[f].kind == "body")
        if not families and (_PRONOUN.search(text) or (bare and (named or periods.said(text)))):
            families = offices.meant(text, context.families, store)
            reasons.append("the roles are those of the answer before")
    if _PERSON.search(text) and families and all(store.families[f].kind == "body" for f in families):
        families += tuple(f for f in context.families if store.families[f].kind != "body")  # 'is she on the board?'
    own_paper = profile.council and _OUR_PAPER.search(text)
    back = own_paper or _BACK_HERE.search(text)
    corrected = _CORRECTS.match(text) and _PUT_RIGHT.search(text)
    goes_on = ((follows or bool(corrected)) and not back) or bool(_THERE.search(text))
    council = (context.council if goes_on else None) or profile.council or context.council
    if documents and not named:
        named = tuple(dict.fromkeys(store.documents[d].council for d in documents))
        if council in named:
            named = (council,)
            documents = tuple(d for d in documents if store.documents[d].council == council)
        elif council in store.councils and any(_OURS_AS_WELL.search(text[: m.start]) for m in papers):
            named, documents = (), ()  # 'our roles summary' is the asker's, whoever else calls one so
    councils = named or ((council,) if council in store.councils else store.councils)
    documents = tuple(d for d in documents if store.documents[d].council in councils)
    numbers = tuple(m.key for m in clause_numbers(text))
    own = kind is Kind.MINE or _LISTED.search(text)
    described = offices.described(text, councils, store) if own and not families else None
    if described and asker in (None, "councillors"):
        asker, families = described, (described,)
    else:
        described = None
    subject = offices.subject(text, meant, asker, store)
    return Reading(
        text=text, kind=kind, mentions=mentions, councils=tuple(councils), named_councils=named,
        council_known=bool(named) or council in store.councils, families=families, asker=asker, asker_named=asker_named, described=described,
        subject=subject, objects=offices.objects(text, kind, meant, subject, store), titles=offices.titles(store, families), topics=frozenset(keys("topic")), documents=documents, terms=keys("term"), elsewhere=keys("elsewhere"),
        clause_numbers=numbers, follows=follows, bodies=frozenset(f for f in families if store.families[f].kind == "body"), reasons=tuple(reasons), kinds=dict(question.ranking),
    )  # fmt: skip


def _kind(question: Question, text: str, mentions: tuple[Mention, ...]) -> tuple[Kind, list[str]]:
    if _all_duties(text, mentions):
        return Kind.DUTIES, ["what an office must do is asked, and nothing in particular"]
    if _AT_ODDS.search(text):
        return Kind.ESCALATION, ["two are said to be at odds"]
    for kind, cue in CUES:
        match = cue.search(text)
        if match and not (kind is Kind.ESCALATION and question.kind in (Kind.FREQUENCY, Kind.MEANING)):
            return kind, [f"'{match[0]}' asks {kind.value}"]
    return question.kind, [f"the classifier says {question.kind.value} ({question.confidence:.2f})"]


_OURS_AS_WELL = re.compile(r"\b(?:our|my)\W+(?:[\w'’-]+\W+){0,2}$", re.IGNORECASE)
_OURS = re.compile(r"\b(?:we|us|ours?|over here|round here|here)\b", re.IGNORECASE)
_OUR_PAPER = re.compile(
    r"\b(?:our|my) (?:own )?(?:\w+ )?(?:documents?|papers?|protocols?|reports?|frameworks?|agreements?|one)\b",
    re.IGNORECASE,
)
# 'And the lead member, who picks them in those two?': the councils of what was shown.
_IN_EACH = re.compile(
    r"\b(?:in|at|of|for) (?:those two|these two|the two|each|both)(?: of (?:them|those))?(?=\W*$|,)", re.IGNORECASE
)
_BACK_HERE = re.compile(r"\bback (?:here|home|to (?:us|me|my|our|ours|mine))\b", re.IGNORECASE)
_ALIKE = re.compile(
    r"\b(?:same|compared?|differ\w*|both|side by side|opposite numbers?|counterparts?|equivalents?|likewise|stricter|(?:as well|too)(?=\W*$))\b|\blike (?:the (?:one|ones|lot)|they|it (?:is|does)|those) (?:do |does |is |are )?(?:in|at|over)\b|\band (?:how|what|who) (?:does|do|is|must|about)\b|\bwhat do(?:es)? the \w+ (?:ones?|lot)\b",
    re.IGNORECASE,
)


# 'Compare with Croydon': the asker's own is the other side.
_SET_BESIDE = re.compile(
    r"^\W*(?:and |now |please |can you )*compare (?:it |this |that |them )?(?:with|to|against)\b", re.IGNORECASE
)


# 'How often does she meet them there?': in the council that was spoken of, whoever asks; but not 'what is there?'
_THERE = re.compile(
    r"\b(?:over|up|down) there\b|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!n't )(?<!\bin )\bthere(?: then)?\W*$",
    re.IGNORECASE,
)


def _both_councils(text: str, kind: Kind, named: tuple[str, ...], profile: Profile) -> tuple[str, ...]:
    """The councils named, and the asker's own where it is compared with another: 'how do we do it, and how does Leicester?'"""
    own = profile.council
    if len(named) != 1 or not own or own in named or not (_OURS.search(text) or _SET_BESIDE.search(text)):
        return named
    return (own, *named) if kind is Kind.COMPARE or _ALIKE.search(text) else named


def _corrected(text: str, mention: Mention, mentions: tuple[Mention, ...]) -> bool:
    """Whether a council is named only to be put right: 'not Dudley, Croydon'."""
    others = mention.kind == "council" and any(m.kind == "council" and m.key != mention.key for m in mentions)
    return others and bool(re.search(r"\b(?:not|isn'?t)\s+(?:in\s+)?$", text[: mention.start], re.IGNORECASE))


def _all_duties(text: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether one of the sentences asks what an office must do, and for nothing in particular."""
    return any(_ALL_DUTIES.match(sentence) for sentence in re.split(r"(?<=[.?!])\s+", placeheld(text, mentions)))


def placeheld(text: str, mentions: tuple[Mention, ...]) -> str:
    """The text with each office as OFFICE and each council as COUNCIL."""
    for mention in sorted(mentions, key=lambda m: -m.start):
        if mention.kind in ("family", "council"):
            place = "OFFICE" if mention.kind == "family" else "COUNCIL"
            text = f"{text[: mention.start]}{place}{text[mention.end :]}"
    return text


def _puts_right(text: str) -> bool:
    """'No, she's the lead member': whether a message only corrects what was understood."""
    return bool(_CORRECTS.match(text)) and not re.search(
        r"\bwh(?:o|at|ich|ose|en|ere|y)|\bhow\b|\?", text, re.IGNORECASE
    )


def _follows(question: Question, text: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether a message only makes sense after what went before."""
    content = t.content(text)
    named = any(m.kind == "family" for m in mentions)
    if question.kind in (Kind.WORRY, Kind.MINE) and not _ELLIPSIS.match(text) and safety.sounds_worried(text):
        return False  # a child is told of: that is a matter of its own, whatever was spoken of
    if question.kind in (Kind.FOLLOW_UP, Kind.CHOOSE) and question.confidence > 0.4 and len(content) <= 8:
        return True
    if _SAME_MATTER.search(text) or (_puts_right(text) and len(content) <= 4):
        return True
    if _ELLIPSIS.match(text) and len(content) <= 7:
        return True
    if _PRONOUN.search(text) and not named and len(content) <= 8:
        return True
    return len(content) <= 2 and not named
