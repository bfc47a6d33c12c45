"""Routine work on the database: kept with its figures; a test round by the roster of its day (B-i)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.household_moves.operations import (
    RegisterHouseholds,
    RemoveResident,
    register_households,
    remove_resident,
)
from schema.residents.rules import HouseholdRow, Leaving
from schema.residents.tables import Household, Resident
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from schema.units.tables import UnitLog
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refused
from tests.builders.residents import numbered


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def test_a_log_is_kept_with_its_figures(district: District) -> None:
    """B-i, B-m, B-n: a round of tests with due and tested; who noted it; the audit names no text."""
    community = await district.official(Role.COMMUNITY, "C1")
    command = RecordUnitLog(
        idempotency_key=key(),
        unit_id=(await district.unit("B1")).id,
        kind="test_round",
        performed_on=community.today(),
        people_due=30,
        people_tested=29,
        note="一人外出",
    )
    made = await record_unit_log(community, command)
    async with community.read() as session:
        kept = await session.get_one(UnitLog, (district.tenant.id, made.id))
        entry = (await session.scalars(select(AuditEntry).where(AuditEntry.entity_id == made.id))).one()
        count = await session.scalar(select(func.count()).select_from(UnitLog))
    assert (kept.people_due, kept.people_tested, kept.recorded_by) == (30, 29, community.actor.id)
    assert (entry.action, entry.role, entry.actor_id) == ("unit.record_log", "community", community.actor.id)
    assert "外出" not in str(entry.detail)
    assert count == 1


async def settle(actor: OperationContext, district: District, code: str, *arrivals: date | None) -> None:
    """Register a household of people who came on days."""
    start = int(code[1:]) * 100
    people = tuple(replace(numbered(start + place), arrived_on=on) for place, on in enumerate(arrivals))
    unit = await district.unit(code)
    row = HouseholdRow("1-1", residents=people)
    await register_households(
        actor, RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=(row,))
    )


async def round_of(
    district: District, code: str, on: date, number: int, due: int | None = None
) -> RecordUnitLog:
    return RecordUnitLog(
        idempotency_key=key(),
        unit_id=(await district.unit(code)).id,
        kind="test_round",
        performed_on=on,
        people_due=due,
        people_tested=number,
    )


async def test_b_i_a_round_is_of_all_who_live_there(district: District, owner: AsyncEngine) -> None:
    """B-i: one of one is one of nineteen; a compound's round is of all its buildings; nobody is tested twice."""
    community = await district.official(Role.COMMUNITY, "C1")
    today = community.today()
    await settle(community, district, "B1", *[None] * 19)
    await settle(community, district, "B2", *[None] * 3)
    small = await record_unit_log(community, await round_of(district, "B1", today, 1, due=1))
    assert (small.people_due, small.people_tested) == (19, 1)
    whole = await record_unit_log(community, await round_of(district, "X1", today, 22))
    assert (whole.people_due, whole.people_tested) == (22, 22)
    guests = await record_unit_log(community, await round_of(district, "B1", today, 21, due=21))
    assert guests.people_due == 21
    before = await read_ledger(owner, district.tenant.id)
    many = record_unit_log(community, await round_of(district, "B1", today, 20))
    assert await refused(many) == [("INVALID_INPUT", "peopleTested")]
    assert changed(before, await read_ledger(owner, district.tenant.id)) == set()


async def test_b_i_where_nobody_is_registered_who_reports_says_how_many(district: District) -> None:
    community = await district.official(Role.COMMUNITY, "C1")
    unsaid = record_unit_log(community, await round_of(district, "B9", community.today(), 5))
    assert await refused(unsaid) == [("INVALID_INPUT", "peopleDue")]
    said = await record_unit_log(community, await round_of(district, "B9", community.today(), 5, due=5))
    assert said.people_due == 5


async def test_b_i_a_round_is_of_those_who_lived_there_that_day(district: District) -> None:
    """Who came later was not due, who left later was, and who never lived there never was."""
    community = await district.official(Role.COMMUNITY, "C1")
    today = community.today()
    week = [today - timedelta(days=days) for days in range(8)]
    await settle(community, district, "B1", None, None, week[2], week[5])
    async with community.read() as session:
        people = (await session.scalars(select(Resident).order_by(Resident.identity_number))).all()
    leaving = ((people[0], Leaving.LEFT, week[3]), (people[3], Leaving.RECORDED_WRONGLY, today))
    for person, how, on in leaving:
        async with community.read() as session:
            home = (await session.scalars(select(Household))).one()
        command = RemoveResident(
            idempotency_key=key(),
            resident_id=person.id,
            expected_revision=home.revision,
            reason=how,
            departed_on=on,
        )
        await remove_resident(community, command)
    found = []
    for on in (week[0], week[2], week[3], week[4], week[6]):
        log = await record_unit_log(community, await round_of(district, "B1", on, 0, due=1))
        found.append(log.people_due)
    assert found == [2, 2, 1, 2, 2]
