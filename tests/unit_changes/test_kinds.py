"""A unit of another kind takes the place of one: what comes to it, what ends, what the kind must allow."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.residents.rules import HouseholdRow
from schema.unit_changes.operations import change_unit_kind, preview_unit_change
from schema.unit_changes.operations.retyping import ChangeUnitKind
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.applications import appoint_all, create, named
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import standing_of
from tests.builders.refusals import refused
from tests.clients import ask, ask_public
from tests.unit_changes.test_operations import around, codes_at
from tests.unit_changes.truth import assert_sound

KINDS = "query($code: String!, $asOf: Date) { unit(code: $code, asOf: $asOf) { kind { id } closedOn } }"
STATUS = 'query { unitStatus(code: "V1") { successors closedOn } }'


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def retyping(
    district: District,
    code: str,
    kind: str,
    into: str = "K1",
    *,
    preview: str | None = None,
    reason: str = "村改居",
) -> ChangeUnitKind:
    unit = await district.unit(code)
    return ChangeUnitKind(
        idempotency_key=key(),
        unit_id=unit.id,
        expected_revision=unit.revision,
        kind=kind,
        code=into,
        name="双桥社区",
        reason=reason,
        preview=preview,
    )


async def retype(district: District, actor: OperationContext, code: str, kind: str, into: str = "K1") -> Unit:
    seen = await preview_unit_change(actor, await retyping(district, code, kind, into))
    return await change_unit_kind(actor, await retyping(district, code, kind, into, preview=seen.token))


async def test_a_village_becomes_a_community_with_all_below_it(
    district: District, owner: AsyncEngine
) -> None:
    """The group below keeps its code; as of yesterday there is the village; its old code leads on in public."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    await district.official(Role.COMMUNITY, "V1", "村主任")
    yesterday = str(headquarters.today())
    district.clock.forward(1)
    before = await read_ledger(owner, district.tenant.id)
    seen = await preview_unit_change(headquarters, await retyping(district, "V1", "community"))
    assert not changed(before, await read_ledger(owner, district.tenant.id)), "a preview keeps nothing"
    outcome = seen.outcome
    assert (outcome.opened, outcome.closed, outcome.moved_count, outcome.left_behind) == (
        ("K1",),
        ("V1",),
        1,
        1,
    )
    assert outcome.seats == (("村主任", "community"),)
    counts = {(each.code, each.kind): each.total for each in outcome.counts}
    assert counts["S1", "village"] == -1
    made = await retype(district, headquarters, "V1", "community")
    assert (made.code, made.kind, made.name) == ("K1", "community", "双桥社区")
    found, old = await around(headquarters, "K1"), await around(headquarters, "V1")
    assert found is not None
    assert old is not None
    assert (found["below"], found["predecessors"]) == (["500110.S1.K1.G1"], ["V1"])
    assert (old["closed"], old["successors"]) == (True, ["K1"])
    past = (await ask(headquarters, KINDS, code="V1", asOf=yesterday)).data
    assert past == {"unit": {"kind": {"id": "village"}, "closedOn": None}}
    assert await around(headquarters, "K1", asOf=yesterday) is None
    status = (await ask_public(district.context(ANONYMOUS), STATUS))["unitStatus"]
    assert (status["successors"], status["closedOn"]) == (["K1"], str(headquarters.today()))
    await assert_sound(district)


async def test_a_name_ends_with_the_kind_it_was_given_to(district: District) -> None:
    """The new unit has none; its households came with their doors; the public reads why."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    await named(district, await appoint_all(district, Role.BUILDING_LEADER, "B9"), "B9")
    homes = await codes_at(district, "B9")
    assert homes
    assert await standing_of(district, "B9") == "active"
    seen = await preview_unit_change(headquarters, await retyping(district, "B9", "group"))
    assert [(each.code, each.change, each.cause) for each in seen.outcome.names] == [
        ("B9", "expired", "UNIT_CLOSED")
    ]
    assert (seen.outcome.households, seen.outcome.doors) == (len(homes), 0)
    await retype(district, headquarters, "B9", "group")
    assert await standing_of(district, "K1") is None
    assert (await codes_at(district, "K1"), await codes_at(district, "B9")) == (homes, [])
    document = 'query { unitStatus(code: "B9") { titled reason { code } } }'
    status = (await ask_public(district.context(ANONYMOUS), document))["unitStatus"]
    assert (status["titled"], status["reason"]["code"]) == (False, "UNIT_CLOSED")
    await assert_sound(district)


@pytest.mark.parametrize(
    ("code", "kind", "refusal"),
    [
        ("V1", "community", []),
        ("V1", "castle", [("UNKNOWN_KIND", "kind")]),
        ("V1", "village", [("INVALID_INPUT", "kind")]),
        ("V1", "compound", [("PARENT_NOT_ALLOWED", "kind"), ("PARENT_NOT_ALLOWED", "kind")]),
        ("B9", "group", []),
        ("B9", "compound", [("UNIT_BUSY", "kind")]),
        ("500110", "street", [("PARENT_NOT_ALLOWED", "unit")]),
    ],
)
async def test_what_the_kind_must_allow(
    district: District, owner: AsyncEngine, code: str, kind: str, refusal: list[tuple[str, str]]
) -> None:
    """Its place, the units below, the households; where it is refused nothing is written."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    community = await district.official(Role.COMMUNITY, "C1")
    home = HouseholdRow(code="1", floor=None, occupancy="vacant", verified_on=None, residents=())
    here = (await district.unit("B9")).id
    await register_households(
        community, RegisterHouseholds(idempotency_key=key(), unit_id=here, households=(home,))
    )
    before = await read_ledger(owner, district.tenant.id)
    assert await refused(retype(district, headquarters, code, kind)) == refusal
    assert bool(changed(before, await read_ledger(owner, district.tenant.id))) == (not refusal)
    if code == "B9" and not refusal:
        assert await codes_at(district, "K1") == ["1"]
    await assert_sound(district)


async def test_what_is_open_is_ended_first(district: District) -> None:
    """An application was begun by the rules of the old kind; a unit beside it without one changes."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    leader = await district.official(Role.BUILDING_LEADER, "B9")
    await create(leader, await district.unit("B9"))
    assert await refused(retype(district, headquarters, "B9", "group")) == [("UNIT_BUSY", "unit")]
    assert await refused(retype(district, headquarters, "B21", "group")) == []


async def test_codes_reasons_and_rights(district: District) -> None:
    """A code that is taken, no reason, somebody who may not; the same with a free one, a reason and the right."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    community = await district.official(Role.COMMUNITY, "C2")
    taken = await retyping(district, "B21", "group", "B9")
    assert await refused(change_unit_kind(headquarters, taken)) == [("DUPLICATE_CODE", "code")]
    silent = await retyping(district, "B21", "group", reason=" ")
    assert await refused(change_unit_kind(headquarters, silent)) == [("INVALID_INPUT", "reason")]
    command = await retyping(district, "B21", "group")
    assert [code for code, _ in await refused(change_unit_kind(community, command))] == ["ROLE_NOT_ALLOWED"]
    assert await refused(change_unit_kind(headquarters, command)) == []
    gone = await retyping(district, "B21", "group", "K7")
    assert await refused(change_unit_kind(headquarters, gone)) == [("UNIT_CLOSED", "unit")]
