"""A district with the 文龙街道 guideline, as the tests of publishing use it."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from schema.guidelines import repository
from schema.guidelines.operations import PublishGuideline, adopt_template, publish_guideline
from schema.guidelines.tables import GuidelineVersion
from schema.guidelines.templates import load_template
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Database
from tenants.outbox import OutboxMessage
from tests.authz.district import District, make_district

WENLONG = load_template("wenlong")
STRICTER = WENLONG.text.replace("days: 8, basis", "days: 14, basis")


@dataclass
class Scheme:
    """A district whose guideline is the 文龙街道 template, with a root and a street."""

    district: District
    first: uuid.UUID

    def context(self, role: Role = Role.TENANT_ADMINISTRATOR) -> OperationContext:
        root = self.district.root
        return self.district.context(
            Actor("official", new_id(), "", (Grant(new_id(), role, root.id, root.path),))
        )

    async def publish(self, source: str, role: Role = Role.TENANT_ADMINISTRATOR) -> GuidelineVersion:
        command = PublishGuideline(idempotency_key=uuid.uuid4().hex, source=source)
        return await publish_guideline(self.context(role), command)

    async def rows(self) -> list[tuple[int, str, str]]:
        async with self.district.view.read() as session:
            return [(row.number, row.status, row.digest) for row in await repository.list_versions(session)]

    async def traces(self) -> int:
        """Count what an operation leaves behind: audit entries and messages."""
        async with self.district.view.read() as session:
            audits = await session.scalar(select(func.count()).select_from(AuditEntry)) or 0
            return audits + (await session.scalar(select(func.count()).select_from(OutboxMessage)) or 0)


async def make_scheme(database: Database) -> Scheme:
    district = await make_district(database)
    async with database.begin_platform(district.view.tenant) as session:
        version = await adopt_template(session, "wenlong", district.clock())
    return Scheme(district, version.id)
