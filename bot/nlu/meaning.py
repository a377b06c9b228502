"""Meaning: the message's sentence vector as features, so that the kind of a question is known by sense and not by words alone.

The vector is MiniLM's as it comes: what was taught to tell clauses apart (knowledge.tuning) tells danger from a question about
danger less surely. The sentence is the one that the search looks for afterwards (knowledge.answers): the model reads a message once.

Where the embeddings are not installed it adds nothing, and the model that is trained then does without (bot.training).
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge import build, embeddings
from knowledge.opened import knowledge


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MeaningFeaturizer(GraphComponent):
    """Adds the vector of knowledge.embeddings (1 × 384), times `scale`: unit vectors weigh little beside counts of words."""

    def __init__(self, name: str, scale: float):
        self.name, self.scale = name, scale
        self.encoder = embeddings.encoder(build.BUILD)

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"scale": 10.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MeaningFeaturizer:
        return cls(execution_context.node_name, float(config["scale"]))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if self.encoder and message.get(TEXT):
                self._add(message, self.encoder.sense(knowledge().worded(message.get(TEXT))))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        examples = [e for e in training_data.training_examples if e.get(TEXT)]
        if self.encoder and examples:
            worded = [knowledge().worded(example.get(TEXT)) for example in examples]
            for example, sense in zip(examples, self.encoder.senses(worded, general=True), strict=True):
                self._add(example, sense)
        return training_data

    def _add(self, message: Message, sense: embeddings.Sense) -> None:
        message.add_features(Features(sense.general[None, :] * self.scale, FEATURE_TYPE_SENTENCE, TEXT, self.name))
