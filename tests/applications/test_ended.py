"""An application that ended shows what was found and signed then, whatever is so since, both ways."""

from typing import Any

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.operations import WithdrawApplication, withdraw_application
from schema.applications.tables import Application
from schema.frame.identifiers import encode_id
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, create, gather_signatures, review, submitted
from tests.builders.applications import register as register_in
from tests.builders.district import STREETS, District, key, make_district
from tests.plans.both import OFFICIAL

PAGE = """query($id: ID!) { application(id: $id) { status judgedOn
  criteria { criterion { id } outcome measured required message missing eligibleFrom blocking machineMet attestedMet
    attestation { met note attestedOn statedAt statedBy } explanation { depth title result measured evidence } }
  score { points met voidBy sections { id points } }
  petition { id roll living signed vacant denominator missing complete pending
    actions { name allowed reasons { code } } } } }"""


async def place(database: Database) -> tuple[District, Officials]:
    district = await make_district(database)
    await district.import_units(*STREETS)
    return district, await appoint_all(district, Role.BUILDING_LEADER, "B1")


async def shown(actor: OperationContext, application: Application) -> Any:
    """Read the application by a plan and by the resolvers, which agree."""
    data = await OFFICIAL.same(actor, PAGE, id=encode_id("Application", application.id))
    return data["application"]


async def decide(officials: Officials, application: Application, *decisions: tuple[str, str]) -> None:
    for who, decision in decisions:
        await review(getattr(officials, who), application, decision)


WAY = (("community", "forward"), ("intake", "forward"), ("street", "endorse"), ("commission", "endorse"))


@pytest.mark.parametrize("end", ["named", "refused", "withdrawn"])
async def test_what_was_found_and_signed_stands(database: Database, end: str) -> None:
    """The minute it ends and two months later, when routine work and statements are old, it shows the same."""
    district, officials = await place(database)
    application = await submitted(district, officials, "B1")
    before = await shown(officials.headquarters, application)
    if end == "named":
        await decide(officials, application, *WAY, ("headquarters", "name"))
    elif end == "refused":
        await decide(officials, application, *WAY, ("headquarters", "reject"))
    else:
        async with officials.applicant.read() as session:
            now = await session.get_one(Application, (district.tenant.id, application.id))
        command = WithdrawApplication(
            idempotency_key=key(), application_id=application.id, expected_revision=now.revision
        )
        await withdraw_application(officials.applicant, command)
    ended = await shown(officials.headquarters, application)
    assert before["petition"]["complete"] is True
    assert ended["petition"]["actions"][0]["allowed"] is False
    assert ended["petition"] | {"actions": None} == before["petition"] | {"actions": None}
    assert {**ended, "status": None, "petition": None} == {**before, "status": None, "petition": None}
    assert not [each for each in ended["criteria"] if each["outcome"] in {"NOT_MET", "NOT_ATTESTED"}]
    district.clock.forward(60)
    assert await shown(officials.headquarters, application) == ended


async def test_one_that_was_never_petitioned_shows_what_was_wanting(database: Database) -> None:
    """Taken back as a draft: what failed then stands, and no petition is made up."""
    district, officials = await place(database)
    application = await create(officials.applicant, await district.unit("B1"))
    command = WithdrawApplication(
        idempotency_key=key(), application_id=application.id, expected_revision=application.revision
    )
    await withdraw_application(officials.applicant, command)
    ended = await shown(officials.headquarters, application)
    assert ended["petition"] is None
    assert {each["outcome"] for each in ended["criteria"]} & {"NOT_MET", "NOT_ATTESTED"}
    await register_in(officials.applicant, await district.unit("B1"), 4)
    await gather_signatures(officials.applicant, await district.unit("B1"))
    assert await shown(officials.headquarters, application) == ended


async def test_who_stated_what_is_told(database: Database) -> None:
    district, officials = await place(database)
    application = await submitted(district, officials, "B1")
    page = await shown(officials.headquarters, application)
    said = [each["attestation"] for each in page["criteria"] if each["attestation"]]
    assert said
    assert {each["statedBy"] for each in said} == {await name_of(officials.applicant)}
    assert all(each["statedAt"] for each in said)


async def name_of(actor: OperationContext) -> str:
    data = await OFFICIAL.same(actor, "{ viewer { official { displayName } } }")
    return str(data["viewer"]["official"]["displayName"])
