"""What is read together in a transaction that writes: one message, and rows that are the session's own."""

from typing import Any

import pytest
from sqlalchemy import Select, bindparam, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from schema.frame.statements import TENANT, given, named_ids
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database, Session
from tenants.reading import nothing, read_together
from tests.api.test_leftovers import nothing_left
from tests.builders.district import STREETS, District, make_district


@pytest.fixture
async def district(database: Database) -> District:
    found = await make_district(database)
    await found.import_units(*STREETS)
    return found


def by_code(code: str) -> Select[Unit]:
    return select(Unit).where(Unit.tenant_id == TENANT, Unit.code == code)


async def read(session: Session, code: str) -> Unit:
    row: Unit = (await session.scalars(by_code(code), given(session))).one()
    return row


async def test_they_go_in_one_message_and_what_is_done_to_them_is_written(district: District) -> None:
    view, sent = district.database.of(district.tenant), list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    async with view.begin() as session:
        event.listen(district.database.runtime.sync_engine, "before_cursor_execute", note)
        first, second = await read_together(session, read(session, "S1"), read(session, "C1"))
        event.remove(district.database.runtime.sync_engine, "before_cursor_execute", note)
        assert len(sent) == 1
        first.name, second.name = "甲", "乙"
    async with view.read() as session:
        assert [(await read(session, code)).name for code in ("S1", "C1")] == ["甲", "乙"]


async def test_a_row_the_session_has_is_the_same_and_what_waits_is_written_first(district: District) -> None:
    async with district.database.of(district.tenant).begin() as session:
        known = await read(session, "S1")
        known.name = "改名"
        names = select(Unit.name).where(Unit.tenant_id == TENANT, Unit.id == named_ids("ids"))
        again, found, told = await read_together(
            session,
            read(session, "S1"),
            session.scalars(names, given(session, ids=[known.id])),
            session.get(Unit, (district.tenant.id, known.id)),
        )
        assert again is known
        assert told is known
        assert found.all() == ["改名"]


async def test_each_is_done_to_its_end_where_one_fails(district: District) -> None:
    async with district.database.of(district.tenant).begin() as session:
        with pytest.raises(ValueError, match="refused"):
            await read_together(session, read(session, "S1"), refused())
        wanted = select(Unit.code).where(Unit.tenant_id == TENANT, Unit.code == bindparam("code"))
        assert await session.scalar(wanted, given(session, code="C1")) == "C1"


async def test_reads_after_one_that_fails_are_not_left(district: District) -> None:
    """One by one, and where what waits to be written is refused before any of them."""
    with nothing_left():
        with pytest.raises(ValueError, match="refused"):
            await read_together(AsyncSession(), refused(), nothing())
        with pytest.raises(DBAPIError):
            await after_what_is_refused(district)


async def after_what_is_refused(district: District) -> None:
    async with district.database.of(district.tenant).begin() as session:
        session.add(Unit(id=new_id(), code="X", name="X", kind="street", path="x", created_at=None))
        await read_together(session, read(session, "S1"), read(session, "C1"))


async def refused() -> None:
    raise ValueError("refused")
