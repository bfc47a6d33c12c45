"""Units are made while a version that drops their kind is published: one of the two waits, and then sees the other."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from schema.frame.errors import ErrorCode
from schema.guidelines import repository
from schema.guidelines.operations import new_version
from schema.guidelines.rules import Term, check
from schema.units.operations import ImportUnits, import_units
from schema.units.rules import UnitRow
from tenants.database import Database
from tests.builders.district import key
from tests.builders.guidelines import publish_draft
from tests.builders.refusals import refusals
from tests.guidelines.scheme import WENLONG, Scheme, make_scheme

WITHOUT_TOWN = (
    WENLONG.text.replace("  - {id: town, name: 镇, parents: [district]}\n", "")
    .replace("parents: [street, town]", "parents: [street]")
    .replace("id: wenlong", "id: of_our_own", 1)
)
_WAITING = text("select count(*) from pg_locks where locktype = 'advisory' and not granted")


@pytest.fixture
async def scheme(database: Database) -> Scheme:
    return await make_scheme(database)


async def somebody_waits(owner: AsyncEngine, work: asyncio.Task[object]) -> None:
    """Return as soon as a transaction waits for the lock; work that ends without waiting fails the test."""
    async with owner.connect() as connection:
        while not await connection.scalar(_WAITING):
            assert not work.done(), "nobody waited"
            await asyncio.sleep(0.01)


async def import_town(scheme: Scheme) -> None:
    district = scheme.district
    official = await district.official("clerk", Role.TENANT_ADMINISTRATOR)
    clerk = district.holding(official, Role.TENANT_ADMINISTRATOR, district.root)
    rows = (UnitRow("t1", "三江镇", "town", district.root.code),)
    await import_units(clerk, ImportUnits(idempotency_key=key(), units=rows))


async def test_whoever_publishes_waits_for_units_being_made(scheme: Scheme, owner: AsyncEngine) -> None:
    row = await scheme.draft(WITHOUT_TOWN)
    street = scheme.district.street
    async with scheme.district.view.begin() as session:
        assert "town" in await repository.kinds_to_come(session, scheme.author.today())
        publishing = asyncio.create_task(refusals(publish_draft(scheme.publisher, row)))
        await somebody_waits(owner, publishing)
        await session.execute(text("update units set kind = 'town' where id = :id"), {"id": street.id})
    (error,) = await publishing
    assert (error.code, error.details) == (ErrorCode.KIND_IN_USE, {"town": 1})
    assert [number for number, _ in await scheme.rows()] == [1]


async def test_whoever_makes_units_waits_for_a_publication(scheme: Scheme, owner: AsyncEngine) -> None:
    guideline = check(WITHOUT_TOWN).guideline
    assert guideline is not None
    today = scheme.author.today()
    async with scheme.district.view.begin() as session:
        await repository.lock_publishing(session)
        importing = asyncio.create_task(refusals(import_town(scheme)))
        await somebody_waits(owner, importing)
        session.add(new_version(guideline, 2, scheme.author.clock(), Term(2, today), None))
    (error,) = await importing
    assert error.code is ErrorCode.UNKNOWN_KIND


async def test_a_kind_to_be_dropped_takes_no_new_units(scheme: Scheme) -> None:
    """The successor is published for a later day: units of the kind would be left without it then."""
    later = scheme.author.today().replace(day=28)
    await publish_draft(scheme.publisher, await scheme.draft(WITHOUT_TOWN), since=later)
    (error,) = await refusals(import_town(scheme))
    assert error.code is ErrorCode.UNKNOWN_KIND
