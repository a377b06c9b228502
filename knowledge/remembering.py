"""Remembering: what a conversation was about, and what a short reply refers to. Never the user's own words as typed.

Used by knowledge.answers; the context travels as a Rasa slot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge import applying, following, kinds, sayings, worries
from knowledge import text as t
from knowledge.outcomes import Answer, Clarification, Option, Outcome, SmallTalk
from knowledge.questions import PROFILE_KINDS, Context, Kind, Profile
from knowledge.readings import CORRECTING, Reading

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

REMEMBERED = 20  # words of a question
SHOWN = 12  # clauses of earlier answers, which may be asked for again
NUMBERS = tuple(
    zip("1234", "abcd", ("first", "second", "third", "fourth"), ("one", "two", "three", "four"), strict=True)
)


def chosen(text: str, context: Context) -> str | None:
    """The message of the option that a reply such as '2' or 'the second one' picks."""
    match = re.fullmatch(
        r"\W*(?:option |number |the )?([1-4a-d]|first|second|third|fourth|one|two|three|four)(?: one| option)?(?: please)?\W*",
        text,
        re.I,
    )
    if not match or not context.options:
        return None
    word = match[1].lower()
    number = next(i for i, forms in enumerate(NUMBERS) if word in forms)
    return context.options[number][1] if number < len(context.options) else None


def misplaced(text: str, context: Context) -> Outcome | None:
    """What is said to a bare number that picks nothing: the choices once more, or that there are none."""
    if not re.fullmatch(r"\W*(?:option |number )?\d{1,12}\W*", text, re.IGNORECASE):
        return None
    if len(context.options) < 2:
        return SmallTalk(says=(sayings.NOTHING_TO_CHOOSE,))
    again = tuple(Option(label=label, message=message) for label, message in context.options)
    return Clarification(says=(sayings.NUMBER_CHOICE,), options=again)


def narrowed(desk: Knowledge, profile: Profile, context: Context) -> Answer | None:
    """What was last shown for several councils, for the one that the asker has now named; None where it was for one."""
    held = desk.store.clauses(list(context.clauses)) if context.store == desk.store.path.name else []
    own = [clause for clause in held if clause.council == profile.council]
    if not own or len({clause.council for clause in held}) < 2:
        return None
    says = [stated.plain for clause in own for stated in desk.store.stated_in([clause.id])[:1]]
    return Answer(says=tuple(says), citations=tuple(desk.cite(c) for c in own))


def narrower(desk: Knowledge, context: Context, answer: Answer) -> Context:
    """The conversation after `narrowed`: it is of that council's clauses and offices from then on."""
    clauses = _ids(desk, answer)
    return context.model_copy(update={"clauses": clauses, "families": tuple(_families(desk, clauses[:1])),
                                      "document": answer.citations[0].document, "subject": _subject(desk, clauses)})  # fmt: skip


def _ids(desk: Knowledge, outcome: Outcome) -> tuple[int, ...]:
    ids = [desk.references[c.document].get(" ".join(t.words(c.clause))) for c in outcome.citations]
    return tuple(i for i in ids if i)


def ordinal(text: str) -> int | None:
    """Which of several is meant, from 0: 'the second one'; None where no place is named."""
    match = re.search(r"\b(first|second|third|fourth)\b", text, re.IGNORECASE)
    return ("first", "second", "third", "fourth").index(match[1].lower()) if match else None


def only_names(reading: Reading) -> bool:
    """Whether a message names a council, a role or both and asks nothing else."""
    named = {stem for m in reading.mentions for stem in t.content(m.text)}
    return bool(reading.mentions) and not set(t.content(reading.text)) - named - CORRECTING


def completed(reading: Reading, context: Context) -> tuple[str, str] | None:
    """The kind and the words of the question that a message completes by a name alone: of one that was asked back, or, by
    another council's name, of one that was refused."""
    if not only_names(reading):
        return None
    if context.options and context.asked and context.kind:
        return context.kind, context.asked
    return context.refused if reading.named_councils else None


_ASKING = re.compile(
    r"\?|\b(?:what|who|whose|which|when|how|where|(?:do|should|can|must|may|could) (?:i|we)|am i|are we)\b"
    r"|^\W*(?:can|could|must|should|does|do|is|are|has|have|may|will) (?:the|a|an|our|my)\b",
    re.IGNORECASE,
)


# 'I'm the new team manager, my list please'
_MY_LIST = re.compile(
    r"\b(?:my|the) (?:\w+ )?(?:list|remit|duties|responsibilities)\b|\brun-?down\b|\bin a nutshell\b", re.IGNORECASE
)


def asking(text: str) -> bool:
    """Whether a message has the form of a question."""
    return bool(_ASKING.search(text))


def asks(reading: Reading) -> bool:
    """Whether a message about the asker asks a question as well."""
    return (asking(reading.text) or _MY_LIST.search(reading.text) is not None) and len(t.content(reading.text)) > 3


def remember(desk: Knowledge, reading: Reading, outcome: Outcome, before: Context) -> Context:
    """What the next message may refer to. A refusal or a question back leaves the thread where it was."""
    options = tuple((o.label, o.message) for o in outcome.options)
    if len(reading.named_councils) == 1:  # a council once named holds, whatever became of the question
        before = before.model_copy(update={"council": reading.named_councils[0]})
    words, named = _words(desk, reading, before), _named(reading) or (before.named if reading.follows else ())
    if options and outcome.status == "not_covered":  # what another council says is offered; the thread stays
        return before.model_copy(update={"options": options, "asked": reading.text, "kind": reading.kind.value})
    if options:
        return before.model_copy(update={"options": options, "asked": reading.text, "kind": reading.kind.value,
                                         "words": words, "named": named, "subject": None if words else before.subject,
                                         "store": desk.store.path.name})  # fmt: skip
    if not outcome.citations and reading.elsewhere and not reading.named_councils and not reading.follows:
        # 'Sorry, Dudley': the question that was asked of a council whose documents are not held
        return Context(kind=reading.kind.value, council=before.council, words=words, named=named,
                       shown=_shown(desk, before, ()), store=desk.store.path.name)  # fmt: skip
    if not outcome.citations:
        # 'Who do I tell?' after a worry for which the council's papers name nobody is asked of that worry.
        kind = Kind.WORRY.value if sayings.NEXT["worry"] in outcome.notes else before.kind
        refused = (reading.kind.value, words) if words and not reading.follows else None
        left = before.model_copy(update={"options": (), "asked": None, "kind": kind, "refused": refused})
        # 'And who owns it?' after what it does not tell.
        if reading.kind is Kind.DOCUMENT and len(reading.documents) == 1:
            left = left.model_copy(update={"kind": reading.kind.value, "document": reading.documents[0]})
        return left
    first = outcome.citations[0]
    clauses = _ids(desk, outcome)
    if before.words and applying.asked(reading):  # 'and in Leicester?' goes on with what was asked before it
        return before.model_copy(update={"shown": _shown(desk, before, clauses)})
    # A body stays spoken of while the talk goes on: 'does the chief exec sit on it?', 'what does the board do?'
    going_on = before.families if reading.follows or re.search(r"\b(?:it|there)\b", reading.text, re.IGNORECASE) else ()
    bodies = [[f for f in held if desk.store.families[f].kind == "body"] for held in (reading.families, going_on)]
    spoken_of = bodies[0] or bodies[1]
    families = dict.fromkeys([*_families(desk, clauses[:1]), *spoken_of]) or reading.families
    goes_on = reading.kind in PROFILE_KINDS or worries.handed_on(reading, before)
    kind = before.kind if goes_on else _borne_out(desk, reading, clauses).value
    of_both = None if len(reading.named_councils) > 1 else before.council  # neither of the two is spoken of from now on
    return Context(
        kind=kind, council=first.council if len({c.council for c in outcome.citations}) == 1 else of_both,
        document=first.document, families=tuple(families), clauses=clauses,
        more=outcome.more or (before.more if reading.exact else ()),
        grouping=any(c.clause == kinds.GROUPING for c in outcome.citations), subject=_subject(desk, clauses), store=desk.store.path.name,
        words=words, named=named, shown=_shown(desk, before, clauses),
    )  # fmt: skip


def _borne_out(desk: Knowledge, reading: Reading, clauses: Sequence[int]) -> Kind:
    """The kind of the question; one for a line of accountability only where the answer states one."""
    lines = {relation.kind for clause in desk.store.clauses(list(clauses)) for relation in clause.relations}
    return Kind.WHAT if reading.kind is Kind.ACCOUNTABILITY and not lines & set(kinds.LINES) else reading.kind


def _shown(desk: Knowledge, before: Context, clauses: Sequence[int]) -> tuple[int, ...]:
    """The clauses of the answers before one that shows `clauses`, the latest first."""
    if before.store != desk.store.path.name:
        return ()
    earlier = dict.fromkeys((*before.clauses, *before.shown))
    return tuple(i for i in earlier if i not in clauses)[:SHOWN]


def _named(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The offices and terms of the question by their keys, as it called them."""
    return tuple((m.key, m.text) for m in reading.mentions if m.kind in ("family", "term"))


def _words(desk: Knowledge, reading: Reading, before: Context) -> str:
    """The words of the question that stand in the documents or name an office, less those of councils; of a follow-up
    without any, those of what it followed."""
    if following.swapped(reading, before):
        return before.words
    telling = {stem for stem in following.asked_of(reading) if stem in desk.store.known_words}
    named = {word for _, text in _named(reading) for word in t.words(text)}
    words = [word for word in t.words(reading.text) if word in named or telling & set(t.content(word))]
    if not telling and reading.follows:
        return before.words
    if reading.follows and following.another_case(reading):  # 'and if it's a caretaker?': the rest is asked still
        words = [*before.words.split()[: REMEMBERED - len(words)], *words]
    return " ".join(words[:REMEMBERED])


def _families(desk: Knowledge, clauses: Sequence[int]) -> list[str]:
    found = []
    for clause in desk.store.clauses(list(clauses)):
        found += [desk.store.roles[clause.document, key].family for key in clause.bearers]
    return [f for f in dict.fromkeys(found) if f]


def _subject(desk: Knowledge, clauses: Sequence[int]) -> str | None:
    """What the first clause of an answer says, in plain words: it stands for the topic in a follow-up."""
    stated = desk.store.stated_in(clauses[:1]) if clauses else []
    return stated[0].plain if stated else None
