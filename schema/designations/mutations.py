"""What officials do to names through the API: hand plaques out, take them back, replace them; certificates anew."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import strawberry

from schema.designations import operations
from schema.designations.graphql import Designation
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, To
from schema.frame.payloads import OperationError, carry_out


@strawberry.enum
class PlaqueEvent(StrEnum):
    """What happened to a plaque."""

    ISSUED = "issued"
    RETURNED = "returned"


@strawberry.input
class RecordPlaqueInput(CommandInput[operations.RecordPlaque]):
    """A plaque was handed out, or came back."""

    designation: Annotated[strawberry.ID, IdOf("Designation")] = strawberry.field(
        description="The name on the plaque."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    event: Annotated[PlaqueEvent, To("what")] = strawberry.field(description="What happened.")
    on: date = strawberry.field(
        description="Local day; not in the future, not before the naming or the issue."
    )


@strawberry.input
class ReplacePlaqueInput(CommandInput[operations.ReplacePlaque]):
    """Another plaque was handed out for the same name."""

    designation: Annotated[strawberry.ID, IdOf("Designation")] = strawberry.field(
        description="The name on the plaque; in force, with a plaque that is out."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    on: date = strawberry.field(description="Local day; not in the future, not before the issue.")
    reason: str = strawberry.field(
        description="Why, e.g. lost or worn, at most 200 characters; no personal data."
    )


@strawberry.input
class ReissueCertificateInput(CommandInput[operations.ReissueCertificate]):
    """The certificate of a name is to be issued anew."""

    designation: Annotated[strawberry.ID, IdOf("Designation")] = strawberry.field(
        description="A name that is held."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    reason: str = strawberry.field(
        description="Why, e.g. the unit is called otherwise now, at most 200 characters; no personal data."
    )


@strawberry.type
class DesignationPayload:
    """The name as it stands after the mutation."""

    designation: Designation | None = strawberry.field(description="The name; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class DesignationMutation:
    """What officials do to names."""

    @strawberry.mutation
    async def record_plaque(self, info: Info, input: RecordPlaqueInput) -> DesignationPayload:
        """Note that the plaque of a name was handed out, or came back 摘牌 (B-M4)."""

        row, errors = await carry_out(info, operations.record_plaque, input)
        return DesignationPayload(designation=Designation.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def replace_plaque(self, info: Info, input: ReplacePlaqueInput) -> DesignationPayload:
        """Note that the plaque of a name was replaced 换发; the one before counts no more."""

        row, errors = await carry_out(info, operations.replace_plaque, input)
        return DesignationPayload(designation=Designation.of(row) if row else None, errors=errors)

    @strawberry.mutation
    async def reissue_certificate(self, info: Info, input: ReissueCertificateInput) -> DesignationPayload:
        """Issue the certificate of a name anew 换发, under the unit's present name; those before are superseded."""

        row, errors = await carry_out(info, operations.reissue_certificate, input)
        return DesignationPayload(designation=Designation.of(row) if row else None, errors=errors)
