"""Giving roles and keys through the API."""

from datetime import datetime
from typing import Annotated

import strawberry

from authz.actions import Role
from schema.frame.context import Info
from schema.frame.inputs import AsSent, CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out
from schema.officials import operations
from schema.officials.graphql import Account, Official


@strawberry.input
class AppointOfficialInput(CommandInput[operations.AppointOfficial]):
    """A role to give to a new official, or one more to a known one."""

    username: str = strawberry.field(
        description="2 to 64 letters, digits, . _ @ -; unique in the tenant, whatever its case and width."
    )
    display_name: str = strawberry.field(description="At most 40 characters; a known official's as it is.")
    password: Annotated[str, AsSent()] | None = strawberry.field(
        default=None, description="12 to 200 characters, not the username; null for a known official."
    )
    role: Role = strawberry.field(description="Any but PLATFORM_OPERATOR.")
    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="The unit it is held over, with all below."
    )
    valid_until: datetime | None = strawberry.field(
        default=None, description="When it ends, with time zone; null if open."
    )


@strawberry.input
class RenameOfficialInput(CommandInput[operations.RenameOfficial]):
    """Another name to show."""

    official: Annotated[strawberry.ID, IdOf("Official")] = strawberry.field(
        description="Oneself, unless one administers."
    )
    expected_revision: int = strawberry.field(description="The revision of the official this rests on.")
    display_name: str = strawberry.field(description="At most 40 characters.")


@strawberry.input
class ResetPasswordInput(CommandInput[operations.ResetPassword]):
    """Somebody who lost their password."""

    official: Annotated[strawberry.ID, IdOf("Official")] = strawberry.field(description="Who; not oneself.")
    expected_revision: int = strawberry.field(description="The revision of the official this rests on.")


@strawberry.input
class ChangePasswordInput(CommandInput[operations.ChangePassword]):
    """Another password for oneself."""

    expected_revision: int = strawberry.field(description="The revision of one's account this rests on.")
    current_password: Annotated[str, AsSent()] = strawberry.field(
        description="The present one, or the one-time password."
    )
    new_password: Annotated[str, AsSent()] = strawberry.field(
        description="12 to 200 characters, neither the username nor the same."
    )


@strawberry.type
class OfficialPayload:
    """The official as they stand after the mutation."""

    official: Official | None = strawberry.field(description="The official; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ResetPasswordPayload:
    """The official and the password to hand over."""

    official: Official | None = strawberry.field(description="The official; null on errors.")
    one_time_password: str | None = strawberry.field(
        description="Shown this once, good for three days, changed at the first sign-in; null on errors and for a "
        "repetition."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ChangePasswordPayload:
    """One's account with the new password."""

    account: Account | None = strawberry.field(description="The account; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


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

    @strawberry.mutation
    async def rename_official(self, info: Info, input: RenameOfficialInput) -> OfficialPayload:
        """Change the name an official is shown by, everywhere."""

        row, errors = await carry_out(info, operations.rename_official, input)
        return OfficialPayload(official=Official.of(row, whole=True) if row else None, errors=errors)

    @strawberry.mutation
    async def reset_password(self, info: Info, input: ResetPasswordInput) -> ResetPasswordPayload:
        """Void somebody's password and sessions at once, and make a one-time password."""

        made, errors = await carry_out(info, operations.reset_password, input)
        row, password = made or (None, None)
        return ResetPasswordPayload(
            official=Official.of(row, whole=True) if row else None, one_time_password=password, errors=errors
        )

    @strawberry.mutation
    async def change_password(self, info: Info, input: ChangePasswordInput) -> ChangePasswordPayload:
        """Choose another password; all other sessions of the caller end at once."""

        row, errors = await carry_out(info, operations.change_password, input)
        return ChangePasswordPayload(account=Account.of(row) if row else None, errors=errors)
