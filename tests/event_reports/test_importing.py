"""Records of reporting systems: taken over once, all or nothing, however often they are sent (T-3.1d)."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.event_reports.operations.importing import ImportHealthEvents, import_health_events
from schema.events.rules import Report
from schema.events.rules.imports import ImportedEvent
from schema.events.tables import HealthEvent
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refused
from tests.consequences.titled import make_compound, standings


@pytest.fixture
async def district(database: Database) -> District:
    return await make_compound(database)


@pytest.fixture
async def street(district: District) -> OperationContext:
    return await district.official(Role.STREET, "S1")


def records(actor: OperationContext, *rows: tuple[str, str, str | None]) -> ImportHealthEvents:
    """Send records given as unit code, kind and number."""
    day = actor.today()
    events = tuple(
        ImportedEvent(code, Report(kind, day, day, source="大疫情网", external_id=number))
        for code, kind, number in rows
    )
    return ImportHealthEvents(idempotency_key=key(), source="大疫情网", events=events)


async def count(actor: OperationContext) -> int:
    async with actor.read() as session:
        return await session.scalar(select(func.count()).select_from(HealthEvent)) or 0


async def test_records_are_taken_over_once_with_what_follows(
    district: District, street: OperationContext, owner: AsyncEngine
) -> None:
    rows = (("B1", "case", "R-1"), ("B2", "close_contact", "R-2"), ("C1", "home_quarantine", "R-3"))
    first = await import_health_events(street, records(street, *rows))
    assert await standings(district, "B1", "B2", "X1") == {
        "B1": "revoked",
        "B2": "suspended",
        "X1": "revoked",
    }
    assert await count(street) == 3
    again = await import_health_events(street, records(street, *rows))
    assert (again.id, await count(street)) == (first.id, 3)
    await import_health_events(street, records(street, *rows, ("V1", "case", "R-4")))
    assert await count(street) == 4


async def test_one_bad_record_keeps_all_out(
    district: District, street: OperationContext, owner: AsyncEngine
) -> None:
    """Unknown unit, kind, number given twice or not at all: every fault at once, and nothing is written."""
    before = await read_ledger(owner, district.tenant.id)
    bad = records(street, ("B1", "case", "R-1"), ("nowhere", "flood", "R-2"))
    assert await refused(import_health_events(street, bad)) == [
        ("INVALID_INPUT", "events.1.kind"),
        ("NOT_FOUND", "events.1.unitCode"),
    ]
    twice = records(street, ("B1", "case", "R-1"), ("B2", "case", "R-1"), ("B2", "case", None))
    assert await refused(import_health_events(street, twice)) == [
        ("DUPLICATE_EVENT", "events.1.externalId"),
        ("INVALID_INPUT", "events.2.externalId"),
    ]
    assert await refused(import_health_events(street, records(street))) == [("INVALID_INPUT", "events")]
    elsewhere = records(street, ("B1", "case", "R-1"), ("B21", "case", "R-2"))
    assert await refused(import_health_events(street, elsewhere)) == [("OUTSIDE_AREA", "")]
    many = records(street, *[("B1", "case", f"R-{number}") for number in range(1_001)])
    assert await refused(import_health_events(street, many)) == [("TOO_MANY_ITEMS", "events")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
