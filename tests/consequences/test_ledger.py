"""One ledger of grounds: whatever tells why a name is down tells the same, and nothing that never was (B-b … B-f)."""

from datetime import date, timedelta
from typing import Any

import pytest

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from schema.designations.rules import EVALUATION, Cause, Ground, Standing, leading, together
from schema.findings.operations import RectifyFinding, VerifyFinding, rectify_finding, verify_finding
from schema.findings.tables import Finding
from schema.guidelines.repository.templates import load_template
from schema.supervision.operations import RecordFinding, record_finding
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.events import close, correct, exclude, report
from tests.builders.looks import changes_of, name_of, standing_of
from tests.clients import ask, ask_public
from tests.consequences.titled import make_compound, standings
from tests.consequences.world import World, open_district
from tests.plans.both import PUBLIC as BOTH
from tests.supervision.test_sweeping import sweep

DAY = date(2022, 11, 20)
OFFICIAL = """query($code: String!) { unit(code: $code) {
  designations { grounds { standing cause clause since } }
  standing { standing cause clause eligibleFrom }
  eligibility { from conditions { clause text from } } } }"""
PUBLIC = """query($code: String!) { unitStatus(code: $code) {
  titled suspended reason { code clause effectiveOn } } }"""
PUBLIC_ELIGIBILITY = (
    """query($code: String!) { unitStatus(code: $code) { eligibility { from conditions { clause } } } }"""
)


@pytest.fixture
async def district(database: Database) -> District:
    return await make_compound(database)


@pytest.fixture
async def street(district: District) -> OperationContext:
    return await district.official(Role.STREET, "S1")


async def places(district: District, code: str) -> dict[str, Any]:
    """Look at a unit in every place that tells why, by plans and by resolvers, and require that they agree."""
    commission = await district.official(Role.COMMISSION, "500110")
    found = await ask(commission, OFFICIAL, code=code)
    assert found.errors is None, found.errors
    unit = (found.data or {})["unit"]
    public = (await BOTH.same(district.context(ANONYMOUS), PUBLIC, code=code))["unitStatus"]
    told = await ask_public(district.context(ANONYMOUS), PUBLIC_ELIGIBILITY, code=code)
    standing, eligibility = unit["standing"], unit["eligibility"]
    assert standing["eligibleFrom"] == (eligibility and eligibility["from"]), "one thing"
    public_eligibility = told["unitStatus"]["eligibility"]
    assert (public_eligibility and public_eligibility["from"]) == (eligibility and eligibility["from"])
    grounds = unit["designations"][0]["grounds"]
    last = [each for each in await changes_of(district, code) if each.change != "restored"][-1]
    if public["suspended"]:
        why = (standing["cause"], standing["clause"])
        assert why == (grounds[0]["cause"], grounds[0]["clause"]), "the first ground is told"
        assert why == (public["reason"]["code"], public["reason"]["clause"])
        assert public["reason"]["effectiveOn"] == grounds[0]["since"]
        assert {each["clause"] for each in grounds} == {each["clause"] for each in eligibility["conditions"]}
    return {
        "why": (standing["cause"], standing["clause"]),
        "last": (last.cause, last.clause),
        "grounds": [(each["cause"], each["clause"]) for each in grounds],
        "from": standing["eligibleFrom"],
        "conditions": [each["clause"] for each in eligibility["conditions"]] if eligibility else [],
        "standing": standing["standing"],
    }


def test_the_ground_that_is_told_is_chosen_by_a_declared_rule() -> None:
    """The strongest; of equals what is so here before what was lost below; then the earliest; then clause, cause."""

    def ground(clause: str, cause: Cause, days: int, standing: Standing = Standing.SUSPENDED) -> Ground:
        return Ground(standing, cause, clause, DAY + timedelta(days), EVALUATION, DAY + timedelta(9 - days))

    contact = ground("B-b", Cause.CLOSE_CONTACT_REPORTED, 2)
    later, earlier = (
        ground("B-b", Cause.CLOSE_CONTACT_REPORTED, 5),
        ground("B-c", Cause.HOME_QUARANTINE_REPORTED, 1),
    )
    below = ground("B-f", Cause.CHILD_NAME_LOST, 0)
    warned = ground("B-a", Cause.CASE_REPORTED, -3, Standing.WARNED)
    assert leading([below, warned, later, contact]) is contact
    assert leading([contact, earlier]) is earlier
    assert leading([ground("B-d", Cause.RETURNEE_REPORTED, 2), contact]) is contact
    assert leading([]) is None
    joined = together([warned, below, later, contact])
    assert [(each.clause, each.since) for each in joined] == [
        ("B-b", contact.since),
        ("B-f", below.since),
        ("B-a", warned.since),
    ]
    assert joined[0].clear_on == contact.clear_on, "until the last of them is over"


async def test_a_corrected_cause_is_told_nowhere_any_more(
    district: District, street: OperationContext
) -> None:
    """B-c, corrected to B-b: the name stays suspended, and every place tells the contact."""
    event = await report(street, (await district.unit("B1")).id, "home_quarantine")
    assert (await places(district, "B1"))["why"] == ("HOME_QUARANTINE_REPORTED", "B-c")
    await correct(street, event, kind="close_contact")
    found = await places(district, "B1")
    assert found["why"] == found["last"] == ("CLOSE_CONTACT_REPORTED", "B-b")
    assert found["grounds"] == [("CLOSE_CONTACT_REPORTED", "B-b")]
    assert found["conditions"] == ["B-b"]
    above = await places(district, "X1")
    assert above["grounds"] == [("CLOSE_CONTACT_REPORTED", "B-b"), ("CHILD_NAME_LOST", "B-f")]
    case = await report(street, (await district.unit("B2")).id, "case")
    await correct(street, case, kind="close_contact")
    assert (await places(district, "B2"))["why"] == ("CLOSE_CONTACT_REPORTED", "B-b")


async def test_of_two_reasons_the_one_that_ended_is_told_no_more(
    district: District, street: OperationContext
) -> None:
    unit = await district.unit("B1")
    contact = await report(street, unit.id, "close_contact")
    await report(street, unit.id, "home_quarantine")
    both = await places(district, "B1")
    assert both["grounds"] == [("CLOSE_CONTACT_REPORTED", "B-b"), ("HOME_QUARANTINE_REPORTED", "B-c")]
    assert sorted(both["conditions"]) == ["B-b", "B-c"], "every clause that holds it"
    await close(street, contact)
    found = await places(district, "B1")
    assert found["why"] == found["last"] == ("HOME_QUARANTINE_REPORTED", "B-c")
    assert found["grounds"] == [("HOME_QUARANTINE_REPORTED", "B-c")]


async def test_of_two_cases_the_excluded_one_is_told_no_more(
    district: District, street: OperationContext
) -> None:
    """The name stays revoked, from the day of the case that is true, and the delay counts from there."""
    commission = await district.official(Role.COMMISSION, "500110")
    district.clock.forward(3)
    unit = await district.unit("B1")
    false = await report(street, unit.id, "case", days_ago=2)
    await report(street, unit.id, "case", days_ago=0)
    await exclude(commission, false)
    name = await name_of(district, "B1")
    assert name is not None
    assert (name.status, name.ended_on) == ("revoked", street.today())
    assert (await places(district, "B1"))["why"] == ("CASE_REPORTED", "B-a")


async def test_b_f_stands_in_the_way_of_a_parent_that_lost_its_name(
    district: District, street: OperationContext
) -> None:
    await report(street, (await district.unit("B1")).id, "case")
    found = await places(district, "X1")
    assert found["standing"] == "REVOKED"
    assert (found["conditions"], found["from"]) == (["B-a", "B-f"], None)
    assert (await places(district, "B1"))["from"] == str(street.today() + timedelta(days=8))


async def test_the_delay_before_applying_again_is_in_both_places(database: Database) -> None:
    source = load_template("wenlong").text.replace("id: wenlong", "id: delayed", 1)
    district = await make_compound(database, source + "\nsupervision: {reapply_after_days: 30}\n")
    street = await district.official(Role.STREET, "S1")
    await report(street, (await district.unit("B1")).id, "case")
    assert (await places(district, "B1"))["from"] == str(street.today() + timedelta(days=30))


async def found_wanting(district: District, code: str) -> Finding:
    """Let a finding nobody puts right suspend a name."""
    street = await district.official(Role.STREET, "S1")
    command = RecordFinding(
        idempotency_key=key(),
        unit_id=(await district.unit(code)).id,
        occasion="spot",
        clause="B-h",
        description="未佩戴口罩",
    )
    finding = await record_finding(street, command)
    while await standing_of(district, code) != "suspended":
        district.clock.forward(8)
        await sweep(district)
    return finding


async def verify(district: District, finding: Finding) -> None:
    community, street = (
        await district.official(Role.COMMUNITY, "C1"),
        await district.official(Role.STREET, "S1"),
    )
    async with street.read() as session:
        now = await session.get_one(Finding, (district.tenant.id, finding.id))
    done = await rectify_finding(
        community,
        RectifyFinding(
            idempotency_key=key(), finding_id=finding.id, expected_revision=now.revision, measure="已整改"
        ),
    )
    await verify_finding(
        street,
        VerifyFinding(
            idempotency_key=key(),
            finding_id=finding.id,
            expected_revision=done.revision,
            accepted=True,
            opinion="属实",
        ),
    )


async def test_a_verified_finding_brings_the_names_above_back_at_once(district: District) -> None:
    """Open question 21: no night has to pass."""
    finding = await found_wanting(district, "B1")
    assert await standings(district, "B1", "X1") == {"B1": "suspended", "X1": "suspended"}
    assert (await places(district, "X1"))["grounds"] == [("CHILD_NAME_LOST", "B-f")]
    await verify(district, finding)
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}


async def test_what_was_lifted_is_never_told_as_what_holds(
    district: District, street: OperationContext
) -> None:
    """A contact and a finding at once: the finding is verified, and the name is suspended for the contact alone."""
    finding = await found_wanting(district, "B1")
    district.clock.forward(1)
    await report(street, (await district.unit("B1")).id, "close_contact")
    both = await places(district, "B1")
    assert both["why"] == ("FINDING_NOT_RECTIFIED", "B-h"), "it began first"
    assert sorted(both["conditions"]) == ["B-b", "B-h"]
    await verify(district, finding)
    assert (await places(district, "B1"))["why"] == ("CLOSE_CONTACT_REPORTED", "B-b")


async def test_a_new_name_below_brings_the_names_above_back_at_once(database: Database) -> None:
    """B-f: a case took the building's name and suspends the compound's until the building is named anew."""
    world = await World.found(*await open_district(database))
    assert await world.name("X2-1", 0)
    assert await world.name("X2", 3)
    await world.report("X2-1", "case", 0, quarantined=False)
    world.district.clock.forward(9)
    await world.sweep()
    building, compound = world.units["X2-1"].code, world.units["X2"].code
    assert await standings(world.district, building, compound) == {building: "revoked", compound: "suspended"}
    assert await world.name("X2-1", 0)
    assert await standings(world.district, building, compound) == {building: "active", compound: "active"}
