"""A bound on request bodies, declared or not, with an answer in our shape.

Starlette's own limit answers in plain text, whatever the application says.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import EdgeCode, EdgeError
from api.headers import first_of

_DIGITS = 18


class BodyLimit:
    """Refuse bodies of more than `limit` bytes before they are read, or while; forms with files have their own."""

    def __init__(self, app: ASGIApp, limit: int, upload_limit: int) -> None:
        self.app = app
        self.limit = limit
        self.upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; the refusal is raised where the body is read."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit_of(scope)
        declared = first_of(scope, b"content-length") or ""
        too_long = declared.isdecimal() and (len(declared) > _DIGITS or int(declared) > limit)
        received = 0

        async def receive_bounded() -> Message:
            nonlocal received
            if too_long:
                raise _refusal(limit)
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise _refusal(limit)
            return message

        await self.app(scope, receive_bounded, send)

    def _limit_of(self, scope: Scope) -> int:
        if not scope["path"].endswith("/evidence"):
            return self.limit
        sent = first_of(scope, b"content-type") or ""
        return self.upload_limit if sent.lower().startswith("multipart/form-data") else self.limit


def _refusal(limit: int) -> EdgeError:
    return EdgeError(413, EdgeCode.BODY_TOO_LARGE, f"请求内容超过 {limit} 字节的限制。")
