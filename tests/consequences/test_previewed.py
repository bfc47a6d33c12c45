"""A preview lists exactly what the deed then does: what follows above, too, and titles that are derived."""

import dataclasses
import random
from collections import Counter

from schema.event_reports.operations.preparing import CloseHealthEvent, ReportHealthEvent
from schema.event_reports.operations.previewing import preview_event
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.events.tables import HealthEvent
from tenants.database import Database
from tests.builders.district import key
from tests.builders.refusals import refused
from tests.consequences.previewed import previewed_and_done, random_command
from tests.consequences.wide import Befall, befall, found, night


async def test_each_kind_of_deed_does_what_its_preview_says(database: Database) -> None:
    """Random deeds of every kind that has a preview, with findings and nights between them."""
    chance, done = random.Random(20221120), Counter[str]()
    streets = await found(database, 4, chance, derived=True)
    for _ in range(3):
        for street in streets:
            for _ in range(5):
                command = await random_command(street, chance)
                both = await previewed_and_done(street, command)
                if both is None:
                    continue
                assert both[0] == both[1], type(command)
                done[type(command).__name__] += 1
            unit = street.world.units[chance.choice(("X1-1", "X1", "X2-1"))]
            if unit.closed_on is None:
                ground = chance.choice(("finding:1", "quorum"))
                await befall(
                    street.headquarters, Befall(idempotency_key=key(), unit_id=unit.id, ground=ground)
                )
        await night(streets[0])
        streets[0].world.district.clock.forward(chance.randint(0, 3))
    assert len(done) >= 6, done


async def test_a_name_that_is_back_shows_those_above_it_brings_back(database: Database) -> None:
    """B-f: the compound waits for a building's finding; the contact that kept the building down is released."""
    (street,) = await found(database, 1, random.Random(1), short=0)
    world, unit_id = street.world, street.world.units["X2-1"].id
    await befall(street.headquarters, Befall(idempotency_key=key(), unit_id=unit_id, ground="finding:1"))
    await street.report("X2-1", "close_contact", 0)
    await befall(street.headquarters, Befall(idempotency_key=key(), unit_id=unit_id, ground="finding:1"))
    async with world.commission.read() as session:
        event = await session.get_one(HealthEvent, (world.district.tenant.id, world.events[0]))
    closing = CloseHealthEvent(
        idempotency_key=key(), event_id=event.id, expected_revision=event.revision, ended_on=world.today
    )
    both = await previewed_and_done(street, closing)
    assert both is not None
    shown, done = both
    assert shown == done
    code = world.units["X2"].code
    assert shown.count((code, "restored", "RE_EVALUATED", None)) == 2, "for the contact, and for the building"


async def test_what_follows_above_counts_as_falling_and_is_confirmed(database: Database) -> None:
    """A street's derived title goes with its community's name; the token confirms that, too."""
    (street,) = await found(database, 1, random.Random(1), short=0, derived=True)
    await night(street)
    world, code = street.world, street.world.units["S"].code
    told = Report(kind="close_contact", occurred_on=world.today, reported_on=world.today)
    command = ReportHealthEvent(idempotency_key=key(), unit_id=world.units["B"].id, report=told)
    preview = await preview_event(world.commission, command)
    assert [(each.code, each.change) for each in preview.followed] == [(code, "suspended")]
    assert preview.falling == preview.plan.losses + 1 == 3
    await report_health_event(world.commission, dataclasses.replace(command, preview=preview.token))
    again = dataclasses.replace(command, idempotency_key=key(), preview=preview.token)
    assert await refused(report_health_event(world.commission, again)) == [("STALE_PREVIEW", "preview")]
