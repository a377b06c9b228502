"""Language: spaCy's English tokenizer, and no more of spaCy than that.

Its statistical model would add 40 MB to every process and 2 ms to every message; the character n-grams do the work of
lemmas. The model's list of English words is used by knowledge.names all the same.
"""

from __future__ import annotations

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="LeanSpacy",
)
class LeanSpacy(SpacyNLP):
    """Rasa's SpacyNLP with a blank pipeline; `model` in config.yml is a language code."""

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        """The tokenizer of a language. Raises ImportError for a code that spaCy does not know."""
        return SpacyModel(model=spacy.blank(spacy_model_name), model_name=spacy_model_name)

    @staticmethod
    def ensure_proper_language_model(nlp: spacy.Language | None) -> None:
        """A blank pipeline has no path on disk, which Rasa takes for a broken one; here it is what is wanted."""
