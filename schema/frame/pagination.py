"""Keyset connections: pages by position, never by offset; cursors are signed and opaque."""

import hashlib
import hmac
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, NamedTuple, TypeVar

import orjson
import strawberry

from schema.frame.errors import DomainError, ErrorCode

PAGE_LIMIT = 100
PAGE_DEFAULT = 20
SEAL_BYTES = 16

T = TypeVar("T")
R = TypeVar("R")
Key = tuple[Any, ...]

First = Annotated[
    int | None, strawberry.argument(description="Rows from the start of the list, 0 to 100; 20 unless told.")
]
After = Annotated[str | None, strawberry.argument(description="Begin after this cursor.")]
Last = Annotated[int | None, strawberry.argument(description="Rows from the end of the list, 0 to 100.")]
Latest = Annotated[int, strawberry.argument(description="How many of the latest, 0 to 100.")]
Before = Annotated[str | None, strawberry.argument(description="End before this cursor.")]


@dataclass(frozen=True, slots=True)
class Page:
    """What part of a list is asked for; `limit` is between 0 and 100 for any mix of arguments."""

    limit: int = PAGE_DEFAULT
    after: Key | None = None
    before: Key | None = None
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Slice(Generic[R]):
    """The rows of a page in list order, each with its key."""

    rows: Sequence[R]
    keys: Sequence[Key]
    has_previous: bool
    has_next: bool


class Paging(NamedTuple):
    """A list's name and the connection arguments a client gave."""

    name: str
    first: int | None
    after: str | None
    last: int | None
    before: str | None


class Cursors:
    """Signs and reads cursors. A cursor names its list, so that it cannot be used on another one."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"cursor " + secret.encode()).digest()

    def write(self, name: str, key: Key) -> str:
        """Make the cursor of a row."""
        return self.sign(orjson.dumps([name, *[str(part) for part in key]]))

    def sign(self, content: bytes) -> str:
        """Make a cursor of its content: a JSON array of the list's name and the parts of the key."""
        return urlsafe_b64encode(self._seal(content) + content).rstrip(b"=").decode()

    def read(self, name: str, cursor: str, field: str) -> Key:
        """Read a cursor we made for this list; refuse any other with INVALID_INPUT."""
        try:
            signed = b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except ValueError as error:
            raise DomainError(ErrorCode.INVALID_INPUT, "游标无效。", field=(field,)) from error
        seal, content = signed[:SEAL_BYTES], signed[SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(content)) or cursor != self.sign(content):
            raise DomainError(ErrorCode.INVALID_INPUT, "游标无效。", field=(field,))
        signed_name, *key = orjson.loads(content)
        if signed_name != name:
            raise DomainError(ErrorCode.INVALID_INPUT, "游标属于另一个列表。", field=(field,))
        return tuple(key)

    def _seal(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, "sha256")[:SEAL_BYTES]

    def page(self, paging: "Paging") -> Page:
        """Turn connection arguments into a page; both or out-of-range counts are refused."""
        name, first, after, last, before = paging
        if first is not None and last is not None:
            raise DomainError(ErrorCode.INVALID_INPUT, "first 与 last 只能给出一个。", field=("last",))
        for field, count in (("first", first), ("last", last)):
            if count is not None and not 0 <= count <= PAGE_LIMIT:
                raise DomainError(
                    ErrorCode.INVALID_INPUT, f"{field} 须在 0 至 {PAGE_LIMIT} 之间。", field=(field,)
                )
        limit = next((count for count in (first, last) if count is not None), PAGE_DEFAULT)
        return Page(
            limit=limit,
            after=None if after is None else self.read(name, after, "after"),
            before=None if before is None else self.read(name, before, "before"),
            backward=last is not None,
        )


class Place(NamedTuple):
    """Where a row stands in a list; signed only when somebody asks for its cursor."""

    cursors: Cursors
    name: str
    key: Key

    def sign(self) -> str:
        """Make the cursor."""
        return self.cursors.write(self.name, self.key)


def _start(root: "PageInfo") -> str | None:
    return root.first.sign() if root.first is not None else None


def _end(root: "PageInfo") -> str | None:
    return root.last.sign() if root.last is not None else None


@strawberry.type
class PageInfo:
    """Where a page lies in its list."""

    first: strawberry.Private[Place | None]
    last: strawberry.Private[Place | None]
    has_next_page: bool = strawberry.field(description="Whether rows follow.")
    has_previous_page: bool = strawberry.field(description="Whether rows come before.")
    start_cursor: str | None = strawberry.field(
        resolver=_start, description="Cursor of the first row; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        resolver=_end, description="Cursor of the last row; null on an empty page."
    )


def _cursor(root: "Edge[Any]") -> str:
    return root.place.sign()


@strawberry.type
class Edge(Generic[T]):
    """A row and its cursor."""

    place: strawberry.Private[Place]
    cursor: str = strawberry.field(
        resolver=_cursor, description="Opaque place in this list, for `after` and `before`."
    )
    node: T = strawberry.field(description="The row.")


@strawberry.type
class Connection(Generic[T]):
    """A page of a list; the total is counted only when asked for."""

    edges: list[Edge[T]] = strawberry.field(description="The rows of the page, in list order.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in its list.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field
    async def total_count(self) -> int:
        """Count the whole list."""
        return await self.count()


def connect(
    cursors: Cursors,
    name: str,
    page: Slice[R],
    node: Callable[[R], T],
    count: Callable[[], Awaitable[int]],
) -> Connection[T]:
    """Dress a slice of rows as a connection; `name` is the list's, as it was given to `Cursors.page`."""
    places = [Place(cursors, name, key) for key in page.keys]
    info = PageInfo(
        first=places[0] if places else None,
        last=places[-1] if places else None,
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
    )
    edges = [Edge(place=place, node=node(row)) for place, row in zip(places, page.rows, strict=True)]
    return Connection(edges=edges, page_info=info, count=count)
