"""Small schemas that misbehave in every way the edge must survive."""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import text

from api.admission import OperatorSession
from api.composition import Schemas
from schema.frame.context import Info
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.pagination import Connection, Cursors, Edge, PageInfo, Place
from schema.frame.payloads import ErrorCode as GraphQLErrorCode
from tenants.database import Database

CURSORS = Cursors("the secret of a toy")
PERSON = "王秀英 510222196001011234"


class Watch:
    """Tells a test what became of a resolver."""

    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.ended = asyncio.Event()
        self.release = asyncio.Event()
        self.cancelled = False

    @contextmanager
    def over(self) -> Iterator[None]:
        self.started.set()
        try:
            yield
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        finally:
            self.ended.set()


WATCHES: dict[str, Watch] = {}


@strawberry.type
class Node:
    """A thing with things below it."""

    name: str = "n"

    @strawberry.field
    def child(self) -> "Node":
        return Node()

    @strawberry.field
    async def children(self, first: int | None = None, last: int | None = None) -> Connection["Node"]:
        return page(first or last or 20)

    @strawberry.field
    def notes(self, first: int = 10) -> list["Node"]:
        return [Node() for _ in range(first)]


def page(size: int) -> Connection[Node]:
    async def count() -> int:
        return size

    info = PageInfo(has_next_page=False, has_previous_page=False, first=None, last=None)
    return Connection(
        edges=[Edge(place=Place(CURSORS, "toy", (n,)), node=Node()) for n in range(size)],
        page_info=info,
        count=count,
    )


@strawberry.input
class Filter:
    """An input with a misspellable name."""

    household: str
    kind: GraphQLErrorCode | None = None


@strawberry.type
class Viewer:
    """Who is signed in."""

    kind: str
    name: str


@strawberry.type
class Query:
    """Reads."""

    @strawberry.field
    def tenant(self, info: Info) -> str:
        return info.context.operations.tenant.slug

    @strawberry.field
    def viewer(self, info: Info) -> Viewer | None:
        actor = info.context.operations.actor
        return None if actor.kind == "anonymous" else Viewer(kind=actor.kind, name=actor.name)

    @strawberry.field
    def trace(self, info: Info) -> str:
        return info.context.operations.trace_id

    @strawberry.field
    def echo(self, text: str = "") -> str:
        return text

    @strawberry.field
    def search(self, filter: Filter) -> str:
        return filter.household

    @strawberry.field
    def node(self) -> Node:
        return Node()

    @strawberry.field
    async def nodes(self, first: int | None = None, last: int | None = None) -> Connection[Node]:
        return page(first or last or 20)

    @strawberry.field
    def broken(self) -> str | None:
        raise RuntimeError(f"secret of {PERSON}")

    @strawberry.field
    def broken_required(self) -> str:
        raise RuntimeError(f"secret of {PERSON}")

    @strawberry.field
    def null_required(self) -> str:
        return None  # type: ignore[return-value]

    @strawberry.field
    def many_broken(self) -> list[str | None]:
        return [object()] * 20  # type: ignore[list-item]

    @strawberry.field
    def refused(self) -> str | None:
        raise DomainError(
            ErrorCode.STALE_REVISION, "内容已更新。", field=("expectedRevision",), details={"actual": 3}
        )

    @strawberry.field
    def refused_twice(self) -> str | None:
        raise DomainErrors(
            [DomainError(ErrorCode.UNKNOWN_KIND, f"第{n}行", field=("units", str(n))) for n in range(2)]
        )

    @strawberry.field
    async def sql_error(self, info: Info) -> str | None:
        async with info.context.read() as session:
            await session.execute(text("select cast(:given as integer)"), {"given": PERSON})
        return None

    @strawberry.field
    async def store(self, info: Info, value: str) -> str | None:
        async with info.context.read() as session:
            return await session.scalar(text("select cast(:given as text)"), {"given": value})

    @strawberry.field
    async def slow_sql(self, info: Info) -> str | None:
        async with info.context.read() as session:
            await session.execute(text("set local statement_timeout = 50"))
            await session.execute(text("select pg_sleep(30)"))
        return None

    @strawberry.field
    async def sleep(self, watch: str) -> str:
        with WATCHES[watch].over():
            await asyncio.sleep(60)
        return "slept"

    @strawberry.field
    async def sleep_in_database(self, info: Info, watch: str) -> str | None:
        with WATCHES[watch].over():
            async with info.context.read() as session:
                await session.execute(text("select pg_sleep(60), cast(:watch as text)"), {"watch": watch})
        return None

    @strawberry.field
    async def hold(self, watch: str) -> str:
        with WATCHES[watch].over():
            await WATCHES[watch].release.wait()
        return "held"

    @strawberry.field
    def big(self, size: int) -> str:
        return "x" * size


@strawberry.type
class Mutation:
    """Writes."""

    @strawberry.mutation
    def sign_in(self, username: str) -> str:
        return f"token of {username}"

    @strawberry.mutation
    def change(self, watch: str = "") -> str:
        if watch:
            WATCHES[watch].started.set()
        return "changed"


@strawberry.type
class PlatformQuery:
    """Reads of operators."""

    @strawberry.field
    def viewer(self, info: strawberry.Info[Any, None]) -> str | None:
        name: str | None = info.context["operator"]
        return name

    @strawberry.field
    def secrets(self) -> str:
        return "for operators"


@strawberry.type
class PlatformMutation:
    """Writes of operators."""

    @strawberry.mutation
    async def suspend(self, info: strawberry.Info[Any, None], tenant: uuid.UUID) -> bool:
        database: Database = info.context["database"]
        async with database.begin_platform() as session:
            await session.execute(
                text("update tenants set status = 'suspended' where id = :id"), {"id": tenant}
            )
        return True


def platform_context(
    database: Database, operator: OperatorSession | None, trace_id: str, _clock: Callable[[], datetime]
) -> dict[str, Any]:
    return {"database": database, "operator": operator and operator[0].username, "trace_id": trace_id}


SCHEMAS = Schemas(
    official=strawberry.Schema(Query, Mutation),
    public=strawberry.Schema(Query),
    platform=strawberry.Schema(PlatformQuery, PlatformMutation),
    platform_context=platform_context,
)
