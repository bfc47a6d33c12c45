"""The doors of the three schemas: who may come in, and what resolvers are handed there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request

from api.authentication import Authentication, Caller, require_official
from api.graphql import Admission
from authz.context import OperationContext
from authz.credentials import Credential
from schema.frame.context import RequestContext
from schema.frame.pagination import Cursors
from tenants.database import Database
from tenants.tables import PlatformOperator

OperatorSession = tuple[PlatformOperator, Credential]
Clock = Callable[[], datetime]
PlatformContextFactory = Callable[[Database, OperatorSession | None, str, Clock], Any]


@dataclass(frozen=True, slots=True)
class Doors:
    """Admits callers. Each request gets a context of its own: nothing loaded for one is seen by another."""

    authentication: Authentication
    cursors: Cursors
    platform_context: PlatformContextFactory

    async def official(self, request: Request, credential: str | None) -> Admission:
        """Admit officials, and those who come to sign in; no programs."""
        caller = await self.authentication.caller(request, credential)
        require_official(caller)
        return Admission(self._context(request, caller), anonymous=caller.actor.kind == "anonymous")

    async def public(self, request: Request, credential: str | None) -> Admission:
        """Admit everybody; a credential must be good all the same."""
        caller = await self.authentication.caller(request, credential)
        return Admission(self._context(request, caller), anonymous=caller.actor.kind == "anonymous")

    async def platform(self, request: Request, credential: str | None) -> Admission:
        """Admit operators of the platform, and those who come to sign in."""
        operator = await self.authentication.operator(credential)
        database, clock = self.authentication.database, self.authentication.clock
        context = self.platform_context(database, operator, request.state.trace_id, clock)
        return Admission(context, anonymous=operator is None)

    def _context(self, request: Request, caller: Caller) -> RequestContext:
        database = self.authentication.database.of(caller.tenant)
        operations = OperationContext(
            caller.actor, database, trace_id=request.state.trace_id, clock=self.authentication.clock
        )
        return RequestContext(operations=operations, cursors=self.cursors)
