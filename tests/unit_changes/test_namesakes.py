"""Units beside each other that are called the same, however that is written, are told to whoever names one."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from schema.frame.identifiers import encode_id
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.clients import ask

TOLD = "namesakes { field code name message fix } errors { code field }"
IMPORT = f"mutation($input: ImportUnitsInput!) {{ importUnits(input: $input) {{ imported {TOLD} }} }}"
RENAME = f"mutation($input: RenameUnitInput!) {{ renameUnit(input: $input) {{ unit {{ name }} {TOLD} }} }}"
SPLIT = f"mutation($input: SplitUnitInput!) {{ splitUnit(input: $input) {{ {TOLD} }} }}"
MERGE = f"mutation($input: MergeUnitsInput!) {{ mergeUnits(input: $input) {{ {TOLD} }} }}"
MOVE = f"mutation($input: MoveUnitInput!) {{ moveUnit(input: $input) {{ {TOLD} }} }}"


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def send(district: District, document: str, **sent: Any) -> dict[str, Any]:
    role = Role.HEADQUARTERS if document in {MERGE, MOVE, SPLIT} else Role.TENANT_ADMINISTRATOR
    result = await ask(
        await district.official(role, "500110"), document, input={"idempotencyKey": key(), **sent}
    )
    assert result.errors is None, result.errors
    (payload,) = (result.data or {}).values()
    assert isinstance(payload, dict)
    return payload


async def named(district: District, code: str) -> dict[str, Any]:
    unit = await district.unit(code)
    return {"unit": encode_id("Unit", unit.id), "expectedRevision": unit.revision}


def told(payload: dict[str, Any]) -> list[tuple[str, str]]:
    assert payload["errors"] == []
    return [(".".join(each["field"]), each["code"]) for each in payload["namesakes"]]


async def building(district: District, code: str, name: str, parent: str, **sent: Any) -> dict[str, Any]:
    rows = [{"code": code, "name": name, "kind": "building", "parentCode": parent}]
    return await send(district, IMPORT, units=rows, **sent)


async def parent_of(district: District, code: str) -> str:
    return (await district.unit(code)).path.split(".")[-2]


async def test_an_import_tells_of_names_beside_it_and_among_its_rows(
    district: District, owner: AsyncEngine
) -> None:
    parent = await parent_of(district, "B9")
    name = (await district.unit("B9")).name
    rows = [
        {"code": "T1", "name": f"{name.replace('9', '９')}", "kind": "building", "parentCode": parent},
        {"code": "T2", "name": "新楼（一期）", "kind": "building", "parentCode": parent},
        {"code": "T3", "name": "新楼(一期)", "kind": "building", "parentCode": parent},
        {"code": "T4", "name": "别的楼", "kind": "building", "parentCode": parent},
    ]
    expected = [("units.0.name", "B9"), ("units.1.name", "T3"), ("units.2.name", "T2")]
    before = await read_ledger(owner)
    assert told(await send(district, IMPORT, units=rows, checkOnly=True)) == expected
    assert not changed(before, await read_ledger(owner))
    done = await send(district, IMPORT, units=rows)
    assert (told(done), done["imported"]) == (expected, 4)
    assert "同名" in done["namesakes"][0]["message"]
    assert done["namesakes"][0]["name"] == name


async def test_refused_rows_tell_nothing_of_what_lies_there(district: District) -> None:
    parent, name = await parent_of(district, "B9"), (await district.unit("B9")).name
    payload = await building(district, "B9", name, parent)
    assert [error["code"] for error in payload["errors"]] == ["DUPLICATE_CODE"]
    assert payload["namesakes"] == []


async def test_the_same_name_elsewhere_is_nobodys_concern(district: District) -> None:
    name = (await district.unit("B9")).name
    assert told(await building(district, "T1", name, "C2")) == []


async def test_a_new_name_is_told_of_one_beside_it(district: District) -> None:
    parent = await parent_of(district, "B9")
    await building(district, "T1", "甲楼·二号", parent)
    sent = {**await named(district, "B9"), "name": "　甲楼・二号 ", "reason": "路牌更换"}
    assert told(await send(district, RENAME, **sent, checkOnly=True)) == [("name", "T1")]
    done = await send(district, RENAME, **sent)
    assert (told(done), done["unit"]["name"]) == ([("name", "T1")], "甲楼・二号")
    other = {**await named(district, "B9"), "name": "沿河街9号", "reason": "改回"}
    assert told(await send(district, RENAME, **other)) == []


async def test_a_move_tells_of_the_name_where_it_comes_to(district: District) -> None:
    name = (await district.unit("B9")).name
    await building(district, "T1", name, "C2")
    moved = {**await named(district, "B9"), "parent": (await named(district, "C2"))["unit"]}
    assert told(await send(district, MOVE, **moved, checkOnly=True)) == [("parent", "T1")]


async def test_what_closes_is_no_namesake_of_what_takes_its_place(district: District) -> None:
    parent = await parent_of(district, "B9")
    await building(district, "T1", "甲楼", parent)
    await building(district, "T2", "乙楼", parent)
    units = [await named(district, "T1"), await named(district, "T2")]
    assert told(await send(district, MERGE, units=units, code="T3", name="甲楼")) == []
    parts = [
        {"code": "T4", "name": "甲楼", "doors": [""]},
        {"code": "T5", "name": (await district.unit("B9")).name},
    ]
    payload = await send(district, SPLIT, **await named(district, "T3"), parts=parts)
    assert told(payload) == [("parts.1.name", "B9")]
    assert isinstance(await district.unit("T5"), Unit)
