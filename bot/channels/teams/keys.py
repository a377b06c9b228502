"""Keys: those with which the Bot Framework signs its tokens, and for which channels each is endorsed.

Fetched from its OpenID metadata when first needed, once a day, and when a token names a key that is not known (keys are
rotated), but never more often than once a minute. Feeds tokens.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK, PyJWTError

from bot.channels.teams.services import Services

logger = logging.getLogger(__name__)

KEPT = 24 * 3600  # seconds
PAUSE = 60  # seconds between two attempts, whatever asks for them
PATIENCE = aiohttp.ClientTimeout(total=5)
LARGEST = 1_000_000  # bytes of a document
BITS = 2048  # a shorter RSA key is not used


@dataclass(frozen=True)
class Key:
    public: RSAPublicKey
    endorsements: frozenset[str]


class Keys:
    """The keys by their ids. What was fetched stays in use while fetching fails."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic):
        self.services, self.clock = services, clock
        self._keys: dict[str, Key] = {}
        self._fetched = self._tried = float("-inf")
        self._lock = asyncio.Lock()

    def __bool__(self) -> bool:
        return bool(self._keys)

    async def find(self, kid: str) -> Key | None:
        """The key of that id, or None where there is none, even after fetching."""
        if self._wanting(kid):
            async with self._lock:
                if self._wanting(kid) and self.clock() - self._tried >= PAUSE:
                    await self._renew()
        return self._keys.get(kid)

    def _wanting(self, kid: str) -> bool:
        return kid not in self._keys or self.clock() - self._fetched > KEPT

    async def _renew(self) -> None:
        self._tried = self.clock()
        try:
            async with aiohttp.ClientSession(timeout=PATIENCE, trust_env=True) as session:
                where = (await self._document(session, self.services.metadata)).get("jwks_uri")
                if not isinstance(where, str):
                    raise ValueError("the metadata name no keys")
                found = _read(await self._document(session, where))
            if not found:
                raise ValueError("there is no usable key")
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError, RecursionError) as error:
            logger.error("the keys of the Bot Framework could not be fetched: %s: %s", type(error).__name__, error)
            return
        self._keys, self._fetched = found, self._tried

    async def _document(self, session: aiohttp.ClientSession, address: str) -> dict[str, Any]:
        if not self.services.trusted(address):
            raise ValueError("an address that is not Microsoft's")
        async with session.get(address, allow_redirects=False) as answer:
            if answer.status != 200:
                raise ValueError(f"it answered {answer.status}")
            body = await answer.content.read(LARGEST)
            while not answer.content.at_eof() and len(body) < LARGEST:
                body += await answer.content.read(LARGEST - len(body))
        document = json.loads(body)
        if not isinstance(document, dict):
            raise ValueError("no JSON object")
        return document


def _read(document: dict[str, Any]) -> dict[str, Key]:
    """The usable keys of a JSON Web Key Set: RSA, for signatures, long enough, with an id."""
    listed = document.get("keys")
    found: dict[str, Key] = {}
    for entry in listed if isinstance(listed, list) else []:
        if not (isinstance(entry, dict) and entry.get("kty") == "RSA" and entry.get("use", "sig") == "sig"):
            continue
        kid, endorsed = entry.get("kid"), entry.get("endorsements")
        if not isinstance(kid, str) or entry.get("alg", "RS256") != "RS256":
            continue
        try:
            public = PyJWK(entry, algorithm="RS256").key
        except (PyJWTError, ValueError, TypeError):
            continue
        if isinstance(public, RSAPublicKey) and public.key_size >= BITS:
            names = endorsed if isinstance(endorsed, list) else []
            found[kid] = Key(public, frozenset(name for name in names if isinstance(name, str)))
    return found
