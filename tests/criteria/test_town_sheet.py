"""The town's sheet kept and shown: points and conditions as attested, zones with their level, the explanation."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.operations import AssessApplication, assess_application
from schema.applications.tables import Application
from schema.criteria.operations import AttestationEntry
from schema.criteria.tables import Assessment, Attestation
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.events.tables import HealthEvent
from schema.frame.context import RequestContext
from schema.frame.errors import DomainErrors, ErrorCode
from schema.frame.pagination import Cursors
from schema.root import official_schema
from tenants.database import Database
from tests.builders.applications import attestations, create, log_routine, register
from tests.builders.district import District, key, make_district
from tests.builders.refusals import refused

UNITS = (("T1", "石壕镇", "town", "500110"), ("V1", "万隆村", "village", "T1"))
NODES = "explanation { depth title result clause measured remedy inputs { name value } evidence }"
STANDING = (
    '{ unit(code: "V1") { score { points total passMark met voidBy sections { id points maximum parent } }'
    " criteria { criterion { id scoreKind scoreHard } outcome blocking attestation { points applicable } "
    + NODES
    + " } assessments { met points results { criterion outcome "
    + NODES
    + " } "
    + NODES
    + " } } }"
)


async def make_town(database: Database) -> tuple[District, OperationContext, Application]:
    """A village that has everything in order, and its application."""
    district = await make_district(database, "town")
    await district.import_units(*UNITS)
    official = await district.official(Role.COMMUNITY, "V1")
    village = await district.unit("V1")
    await register(official, village, 4)
    await log_routine(official, village)
    return district, official, await create(official, village)


async def assess(
    official: OperationContext, application: Application, *changed: AttestationEntry
) -> Application:
    """State that everything is met but what is changed."""
    said = {entry.criterion: entry for entry in await attestations(official, "village")}
    said |= {entry.criterion: entry for entry in changed}
    command = AssessApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        attestations=tuple(said.values()),
    )
    return await assess_application(official, command)


async def standing(official: OperationContext) -> dict[str, Any]:
    result = await official_schema.execute(
        STANDING, context_value=RequestContext(official, Cursors("secret"))
    )
    assert result.errors is None, result.errors
    assert result.data is not None
    unit: dict[str, Any] = result.data["unit"]
    return unit


async def test_points_and_conditions_are_kept_and_shown(database: Database) -> None:
    """T-1.1 … T-4.6, T-3.3l: the total as a person reads it, each section, each criterion and why."""
    _, official, application = await make_town(database)
    await assess(
        official,
        application,
        AttestationEntry(criterion="T-2.6", met=False),
        AttestationEntry(criterion="T-3.3l", met=False, applicable=False),
    )
    unit = await standing(official)
    sections = {section["id"]: section["points"] for section in unit["score"]["sections"]}
    assert sections["2"] == "12.5"
    assert (unit["score"]["total"], unit["score"]["passMark"], unit["score"]["voidBy"]) == (100, 85, [])
    found = {result["criterion"]["id"]: result for result in unit["criteria"]}
    assert found["T-3.3l"]["outcome"] == "NOT_ASKED"
    assert found["T-3.3l"]["attestation"]["applicable"] is False
    assert found["T-3.2H"]["outcome"] == "NOT_ASKED"
    assert found["T-2.6"]["criterion"] == {"id": "T-2.6", "scoreKind": "ITEM", "scoreHard": False}
    assert found["T-2.6"]["explanation"][0]["remedy"] == "现场确认不符合，整改后重新确认"
    (kept,) = unit["assessments"]
    assert kept["points"] == unit["score"]["points"]
    assert kept["met"] is unit["score"]["met"]
    assert [node["title"] for node in kept["explanation"] if node["depth"] == 0] == ["评估结论"]
    assert "2 “四方”协同" in {node["title"] for node in kept["explanation"] if node["depth"] == 2}
    assert len(kept["results"]) == len(unit["criteria"])
    assert all(result["explanation"] for result in kept["results"])


@pytest.mark.parametrize(
    ("entry", "code", "column"),
    [
        (
            AttestationEntry(criterion="T-1.1", met=True, points=Decimal(16)),
            ErrorCode.SCORE_OUT_OF_RANGE,
            "points",
        ),
        (AttestationEntry(criterion="T-D3", met=True, points=Decimal(1)), ErrorCode.INVALID_INPUT, "points"),
        (
            AttestationEntry(criterion="T-1.1", met=True, applicable=False),
            ErrorCode.INVALID_INPUT,
            "applicable",
        ),
    ],
)
async def test_a_score_beyond_its_bounds_writes_nothing(
    database: Database, entry: AttestationEntry, code: ErrorCode, column: str
) -> None:
    """T-1.1, T-D3: and its twin within the bounds is kept."""
    _, official, application = await make_town(database)
    with pytest.raises(DomainErrors) as refusal:
        await assess(official, application, entry)
    assert [(error.code, error.field[-1]) for error in refusal.value.errors] == [(code, column)]
    async with official.read() as session:
        assert await session.scalar(select(func.count()).select_from(Attestation)) == 0
        assert await session.scalar(select(func.count()).select_from(Assessment)) == 0
    good = replace(entry, points=None, applicable=True)
    if code is ErrorCode.SCORE_OUT_OF_RANGE:
        good = replace(entry, points=Decimal("1.25"))
    await assess(official, application, good)
    async with official.read() as session:
        kept = await session.scalar(
            select(Attestation.points).where(Attestation.criterion == entry.criterion)
        )
    assert kept == good.points


async def report(official: OperationContext, district: District, level: str) -> HealthEvent:
    town, today = await district.unit("T1"), official.today()
    told = Report(kind="risk_zone", occurred_on=today, reported_on=today, risk_level=level)
    return await report_health_event(
        official, ReportHealthEvent(idempotency_key=key(), unit_id=town.id, report=told)
    )


async def test_question_13_a_zone_carries_a_level_that_is_in_force(database: Database) -> None:
    """T-3.2H, T-3.2L: the level of the zone over the town is asked of its villages; abolished ones are refused."""
    district, official, _ = await make_town(database)
    street = await district.official(Role.COMMISSION, "500110")
    for level in ("mid", "purple"):
        assert await refused(report(street, district, level)) == [("INVALID_INPUT", "riskLevel")]
    async with street.read() as session:
        assert await session.scalar(select(func.count()).select_from(HealthEvent)) == 0
    before = {row["criterion"]["id"]: row["outcome"] for row in (await standing(official))["criteria"]}
    assert (before["T-3.2H"], before["T-3.2L"]) == ("NOT_ASKED", "NOT_ATTESTED")
    assert (await report(street, district, "high")).risk_level == "high"
    after = {row["criterion"]["id"]: row["outcome"] for row in (await standing(official))["criteria"]}
    assert (after["T-3.2H"], after["T-3.2L"]) == ("NOT_ATTESTED", "NOT_ASKED")
