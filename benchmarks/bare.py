"""The same reads without GraphQL, behind everything else of ours: what a compiled plan is held against.

Middleware, routing, doors (tenant, key or session), parameters and the check of a document's cost are the platform's
own; then one statement written by hand runs, and its bytes are the answer.
"""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
from graphql import DocumentNode, OperationDefinitionNode
from sqlalchemy import make_url
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from admin_ui.app import create_admin_ui
from api.admission import Doors
from api.app import SCHEMAS
from api.authentication import Authentication
from api.cli.configuration import read_settings
from api.collector import spare_collector
from api.composition import compose
from api.cost import measure_cost
from api.database import open_database, told_of_changes
from api.documents import DocumentStore
from api.graphql import credential_of
from api.logging import configure_logging
from api.parameters import read_parameters
from api.server import serve
from api.settings import Settings
from api.tenancy import Tenancy, Tenants
from benchmarks.statements import STATEMENTS
from schema.frame.pagination import Cursors

CONNECTIONS = 10
PATH = "/t/{slug}/bare/{statement}"
_ROWS = re.compile(r"first: (\d+)")


class Statements:
    """Connections of the runtime role on which the statements stay prepared; JSON comes back as its bytes."""

    def __init__(self, url: str) -> None:
        self._options = make_url(url).translate_connect_args()
        self._options |= dict(make_url(url).query)
        self._places = asyncio.Semaphore(CONNECTIONS)
        self._idle: list[asyncpg.Connection] = []

    async def run(self, name: str, tenant: str, given: str | int) -> bytes:
        """Run a statement for a tenant."""
        async with self._places:
            connection = self._idle.pop() if self._idle else await self._open()
            answer: bytes = await connection.fetchval(STATEMENTS[name], tenant, given)
            self._idle.append(connection)
            return answer

    async def _open(self) -> asyncpg.Connection:
        options = {"user": self._options["username"], "database": self._options["database"]}
        connection = await asyncpg.connect(host=self._options["host"], port=self._options["port"], **options)
        await connection.set_type_codec(
            "json", schema="pg_catalog", format="binary", encoder=bytes, decoder=bytes
        )
        return connection


class Bare:
    """Answers a request that names a statement and is written like the GraphQL request of the same question."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        database = open_database(settings)
        authentication = Authentication.at(database, Tenancy(Tenants(database), None))
        cursors = Cursors(settings.secret.get_secret_value())
        doors = Doors(authentication, cursors, SCHEMAS.platform_context)
        self.database = database
        self.statements = Statements(settings.runtime_database_url)
        self.following: AsyncExitStack | None = None
        self.sides = {
            True: self._side(SCHEMAS.public, doors.public),
            False: self._side(SCHEMAS.official, doors.official),
        }

    def _side(
        self, schema: Any, door: Callable[..., Awaitable[Any]]
    ) -> tuple[Any, DocumentStore, Callable[..., Any]]:
        of = schema._schema  # noqa: SLF001 - Strawberry has no public name for it
        store = DocumentStore(
            of, self.settings.bounds, hide_suggestions=True, cache_bytes=self.settings.document_cache_bytes
        )
        return of, store, door

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        if self.following is None:
            self.following = AsyncExitStack()
            await self.following.enter_async_context(told_of_changes(self.database, self.settings))
        name = request.path_params["statement"]
        schema, documents, door = self.sides[name == "status"]
        parameters = await read_parameters(request)
        admission = await door(request, credential_of(request))
        document = documents.read(parameters.query)
        operation = document.operation(parameters.operation_name)
        cost = _cost(schema, document.ast, operation.node, parameters.variables)
        if cost > self.settings.bounds.cost:
            return Response(status_code=422)
        given = parameters.variables.get("code") or int(_ROWS.findall(parameters.query)[0])
        tenant = str(admission.context.operations.tenant.id)
        answer = await self.statements.run(name, tenant, given)
        await admission.leave()
        return Response(b'{"data":{"answer":%b}}' % answer, media_type="application/json")


def _cost(
    schema: Any, ast: DocumentNode | None, node: OperationDefinitionNode, variables: dict[str, Any]
) -> int:
    if ast is None:
        raise ValueError("the benchmark's own documents are sound")
    return measure_cost(schema, ast, node, variables)


def main() -> None:
    """Serve on the port that is given as the argument."""
    settings = read_settings(port=int(sys.argv[1]))
    configure_logging(settings)
    app = compose(settings, SCHEMAS, create_admin_ui)
    paths = [getattr(route, "path", "") for route in app.router.routes]
    app.router.routes.insert(
        paths.index("/t/{slug}/graphql"), Route(PATH, Bare(settings).__call__, methods=["POST"])
    )
    spare_collector()
    serve(settings, app)


if __name__ == "__main__":
    main()
