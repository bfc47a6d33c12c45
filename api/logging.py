"""Logs: one line an event, with the trace id and without personal data or credentials."""

import logging
import logging.config
import re
import sys
import traceback
from collections.abc import MutableMapping
from functools import lru_cache
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import Processor

from api.json_lines import Lines
from api.settings import Settings
from schema.frame.personal import IDENTITY_NUMBER, MOBILE_TELEPHONE

Event = MutableMapping[str, Any]
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]

REDACTED = "[redacted]"
_FRAME_LIMIT = 15
_SENSITIVE_KEYS = frozenset(
    {
        "authorization",
        "body",
        "cookie",
        "display_name",
        "identity_number",
        "input",
        "note",
        "opinion",
        "password",
        "query_string",
        "secret",
        "telephone",
        "token",
        "username",
        "variables",
    }
)
_OUR_OWN_KEYS = frozenset({"level", "logger", "timestamp", "trace_id"})
"""Keys whose values nobody else chooses: a trace id is hexadecimal, and may have the digits of a number."""
_KEPT_UP_TO = 100
"""Characters of a text that is looked through once: paths and events come again and again."""
_SENSITIVE_TEXT = re.compile(
    r"wy[a-z]_[\w.~-]{8,}"  # credentials
    r"|(?<!\d)\d{17}[\dXx](?!\d)"  # identity numbers, whatever their birth date
    rf"|{IDENTITY_NUMBER}"
    rf"|{MOBILE_TELEPHONE}"
    r"|(?<=://)[^/@\s]+:[^/@\s]+(?=@)"  # user and password of a URL
)


def redact(_logger: object, _method: str, event: Event) -> Event:
    """Replace what must not be kept: values of telling keys, and credentials or numbers within text."""
    for key, value in event.items():
        if key in _SENSITIVE_KEYS:
            event[key] = REDACTED
        elif isinstance(value, str) and key not in _OUR_OWN_KEYS:
            event[key] = _known(value) if len(value) <= _KEPT_UP_TO else _without_secrets(value)
    return event


def _without_secrets(text: str) -> str:
    return _SENSITIVE_TEXT.sub(REDACTED, text)


_known = lru_cache(1_024)(_without_secrets)


def describe_exceptions(*, messages: bool) -> Processor:
    """Make the processor that tells where an exception came from.

    Messages quote data (SQL parameters, keys of rows), so only development shows them.
    """

    def describe(_logger: object, _method: str, event: Event) -> Event:
        info = _exception_info(event.pop("exc_info", None))
        if info is None:
            return event
        _kind, error, trace = info
        event["causes"] = [_title(cause, messages=messages) for cause in _causes(error)]
        event["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(trace)[-_FRAME_LIMIT:]
        ]
        return event

    return describe


def configure_logging(settings: Settings) -> None:
    """Send the logs of the platform and of its libraries to standard error in one format."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        describe_exceptions(messages=settings.development),
        redact,
    ]
    if settings.log_format == "console":
        renderer: Processor = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        _write_through_libraries(shared)
    else:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
        _write_directly(shared, settings.log_level)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.raiseExceptions = settings.development  # else a failing handler would print the raw event
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)


def _write_through_libraries(processors: list[Processor]) -> None:
    """Hand events to the standard library's loggers, whose handler renders them."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *processors,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _write_directly(processors: list[Processor], level: str) -> None:
    """Write events of ours as JSON at once: by way of the standard library a line costs as much as a request."""
    lines = Lines(sys.stderr, level, redact)
    structlog.configure(
        processors=[*processors, lines.render],
        logger_factory=lines.logger,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


def _exception_info(given: object) -> ExceptionInfo | None:
    if isinstance(given, BaseException):
        return type(given), given, given.__traceback__
    found = sys.exc_info() if given is True else given
    if isinstance(found, tuple) and isinstance(found[1], BaseException):
        return type(found[1]), found[1], found[2]
    return None


def _causes(error: BaseException) -> list[BaseException]:
    """List an exception and what it came from, outermost first."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return chain


def _title(error: BaseException, *, messages: bool) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    state = getattr(error, "sqlstate", None)
    return name + (f" [{state}]" if state else "") + (f": {error}" if messages else "")
