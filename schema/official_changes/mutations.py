"""Changing roles, and letting officials leave and come back, through the API."""

from datetime import date
from typing import Annotated

import strawberry

from authz.actions import Role
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, To
from schema.frame.payloads import carry_out
from schema.official_changes import operations
from schema.officials.graphql import Official
from schema.officials.mutations import OfficialPayload

_REVISION = "The revision of the official this rests on."
_REASON = "Why, at most 200 characters; administrators and the person read it."
_GRANT = "Id of a role grant; not one's own."


@strawberry.input
class EndRoleInput(CommandInput[operations.EndRole]):
    """A role to end."""

    grant: Annotated[strawberry.ID, IdOf("RoleGrant"), To("membership_id")] = strawberry.field(
        description=_GRANT
    )
    expected_revision: int = strawberry.field(description=_REVISION)
    last_day: date | None = strawberry.field(
        default=None,
        description="Last local day it is held: it ends with the midnight after; null for at once.",
    )
    reason: str = strawberry.field(description=_REASON)


@strawberry.input
class ExtendRoleInput(CommandInput[operations.ExtendRole]):
    """A role to go on longer."""

    grant: Annotated[strawberry.ID, IdOf("RoleGrant"), To("membership_id")] = strawberry.field(
        description=_GRANT
    )
    expected_revision: int = strawberry.field(description=_REVISION)
    last_day: date | None = strawberry.field(
        default=None,
        description="Last local day it is held: it ends with the midnight after; null for no end.",
    )
    reason: str = strawberry.field(description=_REASON)


@strawberry.input
class ChangeRoleInput(CommandInput[operations.ChangeRole]):
    """A role to become another, or to be held elsewhere."""

    grant: Annotated[strawberry.ID, IdOf("RoleGrant"), To("membership_id")] = strawberry.field(
        description=_GRANT
    )
    expected_revision: int = strawberry.field(description=_REVISION)
    role: Role = strawberry.field(description="Any but PLATFORM_OPERATOR.")
    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="The unit it is held over, with all below."
    )
    first_day: date | None = strawberry.field(
        default=None,
        description="Local day with whose first midnight the one ends and the other begins; null for at once.",
    )
    last_day: date | None = strawberry.field(
        default=None, description="Last local day of the new role; null for the end of the old one."
    )
    reason: str = strawberry.field(description=_REASON)


@strawberry.input
class DisableOfficialInput(CommandInput[operations.DisableOfficial]):
    """Somebody who leaves."""

    official: Annotated[strawberry.ID, IdOf("Official")] = strawberry.field(description="Who; not oneself.")
    expected_revision: int = strawberry.field(description=_REVISION)
    preview: str | None = strawberry.field(
        default=None,
        description="The token of `officialDeparture`, which is hereby confirmed; refused without.",
    )
    successor: str | None = strawberry.field(
        default=None, description="Username of who takes over all roles; null for nobody."
    )
    reason: str = strawberry.field(description=_REASON)


@strawberry.input
class EnableOfficialInput(CommandInput[operations.EnableOfficial]):
    """Somebody who comes back."""

    official: Annotated[strawberry.ID, IdOf("Official")] = strawberry.field(description="Who.")
    expected_revision: int = strawberry.field(description=_REVISION)
    reason: str = strawberry.field(description=_REASON)


@strawberry.type
class OfficialChangeMutation:
    """Changing officials and their roles."""

    @strawberry.mutation
    async def end_role(self, info: Info, input: EndRoleInput) -> OfficialPayload:
        """End or shorten a role; what it lends ends with it."""

        row, errors = await carry_out(info, operations.end_role, input)
        return OfficialPayload(official=Official.of(row, whole=True) if row else None, errors=errors)

    @strawberry.mutation
    async def extend_role(self, info: Info, input: ExtendRoleInput) -> OfficialPayload:
        """Let a role go on longer."""

        row, errors = await carry_out(info, operations.extend_role, input)
        return OfficialPayload(official=Official.of(row, whole=True) if row else None, errors=errors)

    @strawberry.mutation
    async def change_role(self, info: Info, input: ChangeRoleInput) -> OfficialPayload:
        """Let a role end and another take its place at the same instant."""

        row, errors = await carry_out(info, operations.change_role, input)
        return OfficialPayload(official=Official.of(row, whole=True) if row else None, errors=errors)

    @strawberry.mutation
    async def disable_official(self, info: Info, input: DisableOfficialInput) -> OfficialPayload:
        """Void somebody's sessions and delegations at once; roles pass to a successor, or count for nothing."""

        row, errors = await carry_out(info, operations.disable_official, input)
        return OfficialPayload(official=Official.of(row, whole=True) if row else None, errors=errors)

    @strawberry.mutation
    async def enable_official(self, info: Info, input: EnableOfficialInput) -> OfficialPayload:
        """Let somebody sign in again, in the roles that have not ended."""

        row, errors = await carry_out(info, operations.enable_official, input)
        return OfficialPayload(official=Official.of(row, whole=True) if row else None, errors=errors)
