"""Headers of a request as the server read them: names in lower case, bytes."""

from collections.abc import Mapping

from starlette.types import Scope

RawHeaders = list[tuple[bytes, bytes]]
Headers = Mapping[bytes, bytes]
"""The first value sent under each name."""


def by_name(sent: RawHeaders) -> Headers:
    """Make the headers of a request ready to be asked for by name."""
    return dict(reversed(sent))


def text_of(headers: Headers, name: bytes) -> str | None:
    """Give the value sent under a name, which is written in lower case; None if there is none."""
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


def first_of(scope: Scope, name: bytes) -> str | None:
    """Give the first value sent under a name, which is written in lower case; None if there is none."""
    for sent, value in scope["headers"]:
        if sent == name:
            text: str = value.decode("latin-1")
            return text
    return None
