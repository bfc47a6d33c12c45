"""Units move, are split and merged: paths, officials, names, households and the past, all in one transaction."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from schema.frame.identifiers import encode_id
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.residents.rules import HouseholdRow
from schema.residents.tables import Household
from schema.unit_changes.operations import merge_units, move_unit, preview_unit_change, split_unit
from schema.unit_changes.operations.preparing import MergeUnits, MoveUnit, SplitUnit
from schema.unit_changes.rules import Part
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import changes_of, standing_of
from tests.builders.refusals import refused
from tests.clients import ask, ask_public
from tests.consequences.titled import make_compound, standings
from tests.unit_changes.truth import assert_sound

AROUND = """
query($code: String!, $asOf: Date, $knownAt: DateTime) {
  unit(code: $code, asOf: $asOf, knownAt: $knownAt) {
    path closedOn successors { code } predecessors { code } parent { code } ancestors { code path }
    children { edges { node { code path } } totalCount }
  }
}"""
PREVIEW = """
query($input: PreviewUnitChangeInput!) {
  previewUnitChange(input: $input) {
    opened closed households rolesLeftBehind names { code number change cause causeText clause } errors { code }
  }
}"""
PUBLIC = """
query($code: String!) {
  unitStatus(code: $code) { titled closedOn successors reason { code text } history { change reason { code } } }
}"""


async def moving(district: District, code: str, parent: str, preview: str | None = None) -> MoveUnit:
    unit = await district.unit(code)
    return MoveUnit(
        idempotency_key=key(),
        unit_id=unit.id,
        expected_revision=unit.revision,
        parent_id=(await district.unit(parent)).id,
        preview=preview,
    )


async def splitting(district: District, code: str, *parts: Part) -> SplitUnit:
    unit = await district.unit(code)
    return SplitUnit(idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, parts=parts)


async def merging(district: District, into: str, *codes: str) -> MergeUnits:
    units = [await district.unit(code) for code in codes]
    pairs = tuple((unit.id, unit.revision) for unit in units)
    return MergeUnits(idempotency_key=key(), units=pairs, code=into, name="合并后")


async def around(viewer: OperationContext, code: str, **then: Any) -> dict[str, Any] | None:
    result = await ask(viewer, AROUND, code=code, **then)
    assert result.errors is None, result.errors
    found = (result.data or {})["unit"]
    if found is None:
        return None
    edges = found["children"]["edges"]
    assert len(edges) == found["children"]["totalCount"]
    return {
        "path": found["path"],
        "parent": found["parent"] and found["parent"]["code"],
        "above": [each["path"] for each in found["ancestors"]],
        "below": [edge["node"]["path"] for edge in edges],
        "closed": found["closedOn"] is not None,
        "successors": [each["code"] for each in found["successors"]],
        "predecessors": [each["code"] for each in found["predecessors"]],
    }


async def test_a_compound_moves_with_all_below_it_and_the_past_stays(
    database: Database, owner: AsyncEngine
) -> None:
    """Its officials keep their roles, those of the new community gain it; the tree of yesterday is as it was."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    await district.official(Role.BUILDING_LEADER, "B1")
    yesterday, known = headquarters.today(), headquarters.clock()
    district.clock.forward(1)
    before = await read_ledger(owner, district.tenant.id)
    seen = await preview_unit_change(headquarters, await moving(district, "X1", "C2"))
    assert not changed(before, await read_ledger(owner, district.tenant.id)), "a preview keeps nothing"
    assert (seen.outcome.moved_count, seen.outcome.memberships, seen.outcome.names) == (3, 1, ())
    first = seen.outcome.moved[0]
    assert (first.before, first.after) == ("500110.S1.C1.X1", "500110.S2.C2.X1")
    moved = await move_unit(headquarters, await moving(district, "X1", "C2", seen.token))
    assert (moved.path, moved.revision) == ("500110.S2.C2.X1", 2)
    await assert_sound(district)
    assert await around(headquarters, "X1") == {
        "path": "500110.S2.C2.X1",
        "parent": "C2",
        "above": ["500110", "500110.S2", "500110.S2.C2"],
        "below": ["500110.S2.C2.X1.B1", "500110.S2.C2.X1.B2"],
        "closed": False,
        "successors": [],
        "predecessors": [],
    }
    for then in ({"asOf": str(yesterday)}, {"knownAt": known.isoformat()}):
        past = await around(headquarters, "X1", **then)
        assert past is not None
        assert (past["path"], past["parent"]) == ("500110.S1.C1.X1", "C1")
        assert past["above"] == ["500110", "500110.S1", "500110.S1.C1"]
        assert past["below"] == ["500110.S1.C1.X1.B1", "500110.S1.C1.X1.B2"]
        former = await around(headquarters, "C1", **then)
        assert former is not None
        assert former["below"] == ["500110.S1.C1.B9", "500110.S1.C1.X1"]
    community = await district.official(Role.COMMUNITY, "C1")
    assert await around(community, "X1") is None, "who may see it is decided by where it lies now"
    await move_unit(headquarters, await moving(district, "X1", "C1"))
    await assert_sound(district)


async def test_an_untitled_building_costs_its_new_compound_the_name(
    database: Database, owner: AsyncEngine
) -> None:
    """B-f: the compound met its rule before and does not after; who previewed confirms just that."""
    district = await make_compound(database)
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    command = await moving(district, "B9", "X1")
    seen = await preview_unit_change(headquarters, command)
    told = [(each.code, each.change, each.cause, each.clause) for each in seen.outcome.names]
    assert told == [("X1", "suspended", "TREE_CHANGED", "B-f")]
    before = await read_ledger(owner, district.tenant.id)
    other = await preview_unit_change(headquarters, await moving(district, "N1", "V1"))
    stale = await moving(district, "B9", "X1", other.token)
    assert await refused(move_unit(headquarters, stale)) == [("STALE_PREVIEW", "preview")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    await move_unit(headquarters, await moving(district, "B9", "X1", seen.token))
    assert await standings(district, "X1", "B1", "B2") == {"X1": "suspended", "B1": "active", "B2": "active"}
    await assert_sound(district)


async def test_a_split_ends_the_name_and_leaves_nothing_out(database: Database, owner: AsyncEngine) -> None:
    """Households go by their doors; the old unit is no more, says so to everybody, and takes nothing in."""
    district = await make_compound(database)
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    homes = await codes_at(district, "B1")
    east = Part("B1E", "1栋东", (homes[0],))
    before = await read_ledger(owner, district.tenant.id)
    lacking = await splitting(district, "B1", east, Part("B1W", "1栋西"))
    assert await refused(split_unit(headquarters, lacking)) == [("SPLIT_INCOMPLETE", "parts")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    district.clock.forward(1)
    unit = await district.unit("B1")
    parts = [{"code": "B1E", "name": "东", "doors": homes[:1]}, {"code": "B1W", "name": "西", "doors": [""]}]
    split = {
        "idempotencyKey": key(),
        "unit": encode_id("Unit", unit.id),
        "expectedRevision": 1,
        "parts": parts,
    }
    shown = await ask(headquarters, PREVIEW, input={"split": split})
    assert shown.errors is None
    assert shown.data is not None
    preview = shown.data["previewUnitChange"]
    assert (preview["opened"], preview["closed"], preview["errors"]) == (["B1E", "B1W"], ["B1"], [])
    assert [(each["code"], each["change"], each["cause"]) for each in preview["names"]] == [
        ("B1", "expired", "UNIT_CLOSED"),
        ("X1", "suspended", "TREE_CHANGED"),
    ]
    assert (preview["households"], preview["rolesLeftBehind"]) == (len(homes), 1)
    await split_unit(headquarters, await splitting(district, "B1", east, Part("B1W", "1栋西", ("",))))
    assert (await codes_at(district, "B1E"), await codes_at(district, "B1W")) == (homes[:1], homes[1:])
    assert await codes_at(district, "B1") == []
    last = (await changes_of(district, "B1"))[-1]
    assert (last.change, last.cause) == ("expired", "UNIT_CLOSED")
    assert (await standing_of(district, "X1"), await standing_of(district, "B1E")) == ("suspended", None)
    await assert_sound(district)
    answer = await ask_public(district.context(ANONYMOUS), PUBLIC, code="B1")
    status = answer["unitStatus"]
    assert (status["titled"], status["successors"]) == (False, ["B1E", "B1W"])
    assert (status["closedOn"], status["reason"]["code"]) == ("2022-11-21", "UNIT_CLOSED")
    old = await around(headquarters, "B1")
    assert old is not None
    assert (old["closed"], old["successors"]) == (True, ["B1E", "B1W"])
    compound = await around(headquarters, "X1")
    assert compound is not None
    assert [path.rpartition(".")[2] for path in compound["below"]] == ["B1E", "B1W", "B2"]
    yesterday = str(headquarters.today() - timedelta(1))
    past = await around(headquarters, "X1", asOf=yesterday)
    assert past is not None
    assert [path.rpartition(".")[2] for path in past["below"]] == ["B1", "B2"]
    assert await around(headquarters, "B1E", asOf=yesterday) is None, "it did not exist yet"
    community = await district.official(Role.COMMUNITY, "C1")
    unit = await district.unit("B1")
    log = RecordUnitLog(
        idempotency_key=key(), unit_id=unit.id, kind="disinfection", performed_on=headquarters.today()
    )
    assert await refused(record_unit_log(community, log)) == [("UNIT_CLOSED", "unit")]
    assert await refused(move_unit(headquarters, await moving(district, "B1", "C1"))) == [
        ("UNIT_CLOSED", "unit")
    ]
    assert await refused(move_unit(headquarters, await moving(district, "B2", "B1"))) == [
        ("UNIT_CLOSED", "parent")
    ]


async def test_a_merger_brings_households_and_units_below_together(database: Database) -> None:
    """Two buildings with entrances: doors both have get the old code before them; the entrances move."""
    district = await make_district(database)
    entrances = (("E1", "1单元", "entrance", "B1"), ("E2", "1单元", "entrance", "B2"))
    await district.import_units(*STREETS, *entrances)
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    community = await district.official(Role.COMMUNITY, "C1")
    for code, doors in (("B1", ("101", "102")), ("B2", ("101",))):
        rows = tuple(HouseholdRow(door, 1, "vacant") for door in doors)
        unit = await district.unit(code)
        command = RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=rows)
        await register_households(community, command)
    seen = await preview_unit_change(headquarters, await merging(district, "B12", "B1", "B2"))
    assert (seen.outcome.households, seen.outcome.doors, seen.outcome.moved_count) == (3, 2, 2)
    await merge_units(headquarters, await merging(district, "B12", "B1", "B2"))
    assert await codes_at(district, "B12") == ["102", "B1-101", "B2-101"]
    found = await around(headquarters, "B12")
    assert found is not None
    assert found["predecessors"] == ["B1", "B2"]
    assert found["below"] == ["500110.S1.C1.X1.B12.E1", "500110.S1.C1.X1.B12.E2"]
    await assert_sound(district)


async def codes_at(district: District, code: str) -> list[str]:
    unit = await district.unit(code)
    async with district.database.of(district.tenant).read() as session:
        return list(
            await session.scalars(
                select(Household.code).where(Household.unit_id == unit.id).order_by(Household.code)
            )
        )
