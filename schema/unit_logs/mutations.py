"""Noting routine work through the API."""

from datetime import date
from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out
from schema.unit_logs import operations
from schema.units.graphql import UnitLog


@strawberry.input
class RecordUnitLogInput(CommandInput[operations.RecordUnitLog]):
    """A piece of routine work to note."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="Where it was done.")
    kind: str = strawberry.field(description="What was done: an id of the guideline's `logKinds`.")
    performed_on: date = strawberry.field(description="Local calendar day; not in the future.")
    people_due: int | None = strawberry.field(
        default=None,
        description="Test rounds: people due, where they are more than those on the roster of that day; at least these "
        "are due.",
    )
    people_tested: int | None = strawberry.field(default=None, description="Test rounds: people tested.")
    note: str | None = strawberry.field(default=None, description="At most 200 characters; no personal data.")


@strawberry.type
class RecordUnitLogPayload:
    """What was noted."""

    log: UnitLog | None = strawberry.field(description="The log; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class UnitLogMutation:
    """Noting routine work."""

    @strawberry.mutation
    async def record_unit_log(self, info: Info, input: RecordUnitLogInput) -> RecordUnitLogPayload:
        """Note routine work in a unit: disinfection, waste clearance, a test round."""

        row, errors = await carry_out(info, operations.record_unit_log, input)
        return RecordUnitLogPayload(log=UnitLog.of(row) if row else None, errors=errors)
