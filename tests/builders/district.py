"""A district of its own for each test: its tenant, its units, its officials, its clock."""

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from authz.tables import Membership, Official
from schema.districts.operations import Administrator, onboard_district
from schema.districts.rules import District as NewDistrict
from schema.units import repository as units
from schema.units.operations import ImportUnits, import_units
from schema.units.rules import UnitRow
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database, TenantInfo
from tenants.register import info_of

_serial = itertools.count(1)
PASSWORD = "a test's own password"
NOON = datetime(2022, 11, 20, 4, tzinfo=UTC)
"""Noon of 20 November 2022 in Shanghai."""


def key() -> str:
    """Give a fresh idempotency key."""
    return uuid.uuid4().hex


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is moved; each look takes a millisecond, so that rows are in order."""

    now: datetime = NOON
    ticks: int = 0

    def __call__(self) -> datetime:
        """Tell the time."""
        self.ticks += 1
        return self.now + timedelta(milliseconds=self.ticks)

    def forward(self, days: int) -> None:
        """Let days go by."""
        self.now += timedelta(days=days)


@dataclass(slots=True)
class District:
    """A tenant with a clock; officials are made as they are needed."""

    database: Database
    tenant: TenantInfo
    clock: Clock = field(default_factory=Clock)

    @property
    def root(self) -> str:
        """Give the code of the root unit: the division's, or where there is none the tenant's slug."""
        return self.tenant.division_code or self.tenant.slug

    async def unit(self, code: str) -> Unit:
        """Read a unit by its code."""
        async with self.database.of(self.tenant).read() as session:
            found = await units.get_by_code(session, code)
        assert found is not None, code
        return found

    def context(self, actor: Actor) -> OperationContext:
        """Let somebody act in this district."""
        return OperationContext(actor, self.database.of(self.tenant), trace_id="test", clock=self.clock)

    async def official(self, role: Role, code: str, name: str = "测试员") -> OperationContext:
        """Appoint somebody new to a role over the unit with this code, and let them act."""
        unit = await self.unit(code)
        official_id, membership_id = new_id(), new_id()
        async with self.database.of(self.tenant).begin() as session:
            session.add(
                Official(
                    id=official_id,
                    username=f"{role}-{official_id.hex[-12:]}",
                    display_name=name,
                    password_hash="!",
                    created_at=self.clock.now,
                )
            )
            await session.flush()
            session.add(
                Membership(
                    id=membership_id,
                    official_id=official_id,
                    role=role,
                    unit_id=unit.id,
                    scope_path=unit.path,
                    valid_from=self.clock.now - timedelta(days=1),
                )
            )
        grant = Grant(membership_id, role, unit.id, unit.path, level=unit.kind)
        return self.context(Actor("official", official_id, name, (grant,)))

    async def import_units(self, *rows: tuple[str, str, str, str]) -> None:
        """Add units given as code, name, kind and parent code."""
        administrator = await self.official(Role.TENANT_ADMINISTRATOR, self.root)
        imported = tuple(UnitRow(*row) for row in rows)
        await import_units(administrator, ImportUnits(idempotency_key=key(), units=imported))


STREETS = (
    ("S1", "文龙街道", "street", "500110"),
    ("C1", "七桥社区", "community", "S1"),
    ("V1", "双桥村", "village", "S1"),
    ("G1", "双桥一社", "group", "V1"),
    ("X1", "通惠苑", "compound", "C1"),
    ("B1", "通惠苑1栋", "building", "X1"),
    ("B2", "通惠苑2栋", "building", "X1"),
    ("B9", "沿河街9号", "building", "C1"),
    ("S2", "古南街道", "street", "500110"),
    ("C2", "南门社区", "community", "S2"),
    ("B21", "南门1栋", "building", "C2"),
)
"""A small tree under the wenlong guideline, with a second street beside it."""


def fresh_slug() -> str:
    """Give a tenant a name no other test has."""
    return f"t{next(_serial)}-{uuid.uuid4().hex[:8]}"


async def make_district(database: Database, template: str = "wenlong") -> District:
    """Bring a district on board as the platform does."""
    district = NewDistrict(slug=fresh_slug(), name="綦江区", template=template, division_code="500110")
    return await found_district(database, district)


async def found_district(database: Database, district: NewDistrict) -> District:
    """Bring this district on board with an administrator of its own."""
    administrator = Administrator(username="admin", display_name="管理员", password=PASSWORD)
    row = await onboard_district(database, uuid.uuid4(), district, administrator, NOON)
    return District(database, info_of(row))
