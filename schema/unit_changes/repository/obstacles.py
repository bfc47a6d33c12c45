"""Every statement on what stands in the way of a change of the tree, and on what it leaves behind."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import (
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from authz.tables import Membership
from schema.appeals.tables import Appeal
from schema.applications.tables import Application
from schema.batches.tables import Batch, BatchEntry
from schema.frame.statements import one_of
from schema.petitions.tables import Petition
from schema.unit_changes.repository import Relocation
from schema.units.repository import ancestor_paths, within
from schema.units.tables import Unit
from tenants.database import Session


async def standing_in_the_way(
    session: Session, closing: Collection[uuid.UUID], moving: Relocation | None
) -> Mapping[str, int]:
    """Count what must be ended first: what is open of units that close, and batches a unit that moves would leave."""
    tenant_id = session.info["tenant_id"]
    counted: dict[str, int] = {}
    if closing:
        for name, table, condition in (
            ("applications", Application, Application.step.is_not(None)),
            ("petitions", Petition, Petition.closed_at.is_(None)),
            ("batches", Batch, Batch.status == "open"),
            ("appeals", Appeal, Appeal.status == "open"),
        ):
            where = and_(table.tenant_id == tenant_id, one_of(table.unit_id, closing), condition)
            counted[name] = int(await session.scalar(select(func.count()).where(where)) or 0)
    if moving is not None:
        counted["batches"] = await _batches_left(session, moving)
    return {name: number for name, number in counted.items() if number}


async def _batches_left(session: Session, moving: Relocation) -> int:
    place = aliased(Unit)
    area = (
        select(place.path)
        .where(place.tenant_id == Batch.tenant_id, place.id == Batch.unit_id)
        .scalar_subquery()
    )
    still_above = [*ancestor_paths(moving.after), moving.before]
    statement = (
        select(func.count())
        .select_from(BatchEntry)
        .join(Batch, and_(Batch.tenant_id == BatchEntry.tenant_id, Batch.id == BatchEntry.batch_id))
        .join(Unit, and_(Unit.tenant_id == BatchEntry.tenant_id, Unit.id == BatchEntry.unit_id))
        .where(
            BatchEntry.tenant_id == session.info["tenant_id"],
            BatchEntry.outcome == "pending",
            Batch.status == "open",
            within(Unit.path, [moving.before]),
            area.not_in(still_above),
            ~area.startswith(moving.before + ".", autoescape=True),
        )
    )
    return int(await session.scalar(statement) or 0)


async def open_applications(session: Session, path: str) -> int:
    """Count the open applications at a unit and below it."""
    statement = (
        select(func.count())
        .select_from(Application)
        .join(Unit, and_(Unit.tenant_id == Application.tenant_id, Unit.id == Application.unit_id))
        .where(
            Application.tenant_id == session.info["tenant_id"],
            Application.step.is_not(None),
            within(Unit.path, [path]),
        )
    )
    return int(await session.scalar(statement) or 0)


async def memberships_over(session: Session, unit_ids: Collection[uuid.UUID], now: datetime) -> int:
    """Count the roles held over exactly these units now."""
    statement = select(func.count()).where(
        Membership.tenant_id == session.info["tenant_id"],
        one_of(Membership.unit_id, unit_ids),
        Membership.valid_from <= now,
        or_(Membership.valid_until.is_(None), Membership.valid_until > now),
    )
    return int(await session.scalar(statement) or 0)
