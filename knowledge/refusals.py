"""Refusals: the evidence that no clause answers a question, and how to say so.

Reads a Reading and the ranked candidates of knowledge.search; used by knowledge.answers. Evidence, not a classifier's
word alone: words the store has never seen, weak likeness, a figure or contact that the clause does not hold.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from knowledge import text as t
from knowledge.questions import Kind
from knowledge.readings import Reading
from knowledge.search import Candidate, Search
from knowledge.store import Clause, Store

_NUMBER = re.compile(
    r"\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|annual\w*|month\w*|quarter\w*|week\w*|daily)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bhow (?:many|much)\s+((?:[\w'’-]+\s*){1,4})", re.IGNORECASE)

# How the evidence adds up to "this clause answers it", a logistic model fitted on tests/answers (docs/answering.md).
# `length` is the number of telling words, up to 20, as a share of 20: a long story shares fewer words with any clause.
# `ahead` is how far the best clause is ahead of the next, as a share of AHEAD; `elsewhere` how much nearer another
# council's wording comes: what one council's paper says in almost these words, another's most likely does not say;
# `unsaid` how well a question that no clause answers meets these words, beside the clause.
BY_MEANING = {
    "meaning_mean": 3.35,
    "met": 4.89,
    "coverage": 2.11,
    "subject_bears": 0.51,
    "outside": -2.97,
    "length": 1.98,
    "ahead": 1.43,
    "elsewhere": -3.03,
    "unsaid": -12.74,
}
BY_LETTERS = {
    "meaning_closest": 2.34,
    "meaning_mean": 3.06,
    "meaning_quote": -2.56,
    "coverage": 3.73,
    "outside": -2.65,
    "length": 5.23,
    "ahead": 1.28,
    "elsewhere": -5.53,
}
OFFSET = {True: -6.62, False: -6.43}
AHEAD = 6.0
BESIDE = 0.25  # how much better the clause may meet the words than a near miss does, and the near miss still count
BAR, BAR_FOLLOWING = 0.28, 0.2  # the chance below which a question is refused; lower where it follows an answer

# The chance that a clause answers from which it is taken before a worry that may be told, or the whole of an office.
PLAIN, UNCLEAR = 0.6, 0.45
CLEAR, APART = 0.5, 2.0  # … if it is also so far ahead of the next clause that no other can be meant


def strangeness(reading: Reading, search: Search) -> float:
    """The share of the question's telling words that the store has never spoken of, 0 to 1."""
    stems = list(dict.fromkeys(t.content(reading.text)))
    named = {stem for m in reading.mentions for stem in t.content(m.text)}
    weights = {stem: search.rarity(stem) for stem in stems if stem not in named}
    unseen = sum(w for stem, w in weights.items() if stem not in search.store.known_words)
    total = sum(search.rarity(stem) for stem in stems)
    return unseen / total if total else 1.0


def answerable(reading: Reading, ranked: Sequence[Candidate], search: Search) -> float:
    """The chance, 0 to 1, that the clause of the best candidate answers the question; 0 where there is none."""
    if not ranked:
        return 0.0
    candidate = ranked[0]
    by_meaning = search.vectors.likeness == "meaning"
    weights = BY_MEANING if by_meaning else BY_LETTERS
    length = min(len(set(t.content(reading.text))), 20) / 20
    evidence = {**candidate.evidence, "outside": reading.likely(Kind.OUT_OF_SCOPE), "length": length}
    evidence["meaning_closest"] = max(evidence["meaning_closest"], evidence["meaning_asked"])
    evidence["meaning_mean"] = max(evidence["meaning_mean"], evidence["meaning_asked"] - 0.06)
    evidence["elsewhere"] = max(0.0, evidence["elsewhere"] - evidence["meaning_closest"])
    evidence["unsaid"] = max(0.0, evidence["unsaid"] - evidence["met"] + BESIDE) if evidence["unsaid"] else 0.0
    evidence["ahead"] = ahead(ranked) / AHEAD
    total = OFFSET[by_meaning] + sum(weight * evidence[name] for name, weight in weights.items())
    return 1 / (1 + math.exp(-total))


def ahead(ranked: Sequence[Candidate]) -> float:
    """How far the best clause's score is ahead of the next clause's, up to AHEAD."""
    next_ = next((c.score for c in ranked if c.stated.clause != ranked[0].stated.clause), -AHEAD)
    return min(ranked[0].score - next_, AHEAD)


def refused(reading: Reading, ranked: Sequence[Candidate], search: Search, side: bool = False) -> str | None:
    """Why no clause answers the question, as a code of knowledge.sayings, or None where the best candidate may.

    `side` says that this is one side of a comparison, which has words of the other side in it.
    """
    if not ranked:
        return "nothing_near"
    bar = BAR_FOLLOWING if reading.follows or side else BAR
    if strangeness(reading, search) > 0.6 or answerable(reading, ranked, search) < bar:
        return "nothing_near"
    return None


# What a question may ask of a clause besides its duty, and what the clause must hold to answer that.
_ASPECTS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (code, re.compile(asked, re.IGNORECASE), re.compile(holds, re.IGNORECASE))
    for code, asked, holds in (
        ("no_consequence", r"\b(sack(ed)?|struck off|fined|(the|a|any) fines?|sanctions?|penalt(y|ies)|punish\w*|disciplin\w*|prosecut\w*|sued?|lose (his|her|their|my) (job|seat)|removed from office"
                           r"|what happens (if|when|to) .{0,60}(miss\w*|fail\w*|does ?n.t|do ?n.t|not|never)|veto)\b",
         r"\b(sack|fine|penalt|disciplin|prosecut|overrul|veto|resolve the situation|direct activity)"),
        ("no_result", r"\brating\b|\bgrade[ds]?\b.{0,30}\b(?:ofsted|inspect\w+)\b|\bofsted\b.{0,30}\b(?:grade[ds]?|score[ds]?|marks?)\b|\bwhat was .{3,60} (rated|judged)\b|\bwhat (?:grade|rating|score|mark) (?:did|does|has|was|were|is)\b", r"\brat(ed|ing)\b"),
        ("no_result", r"\bwhat did .{3,80}\b(say|find|show|conclude|reveal)\b|\b(?:what|whats) (?:(?:was|were|is|are) )?(?:the )?(?:results?|findings|outcome)\b", r"\b(said the following|result)\b"),
        ("no_result", r"\bdid (?:that|this|the|it|they) (?:[\w'’-]+ ){0,3}?(?:ever |actually |really )?(?:happen|take place|go ahead|get done)\b", r"\b(?:took place|happened|was held|was carried out)\b"),
        ("no_deadline", r"\bdeadline\b|\bwithin how (many|long)\b|\bhow (soon|quickly|fast)\b|\btime ?(limit|scale|frame)s?\b|\bby when (?:must|should|do|does|is|are|has|have|will)\b|^\W*(?:and |so |ok )?by when\W*$|\bhow many (working )?(days|weeks|hours)\b|\b(?:working )?(?:days|hours|weeks) (?:allowed|permitted|do (?:we|they|i)|have (?:we|they))\b",
         r"immediate|without delay|\bdays?\b|\bhours?\b|annual|month|quarter|\bweek"),
        ("no_power", r"\b(?:can|could|may|allowed to|entitled to|have the power to|has the power to|power to|authority to|permitted to)\b.{0,40}\b(?:order|force|compel|instruct|overrul\w*|overrid\w*|veto|dismiss|sack|fire|fine|arrest|remove|ban|suspend|evict|tag)\b|\bbe (?:voted|kicked|thrown|booted) (?:off|out)\b",
         r"\b(?:direct activity|direct what|power|authorit|entitle|overrul|veto|remov|dismiss|suspend|instruct|court order)"),
        ("no_figure", r"\b(?:salary|wages?|earnings) (?:of|for|scale|grade|rate|band)\b|\bpay (?:of|scale|grade|rate|band)\b|\b(?:get|gets|is|are) (?:\w+ )?paid\b|\bwhat(?:'?s| is) (?:the |his |her |their |my )?(?:pay|salary|allowance)\b",
         r"\b(?:pay|paid|salar|allowance)"),
        ("no_figure", r"\bwhat (percentage|proportion|share)\b|\b(percentage|proportion) of\b|\bhow many (per ?cent|%)", r"%|per ?cent|proportion"),
        ("no_figure", r"\b(?:what(?:'?s| is| are)|is there|have we|do we have)(?: \w+)? (?:the |an? )?(?:most|maximum|max|minimum|fewest|upper limit|cap|ceiling|limit)\b", r"\b\d+\b|%"),
        ("no_figure", r"\bhow long\b|\bwhat (age|grade|salary|budget)\b|\bsalary\b|\ballowances?\b|\bpay rate\b", r"\b\d+\b|%"),
        ("no_minutes", r"\b(?:takes?|taking|writes?|keeps?|types?|circulat\w+|signs? off) (?:up )?(?:the )?minutes\b|\bminutes? (?:taken|written|kept|circulated)\b", r"\bminut"),
        ("no_form", r"\b(?:which|what) (?:\w+ )?(?:form|template|proforma|portal|app|software)\b|\b(?:form|template) (?:do|should|to|number)\b", r"\b(?:form|template|proforma|system)\b"),
        ("no_payer", r"\bwho (?:pays|foots|funds|picks up)\b.{0,40}|\bwhose budget\b|\bwho(?:'s| is) paying\b", r"\b(?:fund|pay|paid|budget|resourc|financ)"),
        ("no_chair", r"\bwho(?:'s| is| are|se)?\b.{0,25}\bchair(?:s|ed|ing|person|man|woman)?\b|\bin the chair\b|\btakes? the chair\b", r"\bchair"),
        ("no_place_or_date", r"\bwhere (is|are|does|do|will) .{0,50}\b(held|hold|meet|take place|happen|based|located)\b|\bwhat time\b|\bvenue\b|\b(what|which) (date|day|room|building)\b|\b(?:when|where|what time)\b.{0,30}\bnext (meeting|one|panel|conference)\b|\bwhen('s| is) the (next|last)\b",
         r"\b(19|20)\d\d\b"),
    )
)  # fmt: skip
# Words of these questions that no document may hold; typing errors are mended towards them as well.
WORDS = frozenset(
    "sacked fined penalty sanction disciplined prosecuted dismissed overrule overruled veto compel deadline timescale salary"
    " allowance percentage proportion budget rating venue quorum".split()
)
_LEADING_COUNT = re.compile(
    r"(?:^|[.?!,;]\s*|\band\s+|\bso\s+|\bhi\s+)how (?:many|much)\b(?!\s+times?\b)", re.IGNORECASE
)


def aspect_missing(reading: Reading, clause: Clause) -> str | None:
    """What the question asks and the clause, though near, does not hold: a figure, a deadline, a consequence …"""
    if _LEADING_COUNT.search(reading.text):
        counted = _COUNTED.search(reading.text)
        stems = set(t.content(counted[1])) if counted else set()
        numbers = list(_NUMBER.finditer(clause.quote))
        if not numbers or (
            stems and not any(stems & set(t.content(clause.quote[m.end() : m.end() + 60])[:5]) for m in numbers)
        ):
            return "no_figure"
    for code, asked, holds in _ASPECTS:
        if asked.search(reading.text) and not holds.search(clause.quote):
            return code
    return None


_PERSON = re.compile(
    r"\bwho(?:se)?\b|\bnames?\b|\bwhich (?:\w+ ){0,2}?(?:directors?|people|persons?|officers?|posts?)\b", re.IGNORECASE
)


def left_blank(reading: Reading, clause: Clause) -> bool:
    """Whether a date or result is asked for whose place in the document is blank."""
    return any("blank" in fact.value.lower() for fact in clause.facts) and not _PERSON.search(reading.text)


def asks(code: str, text: str) -> bool:
    """Whether a text asks for what `code` says is missing: 'no_consequence', 'no_deadline' …"""
    return any(asked.search(text) for aspect, asked, _ in _ASPECTS if aspect == code)


def timing_missing(stated_timing: bool, reading: Reading, clause: Clause) -> bool:
    """A question for a frequency whose clause sets none."""
    if not reading.asks_frequency or stated_timing:
        return False
    return not re.search(r"annual|month|quarter|week|daily|regular|frequen|occasional|year", clause.quote, re.I)


def chair_missing(reading: Reading, store: Store) -> tuple[str, ...]:
    """Bodies that the question asks the chair of, and for which no clause in these councils names one."""
    if not reading.chair:
        return ()
    bodies = [f for f in reading.families if store.families[f].kind == "body"]
    chaired = set()
    for clause, relation in store.relations(["chairs"], reading.councils):
        role = store.roles.get((clause.document, relation.object))
        if role and role.family:
            chaired.add(role.family)
    return tuple(body for body in bodies if body not in chaired)
