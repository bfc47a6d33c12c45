"""Evidence in the API: what was brought for a unit. Content comes from `GET …/evidence/<id>`, beside GraphQL."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.evidence import repository
from schema.evidence.tables import EvidenceFile as EvidenceFileTable
from schema.evidence.tables import EvidenceWithdrawal as EvidenceWithdrawalTable
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.pagination import Latest
from schema.guidelines.graphql import EvidenceType
from schema.officials.graphql import Official, find_official
from schema.units import repository as units
from schema.units.graphql import Unit

OfCriterion = Annotated[str | None, strawberry.argument(description="Only files brought for this criterion.")]


@strawberry.type
class EvidenceWithdrawal:
    """Why a file no longer counts."""

    reason: str = strawberry.field(description="The reason; no personal data.")
    withdrawn_at: datetime = strawberry.field(description="From when on.")

    @classmethod
    def of(cls, row: EvidenceWithdrawalTable) -> "EvidenceWithdrawal":
        """Render a row."""
        return cls(reason=row.reason, withdrawn_at=row.withdrawn_at)


@strawberry.type
class EvidenceFile(Node):
    """A file that backs a criterion of a unit, metadata removed; downloaded at `evidence/<id>` of this address."""

    uuid: strawberry.Private[UUID]
    uploader: strawberry.Private[UUID]
    criterion: str = strawberry.field(description="Id of the criterion it was brought for.")
    requirement: str = strawberry.field(description="Id of the evidence the guideline asks for there.")
    type: EvidenceType = strawberry.field(description="What it is, by its content.")
    media_type: str = strawberry.field(description="Media type it is given out under.")
    size: int = strawberry.field(description="Bytes.")
    sha256: str = strawberry.field(description="SHA-256 of the content as it is kept, in hexadecimal.")
    name: str = strawberry.field(description="What the uploader called it.")
    taken_on: date = strawberry.field(description="Local day it shows.")
    uploaded_at: datetime = strawberry.field(description="Instant it was brought.")

    @classmethod
    def of(cls, row: EvidenceFileTable) -> "EvidenceFile":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("EvidenceFile", row.id)),
            uuid=row.id,
            uploader=row.uploaded_by,
            criterion=row.criterion,
            requirement=row.requirement,
            type=EvidenceType(row.type),
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            name=row.original_name,
            taken_on=row.taken_on,
            uploaded_at=row.uploaded_at,
        )

    @strawberry.field
    async def uploaded_by(self, info: Info) -> Official | None:
        """Who brought it."""
        return await find_official(info.context, self.uploader)

    @strawberry.field
    async def withdrawal(self, info: Info) -> EvidenceWithdrawal | None:
        """Why it no longer counts; null if it does."""
        row = await info.context.load(repository.withdrawals_of, self.uuid)
        return EvidenceWithdrawal.of(row) if row is not None else None


@fetches("EvidenceFile")
async def find_file(context: RequestContext, file_id: UUID) -> EvidenceFile | None:
    """Read a file of a unit whose evidence the viewer may see."""
    async with context.read() as session:
        row = await repository.get(session, file_id)
        unit = await units.get(session, row.unit_id) if row else None
    allowed = unit is not None and context.may(Action.EVIDENCE_READ, unit.path)
    return EvidenceFile.of(row) if row and allowed else None


@edge(Unit)
async def evidence(
    unit: strawberry.Parent[Unit], info: Info, criterion: OfCriterion = None, first: Latest = 20
) -> list[EvidenceFile] | None:
    """The latest files brought for the unit, newest first, at most 100; null outside the viewer's area."""
    if not info.context.may(Action.EVIDENCE_READ, unit.path):
        return None
    async with info.context.read() as session:
        rows = await repository.list_of_unit(session, unit.uuid, criterion, max(0, min(first, 100)))
    return [EvidenceFile.of(row) for row in rows]
