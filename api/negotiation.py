"""Media types of GraphQL over HTTP: which one a client accepts, and what its status codes mean."""

from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class MediaType:
    """A response format. `strict` ones answer a document with errors as 400, the older one as 200."""

    name: str
    strict: bool

    header: tuple[bytes, bytes] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "header", (b"content-type", self.content_type.encode()))

    @property
    def content_type(self) -> str:
        """Name the format and its encoding."""
        return f"{self.name}; charset=utf-8"


GRAPHQL_RESPONSE = MediaType("application/graphql-response+json", strict=True)
JSON = MediaType("application/json", strict=False)
_OFFERED = (JSON, GRAPHQL_RESPONSE)
"""The older format first: it is what a client gets that does not care."""
_KEPT_UP_TO = 200
"""Characters of a header whose reading is kept."""


def choose(accept: str | None) -> MediaType | None:
    """Choose the format a client prefers by its Accept header; None if it takes neither of ours."""
    if accept is None:
        return JSON
    return _known(accept) if len(accept) <= _KEPT_UP_TO else _choose(accept)


def _choose(accept: str) -> MediaType | None:
    if not accept.strip():
        return JSON
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    named = [name for name, _ in ranges]
    best = max(_OFFERED, key=lambda offered: (_quality(offered.name, ranges), _rank(offered.name, named)))
    return best if _quality(best.name, ranges) > 0 else None


_known = lru_cache(256)(_choose)


def _rank(name: str, named: list[str]) -> int:
    """Prefer, of two formats taken equally, the one that was named first."""
    return -named.index(name) if name in named else -len(named)


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            return name, _number(value)
    return name, 1.0


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def _quality(name: str, ranges: list[tuple[str, float]]) -> float:
    """Find the quality of the most specific range that covers the format."""
    by_name = dict(ranges)
    for candidate in (name, name.split("/", 1)[0] + "/*", "*/*"):
        if candidate in by_name:
            return by_name[candidate]
    return 0.0
