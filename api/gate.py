"""Lets as many operations work at a time as there are connections for them; the others wait in a line, or are refused.

Waiting at the pool instead is waiting amid an operation, with memory, a transaction or a lock held, and in no order.
"""

import asyncio
from collections import deque
from types import TracebackType

from api.errors import EdgeCode, EdgeError


class Gate:
    """Admits `at_work` at a time, first come, first served; `line` may wait, each at most `seconds`."""

    def __init__(self, at_work: int, *, line: int, seconds: float) -> None:
        self._free = at_work
        self._line = line
        self._seconds = seconds
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def waiting(self) -> int:
        """Count those who wait."""
        return len(self._waiting)

    async def __aenter__(self) -> None:
        """Come in when it is one's turn; raise EdgeError if the line is full or does not move."""
        if self._free and not self._waiting:
            self._free -= 1
            return
        if len(self._waiting) >= self._line:
            raise _busy()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._seconds):
                await turn
        except BaseException as error:
            self._give_up(turn)
            if isinstance(error, TimeoutError):
                raise _busy() from None
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave, and let in who waits longest."""
        self._pass_on()

    def _give_up(self, turn: "asyncio.Future[None]") -> None:
        """Leave the line; whose turn came in the same moment passes it on."""
        if turn.done() and not turn.cancelled():
            self._pass_on()
        else:
            turn.cancel()
            self._waiting.remove(turn)

    def _pass_on(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


def _busy() -> EdgeError:
    return EdgeError(503, EdgeCode.UNAVAILABLE, "服务繁忙，请稍后再试。", headers={"Retry-After": "1"})
