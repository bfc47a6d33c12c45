"""Declaring a name void through the API."""

from typing import Annotated

import strawberry

from schema.designations.graphql import Designation
from schema.designations.mutations import DesignationPayload
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import carry_out
from schema.supervision.operations import VoidDesignation, void_designation


@strawberry.input
class VoidDesignationInput(CommandInput[VoidDesignation]):
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

        row, errors = await carry_out(info, void_designation, input)
        return DesignationPayload(designation=Designation.of(row) if row else None, errors=errors)
