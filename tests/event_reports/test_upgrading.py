"""A contact that is found infected: both are kept, the first ends, and the record is known as either (B-a, B-b)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.event_reports.operations.importing import ImportHealthEvents, import_health_events
from schema.event_reports.operations.preparing import CorrectHealthEvent, UpgradeHealthEvent
from schema.event_reports.operations.reports import correct_health_event, upgrade_health_event
from schema.events.repository import by_ids
from schema.events.rules import Correction, Report
from schema.events.rules.imports import ImportedEvent
from schema.events.tables import HealthEvent
from schema.frame.identifiers import encode_id
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.events import close, exclude, report
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import changes_of
from tests.builders.refusals import refused
from tests.clients import ask
from tests.consequences.titled import make_compound, standings
from tests.plans.both import OFFICIAL

TOLD = """query ($id: ID!) { node(id: $id) { ... on HealthEvent { standing endedOn
  became { kind occurredOn } aroseFrom { kind } actions { name allowed } } } }"""
PREVIEW = """query ($i: PreviewHealthEventInput!) { previewHealthEvent(input: $i) {
  token falling changes(first: 9) { edges { node { change clause } } } errors { code } } }"""


@pytest.fixture
async def district(database: Database) -> District:
    return await make_compound(database)


@pytest.fixture
async def street(district: District) -> OperationContext:
    return await district.official(Role.STREET, "S1")


def upgrading(
    actor: OperationContext, event: HealthEvent, kind: str = "case", days_ago: int = 0, **told: Any
) -> UpgradeHealthEvent:
    day = actor.today() - timedelta(days=days_ago)
    return UpgradeHealthEvent(
        idempotency_key=key(),
        event_id=event.id,
        expected_revision=event.revision,
        report=Report(kind=kind, occurred_on=day, reported_on=day, **told),
    )


async def known(actor: OperationContext, event: HealthEvent) -> HealthEvent:
    async with actor.read() as session:
        return (await by_ids(session, [event.id]))[event.id]


async def test_both_are_kept_and_the_name_falls_once(district: District, street: OperationContext) -> None:
    unit = await district.unit("B1")
    contact = await report(street, unit.id, "close_contact", days_ago=3)
    assert await standings(district, "B1") == {"B1": "suspended"}
    case = await upgrade_health_event(street, upgrading(street, contact))
    assert (case.kind, case.unit_id, case.arose_from_id) == ("case", unit.id, contact.id)
    assert (await known(street, contact)).ended_on == street.today()
    assert await standings(district, "B1", "X1") == {"B1": "revoked", "X1": "revoked"}
    assert [(each.change, each.clause) for each in await changes_of(district, "B1")][-2:] == [
        ("suspended", "B-b"),
        ("revoked", "B-a"),
    ]
    told = (await ask(street, TOLD, id=encode_id("HealthEvent", contact.id))).data
    assert told is not None
    assert told["node"]["became"] == {"kind": "CASE", "occurredOn": street.today().isoformat()}
    assert told["node"]["standing"] == "ENDED"
    allowed = {each["name"]: each["allowed"] for each in told["node"]["actions"]}
    assert allowed["UPGRADE_EVENT"] is False


async def test_an_infection_without_symptoms_becomes_a_case_and_does_not_end(
    district: District, street: OperationContext
) -> None:
    infected = await report(street, (await district.unit("B1")).id, "asymptomatic", days_ago=2)
    assert await refused(upgrade_health_event(street, upgrading(street, infected, "asymptomatic"))) == [
        ("INVALID_INPUT", "kind")
    ]
    case = await upgrade_health_event(street, upgrading(street, infected))
    assert case.arose_from_id == infected.id
    assert (await known(street, infected)).ended_on is None


async def test_what_is_no_persons_over_or_done_is_not_upgraded(
    district: District, street: OperationContext, owner: AsyncEngine
) -> None:
    unit = await district.unit("B1")
    case, zone, released, contact, done = [
        await report(street, unit.id, kind)
        for kind in ("case", "risk_zone", "home_quarantine", "close_contact", "fever")
    ]
    released = await close(street, released)
    await upgrade_health_event(street, upgrading(street, done))
    done = await known(street, done)
    community = await district.official(Role.COMMUNITY, "C2")
    before = await read_ledger(owner, district.tenant.id)
    for event, refusal in (
        (case, ("INVALID_INPUT", "healthEvent")),
        (zone, ("INVALID_INPUT", "healthEvent")),
        (released, ("EVENT_CLOSED", "healthEvent")),
        (done, ("EVENT_CLOSED", "healthEvent")),
    ):
        assert await refused(upgrade_health_event(street, upgrading(street, event))) == [refusal]
    early = upgrading(street, contact, days_ago=1)
    assert await refused(upgrade_health_event(street, early)) == [("INVALID_INPUT", "occurredOn")]
    assert await refused(upgrade_health_event(community, upgrading(community, contact))) == [
        ("NOT_FOUND", "healthEvent")
    ]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    await upgrade_health_event(street, upgrading(street, contact))


async def test_the_record_is_known_as_the_contact_and_as_the_case(
    district: District, street: OperationContext
) -> None:
    """The source goes on to send one number: as a contact, and then as the case it became."""

    async def send(kind: str) -> HealthEvent:
        told = Report(kind, street.today(), street.today(), source="大疫情网", external_id="R-1")
        command = ImportHealthEvents(
            idempotency_key=key(), source="大疫情网", events=(ImportedEvent("B1", told),)
        )
        return await import_health_events(street, command)

    contact = await send("close_contact")
    assert await refused(send("case")) == [("RECORD_CHANGED", "events.0.externalId")]
    case = await upgrade_health_event(street, upgrading(street, contact))
    assert (await send("case")).id == case.id
    assert (await send("close_contact")).id == case.id
    assert await refused(send("asymptomatic")) == [("RECORD_CHANGED", "events.0.externalId")]


async def test_an_infection_that_proves_false_can_be_found_again(
    district: District, street: OperationContext
) -> None:
    commission = await district.official(Role.COMMISSION, "500110")
    infected = await report(street, (await district.unit("B1")).id, "asymptomatic")
    false = await upgrade_health_event(street, upgrading(street, infected))
    assert await refused(upgrade_health_event(street, upgrading(street, infected))) == [
        ("EVENT_CLOSED", "healthEvent")
    ]
    await exclude(commission, false)
    again = await upgrade_health_event(street, upgrading(street, await known(street, infected)))
    assert again.arose_from_id == infected.id


async def test_a_preview_tells_what_the_infection_would_do(
    district: District, street: OperationContext, owner: AsyncEngine
) -> None:
    contact = await report(street, (await district.unit("B1")).id, "close_contact")
    before = await read_ledger(owner, district.tenant.id)
    given = {
        "upgrade": {
            "idempotencyKey": key(),
            "healthEvent": encode_id("HealthEvent", contact.id),
            "expectedRevision": 1,
            "kind": "CASE",
            "occurredOn": street.today().isoformat(),
        }
    }
    told = (await ask(street, PREVIEW, i=given)).data
    assert told is not None
    found = told["previewHealthEvent"]
    assert (found["falling"], found["errors"]) == (2, [])
    assert found["changes"]["edges"][0]["node"] == {"change": "revoked", "clause": "B-a"}
    assert not changed(before, await read_ledger(owner, district.tenant.id))


async def test_plans_follow_an_event_to_what_it_became_as_far_as_the_viewer_may(
    district: District, street: OperationContext
) -> None:
    """The infection was corrected to lie in another community: that one's name is not told to the first."""
    unit, other = await district.unit("B1"), await district.unit("B21")
    commission = await district.official(Role.COMMISSION, "500110")
    contact = await report(street, unit.id, "close_contact")
    case = await upgrade_health_event(street, upgrading(street, contact))
    linked = "{ healthEvents(first: 9) { edges { node { kind became { kind } aroseFrom { kind } } } } }"
    found = await OFFICIAL.same(street, linked)
    assert [edge["node"] for edge in found["healthEvents"]["edges"]] == [
        {"kind": "CASE", "became": None, "aroseFrom": {"kind": "CLOSE_CONTACT"}},
        {"kind": "CLOSE_CONTACT", "became": {"kind": "CASE"}, "aroseFrom": None},
    ]
    correction = Correction("case", case.occurred_on, case.reported_on, reason="住址登记有误")
    command = CorrectHealthEvent(
        idempotency_key=key(),
        event_id=case.id,
        expected_revision=case.revision,
        unit_id=other.id,
        correction=correction,
    )
    moved = await correct_health_event(commission, command)
    assert moved.unit_id == other.id
    leader = await district.official(Role.COMMUNITY, "C2")
    found = await OFFICIAL.same(leader, linked)
    assert [edge["node"] for edge in found["healthEvents"]["edges"]] == [
        {"kind": "CASE", "became": None, "aroseFrom": None}
    ]
