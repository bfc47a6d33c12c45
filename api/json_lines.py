"""Writes events as lines of JSON, without the standard library in between."""

import contextlib
import json
from threading import Lock
from typing import TextIO

import orjson
from structlog.typing import EventDict


class Lines:
    """Lines of one stream. Like a handler of the standard library it never fails whoever logs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = Lock()

    def logger(self, name: str = "", *_: object) -> "LineLogger":
        """Make the logger of a module."""
        return LineLogger(name, self)

    def render(self, _logger: object, _method: str, event: EventDict) -> str:
        """Render an event; what is no JSON is shown as Python shows it."""
        try:
            return orjson.dumps(event, default=repr).decode()
        except (TypeError, ValueError):  # a lone surrogate, an enormous number
            return json.dumps(event, default=repr)

    def write(self, line: str) -> None:
        """Write a line; where that fails it is lost."""
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._stream.write(line + "\n")
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
