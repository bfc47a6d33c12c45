"""Starting and calling off simulations through the API."""

from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import AsSent, CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out
from schema.simulations import operations
from schema.simulations.graphql import SimulationRun
from schema.simulations.graphql.suppositions import SimulatedEventInput


@strawberry.input
class StartSimulationInput(CommandInput[operations.StartSimulation]):
    """What is supposed: exactly one of `source`, `version` and `event`."""

    source: Annotated[str, AsSent()] | None = strawberry.field(
        default=None, description="A whole guideline as YAML text, at most 100,000 characters."
    )
    version: int | None = strawberry.field(default=None, description="Number of a published version.")
    event: SimulatedEventInput | None = strawberry.field(
        default=None, description="An event that has not happened."
    )
    unit: Annotated[strawberry.ID, IdOf("Unit")] | None = strawberry.field(
        default=None, description="Where the event would happen."
    )


@strawberry.type
class StartSimulationPayload:
    """The simulation that was begun."""

    simulation: SimulationRun | None = strawberry.field(description="The simulation; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was begun; empty on success.")


@strawberry.input
class CancelSimulationInput(CommandInput[operations.CancelSimulation]):
    """A simulation that is no longer wanted."""

    simulation: Annotated[strawberry.ID, IdOf("SimulationRun")] = strawberry.field(
        description="The simulation."
    )


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

        row, errors = await carry_out(info, operations.start_simulation, input)
        return StartSimulationPayload(simulation=SimulationRun.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def cancel_simulation(self, info: Info, input: CancelSimulationInput) -> CancelSimulationPayload:
        """Call a simulation off."""

        row, errors = await carry_out(info, operations.cancel_simulation, input)
        return CancelSimulationPayload(simulation=SimulationRun.of(row) if row else None, errors=errors)
