"""Statements that wait at the same time go as one message, and each gets the answer it would get by itself."""

import asyncio
import uuid
from typing import Any

import pytest
from sqlalchemy import Select, func, inspect, literal, select, text
from sqlalchemy.exc import DBAPIError

from schema.designations.tables import Designation
from schema.metadata import METADATA
from schema.units.tables import Unit, UnitLog
from tenants import bundles
from tenants.base import Base
from tenants.bundles import bundle, plain
from tenants.database import Database, Session
from tenants.reading import read_together
from tenants.requests import RequestDatabase
from tests.builders.district import STREETS, make_district
from tests.builders.stage import Stage
from tests.builders.statements import statements_of

MAPPED = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if "tenant_id" in mapper.columns),
    key=lambda entity: str(entity.__tablename__),
)


def test_every_table_is_looked_at() -> None:
    assert {entity.__tablename__ for entity in MAPPED} <= set(METADATA.tables)
    assert len(MAPPED) > 40


def _all_of(entity: type[Any], tenant_id: uuid.UUID) -> Select[Any]:
    return select(entity).where(entity.tenant_id == tenant_id).order_by(*inspect(entity).primary_key)


def _told(rows: Any) -> list[dict[str, Any]]:
    return [{key: value for key, value in vars(row).items() if not key.startswith("_")} for row in rows]


async def test_rows_are_the_same_together_and_alone(database: Database, played_stage: Stage) -> None:
    view, tenant = database.of(played_stage.district.tenant), played_stage.district.tenant.id
    async with view.begin() as session:
        alone = [_told(await session.scalars(_all_of(entity, tenant))) for entity in MAPPED]
    async with view.read() as session:
        together = await asyncio.gather(*(session.scalars(_all_of(entity, tenant)) for entity in MAPPED))
    assert [_told(rows) for rows in together] == alone
    assert sum(map(bool, alone)) > 40


async def test_what_a_statement_asks_beside_entities_comes_as_it_was_asked(database: Database) -> None:
    district = await make_district(database)
    await district.import_units(*STREETS)
    tenant = district.tenant.id
    named = (
        select(Unit, Designation, func.count().over().label("units"), literal("单元"))
        .outerjoin(Designation, (Designation.tenant_id == tenant) & (Designation.unit_id == Unit.id))
        .where(Unit.tenant_id == tenant, Unit.code.in_(["B1", "B2"]))
        .order_by(Unit.code)
    )
    none = select(Unit.code).where(Unit.tenant_id == tenant, Unit.code.in_(list[str]()))
    rest = select(Unit.code).where(
        Unit.tenant_id == tenant, Unit.code.not_in(["B1"]), Unit.parent_id.is_(None)
    )
    async with database.of(district.tenant).read() as session:
        with statements_of(database) as sent:
            rows, nothing, root = await asyncio.gather(
                session.execute(named), session.scalar(none), session.scalar(rest)
            )
        found = rows.all()
    assert len(sent) == 1
    assert [(unit.code, name, units, word) for unit, name, units, word in found] == [
        ("B1", None, 2, "单元"),
        ("B2", None, 2, "单元"),
    ]
    assert (nothing, root) == (None, "500110")


async def test_lists_of_any_length_are_the_same_text(database: Database) -> None:
    district = await make_district(database)
    await district.import_units(*STREETS)

    def ask(session: Session, *codes: str) -> Any:
        found = Unit.code.in_(codes)
        return read_together(
            session,
            session.scalars(select(Unit.code).where(Unit.tenant_id == district.tenant.id, found)),
            session.scalar(select(func.count(UnitLog.id)).where(UnitLog.tenant_id == district.tenant.id)),
        )

    async with database.of(district.tenant).read() as session:
        with statements_of(database) as sent:
            codes, logs = await ask(session, "B1")
            more, _ = await ask(session, "B1", "B2", "B9")
            none, _ = await ask(session)
    assert (codes.all(), sorted(more), none.all(), logs) == (["B1"], ["B1", "B2", "B9"], [], 0)
    assert len(sent) == 3
    assert len(set(sent.statements)) == 1


async def test_row_security_holds_for_each_statement_of_a_message(database: Database) -> None:
    own, other = [await make_district(database) for _ in range(2)]
    asked = [select(Unit.code).where(Unit.tenant_id == district.tenant.id) for district in (own, other, own)]
    async with database.of(own.tenant).read() as session:
        seen = await asyncio.gather(*(session.scalars(each) for each in asked))
    assert [rows.all() for rows in seen] == [["500110"], [], ["500110"]]


async def test_a_statement_that_fails_fails_for_all_who_asked_with_it(database: Database) -> None:
    district = await make_district(database)
    view = database.of(district.tenant)
    units = select(func.count(Unit.id)).where(Unit.tenant_id == district.tenant.id)

    async def read(*statements: Select[Any]) -> list[Any]:
        async with view.read() as session:
            return await asyncio.gather(
                *(session.scalar(each) for each in statements), return_exceptions=True
            )

    good, bad = await read(units, select(literal(1) / func.length("")))
    assert isinstance(bad, DBAPIError)
    assert good is bad
    assert await read(units) == [1]


async def test_what_cannot_be_bundled_goes_by_itself(database: Database) -> None:
    district = await make_district(database)
    async with database.of(district.tenant).read() as session:
        with statements_of(database) as sent:
            one, two, unit = await asyncio.gather(
                session.scalar(text("select 1")),
                session.scalar(text("select cast(:two as integer)"), {"two": 2}),
                session.scalar(select(Unit.code).where(Unit.tenant_id == district.tenant.id)),
            )
    assert (one, two, unit, len(sent)) == (1, 2, "500110", 3)


@pytest.mark.parametrize("turns", [1, 20, 500])
async def test_who_still_waits_when_the_reading_ends_is_let_go(database: Database, turns: int) -> None:
    district = await make_district(database)
    view = RequestDatabase(database, district.tenant)

    async def read() -> Any:
        async with view.read() as session:
            return await session.scalar(select(func.pg_sleep(60)))

    waiting = asyncio.ensure_future(read())
    for _ in range(turns):
        await asyncio.sleep(0)
    await view.close()
    with pytest.raises((asyncio.CancelledError, DBAPIError)):
        await waiting
    async with database.of(district.tenant).read() as session:
        assert await session.scalar(select(literal(1))) == 1


def test_texts_of_documents_nobody_asks_for_again_take_a_bounded_room() -> None:
    """However many there are and however long; what is asked for again is written once."""
    first, kept = plain("select $1::int", [1]), plain("select $1::text, $2::int", ["a", 2])
    expected = (
        "select array(select row(q.*) from (select $1::int) q), "
        "array(select row(q.*) from (select $2::text, $3::int) q)"
    )
    assert bundle([first, kept]) == (expected, (1, "a", 2))
    for number in range(200):
        once = plain(f"select $1::int /* {number} {'x' * 100_000} */", [number])
        text, values = bundle([first, once])
        assert (f"select $2::int /* {number} " in text, values) == (True, (1, number))
        assert bundle([first, kept])[0] == expected
    assert 0 < bundles._SHIFTED.currsize <= bundles.SHIFTED_BYTES
    assert ("select $1::text, $2::int", 1) in {(*key,) for key in bundles._SHIFTED}
    longer = plain(f"select $1::int /* {'x' * bundles.SHIFTED_BYTES} */", [3])
    assert bundle([first, longer])[0].startswith(expected.partition(", array")[0])
    assert bundles._SHIFTED.currsize <= bundles.SHIFTED_BYTES
