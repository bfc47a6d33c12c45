"""Refuses requests for hosts we do not serve, but for those that ask how the process is."""

from collections.abc import Sequence

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

PROBES = frozenset({"/healthz", "/metrics", "/readyz"})


class TrustedHosts:
    """Checks the Host header. Probes and Prometheus come by address, not by name, and see no tenant."""

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str]) -> None:
        self.app = app
        self.guarded = TrustedHostMiddleware(app, allowed_hosts=allowed, www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        inner = self.app if scope.get("path") in PROBES else self.guarded
        await inner(scope, receive, send)
