"""Supervising through the API: what is found wanting and what follows at once, and declaring a name void."""

from typing import Annotated

import strawberry

from schema.designations.graphql import Designation
from schema.designations.mutations import DesignationPayload
from schema.findings.graphql import FindingOccasion
from schema.findings.mutations import SupervisionFindingPayload, payload_of
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import carry_out
from schema.supervision import operations


@strawberry.input
class VoidDesignationInput(CommandInput[operations.VoidDesignation]):
    """A name was given in error."""

    designation: Annotated[strawberry.ID, IdOf("Designation")] = strawberry.field(
        description="A name that was applied for, held or over; derived titles follow those below."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    reason: str = strawberry.field(
        description="What was wrong about the naming, at most 500 characters; no personal data."
    )


@strawberry.type
class VoidingMutation:
    """Undoing namings that should not have been."""

    @strawberry.mutation
    async def void_designation(self, info: Info, input: VoidDesignationInput) -> DesignationPayload:
        """Declare a name void from the day it was given 撤销命名（自始无效）, by somebody who did not give it.

        It is not revoked: as of any day it was none, and only `knownAt` tells what was believed till now.
        """

        row, errors = await carry_out(info, operations.void_designation, input)
        return DesignationPayload(designation=Designation.of(row) if row else None, errors=errors)


@strawberry.input
class RecordFindingInput(CommandInput[operations.RecordFinding]):
    """Something is wanting at a unit that bears a name."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="A unit that bears a name.")
    occasion: FindingOccasion = strawberry.field(description="How it was found.")
    clause: str = strawberry.field(description="The criterion that is not kept, e.g. `B-h`.")
    description: str = strawberry.field(description="At most 500 characters; no personal data.")


@strawberry.type
class SupervisionMutation:
    """Supervising those who bear a name."""

    @strawberry.mutation
    async def record_finding(self, info: Info, input: RecordFindingInput) -> SupervisionFindingPayload:
        """Keep what was found, with a day by which it is to be put right."""

        return payload_of(*await carry_out(info, operations.record_finding, input))
