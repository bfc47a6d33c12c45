"""Putting an area on the list, and saying when it ends."""

import uuid
from dataclasses import dataclass
from datetime import date

from authz.actions import Action
from authz.context import WHOLE_DISTRICT
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.guidelines.repository import current_edition
from schema.key_areas import repository
from schema.key_areas.rules import AreaEntry, require_end, require_entry
from schema.key_areas.tables import KeyArea
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class ListKeyArea(Command):
    """Put an area on the list."""

    entry: AreaEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class EndKeyArea(Command):
    """Say the last day an area is on the list."""

    area_id: uuid.UUID
    expected_revision: int
    listed_until: date


@operation("area.list", KeyArea)
async def list_key_area(tx: Transaction, command: ListKeyArea) -> KeyArea:
    """Put an area on the list (B-d); one that stands there on one of these days is refused."""
    tx.authorize(Action.AREA_LIST, WHOLE_DISTRICT)
    entry = command.entry
    require_entry(entry, (await current_edition(tx.session, tx.today)).guideline.risk_levels, tx.today)
    await repository.lock_list(tx.session)
    other = await repository.overlapping(tx.session, entry)
    if other is not None:
        message = f"该地区自{other.listed_from}起已在名单上。"
        column = "code" if entry.code is not None else "name"
        raise DomainError(ErrorCode.AREA_LISTED_ALREADY, message, field=(column,))
    area = KeyArea(
        id=new_id(),
        code=entry.code,
        name=entry.name,
        level=entry.level,
        listed_from=entry.listed_from,
        listed_until=entry.listed_until,
        source=entry.source,
        recorded_by=tx.actor_id,
        recorded_at=tx.now,
    )
    tx.session.add(area)
    tx.note(code=entry.code or "", level=entry.level or "", validFrom=entry.listed_from.isoformat())
    return area


@operation("area.end", KeyArea)
async def end_key_area(tx: Transaction, command: EndKeyArea) -> KeyArea:
    """End an entry after a day, also an earlier one; returnees told of before keep the area they were told with."""
    area = await repository.lock(tx.session, command.area_id)
    tx.authorize(Action.AREA_LIST, WHOLE_DISTRICT)
    require_revision(area.revision, command.expected_revision)
    require_end(area.listed_from, area.listed_until, command.listed_until, tx.today)
    area.listed_until, area.ended_by, area.ended_at = command.listed_until, tx.actor_id, tx.now
    tx.note(code=area.code or "", validUntil=command.listed_until.isoformat())
    return area
