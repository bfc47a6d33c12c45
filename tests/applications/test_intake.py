"""Who opens an application, and when: the chain of applicants (open question 8) and intake on fixed days."""

import pytest

from authz.actions import Role
from schema.frame.errors import DomainError, DomainErrors
from tenants.database import Database
from tests.builders.applications import appoint_all, create, ready, submit
from tests.builders.district import STREETS, District, make_district
from tests.builders.looks import moves_of
from tests.builders.schemes import publish_own
from tests.clients import ask

CHAIN = "applicants: [property, community]"
LEADER = "applicants: [building_leader]"
ACTIONS = "query($code: String!) { unit(code: $code) { actions { name allowed reasons { code } } } }"


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def test_a_community_stands_in_only_where_there_is_no_property(district: District) -> None:
    await publish_own(district, (CHAIN, f"{CHAIN}\n    fallback: true"))
    community = await district.official(Role.COMMUNITY, "C1")
    keeper = await district.official(Role.PROPERTY, "X1")
    unit = await district.unit("X1")
    with pytest.raises(DomainError) as refused:
        await create(community, unit)
    assert (refused.value.code, refused.value.details) == ("EARLIER_APPLICANT", {"role": "property"})
    assert await offered(community, "X1") == ["EARLIER_APPLICANT"]
    assert await offered(keeper, "X1") == []
    assert (await create(keeper, unit)).unit_id == unit.id


async def test_without_a_property_the_community_applies(district: District) -> None:
    """A property elsewhere, or one whose term is over, is none."""
    await publish_own(district, (CHAIN, f"{CHAIN}\n    fallback: true"))
    await district.official(Role.PROPERTY, "C2")
    community = await district.official(Role.COMMUNITY, "C1")
    assert await offered(community, "X1") == []
    await create(community, await district.unit("X1"))


async def test_without_fallback_either_applies(district: District) -> None:
    await publish_own(district)
    await district.official(Role.PROPERTY, "X1")
    await create(await district.official(Role.COMMUNITY, "C1"), await district.unit("X1"))


async def offered(actor: object, code: str) -> list[str]:
    result = await ask(actor, ACTIONS, code=code)  # type: ignore[arg-type]
    assert result.data is not None
    (action,) = [each for each in result.data["unit"]["actions"] if each["name"] == "CREATE_APPLICATION"]
    return [reason["code"] for reason in action["reasons"]]


async def test_intake_on_fixed_days(district: District) -> None:
    """The clock stands at 20 November: the 1st is days away, the 20th is today."""
    await publish_own(
        district, (LEADER, f"{LEADER}\n    intake: fixed\n    cadence: {{opens_on_days: [21], open_days: 2}}")
    )
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    application = await ready(district, officials, "B1")
    with pytest.raises(DomainErrors) as refused:
        await submit(officials.applicant, application)
    (error,) = refused.value.errors
    assert (error.code, error.details["opensOn"]) == ("INTAKE_CLOSED", "2022-11-21")
    assert await moves_of(district, application) == []
    district.clock.forward(1)
    assert (await submit(officials.applicant, application)).status == "under_review"
