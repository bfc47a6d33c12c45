"""Giving roles and keys through the API."""

from datetime import datetime
from typing import Annotated

import strawberry

from authz.actions import Role
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out
from schema.officials import operations
from schema.officials.graphql import Official


@strawberry.input
class AppointOfficialInput(CommandInput[operations.AppointOfficial]):
    """A role to give to a new official, or one more to a known one."""

    username: str = strawberry.field(description="2 to 64 letters, digits, . _ @ -; unique in the tenant.")
    display_name: str = strawberry.field(description="At most 40 characters; a known official's as it is.")
    password: str | None = strawberry.field(
        default=None, description="12 to 200 characters, not the username; null for a known official."
    )
    role: Role = strawberry.field(description="Any but PLATFORM_OPERATOR.")
    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="The unit it is held over, with all below."
    )
    valid_until: datetime | None = strawberry.field(
        default=None, description="When it ends, with time zone; null if open."
    )


@strawberry.type
class AppointOfficialPayload:
    """Who was given the role."""

    official: Official | None = strawberry.field(description="The official; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class OfficialMutation:
    """Giving and taking roles and keys."""

    @strawberry.mutation
    async def appoint_official(self, info: Info, input: AppointOfficialInput) -> AppointOfficialPayload:
        """Give a person a role over a unit; nobody gives one to themselves."""

        row, errors = await carry_out(info, operations.appoint_official, input)
        return AppointOfficialPayload(official=Official.of(row, whole=True) if row else None, errors=errors)
