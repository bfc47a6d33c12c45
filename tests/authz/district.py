"""A district of its own for a test: tenant, root unit, street, and officials as onboarding makes them."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from authz.actions import Role
from authz.context import ANONYMOUS, Actor, Grant, OperationContext
from authz.passwords import hash_password
from authz.tables import Membership, Official
from schema.units.tables import Unit
from tenants.base import TenantScoped, new_id
from tenants.database import Database, TenantDatabase, TenantInfo
from tenants.tables import Tenant

PASSWORD = "correct horse battery"
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass
class Clock:
    """A clock the test moves."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class District:
    """A tenant and what a test asks of it."""

    view: TenantDatabase
    root: Unit
    street: Unit
    clock: Clock = field(default_factory=Clock)

    def context(self, actor: Actor = ANONYMOUS) -> OperationContext:
        return OperationContext(actor, self.view, "trace", self.clock)

    def holding(self, official: Official, role: Role, unit: Unit) -> OperationContext:
        grant = Grant(new_id(), role, unit.id, unit.path)
        return self.context(Actor("official", official.id, official.display_name, (grant,)))

    async def add(self, *rows: TenantScoped) -> None:
        async with self.view.database.begin_platform(self.view.tenant) as session:
            session.add_all(rows)

    async def official(self, username: str, role: Role | None = None, unit: Unit | None = None) -> Official:
        official = Official(
            id=new_id(),
            username=username,
            display_name=f"{username}同志",
            password_hash=await _password_hash(),
            created_at=START,
        )
        await self.add(official)
        if role is not None:
            await self.add(membership(official, role, unit or self.root))
        return official


_HASHED: dict[str, str] = {}


async def _password_hash() -> str:
    """Hash the password once in a process: that is slow on purpose, and hundreds of officials have the same."""
    if PASSWORD not in _HASHED:
        _HASHED[PASSWORD] = await hash_password(PASSWORD)
    return _HASHED[PASSWORD]


def membership(
    official: Official, role: Role, unit: Unit, since: datetime = START, until: datetime | None = None
) -> Membership:
    return Membership(
        id=new_id(),
        official_id=official.id,
        role=role.value,
        unit_id=unit.id,
        scope_path=unit.path,
        valid_from=since,
        valid_until=until,
    )


def _unit(code: str, path: str, parent: uuid.UUID | None) -> Unit:
    return Unit(
        id=new_id(), code=code, name=code, kind="street", path=path, parent_id=parent, created_at=START
    )


async def make_district(database: Database) -> District:
    """Register a tenant with a root and a street."""
    slug = f"d{uuid.uuid4().hex[:12]}"
    tenant = Tenant(id=new_id(), slug=slug, name=slug, created_at=START, time_zone="Asia/Shanghai")
    async with database.begin_platform() as session:
        session.add(tenant)
    info = TenantInfo(tenant.id, slug, slug, None, "Asia/Shanghai")
    root = _unit("d1", "d1", None)
    street = _unit("s1", "d1.s1", root.id)
    district = District(database.of(info), root, street)
    await district.add(root)
    await district.add(street)
    return district
