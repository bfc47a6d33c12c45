"""A limit on how long operations take: all are given as long, so that one timer serves all, in order."""

import asyncio
from types import TracebackType
from typing import Any


class TimeLimit:
    """Cancels what runs within the block for longer than so many seconds, and raises TimeoutError there.

    It does what `asyncio.timeout` does, without a timer for each.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends: dict[asyncio.Task[Any], float] = {}
        self._overdue: dict[asyncio.Task[Any], int] = {}
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> None:
        """Begin."""
        task = asyncio.current_task()
        if task is None or task in self._ends:
            raise RuntimeError("one block of one task is limited")
        loop = task.get_loop()
        self._ends[task] = ends = loop.time() + self.seconds
        if self._timer is None:
            self._timer = loop.call_at(ends, self._look, loop)

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """End; a cancellation that was ours alone is a timeout."""
        task = asyncio.current_task()
        if task is None:
            return
        self._ends.pop(task, None)
        if not self._overdue:
            return
        before = self._overdue.pop(task, None)
        if before is not None and task.uncancel() <= before and isinstance(error, asyncio.CancelledError):
            raise TimeoutError from error

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Cancel whose time is over, and come again for the next."""
        self._timer, now = None, loop.time()
        for task, ends in [*self._ends.items()]:
            if ends > now:
                self._timer = loop.call_at(ends, self._look, loop)
                return
            del self._ends[task]
            self._overdue[task] = task.cancelling()
            task.cancel()
