"""Both ways to an answer: a document is run by plans, and by the resolvers alone."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from api.app import SCHEMAS
from api.execution import Call, Executor, Outcome, PlanUse
from api.parameters import Parameters
from api.settings import Settings
from authz.context import OperationContext
from schema.frame.context import RequestContext
from tests.clients import CURSORS

PLANNED = (PlanUse.COMPILED, PlanUse.HIT)
READ = (*PLANNED, PlanUse.PARTLY)
"""What a plan had a part in."""
_SETTINGS = Settings(
    runtime_database_url="postgresql+asyncpg://nowhere",
    platform_database_url="postgresql+asyncpg://nowhere",
    secret="0123456789abcdef0123456789abcdef",
    request_seconds=60,
)
_DEVELOPING = _SETTINGS.model_copy(update={"development": True})


@dataclass(frozen=True)
class Both:
    """The executors of one schema."""

    planned: Executor
    resolved: Executor
    explaining: Executor

    async def ask(
        self, caller: OperationContext, document: str, name: str | None = None, **variables: Any
    ) -> tuple[Outcome, Outcome]:
        """Run a document both ways, at the same instant."""
        at_once = standing_still(caller)
        call = Call(Parameters(document, name, variables), RequestContext(at_once, CURSORS), "trace")
        planned = await self.planned.run(call)
        again = dataclasses.replace(call, context=RequestContext(at_once, CURSORS))
        return planned, await self.resolved.run(again)

    async def same(
        self, caller: OperationContext, document: str, name: str | None = None, **variables: Any
    ) -> Any:
        """Run a document both ways; a plan has to answer it, with the same bytes. Give its data."""
        planned, resolved = await self.ask(caller, document, name, **variables)
        assert planned.plan in PLANNED, await self.why(caller, document, name, **variables)
        assert planned.encoded == resolved.encoded
        return planned.decoded["data"]

    async def statement(
        self, caller: OperationContext, document: str, **variables: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Give the statement of the plan that reads a document, or a part of it, and its values; run nothing."""
        context = RequestContext(standing_still(caller), CURSORS)
        found = self.planned.planner.find(Parameters(document, None, variables), context, lambda _: None)
        found.reading.known = await self.planned.planner.knowledge.of(context, found.plan.known)
        return found.plan.statement, tuple(bind(found.reading) for bind in found.plan.binds)

    async def plan_alone(self, caller: OperationContext, document: str, **variables: Any) -> Any:
        """Run a document by a plan, which has to answer it; give its data."""
        outcome = await self.planned.run(
            Call(Parameters(document, None, variables), RequestContext(caller, CURSORS), "trace")
        )
        assert outcome.plan in PLANNED
        return outcome.decoded["data"]

    async def why(
        self, caller: OperationContext, document: str, name: str | None = None, **variables: Any
    ) -> str | None:
        """Tell why no plan answers a document; None if one does."""
        context = RequestContext(standing_still(caller), CURSORS)
        outcome = await self.explaining.run(Call(Parameters(document, name, variables), context, "trace"))
        explained: dict[str, Any] = outcome.decoded["extensions"]["plan"]
        return None if explained["compiled"] else explained["why"]


def standing_still(caller: OperationContext) -> OperationContext:
    """Let a caller look at the clock once."""
    now = caller.clock()
    return dataclasses.replace(caller, clock=lambda: now)


def _both(schema: Any, catalogue: Any) -> Both:
    return Both(
        Executor(schema, _SETTINGS, catalogue=catalogue),
        Executor(schema, _SETTINGS),
        Executor(schema, _DEVELOPING, catalogue=catalogue),
    )


PUBLIC = _both(SCHEMAS.public, SCHEMAS.public_catalogue)
OFFICIAL = _both(SCHEMAS.official, SCHEMAS.official_catalogue)
