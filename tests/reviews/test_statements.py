"""How many statements a decision takes at each step, up to the naming."""

from authz.actions import Role
from schema.applications.tables import Application
from schema.frame.identifiers import encode_id
from tenants.database import Database
from tests.builders.applications import appoint_all, submitted
from tests.builders.district import STREETS, key, make_district
from tests.builders.looks import standing_of
from tests.builders.statements import statements_of
from tests.clients import ask

REVIEW = """mutation($input: ReviewApplicationInput!) { reviewApplication(input: $input) {
  application { stepName status revision } review { decision } designation { number }
  errors { code message } } }"""
AT_MOST = {"FORWARD": 19, "ENDORSE": 19, "NAME": 25}
"""Those of the deed and of its answer, with the beginnings of their transactions."""


async def test_a_decision_takes_few_statements(database: Database) -> None:
    """B-W1: forwarded twice, endorsed twice, named; each recheck, assessment and notification included."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    application = await submitted(district, officials, "B1")
    revision = application.revision
    for actor, decision in (
        (officials.community, "FORWARD"),
        (officials.intake, "FORWARD"),
        (officials.street, "ENDORSE"),
        (officials.commission, "ENDORSE"),
        (officials.headquarters, "NAME"),
    ):
        given = {
            "application": encode_id("Application", application.id),
            "expectedRevision": revision,
            "decision": decision,
            "opinion": "同意",
            "idempotencyKey": key(),
        }
        with statements_of(database) as sent:
            result = await ask(actor, REVIEW, input=given)
        assert result.errors is None, result.errors
        assert result.data is not None
        payload = result.data["reviewApplication"]
        assert payload["errors"] == []
        sent.require_at_most(AT_MOST[decision])
        revision = payload["application"]["revision"]
    assert await standing_of(district, "B1") == "active"
    async with officials.street.read() as session:
        now = await session.get_one(Application, (district.tenant.id, application.id))
    assert (now.status, now.revision) == ("approved", revision)
