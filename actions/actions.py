"""Actions: the module that `rasa run actions` loads by default."""

from actions.answer import ActionAnswer, ActionProfile, ActionTalk

__all__ = ["ActionAnswer", "ActionProfile", "ActionTalk"]
