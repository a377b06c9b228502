"""Wishes: what someone wants to be asked about: a topic, an office, a council or a document, from their own words.

Reads the vocabulary of the store; feeds learning.practice and the making of trainers' quizzes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from knowledge import sayings, text
from knowledge.errors import KnowledgeError
from knowledge.store import Store
from knowledge.vocabulary import Mention, Vocabulary
from learning.bank import Bank
from learning.items import Item
from learning.offices import Closed

# Words of a request that name nothing: "give me a few quiz questions about my duties, please".
_PLAIN = frozenset(
    "quiz quizze test practise practice question ask asked give me us my on about for in of from the a an some few more another"
    " please start begin again duty duties role roles rule rules council councils document documents everything anything all"
    " every let lets want wanna would like can could you i to do with and learn train training exercise go now what whole"
    " revise revision mistake mistakes".split()
)
_LEAD = re.compile(
    r"^\W*(?:please\s+)?(?:quiz|test|ask|examine|give)\s+(?:me|us)?\s*(?:a\s+)?(?:quiz|questions?)?\s*(?:on|about|in|for)?\b"
    r"|^\W*practi[sc]e\b|^\W*(?:start|begin)\s+(?:a\s+|my\s+)?(?:quiz|practi[sc]e|training)\b",
    re.IGNORECASE,
)


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
        # 'the Dudley document' is all of Dudley, not the questions about documents.
        kept = [m for m in kept if not (m.kind == "topic" and m.key == "document")]
    first = {m.kind: m.key for m in reversed(kept)}
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


def instead(wish: Wish, count: Callable[[Wish], int], store: Store) -> str:
    """What there is in place of a wish that nothing fits: the wish without one of its parts. `count` says how much fits."""
    parts = wish.model_dump(exclude_none=True)
    others = []
    for key in parts:
        less = Wish(**{k: v for k, v in parts.items() if k != key and not (k == "council" and key == "document")})
        found = count(less) if less != Wish() else 0
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


def _nearest(word: str, store: Store) -> str:
    names = [name.lower() for topic in store.topics.values() for name in (topic.name, *topic.names)]
    names += [name.lower() for family in store.families.values() for name in (family.name, *family.names)]
    return (
        sayings.listed(difflib.get_close_matches(word, names, 2, 0.6), "or") or "corporate parenting or team managers"
    )
