"""Who calls: a credential becomes an actor of its tenant, or the request is refused; none means nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from api.errors import EdgeCode, EdgeError
from api.tenancy import Tenancy, served
from authz.context import ANONYMOUS, Actor
from authz.credentials import Credential, parse
from authz.operators import authenticate_operator
from authz.sign_in import authenticate
from tenants.base import utc_now
from tenants.database import Database, TenantInfo
from tenants.kept import Kept, Reading
from tenants.tables import PlatformOperator
from tenants.versions import access_of

_ACTORS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Caller:
    """An actor and the tenant it acts in."""

    actor: Actor
    tenant: TenantInfo


@dataclass(frozen=True, slots=True)
class Authentication:
    """Finds out who calls."""

    database: Database
    tenancy: Tenancy
    clock: Callable[[], datetime]
    actors: Kept[Actor]

    @classmethod
    def at(
        cls, database: Database, tenancy: Tenancy, clock: Callable[[], datetime] = utc_now
    ) -> "Authentication":
        """Make one that remembers whom it has identified."""
        return cls(database, tenancy, clock, Kept(database.versions, _ACTORS_KEPT))

    async def caller(self, request: Request, credential_text: str | None) -> Caller:
        """Identify the caller; a credential that is unknown, expired or revoked is refused, never ignored."""
        if credential_text is None:
            return Caller(ANONYMOUS, await self.tenancy.addressed(request))
        credential = _parse(credential_text)
        registered = credential.tenant_id and await self.tenancy.tenants.by_id(credential.tenant_id)
        if not registered:
            raise unauthenticated()
        actor = await self._actor(registered.info, credential)
        await self.tenancy.require_match(request, registered.info)
        return Caller(actor, served(registered))

    async def _actor(self, tenant: TenantInfo, credential: Credential) -> Actor:
        """Tell whose credential it is. Only good ones are kept, each until a right of its holder begins or ends."""
        now = self.clock()

        async def read() -> Reading[Actor]:
            found = await authenticate(self.database.of(tenant), credential, now)
            if found is None:
                raise unauthenticated()
            return found

        return await self.actors.get(access_of(tenant.id), (credential.kind, credential.digest), now, read)

    async def operator(self, credential_text: str | None) -> tuple[PlatformOperator, Credential] | None:
        """Identify an operator of the platform; None if no credential was sent."""
        if credential_text is None:
            return None
        credential = _parse(credential_text)
        operator = await authenticate_operator(self.database, credential, self.clock())
        if operator is None:
            raise unauthenticated()
        return operator, credential


def require_official(caller: Caller) -> None:
    """Refuse programs: an API key opens the public schema only."""
    if caller.actor.kind == "client":
        raise EdgeError(403, EdgeCode.OFFICIALS_ONLY, "接口密钥不能访问此接口。")


def unauthenticated() -> EdgeError:
    """Refuse a credential, whatever is wrong with it."""
    return EdgeError(
        401, EdgeCode.UNAUTHENTICATED, "凭据无效或已过期。", headers={"WWW-Authenticate": "Bearer"}
    )


def _parse(text: str) -> Credential:
    credential = parse(text)
    if credential is None:
        raise unauthenticated()
    return credential
