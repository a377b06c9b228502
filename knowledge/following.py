"""Following: what a message looks for in the midst of a conversation: 'and in Leicester?', 'how fast?', 'who checks that?'.

Its own words decide as far as they tell anything; what was just spoken of decides the rest. From a
knowledge.readings.Reading and the conversation to ranked candidates of knowledge.search; used by knowledge.deciding.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from knowledge import pairs
from knowledge import text as t
from knowledge.questions import Context, Kind
from knowledge.readings import CORRECTING, Reading
from knowledge.search import Candidate, Search, Sought
from knowledge.store import Stated, Store
from knowledge.vocabulary import placeless

# Fitted on dialogues (docs/figures.md): how much what was spoken of weighs beside a message that tells nothing by itself,
# how much of that remains where the message does not look like a follow-up, and what speaks against the same clause again.
RECALL, ASIDE, AGAIN = 1.25, 0.5, 10.0
# Words that ask about what was spoken of and bring nothing of their own.
_VAGUE = frozenset(t.stem(w) for w in (
    "fast soon long quick quickly often wait today tomorrow monday week time exactly exact sure someone somebody anyone anybody"
    " everyone everybody right true else correct compulsory optional copy paste sentence times year month instead again either too as well job role duty task down responsible come comes").split())  # fmt: skip
_MEETS = frozenset(t.stem(w) for w in "see sees meet meets talk speak sit together catch".split())
# 'And my sister, who does the same job in Dudley?'
_SAME = frozenset(t.stem(w) for w in (
    "same similar like equivalent thing something anything anyone somebody person people there job jobs role post does work works sister brother mother father mum dad"
    " wife husband partner friend mate colleague cousin there's here case apply applies hold holds true too well say says now actually caller council"
    " he's she's they're lives phone turns out then version wording now opposite number numbers counterpart counterparts equivalent theirs mine asked just misheard rings ringing").split())  # fmt: skip
ANSWERED = 1.0  # how much the answer of one council tells of the clause of another, beside the question itself
ELSE = 100.0  # 'what else do they chair?': anything but what was shown …
SAME_OFFICE = 10.0  # … and where nothing but that is asked, of the same office
UPWARDS = ("accountable_to", "reports_to", "escalates_to")  # relations from an office to the one above it
SPOKEN = 12  # of the clauses that fit what was spoken of, those which the bare words are compared with however little they tell
LEAST = 0.3  # a weight below which what was spoken of is not looked up at all

_UPWARDS = re.compile(
    r"\b(?:above|over|higher|up|next|boss\w*|report\w*|answer\w*|account\w*|responsible to|tell|turn)\b", re.IGNORECASE
)
_NOT = re.compile(r"\bnot (?:in |from )?([\w'’-]+)", re.IGNORECASE)  # 'sorry, not Brum, Dudley'
# Words of 'and who checks that it is done properly?' besides who.
_SEEING = frozenset(t.stem(w) for w in (
    "check checks checked monitor monitors audit audits inspect inspects properly done follow followed happen happens happening stick actually").split())  # fmt: skip
_ELSE = re.compile(r"\b(?:what|who|which|where|anything|anyone) (?:\w+ )?else\b|\bany other\b", re.IGNORECASE)
_WHO_ELSE = re.compile(r"\b(?:who|anyone|where) (?:\w+ )?else\b", re.IGNORECASE)
# 'what if it's a youth worker instead of a head?'
_INSTEAD = re.compile(r"\b(?:instead of|rather than|not) (?:an? |the )?([\w' -]{3,40})\W*$", re.IGNORECASE)
# 'And if it's one of the teachers?': another case, and most likely another office's.
_WHAT_IF = re.compile(
    r"^\W*(?:and |but |so |ok )*(?:what )?if (?:it|he|she|they)(?:'?s|'?re| is| was| were| are)\b", re.IGNORECASE
)
_MEANT = re.compile(r"\bi mean[t]?\b|\bmisread\b|\bnot the .{3,40}\bsorry\b|\bsorry\b.*\bnot the\b", re.IGNORECASE)
_NOT_A = re.compile(r"\bnot (?:the|an?|one of the) \w", re.IGNORECASE)
_NOT_THE = re.compile(r"\b(?:not|rather than|instead of)(?: just)?(?: an?| the| our)? ?$", re.IGNORECASE)
# How a follow-up that names another office or body is asked anew: 'and the foster carers?' after 'how often …'
ASKED_ANEW = {
    Kind.FREQUENCY: "how often meet with",
    Kind.ACCOUNTABILITY: "who is accountable to",
    Kind.MEMBERSHIP: "who attends",
}


def candidates(search: Search, reading: Reading, context: Context) -> list[Candidate]:
    """The statements that may answer, best first: by the message's own words, and by what was spoken of before."""
    if swapped(reading, context) and context.words:
        return elsewhere(search, reading, context)
    ranked = _by_both(search, reading, context)
    # What is said of the one case, or of who does a thing and who sees to it, is said in much the same words.
    if reading.follows and (another_case(reading) or seeing_to_it(reading)):
        ranked = pairs.kin(search, ranked, spoken_of(search.store, context), again=False)
    return ranked


def elsewhere(search: Search, reading: Reading, context: Context) -> list[Candidate]:
    """What was asked before, looked for in the council that the message names."""
    by_question = search.candidates(_asked_elsewhere(search, reading, context))
    if not context.subject:
        return by_question
    by_answer = search.candidates(replace(_asked_elsewhere(search, reading, context), text=context.subject))
    if by_question and by_answer:
        by_question = _merged(by_question, by_answer, ANSWERED, 0.0, ())
    return pairs.kin(search, by_question, spoken_of(search.store, context))


def _by_both(search: Search, reading: Reading, context: Context) -> list[Candidate]:
    # Words put together with what was spoken of need no more of it.
    if _completed(search, reading, context):
        return _turned(search.candidates(sought(search, reading, context)), reading, spoken_of(search.store, context))
    weight = recall(search, reading, context)
    before = search.candidates(_recalled(search, reading, context)) if weight >= LEAST else []
    by_words = search.candidates(sought(search, reading, context), also=[c.stated.id for c in before[:SPOKEN]])
    if not before or not by_words:
        return by_words
    shown = {*context.clauses, *(c.parent for c in search.store.clauses(context.clauses))}
    again = ELSE if _ELSE.search(reading.text) else AGAIN * _set_aside(search, reading, context)
    merged = _merged(by_words, before, weight, again, shown)
    if again == ELSE and not asked_of(reading) and not _WHO_ELSE.search(reading.text):
        merged = _of_the_same(merged, search.store.stated_in(list(context.clauses)))
    return merged


def _turned(ranked: list[Candidate], reading: Reading, shown: Collection[int]) -> list[Candidate]:
    """'And the lead member?': what was shown comes last, unless it speaks of the office now named."""
    named = {m.key for m in reading.mentions if m.kind == "family"}
    for candidate in ranked:
        met = {*candidate.stated.bearer_families, *candidate.stated.other_families}
        if candidate.stated.clause in shown and named and not named & met:
            candidate.score -= AGAIN
    return sorted(ranked, key=lambda c: (-c.score, c.stated.id))


def _of_the_same(ranked: list[Candidate], shown: Sequence[Stated]) -> list[Candidate]:
    """'What else comes with it?': what the office of the last answer bears comes first."""
    bearers = {family for stated in shown for family in stated.bearer_families}
    for candidate in ranked:
        candidate.score += SAME_OFFICE * bool(bearers & set(candidate.stated.bearer_families))
    return sorted(ranked, key=lambda c: (-c.score, c.stated.id))


def spoken_of(store: Store, context: Context) -> tuple[int, ...]:
    """The clauses of the last answer, where they are those of this store."""
    return context.clauses if context.store == store.path.name else ()


def _set_aside(search: Search, reading: Reading, context: Context) -> float:
    """How much speaks against the clause that was just shown, 0 to 1: what a message brings of its own, another case than
    that clause's, or whom to tell, where it tells nobody."""
    turned = context.kind == Kind.ACCOUNTABILITY.value and reading.what_they
    if turned or another_case(reading) or reading.disputed:
        return 1.0
    shown = search.store.stated_in(list(context.clauses))
    met = {family for stated in shown for family in (*stated.bearer_families, *stated.other_families)}
    if shown and any(m.kind == "family" and m.key not in met for m in reading.mentions):
        return 1.0  # 'and with the children's own council?'
    nobody = reading.recipient and not any(s.recipients for s in search.store.stated_in(list(context.clauses)))
    return 1.0 if nobody else min(1.0, telling(search, reading))


def recall(search: Search, reading: Reading, context: Context) -> float:
    """How much what was spoken of weighs, 0 where nothing was."""
    spoken_of = context.subject or context.words
    if not spoken_of or not (reading.follows or context.council in reading.councils):
        return 0.0
    complete = reading.kind is Kind.ACCOUNTABILITY and any(m.kind == "family" for m in reading.mentions)
    # 'And if they fall out over it?': the parties are those spoken of, not the matter.
    complete = complete or reading.disputed
    return RECALL * math.exp(-telling(search, reading)) * (1.0 if reading.follows and not complete else ASIDE)


def telling(search: Search, reading: Reading) -> float:
    """How much a message says by itself: its words besides names, each from 0 (on every page) to 1 (in one place)."""
    return sum(search.rarity(stem) for stem in asked_of(reading))


def sought(search: Search, reading: Reading, context: Context) -> Sought:
    """What the message's own words and names look for."""
    text = _completed(search, reading, context) or placeless(reading.text, reading.mentions)
    families = frozenset(reading.families)
    meant = any(
        m.kind == "family" and m.key in families for m in reading.mentions
    )  # 'the politician, not the director'
    another = another_case(reading) or (_INSTEAD.search(reading.text) and not meant) or reading.disputed
    if reading.follows and context.subject and another:
        families = frozenset()
    if (
        context.kind == Kind.ACCOUNTABILITY.value
        and reading.kind is not Kind.ACCOUNTABILITY
        and reading.follows
        and _THEY.search(reading.text)
        and not any(search.store.families[m.key].kind != "body" for m in reading.mentions if m.kind == "family")
    ):
        # 'What do they get?': those to whom it is reported.
        families = frozenset(_ends(search.store, context)) or families
    if reading.asker and reading.asker in families and len(families) > 1:
        families -= {reading.asker}
    return Sought(text=text, councils=reading.councils, families=families, objects=reading.objects & families, asker=reading.asker,
                  subject=reading.subject if not reading.follows or reading.subject in families else None,
                  recipient=reading.recipient, topics=reading.topics, kind=reading.kind, documents=frozenset(reading.documents))  # fmt: skip


_THEY = re.compile(
    r"\bwhat (?:do|does|did) (?:they|he|she|that (?:\w+))\b|\bwhat (?:are|is) (?:they|he|she) (?:given|sent|told|shown)\b",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|its|that|this|those|these|they|them|he|she)\b", re.IGNORECASE)


def pointing(reading: Reading) -> bool:
    """Whether a follow-up names no office, council or term and points at what was shown, or says nothing of its own."""
    named = any(m.kind in ("family", "council", "term", "document") for m in reading.mentions)
    return reading.follows and not named and bool(_IT.search(reading.text) or not asked_of(reading))


def another_case(reading: Reading) -> bool:
    """'And if it's only a dinner lady, not the head?': somebody else than the office or person spoken of."""
    named = [m for m in reading.mentions if m.kind == "family"]
    put_right = _MEANT.search(reading.text) and _NOT_A.search(reading.text)  # 'not the head, sorry, I meant a teacher'
    return bool(_WHAT_IF.search(reading.text) or put_right) and all(
        _NOT_THE.search(reading.text[: m.start]) for m in named
    )


# 'And who checks that they do?': who sees to what was shown.
_SEES_TO = re.compile(
    r"\bwho(?:'s| is| has to| must| should| would| else)? (?:\w+ )?(?:check\w*|monitor\w*|audit\w*|inspect\w*)\b",
    re.IGNORECASE,
)


def seeing_to_it(reading: Reading) -> bool:
    """Whether a message asks who sees to it that what was shown is done, and names nothing of its own."""
    named = any(m.kind in ("family", "council", "term") for m in reading.mentions)
    return bool(_SEES_TO.search(reading.text)) and not named and not set(asked_of(reading)) - _SEEING


def _completed(search: Search, reading: Reading, context: Context) -> str | None:
    """A follow-up that names another office, put together with what was asked; None where it is none."""
    if not (reading.follows and context.subject):
        return None
    named = any(m.kind in ("family", "term") for m in reading.mentions)
    new = set(own(reading)) - (_VAGUE | _MEETS if reading.kind is Kind.FREQUENCY else set())
    swapped = _INSTEAD.search(reading.text)
    text = reading.text[: swapped.start()] if swapped else reading.text
    if named and reading.kind in ASKED_ANEW and not new:
        if reading.kind is Kind.MEMBERSHIP and not reading.bodies:  # 'and the director?': of the same body
            return f"{_without(context.subject, '')} {text}"
        asked = (
            "" if reading.asks_frequency else ASKED_ANEW[reading.kind]
        )  # 'and the foster carers, how often is she there?'
        return f"{asked} {_others(search, reading, context)} {text}".strip()
    if swapped:
        return f"{_without(context.subject, swapped[1])} {text}"
    return None


def _others(search: Search, reading: Reading, context: Context) -> str:
    """Whom else the question before named, where the office now named takes the place of the one that bears the duty:
    'how often does the director meet the principal social worker?', 'and the lead member?'"""
    named = [m.key for m in reading.mentions if m.kind == "family"]
    bears = any(search.store.bears(family, reading.councils) for family in named)
    if not bears or reading.kind is not Kind.FREQUENCY:
        return ""
    gone = {*context.families, *reading.families}
    return " ".join(text for key, text in context.named if key not in gone)


def _recalled(search: Search, reading: Reading, context: Context) -> Sought:
    """The same with what the last answer said in front; where only a council is named, that alone."""
    another = any(m.kind == "family" for m in reading.mentions)
    words = reading.text if own(reading) or another else ""
    # For another office what is to be done counts, and not who was said to do it.
    subject = _without(context.subject or "", "") if another else context.subject
    asked = "" if own(reading) else _unnamed(context)  # 'and the chief executive?': what was asked goes on
    return replace(sought(search, reading, context), text=f"{asked} {subject} {words}".strip())


def _asked_elsewhere(search: Search, reading: Reading, context: Context) -> Sought:
    """What was asked before, of another council: 'and in Leicester?' The office that bears it may be another there."""
    families = frozenset(key for key, _ in context.named if key in search.store.families)
    return replace(sought(search, reading, context), text=context.words, families=families, subject=None,
                   kind=Kind(context.kind) if context.kind else reading.kind)  # fmt: skip


def _unnamed(context: Context) -> str:
    """The words of the question before, less the offices in it."""
    names = {word for _, text in context.named for word in t.words(text)}
    return " ".join(word for word in context.words.split() if word not in names)


# 'Who do they answer to?', 'and their boss?': of whoever bears what was shown.
_WHOM = re.compile(
    r"\bwhom?\b.{0,25}\b(?:they|she|he|it|that (?:person|body|lot|one|post|team|board))\b.{0,20}\b(?:report|answer|accountable|answerable)(?:s|ing)?(?: \w+)? to\b"
    r"|\b(?:they|she|he|it|that (?:person|body|lot|one|post|team|board))(?:'s|'re| is| are)? (?:report|answer|accountable|answerable)s? to whom?\b"
    r"|\bwho(?:['’]?s| is| are) (?:they|she|he|that (?:person|one)) under\W*$|\bwho(?:['’]?s| is) (?:over|above|in charge of|(?:the )?boss of) (?:them|her|him)\W*$",
    re.IGNORECASE,
)
_BOSS = re.compile(r"\b(?:their|her|his|its) (?:own )?(?:line )?(?:boss|manager)(?:'s name)?\W*$", re.IGNORECASE)


def upward(reading: Reading) -> bool:
    """Whether a message asks to whom the bearers of what was shown answer, and names no office of its own."""
    if not reading.follows or any(m.kind in ("family", "elsewhere") for m in reading.mentions):
        return False
    return bool(_WHOM.search(reading.text) or (_BOSS.search(reading.text) and len(own(reading)) <= 2))


def _ends(store: Store, context: Context) -> tuple[str, ...]:
    """The offices at the upper end of the line that was shown."""
    ends = [
        store.roles[clause.document, relation.object].family
        for clause in store.clauses(spoken_of(store, context))
        for relation in clause.relations
        if relation.kind in UPWARDS and store.roles[clause.document, relation.subject].family in context.families
    ]
    return tuple(dict.fromkeys(family for family in ends if family))


def above(store: Store, reading: Reading, context: Context) -> tuple[str, ...]:
    """'And who do they answer to?', after a line of accountability: the offices at its upper end; none where it is the first."""
    line = context.kind in (Kind.ACCOUNTABILITY.value, Kind.ESCALATION.value) and context.store == store.path.name
    more = len(own(reading)) > 1 or any(m.kind in ("family", "council") for m in reading.mentions)
    if more or not (reading.follows and line and _UPWARDS.search(reading.text)):
        return ()
    return _ends(store, context)


def swapped(reading: Reading, context: Context) -> bool:
    """Whether a follow-up only asks for another council: 'and in Leicester?'"""
    named = {m.kind for m in reading.mentions if m.key != "council"}
    if context.words and len(reading.named_councils) == 1 and told_where(reading) and "family" not in named:
        return True
    asked_alike = "same" in t.words(reading.text) and len(set(own(reading)) - _SAME) <= 2
    if context.words and len(reading.named_councils) == 1 and asked_alike and reading.follows and "family" not in named:
        return True
    put_right = {stem for words in _NOT.findall(reading.text) for stem in t.content(words)}
    return bool(
        reading.follows
        and (context.subject or context.words)
        and reading.named_councils
        and not set(own(reading)) - _SAME - put_right - set(t.content(context.words))
        and "family" not in named
    )


# 'The school's in Dudley, it turns out', 'she works for Croydon': where the case is, told after it was asked about.
_IS_IN = re.compile(r"(?:['’]s|\b(?:is|are|was|works?|working|lives?|living|based|goes))(?: \w+){0,2}? (?:in|at|for|with|from|to) (?:the )?$", re.IGNORECASE)  # fmt: skip
TOLD = 4  # telling words of a message that does no more than that
_ASKING = re.compile(r"\?|\b(?:wh(?:o|om|ose|at|ich|ere|en|y)|how|show|list|tell|give|compare)\b", re.IGNORECASE)


def told_where(reading: Reading) -> bool:
    """Whether a message asks nothing and says which council somebody or something belongs to."""
    if reading.kind in (Kind.WORRY, Kind.DANGER) or len(own(reading)) > TOLD:
        return False  # more than where
    places = [m for m in reading.mentions if m.kind == "council"]
    return not _ASKING.search(reading.text) and any(_IS_IN.search(reading.text[: m.start]) for m in places)


def own(reading: Reading) -> list[str]:
    """The telling stems of a message that belong to no name of a council, an office or a term."""
    named = {
        s for m in reading.mentions if m.kind in ("council", "elsewhere", "family", "term") for s in t.content(m.text)
    }
    return [stem for stem in dict.fromkeys(t.content(reading.text)) if stem not in named | CORRECTING]


def asked_of(reading: Reading) -> list[str]:
    """Those of them that ask about something of their own, and not how soon or how often."""
    return [stem for stem in own(reading) if stem not in _VAGUE]


def _merged(
    by_words: list[Candidate], before: list[Candidate], weight: float, again: float, shown: Collection[int | None]
) -> list[Candidate]:
    """Each candidate with both scores. One that only one of the two searches found has the other's lowest."""
    by_id = {c.stated.id: c for c in before}
    best, least = before[0].score, before[-1].score
    found = {c.stated.id: c for c in by_words}
    lowest = by_words[-1].score
    merged = []
    for id_ in found.keys() | by_id.keys():
        mine, theirs = found.get(id_), by_id.get(id_)
        stated = (mine or theirs).stated  # type: ignore[union-attr]
        evidence = dict(mine.evidence) if mine else {}
        if theirs:
            evidence = {name: max(value, evidence.get(name, value)) for name, value in theirs.evidence.items()}
        score = (mine.score if mine else lowest) + weight * (
            (theirs.score if theirs else least) - best - again * (stated.clause in shown)
        )
        merged.append(Candidate(stated, evidence, score))
    return sorted(merged, key=lambda c: (-c.score, c.stated.id))


def _without(subject: str, taken: str) -> str:
    """What an answer said is to be done, less who must do it and less the words that a follow-up takes out."""
    out = tuple(t.content(taken))
    deed = re.sub(r"^.*?\bmust\b", "", subject)
    return " ".join(word for word in deed.split() if not (out and "".join(t.words(word)).startswith(out)))
