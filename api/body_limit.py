"""A bound on request bodies, declared or not, with an answer in our shape.

Starlette's own limit answers in plain text, whatever the application says.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import EdgeCode, EdgeError

_DIGITS = 18


class BodyLimit:
    """Refuse bodies of more than `limit` bytes before they are read, or while."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; the refusal is raised where the body is read."""
        declared = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        too_long = declared.isdecimal() and (len(declared) > _DIGITS or int(declared) > self.limit)
        received = 0

        async def receive_bounded() -> Message:
            nonlocal received
            if too_long:
                raise self._refusal()
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.limit:
                raise self._refusal()
            return message

        await self.app(scope, receive_bounded, send)

    def _refusal(self) -> EdgeError:
        return EdgeError(413, EdgeCode.BODY_TOO_LARGE, f"请求内容超过 {self.limit} 字节的限制。")
