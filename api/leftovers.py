"""Coroutines of a call that nobody comes to: those of fields beside one that was refused, or of a call given up.

GraphQL-core cancels what is under way beside a field that fails; a task that has not begun then never awaits the
coroutine it was made for. Python warns of each when it is collected, whenever that is and whatever runs then.
"""

import inspect
from collections.abc import Awaitable
from types import CoroutineType
from typing import Any, TypeGuard

from strawberry.execution import optimized_is_awaitable

_PLAIN = frozenset({bool, dict, float, int, list, str, tuple, type(None)})


class Leftovers:
    """Tells for one execution what is awaitable, and remembers the coroutines among it."""

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: list[CoroutineType[Any, Any, Any]] = []

    def is_awaitable(self, value: Any) -> TypeGuard[Awaitable[Any]]:
        """Tell whether a value is awaited before it is completed."""
        kind = type(value)
        if kind in _PLAIN:
            return False
        if kind is CoroutineType:
            self._made.append(value)
            return True
        return bool(optimized_is_awaitable(value))

    def close(self) -> None:
        """Close the coroutines that were never begun."""
        for each in self._made:
            if inspect.getcoroutinestate(each) == inspect.CORO_CREATED:
                each.close()
        self._made.clear()
