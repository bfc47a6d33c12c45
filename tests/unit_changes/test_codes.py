"""A code changes in the middle of a tree: what is shown follows, and nothing that is narrowed or ordered does."""

import asyncio
import random
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Action, Role
from authz.context import ANONYMOUS, OperationContext
from authz.tables import Membership
from schema.designations.tables import Designation
from schema.frame.identifiers import encode_id
from schema.unit_changes.operations import change_unit_code, merge_units, move_unit
from schema.unit_changes.operations.recoding import ChangeUnitCode
from schema.units.operations import ImportUnits, import_units
from schema.units.rules import UnitRow
from schema.units.tables import Unit, UnitPlacement
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refused
from tests.clients import ask, ask_public
from tests.consequences.titled import make_compound
from tests.plans.both import OFFICIAL
from tests.unit_changes.test_operations import around, merging, moving
from tests.unit_changes.truth import assert_sound

THOUSAND = tuple((f"B{number}", f"沿河街{number}号", "building", "C1") for number in range(100, 1_090))
PAGE = """
query($after: String, $first: Int) {
  units(first: $first, after: $after) { edges { cursor node { code path } } pageInfo { hasNextPage endCursor } }
}"""


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS, *THOUSAND)
    return made


@pytest.fixture
async def small(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def recode(district: District, actor: OperationContext, code: str, new: str) -> Unit:
    unit = await district.unit(code)
    command = ChangeUnitCode(
        idempotency_key=key(),
        unit_id=unit.id,
        expected_revision=unit.revision,
        code=new,
        reason="编码改革",
    )
    return await change_unit_code(actor, command)


async def listed(viewer: OperationContext, after: str | None = None) -> list[tuple[str, str]]:
    """Walk a list to its end, by the plan and by the resolvers; codes with their cursors."""
    found: list[tuple[str, str]] = []
    while True:
        data = await OFFICIAL.same(viewer, PAGE, first=100, **({"after": after} if after else {}))
        page = data["units"]
        found += [(edge["node"]["code"], edge["cursor"]) for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def rows(district: District, *columns: Any) -> list[tuple[Any, ...]]:
    async with district.database.of(district.tenant).read() as session:
        found = await session.execute(select(*columns).order_by(*columns))
        return [tuple(row) for row in found]


async def test_paths_scopes_order_and_cursors_stay(district: District, owner: AsyncEngine) -> None:
    """A community above 990 buildings gets another code: only what is shown of it and below it is another."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    community = await district.official(Role.COMMUNITY, "C1")
    kept = (
        (Unit.id, Unit.path),
        (UnitPlacement.unit_id, UnitPlacement.path),
        (Membership.id, Membership.scope_path),
    )
    before, seen = [await rows(district, *columns) for columns in kept], await listed(headquarters)
    inside = await listed(community)
    ledger = await read_ledger(owner, district.tenant.id)
    unit = await recode(district, administrator, "C1", "Z-9")
    assert (unit.code, unit.revision) == ("Z-9", 2)
    assert [await rows(district, *columns) for columns in kept] == before
    after = await listed(headquarters)
    assert after == [("Z-9" if code == "C1" else code, cursor) for code, cursor in seen]
    middle = seen[len(seen) // 2][1]
    assert await listed(headquarters, middle) == seen[len(seen) // 2 + 1 :]
    assert [code for code, _ in await listed(community)] == [code.replace("C1", "Z-9") for code, _ in inside]
    written = changed(ledger, await read_ledger(owner, district.tenant.id))
    assert set(written) == {
        "audit_entries",
        "idempotency_keys",
        "notifications",
        "outbox_messages",
        "unit_identities",
        "units",
    }
    await assert_sound(district)


async def test_units_directly_below_stay_in_order(district: District) -> None:
    """Forwards and backwards, from cursors given before."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    document = """query($code: String!, $after: String, $before: String, $last: Int) { unit(code: $code) {
      children(after: $after, before: $before, last: $last) { edges { cursor node { name } } } } }"""

    async def below(code: str, **place: Any) -> list[tuple[str, str]]:
        data = await OFFICIAL.same(headquarters, document, code=code, **place)
        edges = data["unit"]["children"]["edges"]
        return [(edge["cursor"], edge["node"]["name"]) for edge in edges]

    before = await below("C1")
    await recode(district, administrator, "B105", "A1")
    await recode(district, administrator, "C1", "K1")
    assert await below("K1") == before
    assert (await below("K1", after=before[5][0]))[:14] == before[6:]
    assert await below("K1", before=before[5][0], last=5) == before[:5]


async def test_what_is_shown_follows(small: District) -> None:
    headquarters = await small.official(Role.HEADQUARTERS, "500110")
    administrator = await small.official(Role.TENANT_ADMINISTRATOR, "500110")
    await recode(small, administrator, "C1", "K1")
    found = await around(headquarters, "X1")
    assert found is not None
    assert (found["path"], found["parent"]) == ("500110.S1.K1.X1", "K1")
    assert found["above"] == ["500110", "500110.S1", "500110.S1.K1"]
    assert found["below"] == ["500110.S1.K1.X1.B1", "500110.S1.K1.X1.B2"]
    assert await around(headquarters, "C1") == await around(headquarters, "K1"), "the old code leads there"
    shown = await OFFICIAL.same(
        headquarters, '{ unit(code: "B1") { path ancestors { path } parent { path } } }'
    )
    assert shown["unit"]["path"] == "500110.S1.K1.X1.B1"
    anonymous = small.context(ANONYMOUS)
    public = await ask_public(anonymous, 'query { unitStatus(code: "K1") { name ancestors } }')
    assert public["unitStatus"] == {"name": "七桥社区", "ancestors": ["綦江区", "文龙街道"]}


async def test_a_street_and_the_root_change_their_codes_too(small: District) -> None:
    headquarters = await small.official(Role.HEADQUARTERS, "500110")
    administrator = await small.official(Role.TENANT_ADMINISTRATOR, "500110")
    for code, new in (("S1", "T1"), ("C1", "K1"), ("500110", "500199"), ("T1", "S1")):
        await recode(small, administrator, code, new)
    found = await around(headquarters, "B1")
    assert found is not None
    assert found["path"] == "500199.S1.K1.X1.B1"
    await recode(small, administrator, "500199", "500110")
    await recode(small, administrator, "K1", "C1")
    assert {row[0] for row in await rows(small, Unit.code_path)} == {None}


async def test_the_past_is_shown_where_it_was(small: District) -> None:
    """After a move and another code: the path of then, by the codes of then."""
    headquarters = await small.official(Role.HEADQUARTERS, "500110")
    administrator = await small.official(Role.TENANT_ADMINISTRATOR, "500110")
    then = small.clock.now.date()
    small.clock.forward(3)
    await recode(small, administrator, "C1", "K1")
    await move_unit(headquarters, await moving(small, "X1", "C2"))
    await recode(small, administrator, "C2", "K2")
    now, past = await around(headquarters, "B1"), await around(headquarters, "B1", asOf=str(then))
    assert now is not None
    assert past is not None
    assert now["path"] == "500110.S2.K2.X1.B1"
    assert (past["path"], past["above"][-1]) == ("500110.S1.C1.X1.B1", "500110.S1.C1.X1")
    await assert_sound(small)


async def test_a_code_that_is_free_again_is_registered_beside_its_first_label(small: District) -> None:
    headquarters = await small.official(Role.HEADQUARTERS, "500110")
    administrator = await small.official(Role.TENANT_ADMINISTRATOR, "500110")
    for turn, label in enumerate(("B9", "B9~1", "B9~2")):
        unit = await small.unit("B9")
        assert unit.path == f"500110.S1.C1.{label}"
        await recode(small, administrator, "B9", f"OLD{turn}")
        row = UnitRow("B9", "新楼", "building", "C1")
        await import_units(administrator, ImportUnits(idempotency_key=key(), units=(row,)))
    found = await around(headquarters, "B9")
    assert found is not None
    assert found["path"] == "500110.S1.C1.B9"
    await merge_units(headquarters, await merging(small, "B8", "B9", "OLD1"))
    await move_unit(headquarters, await moving(small, "OLD0", "C2"))
    moved = await around(headquarters, "OLD0")
    assert moved is not None
    assert moved["path"] == "500110.S2.C2.OLD0"
    await assert_sound(small)


async def test_a_preview_of_a_move_shows_codes(small: District) -> None:
    headquarters = await small.official(Role.HEADQUARTERS, "500110")
    administrator = await small.official(Role.TENANT_ADMINISTRATOR, "500110")
    await recode(small, administrator, "X1", "Y1")
    await recode(small, administrator, "C2", "K2")
    unit, parent = await small.unit("Y1"), await small.unit("K2")
    document = """query($input: PreviewUnitChangeInput!) { previewUnitChange(input: $input) {
      moved { code before after } counts { code } errors { code } } }"""
    move = {
        "idempotencyKey": key(),
        "unit": encode_id("Unit", unit.id),
        "parent": encode_id("Unit", parent.id),
        "expectedRevision": unit.revision,
    }
    result = await ask(headquarters, document, input={"move": move})
    assert result.errors is None, result.errors
    found = (result.data or {})["previewUnitChange"]
    assert found["errors"] == []
    assert found["moved"][0] == {"code": "Y1", "before": "500110.S1.C1.Y1", "after": "500110.S2.K2.Y1"}
    assert {each["code"] for each in found["counts"]} == {"S1", "C1", "S2", "K2"}


async def test_names_and_who_may_do_what_stay(database: Database) -> None:
    district = await make_compound(database)
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    leader = await district.official(Role.BUILDING_LEADER, "B1")
    names = await rows(district, Designation.unit_id, Designation.number, Designation.status)
    await recode(district, administrator, "X1", "Y1")
    assert await rows(district, Designation.unit_id, Designation.number, Designation.status) == names
    building, other = await district.unit("B1"), await district.unit("B2")
    assert leader.decide(Action.APPLICATION_READ, building.path).allowed
    assert not leader.decide(Action.LOG_RECORD, other.path).allowed
    await assert_sound(district)


@pytest.mark.parametrize(
    ("code", "new", "refusal"),
    [
        ("C1", "K1", []),
        ("C1", "C2", [("DUPLICATE_CODE", "code")]),
        ("C1", "C1", [("DUPLICATE_CODE", "code")]),
        ("C1", "no.dots", [("INVALID_INPUT", "code")]),
        ("C1", "B9~1", [("INVALID_INPUT", "code")]),
    ],
)
async def test_which_codes_may_be_given(
    small: District, owner: AsyncEngine, code: str, new: str, refusal: list[tuple[str, str]]
) -> None:
    administrator = await small.official(Role.TENANT_ADMINISTRATOR, "500110")
    before = await read_ledger(owner, small.tenant.id)
    assert await refused(recode(small, administrator, code, new)) == refusal
    assert bool(changed(before, await read_ledger(owner, small.tenant.id))) == (not refusal)


@pytest.mark.parametrize(
    ("role", "over", "code", "refusal"),
    [
        (Role.TENANT_ADMINISTRATOR, "500110", "S1", []),
        (Role.STREET, "S1", "C1", []),
        (Role.STREET, "S1", "S1", ["OUTSIDE_AREA"]),
        (Role.COMMUNITY, "C1", "B9", []),
        (Role.COMMUNITY, "C2", "B9", ["OUTSIDE_AREA"]),
        (Role.BUILDING_LEADER, "B9", "B9", ["ROLE_NOT_ALLOWED"]),
        (Role.HEADQUARTERS, "500110", "B9", ["ROLE_NOT_ALLOWED"]),
    ],
)
async def test_who_registers_a_unit_may_change_its_code(
    small: District, owner: AsyncEngine, role: Role, over: str, code: str, refusal: list[str]
) -> None:
    actor = await small.official(role, over)
    before = await read_ledger(owner, small.tenant.id)
    assert [each for each, _ in await refused(recode(small, actor, code, "N-1"))] == refusal
    assert bool(changed(before, await read_ledger(owner, small.tenant.id))) == (not refusal)


async def test_units_imported_meanwhile_show_the_code_of_then_or_now(small: District) -> None:
    """Imports below a unit, moves of it and new codes of it at once: every path and every code fits the tree."""
    headquarters = await small.official(Role.HEADQUARTERS, "500110")
    administrator = await small.official(Role.TENANT_ADMINISTRATOR, "500110")

    async def bring(number: int) -> None:
        row = UnitRow(f"N{number}", "新楼", "building", "X1")
        await import_units(administrator, ImportUnits(idempotency_key=key(), units=(row,)))

    for turn in range(3):
        parent = ("C2", "C1", "C2")[turn]
        deeds: list[Awaitable[object]] = [bring(4 * turn + number) for number in range(4)]
        deeds.append(move_unit(headquarters, await moving(small, "X1", parent)))
        deeds.append(recode(small, administrator, "S1", f"T{turn}"))
        random.Random(turn).shuffle(deeds)
        await asyncio.gather(*deeds)
        await recode(small, administrator, f"T{turn}", "S1")
    small.clock.now += timedelta(minutes=1)
    await assert_sound(small)
