"""Names: an entity extractor whose vocabulary is the published rules, not the training data.

A role that is added to a rule file is recognised at the next message, without training and without a restart.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.steps import Step
from knowledge.opened import knowledge
from knowledge.vocabulary import clause_numbers

ENTITY = {"family": "role"}  # Rasa's name for it, where it differs from the vocabulary's


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NameExtractor(Step):
    """Finds roles, councils, documents, topics, terms, places elsewhere and clause references in a message."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            found = [
                {
                    "entity": ENTITY.get(mention.kind, mention.kind), "value": mention.key, "start": mention.start,
                    "end": mention.end, "extractor": "NameExtractor", "confidence_entity": 0.9 if mention.fuzzy else 1.0,
                }
                for mention in (*knowledge().vocabulary.mentions(text), *clause_numbers(text))
            ]  # fmt: skip
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages
