"""Kept: parts of pages that are the same for every visitor, made once for each published store.

Used by the modules of pages that show documents and roles. What is kept of an old store goes when a new one is published.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from knowledge.store import Store


class Kept:
    """Parts by name, made by whoever asks first; at most so many, since an address can name many."""

    def __init__(self, most: int = 100) -> None:
        self.most = most
        self._store: Store | None = None
        self._parts: dict[Hashable, Any] = {}

    def known(self, store: Store, name: Hashable) -> Any | None:
        """The part of this name, if it was made from this store already."""
        return self._parts.get(name) if store is self._store else None

    def part(self, store: Store, name: Hashable, made: Callable[[], Any]) -> Any:
        """The part of this name, made from this store; what raises is not kept."""
        if store is not self._store or len(self._parts) >= self.most:
            self._store, self._parts = store, {}
        if name not in self._parts:
            self._parts[name] = made()
        return self._parts[name]
