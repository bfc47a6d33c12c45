"""Headers of a request as the server read them: names in lower case, bytes."""

from starlette.types import Scope

RawHeaders = list[tuple[bytes, bytes]]


def first_of(scope: Scope, name: bytes) -> str | None:
    """Give the first value sent under a name, which is written in lower case; None if there is none."""
    for sent, value in scope["headers"]:
        if sent == name:
            text: str = value.decode("latin-1")
            return text
    return None
