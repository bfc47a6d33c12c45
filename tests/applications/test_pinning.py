"""A version published while applications are open: they stay with the one they were opened under."""

import re

import pytest

from authz.actions import Role
from schema.applications.tables import Application
from schema.frame.identifiers import encode_id
from schema.guidelines.repository.templates import load_template
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, pass_steps, ready, review, submit, submitted
from tests.builders.district import STREETS, District, make_district
from tests.builders.events import report
from tests.builders.guidelines import publish
from tests.builders.looks import application_now, name_of, standing_of
from tests.builders.refusals import refused
from tests.clients import ask

WENLONG = load_template("wenlong").text
STRICTER = WENLONG.replace("days: 8, basis", "days: 14, basis")
FIRST_STEP = re.compile(r"      - \{id: community_verification.*\n")
SHORTER = re.sub(
    "^id: wenlong$", "id: shorter", FIRST_STEP.sub("", WENLONG, count=1), flags=re.MULTILINE
).replace("  - processes[B-W1].steps[community_verification]\n", "")


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    return await appoint_all(district, Role.BUILDING_LEADER, "C1")


async def seen(officials: Officials, application: Application) -> dict[str, object]:
    """Ask the API under which version an application stands and which step is open."""
    document = (
        "query($id: ID!) { application(id: $id) { guidelineNumber step { id } process { steps { id } } "
        "criteria { criterion { id } required } } }"
    )
    result = await ask(officials.commission, document, id=encode_id("Application", application.id))
    assert result.errors is None
    assert result.data is not None
    found: dict[str, object] = result.data["application"]
    return found


async def test_b_m5_its_criteria_stay(district: District, officials: Officials) -> None:
    """B-M5, B-a: ten days after a case the old window of 8 is over, the new one of 14 is not."""
    for code in ("B1", "B9"):
        await report(officials.community, (await district.unit(code)).id, "case", days_ago=10)
    opened = await submitted(district, officials, "B1")
    await publish(district, STRICTER)
    assert (await seen(officials, opened))["guidelineNumber"] == 1
    await pass_steps(officials, opened)
    name = await name_of(district, "B1")
    assert name is not None
    assert (name.status, name.guideline_version_id) == ("active", opened.guideline_version_id)

    later = await ready(district, officials, "B9")
    assert later.guideline_version_id != opened.guideline_version_id
    assert (await seen(officials, later))["guidelineNumber"] == 2
    assert await refused(submit(officials.applicant, later)) == [("CRITERIA_NOT_MET", "criteria.B-a")]


async def test_its_way_stays(district: District, officials: Officials) -> None:
    """The new version sends buildings straight to the street; who was on the old way goes on by it."""
    opened = await submitted(district, officials, "B1")
    await publish(district, SHORTER)
    assert (await seen(officials, opened))["step"] == {"id": "community_verification"}
    assert await refused(review(officials.intake, opened, "forward")) == [("ROLE_NOT_ALLOWED", "")]
    later = await submitted(district, officials, "B9")
    assert (await seen(officials, later))["step"] == {"id": "street_intake"}
    assert await refused(review(officials.community, later, "forward")) == [("ROLE_NOT_ALLOWED", "")]
    await pass_steps(officials, opened)
    await pass_steps(officials, later, ("intake", "street", "commission", "name"))
    assert [await standing_of(district, code) for code in ("B1", "B9")] == ["active", "active"]


async def test_it_stays_through_return_and_resubmission(district: District, officials: Officials) -> None:
    """The second round of an application is still of the version it was opened under."""
    opened = await ready(district, officials, "B1")
    await publish(district, STRICTER)
    await submit(officials.applicant, opened)
    await review(officials.community, opened, "return", "请更正")
    assert (await application_now(district, opened)).guideline_version_id == opened.guideline_version_id
    assert (await seen(officials, opened))["guidelineNumber"] == 1


async def test_a_draft_is_pinned_when_it_is_opened(district: District, officials: Officials) -> None:
    before = await ready(district, officials, "B1")
    await publish(district, SHORTER)
    assert (await submit(officials.applicant, before)).step == "community_verification"
