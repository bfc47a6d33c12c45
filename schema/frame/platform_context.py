"""What the platform's resolvers are handed: the register of tenants and the operator, no tenant's rows."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import strawberry

from authz.credentials import Credential
from schema.frame.errors import DomainError, ErrorCode
from tenants.base import utc_now
from tenants.database import Database
from tenants.tables import PlatformOperator


@dataclass(frozen=True, slots=True)
class PlatformContext:
    """One request to the platform's own schema."""

    database: Database
    operator: PlatformOperator | None = None
    credential: Credential | None = None
    trace_id: str = ""
    clock: Callable[[], datetime] = field(default=utc_now)

    @property
    def operator_id(self) -> uuid.UUID:
        """Identify the signed-in operator; refuse everybody else with UNAUTHENTICATED."""
        if self.operator is None:
            raise DomainError(ErrorCode.UNAUTHENTICATED, "尚未登录。")
        return self.operator.id


PlatformInfo = strawberry.Info[PlatformContext, None]


def platform_context(
    database: Database,
    session: tuple[PlatformOperator, Credential] | None,
    trace_id: str,
    clock: Callable[[], datetime] = utc_now,
) -> PlatformContext:
    """Make the context of a request; `session` is the operator's and the credential they came with."""
    operator, credential = session if session is not None else (None, None)
    return PlatformContext(database, operator, credential, trace_id, clock)
