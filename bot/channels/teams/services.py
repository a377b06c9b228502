"""Services: the addresses of Microsoft that the channel may speak to, and no others.

Read by keys (what signs the tokens) and delivery (where answers go). Tests give their own on the loopback interface, by
the constructor only: no setting of the environment opens this.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from microsoft_agents.hosting.core.authorization import AuthenticationConstants
from microsoft_agents.hosting.core.security import OutboundHostValidator
from yarl import URL

LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Services:
    """`metadata` is the OpenID document of those who sign; `login` the authority before the tenant's id."""

    metadata: str = AuthenticationConstants.PUBLIC_ABS_OPENID_METADATA_URL
    login: str = "https://login.microsoftonline.com"
    loopback: bool = False

    def trusted(self, address: str) -> bool:
        """Whether an address is one of Microsoft's for bots: https, the usual port, a known host, nothing after the path."""
        try:
            url = URL(address)
            if url.query_string or url.fragment or url.user or url.password or not url.host:
                return False
            if self.loopback and url.host in LOOPBACK:
                return True
            return url.port == 443 and self._hosts.is_allowed(address)
        except ValueError:
            return False

    @cached_property
    def _hosts(self) -> OutboundHostValidator:
        return OutboundHostValidator(enabled=True)
