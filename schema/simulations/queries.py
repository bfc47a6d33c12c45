"""What is asked of suppositions: answered at once, or by a job that ran."""

import asyncio
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.errors import DomainError, DomainErrors
from schema.frame.identifiers import GlobalId, decode_id
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.guidelines.graphql.differences import Source
from schema.guidelines.operations import require_valid
from schema.simulations import repository
from schema.simulations.graphql import SimulationRun, find_simulation
from schema.simulations.graphql.suppositions import SimulatedEventInput, Simulation
from schema.simulations.loading import require_small, suppose_event, suppose_guideline


@strawberry.type
class SimulationRunQuery:
    """Watching simulations."""

    @strawberry.field
    async def simulation(self, info: Info, id: GlobalId) -> SimulationRun | None:
        """A simulation by its id; null if it is unknown or was forgotten."""
        _ = info.context.scopes(Action.SIMULATION_RUN)
        found: SimulationRun | None = await find_simulation(
            info.context, decode_id("SimulationRun", id, "id")
        )
        return found

    @strawberry.field
    async def simulations(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[SimulationRun]:
        """The simulations of the past week, newest first."""
        _ = info.context.scopes(Action.SIMULATION_RUN)
        return await list_connection(
            info.context,
            Paging("simulations", first, after, last, before),
            SimulationRun.of,
            read=repository.list_simulations,
            count=repository.count_simulations,
        )


@strawberry.type
class SimulationQuery:
    """What-if: the same evaluator, nothing written."""

    @strawberry.field
    async def simulate_guideline(self, info: Info, source: Source) -> Simulation:
        """Which units would pass, fail, gain or lose under another guideline, given as YAML text."""
        scopes = info.context.scopes(Action.APPLICATION_READ)
        on = info.context.operations.today()
        try:
            other = require_valid(source)
            async with info.context.read() as session:
                await require_small(session, scopes)
                supposed = await suppose_guideline(session, other, on, scopes)
        except (DomainError, DomainErrors) as refusal:
            return Simulation.refused(refusal)
        return Simulation.of(await asyncio.to_thread(list, supposed.found))

    @strawberry.field
    async def simulate_event(
        self,
        info: Info,
        unit: Annotated[strawberry.ID, strawberry.argument(description="Where it would happen.")],
        event: Annotated[SimulatedEventInput, strawberry.argument(description="What would happen.")],
    ) -> Simulation:
        """Which units would still pass after an event, and which names it would take."""
        scopes = info.context.scopes(Action.APPLICATION_READ)
        on = info.context.operations.today()
        try:
            unit_id, report = decode_id("Unit", unit, "unit"), event.read(on, ("event",))
            async with info.context.read() as session:
                await require_small(session, scopes)
                supposed = await suppose_event(session, unit_id, report, on, scopes)
        except (DomainError, DomainErrors) as refusal:
            return Simulation.refused(refusal)
        return Simulation.of(await asyncio.to_thread(list, supposed.found))
