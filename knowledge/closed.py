"""Closed: the base of models that take no field they do not know and are never changed, only copied.

Used by every package: what goes from one part of the assistant to another is closed.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Closed(BaseModel):
    """A frozen model; an unknown field is a ValidationError."""

    model_config = ConfigDict(frozen=True, extra="forbid")
