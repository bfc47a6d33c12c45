"""Runs a command's work in the foreground until it ends or is told to stop."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvloop

T = TypeVar("T")
STOPS = (signal.SIGINT, signal.SIGTERM)


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run the work of a command to its end."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def run_until_stopped(work: Coroutine[Any, Any, T]) -> T | None:
    """Run until the work ends; ctrl-C and SIGTERM cancel it, and what it opened is closed in order.

    Gives None when it was stopped.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_cancelled_by_signals(work))


async def _cancelled_by_signals(work: Coroutine[Any, Any, T]) -> T | None:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for number in STOPS:
        loop.add_signal_handler(number, lambda: task and task.cancel())
    try:
        return await work
    except asyncio.CancelledError:
        return None
    finally:
        for number in STOPS:
            loop.remove_signal_handler(number)
