"""Collects what the platform sends to the database as the role that serves tenants, each text once.

What the tests send by themselves, to look or to go round a rule, is left out: the code that put a statement is told by
the stack, which goes on behind the greenlet in which SQLAlchemy's synchronous half runs.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import greenlet
import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncSession

from tenants.reading import ReadingSession

RUNTIME = "wuyi_runtime"
_ROOT = Path(__file__).parents[2]
_PACKAGES = tuple(f"{_ROOT / package}/" for package in ("api", "authz", "schema", "tenants", "tests"))
_PASSED_OVER = (__file__, f"{_ROOT / 'schema' / 'frame'}/", f"{_ROOT / 'tenants' / 'reading.py'}")


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a statement was first put, as `file:function`, and the parameters it then had: of many runs, a list."""

    sender: str
    parameters: Any


@contextmanager
def sent_by_the_platform(*, apart: bool = False) -> Iterator[dict[str, Sent]]:
    """Collect the texts of statements while it is open, each as it was put first.

    With `apart` each is sent alone, by whoever asks, and none together with others that wait.
    """
    found: dict[str, Sent] = {}

    def note_role(_dialect: Any, record: Any, _arguments: Any, parameters: Any) -> None:
        record.info["role"] = parameters.get("server_settings", {}).get("role", parameters.get("user"))

    def note(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement not in found and connection.info.get("role") == RUNTIME:
            sender = _sender()
            if not sender.startswith(_PACKAGES[-1]):
                found[statement] = Sent(sender.removeprefix(f"{_ROOT}/"), parameters)

    event.listen(Engine, "do_connect", note_role)
    event.listen(Engine, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadingSession, "execute", _sent_by_who_asks(ReadingSession.execute, apart=apart))
        yield found
    event.remove(Engine, "before_cursor_execute", note)
    event.remove(Engine, "do_connect", note_role)


def _sent_by_who_asks(execute: Any, *, apart: bool) -> Any:
    """Let a shared session send what tests ask as any other does: its own task would hide who asked."""
    turns: WeakKeyDictionary[ReadingSession, asyncio.Lock] = WeakKeyDictionary()

    async def asked(session: ReadingSession, *arguments: Any, **options: Any) -> Any:
        sender = _sender()  # none where a test gathers what it asks
        if not apart and sender and not sender.startswith(_PACKAGES[-1]):
            return await execute(session, *arguments, **options)
        async with turns.setdefault(session, asyncio.Lock()):
            return await AsyncSession.execute(session, *arguments, **options)

    return asked


def _sender() -> str:
    """Name the innermost function of ours on the stack, less this file and the frame that reads pages for all."""
    for frame in _frames():
        name = frame.f_code.co_filename
        if name.startswith(_PACKAGES) and not name.startswith(_PASSED_OVER):
            return f"{name}:{frame.f_code.co_name}"
    return ""


def _frames() -> Iterator[Any]:
    current = greenlet.getcurrent()
    frame = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back
        if frame is None and current.parent is not None:
            current = current.parent
            frame = current.gr_frame
