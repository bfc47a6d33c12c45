"""Every statement on what holds names down: a fixed number of them, however many units an event touches."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    Text,
    Uuid,
    and_,
    case,
    column,
    func,
    inspect,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import Row as Result

from schema.consequences.rules import Hold, Place, Span
from schema.consequences.tables import Consequence
from schema.criteria import repository as assessments
from schema.designations.repository import joined
from schema.designations.rules import Cause
from schema.frame.statements import one_of
from tenants.base import new_id
from tenants.bulk import Row
from tenants.database import Session


async def live_holds(session: Session, name_ids: Collection[uuid.UUID]) -> Sequence[Hold]:
    """Read what is known now to hold names down, in the order it was recorded."""
    rows = await session.execute(
        select(*inspect(Consequence).local_table.c)  # no entities: there may be tens of thousands
        .where(
            Consequence.tenant_id == session.info["tenant_id"],
            one_of(Consequence.designation_id, name_ids),
            Consequence.withdrawn_at.is_(None),
        )
        .order_by(Consequence.id)
    )
    return [hold_of(row) for row in rows]


async def ever_known(session: Session, name_ids: Collection[uuid.UUID]) -> Sequence[Consequence]:
    """Read what was ever known to hold names down, in the order it was recorded."""
    rows = await session.scalars(
        select(Consequence)
        .where(
            Consequence.tenant_id == session.info["tenant_id"], one_of(Consequence.designation_id, name_ids)
        )
        .order_by(Consequence.recorded_at, Consequence.id)
    )
    return rows.all()


def hold_of(row: Consequence | Result[Any]) -> Hold:
    """Read a row as what it says."""
    return Hold(
        event_id=row.event_id,
        name_id=row.designation_id,
        clause=row.clause,
        effect=row.effect,  # type: ignore[arg-type]
        cause=Cause(row.cause),
        span=Span(row.from_on, row.until_on),
        clear_on=row.clear_on,
        version=row.guideline_version_id,
        known_since=row.known_since,
    )


async def units_held_down(session: Session, events: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """List the units whose names some events hold down."""
    bearers = joined.with_name(
        select(joined.UNIT_ID).select_from(Consequence), Consequence.tenant_id, Consequence.designation_id
    )
    rows = await session.scalars(
        bearers.where(
            Consequence.tenant_id == session.info["tenant_id"],
            Consequence.withdrawn_at.is_(None),
            one_of(Consequence.event_id, events),
        )
    )
    return set(rows)


async def lock_lapsed(session: Session, today: date) -> Sequence[Place]:
    """Lock the names nothing holds down as far any more since a day has passed; give the units that bear them.

    So too where what was told of them last is over, though something else goes on.
    """
    live = and_(
        Consequence.tenant_id == joined.TENANT_ID,
        Consequence.designation_id == joined.ID,
        Consequence.effect == case((joined.SUSPENDED, "suspend"), else_="warn"),
        Consequence.withdrawn_at.is_(None),
    )
    over = select(Consequence.id).where(live, Consequence.until_on <= today)
    goes_on = select(Consequence.id).where(
        live, or_(Consequence.until_on.is_(None), Consequence.until_on > today)
    )
    told_over = over.where(joined.told_last(Consequence.event_id, Consequence.clause))
    rows = await session.execute(
        joined.fallen(session).where(or_(and_(over.exists(), ~goes_on.exists()), told_over.exists()))
    )
    return [Place(*row) for row in rows]


async def healed_events(
    session: Session, today: date, above: Collection[uuid.UUID] | None = None
) -> Sequence[uuid.UUID]:
    """List the events by which names are suspended for a loss below that may be over; `above`: names of these units.

    The unit below was named anew since, or the one above met its standard in an assessment: two statements in one,
    each of which begins at the holds, which are few.
    """
    held = joined.with_name(
        select(Consequence.event_id), Consequence.tenant_id, Consequence.designation_id
    ).where(
        Consequence.tenant_id == session.info["tenant_id"],
        Consequence.cause == Cause.CHILD_NAME_LOST.value,
        Consequence.effect == "suspend",
        or_(Consequence.until_on.is_(None), Consequence.until_on > today),
        Consequence.withdrawn_at.is_(None),
    )
    if above is not None:
        held = held.where(one_of(joined.UNIT_ID, above))
    anew = joined.named_below(session, joined.UNIT_ID, since=Consequence.known_since)
    met = assessments.met_since(session, joined.UNIT_ID, since=Consequence.known_since)
    rows = await session.scalars(held.where(anew).union(held.where(met)).order_by("event_id"))
    return rows.all()


async def withdraw(session: Session, holds: Sequence[Hold], at: datetime) -> None:
    """Mark holds as no longer known to be so, in one statement."""
    if not holds:
        return
    columns = (
        column("event_id", Uuid),
        column("designation_id", Uuid),
        column("clause", Text),
        column("version", Uuid),
    )
    gone = (
        func.unnest(
            literal([hold.event_id for hold in holds], ARRAY(Uuid)),
            literal([hold.name_id for hold in holds], ARRAY(Uuid)),
            literal([hold.clause for hold in holds], ARRAY(Text)),
            literal([hold.version for hold in holds], ARRAY(Uuid)),
        )
        .table_valued(*columns)
        .render_derived(name="gone")
    )
    await session.execute(
        update(Consequence)
        .where(
            Consequence.tenant_id == session.info["tenant_id"],
            Consequence.event_id == gone.c.event_id,
            Consequence.designation_id == gone.c.designation_id,
            Consequence.clause == gone.c.clause,
            Consequence.guideline_version_id.is_not_distinct_from(gone.c.version),
            Consequence.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
        .execution_options(synchronize_session=False)
    )


def rows_of(holds: Iterable[Hold], at: datetime) -> Sequence[Row]:
    """Give the rows that keep holds."""
    return [
        {
            "id": new_id(),
            "event_id": hold.event_id,
            "designation_id": hold.name_id,
            "clause": hold.clause,
            "guideline_version_id": hold.version,
            "effect": hold.effect,
            "cause": hold.cause.value,
            "from_on": hold.span.from_on,
            "until_on": hold.span.until_on,
            "clear_on": hold.clear_on,
            "known_since": hold.known_since or at,
            "recorded_at": at,
        }
        for hold in holds
    ]
