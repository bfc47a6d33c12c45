"""Refuses requests for hosts we do not serve, but for those that ask how the process is."""

from collections.abc import Sequence

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from api.headers import first_of

PROBES = frozenset({"/healthz", "/metrics", "/readyz"})
_KEPT_AT_MOST = 1_024


class KnownHosts:
    """Host headers that are known to be answered; all are where any is."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self.any = "*" in allowed
        self._seen: set[str] = set()

    def __contains__(self, host: str) -> bool:
        """Tell whether the header was let through before."""
        return self.any or host in self._seen

    def add(self, host: str) -> None:
        """Take note of one that was let through."""
        if len(self._seen) >= _KEPT_AT_MOST:
            self._seen.clear()
        self._seen.add(host)


class TrustedHosts:
    """Checks the Host header. Probes and Prometheus come by address, not by name, and see no tenant."""

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str], known: KnownHosts) -> None:
        self.app = app
        self.known = known
        self.guarded = TrustedHostMiddleware(self._let_through, allowed_hosts=allowed, www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        inner = self.app if scope.get("path") in PROBES else self.guarded
        await inner(scope, receive, send)

    async def _let_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.known.add(first_of(scope, b"host") or "")
        await self.app(scope, receive, send)
