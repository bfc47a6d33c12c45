"""Answers that are written already: bytes, a status, and headers as they are sent."""

import structlog
from starlette.responses import Response

log = structlog.get_logger(__name__)

FixedHeaders = tuple[tuple[bytes, bytes], ...]
NO_BODY = 304
CLIENT_GONE = 499
"""What the log calls a response nobody waited for."""


class Reply(Response):
    """A response whose headers are written already, but for its length."""

    def __init__(self, body: bytes, status: int, fixed: FixedHeaders) -> None:
        self.body: bytes = body
        self.status_code, self.background = status, None
        self.fixed = fixed
        length = () if status == NO_BODY else ((b"content-length", b"%d" % len(body)),)
        self.raw_headers = [*fixed, *length]


def client_gone() -> Reply:
    """Answer nobody."""
    log.info("client gone")
    return Reply(b"", CLIENT_GONE, ())
