"""Writes events as lines of JSON, without the standard library in between."""

import asyncio
import contextlib
import json
from datetime import UTC, datetime
from threading import Lock
from typing import TextIO, cast

import orjson
import structlog
from structlog.processors import NAME_TO_LEVEL
from structlog.typing import EventDict, Processor


class Lines:
    """Lines of one stream. Like a handler of the standard library it never fails whoever logs."""

    def __init__(self, stream: TextIO, level: str, redact: Processor) -> None:
        self._stream = stream
        self._level = NAME_TO_LEVEL[level.lower()]
        self._redact = redact
        self._lock = Lock()
        self._waiting: list[str] = []

    def logger(self, name: str = "", *_: object) -> "LineLogger":
        """Make the logger of a module."""
        return LineLogger(name, self)

    def event(self, level: str, name: str, event: EventDict) -> None:
        """Write an event as the whole chain of processors would, for a line so frequent that the chain is dear.

        Lines of one turn of the event loop are written together, at its end or before any other line.
        """
        if NAME_TO_LEVEL[level] < self._level:
            return
        event.update(level=level, logger=name, timestamp=datetime.now(UTC))
        self._waiting.append(self.render(None, level, cast("EventDict", self._redact(None, level, event))))
        if len(self._waiting) == 1:
            try:
                asyncio.get_running_loop().call_soon(self.write)
            except RuntimeError:  # no loop, no turn
                self.write()

    def render(self, _logger: object, _method: str, event: EventDict) -> str:
        """Render an event; what is no JSON is shown as Python shows it."""
        try:
            return orjson.dumps(event, default=repr, option=orjson.OPT_UTC_Z).decode()
        except (TypeError, ValueError):  # a lone surrogate, an enormous number
            return json.dumps(event, default=str)

    def write(self, *lines: str) -> None:
        """Write lines after those that wait; where that fails they are lost."""
        with self._lock, contextlib.suppress(OSError, ValueError):
            waiting, self._waiting = self._waiting, []
            self._stream.write("".join([f"{line}\n" for line in (*waiting, *lines)]))
            self._stream.flush()


class LineLogger:
    """Writes what it is told, at whatever level; filtering comes before."""

    __slots__ = ("lines", "name")

    def __init__(self, name: str, lines: Lines) -> None:
        self.name = name
        self.lines = lines

    def info(self, line: str) -> None:
        """Write a line that is rendered already."""
        self.lines.write(line)

    critical = debug = error = exception = fatal = msg = warning = info


def direct_lines() -> Lines | None:
    """Give the lines that events end in as logging is configured now; None if they end elsewhere."""
    chain = structlog.get_config()["processors"]
    lines = getattr(chain[-1], "__self__", None) if chain else None
    return lines if isinstance(lines, Lines) else None
