"""The units below paths are the same whether their ranges are written out or travel as arrays."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from schema.frame.statements import given
from schema.units.repository import places
from schema.units.rules import is_within
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.district import STREETS, District, make_district

BESIDE = (("C1-2", "相邻社区", "community", "S1"), ("B7", "相邻1栋", "building", "C1-2"))
"""Its path lies between that of C1 and those below C1."""
COMMUNITY = "500110.S1.C1"


@pytest.fixture(scope="module")
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS, *BESIDE)
    return made


@pytest.mark.parametrize("written_out", [0, 32])
@pytest.mark.parametrize(
    "paths",
    [
        [],
        ["500110"],
        [COMMUNITY],
        [COMMUNITY, f"{COMMUNITY}.X1.B1"],
        [f"{COMMUNITY}.X1", "500110.S1.V1"],
        ["500110.S9"],
    ],
)
async def test_below(
    district: District, monkeypatch: pytest.MonkeyPatch, paths: Sequence[str], written_out: int
) -> None:
    monkeypatch.setattr(places, "_WRITTEN_OUT", written_out)
    async with district.database.of(district.tenant).read() as session:
        found = places.below(places.ranges_of(paths))
        asked = given(session, **places.below_values(paths))
        answered = sorted(await session.scalars(select(found.c.path), asked))
        everything = await session.scalars(select(Unit.path))
        assert answered == sorted(path for path in everything if any(is_within(path, each) for each in paths))
