"""Corrections and exclusions: what an event did is taken back, and nothing else is (B-M4, open question 1)."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.designations.tables import Designation
from schema.events.tables import HealthEvent
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.builders.applications import appoint_all, pass_steps, ready, submit
from tests.builders.district import District
from tests.builders.events import close, correct, exclude, report
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import changes_of, name_of, standing_of
from tests.builders.refusals import refused
from tests.consequences.titled import make_compound, standings


@pytest.fixture
async def district(database: Database) -> District:
    return await make_compound(database)


@pytest.fixture
async def street(district: District) -> OperationContext:
    return await district.official(Role.STREET, "S1")


@pytest.fixture
async def commission(district: District) -> OperationContext:
    return await district.official(Role.COMMISSION, "500110")


async def test_a_false_positive_gives_back_what_it_took(
    district: District, street: OperationContext, commission: OperationContext
) -> None:
    """B-a: both names are reinstated, under their numbers, as if they had never been lost; history tells why."""
    unit = await district.unit("B1")
    before = await name_of(district, "B1")
    event = await report(street, unit.id, "case")
    assert await standings(district, "B1", "X1") == {"B1": "revoked", "X1": "revoked"}
    district.clock.forward(2)
    await exclude(commission, event)
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}
    name, change = await name_of(district, "B1"), (await changes_of(district, "B1"))[-1]
    assert before is not None
    assert name is not None
    assert (name.number, name.named_on, name.ended_on) == (before.number, before.named_on, None)
    assert (change.change, change.cause, change.event_id) == ("reinstated", "EVENT_EXCLUDED", event.id)
    assert change.effective_on == event.reported_on


async def test_what_another_event_holds_down_stays_down(
    district: District, street: OperationContext, commission: OperationContext
) -> None:
    """Two cases and a contact: each exclusion gives back no more than its event alone took."""
    unit = await district.unit("B1")
    contact = await report(street, unit.id, "close_contact")
    first, second = [await report(street, unit.id, "case") for _ in range(2)]
    assert len(await changes_of(district, "B1")) == 3, "suspended, then revoked once"
    await exclude(commission, first)
    assert await standings(district, "B1", "X1") == {"B1": "revoked", "X1": "revoked"}
    await exclude(commission, second)
    assert await standings(district, "B1", "X1") == {"B1": "suspended", "X1": "suspended"}
    await close(street, contact)
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}


async def test_exclusion_after_renaming_leaves_the_newer_name(
    district: District, street: OperationContext, commission: OperationContext
) -> None:
    """The unit got a new number meanwhile: that one goes on, the old one stays lost."""
    event = await report(street, (await district.unit("B1")).id, "case")
    old = await name_of(district, "B1")
    district.clock.forward(9)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    again = await submit(officials.applicant, await ready(district, officials, "B1", households=0))
    await pass_steps(officials, again)
    new = await name_of(district, "B1")
    await exclude(commission, event)
    held = await name_of(district, "B1")
    assert old is not None
    assert new is not None
    assert held is not None
    assert new.number != old.number
    assert (held.id, held.status) == (new.id, "active")
    assert await standing_of(district, "X1") == "active"
    async with commission.read() as session:
        lost = await session.get_one(Designation, (district.tenant.id, old.id))
        entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "event.exclude"))).one()
    assert lost.status == "revoked"
    assert entry.detail == {"unit": "B1", "kind": "case", "restored": 1, "kept_down": 1}


async def test_a_correction_moves_the_loss_to_the_right_unit(
    district: District, street: OperationContext
) -> None:
    """The case lay in B2: B1 gets its name back, B2 loses its own; the compound above both stays without."""
    event = await report(street, (await district.unit("B1")).id, "case")
    corrected = await correct(street, event, unit_id=(await district.unit("B2")).id)
    assert corrected.revision == 2
    assert await standings(district, "B1", "B2", "X1") == {"B1": "active", "B2": "revoked", "X1": "revoked"}
    assert (await changes_of(district, "B1"))[-1].cause == "EVENT_CORRECTED"
    assert [change.change for change in await changes_of(district, "X1")] == ["named", "revoked"]


async def test_a_correction_of_a_correction_counts_as_the_last_says(
    district: District, street: OperationContext
) -> None:
    """Contact, no: case, no: contact after all; every revision is kept, none rewritten."""
    event = await report(street, (await district.unit("B1")).id, "close_contact")
    second = await correct(street, event, kind="case")
    assert await standing_of(district, "B1") == "revoked"
    third = await correct(street, second, kind="close_contact")
    assert await standing_of(district, "B1") == "suspended"
    async with street.read() as session:
        rows = await session.execute(
            text(
                "select number, change, kind from health_event_revisions where event_id = :id order by number"
            ),
            {"id": event.id},
        )
        assert [tuple(row) for row in rows] == [
            (1, "reported", "close_contact"),
            (2, "corrected", "case"),
            (3, "corrected", "close_contact"),
        ]
    await close(street, third)
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}


async def test_an_excluded_event_is_neither_corrected_nor_ended_nor_excluded_again(
    district: District, street: OperationContext, commission: OperationContext, owner: AsyncEngine
) -> None:
    event = await report(street, (await district.unit("B1")).id, "close_contact")
    gone = await exclude(commission, event)
    before = await read_ledger(owner, district.tenant.id)
    for again in (exclude(commission, gone), correct(street, gone, kind="case"), close(street, gone)):
        assert await refused(again) == [("EVENT_EXCLUDED", "healthEvent")]
    assert await refused(correct(street, event, kind="case")) == [("STALE_REVISION", "expectedRevision")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))


@pytest.mark.parametrize(
    ("day", "standing", "effective"),
    [(-8, "active", None), (-7, "revoked", 0), (5, "revoked", 5), (12, "revoked", 12), (20, "revoked", 20)],
)
async def test_an_event_known_late_takes_what_it_would_have_taken_in_time(
    district: District, street: OperationContext, day: int, standing: str, effective: int | None
) -> None:
    """B-a, open question 1: twenty days after the naming a case of an earlier day comes to light.

    Seven days before the naming it would have blocked it, afterwards it would have ended the name: the name falls
    now, from that day on. What was over when the unit was named does not touch it.
    """
    named = street.today()
    district.clock.forward(20)
    await report(street, (await district.unit("B1")).id, "case", days_ago=20 - day)
    name = await name_of(district, "B1")
    assert name is not None
    assert name.status == standing
    assert name.ended_on == (None if effective is None else named + timedelta(days=effective))


async def test_a_state_known_after_its_end_is_on_record_and_suspends_nobody(
    district: District, street: OperationContext
) -> None:
    """B-b: it would have suspended and given back meanwhile; history as of then shows it, the name stands now."""
    district.clock.forward(20)
    unit = await district.unit("B1")
    await close(street, await report(street, unit.id, "close_contact", days_ago=10), days_ago=5)
    assert await standing_of(district, "B1") == "active"
    assert (await changes_of(district, "B1"))[-1].effective_on == street.today() - timedelta(days=5)


async def test_corrections_racing_with_exclusions_settle_on_one(
    district: District, street: OperationContext, commission: OperationContext
) -> None:
    """Whoever is later is told that the page was stale; what stands is what the winner said."""
    event = await report(street, (await district.unit("B1")).id, "case")
    outcomes = await asyncio.gather(
        refused(exclude(commission, event)), refused(correct(street, event, kind="close_contact"))
    )
    assert sorted(map(bool, outcomes)) == [False, True]
    async with street.read() as session:
        now = await session.get_one(HealthEvent, (district.tenant.id, event.id))
    assert await standing_of(district, "B1") == ("active" if now.excluded else "suspended")
