"""Names to be assessed by a new version within days: each is due, stands or falls by it, and is warned when late."""

from datetime import timedelta

from authz.actions import Role
from schema.criteria.operations import AssessUnit, AttestationEntry, assess_unit
from schema.rule_changes.rules import Choice, Treatment
from tests.builders.applications import log_routine
from tests.builders.district import key
from tests.builders.looks import changes_of, name_of
from tests.plans.both import OFFICIAL
from tests.rule_changes.desk import BARE, MORE_ROUNDS, Desk

WITHIN = Choice(Treatment.REASSESS, within_days=10)
SAID = "B-h B-j B-l B-m B-p B-r B-g B-o"
DUE = """query ($code: String!) { unit(code: $code) {
  designation { reassessmentDueOn guidelineVersion status }
  reassessmentsDue { number } } }"""


async def assess(desk: Desk, code: str) -> bool:
    """State all that is to be stated of a building, and let the machine judge."""
    unit = await desk.district.unit(code)
    stated = tuple(AttestationEntry(criterion=each, met=True) for each in SAID.split())
    stated += (AttestationEntry(criterion="B-q", met=True, reference="2022-01"),)
    command = AssessUnit(idempotency_key=key(), unit_id=unit.id, attestations=stated)
    assessor = await desk.district.official(Role.STREET, "S1")
    return (await assess_unit(assessor, command)).met


async def due(desk: Desk, code: str) -> dict[str, object]:
    """Ask by a plan and by the resolvers: both tell the same."""
    found: dict[str, object] = (await OFFICIAL.same(desk.publisher, DUE, code=code))["unit"]
    return found


async def test_each_name_is_due_by_the_day(desk: Desk) -> None:
    assert (await due(desk, "B1"))["designation"] == {
        "reassessmentDueOn": None,
        "guidelineVersion": 1,
        "status": "ACTIVE",
    }
    change = await desk.change_rules(MORE_ROUNDS, WITHIN)
    assert change.due_on == desk.today + timedelta(days=10)
    found = await due(desk, "C1")
    assert isinstance(found["reassessmentsDue"], list)
    assert len(found["reassessmentsDue"]) == 3
    name = (await due(desk, "B1"))["designation"]
    assert name == {"reassessmentDueOn": str(change.due_on), "guidelineVersion": 1, "status": "ACTIVE"}


async def test_who_meets_the_new_version_stands_under_it(desk: Desk) -> None:
    change = await desk.change_rules(BARE.replace("percent: 100}", "percent: 99}", 1), WITHIN)
    assert await assess(desk, "B1")
    name = await name_of(desk.district, "B1")
    assert name is not None
    assert (name.status, name.guideline_version_id) == ("active", change.guideline_version_id)
    assert len((await due(desk, "C1"))["reassessmentsDue"]) == 2  # type: ignore[arg-type]
    kept = await desk.change_of(change.guideline_version_id)
    assert [(each["change"], each["names"]) for each in kept.tally] == [("rejudged", 1)]


async def test_who_does_not_meet_it_loses_the_name_by_its_clause(desk: Desk) -> None:
    """An assessment by the new version with `met: false` changed nothing before (issue 10); B-f follows above."""
    await desk.change_rules(MORE_ROUNDS, WITHIN)
    assert not await assess(desk, "B1")
    assert await desk.standings() == ["revoked", "active", "suspended"]
    last = (await changes_of(desk.district, "B1"))[-1]
    assert (last.change, last.cause, last.clause) == ("revoked", "RULE_NOT_MET", "B-i")


async def test_without_that_choice_an_assessment_leaves_the_name(desk: Desk) -> None:
    await desk.change_rules(MORE_ROUNDS, Choice(Treatment.KEEP))
    assert not await assess(desk, "B1")
    assert await desk.standings() == ["active"] * 3


async def test_the_overdue_are_warned_and_an_assessment_lifts_that(desk: Desk) -> None:
    change = await desk.change_rules(BARE.replace("percent: 100}", "percent: 99}", 1), WITHIN)
    await desk.night(10)
    assert await desk.standings() == ["active"] * 3
    await desk.night()
    assert await desk.standings() == ["warned"] * 3
    last = (await changes_of(desk.district, "B1"))[-1]
    assert (last.change, last.cause, last.ground) == ("warned", "REASSESSMENT_OVERDUE", "reassessment")
    before = len(await changes_of(desk.district, "B1"))
    await desk.night()
    assert len(await changes_of(desk.district, "B1")) == before
    leader = await desk.district.official(Role.BUILDING_LEADER, "B1")
    await log_routine(leader, await desk.district.unit("B1"))
    assert await assess(desk, "B1")
    assert await desk.standings() == ["active", "warned", "warned"]
    assert (await desk.change_of(change.guideline_version_id)).status == "pending"
