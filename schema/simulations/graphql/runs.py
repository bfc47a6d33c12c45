"""Simulations in the API: how far they have come, and what they found."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.frame.connections import list_connection
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.jobs.graphql import Job
from schema.jobs.repository import by_keys
from schema.simulations import repository
from schema.simulations.graphql.suppositions import SimulatedOutcome
from schema.simulations.operations import KIND
from schema.simulations.tables import Simulation as SimulationTable
from schema.simulations.tables import SimulationChange as SimulationChangeTable
from schema.units import repository as units
from schema.units.graphql import Unit


@strawberry.type
class SimulationChange:
    """A unit that would be better or worse off."""

    code: str = strawberry.field(description="The unit's code.")
    name: str = strawberry.field(description="Its name.")
    kind: str = strawberry.field(description="Id of its kind.")
    titled: bool = strawberry.field(description="Whether it bore a name in force.")
    outcome: SimulatedOutcome = strawberry.field(description="How it meets its criteria before and after.")
    was_failing: list[str] = strawberry.field(description="Criteria that stood in the way before, by id.")
    failing: list[str] = strawberry.field(description="Criteria that would stand in the way then, by id.")
    name_change: str | None = strawberry.field(
        description="What its name would suffer from the event, or from being judged by the guideline: `revoke`, "
        "`suspend`, `warn`, `recompute` or `restore`."
    )
    cause: str | None = strawberry.field(description="Stable code of why it would.")
    clause: str | None = strawberry.field(description="The clause it would suffer that by.")

    @classmethod
    def of(cls, row: SimulationChangeTable) -> "SimulationChange":
        """Render a row."""
        return cls(
            code=row.code,
            name=row.name,
            kind=row.kind,
            titled=row.titled,
            outcome=SimulatedOutcome(row.outcome),
            was_failing=row.was_failing,
            failing=row.failing,
            name_change=row.name_change,
            cause=row.cause,
            clause=row.clause,
        )


@strawberry.type
class SimulationRun(Node):
    """A what-if over the whole district, worked out in the background and kept for a week."""

    uuid: strawberry.Private[UUID]
    unit_uuid: strawberry.Private[UUID | None]
    subject: str = strawberry.field(description="What is supposed: `guideline` or `event`.")
    requested_at: datetime = strawberry.field(description="When it was asked for.")
    passing: int | None = strawberry.field(
        description="Units that meet their criteria before and after; null until it ended."
    )
    failing: int | None = strawberry.field(description="Units that meet them neither before nor after.")
    gaining: int | None = strawberry.field(description="Units that would meet them only then.")
    losing: int | None = strawberry.field(description="Units that would no longer meet them.")
    names_falling: int | None = strawberry.field(
        description="Names that would be warned, suspended or revoked if all were judged by the guideline today."
    )
    names_returning: int | None = strawberry.field(description="Names that would come back then.")
    digest: str | None = strawberry.field(
        description="SHA-256 of the guideline's content in hex; null for an event."
    )

    @classmethod
    def of(cls, row: SimulationTable) -> "SimulationRun":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("SimulationRun", row.id)),
            uuid=row.id,
            unit_uuid=row.unit_id,
            subject="event" if row.event is not None else "guideline",
            requested_at=row.requested_at,
            passing=row.passing,
            failing=row.failing,
            gaining=row.gaining,
            losing=row.losing,
            names_falling=row.names_falling,
            names_returning=row.names_returning,
            digest=row.digest,
        )

    @strawberry.field
    async def job(self, info: Info) -> Job | None:
        """How it stands and how far it has come; null once the job was forgotten."""
        row = await info.context.load(by_keys, (KIND, str(self.uuid)))
        return Job.of(row) if row else None

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """Where the supposed event happens; null for a guideline."""
        row = await info.context.load(units.by_ids, self.unit_uuid) if self.unit_uuid else None
        return Unit.of(row) if row else None

    @strawberry.field
    async def changes(
        self,
        info: Info,
        outcome: Annotated[
            SimulatedOutcome | None, strawberry.argument(description="Only units with this outcome.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[SimulationChange]:
        """The units that would be better or worse off, in tree order."""
        wanted = outcome.value if outcome else None
        return await list_connection(
            info.context,
            Paging("changes", first, after, last, before),
            SimulationChange.of,
            read=lambda session, page: repository.list_changes(session, self.uuid, wanted, page),
            count=lambda session: repository.count_changes(session, self.uuid, wanted),
        )


@fetches("SimulationRun")
async def find_simulation(context: RequestContext, simulation_id: UUID) -> SimulationRun | None:
    """Read a simulation for those who may run one."""
    if not context.operations.scopes_for(Action.SIMULATION_RUN):
        return None
    row = await context.load(repository.by_ids, simulation_id)
    return SimulationRun.of(row) if row else None
