"""Every statement on the register of tenants."""

import uuid
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from tenants.database import TenantInfo
from tenants.tables import Tenant


def info_of(row: Tenant) -> TenantInfo:
    """Tell what a request needs to know of a tenant."""
    return TenantInfo(
        id=row.id, slug=row.slug, name=row.name, division_code=row.division_code, time_zone=row.time_zone
    )


async def by_slug(session: AsyncSession, slug: str) -> Tenant | None:
    """Find a tenant by the name it has in paths."""
    return await session.scalar(select(Tenant).where(Tenant.slug == slug))


async def by_host(session: AsyncSession, host: str) -> Tenant | None:
    """Find a tenant by its virtual host."""
    return await session.scalar(select(Tenant).where(Tenant.host == host))


async def by_id(session: AsyncSession, tenant_id: uuid.UUID) -> Tenant | None:
    """Find a tenant by its id."""
    return await session.get(Tenant, tenant_id)


async def taken(session: AsyncSession, slug: str, host: str | None) -> Tenant | None:
    """Find a tenant that has the slug or the host already."""
    same = Tenant.slug == slug if host is None else or_(Tenant.slug == slug, Tenant.host == host)
    return await session.scalar(select(Tenant).where(same).limit(1))


async def list_tenants(session: AsyncSession, *, status: str | None = None) -> Sequence[Tenant]:
    """List tenants by slug, optionally of one status."""
    statement = select(Tenant).order_by(Tenant.slug)
    if status is not None:
        statement = statement.where(Tenant.status == status)
    return (await session.scalars(statement)).all()
