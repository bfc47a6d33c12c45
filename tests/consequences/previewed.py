"""Deeds that have a preview, each previewed, then done with its token: what the preview said beside what was done."""

import dataclasses
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from schema.designations.tables import Designation, DesignationChange
from schema.event_reports.graphql.previews import HealthEventPreview
from schema.event_reports.operations.preparing import (
    CloseHealthEvent,
    CorrectHealthEvent,
    EventCommand,
    ExcludeHealthEvent,
    ReportHealthEvent,
)
from schema.event_reports.operations.previewing import preview_event
from schema.event_reports.operations.reports import (
    close_health_event,
    correct_health_event,
    exclude_health_event,
    report_health_event,
)
from schema.events.rules import Correction, Report
from schema.events.tables import HealthEvent
from schema.frame.errors import DomainError, DomainErrors
from schema.unit_changes.operations import merge_units, move_unit, preview_unit_change, split_unit
from schema.unit_changes.operations.preparing import MergeUnits, MoveUnit, SplitUnit, TreeCommand
from tests.builders.district import key
from tests.consequences.deeds import Street
from tests.consequences.world import KINDS

Told = Sequence[tuple[str, str, str, str | None]]
"""What befell names: code of the unit, change, cause, clause."""
DEEDS: dict[type[Any], Any] = {
    CloseHealthEvent: close_health_event,
    CorrectHealthEvent: correct_health_event,
    ExcludeHealthEvent: exclude_health_event,
    MergeUnits: merge_units,
    MoveUnit: move_unit,
    ReportHealthEvent: report_health_event,
    SplitUnit: split_unit,
}


async def previewed_and_done(street: Street, command: EventCommand | TreeCommand) -> tuple[Told, Told] | None:
    """Preview a command and do it as previewed; give what was shown and what was done, None if it is refused."""
    commission, known = street.headquarters, await _changes(street)
    if isinstance(command, EventCommand):
        commission = street.world.commission
    try:
        if isinstance(command, EventCommand):
            preview = await preview_event(commission, command)
            shown = _shown(HealthEventPreview.of(preview, []))
            token = preview.token
        else:
            tree = await preview_unit_change(commission, command)
            shown = [(each.code, each.change, each.cause, each.clause) for each in tree.outcome.names]
            token = tree.token
    except (DomainError, DomainErrors):
        return None
    assert await _changes(street) == known, "a preview writes nothing"
    made = await DEEDS[type(command)](commission, dataclasses.replace(command, preview=token))
    if isinstance(made, HealthEvent) and made.id not in street.world.events:
        street.world.events.append(made.id)
    return sorted(shown, key=str), sorted((await _changes(street))[len(known) :], key=str)


def _shown(preview: HealthEventPreview) -> Told:
    return [
        (each.code, each.change, each.cause or "", each.clause)
        for each in preview.found
        if each.change != "kept_down"
    ]


async def _changes(street: Street) -> Told:
    async with street.world.commission.read() as session:
        changes = (
            await session.scalars(
                select(DesignationChange)
                .where(DesignationChange.change != "rejudged")
                .order_by(DesignationChange.id)
            )
        ).all()
        rows = await session.execute(select(Designation.id, Designation.unit_id))
        units = {row.id: row.unit_id for row in rows}
    codes = {unit.id: unit.code for unit in await street.all_units()}
    return [
        (codes[units[each.designation_id]], each.change, each.cause, each.clause)
        for each in changes
        if units[each.designation_id] in codes
    ]


async def random_command(street: Street, chance: random.Random) -> EventCommand | TreeCommand:
    """Choose a deed that has a preview, of any kind."""
    world = street.world
    building, compound = chance.choice(("X1-1", "X1-2", "X2-1", "B")), chance.choice(("X1", "X2"))
    kinds = ("report", "close", "correct", "exclude", "move", "split", "merge")
    kind = chance.choices(kinds, weights=(40, 20, 12, 14, 12, 6, 4))[0]
    if kind in {"close", "correct", "exclude"} and not world.events:
        kind = "report"
    if kind == "report":
        return await _report(street, chance)
    if kind == "move":
        unit, above = await street.unit(building), await street.unit(compound)
        return MoveUnit(
            idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, parent_id=above.id
        )
    if kind == "split":
        return await street.splitting(chance.choice((building, compound)))
    if kind == "merge":
        pairs = chance.choice((("X1-1", "X1-2"), ("X1", "X2")))
        return await street.merging(f"M{chance.randrange(10**6)}", *pairs)
    return await _known(street, chance, kind)


async def _report(street: Street, chance: random.Random) -> ReportHealthEvent:
    day = street.world.today - timedelta(days=chance.randint(0, 4))
    code = chance.choice(tuple(street.world.units))
    return ReportHealthEvent(
        idempotency_key=key(),
        unit_id=street.world.units[code].id,
        report=Report(kind=chance.choice(KINDS), occurred_on=day, reported_on=day),
    )


async def _known(street: Street, chance: random.Random, kind: str) -> EventCommand:
    world = street.world
    async with world.commission.read() as session:
        event = await session.get_one(HealthEvent, (world.district.tenant.id, chance.choice(world.events)))
    if kind == "close":
        return CloseHealthEvent(
            idempotency_key=key(),
            event_id=event.id,
            expected_revision=event.revision,
            ended_on=world.today,
        )
    if kind == "exclude":
        return ExcludeHealthEvent(
            idempotency_key=key(), event_id=event.id, expected_revision=event.revision, reason="假阳性"
        )
    day = world.today - timedelta(days=chance.randint(0, 4))
    told = Correction(kind=chance.choice(KINDS), occurred_on=day, reported_on=day, reason="登记有误")
    return CorrectHealthEvent(
        idempotency_key=key(),
        event_id=event.id,
        expected_revision=event.revision,
        unit_id=world.units[chance.choice(tuple(world.units))].id,
        correction=told,
    )
