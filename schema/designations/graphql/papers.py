"""The papers of names in the API: certificates, edition by edition, and what happened to the plaque."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import strawberry

from schema.designations.graphql.names import Designation
from schema.designations.repository import papers
from schema.designations.tables import DesignationCertificate as CertificateTable
from schema.designations.tables import PlaqueMove as PlaqueMoveTable
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.guidelines.graphql import by_role
from schema.officials.graphql import Official, find_official


@strawberry.enum
class CertificateOccasion(StrEnum):
    """Why a certificate was issued."""

    NAMED = "named"
    PROMOTED = "promoted"
    REISSUED = "reissued"
    RENEWED = "renewed"


@strawberry.enum
class PlaqueChange(StrEnum):
    """What happened to a plaque."""

    ISSUED = "issued"
    REPLACED = "replaced"
    RETURNED = "returned"


@strawberry.type
class DesignationCertificate:
    """One edition of the certificate of a name, as it was issued."""

    edition: int = strawberry.field(description="Which: 1 came with the naming.")
    unit_name: str = strawberry.field(description="What the unit was called.")
    title: str = strawberry.field(description="The title, e.g. 无疫楼栋.")
    valid_until: date | None = strawberry.field(description="The last local day it says the name holds.")
    occasion: CertificateOccasion = strawberry.field(description="Why it was issued.")
    reason: str | None = strawberry.field(
        description="What officials gave as the reason for issuing it anew."
    )
    issued_on: date = strawberry.field(description="Local day it was issued.")
    superseded_on: date | None = strawberry.field(
        description="Local day the next edition took its place; null of the present one."
    )
    role: str | None = strawberry.field(description="The role it was issued in; null if the platform did.")
    level: strawberry.Private[str | None]
    actor_uuid: strawberry.Private[UUID | None]

    @classmethod
    def of(cls, row: CertificateTable, superseded_on: date | None) -> "DesignationCertificate":
        """Render a row."""
        return cls(
            edition=row.edition,
            unit_name=row.unit_name,
            title=row.title,
            valid_until=row.valid_until,
            occasion=CertificateOccasion(row.occasion),
            reason=row.reason,
            issued_on=row.issued_on,
            superseded_on=superseded_on,
            role=row.role,
            level=row.level,
            actor_uuid=row.actor_id,
        )

    @strawberry.field
    def role_name(self, info: Info) -> str | None:
        """The role in zh-CN, or the office it is held in; null if the platform did."""
        if self.role is None or self.actor_uuid is None:
            return None
        return by_role(info.context, self.role, self.level)

    @strawberry.field
    async def actor(self, info: Info) -> Official | None:
        """Who issued it; null if the platform did."""
        return await find_official(info.context, self.actor_uuid) if self.actor_uuid else None


@strawberry.type
class PlaqueMove:
    """Something that happened to the plaque of a name."""

    change: PlaqueChange = strawberry.field(description="What happened.")
    on: date = strawberry.field(description="Local day.")
    reason: str | None = strawberry.field(description="Why it was replaced.")
    at: datetime = strawberry.field(description="When it was recorded.")
    role: str | None = strawberry.field(description="The role it was recorded in.")
    level: strawberry.Private[str | None]
    actor_uuid: strawberry.Private[UUID | None]

    @classmethod
    def of(cls, row: PlaqueMoveTable) -> "PlaqueMove":
        """Render a row."""
        return cls(
            change=PlaqueChange(row.what),
            on=row.happened_on,
            reason=row.reason,
            at=row.at,
            role=row.role,
            level=row.level,
            actor_uuid=row.actor_id,
        )

    @strawberry.field
    def role_name(self, info: Info) -> str | None:
        """The role in zh-CN, or the office it is held in; null where that was not kept yet."""
        if self.role is None or self.actor_uuid is None:
            return None
        return by_role(info.context, self.role, self.level)

    @strawberry.field
    async def actor(self, info: Info) -> Official | None:
        """Who recorded it; null where that was not kept yet."""
        return await find_official(info.context, self.actor_uuid) if self.actor_uuid else None


@edge(Designation)
async def certificates(name: strawberry.Parent[Designation], info: Info) -> list[DesignationCertificate]:
    """The certificates of the name, the first edition first; all but the last are superseded."""
    rows = await info.context.load(papers.certificates_of, name.uuid) or ()
    following = [row.issued_on for row in rows][1:]
    return [
        DesignationCertificate.of(row, next_on)
        for row, next_on in zip(rows, [*following, None], strict=False)
    ]


@edge(Designation)
async def plaque_moves(name: strawberry.Parent[Designation], info: Info) -> list[PlaqueMove]:
    """What happened to the plaque, oldest first."""
    rows = await info.context.load(papers.plaque_moves_of, name.uuid) or ()
    return [PlaqueMove.of(row) for row in rows]
