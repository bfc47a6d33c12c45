"""The doors of the three schemas: who may come in, and what resolvers are handed there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.answers import Confirmations
from api.arrivals import Arrival
from api.authentication import Authentication, Caller, require_official
from api.service import Admission, Door, Entered
from authz.context import OperationContext, WatchedClock
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

    @property
    def official(self) -> Door:
        """Admit officials, and those who come to sign in; no programs."""
        return self._door(require_official)

    @property
    def public(self) -> Door:
        """Admit everybody; a credential must be good all the same."""
        return self._door(lambda _caller: None)

    @property
    def platform(self) -> Door:
        """Admit operators of the platform, and those who come to sign in; each is asked for anew."""
        return Door(self._admit_operator)

    def _door(self, require: Callable[[Caller], None]) -> Door:
        async def admit(arrival: Arrival, credential: str | None) -> Admission:
            caller = await self.authentication.caller(arrival, credential)
            require(caller)
            return self._admission(arrival, caller)

        def recognise(arrival: Arrival, credential: str | None) -> Admission | None:
            caller = self.authentication.recognise(arrival, credential)
            if caller is None:
                return None
            require(caller)
            return self._admission(arrival, caller)

        return Door(admit, recognise)

    async def _admit_operator(self, arrival: Arrival, credential: str | None) -> Admission:
        operator = await self.authentication.operator(credential)
        database, clock = self.authentication.database, self.authentication.clock
        context = self.platform_context(database, operator, arrival.trace_id, clock)
        return Admission(operator is None, lambda: Entered(context))

    def _admission(self, arrival: Arrival, caller: Caller) -> Admission:
        confirmation = self.confirmations.of(caller.tenant)

        def enter() -> Entered:
            database = RequestDatabase(self.authentication.database, caller.tenant)
            clock = WatchedClock(self.authentication.clock)
            confirmed_at = confirmation.at if confirmation else None
            operations = OperationContext(caller.actor, database, arrival.trace_id, clock, confirmed_at)
            return Entered(RequestContext(operations, self.cursors), database.close, clock)

        return Admission(caller.actor.kind == "anonymous", enter, caller.actor, confirmation)
