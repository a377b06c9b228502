"""Readings: how a question is understood before anything is looked up.

Joins what Rasa recognised (the kind), what the vocabulary finds in the text (roles, councils, documents, terms), the
asker's profile and what the conversation was about. Feeds knowledge.answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge import periods, safety
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
                          r"|\b(do ?n.?t|can.?t|cannot|not) agree\b|\bat odds\b|\bsay(s|ing)? .{0,60}\bwe\b.{0,20}\bsay\b"),
        (Kind.DOCUMENT, r"\b(protocol|document|paper|report|summary|agreement|policy)\b.{0,40}\b(authoris\w+|approved|adopted|signed|dates? from|out of date|review(ed)? (date|due)|version|draft|current)\b"
                        r"|\b(authoris\w+|approved|adopted|sign(s|ed)?|signator(y|ies)|which version|what version|review date|is .{0,30}(current|draft|final))\b.{0,60}\b(protocol|document|paper|report|summary|agreement)\b"),
        (Kind.COMPARE, r"\b(compare|comparison|differ(ence|ent)? between|same in|in both|both councils|each council|all (four|five) (councils|documents))\b"),
    )
)  # fmt: skip

_CHAIR = re.compile(r"(?<!empty )\b(co-?chairs?|chair(s|ed|ing|person|man)?)\b", re.IGNORECASE)
_LISTED = re.compile(
    r"\b(everything|all (of )?(the|my|their|our)\b(?! (?:time|way|same|while|best))|whole list|full list|list (of|all|every|the)|responsibilities of|duties of"
    r"|signed up for|role of|job description|what (are|r) (the|my|their|our) (main |key |other )?(duties|responsibilities|jobs?)"
    r"|basics|on my plate|expect(s|ed)? of|actually (do|for)|what (is|'s|s) (it|the .{3,50}) (actually )?for\b|supposed to look at|got to do)\b",
    re.IGNORECASE,
)
# 'My bit or the director's?': the one director whom people mean without saying of what.
_A_DIRECTOR = re.compile(r"\bdirector(?:'s)?\b(?! (?:of|for|in)\b)", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:she|he|they|her|him|them)\b", re.IGNORECASE)
_CORRECTS = re.compile(r"\W*(?:no|sorry|oops|i mean|i meant|not|wrong)\b", re.IGNORECASE)
# Asks for several things of a list: 'which three boards', 'the full set'.
_PLURAL = re.compile(
    r"\b(?:which|what|the|these|those|all|name|list) (?:two|three|four|five|six|seven|2|3|4|5|6|7)\b|\bfull (?:set|list)\b|\b(?:three|two|four|five) (?:bullets|things|points)\b"
    r"|\b(?:which|what) (?:are the )?(?:\w+ )?(?:things|boards|groups|features|points|areas|aims|objectives|principles|purposes|steps|ways|duties|arrangements)\b|\bbullet points\b|^\W*list\b|\blist (?:of|the|all|them)\b|\bneed the list\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(i|i'm|im|i've|ive|me|my|we|we're|our|us)\b", re.IGNORECASE)
_OFFICE = re.compile(
    r"\b(?:as (?:an?|the)|i(?:'| a)?m (?:only |just )?(?:an?|the|now|a new|one of the)?|i work as (?:an?)?|new|we're|being an?|made)\s",
    re.IGNORECASE,
)
# 'that' only where it points: 'see that staff are trained' points at nothing.
_PRONOUN = re.compile(
    r"\b(they|them|their|he|she|him|her|his|it|its|this|those|these|there|one)\b"
    r"|\bthat\b(?=\W*$|\s+(?:is|was|one|clause|document|happens?|appl\w+|means?|go|be|to|for|in|from|meeting|panel|plan|board|duty)\b)"
    r"|\b(?:is|was|does|do|did|about|like|of|for|after|on|with|by|chairs?|attends?|says?) that\b",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"^(and|but|or|what about|how about|what if|so|also|ok and|same for|in|for|with|why|does that|could it|would that|is that)\b",
                       re.IGNORECASE)  # fmt: skip
# 'What must a team manager do in Dudley?'
_ALL_DUTIES = re.compile(
    r"^\W*(?:so |ok |and )?(?:compare )?what (?:must|should|does|do|did|can|has|have|is|are) (?:the |a |an |all |our |my |every )?OFFICE(?:'?s)? "
    r"(?:must |(?:have |has |got |need |needs |supposed |meant |expected |required )?(?:to )?)do"
    r"(?: (?:in|at|for) COUNCIL(?: (?:and|or|vs|versus) (?:in )?COUNCIL)*)?\W*(?:please)?\W*$"
    r"|^\W*compare what (?:the |all )?OFFICE(?:'?s)? (?:must|should|have to|has to) do (?:in|at|for) COUNCIL (?:and|with|to|vs) (?:in )?COUNCIL\W*$",
    re.IGNORECASE,
)
# Turns of phrase that make the office named after or before them the one whose duty is asked about.
_SUBJECT_AFTER = re.compile(
    r"\b(?:do|does|did|is|are|was|were|must|should|shall|can|could|may|might|has|have|will|would|what about)\s+"
    r"(?:(?:the|a|an|our|my|your|any|each|all|every|new)\s+){0,2}$",
    re.IGNORECASE,
)
_SUBJECT_BEFORE = re.compile(
    r"^'?s?\s+(?:(?:for|of|in|from) (?:\w+ ){1,3})?(?:(?:must|should|shall|can|could|may|might|has|have|will|needs?|ought|wants?|asks?|asked|wonders|rang|rings|called|phoned"
    r"|emailed|wrote|(?:is|are)\s+(?:supposed|meant|expected|required|allowed|asking|wondering|on the (?:line|phone)))\b)",
    re.IGNORECASE,
)
# 'Is she supposed to …' about the one office that the message names.
_SHE = re.compile(
    r"\b(?:is|are|does|do|must|should|can|could|may|might|has|have|will|what|when) (?:she|he)\b", re.IGNORECASE
)
# 'How often do I meet the principal social worker?': the asker's own doing.
_DO_I = re.compile(
    r"\b(?:do|did|am|are|must|should|shall|can|could|may|might|have|will|would) (?:i|we)\b(?! (?:hear|say|read|see right)\b)"
    r"|\b(?:i|we)(?:'m|'ve|'re| am| are| have| need)? (?:to|supposed|expected|meant|got to|required|allowed) ",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\bwho(?:se|m)?\b|\banyone\b|\bwhich (?:\w+ ){0,2}?(?:officer|manager|director|person|post|role|team|service|member|department|one)s?\b",
    re.IGNORECASE,
)
# 'who should she raise it with?', 'who do I tell?': asks for the one who receives.
_RECIPIENT = re.compile(
    r"\bwho(?:m)?\b(?:(?!\bwho\b)[^.?!]){0,60}\b(?:with|to)\s*(?:\?|$)|\bto whom\b"
    r"|\bwho(?:m)? (?:do|does|should|must|can|shall|would|did) (?:\w+ ){1,4}?(?:tell|inform|report|raise|escalate|refer|notify|alert|ask|contact|approach)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^\W*(more|go on|next|continue|the rest|show (me )?(more|the rest)|carry on|all of (it|them))\W*(please|pls)?\W*$",
    re.IGNORECASE,
)
_EXACT = re.compile(
    r"\b(exact|actual|precise|original) (word|words|wording|text|quote)\b|\b(copy|paste|give|send|read) (me |us |out |it |that |just )*(the|that) (sentence|wording|clause|quote|text|line)\b|\bpaste it\b|\bhow is (it|that) worded\b|\bword for word\b|\bverbatim\b|^\W*quote (it|that|please)",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"\b(still (the )?(current|valid|in force|up to date|apply|applies)|current (one|version)?\??$|up to date|out of date"
    r"|final version|draft|(which|what) version|superseded|replaced?s?\b|adopted|approved|in force|how old|what date|dated"
    r"|whats? (its|the) date|when was (it|this|that|the)|when (?:did|was|were) (?:\w+ ){1,4}?(?:agree\w*|approv\w+|adopt\w*|sign\w*|authoris\w+|written|drafted)|date of|which document|what document|status)\b",
    re.IGNORECASE,
)
_A_DOCUMENT = re.compile(
    r"\b(documents?|papers?|protocols?|reports?|summary|agreement|policy|framework|handout|sources?)\b", re.IGNORECASE
)
_THAT_DOCUMENT = re.compile(
    r"\b(that|this|the|which|what|same) (document|paper|protocol|report|summary|agreement|policy)\b|\bits date\b|\ball (of )?(this|that|it)\b",
    re.IGNORECASE,
)
_LIST_WORDS = frozenset(t.stem(w) for w in (
    "everything all whole full list duties duty responsibilities responsible role roles signed job description main key"
    " actually expected posts post new started become made appointed join asked what's document paper summary protocol says"
    " safeguarding children child describe explain overview compare difference give show tell send").split())  # fmt: skip
_CONTACT = re.compile(r"\b((phone|telephone|tel|mobile) (no|number|numbers|line)|e-?mail (address|for|of)|e-?mail\?|number (for|of|to)|contact (number|details?)|what('?s| is) (the|his|her|their) (name|number)|whats the (name|number)"
                      r"|name and number|name or number|whats? (that|this|the) (\w+ )?(ones?|person)'?s name|who('?s| is) the current|(who is|who's|whos|which (?:\w+ ){1,2}is) .{2,60}(name please|right now|at the moment|these days|currently)"
                      r"|name please|name of the (?!(\w+ )?(post|role|job|office|team|service|board|panel|group|document|paper))|ring for|to ring|who (do|can|should) i (ring|phone|call))\b", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A question understood. `councils` are those to search; `named_councils` those the message itself names."""

    text: str
    kind: Kind
    mentions: tuple[Mention, ...] = ()
    councils: tuple[str, ...] = ()
    named_councils: tuple[str, ...] = ()
    council_known: bool = False
    families: tuple[str, ...] = ()
    asker: str | None = None
    asker_named: str | None = None
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
    standing = property(lambda self: bool(_STANDING.search(self.text)))
    a_document = property(lambda self: bool(_A_DOCUMENT.search(self.text)))
    that_document = property(lambda self: bool(_THAT_DOCUMENT.search(self.text)))
    asks_frequency = property(lambda self: bool(CUES[0][1].search(self.text)))
    contact = property(lambda self: bool(_CONTACT.search(self.text)))
    recipient = property(lambda self: bool(_RECIPIENT.search(self.text)))
    plural = property(lambda self: bool(_PLURAL.search(self.text)))
    director = property(lambda self: bool(_A_DIRECTOR.search(self.text)))
    first_person = property(lambda self: bool(_FIRST_PERSON.search(self.text)))

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
    mentions = tuple(m for m in vocabulary.mentions(text) if not _LED.search(f"{text[: m.start]}{m.text}"))

    mentions += _director(text, mentions, store)
    if context.subject and not any(m.kind == "family" for m in mentions):
        mentions += _that_one(text, context, store) or (_me(text, profile.family) if profile.family else ())
    papers = [m for m in mentions if m.kind == "document"]
    # 'The YOS and CSS protocol' names a document and no office.
    mentions = tuple(
        m for m in mentions if m.kind != "family" or not any(p.start <= m.start and m.end <= p.end for p in papers)
    )

    meant = tuple(m for m in mentions if not (m.kind == "family" and _set_aside(text, m)))

    def keys(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.key for m in meant if m.kind == kind and not _corrected(text, m, meant)))

    kind, reasons = _kind(question, text, mentions)
    if kind is Kind.SET_PROFILE and context.subject and _CORRECTS.match(text):
        kind = Kind.FOLLOW_UP  # 'no sorry, Croydon' speaks of the question, not of who asks
        question = question.model_copy(update={"kind": kind})
    named = _both_councils(text, kind, keys("council"), profile)
    documents = keys("document")
    follows = bool(context.clauses or context.kind) and _follows(question, text, mentions)
    families = keys("family")
    asker_named = _asker(text, mentions)
    asker = asker_named or profile.family
    if follows:
        named_stems = {stem for m in mentions if m.kind in ("family", "council", "term") for stem in t.content(m.text)}
        bare = len(set(t.content(text)) - named_stems) <= 1
        if kind in (Kind.FOLLOW_UP, Kind.UNSURE, Kind.WHAT, Kind.CHOOSE) and context.kind and bare:
            kind = Kind(context.kind)
            reasons.append(f"follows a question of the kind {kind.value}")
        if not families and (_PRONOUN.search(text) or (bare and (named or periods.said(text)))):
            families = _meant(text, context.families, store)
            reasons.append("the roles are those of the answer before")
    if _PERSON.search(text) and families and all(store.families[f].kind == "body" for f in families):
        families += tuple(f for f in context.families if store.families[f].kind != "body")  # 'is she on the board?'
    own_paper = profile.council and _OUR_PAPER.search(text)
    council = (context.council if follows and not own_paper else None) or profile.council or context.council
    if documents and not named:
        named = tuple(dict.fromkeys(store.documents[d].council for d in documents))
        if council in named:
            named = (council,)
            documents = tuple(d for d in documents if store.documents[d].council == council)
    councils = named or ((council,) if council in store.councils else store.councils)
    documents = tuple(d for d in documents if store.documents[d].council in councils)
    numbers = tuple(m.key for m in clause_numbers(text))
    subject = _subject(text, meant, asker, store)
    return Reading(
        text=text, kind=kind, mentions=mentions, councils=tuple(councils), named_councils=named,
        council_known=bool(named) or council in store.councils, families=families, asker=asker, asker_named=asker_named,
        subject=subject, objects=_objects(text, kind, meant, subject, store), titles=_titles(store, families), topics=frozenset(keys("topic")), documents=documents, terms=keys("term"), elsewhere=keys("elsewhere"),
        clause_numbers=numbers, follows=follows, bodies=frozenset(f for f in families if store.families[f].kind == "body"), reasons=tuple(reasons), kinds=dict(question.ranking),
    )  # fmt: skip


def _kind(question: Question, text: str, mentions: tuple[Mention, ...]) -> tuple[Kind, list[str]]:
    if _all_duties(text, mentions):
        return Kind.DUTIES, ["what an office must do is asked, and nothing in particular"]
    for kind, cue in CUES:
        match = cue.search(text)
        if match and not (kind is Kind.ESCALATION and question.kind in (Kind.FREQUENCY, Kind.MEANING)):
            return kind, [f"'{match[0]}' asks {kind.value}"]
    return question.kind, [f"the classifier says {question.kind.value} ({question.confidence:.2f})"]


# 'A scout leader' leads no council.
_LED = re.compile(r"\b(?:scout|guide|brownie|cub|youth|team|group|church|faith|religious|community|course|project|choir)s?\W+leaders?$",
                  re.IGNORECASE)  # fmt: skip
_THE = re.compile(r"\b(?:the|our|my|her|his|their|\w+'s)\s+$", re.IGNORECASE)
_WARD = re.compile(
    r"\b(?:(?:from|in|of) my ward|my constituents?|(?:i'?m|i am|as) (?:only |just )?an? (?:new )?(?:ward|elected|backbench) member|new member here)\b",
    re.IGNORECASE,
)


# 'Not the cabinet member', 'my handout gives it to the lead member': an office that is asked about by leaving it out.
_NOT_THAT_ONE = re.compile(
    r"\b(?:not|isn'?t|other than|apart from) (?:just |only )?(?:the |an? |our |my )?$"
    r"|\b(?:handouts?|slides?|leaflet|crib sheet|notes?|quiz|colleague|caller|someone|somebody|he|she|they|boss)\b[^.?!]{0,30}"
    r"\b(?:gives?|puts?|says?|said|reckons?|claims?|thinks?|lists?|has|insists?|names?)\b[^.?!]{0,30}$",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:we|us|ours?|over here|round here|here)\b", re.IGNORECASE)
_OUR_PAPER = re.compile(
    r"\b(?:our|my) (?:own )?(?:\w+ )?(?:documents?|papers?|protocols?|reports?|frameworks?|agreements?|one)\b",
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"\b(?:same|compared?|differ\w*|both|side by side)\b|\blike (?:the (?:one|ones|lot)|they|it (?:is|does)|those) (?:do |does |is |are )?(?:in|at|over)\b|\band (?:how|what|who) (?:does|do|is|must|about)\b|\bwhat do(?:es)? the \w+ (?:ones?|lot)\b",
    re.IGNORECASE,
)


def _set_aside(text: str, mention: Mention) -> bool:
    """Whether an office is named to say that another is asked for, or what somebody else made of it."""
    return bool(_NOT_THAT_ONE.search(text[: mention.start]) and _WHO.search(text))


def _both_councils(text: str, kind: Kind, named: tuple[str, ...], profile: Profile) -> tuple[str, ...]:
    """The councils named, and the asker's own where it is compared with another: 'how do we do it, and how does Leicester?'"""
    own = profile.council
    if len(named) != 1 or not own or own in named or not _OURS.search(text):
        return named
    return (own, *named) if kind is Kind.COMPARE or _ALIKE.search(text) else named


def _corrected(text: str, mention: Mention, mentions: tuple[Mention, ...]) -> bool:
    """Whether a council is named only to be put right: 'not Dudley, Croydon'."""
    others = mention.kind == "council" and any(m.kind == "council" and m.key != mention.key for m in mentions)
    return others and bool(re.search(r"\b(?:not|isn'?t)\s+(?:in\s+)?$", text[: mention.start], re.IGNORECASE))


def _director(text: str, mentions: tuple[Mention, ...], store: Store) -> tuple[Mention, ...]:
    """'The director', with no more said, is the director of children's services in each of the documents."""
    if "dcs" not in store.families or any(m.kind == "family" and "director" in m.text.lower() for m in mentions):
        return ()
    councils = {m.end for m in mentions if m.kind == "council"}  # 'Croydon's director'
    for said in _A_DIRECTOR.finditer(text):
        if _THE.search(text[: said.start()]) or len(text[: said.start()].rstrip()) in councils:
            return (Mention("family", "dcs", *said.span(), said[0]),)
    return ()


def _all_duties(text: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether one of the sentences asks what an office must do, and for nothing in particular."""
    return any(_ALL_DUTIES.match(sentence) for sentence in re.split(r"(?<=[.?!])\s+", _placeheld(text, mentions)))


# 'The education one', 'the one for communities': one of several offices by a word of its title.
_THAT_ONE = re.compile(
    r"\bthe (?:one (?:for|of|in charge of) (?:the )?)([\w'’-]{5,})|\bthe ([\w'’-]{5,})(?: one\b|'s\b(?=\W*$))",
    re.IGNORECASE,
)


def _that_one(text: str, context: Context, store: Store) -> tuple[Mention, ...]:
    """The one office of the council spoken of that has this word in its title."""
    said = _THAT_ONE.search(text)
    if not said:
        return ()
    word = t.stem((said[1] or said[2]).lower())
    held = {
        role.family
        for role in store.roles.values()
        if role.family and store.families[role.family].kind in ("officer", "member")
        and (not context.council or role.council == context.council) and word in map(t.stem, t.words(role.name))
    }  # fmt: skip
    return (Mention("family", held.pop(), *said.span(), said[0]),) if len(held) == 1 else ()


# 'And me, do I?'
_AND_ME = re.compile(r"^\W*(?:and|but|what about|how about)\b\W*(?:(?:what|how) about )?(?:for )?(me|us|do i|must i|am i|should i)\b\W*(?:do i|must i|am i|too|as well)?\W*$",
                     re.IGNORECASE)  # fmt: skip


def _me(text: str, family: str) -> tuple[Mention, ...]:
    """The asker's own office, where a follow-up asks the same of it."""
    said = _AND_ME.match(text)
    return (Mention("family", family, *said.span(1), said[1]),) if said else ()


def _placeheld(text: str, mentions: tuple[Mention, ...]) -> str:
    """The text with each office as OFFICE and each council as COUNCIL."""
    for mention in sorted(mentions, key=lambda m: -m.start):
        if mention.kind in ("family", "council"):
            place = "OFFICE" if mention.kind == "family" else "COUNCIL"
            text = f"{text[: mention.start]}{place}{text[mention.end :]}"
    return text


def _asker(text: str, mentions: tuple[Mention, ...]) -> str | None:
    """The office that the asker claims: 'as a ward councillor', 'I'm the lead member', 'new LMCS here'."""
    if re.search(
        r"\b(i|i've|ive) (have |was )?(just |newly |recently )?(been |got )?elected\b|\bnewly elected\b",
        text,
        re.IGNORECASE,
    ):
        return next((m.key for m in mentions if m.kind == "family"), "councillors")
    if _WARD.search(text) and not any(m.kind == "family" and m.key != "council" for m in mentions):
        return "councillors"
    for mention in mentions:
        if mention.kind != "family":
            continue
        before = text[: mention.start]
        opening = list(_OFFICE.finditer(before + " "))
        if opening and len(t.words(before[opening[-1].end() :])) <= 2 and _FIRST_PERSON.search(text):
            return mention.key
        if re.search(r"(?:^|[.,;]\s*)as (?:(?:an?|the|our|your)\s+(?:\w+\s+)?)?$", before, re.IGNORECASE):
            return mention.key
        if re.fullmatch(r"(?:.*\bnew|.*[.!?]|hi|hello)?[\s,]*", before, re.IGNORECASE) and re.match(
            r"\s+here\b", text[mention.end :], re.I
        ):
            return mention.key
    return None


def _meant(text: str, before: tuple[str, ...], store: Store) -> tuple[str, ...]:
    """The offices and bodies of the answer before that a pronoun means: 'it' is a body where one was spoken of."""
    bodies = tuple(family for family in before if store.families[family].kind == "body")
    people = tuple(family for family in before if family not in bodies)
    return (bodies or people) if re.search(r"\b(it|its)\b", text, re.IGNORECASE) else (people or bodies)


def _titles(store: Store, families: tuple[str, ...]) -> frozenset[str]:
    """The stems in the full names of these offices: 'not social care' tells of an office, not of what it does."""
    roles = (role for role in store.roles.values() if role.family in families)
    return frozenset(stem for role in roles for stem in t.content(role.name))


def _subject(text: str, mentions: tuple[Mention, ...], asker: str | None, store: Store) -> str | None:
    """The office whose doing is asked about: 'can the lead member …', 'a head of service wants to know …', 'do I …'."""
    if _DO_I.search(text) and (_RECIPIENT.search(text) or not _WHO.search(text)):
        return asker
    for mention in mentions:
        if mention.kind == "family" and (
            _SUBJECT_AFTER.search(text[: mention.start]) or _SUBJECT_BEFORE.match(text[mention.end :])
        ):
            return mention.key
    offices = {m.key for m in mentions if m.kind == "family" and store.families[m.key].kind != "body"}
    alone = len(offices) == 1 and ((_SHE.search(text) and not _RECIPIENT.search(text)) or not _WHO.search(text))
    return offices.pop() if alone else None


def _objects(text: str, kind: Kind, mentions: tuple[Mention, ...], subject: str | None, store: Store) -> frozenset[str]:
    """The offices that something is done to or for: 'who sees that councillors get trained?' asks for no duty of theirs."""
    if kind in (Kind.ACCOUNTABILITY, Kind.MEMBERSHIP, Kind.CONTACT, Kind.FREQUENCY):
        return frozenset()
    return frozenset(
        m.key for m in mentions
        if m.kind == "family" and m.key != subject and store.families[m.key].kind != "body"
        and re.search(r"\bwho\b(?!'s| is| are)(?:(?!\bin\b).){4,60}$", text[: m.start], re.IGNORECASE)
    )  # fmt: skip


def _follows(question: Question, text: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether a message only makes sense after what went before."""
    content = t.content(text)
    named = any(m.kind == "family" for m in mentions)
    if question.kind in (Kind.WORRY, Kind.MINE) and not _ELLIPSIS.match(text) and safety.sounds_worried(text):
        return False  # a child is told of: that is a matter of its own, whatever was spoken of
    if question.kind in (Kind.FOLLOW_UP, Kind.CHOOSE) and question.confidence > 0.4 and len(content) <= 8:
        return True
    if _ELLIPSIS.match(text) and len(content) <= 7:
        return True
    if _PRONOUN.search(text) and not named and len(content) <= 8:
        return True
    return len(content) <= 2 and not named
