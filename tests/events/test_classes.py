"""Classes of events and kinds of work a scheme declares, and risk levels of the day, on the database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from authz.actions import Role
from schema.criteria.loading import load_facts
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.events.tables import HealthEvent
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from schema.units.tables import UnitLog
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.own_scheme import own_district
from tests.builders.refusals import refused
from tests.clients import ask, refused_with

SCHEME = """
event_classes:
  - {id: second_contact, name: 次密接, counts_as: close_contact}
log_kinds:
  - {id: ventilation, name: 通风}
risk_levels:
  - {id: mid, name: 中风险区, abolished_on: 2022-11-11}
  - {id: low, name: 低风险区, without_zone: true}
criteria:
  - id: S-a
    title: 无次密接
    guidance: 密接另有规定。
    applies_to: [park, hall]
    check: {kind: none_of, events: [second_contact]}
    on_loss: suspend
"""
SIMULATE = """query ($unit: ID!, $event: SimulatedEventInput!) {
  simulateEvent(unit: $unit, event: $event) { losing failing errors { code field } }
}"""


@pytest.fixture
async def district(database: Database) -> District:
    return await own_district(database, SCHEME)


async def told(district: District, **report: object) -> list[tuple[str, str]]:
    street = await district.official(Role.STREET, "P1")
    unit, day = await district.unit("H1"), street.today()
    given = {"kind": "close_contact", "occurred_on": day, "reported_on": day, **report}
    command = ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=Report(**given))  # type: ignore[arg-type]
    return await refused(report_health_event(street, command))


async def rows(district: District, table: type) -> int:
    async with district.database.of(district.tenant).read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_an_event_of_a_declared_class_is_kept_with_it(district: District) -> None:
    assert await told(district, event_class="second_contact") == []
    unit = await district.unit("H1")
    async with district.database.of(district.tenant).read() as session:
        facts = await load_facts(session, unit, date(2022, 11, 20))
    assert [(event.kind, event.event_class) for event in facts.events] == [
        ("close_contact", "second_contact")
    ]


@pytest.mark.parametrize(
    ("kind", "event_class"), [("close_contact", "unheard_of"), ("home_quarantine", "second_contact")]
)
async def test_an_unknown_class_or_one_of_another_kind_is_refused(
    district: District, kind: str, event_class: str
) -> None:
    assert await told(district, kind=kind, event_class=event_class) == [("INVALID_INPUT", "eventClass")]
    assert await rows(district, HealthEvent) == 0


@pytest.mark.parametrize("days_ago", [0, 9, 10])
async def test_a_risk_level_must_have_been_in_force_on_the_day_the_zone_began(
    district: District, days_ago: int
) -> None:
    """Open question 13: the mid level ceased on 2022-11-11; reporting and simulating agree."""
    day = date(2022, 11, 20) - timedelta(days=days_ago)
    expected = [] if day < date(2022, 11, 11) else [("INVALID_INPUT", "riskLevel")]
    event = {"kind": "RISK_ZONE", "occurredOn": day.isoformat(), "riskLevel": "mid"}
    commission = await district.official(Role.COMMISSION, district.root)
    found = await ask(commission, '{ unit(code: "H1") { id } }')
    assert found.data is not None
    simulated = await ask(commission, SIMULATE, unit=found.data["unit"]["id"], event=event)
    assert refused_with(simulated) == []
    assert simulated.data is not None
    errors = simulated.data["simulateEvent"]["errors"]
    assert [(each["code"], ".".join(each["field"])) for each in errors] == expected
    assert await told(district, kind="risk_zone", occurred_on=day, risk_level="mid") == expected
    assert await rows(district, HealthEvent) == (not expected)


async def test_a_simulated_event_may_name_its_class(district: District) -> None:
    commission = await district.official(Role.COMMISSION, district.root)
    found = await ask(commission, '{ unit(code: "H1") { id } }')
    assert found.data is not None
    event = {"kind": "CLOSE_CONTACT", "occurredOn": "2022-11-20", "eventClass": "second_contact"}
    simulated = await ask(commission, SIMULATE, unit=found.data["unit"]["id"], event=event)
    assert simulated.data is not None
    assert simulated.data["simulateEvent"] == {"losing": 2, "failing": 0, "errors": []}
    unknown = await ask(
        commission, SIMULATE, unit=found.data["unit"]["id"], event={**event, "eventClass": "unheard_of"}
    )
    assert unknown.data is not None
    assert unknown.data["simulateEvent"]["errors"] == [{"code": "INVALID_INPUT", "field": ["eventClass"]}]


async def test_declared_work_is_logged_and_other_work_is_not(district: District) -> None:
    community = await district.official(Role.COMMUNITY, "P1")
    unit = await district.unit("H1")

    async def log(kind: str) -> list[tuple[str, str]]:
        command = RecordUnitLog(
            idempotency_key=key(), unit_id=unit.id, kind=kind, performed_on=community.today()
        )
        return await refused(record_unit_log(community, command))

    assert await log("sweeping") == [("INVALID_INPUT", "kind")]
    assert await rows(district, UnitLog) == 0
    assert await log("ventilation") == []
    seen = await ask(community, '{ unit(code: "H1") { logs(kind: "ventilation") { kind kindName } } }')
    assert seen.data is not None
    assert seen.data["unit"]["logs"] == [{"kind": "ventilation", "kindName": "通风"}]
