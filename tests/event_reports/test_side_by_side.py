"""Reports at the same time: who touches other names does not wait, who touches the same ones comes after."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from authz.actions import Role
from authz.context import OperationContext
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.frame import operation as frame
from schema.units import repository as units
from tenants.database import Database
from tests.builders.applications import appoint_all, named
from tests.builders.district import District, key
from tests.builders.events import report
from tests.consequences.titled import make_compound, standings

NOBODY_WAITS = "set_config('lock_timeout', '500ms', true)"


@pytest.fixture
async def district(database: Database) -> District:
    """B1, B2 and X1 bear names in the first street, B21 in the second."""
    district = await make_compound(database)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B21", responsible="C2")
    officials.intake = officials.street = await district.official(Role.STREET, "S2")
    officials.street = await district.official(Role.STREET, "S2")
    await named(district, officials, "B21")
    return district


@asynccontextmanager
async def held_open(actor: OperationContext, code: str, kind: str, district: District) -> AsyncIterator[None]:
    """Report in a unit and keep the transaction open, with all its locks, until the block is left."""
    reached, go_on = asyncio.Event(), asyncio.Event()
    close = frame.close

    async def pause(*given: object, **named_so: object) -> None:
        await close(*given, **named_so)  # type: ignore[arg-type]  # handed on as it comes
        reached.set()
        await go_on.wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame, "close", pause)
        reporting = asyncio.create_task(report(actor, (await district.unit(code)).id, kind))
        await asyncio.wait(
            [reporting, waiter := asyncio.create_task(reached.wait())], return_when="FIRST_COMPLETED"
        )
        waiter.cancel()
        assert not reporting.done(), reporting.exception()
    try:
        yield
    finally:
        go_on.set()
        await reporting


async def report_without_waiting(actor: OperationContext, code: str, kind: str, district: District) -> None:
    """Report in a unit; fails if a lock has to be waited for."""
    unit_id, today = (await district.unit(code)).id, actor.today()
    told = Report(kind=kind, occurred_on=today, reported_on=today)
    begin = type(actor).begin

    @asynccontextmanager
    async def impatient(self: OperationContext) -> AsyncIterator[object]:
        async with begin(self) as session:
            await session.execute(text(f"select {NOBODY_WAITS}"))
            yield session

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(actor), "begin", impatient)
        await report_health_event(
            actor, ReportHealthEvent(idempotency_key=key(), unit_id=unit_id, report=told)
        )


async def test_reports_in_two_streets_do_not_wait(district: District) -> None:
    """Each takes names, and counts them up to the root of the district, while the other is under way."""
    first = await district.official(Role.STREET, "S1")
    second = await district.official(Role.STREET, "S2")
    async with held_open(first, "B1", "case", district):
        await report_without_waiting(second, "B21", "case", district)
        assert await standings(district, "B21", "B1") == {"B21": "revoked", "B1": "active"}
    assert await standings(district, "B1", "X1", "B2") == {"B1": "revoked", "X1": "revoked", "B2": "active"}


async def test_reports_in_one_community_do_not_wait_where_no_name_is_shared(district: District) -> None:
    """The community bears no name, so neither report can change how it stands."""
    street = await district.official(Role.STREET, "S1")
    async with held_open(street, "B1", "case", district):
        await report_without_waiting(street, "B9", "case", district)


async def test_reports_that_touch_the_same_name_come_one_after_the_other(district: District) -> None:
    """Two buildings of a compound: the second waits for the first; together they leave what both in turn leave."""
    street = await district.official(Role.STREET, "S1")
    async with held_open(street, "B1", "close_contact", district):
        with pytest.raises(DBAPIError) as waited:
            await report_without_waiting(street, "B2", "case", district)
        assert getattr(waited.value.orig, "sqlstate", None) == "55P03"
        second = asyncio.create_task(report(street, (await district.unit("B2")).id, "case"))
    await second
    expected = {"B1": "suspended", "B2": "revoked", "X1": "revoked"}
    assert await standings(district, "B1", "B2", "X1") == expected
    in_turn = await make_compound(district.database)
    street = await in_turn.official(Role.STREET, "S1")
    await report(street, (await in_turn.unit("B1")).id, "close_contact")
    await report(street, (await in_turn.unit("B2")).id, "case")
    assert await standings(in_turn, "B1", "B2", "X1") == expected


async def lock_without_waiting(actor: OperationContext, unit_id: uuid.UUID) -> None:
    async with actor.begin() as session:
        await session.execute(text(f"select {NOBODY_WAITS}"))
        await units.lock(session, unit_id)


async def test_whoever_names_a_unit_waits_for_a_report_in_it(district: District) -> None:
    """The community could fall by the report once it is named, so its naming comes before or after, never beside."""
    street = await district.official(Role.STREET, "S1")
    community = await district.unit("C1")
    async with held_open(street, "B1", "case", district):
        with pytest.raises(DBAPIError) as waited:
            await lock_without_waiting(street, community.id)
        assert getattr(waited.value.orig, "sqlstate", None) == "55P03"
    async with street.begin() as session:
        assert (await units.lock(session, community.id)).code == "C1"
