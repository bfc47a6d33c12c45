"""A town under the scheme of points: what its fields answer, the stage's pass-or-fail guideline leaves null."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from authz.actions import Role
from schema.applications.operations import AssessApplication, assess_application
from schema.criteria.operations import AttestationEntry
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.frame.identifiers import encode_id
from schema.root import official_schema
from tenants.database import Database
from tests.builders.applications import create
from tests.builders.areas import end_area, list_area
from tests.builders.district import key, make_district
from tests.builders.events import report
from tests.builders.evidence import ask_for_evidence
from tests.clients import ask
from tests.schema.selection import root_document


async def ask_town(database: Database) -> list[Any]:
    """Let a community earn points below a risk zone, and ask everything of its application and guideline."""
    town = await make_district(database, "town")
    await town.import_units(("T1", "石壕镇", "town", "500110"), ("C1", "石壕社区", "community", "T1"))
    community = await town.official(Role.COMMUNITY, "C1")
    unit = await town.unit("C1")
    day = community.today() - timedelta(days=1)
    zone = Report(kind="risk_zone", occurred_on=day, reported_on=day, risk_level="low")
    await report_health_event(
        community, ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=zone)
    )
    commission = await town.official(Role.COMMISSION, "500110")
    area = await list_area(commission, code="110105", level="high", listed_from=day)
    await report(community, unit.id, "key_area_returnee", area=area, left=1)
    await end_area(commission, area, community.today())
    application = await create(community, unit)
    command = AssessApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        attestations=(AttestationEntry(criterion="T-1.1", met=True, points=Decimal("1.5")),),
    )
    await assess_application(community, command)
    asked = (
        ("application", {"id": encode_id("Application", application.id)}),
        ("healthEvents", {"unit": encode_id("Unit", unit.id)}),
        ("guideline", {}),
        ("keyAreas", {}),
        ("unit", {"code": "C1"}),
    )
    answers = []
    for field, variables in asked:
        document = root_document(official_schema._schema, "query", field, depth=3)
        result = await ask(community, document, **variables)
        assert result.errors is None, result.errors
        answers.append(result.data)
    return answers


async def ask_for_files(database: Database) -> Any:
    """Ask for the guideline of a district that wants statements backed by files."""
    district = await make_district(database)
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    await ask_for_evidence(district)
    document = root_document(official_schema._schema, "query", "guideline", depth=3)
    return (await ask(administrator, document)).data
