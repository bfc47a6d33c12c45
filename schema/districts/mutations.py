"""Operators sign in and bring districts on board."""

from datetime import datetime
from typing import Annotated

import strawberry

from authz.brake import SignInRefused
from authz.operators import sign_in_operator, sign_out_operator
from schema.districts import operations
from schema.districts.graphql import Tenant
from schema.districts.rules import District
from schema.frame.inputs import AsSent, Input
from schema.frame.payloads import OperationError, settle
from schema.frame.platform_context import PlatformContext, PlatformInfo
from schema.sessions.mutations import refused
from tenants.tables import Tenant as TenantTable


@strawberry.input
class OperatorSignInInput:
    """Who signs in."""

    username: str = strawberry.field(description="The operator's name.")
    password: str = strawberry.field(description="The operator's password.")


@strawberry.type
class OperatorSignInPayload:
    """A new session."""

    token: str | None = strawberry.field(description="Bearer token, shown this once; null on errors.")
    expires_at: datetime | None = strawberry.field(description="Until when it is good.")
    errors: list[OperationError] = strawberry.field(description="Why there is no token; empty on success.")


@strawberry.type
class OperatorSignOutPayload:
    """The end of a session."""

    signed_out: bool = strawberry.field(description="True if there was a session to end.")


@strawberry.input
class AdministratorInput(Input[operations.Administrator]):
    """The first official of a district."""

    username: str = strawberry.field(description="2 to 64 letters, digits or . _ @ -.")
    display_name: str = strawberry.field(description="At most 40 characters.")
    password: Annotated[str, AsSent()] = strawberry.field(description="At least 12 characters.")


@strawberry.input
class OnboardDistrictInput(Input[District], aside=("administrator",)):
    """A district that comes on board."""

    slug: str = strawberry.field(description="Name in paths: lower-case letters, digits, -; 2 to 40.")
    name: str = strawberry.field(description="Name in zh-CN, at most 60 characters.")
    template: str | None = strawberry.field(
        default=None, description="Id of the built-in guideline it starts from; or else `guideline`."
    )
    guideline: Annotated[str, AsSent()] | None = strawberry.field(
        default=None, description="A scheme of its own, as YAML text of the guideline format."
    )
    host: str | None = strawberry.field(default=None, description="Virtual host of its own.")
    division_code: str | None = strawberry.field(
        default=None, description="GB/T 2260 code, 6, 9 or 12 digits."
    )
    time_zone: str = strawberry.field(
        default="Asia/Shanghai", description="IANA time zone of its calendar days."
    )
    administrator: AdministratorInput = strawberry.field(description="Its first official.")


@strawberry.type
class OnboardDistrictPayload:
    """What came on board."""

    tenant: Tenant | None = strawberry.field(description="The district; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Every fault; empty on success.")


@strawberry.type
class PlatformMutation:
    """What operators may do."""

    @strawberry.mutation
    async def sign_in(self, info: PlatformInfo, input: OperatorSignInInput) -> OperatorSignInPayload:
        """Open a session for an operator; the same answer for a wrong name and a wrong password."""
        session, errors = await settle(_sign_in(info.context, input))
        token, expires_at = session or (None, None)
        return OperatorSignInPayload(token=token, expires_at=expires_at, errors=errors)

    @strawberry.mutation
    async def sign_out(self, info: PlatformInfo) -> OperatorSignOutPayload:
        """End the session the operator came with; the token is void at once."""
        if info.context.credential is None:
            return OperatorSignOutPayload(signed_out=False)
        await sign_out_operator(info.context.database, info.context.credential)
        return OperatorSignOutPayload(signed_out=True)

    @strawberry.mutation
    async def onboard_district(
        self, info: PlatformInfo, input: OnboardDistrictInput
    ) -> OnboardDistrictPayload:
        """Bring a district on board with a guideline, its root unit and its first administrator."""
        row, errors = await settle(_onboard(info.context, input))
        return OnboardDistrictPayload(tenant=Tenant.of(row) if row else None, errors=errors)


async def _sign_in(context: PlatformContext, input: OperatorSignInInput) -> tuple[str, datetime]:
    """Open a session: no command, for a repeated sign-in is a new session."""
    now = context.clock()
    try:
        return await sign_in_operator(context.database, input.username, input.password, now)
    except SignInRefused as refusal:
        raise refused(refusal, now) from refusal


async def _onboard(context: PlatformContext, input: OnboardDistrictInput) -> TenantTable:
    """Bring a district on board: no command of a tenant, for there is none yet to keep its idempotency key."""
    operator_id, now = context.operator_id, context.clock()
    district, administrator = input.read(now.date()), input.administrator.read(now.date())
    return await operations.onboard_district(
        context.database, operator_id, district, administrator, now, context.trace_id
    )
