"""Entity tags (RFC 9110): a client that has an answer already asks whether it is still the same, and is told so."""

import hashlib
import re

from api.negotiation import MediaType

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_BYTES = 16


def entity_tag(body: bytes, media_type: MediaType) -> str:
    """Write the strong tag of an answer: other bytes or another format, another tag."""
    digest = hashlib.blake2b(body, digest_size=_BYTES, key=media_type.name.encode())
    return f'"{digest.hexdigest()}"'


def is_current(if_none_match: str | None, tag: str) -> bool:
    """Tell whether one of the tags a client sent is the answer's own; weak and strong ones are compared alike."""
    if if_none_match is None or if_none_match == tag:
        return if_none_match is not None
    return if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match)
