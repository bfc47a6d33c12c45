"""Signing in and out through the API, without idempotency keys: a repeated sign-in is a new session."""

from datetime import datetime

import strawberry

from authz.brake import SignInRefused
from authz.sign_in import SignedIn, sign_in, sign_out
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.payloads import OperationError, settle
from schema.officials.graphql import Viewer, find_viewer


@strawberry.input
class SignInInput:
    """Who signs in."""

    username: str = strawberry.field(description="The official's username in this tenant.")
    password: str = strawberry.field(description="The official's password.")


@strawberry.type
class SignInPayload:
    """The new session."""

    token: str | None = strawberry.field(description="Bearer token, shown this once; null on errors.")
    expires_at: datetime | None = strawberry.field(description="When the token ends.")
    viewer: Viewer | None = strawberry.field(
        description="Who signed in; null on errors, and while a password is to be chosen."
    )
    password_change_required: bool = strawberry.field(
        description="True after a one-time password: `changePassword` comes first, all else is refused."
    )
    errors: list[OperationError] = strawberry.field(description="Why not; empty on success.")


@strawberry.type
class SignOutPayload:
    """The end of the session."""

    errors: list[OperationError] = strawberry.field(description="Why not; empty on success.")


@strawberry.type
class SessionMutation:
    """Signing in and out."""

    @strawberry.mutation
    async def sign_in(self, info: Info, input: SignInInput) -> SignInPayload:
        """Open a session with username and password; the token is sent as `Authorization: Bearer`."""
        signed, errors = await settle(_sign_in(info.context, input))
        if signed is None or signed.actor.id is None:
            return SignInPayload(
                token=None, expires_at=None, viewer=None, password_change_required=False, errors=errors
            )
        due = signed.actor.password_due
        return SignInPayload(
            token=signed.token,
            expires_at=signed.expires_at,
            viewer=None if due else await find_viewer(info.context, signed.actor.id),
            password_change_required=due,
            errors=[],
        )

    @strawberry.mutation
    async def sign_out(self, info: Info) -> SignOutPayload:
        """End the session of the token this call came with; the token is void at once."""
        _, errors = await settle(_sign_out(info.context))
        return SignOutPayload(errors=errors)


async def _sign_in(context: RequestContext, input: SignInInput) -> SignedIn:
    operations, lifetime = context.operations, context.session_lifetime
    try:
        return await sign_in(operations, input.username, input.password, lifetime=lifetime)
    except SignInRefused as refusal:
        raise refused(refusal, operations.clock()) from refusal


def refused(refusal: SignInRefused, now: datetime) -> DomainError:
    """Turn a refused sign-in into the error a client sees; it does not tell who exists."""
    if refusal.expired:
        return DomainError(ErrorCode.PASSWORD_EXPIRED, "一次性密码已过期。")
    if refusal.retry_at is None:
        return DomainError(ErrorCode.INVALID_CREDENTIALS, "用户名或密码不正确。")
    wait = int((refusal.retry_at - now).total_seconds()) + 1
    return DomainError(
        ErrorCode.TOO_MANY_ATTEMPTS,
        "登录失败次数过多，请稍后再试。",
        details={"retryAfterSeconds": wait},
    )


async def _sign_out(context: RequestContext) -> None:
    if not await sign_out(context.operations):
        raise DomainError(ErrorCode.UNAUTHENTICATED, "尚未登录。")
