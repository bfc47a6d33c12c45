"""Who calls: a credential becomes an actor of its tenant, or the request is refused; none means nobody."""

from collections.abc import Callable, Hashable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from api.arrivals import Arrival
from api.errors import EdgeCode, EdgeError
from api.recognition import Recognition
from api.tenancy import Tenancy, host_of, served
from authz.context import ANONYMOUS, Actor
from authz.credentials import Credential, digest_of, parse
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
    recognised: Recognition[Caller]
    gate: AbstractAsyncContextManager[None] = field(default_factory=nullcontext)

    @classmethod
    def at(
        cls,
        database: Database,
        tenancy: Tenancy,
        clock: Callable[[], datetime] = utc_now,
        gate: AbstractAsyncContextManager[None] | None = None,
    ) -> "Authentication":
        """Make one that remembers whom it has identified, and asks the database in turn with all behind `gate`."""
        versions = database.versions
        return cls(
            database,
            tenancy,
            clock,
            Kept(versions, _ACTORS_KEPT),
            Recognition(versions, _ACTORS_KEPT),
            gate or nullcontext(),
        )

    def recognise(self, arrival: Arrival, credential_text: str | None) -> Caller | None:
        """Tell who calls if that is known and still holds."""
        return self.recognised.find(_key(arrival, credential_text), self.clock())

    async def caller(self, arrival: Arrival, credential_text: str | None) -> Caller:
        """Identify the caller; a credential that is unknown, expired or revoked is refused, never ignored."""
        known = self.recognise(arrival, credential_text)
        if known is not None:
            return known
        credential = None if credential_text is None else _parse(credential_text)
        tenant_id = credential.tenant_id if credential else None
        standing = self.recognised.standing(tenant_id and access_of(tenant_id))
        caller, until = await self._identify(arrival, credential)
        self.recognised.keep(_key(arrival, credential_text), standing, caller, until)
        return caller

    async def _identify(
        self, arrival: Arrival, credential: Credential | None
    ) -> tuple[Caller, datetime | None]:
        """Find out who calls, and until when that holds by itself."""
        if credential is None:
            return Caller(ANONYMOUS, await self.tenancy.addressed(arrival)), None
        registered = credential.tenant_id and await self.tenancy.tenants.by_id(credential.tenant_id)
        if not registered:
            raise unauthenticated()
        actor = await self._actor(registered.info, credential)
        await self.tenancy.require_match(arrival, registered.info)
        return Caller(actor.value, served(registered)), actor.until

    async def _actor(self, tenant: TenantInfo, credential: Credential) -> Reading[Actor]:
        """Tell whose credential it is. Only good ones are kept, each until a right of its holder begins or ends."""
        now = self.clock()

        async def read() -> Reading[Actor]:
            async with self.gate:
                found = await authenticate(self.database.of(tenant), credential, now)
            if found is None:
                raise unauthenticated()
            return found

        subject = access_of(tenant.id)
        return await self.actors.get_reading(subject, (credential.kind, credential.digest), now, read)

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


def _key(arrival: Arrival, credential_text: str | None) -> Hashable:
    """Tell all that who calls hangs on."""
    digest = None if credential_text is None else digest_of(credential_text)
    return digest, arrival.slug, None if arrival.slug else host_of(arrival)


def _parse(text: str) -> Credential:
    credential = parse(text)
    if credential is None:
        raise unauthenticated()
    return credential
