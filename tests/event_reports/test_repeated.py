"""A record that is sent again: the same is known, another story is refused and both are shown (T-3.1d)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from schema.event_reports.operations.importing import ImportHealthEvents, import_health_events
from schema.event_reports.operations.preparing import CorrectHealthEvent, ReportHealthEvent
from schema.event_reports.operations.reports import correct_health_event, report_health_event
from schema.events.rules import Correction, Report
from schema.events.rules.imports import ImportedEvent
from schema.frame.errors import ErrorCode
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refusals, refused
from tests.clients import ask
from tests.consequences.titled import make_compound, standings

SOURCE = "大疫情网"
IMPORT = """mutation ($i: ImportHealthEventsInput!) { importHealthEvents(input: $i) {
  healthEvent { kind } healthEvents { kind }
  rows { externalId outcome healthEvent { kind unit { code } } differences { field known sent } }
  errors { code field message details { name value } } } }"""


@pytest.fixture
async def district(database: Database) -> District:
    return await make_compound(database)


@pytest.fixture
async def street(district: District) -> OperationContext:
    return await district.official(Role.STREET, "S1")


def row(actor: OperationContext, **told: Any) -> ImportedEvent:
    """Give the record of a contact of today in B1, told otherwise as asked."""
    today = actor.today()
    unit = told.pop("unit", "B1")
    report = Report("close_contact", today, today, source=SOURCE, external_id="R-1")
    return ImportedEvent(unit, replace(report, **told))


def sending(*rows: ImportedEvent) -> ImportHealthEvents:
    return ImportHealthEvents(idempotency_key=key(), source=SOURCE, events=rows)


OTHERWISE: dict[str, dict[str, Any]] = {
    "unitCode": {"unit": "B2"},
    "kind": {"kind": "case"},
    "occurredOn": {"occurred_on": timedelta(days=2)},
    "reportedOn": {"occurred_on": timedelta(days=2), "reported_on": timedelta(days=1)},
    "control": {"control": "home"},
}


@pytest.mark.parametrize("field", OTHERWISE)
async def test_what_is_told_otherwise_is_refused_with_both(
    street: OperationContext, district: District, owner: AsyncEngine, field: str
) -> None:
    """The case is not dropped, nor what is known changed, and nothing else of the import is written either."""
    await import_health_events(street, sending(row(street)))
    told = {
        name: street.today() - value if isinstance(value, timedelta) else value
        for name, value in OTHERWISE[field].items()
    }
    before = await read_ledger(owner, district.tenant.id)
    fresh = row(street, external_id="R-2", unit="B2")
    (error,) = await refusals(import_health_events(street, sending(fresh, row(street, **told))))
    assert (error.code, error.field) == (ErrorCode.RECORD_CHANGED, ("events", "1", "externalId"))
    assert {f"known.{field}", f"sent.{field}"} <= error.details.keys()
    assert error.details[f"known.{field}"] != error.details[f"sent.{field}"]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    await import_health_events(street, sending(fresh, row(street)))
    assert (await standings(district, "B1", "B2")) == {"B1": "suspended", "B2": "suspended"}


async def test_central_quarantine_is_the_same_told_either_way(street: OperationContext) -> None:
    first = await import_health_events(street, sending(row(street, in_central_quarantine=True)))
    again = await import_health_events(street, sending(row(street, control="central")))
    assert again.id == first.id


async def test_what_was_corrected_here_is_known_as_it_was_sent_and_as_it_is(
    street: OperationContext, district: District
) -> None:
    first = await import_health_events(street, sending(row(street)))
    yesterday = street.today() - timedelta(days=1)
    unit = await district.unit("B1")
    correction = Correction("close_contact", yesterday, first.reported_on, reason="日期登记有误")
    command = CorrectHealthEvent(
        idempotency_key=key(),
        event_id=first.id,
        expected_revision=1,
        unit_id=unit.id,
        correction=correction,
    )
    await correct_health_event(street, command)
    for told in ({}, {"occurred_on": yesterday}):
        assert (await import_health_events(street, sending(row(street, **told)))).id == first.id
    before = street.today() - timedelta(days=2)
    (error,) = await refusals(import_health_events(street, sending(row(street, occurred_on=before))))
    assert error.details == {
        "known.occurredOn": yesterday.isoformat(),
        "sent.occurredOn": before.isoformat(),
    }


async def test_rows_tell_what_each_came_to(street: OperationContext) -> None:
    await import_health_events(street, sending(row(street)))
    today = street.today().isoformat()

    def given(record: str, unit: str, kind: str = "CLOSE_CONTACT") -> dict[str, str]:
        return {
            "externalId": record,
            "unitCode": unit,
            "kind": kind,
            "occurredOn": today,
            "reportedOn": today,
        }

    async def sent(*rows: dict[str, str]) -> dict[str, Any]:
        values = {"idempotencyKey": key(), "source": SOURCE, "events": list(rows)}
        result = await ask(street, IMPORT, i=values)
        assert result.data is not None, result.errors
        payload: dict[str, Any] = result.data["importHealthEvents"]
        return payload

    bad = await sent(given("R-1", "B1", "CASE"), given("R-2", "B2"), given("R-3", "nowhere"))
    assert [(each["externalId"], each["outcome"]) for each in bad["rows"]] == [
        ("R-1", "CHANGED"),
        ("R-2", "NEW"),
        ("R-3", "REFUSED"),
    ]
    assert bad["rows"][0]["healthEvent"] == {"kind": "CLOSE_CONTACT", "unit": {"code": "B1"}}
    assert bad["rows"][0]["differences"] == [{"field": "kind", "known": "CLOSE_CONTACT", "sent": "CASE"}]
    assert bad["errors"][0]["message"] == "该外部编号已登记，内容不同：事件类型。"
    assert bad["healthEvents"] == []
    good = await sent(given("R-1", "B1"), given("R-2", "B2", "CASE"))
    assert [each["outcome"] for each in good["rows"]] == ["KNOWN", "NEW"]
    assert good["healthEvents"] == [{"kind": "CLOSE_CONTACT"}, {"kind": "CASE"}]
    again = await sent(given("R-1", "B1"), given("R-2", "B2", "CASE"))
    assert [each["outcome"] for each in again["rows"]] == ["KNOWN", "KNOWN"]


async def test_an_import_that_is_refused_as_a_whole_tells_nothing_of_its_rows(
    street: OperationContext, district: District
) -> None:
    await import_health_events(street, sending(row(street)))
    today = street.today().isoformat()
    told = {"externalId": "R-1", "unitCode": "B1", "kind": "CASE", "occurredOn": today, "reportedOn": today}
    for actor in (district.context(ANONYMOUS), await district.official(Role.COMMUNITY, "C2")):
        values = {"idempotencyKey": key(), "source": SOURCE, "events": [told]}
        result = await ask(actor, IMPORT, i=values)
        if result.data is not None:
            payload = result.data["importHealthEvents"]
            assert payload["errors"]
            assert (payload["rows"], payload["healthEvent"]) == ([], None)


async def test_who_may_not_see_the_event_learns_only_that_it_is_another(
    street: OperationContext, district: District
) -> None:
    """A record of another community's: neither its unit nor its kind is told."""
    await import_health_events(street, sending(row(street)))
    community = await district.official(Role.COMMUNITY, "C2")
    (error,) = await refusals(import_health_events(community, sending(row(community, unit="B21"))))
    assert (error.code, error.details) == (ErrorCode.RECORD_CHANGED, {})
    assert "B1" not in error.message


async def test_a_single_report_knows_the_same_from_another(
    street: OperationContext, district: District
) -> None:
    unit = await district.unit("B1")

    async def reported(**told: Any) -> Any:
        command = ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=row(street, **told).report)
        return await report_health_event(street, command)

    await reported()
    assert await refused(reported()) == [("DUPLICATE_EVENT", "externalId")]
    assert await refused(reported(kind="case")) == [("RECORD_CHANGED", "externalId")]
    await reported(external_id="R-2", kind="case")
