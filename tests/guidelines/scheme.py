"""A district with the 文龙街道 guideline, as the tests of publishing use it."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from schema.guideline_drafts.operations import DraftGuideline, draft_guideline
from schema.guideline_drafts.tables import GuidelineDraft
from schema.guidelines import repository
from schema.guidelines.operations import adopt_template
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import in_force
from schema.guidelines.tables import GuidelineVersion
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Database
from tenants.outbox import OutboxMessage
from tests.authz.district import District, make_district
from tests.builders.guidelines import publish_draft

WENLONG = load_template("wenlong")
STRICTER = WENLONG.text.replace("days: 8, basis", "days: 14, basis")


@dataclass
class Scheme:
    """A district whose guideline is the 文龙街道 template, with a root and a street."""

    district: District
    first: uuid.UUID
    author: OperationContext
    publisher: OperationContext

    def context(self, role: Role = Role.TENANT_ADMINISTRATOR) -> OperationContext:
        root = self.district.root
        return self.district.context(
            Actor("official", new_id(), "", (Grant(new_id(), role, root.id, root.path),))
        )

    async def draft(self, source: str) -> GuidelineDraft:
        command = DraftGuideline(idempotency_key=uuid.uuid4().hex, source=source)
        return await draft_guideline(self.author, command)

    async def publish(
        self, source: str, since: date | None = None, until: date | None = None
    ) -> GuidelineVersion:
        return await publish_draft(self.publisher, await self.draft(source), since, until)

    async def rows(self) -> list[tuple[int, str]]:
        async with self.district.view.read() as session:
            return [(row.number, row.digest) for row in await repository.list_versions(session)]

    async def in_force(self, on: date | None = None) -> int | None:
        """Tell the version in force, by the statement and by the rule, which must agree."""
        day = on or self.author.today()
        async with self.district.view.read() as session:
            row = await repository.get_in_force(session, day)
            terms = (await repository.read_calendar(session)).terms
        assert in_force(terms, day) == (row.number if row is not None else None)
        return row.number if row is not None else None

    async def traces(self) -> int:
        """Count what an operation leaves behind: audit entries and messages."""
        async with self.district.view.read() as session:
            audits = await session.scalar(select(func.count()).select_from(AuditEntry)) or 0
            return audits + (await session.scalar(select(func.count()).select_from(OutboxMessage)) or 0)


async def make_scheme(database: Database) -> Scheme:
    district = await make_district(database)
    async with database.begin_platform(district.view.tenant) as session:
        today = district.context().today()
        version = await adopt_template(session, "wenlong", district.clock(), today)
    author = await district.official("author", Role.COMMISSION)
    publisher = await district.official("publisher", Role.HEADQUARTERS)
    for role in (Role.COMMUNITY, Role.STREET):
        await district.official(f"a.{role}", role)
    root = district.root
    return Scheme(
        district,
        version.id,
        district.holding(author, Role.COMMISSION, root),
        district.holding(publisher, Role.HEADQUARTERS, root),
    )
