"""An application in this process, and beside its door one behind which what it wrote is written once more by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from pydantic import SecretStr
from starlette.applications import Starlette

from api.addresses import Addresses
from api.app import SCHEMAS, create_app
from api.cost import measure_cost
from api.execution import Call, Executor, Outcome, PlanUse
from api.graphql import GraphQLEndpoint
from api.settings import Settings
from authz.context import OperationContext
from authz.credentials import CredentialKind, issue
from authz.tables import AccessToken
from benchmarks.applying import Office
from benchmarks.bare import replaced
from benchmarks.by_hand import ByHand
from benchmarks.servers import SECRET
from benchmarks.simulate import NOW


class Twin(Executor):
    """Answers by what was prepared to be written by hand; the document is there to be looked up and weighed."""

    def __init__(self, settings: Settings, hand: ByHand) -> None:
        super().__init__(SCHEMAS.official, settings)
        self.hand = hand

    async def run(self, call: Call) -> Outcome:
        """Weigh the document, and write."""
        asked = call.parameters
        document = self.documents.read(asked.query)
        operation = document.operation(asked.operation_name)
        if document.ast is None:
            raise ValueError("the benchmark's own documents are sound")
        cost = measure_cost(self.schema, document.ast, operation.node, asked.variables)
        if cost > self.cost_limit:
            raise ValueError("the benchmark's own documents are cheap")
        await self.hand.write()
        return Outcome(b'{"data":{"answer":null}}', operation, ran=True, plan=PlanUse.INELIGIBLE)


@asynccontextmanager
async def serving(urls: tuple[str, str], hand: ByHand) -> AsyncIterator[Starlette]:
    """Run the platform's own application, as `wuyi serve` does, with the twin's door beside its own."""
    settings = Settings(
        runtime_database_url=urls[0],
        platform_database_url=urls[1],
        secret=SecretStr(SECRET),
    )
    app = create_app(settings, lambda: NOW)
    (addresses,) = (route for route in app.router.routes if isinstance(route, Addresses))
    by_hand = replaced(addresses, "/graphql", Twin(settings, hand))
    app.router.routes.insert(0, Addresses({"/t/{slug}/by-hand/graphql": GraphQLEndpoint(by_hand)}))
    async with app.router.lifespan_context(app):
        yield app


async def enter(office: Office, person: OperationContext) -> str:
    """Open a session for an official; give the token."""
    token, credential = issue(CredentialKind.OFFICIAL, office.tenant.id)
    row: Any = AccessToken(
        digest=credential.digest,
        official_id=person.actor.id,
        created_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    async with office.database.of(office.tenant).begin() as session:
        session.add(row)
    return token
