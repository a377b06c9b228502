"""Intents: Rasa's logistic regression, its weights laid out for one message at a time.

Reads what the featurizers of config.yml have added to a message; its ranking is read by the actions.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LogisticRegressionClassifier):
    """The same classes and chances as Rasa's own component."""

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LogisticRegressionClassifier:
        loaded = super().load(config, model_storage, resource, execution_context, **kwargs)
        if hasattr(loaded.clf, "coef_"):
            # scipy copies a matrix that is not laid out as it multiplies: megabytes for each message.
            loaded.clf.coef_ = np.asfortranarray(loaded.clf.coef_)
        return loaded
