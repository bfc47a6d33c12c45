"""However a code, a door or a search is written, plans and resolvers find the same."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.frame.characters import UNSEEN
from schema.frame.text import FOLDED_FROM, folded
from schema.units.tables import NAME_KEY
from tests.builders.stage import Stage
from tests.plans.both import OFFICIAL, PUBLIC

STATUS = "query($code: String!) { unitStatus(code: $code) { code titled } }"
UNDER = "query($code: String!) { titledUnits(first: 50, underCode: $code) { edges { node { code } } } }"
UNIT = "query($code: String!) { unit(code: $code) { code } }"
DOOR = """query($unit: String!, $door: String!) { unit(code: $unit) {
  households(first: 5, code: $door) { edges { node { code } } } } }"""
SEARCH = "query($search: String!) { units(first: 50, search: $search) { totalCount edges { node { code name } } } }"


@pytest.mark.parametrize("written", ["B1", "b1", "Ｂ１", "\u3000ｂ1 \n"])
async def test_a_unit_is_found_however_its_code_is_written(stage: Stage, written: str) -> None:
    anybody, official = stage.callers["anonymous"], stage.callers["headquarters"]
    assert (await PUBLIC.same(anybody, STATUS, code=written))["unitStatus"]["code"] == "B1"
    assert (await OFFICIAL.same(official, UNIT, code=written))["unit"]["code"] == "B1"
    below = await PUBLIC.same(anybody, UNDER, code=written)
    assert [edge["node"]["code"] for edge in below["titledUnits"]["edges"]] == ["B1"]
    lifted = f'{{ unitStatus(code: "{written.strip()}") {{ code }} }}'
    assert (await PUBLIC.same(anybody, lifted))["unitStatus"] == {"code": "B1"}


@pytest.mark.parametrize("written", ["B 1", "B1\u200b", "Ｂ１000", "", "\u3000"])
async def test_another_code_finds_nothing(stage: Stage, written: str) -> None:
    assert (await PUBLIC.same(stage.callers["anonymous"], STATUS, code=written))["unitStatus"] is None


async def test_a_search_finds_what_is_written_otherwise(stage: Stage, owner: AsyncEngine) -> None:
    """The twin that finds nothing is the last search of each name."""
    official = stage.callers["headquarters"]
    rename = text("update units set name = :name where tenant_id = :tenant and code = 'B2'")
    tenant = {"tenant": stage.district.tenant.id}
    async with owner.begin() as connection:
        kept = await connection.scalar(
            text("select name from units where tenant_id = :tenant and code = 'B2'"), tenant
        )
    names = {
        "１号楼": ("1号楼", "１号楼", "\u3000１号楼 ", "2号楼"),
        "1号楼": ("1号楼", "１号楼", "１ 号楼"),
        "【Ｘ】区·２号楼": ("(x)区.2号楼", "［ｘ］区・２号", "X】区", "(x)2号楼"),
    }
    try:
        for name, (*finding, last) in names.items():
            async with owner.begin() as connection:
                await connection.execute(rename, {**tenant, "name": name})
            for written in finding:
                found = (await OFFICIAL.same(official, SEARCH, search=written))["units"]
                assert [edge["node"]["code"] for edge in found["edges"]] == ["B2"], written
            assert (await OFFICIAL.same(official, SEARCH, search=last))["units"]["totalCount"] == 0
    finally:
        async with owner.begin() as connection:
            await connection.execute(rename, {**tenant, "name": kept})


async def test_the_database_folds_as_we_do(owner: AsyncEngine) -> None:
    letters = [chr(code) for code in range(0x21, 0x30000) if not UNSEEN.match(chr(code))]
    whole = "".join(each for each in (*letters, *FOLDED_FROM) if folded(f"a{each}a") != "aa")
    statement = text(
        f"select {NAME_KEY.replace(':', chr(92) + ':')} from (select cast(:name as text) as name) as given"
    )
    async with owner.connect() as connection:
        told = await connection.scalar(statement, {"name": f"a{whole}a"})
    assert told == folded(f"a{whole}a")
