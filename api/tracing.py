"""Trace ids (W3C Trace Context): one id follows a request through logs, errors and audit entries."""

import re
from random import getrandbits

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_NONE = re.compile("0+")
_BITS = 128


def trace_id_of(traceparent: str | None) -> str:
    """Take over the caller's trace id, or make a new one, no secret but a number: 32 hexadecimal digits."""
    if traceparent is None:
        return _new()
    found = _TRACEPARENT.fullmatch(traceparent)
    if found is None or _NONE.fullmatch(found[1]) or _NONE.fullmatch(found[2]):
        return _new()
    return found[1]


def _new() -> str:
    return f"{getrandbits(_BITS) or 1:032x}"
