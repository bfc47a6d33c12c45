"""Health events as reported and read: once a source, in the lowest unit known, for those whose area it is."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.events.tables import HealthEvent
from schema.frame.identifiers import encode_id
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.builders.district import NOON, STREETS, District, key, make_district
from tests.builders.events import close, exclude, report
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refused
from tests.clients import ask, refused_with


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def street(district: District) -> OperationContext:
    return await district.official(Role.STREET, "S1")


async def take_over(
    actor: OperationContext, district: District, record: str | None, source: str = "大疫情网"
) -> HealthEvent:
    """Take a record of another system over."""
    day = actor.today()
    told = Report(kind="close_contact", occurred_on=day, reported_on=day, source=source, external_id=record)
    unit = await district.unit("B1")
    return await report_health_event(
        actor, ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=told)
    )


async def test_an_event_keeps_both_days_and_its_source(district: District, street: OperationContext) -> None:
    """Open question 1: the day it happened and the day it became known; who reported it, and when."""
    day = street.today()
    told = Report(
        kind="case",
        occurred_on=day - timedelta(days=3),
        reported_on=day - timedelta(days=1),
        source="大疫情网",
        external_id="R-1",
    )
    unit = await district.unit("B1")
    made = await report_health_event(
        street, ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=told)
    )
    async with street.read() as session:
        kept = await session.get_one(HealthEvent, (district.tenant.id, made.id))
        entry = (await session.scalars(select(AuditEntry).where(AuditEntry.entity_id == made.id))).one()
    assert (kept.occurred_on, kept.reported_on, kept.ended_on) == (
        day - timedelta(days=3),
        day - timedelta(days=1),
        None,
    )
    assert (kept.source, kept.external_id, kept.reported_by) == ("大疫情网", "R-1", street.actor.id)
    assert kept.known_at.date() == NOON.date()
    assert entry.detail == {"unit": "B1", "kind": "case", "fallen": 0}


async def test_a_record_is_taken_over_once(
    district: District, street: OperationContext, owner: AsyncEngine
) -> None:
    """Once a source; another source may use the same number, and reports without one are never the same."""
    await take_over(street, district, "R-1")
    before = await read_ledger(owner, district.tenant.id)
    assert await refused(take_over(street, district, "R-1")) == [("DUPLICATE_EVENT", "externalId")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    for record, source in (("R-2", "大疫情网"), ("R-1", "社区上报"), (None, "manual"), (None, "manual")):
        assert await refused(take_over(street, district, record, source)) == []


async def test_a_record_taken_over_by_many_at_once_is_kept_once(
    district: District, street: OperationContext
) -> None:
    outcomes = await asyncio.gather(*[refused(take_over(street, district, "R-1")) for _ in range(6)])
    assert outcomes.count([]) == 1
    assert {codes[0][0] for codes in outcomes if codes} == {"DUPLICATE_EVENT"}


@pytest.mark.parametrize(
    ("role", "place", "may_report", "may_close"),
    [
        (Role.BUILDING_LEADER, "B1", True, False),
        (Role.PROPERTY, "X1", True, False),
        (Role.COMMUNITY, "C1", True, False),
        (Role.STREET, "S1", True, True),
        (Role.COMMISSION, "500110", True, True),
        (Role.HEADQUARTERS, "500110", True, True),
        (Role.BUILDING_LEADER, "B2", False, False),
        (Role.COMMUNITY, "V1", False, False),
        (Role.STREET, "S2", False, False),
        (Role.TENANT_ADMINISTRATOR, "500110", False, False),
    ],
)
async def test_who_reports_and_who_ends(
    district: District, street: OperationContext, role: Role, place: str, may_report: bool, may_close: bool
) -> None:
    """Everybody of the line reports; only street, commission and headquarters say that it is over."""
    actor = await district.official(role, place)
    unit = await district.unit("B1")
    reporting = await refused(report(actor, unit.id, "close_contact"))
    assert (reporting == []) == may_report
    event = await report(street, unit.id, "close_contact")
    closing = await refused(close(actor, event))
    assert (closing == []) == may_close
    if not may_report:
        assert reporting[0][0] in {"ROLE_NOT_ALLOWED", "OUTSIDE_AREA"}
        assert closing == [("NOT_FOUND", "healthEvent")]
    elif not may_close:
        assert closing == [("ROLE_NOT_ALLOWED", "")]


async def test_an_event_is_ended_once(district: District, street: OperationContext) -> None:
    """Two at once: one ends it, the other is told the page was stale; then it is closed."""
    event = await report(street, (await district.unit("B1")).id, "home_quarantine")
    colleague = await district.official(Role.STREET, "S1")
    outcomes = await asyncio.gather(refused(close(street, event)), refused(close(colleague, event)))
    assert sorted(outcomes) == [[], [("STALE_REVISION", "expectedRevision")]]
    async with street.read() as session:
        ended = await session.get_one(HealthEvent, (district.tenant.id, event.id))
    assert (ended.ended_on, ended.revision) == (street.today(), 2)
    assert await refused(close(street, ended)) == [("EVENT_CLOSED", "healthEvent")]


async def test_events_are_read_by_those_whose_area_it_is(
    district: District, street: OperationContext
) -> None:
    """A list holds the unit's own events and those below, newest first; no person is named in any."""
    for code, kind in (
        ("B1", "case"),
        ("B2", "close_contact"),
        ("B9", "home_quarantine"),
        ("V1", "risk_zone"),
    ):
        await report(street, (await district.unit(code)).id, kind)
    document = (
        "query($unit: ID!) { healthEvents(unit: $unit) { totalCount edges { node { kind unit { code } } } } }"
    )

    async def listed(actor: OperationContext, code: str) -> list[str]:
        result = await ask(actor, document, unit=encode_id("Unit", (await district.unit(code)).id))
        if result.errors:
            return refused_with(result)
        assert result.data is not None
        return [edge["node"]["unit"]["code"] for edge in result.data["healthEvents"]["edges"]]

    community = await district.official(Role.COMMUNITY, "C1")
    leader = await district.official(Role.BUILDING_LEADER, "B1")
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    assert await listed(street, "S1") == ["V1", "B9", "B2", "B1"]
    assert await listed(community, "C1") == ["B9", "B2", "B1"]
    assert await listed(community, "X1") == ["B2", "B1"]
    assert await listed(leader, "B1") == ["B1"]
    assert await listed(leader, "X1") == ["NOT_FOUND"]
    assert await listed(community, "V1") == ["NOT_FOUND"]
    assert await listed(administrator, "B1") == ["ROLE_NOT_ALLOWED"]

    async def chosen(actor: OperationContext, arguments: str = "first: 9") -> list[str]:
        result = await ask(
            actor, f"{{ healthEvents({arguments}) {{ edges {{ node {{ unit {{ code }} }} }} }} }}"
        )
        assert result.data is not None
        return [edge["node"]["unit"]["code"] for edge in result.data["healthEvents"]["edges"]]

    today = street.today()
    assert await chosen(community) == ["B9", "B2", "B1"]
    assert await chosen(street, "kind: CASE") == ["B1"]
    assert await chosen(street, "standing: ONGOING") == ["V1", "B9", "B2"]
    assert await chosen(street, "standing: HAPPENED") == ["B1"]
    assert await chosen(street, "standing: ENDED") == []
    assert await chosen(street, "standing: EXCLUDED") == []
    assert await chosen(street, f'since: "{today}", until: "{today}"') == ["V1", "B9", "B2", "B1"]
    assert await chosen(street, f'until: "{today - timedelta(1)}"') == []


async def test_what_may_be_done_with_an_event_is_told_with_its_reasons(
    district: District, street: OperationContext
) -> None:
    """The page offers what the mutation would do: by role, by kind, by what is known of it."""

    async def reasons(actor: OperationContext, event: HealthEvent) -> set[tuple[str, str]]:
        told = "{ ... on HealthEvent { actions { name reasons { code } } } }"
        event_id = encode_id("HealthEvent", event.id)
        found = await ask(actor, f"query($id: ID!) {{ node(id: $id) {told} }}", id=event_id)
        assert found.data is not None
        actions = found.data["node"]["actions"]
        assert len(actions) == 4
        return {(one["name"], reason["code"]) for one in actions for reason in one["reasons"]}

    community = await district.official(Role.COMMUNITY, "C1")
    commission = await district.official(Role.COMMISSION, "500110")
    case = await report(street, (await district.unit("B1")).id, "case")
    assert await reasons(street, case) == {
        ("CLOSE_EVENT", "INVALID_INPUT"),
        ("EXCLUDE_EVENT", "ROLE_NOT_ALLOWED"),
        ("UPGRADE_EVENT", "INVALID_INPUT"),
    }
    contact = await report(street, (await district.unit("B1")).id, "close_contact")
    assert await reasons(commission, contact) == set()
    assert {code for _, code in await reasons(community, contact)} == {"ROLE_NOT_ALLOWED"}
    await exclude(commission, contact)
    assert {code for _, code in await reasons(commission, contact)} == {"EVENT_EXCLUDED"}
