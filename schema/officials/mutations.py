"""Giving roles and keys through the API."""

from datetime import datetime

import strawberry

from authz.actions import Role
from authz.tables import Official as OfficialTable
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle
from schema.officials import operations
from schema.officials.graphql import Official


@strawberry.input
class AppointOfficialInput:
    """A role to give to a new official, or one more to a known one."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    username: str = strawberry.field(description="2 to 64 letters, digits, . _ @ -; unique in the tenant.")
    display_name: str = strawberry.field(description="At most 40 characters; a known official's as it is.")
    password: str | None = strawberry.field(
        default=None, description="12 to 200 characters, not the username; null for a known official."
    )
    role: Role = strawberry.field(description="Any but PLATFORM_OPERATOR.")
    unit: strawberry.ID = strawberry.field(description="The unit it is held over, with all below.")
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

        async def run() -> OfficialTable:
            command = operations.AppointOfficial(
                idempotency_key=input.idempotency_key,
                username=input.username,
                display_name=input.display_name,
                password=input.password,
                role=input.role,
                unit_id=decode_id("Unit", input.unit, "unit"),
                valid_until=input.valid_until,
            )
            return await operations.appoint_official(info.context.operations, command)

        row, errors = await settle(run())
        return AppointOfficialPayload(official=Official.of(row, whole=True) if row else None, errors=errors)
