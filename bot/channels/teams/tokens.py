"""Tokens: whether a request comes from the Bot Framework, for this bot, and which address it vouches for.

The rules: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
Microsoft's own SDK leaves the issuer unchecked unless told, knows no endorsements and lets a token without a serviceurl
pass; so everything is checked here, by PyJWT (docs/adr/0008-microsofts-sdk-in-part.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from microsoft_agents.hosting.core.authorization import AuthenticationConstants

from bot.channels.teams.keys import Key, Keys
from bot.channels.teams.services import Services

ALGORITHM = "RS256"
ISSUER = AuthenticationConstants.AGENTS_SDK_TOKEN_ISSUER
LEEWAY = 300  # seconds by which clocks may differ
CHANNEL = "msteams"
LONGEST = 16_000  # characters of a token


class Refused(Exception):
    """A request that is not taken: the HTTP status, and a sentence for whoever looks into it."""

    def __init__(self, status: int, sentence: str):
        self.status, self.sentence = status, sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Vouched:
    """What a valid token says: the address that answers may go to, and the channels its key is endorsed for."""

    service: str
    channels: frozenset[str]


class Tokens:
    """Checks the tokens that are meant for one bot."""

    def __init__(self, app_id: str, services: Services, keys: Keys):
        self.app_id, self.services, self.keys = app_id, services, keys

    async def checked(self, authorization: str | None) -> Vouched:
        """What the Authorization header vouches for. Raises Refused with 401, or 503 while no key is to be had."""
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise Refused(401, "A bearer token of the Bot Framework is needed.")
        try:
            key = await self._key(token.strip())
            claims = self._claims(token.strip(), key)
        except (jwt.PyJWTError, UnsupportedAlgorithm, ValueError, TypeError, RecursionError):
            raise Refused(401, "The token is not a valid one of the Bot Framework for this bot.") from None
        service = claims.get(AuthenticationConstants.SERVICE_URL_CLAIM)
        return Vouched(service if isinstance(service, str) else "", key.endorsements)

    def vouch(self, vouched: Vouched, service: str, channel: str) -> None:
        """Raises Refused with 403 unless the token vouches for the activity's address and its key for the channel."""
        if channel != CHANNEL or channel not in vouched.channels:
            raise Refused(403, "The token's key is not endorsed for this channel.")
        if not service or service != vouched.service:
            raise Refused(403, "The serviceUrl is not the one that the token vouches for.")
        if not self.services.trusted(service):
            raise Refused(403, "The serviceUrl is not an address of Microsoft's that answers may go to.")

    async def _key(self, token: str) -> Key:
        if len(token) > LONGEST:
            raise ValueError("too long")
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if header.get("alg") != ALGORITHM or not isinstance(kid, str):
            raise ValueError("another algorithm, or no key named")
        # Whoever does not even claim to be the Bot Framework makes us fetch nothing.
        self._claims(token, None)
        key = await self.keys.find(kid)
        if key is None and not self.keys:
            raise Refused(503, "The keys of the Bot Framework cannot be fetched at the moment. Send it again later.")
        if key is None:
            raise ValueError("an unknown key")
        return key

    def _claims(self, token: str, key: Key | None) -> dict[str, Any]:
        """The claims of a token that is this bot's and in time; without a key its signature stays unchecked."""
        claimed: dict[str, Any] = jwt.decode(
            token,
            key.public if key else "",
            algorithms=[ALGORITHM],
            audience=self.app_id,
            issuer=ISSUER,
            leeway=LEEWAY,
            options={
                "require": ["iss", "aud", "exp", "nbf"],
                "strict_aud": True,
                "verify_signature": key is not None,
                "verify_aud": True,
                "verify_iss": True,
                "verify_exp": True,
                "verify_nbf": True,
            },
        )
        return claimed
