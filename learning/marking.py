"""Marking: a scenario as multiple choice, and as a free answer marked by its rubric: office, action, council, clause.

Reads learning.scenarios (checked ones), learning.listening and knowledge.store. Asked by quizzes and trainer sessions.
What it says of an answer never repeats the answer's own words.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Literal

from knowledge import names, sayings
from knowledge import text as t
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.store import Store
from knowledge.vocabulary import Vocabulary
from learning import citing, holders, listening
from learning.holders import NOT_STATED, Office
from learning.listening import Heard
from learning.naming import Named, Spoken, beside, covered, denied_mention, keys_of, named, part_of, spoken_of, weighty
from learning.scenarios import AlsoRight, Scenario

WORTH = {"office": 2, "action": 2, "council": 1, "clause": 1}
WORTH_SILENT = {"not stated": 4, "council": 1, "clause": 1}
# The parts that an answer earns by what it says, not by where it stands: whole, they make it right.
SAID = ("office", "action", "not stated")
MANY = 12  # numbers in one answer: more than anybody needs to name a clause
PartName = Literal["office", "action", "not stated", "council", "clause"]


class Option(Closed):
    """One choice: what is read, whether it is right, and for a wrong one why."""

    text: str
    right: bool
    why: str | None = None
    citations: tuple[Citation, ...] = ()


class Part(Closed):
    """Marks for one part of the rubric; `missing` says what would have earned the rest."""

    name: PartName
    marks: int
    of: int
    missing: str | None = None


class Marked(Closed):
    """A marked answer. `right` is the right answer in words; `citations` are the clauses that it rests on."""

    scenario: str
    parts: tuple[Part, ...]
    right: str
    why: str | None
    citations: tuple[Citation, ...]
    notes: tuple[str, ...] = ()

    @property
    def marks(self) -> int:
        return sum(part.marks for part in self.parts)

    @property
    def of(self) -> int:
        return sum(part.of for part in self.parts)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(part.missing for part in self.parts if part.missing)


class Marker:
    """Marks the scenarios of one published store. Make it once; it keeps the store's vocabulary."""

    def __init__(self, store: Store, vocabulary: Vocabulary | None = None):
        self.store = store
        self.vocabulary = vocabulary or names.vocabulary(store)
        self._families: dict[str, frozenset[str]] = {}
        self._spoken_of: dict[tuple[Scenario, tuple[Office, ...]], Spoken] = {}

    # --- multiple choice ----------------------------------------------------------------------------------------

    def options(self, scenario: Scenario, seed: str = "") -> tuple[Option, ...]:
        """The right answer among the wrong ones, in an order that depends on the scenario and `seed` only.

        Where all answers share the office or the action, only what differs is shown.
        """
        expect = scenario.expect
        rows = [(expect.bearer, expect.action, True, expect.why, expect.rests_on)]
        rows += [(wrong.bearer or expect.bearer, None if wrong.not_stated else wrong.action or expect.action, False,
                  wrong.why, wrong.clause) for wrong in scenario.wrong]  # fmt: skip
        stated = [(bearer, action) for bearer, action, *_ in rows if action]
        one_action = len({action for _, action in stated}) == 1
        one_office = len({bearer for bearer, _ in stated}) == 1
        made = []
        for bearer, action, right, why, references in rows:
            if not action:
                shown = NOT_STATED
            elif one_action:
                shown = sayings.capital(self._names(scenario, bearer))
            elif one_office:
                shown = sayings.capital(action)
            else:
                shown = sayings.capital(holders.answer_text(self.store, scenario, bearer, action))
            made.append(Option(text=shown, right=right, why=why, citations=self._citations(references)))
        random.Random(f"{scenario.id} {seed}").shuffle(made)
        return tuple(made)

    # --- free text ----------------------------------------------------------------------------------------------

    def mark(self, scenario: Scenario, answer: str) -> Marked:
        """Part marks for an answer in a person's own words, and what was missing. Any text is safe to mark."""
        heard = listening.heard(answer, self.vocabulary)
        notes = []
        if len(answer) > t.LONGEST and len(heard.text) > t.LONGEST - 100:
            notes.append(f"Only {t.LONGEST:,} characters were read: the beginning and the end.")
        if not heard.words:
            notes.append("There was nothing to mark. Write who must act and what they must do, and name the clause.")
        elif len(heard.words) < 3:
            notes.append("Write a sentence: who must act, what they must do, and which clause says so.")
        if scenario.expect.not_stated:
            parts = [self._silence(scenario, heard)]
        else:
            ways = [self._office_and_action(scenario, heard, also) for also in (None, *scenario.also_right)]
            parts = list(max(ways, key=lambda way: sum(part.marks for part in way)))
        clause = self._clause(scenario, heard)
        parts += [self._council(scenario, heard, bool(clause.marks)), clause]
        return Marked(
            scenario=scenario.id, parts=tuple(parts), right=self.right(scenario), why=scenario.expect.why,
            citations=self._citations(scenario.expect.rests_on), notes=tuple(notes),
        )  # fmt: skip

    def right(self, scenario: Scenario) -> str:
        """The right answer as one line."""
        if scenario.expect.not_stated:
            return NOT_STATED
        return sayings.capital(
            holders.answer_text(self.store, scenario, scenario.expect.bearer, scenario.expect.action)
        )

    def sentence(self, scenario: Scenario, bearer: tuple[str, ...], action: str | None) -> str:
        """An answer as a person might write it: 'The Lead Member must …'; what a rubric is tried on."""
        return f"The {self._names(scenario, bearer)} must {action}." if action else NOT_STATED

    # --- the parts ----------------------------------------------------------------------------------------------

    def _office_and_action(self, scenario: Scenario, heard: Heard, also: AlsoRight | None) -> tuple[Part, Part]:
        action = self._action(scenario, heard, also)
        return self._office(scenario, heard, also, bool(action.marks)), action

    def _office(self, scenario: Scenario, heard: Heard, also: AlsoRight | None, acted: bool) -> Part:
        """Marks for the office. One that the question itself names need not be named again by an answer that acts."""
        of = WORTH["office"]
        bearers = [holders.found(self.store, scenario, word) for word in (also or scenario.expect).bearer]
        right = [keys_of(office) for office in bearers]
        enough = 1 if not also and scenario.expect.any_one else len(right)
        all_named = named(self.store, scenario, heard, bearers)
        affirmed = [one for one in all_named if not one.denied and (acted or not one.reader)]
        met = sum(any(one.keys & keys for one in affirmed) for keys in right)
        if met < enough and covered(self.store, scenario, right, [one.keys for one in affirmed]):
            met = len(right)
        asked = self._asked(scenario)
        alone = not any(one.acts and not one.reader and weighty(self.store, one.keys, bearers) for one in affirmed)
        if acted and not met and alone and covered(self.store, scenario, right, [frozenset(asked)]):
            met = len(right)
        doing = self._doing(scenario, heard, also)
        others = beside(self.store, scenario, all_named, bearers, self._beside(scenario, bearers), doing)
        wrong_names = list(dict.fromkeys(self._name(scenario, one) for one in others))
        who = sayings.listed((holders.the(office) for office in bearers), "or" if enough < len(right) else "and")
        some = any(part_of(self.store, scenario, one.keys, right) for one in affirmed)
        if not met and not (some and not others):
            told = self._why_wrong(scenario, others)
            return Part(name="office", marks=0, of=of, missing=f"Who: {who}.{told}")
        if others:
            right_acts = any(one.acts and one.keys & keys for one in affirmed for keys in right)
            marks = 1 if right_acts and len(wrong_names) <= 2 else 0
            told = self._why_wrong(scenario, others)
            return Part(name="office", marks=marks, of=of,
                        missing=f"Who: {who} only, and not {sayings.listed(wrong_names, 'or')}.{told}")  # fmt: skip
        if met < enough:
            return Part(name="office", marks=1, of=of, missing=f"Who: {who}. You named only some of them.")
        return Part(name="office", marks=of, of=of)

    def _action(self, scenario: Scenario, heard: Heard, also: AlsoRight | None) -> Part:
        of = WORTH["action"]
        groups = self._groups(scenario, also)
        own = [any(self._says(heard, phrase) for phrase in group) for group in groups]
        given = [False] * len(groups)
        if any(own) and listening.refers_back(heard):
            asked = listening.heard(scenario.question, self.vocabulary)
            given = [any(self._says(asked, phrase) for phrase in group) for group in groups]
        met = sum(one or other for one, other in zip(own, given, strict=True))
        marks = of if met == len(groups) else 1 if met else 0
        if marks == of and any(self._says(heard, phrase) for phrase in scenario.rubric.spoils):
            marks = 1
        action = (also or scenario.expect).action
        return Part(name="action", marks=marks, of=of, missing=None if marks == of else f"What: {action}.")

    @staticmethod
    def _groups(scenario: Scenario, also: AlsoRight | None) -> tuple[tuple[str, ...], ...]:
        return (also.words if also else ()) or scenario.rubric.action

    def _doing(self, scenario: Scenario, heard: Heard, also: AlsoRight | None) -> set[int]:
        """The stretches of the answer in which a word of the right action stands."""
        phrases = [phrase for group in self._groups(scenario, also) for phrase in group]
        found = set()
        for stretch in {word.stretch for word in heard.words}:
            words = [word for word in heard.words if word.stretch == stretch]
            if any(listening.says(words, phrase, names.english()) for phrase in phrases):
                found.add(stretch)
        return found

    def _says(self, heard: Heard, phrase: str) -> bool:
        """Whether the answer affirms a word or phrase; an office may be called by any of its names."""
        if listening.says(heard.words, phrase, names.english()):
            return True
        if phrase not in self._families:
            found = [mention for mention in self.vocabulary.mentions(phrase) if mention.kind == "family"]
            whole = [mention.key for mention in found if len(mention.text) == len(phrase)]
            self._families[phrase] = frozenset(whole)
        return any(
            mention.kind == "family" and mention.key in self._families[phrase] and not denied_mention(heard, mention)
            for mention in heard.mentions
        )

    def _silence(self, scenario: Scenario, heard: Heard) -> Part:
        """Whether the answer says that the document leaves it open, and invents no duty-holder beside that."""
        of = WORTH_SILENT["not stated"]
        open_ = f"{NOT_STATED} {scenario.expect.why}"
        phrases = [phrase for group in scenario.rubric.action for phrase in group]
        said = any(self._says(heard, phrase) for phrase in phrases)
        if not said and not listening.silent(heard.text):
            return Part(name="not stated", marks=0, of=of, missing=open_)
        invented = [
            wrong for wrong in scenario.wrong
            if wrong.action and self._asserts(scenario, heard, wrong.bearer, wrong.action)
        ]  # fmt: skip
        if invented:
            return Part(name="not stated", marks=of // 2, of=of, missing=f"{open_} {invented[0].why}")
        return Part(name="not stated", marks=of, of=of)

    def _asserts(self, scenario: Scenario, heard: Heard, bearer: tuple[str, ...], action: str) -> bool:
        """Whether the answer gives this action to this office, and does not deny it."""
        keys = [keys_of(holders.found(self.store, scenario, word)) for word in bearer]
        all_named = named(self.store, scenario, heard, [])
        if not any(one.acts and not one.denied and one.keys & own for one in all_named for own in keys):
            return False
        wanted = [word for word in t.words(action) if word not in t.STOP]
        met = sum(listening.says(heard.words, word, names.english()) for word in wanted)
        return met >= max(2, len(wanted) * 2 // 3)

    def _council(self, scenario: Scenario, heard: Heard, cited: bool) -> Part:
        """The council by name, or by its document or the clause."""
        of = WORTH["council"]
        councils: set[str] = set()
        for mention in heard.mentions:
            if mention.kind in ("council", "document") and not denied_mention(heard, mention):
                named_document = mention.kind == "document"
                councils.add(self.store.documents[mention.key].council if named_document else mention.key)
        if councils == {scenario.council} or (cited and not councils):
            return Part(name="council", marks=of, of=of)
        told = "" if scenario.council in councils or not councils else " You named another council."
        if scenario.council in councils:
            told = " You named another council as well."
        return Part(name="council", marks=0, of=of, missing=f"Which council: {scenario.council}.{told}")

    def _clause(self, scenario: Scenario, heard: Heard) -> Part:
        of = WORTH["clause"]
        right = (*scenario.expect.rests_on, *(reference for also in scenario.also_right for reference in also.clause))
        for reference in right if citing.counted(heard) <= MANY else ():
            clause = holders.find_clause(self.store, reference)
            if citing.cites(heard, clause.reference, clause.quote, self.vocabulary):
                return Part(name="clause", marks=of, of=of)
        shown = sayings.listed(
            (f"{clause.reference} of the {self.store.documents[clause.document].short}"
             for clause in (holders.find_clause(self.store, reference) for reference in scenario.expect.rests_on)), "or"
        )  # fmt: skip
        nearest = "nearest: " if scenario.expect.not_stated else ""
        return Part(name="clause", marks=0, of=of, missing=f"Which clause: {nearest}{shown}.")

    def _asked(self, scenario: Scenario) -> set[str]:
        """The offices that the question itself names; 'you' is the reader's."""
        asked = {mention.key for mention in self.vocabulary.mentions(scenario.question)}
        if scenario.you and {"you", "your", "yours"} & set(t.words(scenario.question)):
            asked |= keys_of(holders.found(self.store, scenario, scenario.you))
        return asked

    def _beside(self, scenario: Scenario, bearers: list[Office]) -> Spoken:
        """Kept by scenario: it is the same for every answer."""
        key = (scenario, tuple(bearers))
        if key not in self._spoken_of:
            self._spoken_of[key] = spoken_of(self.store, self.vocabulary, scenario, bearers)
        return self._spoken_of[key]

    # --- words for what is shown --------------------------------------------------------------------------------------

    def _name(self, scenario: Scenario, one: Named) -> str:
        key = sorted(one.keys)[0]
        office = holders.find(self.store, key.removeprefix("role "), scenario.council, scenario.documents)
        return holders.the(office) if office else "another office"

    def _why_wrong(self, scenario: Scenario, others: list[Named]) -> str:
        for wrong in scenario.wrong:
            keys = {key for word in wrong.bearer for key in keys_of(holders.found(self.store, scenario, word))}
            if any(one.keys & keys for one in others):
                return f" {wrong.why}"
        return ""

    def _names(self, scenario: Scenario, bearer: tuple[str, ...]) -> str:
        return sayings.listed(holders.found(self.store, scenario, word).name for word in bearer)

    def _citations(self, references: Iterable[str]) -> tuple[Citation, ...]:
        return tuple(self.store.citation(holders.find_clause(self.store, reference)) for reference in references)
