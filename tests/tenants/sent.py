"""Collects what the platform sends to the database as the role that serves tenants, each text once.

What the tests send by themselves, to look or to go round a rule, is left out: the code that put a statement is told by
the stack, which goes on behind the greenlet in which SQLAlchemy's synchronous half runs.
"""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import greenlet
import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncSession

from tenants.bundles import ask
from tenants.reading import ReadingSession

RUNTIME = "wuyi_runtime"
_ROOT = Path(__file__).parents[2]
_PACKAGES = tuple(f"{_ROOT / package}/" for package in ("api", "authz", "schema", "tenants", "tests"))
_PASSED_OVER = (__file__, f"{_ROOT / 'schema' / 'frame'}/")
_TOGETHER = str(_ROOT / "tenants" / "reading.py")
_ASKED_AS = {"execute", "scalars", "scalar", "get"}


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

    def keep(statement: str, sender: str, parameters: Any) -> None:
        if statement not in found and sender and not sender.startswith((_PACKAGES[-1], _TOGETHER)):
            found[statement] = Sent(sender.removeprefix(f"{_ROOT}/"), parameters)

    def note(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement not in found and connection.info.get("role") == RUNTIME:
            keep(statement, _sender(), parameters)

    event.listen(Engine, "do_connect", note_role)
    event.listen(Engine, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as patch:
        way = _one_by_one() if apart else _told_of(ReadingSession.execute, keep)
        patch.setattr(ReadingSession, "execute", way)
        yield found
    event.remove(Engine, "before_cursor_execute", note)
    event.remove(Engine, "do_connect", note_role)


def _told_of(execute: Any, keep: Callable[[str, str, Any], None]) -> Any:
    """Tell of what is asked of a session that sends statements together, where it is still known who asks."""

    async def asked(session: ReadingSession, statement: Any, *arguments: Any, **options: Any) -> Any:
        dialect = session.get_bind().dialect
        written = ask(statement, dialect)
        text = written.text if written is not None else str(statement.compile(dialect=dialect))
        keep(text, _sender(), None)
        return await execute(session, statement, *arguments, **options)

    return asked


def _one_by_one() -> Any:
    """Send each statement for itself, in the task of who asks."""
    turns: WeakKeyDictionary[ReadingSession, asyncio.Lock] = WeakKeyDictionary()

    async def asked(session: ReadingSession, *arguments: Any, **options: Any) -> Any:
        async with turns.setdefault(session, asyncio.Lock()):
            return await AsyncSession.execute(session, *arguments, **options)

    return asked


def _sender() -> str:
    """Name the innermost function of ours on the stack, less those that pass on what others ask."""
    for frame in _frames():
        name, function = frame.f_code.co_filename, frame.f_code.co_name
        passes_on = name.startswith(_PASSED_OVER) or (name == _TOGETHER and function in _ASKED_AS)
        if name.startswith(_PACKAGES) and not passes_on:
            return f"{name}:{function}"
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
