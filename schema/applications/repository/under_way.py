"""Every statement on open applications, by unit and by the guideline version they are pinned to."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select

from schema.applications.tables import Application
from schema.frame.statements import one_of
from schema.units.repository import in_area
from tenants.database import Session


async def open_by_units(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Application]:
    """Read the open application of each unit (loader batch)."""
    rows = await session.scalars(
        select(Application).where(
            Application.tenant_id == session.info["tenant_id"],
            Application.unit_id.in_(unit_ids),
            Application.step.is_not(None),
        )
    )
    return {row.unit_id: row for row in rows}


async def open_under(session: Session, version_id: uuid.UUID, *, lock: bool) -> Sequence[Application]:
    """List the open applications pinned to a guideline version, oldest first; `lock` them for writing."""
    statement = (
        select(Application)
        .where(
            Application.tenant_id == session.info["tenant_id"],
            Application.guideline_version_id == version_id,
            Application.step.is_not(None),
        )
        .order_by(Application.id)
    )
    return (await session.scalars(statement.with_for_update() if lock else statement)).all()


async def open_versions(session: Session) -> Sequence[uuid.UUID]:
    """List the guideline versions open applications are pinned to."""
    rows = await session.scalars(
        select(Application.guideline_version_id)
        .where(Application.tenant_id == session.info["tenant_id"], Application.step.is_not(None))
        .distinct()
    )
    return rows.all()


async def count_open(session: Session, unit_ids: Collection[uuid.UUID]) -> int:
    """Count the open applications of some units."""
    statement = select(func.count()).where(
        Application.tenant_id == session.info["tenant_id"],
        one_of(Application.unit_id, unit_ids),
        Application.step.is_not(None),
    )
    return int(await session.scalar(statement) or 0)


async def count_open_below(session: Session, path: str) -> int:
    """Count the open applications of a unit and those below it."""
    statement = select(func.count()).where(
        Application.tenant_id == session.info["tenant_id"],
        Application.step.is_not(None),
        in_area(session, Application.unit_id, [path]),
    )
    return int(await session.scalar(statement) or 0)
