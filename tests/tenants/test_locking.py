"""A row that is locked is read anew, whatever the session had read of it before it had to wait."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from authz.tables import Official
from schema.frame.locking import lock_row
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.district import make_district


async def test_every_lock_reads_the_row_anew(database: Database) -> None:
    """By id and by statement, with a revision and without: what the session remembers is out of date each time."""
    district = await make_district(database)
    async with database.of(district.tenant).begin() as session:
        unit = (await session.scalars(select(Unit))).one()
        official = (await session.scalars(select(Official))).one()
        set_committed_value(unit, "revision", 7)
        set_committed_value(official, "username", "earlier")
        assert await lock_row(session, Unit, unit.id) is unit
        assert await lock_row(session, Official, official.id, key_share=True) is official
        assert (unit.revision, official.username) == (1, "admin")
        set_committed_value(unit, "revision", 7)
        await session.scalars(select(Unit).where(Unit.id == unit.id).with_for_update())
        assert unit.revision == 1
        unit.name = "新名"
        await lock_row(session, Unit, unit.id)
        assert (unit.name, unit.revision) == ("新名", 2), "what was not written yet is not lost"


def test_no_lock_goes_by_session_get() -> None:
    """`Session.get` takes a row that moved on during the wait for a conflict, or gives it as it was."""
    sources = [path for root in ("schema", "authz", "tenants", "api") for path in Path(root).rglob("*.py")]
    assert sources
    assert not [path for path in sources if "with_for_update=" in path.read_text()]
