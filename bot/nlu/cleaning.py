"""Cleaning: the first step of the pipeline. Makes any message readable for the steps after it.

Control characters and a greeting before a question go, a very long message is cut, typing errors are mended towards the
words of the published store, and personal data is masked: a name and a date of birth say nothing of what is asked.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.steps import Step
from knowledge import text as t
from knowledge.foreign import foreign
from knowledge.opened import knowledge
from knowledge.private import Masked
from learning import hearing

# Of a message's data: that personal data was taken out of it, and that it is not in English.
MASKED, FOREIGN = "masked", "foreign"


def cleaned(text: str) -> Masked:
    """The clean form of a message. What the button of a question sends stays: its four letters are no word to be mended."""
    clean = t.clean(text)
    if hearing.given(clean):
        return Masked(clean, ())
    clean = t.ungreeted(clean)
    held = knowledge()
    mended = held.speller.mended(clean, held.mask.beside(clean))
    return held.mask(mended)  # mended first: a mistyped office is no name


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MessageCleaner(Step):
    """Replaces the text of a message by its clean form, and notes whether that left something out and whether it is English
    at all. Training examples are written clean and stay as they are."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                message.set(FOREIGN, foreign(message.get(TEXT)), add_to_output=True)  # before words are mended
                clean = cleaned(message.get(TEXT))
                message.set(TEXT, clean.text)
                message.set(MASKED, bool(clean.kinds), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data
