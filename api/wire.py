"""HTTP on the wire: uvicorn's own protocol, and beside it the direct way, for requests that are here as a whole.

A task, an event and two messages a request cost more than a kept answer; here none is made for one. What is not known
to be simple is handed to uvicorn as if nothing had been held back.
"""

from asyncio import Task
from typing import Any, cast

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from api.direct import Direct, Target, Written
from api.headers import RawHeaders
from api.observation import TRACE_ID
from api.patience import Patience, Patient
from api.replies import NO_BODY


class Turn:
    """A request that is answered directly, as far as uvicorn asks for it: it wakes whoever waits when all is over."""

    __slots__ = ("disconnected", "keep_alive", "response_complete", "task")

    def __init__(self, *, keep_alive: bool) -> None:
        self.disconnected = self.response_complete = False
        self.keep_alive = keep_alive
        self.task: Task[None] | None = None

    @property
    def message_event(self) -> "Turn":
        """Be woken itself."""
        return self

    def set(self) -> None:
        """End the work of a client that hung up."""
        if self.disconnected and self.task is not None:
            self.task.cancel()


class Wire(Patient):
    """Serves one connection."""

    direct: Direct
    _target: Target | None = None
    """What a request is for that is held back to be answered directly; None if it goes the ordinary way."""
    _sent: RawHeaders
    """Its headers."""
    _pieces: list[bytes]
    _length: int
    """The pieces of its body so far, and how long they are together."""

    def on_message_begin(self) -> None:
        """Begin a request; its scope is made when the ordinary way asks for one."""
        self.url, self.headers, self.expect_100_continue = b"", [], False
        self.head_begins()

    def on_headers_complete(self) -> None:
        """Hold a request back that may be answered directly."""
        self.head_ends()
        parser = self.parser
        before: RequestResponseCycle | None = self.cycle
        simple = (
            (before is None or before.response_complete)
            and not (self.expect_100_continue or self.flow.write_paused or parser.should_upgrade())
            and parser.get_http_version() == "1.1"
        )
        self._target = self.direct.find(parser.get_method(), self.url) if simple else None
        self._pieces, self._length = [], 0
        self._sent, self.headers = self.headers, []  # what comes after the body are trailers: no headers
        if self._target is None or _is_long(self._sent):
            self._begin_ordinary()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body; one that grows long goes the ordinary way, which can slow its sender down."""
        if self._target is None:
            super().on_body(body)
            return
        self._pieces.append(body)
        self._length += len(body)
        if self._length > HIGH_WATER_LIMIT:
            self._let_go()

    def on_message_complete(self) -> None:
        """Answer a request that is held back."""
        self.request_ends()
        target, self._target = self._target, None
        if target is None:
            super().on_message_complete()
            return
        body = b"".join(self._pieces)
        turn = Turn(keep_alive=self.parser.should_keep_alive())
        answer = self.direct.answer(target, self._sent, body, turn)
        if answer is None:
            self._begin_ordinary(body)
            super().on_message_complete()
        elif isinstance(answer, Written):
            self._write(answer, turn)
        else:
            self.cycle = cast(
                "RequestResponseCycle", turn
            )  # all that uvicorn asks of a cycle, a turn answers
            turn.task = self.loop.create_task(self._write_later(answer, turn))
            turn.task.add_done_callback(self.tasks.discard)
            self.tasks.add(turn.task)

    def connection_lost(self, exc: Exception | None) -> None:
        """End; uvicorn is told of a request whose body never came."""
        self._let_go()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Let the request that is being sent be the last."""
        self._let_go()
        super().shutdown()

    def _let_go(self) -> None:
        """Hand a request to uvicorn that was held back so far."""
        if self._target is not None:
            self._begin_ordinary(b"".join(self._pieces))

    def _begin_ordinary(self, body: bytes = b"") -> None:
        """Hand a request to uvicorn, as it would have it by now."""
        self._target = None
        url, expects = self.url, self.expect_100_continue
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expects
        self.headers += self._sent
        super().on_headers_complete()
        self.headers = self.headers.copy()
        if body:
            super().on_body(body)

    async def _write_later(self, answer: Any, turn: Turn) -> None:
        try:
            written = await answer
            if self.flow.write_paused:
                await self.flow.drain()
        except BaseException:
            self.transport.close()
            raise
        if not turn.disconnected:
            self._write(written, turn)

    def _write(self, written: Written, turn: Turn) -> None:
        """Write an answer in one piece, and be ready for the next request."""
        reply, trace_id = written
        pieces = [STATUS_LINE[reply.status_code], self.direct.head(reply)]
        pieces += [b"%b: %b\r\n" % header for header in self.server_state.default_headers]
        if reply.status_code != NO_BODY:
            pieces.append(b"content-length: %d\r\n" % len(reply.body))
        pieces += [
            TRACE_ID,
            b": ",
            trace_id.encode(),
            b"\r\n\r\n" if turn.keep_alive else _CLOSING,
            reply.body,
        ]
        self.transport.write(b"".join(pieces))
        turn.response_complete = True
        if not turn.keep_alive:
            self.transport.close()
        self.on_response_complete()


def _is_long(sent: RawHeaders) -> bool:
    """Tell whether a body is announced that will not be held back: it may be refused before it is here."""
    for name, value in sent:
        if name == b"content-length":
            return len(value) > _DIGITS or int(value) > HIGH_WATER_LIMIT
    return False


_CLOSING = b"\r\nconnection: close\r\n\r\n"
_DIGITS = 9


def wire(direct: Direct, patience: Patience) -> type[Wire]:
    """Make the protocol of a server that answers directly what this knows, and waits so long for it."""
    return type("Wire", (Wire,), {"direct": direct, "patience": patience})
