"""How long a connection may take over a request, and how large its head may be: whoever sends slowly holds nothing.

uvicorn waits for a request as long as its client likes. A connection has one timer, set anew when it fires; a request
costs two looks at the clock.
"""

from asyncio import TimerHandle, Transport
from typing import Any, NamedTuple

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.errors import EdgeCode, EdgeError, refused

_END = b"\r\n\r\n"


class Patience(NamedTuple):
    """Seconds a request's head and its body may take, and the bytes of its head."""

    head_seconds: float
    body_seconds: float
    head_bytes: int


class Patient(HttpToolsProtocol):
    """A connection that is closed when a request takes too long to come, or its head grows too large."""

    patience: Patience
    _timer: TimerHandle | None = None
    _due: float | None = None
    """When what is being sent has to be here; None while nothing is."""
    _in_head = True
    _begun = _ended = False
    _head_size = 0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn declares it
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._due = self.loop.time() + self.patience.head_seconds
        self._timer = self.loop.call_later(self.patience.head_seconds, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, unless it is a head that has grown too large."""
        limit = self.patience.head_bytes
        if self._in_head:
            size = self._head_size + len(data)
            if size > limit and self._grown(data):
                self._refuse(431, EdgeCode.BODY_TOO_LARGE, f"请求头超过 {limit} 字节的限制。")
                return
        self._ended = False
        super().data_received(data)
        if self._begun and self._in_head and not self._ended:  # else the piece was another request's, too
            self._head_size += len(data)

    def _grown(self, data: bytes) -> bool:
        """Tell whether the head goes on beyond its limit; what comes after its end is the body's."""
        end = data.find(_END)
        return self._head_size + (len(data) if end < 0 else end) > self.patience.head_bytes

    def head_begins(self) -> None:
        """Note that a request begins."""
        self._begun, self._head_size = True, 0
        self._due = self.loop.time() + self.patience.head_seconds

    def head_ends(self) -> None:
        """Note that its head is here: now its body may take its time."""
        self._in_head, self._head_size = False, 0
        self._due = self.loop.time() + self.patience.body_seconds

    def request_ends(self) -> None:
        """Note that it is here as a whole; the next may begin when it likes, within what is kept open."""
        self._in_head, self._begun, self._ended, self._due = True, False, True, None

    def _look(self) -> None:
        """Close a connection whose request is late; otherwise look again when it would be."""
        now = self.loop.time()
        if self._due is not None and now >= self._due:
            if self._begun and not self._is_answering():
                self._refuse(408, EdgeCode.TIMEOUT, "请求没有按时发送完。")
            else:
                self.transport.close()
            return
        wait = self._due - now if self._due is not None else self.patience.head_seconds
        self._timer = self.loop.call_later(wait, self._look)

    def _is_answering(self) -> bool:
        """Tell whether the answer of a request is on its way, so that no other may be written."""
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete and getattr(cycle, "response_started", True)

    def _refuse(self, status: int, code: EdgeCode, message: str) -> None:
        """Write a refusal, and close; nothing more is read."""
        if self.transport.is_closing():
            return
        reply = refused(EdgeError(status, code, message))
        head = [STATUS_LINE[status], *(b"%b: %b\r\n" % header for header in reply.fixed)]
        length = b"content-length: %d\r\nconnection: close\r\n\r\n" % len(reply.body)
        self.transport.write(b"".join([*head, length, reply.body]))
        self.transport.close()
