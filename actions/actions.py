"""Actions: the module that `rasa run actions` loads by default."""

from actions.answer import ActionAnswer, ActionLearn, ActionProfile, ActionTalk

__all__ = ["ActionAnswer", "ActionLearn", "ActionProfile", "ActionTalk"]
