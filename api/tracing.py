"""Trace ids (W3C Trace Context): one id follows a request through logs, errors and audit entries."""

import re
import secrets

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_NONE = re.compile("0+")


def trace_id_of(traceparent: str | None) -> str:
    """Take over the caller's trace id, or make a new one: 32 hexadecimal digits."""
    found = _TRACEPARENT.fullmatch(traceparent or "")
    if found is None or _NONE.fullmatch(found[1]) or _NONE.fullmatch(found[2]):
        return secrets.token_hex(16)
    return found[1]
