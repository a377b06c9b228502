"""Wishes: what someone wants to be asked about: a topic, an office, a council or a document, from their own words.

Reads the vocabulary of the store; feeds learning.practice, learning.drilling and the making of trainers' quizzes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import TypeVar

from knowledge import sayings, text
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from knowledge.vocabulary import Mention, Vocabulary
from learning.bank import Bank
from learning.items import Item
from learning.scenarios import Group, Scenario

W = TypeVar("W", bound="Wish")

# Words of a request that name nothing: "give me a few quiz questions about my duties, please".
_PLAIN = frozenset(
    "quiz quizze test practise practice question ask asked give me us my on about for in of from the a an some few more another"
    " please start begin again duty duties role roles rule rules council councils document documents everything anything all"
    " every let lets want wanna would like can could you i to do with and learn train training exercise go now what whole"
    " revise revision mistake mistakes set show try throw read new next different answer work working area".split()
)
_LEAD = re.compile(
    r"^\W*(?:please\s+)?(?:quiz|test|ask|examine|give)\s+(?:me|us)?\s*(?:a\s+)?(?:quiz|questions?)?\s*(?:on|about|in|for)?\b"
    r"|^\W*practi[sc]e\b|^\W*(?:start|begin)\s+(?:a\s+|my\s+)?(?:quiz|practi[sc]e|training)\b",
    re.IGNORECASE,
)
# Whom a scenario is for: 'for a new councillor' means those it was written for, 'for the Lead Member' an office.
_FOR = r"\b(?:for|as) (?:(?:an?|the|all|our|my|new|newly) )*"
_GROUPS: dict[Group, str] = {
    "councillor": r"(?:elected )?(?:councillors?|members?|cllrs?)", "frontline": r"front-? ?line(?: staff| workers?)?|social workers?|practitioners?|staff",
    "manager": r"managers?", "school": r"schools?|(?:head ?)?teachers?|heads?(?! of)",
    "helpdesk": r"help-? ?desk(?: staff| officers?)?", "trainer": r"trainers?"}  # fmt: skip
_GROUP_NAMES: dict[Group, str] = {"councillor": "councillors", "frontline": "frontline staff", "manager": "managers",
                                  "school": "schools", "helpdesk": "the helpdesk", "trainer": "trainers"}  # fmt: skip
# The families that are a group by another name, where no scenario is about their own duties.
_GROUP_OF: dict[str, Group] = {"councillors": "councillor", "practitioners": "frontline", "other-staff": "frontline"}
_DIFFICULTY = ((1, r"\b(?:easy|easier|simple|simpler)\b"), (3, r"\b(?:hard|harder|difficult|tricky|challenging)\b"))
_DIFFICULTY_NAMES = {1: "easy cases", 3: "hard cases"}
# What names the scenario itself or the way to answer it, and so nothing that it should be about.
_STORY = re.compile(
    r"\b(?:(?:\d{1,2}|two|three|four|five) )?(?:training |practi[sc]e )?(?:scenarios?|case stud(?:y|ies)|situations? to (?:answer|practi[sc]e))\b"
    r"|\b(?:(?:in )?(?:my |our |your )?own words|free text|written|(?:to )?write|(?:with |as )?(?:multiple )?choices?)\b",
    re.IGNORECASE,
)  # fmt: skip


class Wish(Closed):
    """Which questions are wanted; keys of the store, None where it does not matter."""

    council: str | None = None
    family: str | None = None
    topic: str | None = None
    document: str | None = None

    def items(self, bank: Bank) -> list[Item]:
        """The questions that fit, in the bank's order."""
        return bank.matching(council=self.council, family=self.family, topic=self.topic, document=self.document)

    def words(self, store: Store) -> str:
        """'Corporate parenting and children in care, Dudley'; 'everything' if nothing is set."""
        named = [
            store.topics[self.topic].name if self.topic in store.topics else None,
            store.families[self.family].name if self.family in store.families else None,
            store.documents[self.document].title if self.document in store.documents else self.council,
        ]
        return ", ".join(name for name in named if name) or "everything"


class ScenarioWish(Wish):
    """Which scenarios are wanted: as for questions, and for whom they were written and how hard they are."""

    group: Group | None = None
    difficulty: int | None = None

    def fits(self, told: Scenario, families: tuple[str, ...]) -> bool:
        """Whether a scenario is on all of it; `families` are those of the offices that the scenario is about."""
        return (
            (not self.council or told.council == self.council)
            and (not self.document or self.document in told.documents)
            and (not self.topic or self.topic in told.topics)
            and (not self.family or self.family in families)
            and (not self.group or self.group in told.groups)
            and (not self.difficulty or told.difficulty == self.difficulty)
        )

    def words(self, store: Store) -> str:
        """'hard cases, managers, Dudley'."""
        rest = Wish(**self.model_dump(exclude={"group", "difficulty"}))
        named = [_DIFFICULTY_NAMES.get(self.difficulty or 0), _GROUP_NAMES[self.group] if self.group else None]
        return (
            ", ".join([*(name for name in named if name), *([rest.words(store)] if rest != Wish() else [])])
            or "everything"
        )

    def for_group(self) -> ScenarioWish | None:
        """The same for those whom the family stands for ('social workers'); None where it stands for no group."""
        group = _GROUP_OF.get(self.family or "")
        return self.model_copy(update={"family": None, "group": group}) if group and not self.group else None


def scenarios_understood(request: str, store: Store, vocabulary: Vocabulary) -> ScenarioWish:
    """What a request for a scenario names. One that names nothing wishes for everything.

    Raises no_such_scenario_subject with the nearest names, or no_such_council: it is never half heard.
    """
    asked = _STORY.sub(" ", request)
    place = rf"((?:{'|'.join(map(re.escape, store.councils))})(?:['’]s)? )?"  # 'for Dudley staff'
    found = (
        (group, re.search(rf"{_FOR}{place}(?:{words})\b", asked, re.IGNORECASE)) for group, words in _GROUPS.items()
    )
    group, said = next(((group, said) for group, said in found if said), (None, None))
    if said:
        asked = f"{asked[: said.start()]} {said[1] or ''} {asked[said.end() :]}"
    difficulty = None
    for degree, words in _DIFFICULTY:
        if re.search(words, asked, re.IGNORECASE):
            difficulty, asked = degree, re.sub(words, " ", asked, flags=re.IGNORECASE)
    try:
        wish = understood(asked, store, vocabulary)
    except KnowledgeError as error:
        if error.code != "no_such_subject":
            raise
        raise KnowledgeError("no_such_scenario_subject", **error.facts) from None
    return ScenarioWish(**wish.model_dump(), group=group, difficulty=difficulty)


def understood(request: str, store: Store, vocabulary: Vocabulary) -> Wish:
    """What a request names. An empty one, or one of plain words only, wishes for everything.

    Raises no_such_subject with the nearest names where it names what is not held: a wish is never half heard.
    """
    asked = _LEAD.sub(" ", request, count=1)
    named = [m for m in vocabulary.mentions(asked) if m.kind in ("family", "council", "document", "topic", "elsewhere")]
    elsewhere = next((m for m in named if m.kind == "elsewhere"), None)
    if elsewhere:
        raise KnowledgeError("no_such_council", council=elsewhere.key, known=", ".join(store.councils))
    kept = _apart(named)
    if any(m.kind in ("council", "family", "document") for m in kept):
        # 'the Dudley document' is all of Dudley, not the questions about documents; 'the Kent protocol' is no procedure.
        kept = [m for m in kept if not (m.kind == "topic" and (m.key == "document" or m.text.lower() == "protocol"))]
    first = {m.kind: m.key for m in reversed(kept)}
    dated = _dated(asked, first.get("council"), store)
    if dated:
        first.setdefault("document", dated)
    left = [word for word, start, _ in text.spans(asked)
            if word not in _PLAIN and word not in text.STOP and not any(m.start <= start < m.end for m in named)]  # fmt: skip
    if left and not first.keys() & {"family", "topic", "document"}:
        raise KnowledgeError("no_such_subject", asked=" ".join(left)[:60], nearest=_nearest(" ".join(left), store))
    document = first.get("document")
    council = store.documents[document].council if document in store.documents else first.get("council")
    return Wish(council=council, family=first.get("family"), topic=first.get("topic"), document=document)


def fitting(wish: Wish, bank: Bank, store: Store) -> list[Item]:
    """The questions that a wish asks for. Raises no_such_questions with what there is instead."""
    found = wish.items(bank)
    if found:
        return found
    others = instead(wish, lambda less: len(less.items(bank)), store)
    raise KnowledgeError("no_such_questions", wanted=wish.words(store), instead=others)


def instead(wish: W, count: Callable[[W], int], store: Store) -> str:
    """What there is in place of a wish that nothing fits: the wish without one of its parts. `count` says how much fits."""
    parts = wish.model_dump(exclude_none=True)
    others = []
    for key in parts:
        less = type(wish)(**{k: v for k, v in parts.items() if k != key and not (k == "council" and key == "document")})
        found = count(less) if less != type(wish)() else 0
        if found:
            others.append(f"{less.words(store)} ({found})")
    return sayings.listed(list(dict.fromkeys(others)), "or") or "other topics, roles and councils"


def _apart(named: list[Mention]) -> list[Mention]:
    """Of names that lie over one another the longest; of equal ones the topic, which has the most questions."""
    order = ("topic", "document", "family")
    kept = [m for m in named if m.kind == "council"]
    for mention in sorted((m for m in named if m.kind in order), key=lambda m: (m.start - m.end, order.index(m.kind))):
        if not any(m.kind in order and m.start < mention.end and mention.start < m.end for m in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _dated(asked: str, council: str | None, store: Store) -> str | None:
    """The document of a council that is named by its year: 'the 2007 Kent protocol'."""
    years = re.findall(r"\b(?:19|20)\d\d\b", asked)
    found = [key for key, one in store.documents.items()
             if one.council == council and any(year in (one.date or "") for year in years)]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _nearest(word: str, store: Store) -> str:
    names = [name.lower() for topic in store.topics.values() for name in (topic.name, *topic.names)]
    names += [name.lower() for family in store.families.values() for name in (family.name, *family.names)]
    return (
        sayings.listed(difflib.get_close_matches(word, names, 2, 0.6), "or") or "corporate parenting or team managers"
    )
