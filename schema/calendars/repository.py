"""Every statement on the calendar of a district."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import distinct_on

from schema.calendars.ports import COUNTRY
from schema.calendars.rules import DayOverride, WorkingCalendar
from schema.calendars.tables import CalendarEntry
from tenants.database import Session


async def calendar_of(session: Session) -> WorkingCalendar:
    """Read the district's calendar."""
    latest = (
        select(CalendarEntry)
        .where(CalendarEntry.tenant_id == session.info["tenant_id"])
        .ext(distinct_on(CalendarEntry.day))
        .order_by(CalendarEntry.day, CalendarEntry.id.desc())
    )
    rows = await session.scalars(latest)
    said = {row.day: DayOverride(row.working, row.note or "") for row in rows if row.working is not None}
    return WorkingCalendar(said, COUNTRY.calendar)


def fingerprint() -> str:
    """Tell which national calendar this process counts by."""
    return COUNTRY.fingerprint()


async def by_tenants(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, WorkingCalendar]:
    """Read the calendar once for a whole request (loader batch); there is but the session's tenant."""
    return dict.fromkeys(ids, await calendar_of(session))


async def lock_calendar(session: Session, *, changing: bool = False) -> None:
    """Hold the calendar still until this transaction ends; whoever is `changing` it is alone with it.

    What counts days and keeps the result would otherwise miss a change that commits meanwhile.
    """
    lock = "pg_advisory_xact_lock" if changing else "pg_advisory_xact_lock_shared"
    key = f"calendar:{session.info['tenant_id']}"
    await session.execute(text(f"select {lock}(hashtextextended(:key, 0))"), {"key": key})
