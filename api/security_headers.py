"""Response headers that tell browsers what not to do with an answer of the API."""

from collections.abc import Iterable, Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import RawHeaders

_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
_HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class Completion:
    """Completes the headers of an answer by those it does not bring itself."""

    def __init__(self, *, secure: bool) -> None:
        self._headers: Sequence[tuple[bytes, bytes]] = (*_HEADERS, _HTTPS_ONLY) if secure else _HEADERS

    def __call__(self, brought: Iterable[tuple[bytes, bytes]]) -> RawHeaders:
        """List all headers."""
        headers = [*brought]
        names = {name for name, _ in headers}
        return [*headers, *(each for each in self._headers if each[0] not in names)]


class SecurityHeaders:
    """Add the headers an answer does not bring itself; the back office brings a policy for its pages."""

    def __init__(self, app: ASGIApp, *, complete: Completion) -> None:
        self.app = app
        self.complete = complete

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self.complete(message.get("headers", ()))
            await send(message)

        await self.app(scope, receive, send_with_headers)
