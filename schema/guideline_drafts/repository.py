"""Every statement on drafts of guidelines."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.locking import lock_row
from schema.guideline_drafts.tables import GuidelineDraft
from tenants.database import Session


def unknown() -> DomainError:
    """Refuse a draft that is not there."""
    return DomainError(ErrorCode.NOT_FOUND, "草案不存在。", field=("draft",))


async def get(session: Session, draft_id: uuid.UUID) -> GuidelineDraft | None:
    """Read a draft by id."""
    return await session.get(GuidelineDraft, (session.info["tenant_id"], draft_id))


async def lock(session: Session, draft_id: uuid.UUID) -> GuidelineDraft:
    """Read a draft for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, GuidelineDraft, draft_id)
    if row is None:
        raise unknown()
    return row


async def list_open(session: Session) -> Sequence[GuidelineDraft]:
    """List the open drafts, the latest change first."""
    rows = await session.scalars(
        select(GuidelineDraft)
        .where(GuidelineDraft.tenant_id == session.info["tenant_id"], GuidelineDraft.status == "open")
        .order_by(GuidelineDraft.changed_at.desc(), GuidelineDraft.id)
    )
    return rows.all()


async def count_open(session: Session) -> int:
    """Count the open drafts."""
    return (
        await session.scalar(
            select(func.count()).where(
                GuidelineDraft.tenant_id == session.info["tenant_id"], GuidelineDraft.status == "open"
            )
        )
    ) or 0


async def count_open_by(session: Session, official_id: uuid.UUID) -> int:
    """Count the open drafts an official writes."""
    statement = select(func.count()).where(
        GuidelineDraft.tenant_id == session.info["tenant_id"],
        GuidelineDraft.written_by == official_id,
        GuidelineDraft.status == "open",
    )
    return int(await session.scalar(statement) or 0)


async def by_versions(session: Session, version_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, GuidelineDraft]:
    """Read the drafts versions were made of; one adopted at onboarding has none (loader batch)."""
    rows = await session.scalars(
        select(GuidelineDraft).where(
            GuidelineDraft.tenant_id == session.info["tenant_id"],
            GuidelineDraft.version_id.in_(version_ids),
        )
    )
    return {row.version_id: row for row in rows if row.version_id is not None}
