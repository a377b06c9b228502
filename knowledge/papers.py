"""Papers: questions about a document itself: its standing and dates, who signed, owns or wrote it, what it replaces.

Like knowledge.kinds, functions take the desk (knowledge.answers.Knowledge) and a Reading; knowledge.deciding asks them
before it searches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import aspects, following, quoting, sayings
from knowledge import clauses as c
from knowledge import text as t
from knowledge.citations import Citation
from knowledge.documents import Document
from knowledge.kinds import answer
from knowledge.outcomes import Answer, NotCovered, Outcome
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.store import Clause

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

# How near in meaning a statement about the document itself must be; nearer where its standing is asked, which is known.
DOCUMENTED, STANDING = 0.6, 0.7
LEAST = 0.25  # how likely a question of this kind must be where only 'it' stands for the document: 'who owns it?'

_NOUN = r"(?:documents?|doc|papers?|protocols?|reports?|summary|agreement|policy|framework|version|edition|copy|text|sheet|handout|deal|pdf|wording|sources?)"
_A_DOCUMENT = re.compile(rf"\b{_NOUN}\b", re.IGNORECASE)
# 'that paper', 'what I'm quoting from': the document without its name.
_THAT = re.compile(
    rf"\b(?:this|that|the|our|your|my|its|which|what|same|whole) (?:(?:own|same|whole|very|actual|printed|source|roles?|joint|council['’]?s|COUNCIL(?:['’]s)?|\d{{4}}) ){{0,2}}?{_NOUN}\b(?!['’]s)"
    r"|\b(?:what|whatever|the (?:stuff|bit|text|words?|lines?|thing)) (?:that )?(?:i|you|we|they)(?:['’](?:m|re|ve)| am| are| have)?(?: just| been| now| keep)* (?:quot|cit|read|send|rely|show|hand)\w*(?: (?:from|on|round|out|to me|me))*"
    r"|\ball (?:of )?(?:this|that|it)\b(?=\W*$|\s+(?:is|was|still|ever|been|agreed|approved|signed)\b)",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|its|this|that)\b", re.IGNORECASE)
_STANDS_AT = (
    r"(?:still (?:the )?(?:current|valid|in force|live|good|in use|in place|stand\w*|appl(?:y|ies)|up to date|in date|binding|official|(?:live|latest|current|right) (?:one|version|text)|one)"
    r"|(?:in|out of|up to|within|past its) date|(?:current|live|latest|newest|finished|official|definitive|agreed|approved|adopted) (?:final )?(?:one|version|text|edition|copy)"
    r"|final(?:i[sz]ed)?|draft|superseded|replaced|lapsed|expired|obsolete|sign(?:ed)?[- ]?off|ratified|adopted|approved|authoris\w+|in force|status|how old|(?:what|which) (?:date|year)|dated?|date['’]s|current)"
)
# The standing or a date of a document, the document as PAPER.
_TIED = re.compile(
    rf"\bPAPER\b.{{0,70}}?\b{_STANDS_AT}\b|\b{_STANDS_AT}\b.{{0,50}}?\bPAPER\b|\b(?:is|was|isn['’]t|are) (?:it|this|that|PAPER)(?: \w+){{0,3}}? {_STANDS_AT}\b",
    re.IGNORECASE,
)
# 'Is that final?', 'is theirs still in date?': asked of a document by so few words that nothing else can be meant.
_BARE = re.compile(
    r"\W*(?:so |and |but |ok |hang on |right )*(?:is|was|are|isn['’]?t|has) (?:it|this|that|all this|theirs|ours|yours|that one|this one)"
    r"(?: (?:the|an?|even|ever|actually|still|definitely|officially|been|really|all|just|only|now))* (?:final(?:ly agreed)?|draft|(?:in|out of|up to) date|current|in force|live|valid|official|signed[- ]off"
    r"|superseded|adopted|binding|(?:latest|final|current|live|right|agreed) (?:one|version|text))(?: (?:or|then|now|still|not|a|an|draft|final|do|you|know)){0,4}\W*",
    re.IGNORECASE,
)
_AGREED = re.compile(rf"\b(?:{_STANDS_AT}|agreed)\b", re.IGNORECASE)
# 'Who keeps the policy up to date?' asks for a duty, 'does the paper apply to agency staff?' for what it covers.
_DUTY = re.compile(
    r"\b(?:who|whose job|responsible|has to|must|should)\b.{0,40}\b(?:mak(?:e|es|ing)|keep\w*|ensur\w+|updat\w+|check\w*|see\w*)\b"
    r"|\b(?:apply|applies) to\b|\bdate (?:for|of) (?:the )?(?:next|meeting|review of)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"\b(still (the )?(current|valid|in force|live|up to date|apply|applies)|current (one|version)?\??$|up to date|out of date|in date"
    r"|final version|draft|(which|what) version|superseded|replaced?s?\b|adopted|approved|in force|how old|what date|dated"
    r"|whats? (its|the) date|when was (it|this|that|the(?! (?:first|second|next|last|previous) one\b))|when (?:did|was|were) (?:\w+ ){1,4}?(?:agree\w*|approv\w+|adopt\w*|sign\w*|authoris\w+|written|drafted|pass(?:ed)?|vote[ds]?)|date of|which document|what document|status)\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\b(?:what(?:'?s| is| was| are| were)?|why|everything|all|list)\b.{0,60}\b(?:for|purposes?|objectives|point|aims?|trying to (?:do|achieve)|written|produced)\b",
    re.IGNORECASE,
)
# What a clause on the standing of its document speaks of.
_STANDS = re.compile(
    r"\b(?:draft|review(?:ed)? date|approv\w+|authoris\w+|agreed by|replac\w+|supersed\w+|version|signed|signatures?|revised|current)\b|\bdate\b|\b\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ (?:19|20)\d\d\b",
    re.IGNORECASE,
)
# What may be asked of a document, as PAPER, and which facts of its clauses tell it, the most telling first.
_FACTS = tuple(
    (re.compile(asked, re.IGNORECASE), facts)
    for asked, facts in (
        (r"\bwho(?:se)?\b.{0,40}\b(?:sign(?:s|ed|ing)?|signatures?|signator\w+)\b(?! (?:up|on|in)\b)|\bwhose names?\b|\b(?:is|was|did|has|have|any|been)\b.{0,40}\b(?:sign(?:ed)?|signatures?)\b(?!(?:-| )?(?:off|up|on|in)\b)"
         r"|\bput (?:his|her|their) names?\b|\bsignator\w+", ("signature", "^approved by$")),
        (r"\bwho\b.{0,20}\bowns?\b|\b(?:PAPER|its|the|document) owner\b|\bwhose (?:is|was) (?:it|this|that|PAPER)\b|\bwhose (?:PAPER|document|paper|protocol|summary|report)\b", ("^document owner$",)),
        (r"\bwho(?:['’]?s| has| had| actually| was)?\b.{0,12}\b(?:wrote|written|drafted|author\w*|(?:put|pulled) (?:it|this|that|PAPER) together)\b|\bauthor of\b", ("^author$",)),
        (r"\bhow many (?:versions|editions|times)\b.{0,40}\b(?:PAPER|updated|revised|rewritten|redone)\b", ("^updated$",)),
        (r"\b(?:replac\w+|supersed\w+|tak\w+ over from|instead of|in place of)\b.{0,30}\b(?:older|earlier|previous|old|last|another|before|predecessor)\b"
         r"|\b(?:older|earlier|previous) (?:one|version|edition|paper|document)\b.{0,40}\b(?:replac\w+|supersed\w+)", ("^replaces$",)),
        (r"\b(?:when|what (?:day|date))\b.{0,40}\b(?:reach\w*|go(?:es)?|went|got|come|came|due|before|in front of)\b.{0,20}\b(?:cabinet|osmb|council|members|committee|scrutiny)\b"
         r"|\bwhich (?:meetings?|committees?|boards?)\b.{0,20}\b(?:PAPER|this|it)\b.{0,12}\b(?:go|gone|went|taken|put)\b", ("^cabinet$", "^approved$")),
    )
)  # fmt: skip
_NAMED = ("signature", "^document owner$", "^author$")  # where none of these is named, no duty answers instead
# 'That Ofsted passage at the end, is it about us?': whose report a document quotes.
_QUOTED = re.compile(r"\b(?:ofsted|inspect\w*|outstanding|quot\w+|passage|extract|praise\w*|glowing)\b", re.IGNORECASE)
_OF_US = re.compile(
    r"\b(?:about|mean\w*|talk\w*|refer\w*|describ\w+|of|is (?:it|that|this)|was (?:it|that|this)|on) (?:\w+ )?(?:us|we|our\w*|COUNCIL)\b|\bthat (?:us|COUNCIL)\b|\b(?:us|COUNCIL) (?:they|it|he|she)\b",
    re.IGNORECASE,
)


def asked(desk: Knowledge, reading: Reading, context: Context) -> Outcome | None:
    """A question about a document: its own statement on that where there is one, else its standing and dates."""
    said = _said(reading)
    about = reading.kind is Kind.DOCUMENT or reading.likely(Kind.DOCUMENT) > 0.35
    about = about or bool(_PURPOSE.search(reading.text) and reading.documents and not reading.families)
    spoken = "PAPER" in said or (reading.follows and bool(context.document))
    bare = bool(_BARE.fullmatch(reading.text)) and (reading.council_known or bool(context.document))
    tied = bare or (spoken and _is_tied(desk, reading, said, about))
    standing = tied or bool(_STANDING.search(reading.text))
    another = _another(desk, reading, context) if context.kind == Kind.DOCUMENT.value or standing else None
    named = bare or "PAPER" in said or bool(about and _IT.search(said))  # 'when did council sign this off?'
    spoken_of = _spoken_of(desk, reading, context, another, named)
    if _QUOTED.search(reading.text) and _OF_US.search(said):
        outcome = _held(desk, reading, _chosen(desk, reading, spoken_of), ("quoted$",))
        if outcome:
            return outcome
    outcome = _of_itself(desk, reading, said, spoken_of)
    if outcome:
        return outcome
    about = about or bool(another) or tied
    if not (about or (standing and "PAPER" in said and not _DUTY.search(said))):
        return None
    plainly = standing and reading.council_known and reading.likely(Kind.DOCUMENT) > 0.6
    if not (reading.documents or tied or _A_DOCUMENT.search(reading.text) or reading.follows or plainly):
        return None
    held = replace(reading, documents=reading.documents or ((spoken_of,) if spoken_of else ()))
    if another:  # … of which the same is asked as of the one before
        held = replace(held, text=f"{context.words} {reading.text}")
    if _PURPOSE.search(reading.text):
        held = replace(held, text=f"{reading.text} purpose of this document, why was it written, what is it for")
    of_all = (
        standing and not held.documents and len(_papers(desk, held, spoken_of)) > 1
    )  # 'is our protocol still in date?'
    stated = _stated(desk, reading, held, about, standing)
    if of_all and isinstance(stated, Answer):  # one paper's statement is not the other's; a blank stays one
        stated = None
    return stated or _listed(desk, held, spoken_of, standing or bool(another and _STANDING.search(held.text)))


def _said(reading: Reading) -> str:
    """The text with each document as PAPER and each council as COUNCIL."""
    text = reading.text
    places = {"document": "PAPER", "council": "COUNCIL"}
    named = {
        (m.start, m.end, places[m.kind]) for m in reading.mentions if m.kind in places
    }  # a name may be of two papers
    for start, end, place in sorted(named, reverse=True):
        text = f"{text[:start]}{place}{text[end:]}"
    return _THAT.sub("PAPER", text)


def _is_tied(desk: Knowledge, reading: Reading, said: str, about: bool) -> bool:
    """Whether the standing or a date is asked of the document itself, and no office's duty to it."""
    offices = any(m.kind == "family" and desk.store.families[m.key].kind != "body" for m in reading.mentions)
    named = "PAPER" in said and not offices
    return bool((named or about) and _TIED.search(said) and not _DUTY.search(said))


def _spoken_of(desk: Knowledge, reading: Reading, context: Context, another: str | None, named: bool) -> str | None:
    """The document that a message without its name is about, of the council that is asked."""
    spoken_of = another or (context.document if reading.follows or named else None)
    if spoken_of not in desk.store.documents or desk.store.documents[spoken_of].council not in reading.councils:
        return None  # 'and is ours still current?'
    return spoken_of


def _chosen(desk: Knowledge, reading: Reading, spoken_of: str | None) -> list[str]:
    """The documents asked about: those named, else the one spoken of, else those of the council."""
    if reading.documents or spoken_of:
        return list(reading.documents) or [str(spoken_of)]
    chosen = [d for d in desk.store.documents.values() if d.council in reading.councils]
    return [d.id for d in chosen] if len({d.council for d in chosen}) == 1 else []


def _papers(desk: Knowledge, reading: Reading, spoken_of: str | None) -> list[Document]:
    """The same, less those that the question's words speak of less."""
    chosen = [desk.store.documents[id_] for id_ in _chosen(desk, reading, spoken_of)]
    # 'When was the accountability one agreed?' speaks of no agreement.
    subject = replace(reading, text=_AGREED.sub(" ", reading.text))
    nearest = desk.nearest_document(subject, chosen) if len(chosen) > 1 else None
    return [nearest] if nearest else chosen


def _of_itself(desk: Knowledge, reading: Reading, said: str, spoken_of: str | None) -> Outcome | None:
    """'And who signed?', 'did it replace an older one?': what the clauses of a document tell of it; plainly none if none."""
    by_name = "PAPER" in said
    if not by_name and not (reading.follows and spoken_of) and not (reading.council_known and _IT.search(said)):
        return None
    for pattern, facts in _FACTS:
        if not pattern.search(said):
            continue
        if not by_name and reading.likely(Kind.DOCUMENT) < LEAST and not (reading.follows and "signature" in facts):
            return None
        chosen = _chosen(desk, reading, spoken_of)
        outcome = _held(desk, reading, chosen, facts)
        if outcome or "^replaces$" in facts:
            return outcome
        if len(chosen) == 1 and facts[0] in _NAMED and (by_name or len(t.content(reading.text)) <= 4):
            return NotCovered(
                says=(sayings.NOT_COVERED["nothing_near"],), notes=(desk.store.documents[chosen[0]].standing_note,)
            )
        return None
    return None


def _held(desk: Knowledge, reading: Reading, documents: Iterable[str], facts: Sequence[str]) -> Outcome | None:
    """The clauses of these documents that hold such facts of them: of the first sort that any has."""
    clauses = [clause for id_ in documents for clause in desk.store.clauses_of(id_)]
    for wanted in facts:
        found = [clause for clause in clauses if any(re.search(wanted, fact.kind, re.I) for fact in clause.facts)]
        if found and _WHEN.search(reading.text) and aspects.left_blank(reading, found[0]):
            return NotCovered(
                says=(sayings.NOT_COVERED["left_blank"],),
                nearest=desk.cited(found[:1]),
                notes=(sayings.NEXT["general"],),
            )
        if found:
            found = _of_office(desk, reading, found)
            says = [stated.plain for clause in found for stated in desk.store.stated_in([clause.id])[:1]]
            outcome = answer(desk, says, found)
            notes = dict.fromkeys(desk.store.documents[clause.document].standing_note for clause in found)
            return outcome.model_copy(update={"notes": tuple(notes)}) if outcome else None
    return None


_WHEN = re.compile(r"\b(?:when|dates?|day|month|year)\b", re.IGNORECASE)


def _of_office(desk: Knowledge, reading: Reading, found: list[Clause]) -> list[Clause]:
    """Of several people named, the one of the office that the question names: 'who signed for youth offending?'"""
    sentences = [x for x in re.split(r"(?<=[.?!])\s", _said(reading)) if re.search(r"\bwho|\bname|\bsign", x, re.I)]
    asked = set(t.content(" ".join(sentences)))
    for mention in reading.mentions:
        if mention.kind == "family" and any(mention.text in sentence for sentence in sentences):
            asked |= set(t.content(desk.store.families[mention.key].name))
    shared = [len(asked & {stem for k in clause.contacts for stem in t.content(k.post)}) for clause in found]
    most = max(shared)
    return [found[shared.index(most)]] if shared.count(most) == 1 else found


def _stated(desk: Knowledge, reading: Reading, held: Reading, about: bool, standing: bool) -> Outcome | None:
    """What a document says of itself in words near the question's."""
    ranked = desk.search.candidates(following.sought(desk.search, held, Context()))
    stated = [x for x in ranked if {"document", "contacts"} & set(x.stated.topics) and not x.stated.bearers]
    if held.documents:
        stated = [x for x in stated if x.stated.document in held.documents]
    if standing:  # 'final or draft?' is told by the manifest where no clause does
        stated = [x for x in stated if _STANDS.search(desk.store.clauses([x.stated.clause])[0].quote)]
    bar = STANDING if standing else DOCUMENTED
    if not stated or not (about or not standing) or stated[0].evidence["meaning_closest"] <= bar:
        return None
    if stated[0].score <= ranked[0].score - quoting.TWIN:
        return None
    near = [x for x in stated[:3] if x.score > stated[0].score - 2 * quoting.TIE]
    found = desk.clauses_of(near)
    missing = "left_blank" if aspects.left_blank(reading, found[0]) else aspects.missing(reading, found[0])
    if missing:
        return quoting.not_covered(desk, missing, stated)
    note = desk.store.documents[found[0].document].standing_note
    says = tuple(dict.fromkeys(x.stated.plain for x in near))
    return Answer(says=says, citations=desk.cited(found), notes=(note,))


_ANOTHER = re.compile(
    r"\b(?:and|what about|how about) the\b.{3,60}\b(?:one|paper|protocol|agreement|document|report)\b", re.IGNORECASE
)
_THE_OTHER = re.compile(r"\bthe other (?:\w+ ){0,2}?(?:one|paper|protocol|agreement|document|report)\b", re.IGNORECASE)


def _another(desk: Knowledge, reading: Reading, context: Context) -> str | None:
    """'And the youth offending one?', 'and the other one?': the document that a follow-up speaks of instead."""
    held = [d for d in desk.store.documents.values() if d.council in reading.councils]
    others = [d for d in held if d.id != context.document]
    if _THE_OTHER.search(reading.text) and len(held) == 2 and len(others) == 1:
        return others[0].id
    if not reading.follows or not _ANOTHER.search(reading.text):
        return None
    found = desk.nearest_document(reading, held) if len(held) > 1 else None
    return found.id if found else None


_WHICH = re.compile(
    r"\b(which|what|list|all) (of )?(the |your )?(documents|protocols|papers|sources|policies)( (do|have|can|are|is)\b|\W*$)"
    r"|\b(?:documents|protocols|papers|sources|policies) (?:do|have|can) (?:you|we) (?:hold|have|got|know|use|keep|cover)\b",
    re.IGNORECASE,
)


def _listed(desk: Knowledge, reading: Reading, spoken_of: str | None, standing: bool) -> Outcome | None:
    """A document's standing, date, version; or which documents there are."""
    named = reading.documents
    if (
        (not named or named == (spoken_of,))
        and _WHICH.search(reading.text)
        and not re.search(r"\bi need\b", reading.text, re.I)
    ):
        held = [d for d in desk.store.documents.values() if d.council in reading.councils]
        return _standing(desk, held, reading.text)
    if not standing:
        return None
    return _standing(desk, _papers(desk, reading, spoken_of), reading.text)


def _standing(desk: Knowledge, held: Sequence[Document], text: str) -> Outcome | None:
    says, cited = [], []
    for document in held:
        says.append(f"{document.council}: {document.title}. {document.standing_note}")
        if document.replaces:
            says.append(
                f"It says that it replaces {document.replaces}. Whether it has been replaced since, the text cannot show."
            )
        cited += sorted(_together(document), key=lambda dated: not _of_what(text, dated.clause))
    return Answer(says=tuple(says), citations=tuple(cited)) if cited else None


def _together(document: Document) -> list[Citation]:
    """The dates of a document; those that stand side by side in it as one citation."""
    together: list[Citation] = []
    for dated in sorted(dates(document), key=lambda x: x.spans[0]):
        last = together[-1] if together else None
        if not last or document.masked[last.spans[-1][1] : dated.spans[0][0]].strip():
            together.append(dated)
            continue
        pieces = (*last.pieces, *dated.pieces)
        together[-1] = last.model_copy(update={
            "clause": f"{last.clause}, {dated.clause}", "pieces": pieces, "quote": " ".join(pieces),
            "adjacent": (*last.adjacent, True), "spans": (*last.spans, *dated.spans)})  # fmt: skip
    return together


# What a question calls the dates that the manifest names: 'when was it due to be looked at again?'
_DATES = tuple(
    (re.compile(asked, re.IGNORECASE), label)
    for asked, label in (
        (
            r"\breview\w*|\b(?:in|out of|up to) date\b|\bstill\b|\blook(?:ed|ing)?[- ](?:at again|back)\b|\brevis\w+|\brenew\w*|\bdue\b|\brun(?:s|ning)? out\b|\bexpir\w+",
            "review",
        ),
        (r"\bapprov\w+|\badopt\w+|\bagreed\b|\bpassed\b", "approval"),
        (r"\bauthoris\w+|\bsign\w*", "authoris"),
        (
            r"\breplac\w+|\bsupersed\w+|\bolder\b|\bbefore\b|\bearlier\b|\bprevious\b|\blast version\b|\boriginal\w*",
            "earlier",
        ),
        (r"\bcabinet\b", "cabinet"),
        (r"\bdraft\b", "draft"),
    )
)


def _of_what(text: str, label: str) -> bool:
    return any(asked.search(text) and word in label.lower() for asked, word in _DATES)


def dates(document: Document) -> list[Citation]:
    """The dates that the text of a document gives, each with its words."""
    return [x for dated in document.dates for x in standing_in(document, dated.quote, f"date of {dated.of}")]


def standing_in(document: Document, quote: str, clause: str, role: str = "") -> list[Citation]:
    """The citation of words that stand in a document outside its clauses: a footer, a heading; none if they do not."""
    located = c.find(document, quote)
    if not located:
        return []
    return [
        Citation(document=document.id, title=document.title, council=document.council, clause=clause, role=role, path=(),
                 pieces=(c.fold(quote),), adjacent=(), quote=c.fold(quote), spans=located.spans,
                 standing=document.standing, date=document.date)
    ]  # fmt: skip
