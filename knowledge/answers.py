"""Answers: a question comes in, an outcome goes out.

The heart of the knowledge base: reads knowledge.readings, knowledge.kinds, knowledge.search and knowledge.refusals.
Knows neither Rasa nor a channel. Whatever it says about a duty is a stored rule, quoted whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge import (
    aspects,
    build,
    deciding,
    doubts,
    following,
    names,
    papers,
    profiles,
    refusals,
    remembering,
    safety,
    sayings,
    several,
    sides,
    vectors,
    worries,
)
from knowledge import text as t
from knowledge.citations import Citation
from knowledge.documents import Document
from knowledge.matters import Matters
from knowledge.outcomes import Answer, Clarification, NotCovered, Outcome, SmallTalk
from knowledge.private import TOLD, Mask
from knowledge.questions import PROFILE_KINDS, Context, Kind, Profile, Question
from knowledge.readings import Reading, read
from knowledge.search import Candidate, Search, Sought, load_weights
from knowledge.store import Clause, Store
from knowledge.superseded import Superseded
from knowledge.vocabulary import Speller, placeless

LONGEST_QUOTE = 1400  # characters; a lead-in with all its items is quoted in one piece up to this
DANGER, SURE_DANGER = 0.6, 0.97  # how sure the classifier must be where no words say so
ALARMING = 0.4  # … and where a worry is told at the same time
FOLLOWED_DANGER = 0.85  # … and where the words only make sense after what went before: 'he's got a hammer'


@dataclass(frozen=True)
class Reply:
    """An outcome, what to remember of the conversation, and what was understood (for `dutydesk why`)."""

    outcome: Outcome
    context: Context
    profile: Profile = field(default_factory=Profile)
    reading: Reading | None = None
    ranked: tuple[Candidate, ...] = ()
    decided: str = ""


class Knowledge:
    """A published store with everything needed to answer from it."""

    def __init__(self, store: Store, held: vectors.Vectors, encode: vectors.Encode, weights: dict[str, float] | None):
        self.store = store
        store.warm()
        self.search = Search(store, held, encode, weights)
        self.matters = Matters(self.search)
        self.vocabulary = names.vocabulary(store)
        worded = _worded(store)
        named = frozenset(word for name in self.vocabulary.entries for word in name)
        known = frozenset(worded) | named
        self.speller = Speller(
            known | t.STOP | safety.WORDS | aspects.WORDS | papers.WORDS, names.english(), worded, safety.WORDS
        )
        people = (c.name for clause in store.contacts(store.councils) for c in clause.contacts)
        self.mask = Mask(
            known, names.english(), frozenset(name.lower() for name in people), Speller(named, names.english()).mend
        )
        self.superseded = Superseded.load()
        everything = " ".join(text for _, _, part, text in store.phrasings() if part == "quote")
        self.quoted_places = {m.key for m in self.vocabulary.mentions(everything) if m.kind == "elsewhere"}
        # 'Section 11' of an Act that the documents speak of: no clause of theirs.
        self.statutes = set(re.findall(r"\bsection (\d+)", everything, re.IGNORECASE))
        self.references = {
            id_: {" ".join(t.words(c.reference)): c.id for c in store.clauses_of(id_)} for id_ in store.documents
        }

    @classmethod
    def open(cls, folder: Path = build.BUILD) -> Knowledge:
        """The published store in `folder`. Raises store_missing or store_damaged."""
        store = Store(build.current(folder))
        held, encode = vectors.opened(store, folder, build.BUILD)
        return cls(store, held, encode, load_weights(folder, held.likeness))

    def worded(self, text: str) -> str:
        """A message as it is looked for: without the councils it names, its turns of everyday speech in plainer words too."""
        return self.search.worded(placeless(text, self.vocabulary.mentions(text)))

    def ask(self, question: Question, profile: Profile | None = None, context: Context | None = None) -> Reply:
        """What the documents say to a question, for this asker, in this conversation."""
        profile, context = profile or Profile(), context or Context()
        text = t.ungreeted(t.clean(question.text))
        masked = self.mask(text)
        chosen = remembering.chosen(text, context)
        if chosen is None and (lost := remembering.misplaced(text, context)):
            return Reply(lost, context, profile, decided="a number that picks nothing")
        text = masked.text if chosen is None else chosen
        if not t.words(text):
            return Reply(NotCovered(says=(sayings.EMPTY,)), context, profile, decided="nothing to read")
        if question.foreign and chosen is None and not safety.sounds_urgent(text):
            return Reply(NotCovered(says=(sayings.ENGLISH_ONLY, safety.FIRST)), context, profile, decided="not English")
        question = question.model_copy(update={"text": self.speller.mended(text)})
        reading = read(question, profile, context, self.store, self.vocabulary)
        completes = remembering.completed(reading, context)
        context = context.model_copy(update={"refused": None})
        if completes:
            kind, before = completes
            question = question.model_copy(update={"text": f"{before} {text}", "kind": Kind(kind), "ranking": ()})
            reading = read(question, profile, context, self.store, self.vocabulary)
        several_ = None if completes else self._several(question, reading, profile, context)
        reply = several_ or self._reply(question, reading, profile, context)
        notes: tuple[str, ...] = ()
        private = bool(masked.kinds) or question.masked
        if private and not context.told:
            notes += (TOLD,)
        if len(t.clean(question.text)) >= t.LONGEST - 40:
            notes += (sayings.CUT,)
        outcome = reply.outcome.model_copy(update={"notes": (*reply.outcome.notes, *notes)}) if notes else reply.outcome
        told = context.told or private
        return replace(reply, outcome=outcome, context=reply.context.model_copy(update={"told": told}))

    def _several(self, question: Question, reading: Reading, profile: Profile, context: Context) -> Reply | None:
        """The questions of one message answered one by one; None where it holds one, or an answer to all of them."""
        asked = several.parts(question.text)
        if (
            len(asked) < 2
            or safety.sounds_urgent(reading.text)
            or reading.kind in (Kind.WORRY, Kind.DANGER)
            or reading.elsewhere
            or (len(asked) == 2 and sides.one_matter(reading, asked[1]))
        ):
            return None
        replies: list[Reply] = []
        now, who = context, profile
        council = reading.named_councils[0] if len(reading.named_councils) == 1 else None
        for number, text in enumerate(asked[: several.MOST]):
            if council and council.lower() not in text.lower():
                text += f" ({council})"
            # Rasa recognised the message as a whole: that speaks for its first question.
            kind = Kind.UNSURE if number else several.first_kind(question.kind, asked)
            told = {} if kind is question.kind else {"kind": kind, "ranking": ()}
            one = question.model_copy(update={"text": text, **told})
            if number and len(t.content(text)) <= 2 and not isinstance(replies[-1].outcome, Answer):
                replies.append(replies[-1])  # 'and when is that?' after what the documents do not say
                continue
            alone = not number or len(t.content(text)) > 2  # else 'and how often does it meet?'
            fresh = Context(council=context.council, document=context.document, families=now.families if number else ())
            before = fresh if alone else now
            reply = self._reply(one, read(one, who, before, self.store, self.vocabulary), who, before)
            if isinstance(reply.outcome, Clarification) and reply.reading and reply.ranked:
                reply = replace(reply, outcome=doubts.set_out(self, reply.reading, reply.ranked) or reply.outcome)
            replies.append(reply)
            now, who = replies[-1].context, replies[-1].profile
        outcome = several.together([reply.outcome for reply in replies])
        if outcome is None:
            return None
        if len(asked) > several.MOST:
            outcome = outcome.model_copy(update={"notes": (*outcome.notes, sayings.TOO_MANY)})
        return replace(replies[-1], outcome=outcome, ranked=replies[0].ranked, reading=replies[0].reading,
                       decided="several questions: " + "; ".join(reply.decided for reply in replies))  # fmt: skip

    def _reply(self, question: Question, reading: Reading, profile: Profile, context: Context) -> Reply:
        if self._danger(question, reading, context):
            return self._urgent(reading, profile)
        if safety.over(reading.text) and not remembering.asking(reading.text):
            return Reply(SmallTalk(says=(sayings.HELP_CAME,)), context, profile, reading, (), "help has come")
        if reading.kind is Kind.DANGER:  # it does not sound like danger, nor is the classifier sure
            reading = replace(reading, kind=Kind.WORRY if safety.sounds_worried(reading.text) else Kind.UNSURE)
        if reading.kind in PROFILE_KINDS and question.confidence > 0.5 and not remembering.asks(reading):
            profile, outcome = profiles.changed(reading, profile, self.store)
            if reading.kind is Kind.SET_PROFILE and context.options and context.asked:
                return self._taken_up(profile, context)
            if reading.kind is Kind.SET_PROFILE and reading.named_councils:
                narrowed = remembering.narrowed(self, profile, context)
                if narrowed:
                    outcome = narrowed.model_copy(update={"notes": outcome.says})
                    context = remembering.narrower(self, context, narrowed)
                # 'and there?' is of this council from now on
                context = context.model_copy(update={"council": profile.council})
            return Reply(outcome, self._touched(reading, context), profile, reading, (), "who asks")
        if reading.asker_named and reading.kind in PROFILE_KINDS:
            profile = profiles.noted(reading, profile, self.store)
        elif reading.asker_named:
            profile = profile.model_copy(update={"family": reading.asker_named})
        outcome, ranked, decided = deciding.decide(self, reading, context)
        remembered = remembering.remember(self, reading, outcome, context)
        return Reply(outcome, remembered, profile, reading, tuple(ranked), decided)

    def _taken_up(self, profile: Profile, context: Context) -> Reply:
        """The question that was asked back, answered for somebody who has now said who asks."""
        question = Question(text=context.asked or "", kind=Kind(context.kind))
        before = context.model_copy(update={"asked": None})
        return self._reply(question, read(question, profile, before, self.store, self.vocabulary), profile, before)

    def _touched(self, reading: Reading, context: Context) -> Context:
        """What a message about the asker also speaks of: '… and they have put me down for the visits'."""
        if reading.kind is not Kind.SET_PROFILE or len(following.own(reading)) < 2:
            return context
        ranked = self.search.candidates(following.sought(self.search, reading, Context()))
        if refusals.answerable(reading, ranked, self.search) < refusals.PLAIN:
            return context
        clause = self.clauses_of(ranked[:1])[0]
        held = Answer(citations=(self.cite(clause),))
        return remembering.remember(self, reading, held, context).model_copy(update={"kind": Kind.WHAT.value})

    def _danger(self, question: Question, reading: Reading, context: Context) -> bool:
        """Whether a child may be in danger now: in words that say so, or by the classifier and no clause answers."""
        if safety.sounds_urgent(reading.text):
            return True
        if reading.follows:
            sure = question.kind is Kind.DANGER and question.confidence >= FOLLOWED_DANGER
            return sure and not safety.no_alarm(reading.text)
        if (
            reading.kind is Kind.WORRY
            and reading.likely(Kind.DANGER) >= ALARMING
            and safety.sounds_worried(reading.text)
        ):
            return True
        if question.kind is not Kind.DANGER or question.confidence < DANGER or safety.no_alarm(reading.text):
            return False
        ranked = following.candidates(self.search, reading, context)
        if ranked and ranked[0].stated.id in worries.usual(self, reading) and not worries.others_duty(reading):
            return True  # whom to tell is all that a clause could say to it
        return question.confidence >= SURE_DANGER or refusals.answerable(reading, ranked, self.search) < refusals.PLAIN

    def _urgent(self, reading: Reading, profile: Profile) -> Reply:
        own = profile.council
        if own in self.store.councils and own not in reading.councils and not reading.named_councils:
            reading = replace(reading, councils=(own, *reading.councils))  # whichever of the two it happens in
        council = reading.councils[0] if len(reading.councils) == 1 else None
        outcome = worries.worry(self, reading)
        says = (*safety.first_words(council), *outcome.says)
        outcome = outcome.model_copy(update={"says": says, "safety_first": True})
        remembered = remembering.remember(self, reading, outcome, Context())
        return Reply(outcome, remembered, profile, reading, (), "sounds like danger now")

    def cite(self, clause: Clause, whole: bool = False) -> Citation:
        """The clause as a citation; a lead-in together with its items where that is asked and short enough."""
        citation = self.store.citation(clause)
        if whole and self.whole(clause):
            items = [self.store.citation(item) for item in self.store.items(clause.id)]
            own = len(citation.pieces)
            pieces = citation.pieces + tuple(p for item in items for p in item.pieces[own:])
            spans = citation.spans + tuple(s for item in items for s in item.spans[len(citation.spans) :])
            citation = citation.model_copy(update={
                "pieces": pieces, "spans": spans, "quote": " ".join(pieces),
                "adjacent": citation.adjacent + (True,) * (len(pieces) - own)})  # fmt: skip
        return citation.model_copy(update={"notes": self.superseded.notes(citation.quote)})

    def cited(self, clauses: Iterable[Clause]) -> tuple[Citation, ...]:
        """The clauses as citations; a lead-in says nothing without its items."""
        return tuple(self.cite(clause, whole=clause.kind == "lead-in") for clause in clauses)

    def whole(self, clause: Clause) -> bool:
        """Whether a lead-in and all its items fit one quotation."""
        items = self.store.items(clause.id)
        size = len(clause.quote) + sum(len(item.quote) - len(clause.quote) for item in items)
        return bool(items) and size <= LONGEST_QUOTE and not any(self.store.items(item.id) for item in items)

    def nearest_first(self, reading: Reading, ids: Sequence[int]) -> list[int]:
        """These clauses, the one nearest to the question's words first."""
        text = placeless(reading.text, reading.mentions)
        ranked = self.search.candidates(Sought(text=text, councils=reading.councils))
        order = {c.stated.clause: n for n, c in reversed(list(enumerate(ranked)))}
        return sorted(dict.fromkeys(ids), key=lambda i: (order.get(i, 999), i))

    def nearest_document(self, reading: Reading, held: Sequence[Document]) -> Document | None:
        """The document of `held`, two or more, that the question's words speak of, if one stands out."""
        words = set(t.content(reading.text))
        scores = [(len(words & set(t.content(" ".join((d.title, d.short, *d.names))))), d) for d in held]
        scores.sort(key=lambda pair: -pair[0])
        return scores[0][1] if scores[0][0] > scores[1][0] else None

    def clauses_of(self, candidates: Sequence[Candidate]) -> list[Clause]:
        """The clauses of these candidates, each once, in their order."""
        return self.store.clauses(list(dict.fromkeys(c.stated.clause for c in candidates)))

    def holds_question(self, question: Question, context: Context) -> bool:
        """Whether a message taken for small talk asks something as well: 'thanks, and who chairs the panel?'; after a worry,
        'what do I do?'; 'and if it was a TA?'"""
        reading = read(question.model_copy(update={"text": self.speller.mended(t.clean(question.text))}),
                       Profile(), Context(), self.store, self.vocabulary)  # fmt: skip
        telling = len(t.content(reading.text))
        if worries.handed_on(reading, context) or following.another_case(reading):
            return True
        parting = question.kind in (Kind.THANK, Kind.GOODBYE) and not (
            reading.families or remembering.asking(reading.text)
        )
        if safety.sounds_urgent(reading.text) or (question.confidence < 0.6 and telling >= 2 and not parting):
            return True
        if telling < 2 or not remembering.asking(reading.text):
            return False
        if (telling >= 3 and (reading.families or reading.topics)) or telling >= 5:
            return True
        ranked = self.search.candidates(following.sought(self.search, reading, Context()))
        return refusals.answerable(reading, ranked, self.search) >= refusals.PLAIN


def _worded(store: Store) -> Counter[str]:
    """How often the store uses each word, less the typing errors in its phrasings: a word that is no English counts as
    known if a clause or plain sentence holds it, or three phrasings do and it is no slip for a far commoner word."""
    english = names.english()
    sure: set[str] = set()
    seen: Counter[str] = Counter()
    for _, _, part, text in store.phrasings():
        words = set(t.words(text))
        seen.update(words)
        if part != "asked":
            sure |= words
    plain = Counter({word: count for word, count in seen.items() if word in sure or word in english})
    speller = Speller(plain, english, plain)
    coined = {word: count for word, count in seen.items() if word not in plain and count >= 3}
    meant = {word: speller.mend(word) for word in coined}
    slips = {word for word, other in meant.items() if plain[other] >= 5 * coined[word]}
    return plain + Counter({word: count for word, count in coined.items() if word not in slips})
