"""Starting and calling off simulations through the API."""

import strawberry

from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle
from schema.simulations import operations
from schema.simulations.graphql import SimulationRun
from schema.simulations.graphql.suppositions import SimulatedEventInput
from schema.simulations.tables import Simulation as SimulationTable


@strawberry.input
class StartSimulationInput:
    """What is supposed: exactly one of `source`, `version` and `event`."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    source: str | None = strawberry.field(
        default=None, description="A whole guideline as YAML text, at most 100,000 characters."
    )
    version: int | None = strawberry.field(default=None, description="Number of a published version.")
    event: SimulatedEventInput | None = strawberry.field(
        default=None, description="An event that has not happened."
    )
    unit: strawberry.ID | None = strawberry.field(default=None, description="Where the event would happen.")


@strawberry.type
class StartSimulationPayload:
    """The simulation that was begun."""

    simulation: SimulationRun | None = strawberry.field(description="The simulation; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was begun; empty on success.")


@strawberry.input
class CancelSimulationInput:
    """A simulation that is no longer wanted."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    simulation: strawberry.ID = strawberry.field(description="The simulation.")


@strawberry.type
class CancelSimulationPayload:
    """The simulation that was called off."""

    simulation: SimulationRun | None = strawberry.field(description="The simulation; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why it was not; empty on success.")


@strawberry.type
class SimulationMutation:
    """Asking what would be, over the whole district."""

    @strawberry.mutation
    async def start_simulation(self, info: Info, input: StartSimulationInput) -> StartSimulationPayload:
        """Put a supposition to all units in the background; watch it with `simulation`."""

        async def run() -> SimulationTable:
            event = input.event.report(info.context.operations.today()) if input.event else None
            command = operations.StartSimulation(
                idempotency_key=input.idempotency_key,
                source=input.source,
                version=input.version,
                unit_id=decode_id("Unit", input.unit, "unit") if input.unit is not None else None,
                event=event,
            )
            return await operations.start_simulation(info.context.operations, command)

        row, errors = await settle(run())
        return StartSimulationPayload(simulation=SimulationRun.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def cancel_simulation(self, info: Info, input: CancelSimulationInput) -> CancelSimulationPayload:
        """Call a simulation off."""

        async def run() -> SimulationTable:
            command = operations.CancelSimulation(
                idempotency_key=input.idempotency_key,
                simulation_id=decode_id("SimulationRun", input.simulation, "simulation"),
            )
            return await operations.cancel_simulation(info.context.operations, command)

        row, errors = await settle(run())
        return CancelSimulationPayload(simulation=SimulationRun.of(row) if row else None, errors=errors)
