"""The doors of the three schemas: who may come in, and what resolvers are handed there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request

from api.answers import Confirmations
from api.authentication import Authentication, Caller, require_official
from api.service import Admission, Leave
from authz.context import OperationContext
from authz.credentials import Credential
from schema.frame.context import RequestContext
from schema.frame.pagination import Cursors
from tenants.database import Database
from tenants.requests import RequestDatabase
from tenants.tables import PlatformOperator

OperatorSession = tuple[PlatformOperator, Credential]
Clock = Callable[[], datetime]
PlatformContextFactory = Callable[[Database, OperatorSession | None, str, Clock], Any]


@dataclass(frozen=True, slots=True)
class Doors:
    """Admits callers. Each request gets a context of its own: nothing loaded for one is seen by another."""

    authentication: Authentication
    cursors: Cursors
    confirmations: Confirmations
    platform_context: PlatformContextFactory

    async def official(self, request: Request, credential: str | None) -> Admission:
        """Admit officials, and those who come to sign in; no programs."""
        caller = await self.authentication.caller(request, credential)
        require_official(caller)
        return self._admission(request, caller)

    async def public(self, request: Request, credential: str | None) -> Admission:
        """Admit everybody; a credential must be good all the same."""
        return self._admission(request, await self.authentication.caller(request, credential))

    async def platform(self, request: Request, credential: str | None) -> Admission:
        """Admit operators of the platform, and those who come to sign in."""
        operator = await self.authentication.operator(credential)
        database, clock = self.authentication.database, self.authentication.clock
        context = self.platform_context(database, operator, request.state.trace_id, clock)
        return Admission(operator is None, lambda: (context, _nothing_to_end))

    def _admission(self, request: Request, caller: Caller) -> Admission:
        confirmation = self.confirmations.of(caller.tenant)

        def enter() -> tuple[RequestContext, Leave]:
            database = RequestDatabase(self.authentication.database, caller.tenant)
            operations = OperationContext(
                caller.actor,
                database,
                request.state.trace_id,
                self.authentication.clock,
                confirmation.at if confirmation else None,
            )
            return RequestContext(operations=operations, cursors=self.cursors), database.close

        return Admission(caller.actor.kind == "anonymous", enter, caller.actor, confirmation)


async def _nothing_to_end() -> None:
    """Leave the platform's schema, whose resolvers open and end what they need."""
