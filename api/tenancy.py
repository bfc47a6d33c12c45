"""Which tenant a request is for: by its path, its host name or its credential, which must not disagree."""

import re
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from api.arrivals import Arrival
from api.errors import EdgeCode, EdgeError
from tenants import register
from tenants.base import utc_now
from tenants.database import Database, TenantInfo
from tenants.kept import Kept, Reading
from tenants.tables import Tenant
from tenants.versions import REGISTER

_KEPT_AT_MOST = 16_384
_SLUG = re.compile("[a-z][a-z0-9-]{1,39}")
_HOST = re.compile("[a-z0-9.-]{1,253}")
Find = Callable[[AsyncSession], Awaitable[Tenant | None]]


@dataclass(frozen=True, slots=True)
class RegisteredTenant:
    """A tenant as the register has it. Nobody is served for a suspended one."""

    info: TenantInfo
    suspended: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the register said; that it knows no such tenant is kept too."""

    tenant: RegisteredTenant | None


class Tenants:
    """The register of tenants, kept until it changes; it is read in turn with all else behind `gate`."""

    def __init__(self, database: Database, gate: AbstractAsyncContextManager[None] | None = None) -> None:
        self._database = database
        self._gate = gate or nullcontext()
        self._known: Kept[_Answer] = Kept(database.versions, _KEPT_AT_MOST)

    async def by_slug(self, slug: str) -> RegisteredTenant | None:
        """Find the tenant called `slug` in paths."""
        if _SLUG.fullmatch(slug) is None:
            return None
        return await self._read(("slug", slug), lambda session: register.by_slug(session, slug))

    async def by_host(self, host: str) -> RegisteredTenant | None:
        """Find the tenant served at a host name."""
        if _HOST.fullmatch(host) is None:
            return None
        return await self._read(("host", host), lambda session: register.by_host(session, host))

    async def by_id(self, tenant_id: uuid.UUID) -> RegisteredTenant | None:
        """Find the tenant a credential names."""
        return await self._read(("id", tenant_id), lambda session: register.by_id(session, tenant_id))

    async def _read(self, key: tuple[str, object], find: Find) -> RegisteredTenant | None:
        async def read() -> Reading[_Answer]:
            async with self._gate, self._database.register() as session:
                row = await find(session)
            if row is None:
                return Reading(_Answer(None))
            return Reading(_Answer(RegisteredTenant(register.info_of(row), row.status != "active")))

        return (await self._known.get(REGISTER, key, utc_now(), read)).tenant


class Tenancy:
    """Resolves requests to tenants. `default_slug` names whom an address without a tenant is for."""

    def __init__(self, tenants: Tenants, default_slug: str | None) -> None:
        self.tenants = tenants
        self.default_slug = default_slug

    async def addressed(self, arrival: Arrival) -> TenantInfo:
        """Find the tenant an address is for, or refuse."""
        slug = arrival.slug
        found = await (self.tenants.by_slug(slug) if slug else self._by_host(arrival))
        if found is None and slug:
            raise EdgeError(404, EdgeCode.TENANT_UNKNOWN, "没有这个区县。")
        if found is None:
            raise EdgeError(404, EdgeCode.TENANT_REQUIRED, "该地址未指明区县。")
        return served(found)

    async def require_match(self, arrival: Arrival, tenant: TenantInfo) -> None:
        """Refuse an address of another tenant than the credential's, alike whether it exists or not."""
        slug = arrival.slug
        if slug is None:
            found = await self.tenants.by_host(host_of(arrival))
            slug = found.info.slug if found else tenant.slug
        if slug != tenant.slug:
            raise EdgeError(403, EdgeCode.TENANT_MISMATCH, "该凭据不属于此地址的区县。")

    async def _by_host(self, arrival: Arrival) -> RegisteredTenant | None:
        found = await self.tenants.by_host(host_of(arrival))
        if found is None and self.default_slug is not None:
            found = await self.tenants.by_slug(self.default_slug)
        return found


def served(found: RegisteredTenant) -> TenantInfo:
    """Return a tenant that is served; refuse for a suspended one."""
    if found.suspended:
        raise EdgeError(403, EdgeCode.TENANT_SUSPENDED, "该区县的服务已暂停。")
    return found.info


def host_of(arrival: Arrival) -> str:
    """Read the host name, without its port, in lower case."""
    host = arrival.host.lower()
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host
