"""Work ends with the client that waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

T = TypeVar("T")

_PATIENCE = 0.02
"""Seconds before anybody watches for a hang-up: most work has ended by then, and watching costs as much."""


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T | None:
    """Await `work`, but cancel it and return None as soon as the client hangs up."""
    watch = _Watch(request)
    try:
        return await work
    except asyncio.CancelledError:
        if watch.takes_back():
            return None
        raise
    finally:
        await watch.end()


class _Watch:
    """Cancels the task that made it when the client hangs up."""

    def __init__(self, request: Request) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task can be watched")
        self._request, self._task = request, task
        self._hung_up, self._cancelling = False, task.cancelling()
        self._watching: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(_PATIENCE, self._begin)

    def takes_back(self) -> bool:
        """Tell whether this watch alone cancelled the task; the task goes on then."""
        return self._hung_up and self._task.uncancel() <= self._cancelling

    async def end(self) -> None:
        """Watch no longer."""
        self._timer.cancel()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait([self._watching])

    def _begin(self) -> None:
        self._watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        self._hung_up = True
        self._task.cancel()
