"""Units are called otherwise: old codes lead to them, the past keeps what it called them, certificates follow."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from schema.notifications.tables import Notification
from schema.unit_changes.operations import preview_unit_codes, reform_unit_codes, rename_unit
from schema.unit_changes.operations.naming import RenameUnit
from schema.unit_changes.operations.recoding import ReformUnitCodes
from schema.unit_changes.rules import Recoded, Verdict, judge_codes
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refused
from tests.clients import ask
from tests.consequences.titled import make_compound
from tests.plans.both import OFFICIAL, PUBLIC
from tests.unit_changes.test_codes import recode, rows
from tests.unit_changes.truth import assert_sound

STATUS = """query($code: String!) {
  unitStatus(code: $code) { code name formerCodes formerNames certificateEdition } }"""
THEN = """query($code: String!, $asOf: Date, $knownAt: DateTime) {
  unit(code: $code, asOf: $asOf, knownAt: $knownAt) {
    code name path kind { id } parent { code name } formerly { code name changed until } } }"""


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def rename(district: District, actor: OperationContext, code: str, name: str) -> Unit:
    unit = await district.unit(code)
    command = RenameUnit(
        idempotency_key=key(),
        unit_id=unit.id,
        expected_revision=unit.revision,
        name=name,
        reason="区划调整",
    )
    return await rename_unit(actor, command)


def reform(*pairs: tuple[str, str]) -> ReformUnitCodes:
    return ReformUnitCodes(
        idempotency_key=key(), rows=tuple(Recoded(*pair) for pair in pairs), reason="编码改革"
    )


async def then(viewer: OperationContext, code: str, **at: Any) -> dict[str, Any]:
    result = await ask(viewer, THEN, code=code, **at)
    assert result.errors is None, result.errors
    return dict((result.data or {})["unit"])


async def test_an_old_code_leads_to_the_unit_until_another_has_it(district: District) -> None:
    """For the public and for officials; a plan leaves a code that nobody has any more to the resolvers."""
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    anonymous = district.context(ANONYMOUS)
    await recode(district, administrator, "B9", "N9")
    await rename(district, administrator, "N9", "滨河路9号")
    planned, resolved = await PUBLIC.ask(anonymous, STATUS, code="B9")
    assert (planned.plan, planned.encoded) == ("partly", resolved.encoded)
    found = planned.decoded["data"]["unitStatus"]
    assert (found["code"], found["name"]) == ("N9", "滨河路9号")
    assert (found["formerCodes"], found["formerNames"]) == (["B9"], ["沿河街9号"])
    planned, resolved = await OFFICIAL.ask(
        administrator,
        'query { unit(code: "B9") { code formerly { code name changed until reason } } }',
    )
    assert (planned.plan, planned.encoded) == ("partly", resolved.encoded)
    seen = planned.decoded["data"]
    assert seen["unit"]["code"] == "N9"
    assert [each["changed"] for each in seen["unit"]["formerly"]] == ["name", "code"]
    await recode(district, administrator, "B21", "B9")
    assert (await PUBLIC.same(anonymous, STATUS, code="B9"))["unitStatus"]["name"] == "南门1栋"
    assert (await PUBLIC.same(anonymous, STATUS, code="N9"))["unitStatus"]["formerCodes"] == ["B9"]
    assert (await PUBLIC.same(anonymous, STATUS, code="no-such"))["unitStatus"] is None


async def test_the_past_keeps_what_it_called_a_unit(district: District) -> None:
    """As of a day before, and as known before: code, name and path of then, of the units above, too."""
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    yesterday, known = administrator.today(), administrator.clock()
    district.clock.forward(1)
    await recode(district, administrator, "C1", "K1")
    await rename(district, administrator, "K1", "八桥社区")
    for at in ({"asOf": str(yesterday)}, {"knownAt": known.isoformat()}):
        past = await then(administrator, "K1", **at)
        assert (past["code"], past["name"], past["path"]) == ("C1", "七桥社区", "500110.S1.C1")
        below = await then(administrator, "B9", **at)
        assert below["path"] == "500110.S1.C1.B9"
        assert below["parent"] == {"code": "C1", "name": "七桥社区"}
    now = await then(administrator, "K1", asOf=str(administrator.today()))
    assert (now["code"], now["name"], now["path"]) == ("K1", "八桥社区", "500110.S1.K1")


async def test_a_renamed_unit_gets_its_certificate_anew(database: Database) -> None:
    district = await make_compound(database)
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    leader = await district.official(Role.BUILDING_LEADER, "B1")
    before = await PUBLIC.same(district.context(ANONYMOUS), STATUS, code="B1")
    await rename(district, administrator, "B1", "通惠苑一号楼")
    after = (await PUBLIC.same(district.context(ANONYMOUS), STATUS, code="B1"))["unitStatus"]
    assert after["certificateEdition"] == before["unitStatus"]["certificateEdition"] + 1
    document = """{ unit(code: "B1") { designation { certificates {
      edition unitName occasion reason supersededOn } } } }"""
    papers = ((await ask(administrator, document)).data or {})["unit"]["designation"]["certificates"]
    assert [each["supersededOn"] is None for each in papers] == [False, True]
    assert (papers[-1]["unitName"], papers[-1]["occasion"]) == ("通惠苑一号楼", "REISSUED")
    assert "区划调整" in papers[-1]["reason"]
    told = await rows(district, Notification.official_id, Notification.kind)
    assert (leader.actor.id, "unit.changed") in told
    await assert_sound(district)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("滨河路9号", []),
        ("沿河街9号", [("INVALID_INPUT", "name")]),
        (" ", [("INVALID_INPUT", "name")]),
        ("九" * 61, [("TEXT_TOO_LONG", "name")]),
        ("联系13812345678", [("PERSONAL_DATA", "name")]),
    ],
)
async def test_which_names_may_be_given(
    district: District, owner: AsyncEngine, name: str, refusal: list[tuple[str, str]]
) -> None:
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    before = await read_ledger(owner, district.tenant.id)
    assert await refused(rename(district, administrator, "B9", name)) == refusal
    assert bool(changed(before, await read_ledger(owner, district.tenant.id))) == (not refusal)


async def test_units_swap_their_codes_in_one_reform(district: District) -> None:
    """In a circle, with a street above: what is shown of all below follows, paths and scopes stay."""
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    paths = await rows(district, Unit.id, Unit.path)
    command = reform(("B1", "B2"), ("B2", "B9"), ("B9", "B1"), ("S1", "T1"), ("X1", "X-1"))
    assert {verdict for _, verdict in await preview_unit_codes(headquarters, command.rows)} == {
        Verdict.RENAMED
    }
    await reform_unit_codes(administrator, command)
    assert await rows(district, Unit.id, Unit.path) == paths
    shown = {code: (await then(headquarters, code))["path"] for code in ("B1", "B2", "B9", "C1")}
    assert shown == {
        "B1": "500110.T1.C1.B1",
        "B2": "500110.T1.C1.X-1.B2",
        "B9": "500110.T1.C1.X-1.B9",
        "C1": "500110.T1.C1",
    }
    assert (await then(headquarters, "B2"))["name"] == "通惠苑1栋"
    await assert_sound(district)
    await reform_unit_codes(
        administrator, reform(("B2", "B1"), ("B9", "B2"), ("B1", "B9"), ("T1", "S1"), ("X-1", "X1"))
    )
    assert {row[0] for row in await rows(district, Unit.code_path)} == {None}


async def test_a_reform_is_whole_or_nothing(district: District, owner: AsyncEngine) -> None:
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    before = await read_ledger(owner, district.tenant.id)
    command = reform(("B1", "N1"), ("none", "N2"), ("B2", "B21"), ("B9", "N.9"), ("C1", "N3"), ("C2", "N3"))
    assert await refused(reform_unit_codes(administrator, command)) == [
        ("NOT_FOUND", "rows.1.before"),
        ("DUPLICATE_CODE", "rows.2.after"),
        ("INVALID_INPUT", "rows.3.after"),
        ("DUPLICATE_CODE", "rows.4.after"),
        ("DUPLICATE_CODE", "rows.5.after"),
    ]
    community = await district.official(Role.COMMUNITY, "C1")
    assert await refused(reform_unit_codes(community, reform(("B1", "N1")))) == [("OUTSIDE_AREA", "")]
    assert set(changed(before, await read_ledger(owner, district.tenant.id))) <= {"officials", "memberships"}
    await reform_unit_codes(administrator, reform(("B1", "N1")))
    assert (await district.unit("N1")).name == "通惠苑1栋"


@pytest.mark.parametrize(
    ("pairs", "verdicts"),
    [
        ([("a", "b"), ("b", "a")], ["RENAMED", "RENAMED"]),
        ([("a", "b")], ["TAKEN"]),
        ([("a", "b"), ("b", "c")], ["RENAMED", "RENAMED"]),
        ([("a", "x"), ("a", "y")], ["REPEATED", "REPEATED"]),
        ([("a", "a")], ["UNCHANGED"]),
        ([("gone", "x"), ("a", "gone")], ["CLOSED", "TAKEN"]),
        ([("no", "x"), ("a", "x.y")], ["UNKNOWN", "MALFORMED"]),
    ],
)
def test_how_rows_are_judged(pairs: list[tuple[str, str]], verdicts: list[str]) -> None:
    table = [Recoded(*pair) for pair in pairs]
    assert judge_codes(table, {"a", "b"}, {"gone"}) == verdicts
