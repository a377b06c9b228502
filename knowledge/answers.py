"""Answers: a question comes in, an outcome goes out.

The heart of the knowledge base: reads knowledge.readings, knowledge.kinds, knowledge.search and knowledge.refusals.
Knows neither Rasa nor a channel. Whatever it says about a duty is a stored rule, quoted whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge import build, embeddings, kinds, names, profiles, refusals, safety, sayings, vectors
from knowledge import text as t
from knowledge.citations import Citation
from knowledge.outcomes import Answer, NotCovered, Outcome
from knowledge.private import TOLD, Mask
from knowledge.questions import Context, Kind, Profile, Question
from knowledge.readings import Reading, read
from knowledge.search import Candidate, Search, Sought, load_weights
from knowledge.store import Clause, Store
from knowledge.superseded import Superseded
from knowledge.vocabulary import Speller

LONGEST_QUOTE = 1400  # characters; a lead-in with all its items is quoted in one piece up to this
TWIN = 1.6  # how far below the best a twin of another council may score and still stand beside it
# How a follow-up that names another office or body is asked anew: 'and the foster carers?' after 'how often …'
ASKED_ANEW = {Kind.FREQUENCY: "how often meet with", Kind.ACCOUNTABILITY: "who is accountable to", Kind.MEMBERSHIP: "who attends"}
PROFILE_KINDS = (Kind.SET_PROFILE, Kind.SHOW_PROFILE, Kind.FORGET_PROFILE)
DOCUMENTED = 0.6  # how near in meaning a statement about the document itself must be
TIE = 0.25  # how far below the best another clause may score and still be part of the answer


@dataclass(frozen=True)
class Reply:
    """An outcome, what to remember of the conversation, and what was understood (for `dutydesk why`)."""

    outcome: Outcome
    context: Context
    profile: Profile = Profile()
    reading: Reading | None = None
    ranked: tuple[Candidate, ...] = ()
    decided: str = ""


class Knowledge:
    """A published store with everything needed to answer from it."""

    def __init__(self, store: Store, held: vectors.Vectors | None, encode, weights: dict[str, float] | None):
        self.store = store
        self.search = Search(store, held, encode, weights)
        self.vocabulary = names.vocabulary(store)
        worded = _worded(store)
        named = frozenset(word for name in self.vocabulary.entries for word in name)
        self.speller = Speller(worded | named, names.english())
        people = (c.name for clause in store.contacts(store.councils) for c in clause.contacts)
        self.mask = Mask(worded | named, names.english(), frozenset(w.lower() for name in people for w in name.split()))
        self.superseded = Superseded.load()
        everything = " ".join(text for _, _, part, text in store.phrasings() if part == "quote")
        self.quoted_places = {m.key for m in self.vocabulary.mentions(everything) if m.kind == "elsewhere"}
        self.references = {
            id_: {" ".join(t.words(c.reference)): c.id for c in store.clauses_of(id_)} for id_ in store.documents
        }

    @classmethod
    def open(cls, folder: Path = build.BUILD) -> Knowledge:
        """The published store in `folder`. Raises store_missing or store_damaged."""
        store = Store(build.current(folder))
        encoder = embeddings.encoder(build.BUILD)
        held = vectors.prepare(store, encoder, folder) if encoder else None
        return cls(store, held, (lambda text: encoder.encode([text])[0]) if encoder else None, load_weights(folder))

    # --- the one entrance ---------------------------------------------------------------------------------------

    def ask(self, question: Question, profile: Profile | None = None, context: Context | None = None) -> Reply:
        """What the documents say to a question, for this asker, in this conversation."""
        profile, context = profile or Profile(), context or Context()
        text = t.clean(question.text)
        masked = self.mask(text)
        chosen = self._chosen(text, context)
        text = masked.text if chosen is None else chosen
        if not t.words(text):
            return Reply(NotCovered(says=(sayings.EMPTY,)), context, profile, decided="nothing to read")
        question = question.model_copy(update={"text": self.speller.mended(text)})
        reading = read(question, profile, context, self.store, self.vocabulary)
        if context.options and context.asked and self._only_names(reading):
            completed = f"{context.asked} {text}"
            question = question.model_copy(update={"text": completed, "kind": Kind(context.kind), "ranking": ()})
            reading = read(question, profile, context, self.store, self.vocabulary)
        reply = self._reply(question, reading, profile, context)
        notes = ()
        if masked.kinds and not context.told:
            notes += (TOLD,)
        if len(t.clean(question.text)) >= t.LONGEST - 20:
            notes += (sayings.CUT,)
        outcome = reply.outcome.model_copy(update={"notes": (*reply.outcome.notes, *notes)}) if notes else reply.outcome
        told = context.told or bool(masked.kinds)
        return replace(reply, outcome=outcome, context=reply.context.model_copy(update={"told": told}))

    def _reply(self, question: Question, reading: Reading, profile: Profile, context: Context) -> Reply:
        if safety.sounds_urgent(reading.text) or (question.kind is Kind.DANGER and question.confidence > 0.8):
            return self._urgent(reading, profile)
        if reading.kind in PROFILE_KINDS and question.confidence > 0.5 and not self._asks(reading):
            profile, outcome = profiles.changed(reading, profile, self.store)
            return Reply(outcome, context, profile, reading, (), "who asks")
        if reading.asker_named and reading.kind in PROFILE_KINDS:
            profile = profiles.noted(reading, profile, self.store)
        elif reading.asker_named:
            profile = profile.model_copy(update={"family": reading.asker_named})
        outcome, ranked, decided = self._decide(reading, context)
        remembered = self._remember(reading, outcome, ranked, context)
        return Reply(outcome, remembered, profile, reading, tuple(ranked), decided)

    def _chosen(self, text: str, context: Context) -> str | None:
        """The message of the option that a reply such as '2' or 'the second one' picks."""
        ordinals = ("first", "second", "third", "fourth")
        match = re.fullmatch(r"\W*(?:option |number |the )?([1-4a-d]|first|second|third|fourth|one|two|three|four)(?: one| option)?(?: please)?\W*", text, re.I)
        if not match or not context.options:
            return None
        word = match[1].lower()
        number = next(i for i, forms in enumerate(zip("1234", "abcd", ordinals, ("one", "two", "three", "four"), strict=True)) if word in forms)
        return context.options[number][1] if number < len(context.options) else None

    def _asks(self, reading: Reading) -> bool:
        """Whether a message about the asker asks a question as well."""
        return bool(re.search(r"\?|\b(what|who|whose|which|when|how|where|do i|should i|can i|am i)\b", reading.text, re.I)) and len(
            t.content(reading.text)) > 3  # fmt: skip

    def _only_names(self, reading: Reading) -> bool:
        """Whether a message names a council, a role or both and asks nothing else."""
        named = {stem for m in reading.mentions for stem in t.content(m.text)}
        return bool(reading.mentions) and not set(t.content(reading.text)) - named

    def _urgent(self, reading: Reading, profile: Profile) -> Reply:
        council = reading.councils[0] if len(reading.councils) == 1 else None
        duty = kinds.worry(self, replace(reading, asker=reading.asker))
        outcome = duty or NotCovered(says=(sayings.NOT_COVERED["nothing_near"],))
        says = (*safety.first_words(council), *outcome.says)
        outcome = outcome.model_copy(update={"says": says, "safety_first": True})
        return Reply(outcome, self._remember(reading, outcome, [], Context()), profile, reading, (), "sounds like danger now")

    # --- deciding -----------------------------------------------------------------------------------------------

    def _decide(self, reading: Reading, context: Context) -> tuple[Outcome, list[Candidate], str]:
        if set(reading.elsewhere) - self.quoted_places and not reading.named_councils:
            return self._elsewhere(reading), [], "another council is named"
        for name, special in (
            ("the same again", lambda: self._again(reading, context)),
            ("a clause by its reference", lambda: kinds.clause(self, reading)),
            ("a document", lambda: self._document(reading, context)),
            ("a term", lambda: kinds.meaning(self, reading)),
            ("the grouping of roles", lambda: kinds.grouping(self, reading, context.grouping)),
            ("a contact", lambda: self._contact(reading)),
            ("nothing to go by", lambda: kinds.unclear(self, reading)),
        ):
            outcome = special()
            if outcome:
                return outcome, [], name
        ranked = self.search.candidates(self._sought(reading, context))
        outcome, decided = self._weighed(reading, context, ranked)
        return outcome, ranked, decided

    def _elsewhere(self, reading: Reading) -> NotCovered:
        place, councils = sayings.listed(reading.elsewhere), sayings.listed(self.store.councils)
        says = sayings.NOT_COVERED["elsewhere"].format(place=place, councils=councils)
        return NotCovered(says=(says,), notes=(sayings.NEXT["elsewhere"],))

    def _weighed(self, reading: Reading, context: Context, ranked: list[Candidate]) -> tuple[Outcome, str]:
        """The kinds that need to know what the search found, and then the search's own answer."""
        if self._is_worry(reading, ranked):
            return kinds.worry(self, reading), "a worry about a child"
        if reading.kind is Kind.MINE and not reading.families and (
            self._general(reading) or (not reading.asker and not (ranked and ranked[0].evidence["meaning_closest"] > 0.75))
        ):  # fmt: skip
            outcome = kinds.mine(self, reading)
            if outcome:
                return outcome, "the asker's own part"
        if reading.kind is Kind.ACCOUNTABILITY and not reading.families and re.search(r"\bmy (line )?(manager|boss)\b", reading.text, re.I):
            return kinds.mine(self, replace(reading, asker=None)), "the asker's own line, and the role is not known"
        if reading.kind is Kind.ACCOUNTABILITY and self._about_relations(ranked):
            outcome = kinds.accountability(self, reading, reading.families)
            if outcome:
                return outcome, "a line of accountability"
        if self._is_list(reading, ranked):
            outcome = kinds.duties(self, reading, reading.families or (reading.asker,))
            if outcome:
                return outcome, "everything an office must do"
        both = len(set(reading.families)) > 1 and re.search(r"\b(each|both|respectively|compare|difference|versus|vs)\b", reading.text, re.I)
        if len(reading.named_councils) > 1 or reading.kind is Kind.COMPARE or both:
            outcome = self._compared(reading, context)
            if outcome:
                return outcome, "a comparison: one clause from each side"
        return self._found(reading, ranked)

    def _about_relations(self, ranked: Sequence[Candidate]) -> bool:
        """Whether no clause without any relation answers clearly better."""
        return not ranked or bool(ranked[0].stated.relation_kinds) or ranked[0].evidence["meaning_closest"] < 0.72

    def _is_worry(self, reading: Reading, ranked: Sequence[Candidate]) -> bool:
        """Whether a worry about a child is told, and nothing else asked that a clause answers better."""
        told = reading.kind is Kind.WORRY
        mine = reading.kind in (Kind.MINE, Kind.WHAT) and reading.first_person and reading.topics & {"referral", "child-protection"}
        if not told and not mine:
            return False
        best = ranked[0] if ranked else None
        usual = {s.id for council in reading.councils for s in kinds.referrals(self, council, reading.asker)}
        if not best or best.stated.id in usual or {"other-staff"} & set(best.stated.bearer_families):
            return True
        if told and "referral" in best.stated.topics and "inform" not in best.stated.plain:
            return True
        sure = reading.likely(Kind.WORRY) > 0.9
        return told and best.evidence["meaning_closest"] < (0.62 if sure else 0.54)

    def _general(self, reading: Reading) -> bool:
        """Whether 'what must I do' is about nothing in particular."""
        named = {stem for m in reading.mentions if m.kind in ("family", "council") for stem in t.content(m.text)}
        common = {t.stem(w) for w in "part role duty duties job responsibility responsibilities safeguarding child children must safe keeping expected protect protecting".split()}
        return not set(t.content(reading.text)) - named - common

    def _is_list(self, reading: Reading, ranked: Sequence[Candidate]) -> bool:
        """Whether all that an office must do is asked for, and nothing in particular."""
        families = reading.families or ((reading.asker,) if reading.asker else ())
        asked = reading.kind in (Kind.DUTIES, Kind.MINE) or (reading.listed and reading.kind is not Kind.FREQUENCY)
        sure = reading.listed or reading.likely(Kind.DUTIES, Kind.MINE) > 0.6
        return bool(families and asked and len(reading.particular) <= int(sure) and len(set(families)) == 1)

    def _again(self, reading: Reading, context: Context) -> Outcome | None:
        """'Exact words please', 'more': what was shown last, once more or further on."""
        if not context.clauses or context.store != self.store.path.name:
            return NotCovered(says=(sayings.GONE,)) if context.clauses and (reading.exact or reading.more) else None
        if reading.more:
            return kinds.listed(self, reading, self.store.clauses(context.clauses), says=(), start=kinds.SHOWN)
        if reading.exact and len(t.content(reading.text)) <= 5:
            held = self.store.clauses(context.clauses[:3])
            return Answer(citations=tuple(self.cite(clause) for clause in held))
        return None

    def _document(self, reading: Reading, context: Context) -> Outcome | None:
        """A question about a document: its own statement on that where there is one, else its standing and dates."""
        about = reading.kind is Kind.DOCUMENT or reading.likely(Kind.DOCUMENT) > 0.35
        if not (about or (reading.standing and (reading.documents or reading.that_document))):
            return None
        if not (reading.documents or reading.a_document or reading.follows):
            return None
        held = replace(reading, documents=reading.documents or ((context.document,) if context.document and reading.follows else ()))
        ranked = self.search.candidates(self._sought(held, Context()))
        stated = [c for c in ranked if {"document", "contacts"} & set(c.stated.topics) and not c.stated.bearers]
        if stated and (about or not reading.standing) and stated[0].evidence["meaning_closest"] > DOCUMENTED and (
            stated[0].score > ranked[0].score - TWIN
        ):  # fmt: skip
            near = [c for c in stated[:3] if c.score > stated[0].score - 2 * TIE]
            found = self._clauses(near)
            if self._blank(reading, found[0]):
                return self._not_covered("left_blank", stated)
            note = self.store.documents[found[0].document].standing_note
            says = tuple(dict.fromkeys(c.stated.plain for c in near))
            return Answer(says=says, citations=tuple(self.cite(clause) for clause in found), notes=(note,))
        return kinds.document(self, reading, context.document)

    def _contact(self, reading: Reading) -> Outcome | None:
        if reading.kind is Kind.WORRY:
            return None
        if reading.contact or (reading.kind is Kind.CONTACT and reading.likely(Kind.CONTACT) > 0.6):
            return kinds.contact(self, reading)
        return None

    def _sought(self, reading: Reading, context: Context) -> Sought:
        text, families = reading.text, frozenset(reading.families)
        if reading.follows and context.subject:
            named = {s for m in reading.mentions if m.kind in ("council", "family", "term") for s in t.content(m.text)}
            own = set(t.content(text)) - named
            new = any(m.kind in ("family", "term") for m in reading.mentions)
            if new and reading.kind in ASKED_ANEW and not own:
                text = f"{ASKED_ANEW[reading.kind]} {text}"
            elif len(own) <= 3 and not (new and len(own) >= 2):
                text = f"{context.subject} {text}"
                families = families if not new or not re.match(r"what if", reading.text, re.I) else frozenset()
        if reading.asker and reading.asker in families and len(families) > 1:
            families -= {reading.asker}
        return Sought(text=text, councils=reading.councils, families=families, asker=reading.asker,
                      topics=reading.topics, kind=reading.kind, documents=frozenset(reading.documents))  # fmt: skip

    def _compared(self, reading: Reading, context: Context) -> Outcome | None:
        """The best clause of each council named; a council that says nothing on it is said to be silent."""
        if len(reading.named_councils) < 2 and len(set(reading.families)) > 1:
            return self._roles_compared(reading, context)
        councils = reading.named_councils if len(reading.named_councils) > 1 else reading.councils
        if len(councils) < 2:
            return None
        best, says, silent = [], [], []
        for council in councils:
            one = replace(reading, councils=(council,), named_councils=(council,))
            ranked = self.search.candidates(self._sought(one, context))
            if ranked and not refusals.refused(one, ranked, self.search, side=True):
                best.append(ranked[0])
                says.append(f"{council}: {ranked[0].stated.plain}")
            else:
                silent.append(council)
        if not best:
            return None
        says += [f"{council}: the document does not say." for council in silent if council in reading.named_councils]
        return Answer(says=tuple(says), citations=tuple(self.cite(c) for c in self._clauses(best)))

    def _roles_compared(self, reading: Reading, context: Context) -> Outcome | None:
        """The best clause of each office named."""
        best = []
        for family in dict.fromkeys(reading.families):
            ranked = self.search.candidates(self._sought(replace(reading, families=(family,)), context))
            borne = [c for c in ranked if family in c.stated.bearer_families]
            if borne and not refusals.refused(reading, borne, self.search, side=True):
                best.append(borne[0])
        if len({c.stated.clause for c in best}) < 2:
            return None
        return Answer(says=tuple(c.stated.plain for c in best), citations=tuple(self.cite(c) for c in self._clauses(best)))

    def _found(self, reading: Reading, ranked: list[Candidate]) -> tuple[Outcome, str]:
        refusal = refusals.refused(reading, ranked, self.search)
        if refusal:
            return self._not_covered(refusal, ranked), "no clause is near enough"
        best = ranked[0]
        clause = self.store.clauses([best.stated.clause])[0]
        if reading.elsewhere and not any(place in f"{clause.quote} {best.stated.plain}" for place in reading.elsewhere):
            return self._elsewhere(reading), "another council is named"
        if self._borrowed(reading, best):
            return kinds.worry(self, reading), "a duty to refer: answered for the asker's own office"
        missing = self._missing(reading, best, clause)
        if missing:
            return self._not_covered(missing, ranked), f"the clause found does not hold what was asked: {missing}"
        if reading.kind is Kind.ESCALATION:
            outcome = kinds.escalation(self, reading, best.stated)
            if outcome:
                return outcome, "an escalation, step by step"
        chosen = self._beside(reading, ranked)
        several = len({c.stated.council for c in chosen}) > 1
        says = tuple(f"{c.stated.council}: {c.stated.plain}" if several else c.stated.plain for c in chosen)
        notes = (sayings.COUNCIL_UNKNOWN,) if several and not reading.council_known else ()
        cited = tuple(self.cite(x, whole=x.kind == "lead-in") for x in self._clauses(chosen))
        return Answer(says=tuple(dict.fromkeys(says)), citations=cited, notes=notes), "the clause that fits best"

    def _borrowed(self, reading: Reading, best: Candidate) -> bool:
        """Whether the best candidate is the duty to refer of an office that neither asks nor is asked about."""
        families = set(best.stated.bearer_families)
        refers = "referral" in best.stated.topics and families & {"councillors", "other-staff"}
        return bool(refers and best.stated.recipients and not families & {*reading.families, reading.asker})

    def _blank(self, reading: Reading, clause: Clause) -> bool:
        """Whether a date or result is asked for whose place in the document is blank."""
        blank = any("blank" in fact.value.lower() for fact in clause.facts)
        return blank and not re.search(r"\bwho\b|\bwhich director", reading.text, re.I)

    def _missing(self, reading: Reading, best: Candidate, clause: Clause) -> str | None:
        if self._blank(reading, clause):
            return "left_blank"
        if refusals.chair_missing(reading, self.store):
            return "no_chair"
        timed = bool(best.stated.timing or best.stated.frequencies)
        if refusals.timing_missing(timed, reading, clause):
            return "no_frequency"
        return refusals.aspect_missing(reading, clause)

    def _beside(self, reading: Reading, ranked: list[Candidate]) -> list[Candidate]:
        """The best candidate, its twins in other councils where the council is open, and true ties."""
        best = ranked[0]
        chosen = [best]
        for candidate in ranked[1:12]:
            stated = candidate.stated
            if any(stated.clause == c.stated.clause for c in chosen):
                continue
            gap = best.score - candidate.score
            twin = stated.council not in {c.stated.council for c in chosen} and not reading.council_known
            if (twin and gap <= TWIN and candidate.evidence["meaning_closest"] >= 0.5 * best.evidence["meaning_closest"]) or (
                gap <= TIE and len(chosen) < 3
            ):
                chosen.append(candidate)
        if reading.kind is Kind.ESCALATION:
            chosen += self._next_step(best, ranked, chosen)
        return chosen[:4]

    def _next_step(self, best: Candidate, ranked: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
        """Where the one who is told has to pass it on in turn: the next rung of the ladder."""
        receivers = {self.store.roles[best.stated.document, key].family for key in best.stated.recipients} - {None}
        for candidate in ranked[1:25]:
            stated = candidate.stated
            if stated.document == best.stated.document and receivers & set(stated.bearer_families) and stated.recipients:
                if all(stated.clause != c.stated.clause for c in chosen):
                    return [candidate]
        return []

    def _not_covered(self, code: str, ranked: Sequence[Candidate]) -> NotCovered:
        nearest = tuple(self.cite(x) for x in self._clauses(ranked[:1]))
        return NotCovered(says=(sayings.NOT_COVERED[code],), nearest=nearest, notes=(sayings.NEXT["general"],))

    # --- what the kinds use -------------------------------------------------------------------------------------

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

    def whole(self, clause: Clause) -> bool:
        """Whether a lead-in and all its items fit one quotation."""
        items = self.store.items(clause.id)
        size = len(clause.quote) + sum(len(item.quote) - len(clause.quote) for item in items)
        return bool(items) and size <= LONGEST_QUOTE and not any(self.store.items(item.id) for item in items)

    def nearest_first(self, reading: Reading, ids: Sequence[int]) -> list[int]:
        """These clauses, the one nearest to the question's words first."""
        ranked = self.search.candidates(Sought(text=reading.text, councils=reading.councils))
        order = {c.stated.clause: n for n, c in reversed(list(enumerate(ranked)))}
        return sorted(dict.fromkeys(ids), key=lambda i: (order.get(i, 999), i))

    def nearest_document(self, reading: Reading, held):
        """The document of `held` that the question's words speak of, if one stands out."""
        words = set(t.content(reading.text))
        scores = [(len(words & set(t.content(" ".join((d.title, d.short, *d.names))))), d) for d in held]
        scores.sort(key=lambda pair: -pair[0])
        return scores[0][1] if scores[0][0] > scores[1][0] else None

    def _clauses(self, candidates: Sequence[Candidate]) -> list[Clause]:
        return self.store.clauses(list(dict.fromkeys(c.stated.clause for c in candidates)))

    def _remember(self, reading: Reading, outcome: Outcome, ranked: Sequence[Candidate], before: Context) -> Context:
        """What the next message may refer to. A refusal or a question back leaves the thread where it was."""
        options = tuple((o.label, o.message) for o in outcome.options)
        if options:
            return before.model_copy(update={"options": options, "asked": reading.text, "kind": reading.kind.value,
                                             "store": self.store.path.name})  # fmt: skip
        if not outcome.citations:
            return before.model_copy(update={"options": (), "asked": None})
        first = outcome.citations[0]
        ids = [self.references[c.document].get(" ".join(t.words(c.clause))) for c in outcome.citations]
        clauses = tuple(i for i in ids if i)
        families = self._families(clauses[:1]) or reading.families
        return Context(
            kind=reading.kind.value, council=first.council if len({c.council for c in outcome.citations}) == 1 else before.council,
            document=first.document, families=tuple(families), clauses=clauses,
            grouping=any(c.clause == kinds.GROUPING for c in outcome.citations), subject=self._subject(clauses), store=self.store.path.name,
        )  # fmt: skip

    def _families(self, clauses: Sequence[int]) -> list[str]:
        found = []
        for clause in self.store.clauses(list(clauses)):
            found += [self.store.roles[clause.document, key].family for key in clause.bearers]
        return [f for f in dict.fromkeys(found) if f]

    def _subject(self, clauses: Sequence[int]) -> str | None:
        """What the first clause of an answer says, in plain words: it stands for the topic in a follow-up."""
        stated = self.store.stated_in(clauses[:1]) if clauses else []
        return stated[0].plain if stated else None

    def holds_question(self, question: Question) -> bool:
        """Whether a message taken for small talk asks something as well: 'thanks, and who chairs the panel?'"""
        reading = read(question.model_copy(update={"text": self.speller.mended(t.clean(question.text))}),
                       Profile(), Context(), self.store, self.vocabulary)  # fmt: skip
        if safety.sounds_urgent(reading.text) or (question.confidence < 0.6 and len(t.content(reading.text)) >= 2):
            return True
        return len(t.content(reading.text)) >= 3 and self._asks(reading) and bool(reading.families or reading.topics)


def _worded(store: Store) -> frozenset[str]:
    """The words that the store uses, less the typing errors in its phrasings: a word that is no English counts as known
    if a clause or plain sentence holds it, or three phrasings do."""
    english, sure, seen = names.english(), set(), Counter()
    for _, _, part, text in store.phrasings():
        words = set(t.words(text))
        if part == "asked":
            seen.update(words)
        else:
            sure |= words
    return frozenset(sure | {word for word, count in seen.items() if word in english or count >= 3})
