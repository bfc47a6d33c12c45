"""The tree grows by imports: all or nothing, in the area of who imports, one owner of a code."""

import asyncio
import random

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.units.operations import ImportUnits, import_units
from schema.units.rules import UnitRow
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refused


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def bring(actor: OperationContext, *rows: tuple[str, str, str, str | None]) -> Unit:
    return await import_units(
        actor, ImportUnits(idempotency_key=key(), units=tuple(UnitRow(*row) for row in rows))
    )


async def paths(district: District) -> list[str]:
    async with district.database.of(district.tenant).read() as session:
        return list(await session.scalars(select(Unit.path).order_by(Unit.path)))


async def test_b_u4_a_tree_is_imported_in_any_order(database: Database) -> None:
    """B-U4: 街道 ⊃ 村|社区 ⊃ 小区 ⊃ 楼栋 ⊃ 单元; children may stand before their parents in the file."""
    expected = None
    for seed in range(3):
        district = await make_district(database)
        rows = [*STREETS, ("E1", "1单元", "entrance", "B1"), ("E2", "2单元", "entrance", "B1")]
        random.Random(seed).shuffle(rows)
        administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
        first = await bring(administrator, *rows)
        assert first.code == rows[0][0]
        found = await paths(district)
        assert "500110.S1.C1.X1.B1.E1" in found
        assert found == (expected or found)
        expected = found


async def test_paths_follow_codes_and_parents(district: District) -> None:
    async with district.database.of(district.tenant).read() as session:
        units = {unit.id: unit for unit in await session.scalars(select(Unit))}
    for unit in units.values():
        above = units[unit.parent_id].path + "." if unit.parent_id else ""
        assert unit.path == above + unit.code


async def test_an_import_is_all_or_nothing(district: District, owner: AsyncEngine) -> None:
    """One bad row among 200: nothing is written; without it all 199 are, with one audit entry."""
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    rows = [(f"N{number}", f"新村{number}号", "building", "C1") for number in range(199)]
    before = await read_ledger(owner, district.tenant.id)
    bad = [*rows[:100], ("N0", "重号", "building", "C1"), *rows[100:]]
    assert await refused(bring(administrator, *bad)) == [("DUPLICATE_CODE", "units.100.code")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    await bring(administrator, *rows)
    after = await read_ledger(owner, district.tenant.id)
    assert after["units"][0] == before["units"][0] + 199
    assert after["audit_entries"][0] == before["audit_entries"][0] + 1


async def test_two_thousand_units_fit_in_one_import(district: District) -> None:
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    await bring(administrator, *((f"M{number}", "楼", "building", "C1") for number in range(2_000)))
    assert len(await paths(district)) == len(STREETS) + 1 + 2_000


@pytest.mark.parametrize(
    ("role", "code", "parent", "refusal"),
    [
        (Role.COMMUNITY, "C1", "C1", []),
        (Role.COMMUNITY, "C1", "X1", []),
        (Role.COMMUNITY, "C1", "C2", [("OUTSIDE_AREA", "")]),
        (Role.COMMUNITY, "X1", "C1", [("OUTSIDE_AREA", "")]),
        (Role.STREET, "S1", "C1", []),
        (Role.STREET, "S2", "C1", [("OUTSIDE_AREA", "")]),
        (Role.TENANT_ADMINISTRATOR, "S2", "C1", []),
        (Role.BUILDING_LEADER, "C1", "C1", [("ROLE_NOT_ALLOWED", "")]),
        (Role.PROPERTY, "C1", "X1", [("ROLE_NOT_ALLOWED", "")]),
        (Role.COMMISSION, "500110", "C1", [("ROLE_NOT_ALLOWED", "")]),
        (Role.HEADQUARTERS, "500110", "C1", [("ROLE_NOT_ALLOWED", "")]),
    ],
)
async def test_b_u2_who_may_import_where(
    district: District, role: Role, code: str, parent: str, refusal: list[tuple[str, str]]
) -> None:
    """B-U2: the community adds what lies below it, a street in its streets, the administrator everywhere."""
    actor = await district.official(role, code)
    assert await refused(bring(actor, ("N1", "新楼", "building", parent))) == refusal


async def test_one_row_outside_the_area_stops_all(district: District, owner: AsyncEngine) -> None:
    community = await district.official(Role.COMMUNITY, "C1")
    before = await read_ledger(owner, district.tenant.id)
    rows = (("N1", "新楼", "building", "C1"), ("N2", "新楼", "building", "C2"))
    assert await refused(bring(community, *rows)) == [("OUTSIDE_AREA", "")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))


async def test_a_code_has_one_owner_however_many_import_it(district: District) -> None:
    """Eight imports of the same code at once: one is done, the others meet the refusal of a later caller."""
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    rows = (("N1", "新楼", "building", "C1"),)
    outcomes = await asyncio.gather(*[refused(bring(administrator, *rows)) for _ in range(8)])
    assert outcomes.count([]) == 1
    assert {codes[0][0] for codes in outcomes if codes} == {"DUPLICATE_CODE"}
    assert len(await paths(district)) == len(STREETS) + 2


async def test_two_districts_have_the_same_codes(database: Database, district: District) -> None:
    other = await make_district(database)
    await other.import_units(*STREETS)
    assert await paths(other) == await paths(district)
