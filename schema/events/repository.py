"""Every statement on health events."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Date, Select, bindparam, or_, select, true
from sqlalchemy.orm import aliased

from schema.events.rules import INFECTIONS, EventStanding
from schema.events.tables import HealthEvent, HealthEventRevision
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import TENANT, given, one_of
from schema.frame.text import is_storable
from schema.units.repository import in_area
from schema.units.repository.places import along, along_values, ranges_of
from tenants.database import Session


async def lock(session: Session, event_id: uuid.UUID) -> HealthEvent:
    """Read an event for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, HealthEvent, event_id)
    if row is None:
        raise unknown()
    return row


def unknown() -> DomainError:
    """Refuse an event that is not there, or that the viewer may not know of."""
    return DomainError(ErrorCode.NOT_FOUND, "事件不存在。", field=("healthEvent",))


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, HealthEvent]:
    """Read events by id (loader batch)."""
    rows = await session.scalars(
        select(HealthEvent).where(HealthEvent.tenant_id == session.info["tenant_id"], HealthEvent.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def by_records(
    session: Session, source: str, external_ids: Collection[str]
) -> Mapping[str, HealthEvent]:
    """Read the events that were taken over from a source, by the numbers they have there."""
    if not is_storable(source):
        return {}
    rows = await session.scalars(
        select(HealthEvent).where(
            HealthEvent.tenant_id == session.info["tenant_id"],
            HealthEvent.source == source,
            HealthEvent.external_id.in_(filter(is_storable, external_ids)),
        )
    )
    return {row.external_id: row for row in rows if row.external_id is not None}


async def arisen_from(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[HealthEvent]]:
    """Read what some events became, by their ids, oldest first: one, and those that proved false (loader batch)."""
    rows = await session.scalars(
        select(HealthEvent)
        .where(HealthEvent.tenant_id == session.info["tenant_id"], HealthEvent.arose_from_id.in_(ids))
        .order_by(HealthEvent.id)
    )
    found: dict[uuid.UUID, list[HealthEvent]] = {}
    for row in rows:
        if row.arose_from_id is not None:
            found.setdefault(row.arose_from_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events a list holds: at or below `paths`, of a kind, standing so, of the days from … to."""

    paths: Collection[str]
    kind: str | None = None
    standing: EventStanding | None = None
    since: date | None = None
    until: date | None = None


def _matching(session: Session, wanted: EventFilter) -> Select[HealthEvent]:
    """Select the events that lie in subtrees, or that somebody there answers for, as far as they are wanted."""
    statement = select(HealthEvent).where(
        HealthEvent.tenant_id == session.info["tenant_id"],
        _concerning(session, wanted.paths),
    )
    if wanted.kind is not None:
        statement = statement.where(HealthEvent.kind == wanted.kind)
    if wanted.since is not None:
        statement = statement.where(HealthEvent.occurred_on >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(HealthEvent.occurred_on <= wanted.until)
    return statement if wanted.standing is None else _standing(statement, wanted.standing)


def _concerning(session: Session, paths: Collection[str]) -> ColumnElement[bool]:
    """Say in SQL that an event lies in subtrees or is answered for there, each looked up by its own index."""
    if "" in paths:
        return true()
    event = aliased(HealthEvent)
    here = event.tenant_id == session.info["tenant_id"]
    lies, answered = (
        select(event.id).where(here, in_area(session, unit_id, paths))
        for unit_id in (event.unit_id, event.responsible_unit_id)
    )
    return HealthEvent.id.in_(lies.union(answered))


def _standing(statement: Select[HealthEvent], standing: EventStanding) -> Select[HealthEvent]:
    if standing is EventStanding.EXCLUDED:
        return statement.where(HealthEvent.excluded)
    statement = statement.where(~HealthEvent.excluded)
    if standing is EventStanding.HAPPENED:
        return statement.where(HealthEvent.kind.in_(INFECTIONS))
    ended = HealthEvent.ended_on.is_not(None)
    return statement.where(
        HealthEvent.kind.not_in(INFECTIONS), ended if standing is EventStanding.ENDED else ~ended
    )


async def revisions_of(
    session: Session, event_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, list[HealthEventRevision]]:
    """Read what was known of events, oldest first (loader batch)."""
    rows = await session.scalars(
        select(HealthEventRevision)
        .where(
            HealthEventRevision.tenant_id == session.info["tenant_id"],
            HealthEventRevision.event_id.in_(event_ids),
        )
        .order_by(HealthEventRevision.event_id, HealthEventRevision.number)
    )
    found: dict[uuid.UUID, list[HealthEventRevision]] = {}
    for row in rows:
        found.setdefault(row.event_id, []).append(row)
    return found


async def list_events(session: Session, wanted: EventFilter, page: Page) -> Slice[HealthEvent]:
    """List events, last known first."""
    return await read_page(session, _matching(session, wanted), [HealthEvent.id], page, descending=True)


async def count_events(session: Session, wanted: EventFilter) -> int:
    """Count the events of a filter."""
    return await count_rows(session, _matching(session, wanted))


async def list_at(session: Session, unit_ids: Collection[uuid.UUID]) -> Sequence[HealthEvent]:
    """List the states that go on in some units themselves."""
    rows = await session.scalars(
        select(HealthEvent).where(
            HealthEvent.tenant_id == session.info["tenant_id"],
            HealthEvent.excluded.is_(False),
            HealthEvent.ended_on.is_(None),
            one_of(HealthEvent.unit_id, unit_ids),
        )
    )
    return rows.all()


async def list_along(
    session: Session, paths: Collection[str], since: date
) -> Sequence[tuple[HealthEvent, str]]:
    """List what happened in units at some paths, below and above, each with every path there it counts at.

    Infections of all times, states that go on, and those known or ended since a day; nothing that was excluded.
    """
    rows = await session.execute(_along(ranges_of(paths)), given(session, since=since, **along_values(paths)))
    return [(row[0], row[1]) for row in rows]


@cache
def _along(ranges: int) -> Select[HealthEvent, str]:
    place, since = along(ranges), bindparam("since", type_=Date)
    return (
        select(HealthEvent, place.c.path)
        .join(place, place.c.unit_id == HealthEvent.unit_id)
        .where(
            HealthEvent.tenant_id == TENANT,
            HealthEvent.excluded.is_(False),
            or_(
                HealthEvent.kind.in_(INFECTIONS),
                HealthEvent.reported_on >= since,
                HealthEvent.ended_on.is_(None),
                HealthEvent.ended_on >= since,
            ),
        )
    )


async def latest_revision(session: Session) -> uuid.UUID | None:
    """Tell the last thing that became known of an event of the tenant."""
    return await session.scalar(
        select(HealthEventRevision.id)
        .where(HealthEventRevision.tenant_id == session.info["tenant_id"])
        .order_by(HealthEventRevision.id.desc())
        .limit(1)
    )
