"""Duties names bring along: missed, they warn or suspend; made up, that is lifted."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from schema.designations.operations.settling import settle_designations
from schema.designations.repository import sweeps
from schema.designations.rules import Cause, Change
from schema.frame.operation import Transaction
from schema.guidelines.rules.format import Duty
from schema.supervision.operations.settling import AT_ONCE, Below, Guidelines, settlement_of
from schema.units.repository.kinds import idle_units, short_units


async def answer_duties(tx: Transaction, guidelines: Guidelines, today: date) -> tuple[list[Below], int]:
    """Warn or suspend for duties missed, and lift that where they were made up; give who fell, and how many changed."""
    fallen: list[Below] = []
    changed = 0
    for version, guideline in guidelines.items():
        for duty in guideline.duties:
            idle = await _idle(tx, duty, today)
            changed += await _lift(tx, version, duty, frozenset(idle), today)
            missed = await _answer(tx, version, duty, idle, today)
            changed += len(missed)
            if duty.on_miss == "suspend":
                fallen += missed
    return fallen, changed


async def _idle(tx: Transaction, duty: Duty, today: date) -> Sequence[uuid.UUID]:
    since = latest_day(duty, today)
    if duty.times == 1:
        return await idle_units(tx.session, duty.unit_kinds, duty.log, since)
    return await short_units(tx.session, duty.unit_kinds, duty.log, since, duty.times)


async def _lift(
    tx: Transaction, version: uuid.UUID, duty: Duty, idle: frozenset[uuid.UUID], today: date
) -> int:
    """Lift what names are down for where the work was done since; tell how many."""
    ground = ground_of_duty(duty)
    down = await sweeps.lock_down_for(tx.session, ground, version)
    done = [name for name in down if name.unit_id not in idle]
    await settle_designations(
        tx,
        [settlement_of(name, Change.RESTORED, Cause.DUTY_DONE, duty.id, today, ground) for name in done],
    )
    return len(done)


async def _answer(
    tx: Transaction, version: uuid.UUID, duty: Duty, idle: Sequence[uuid.UUID], today: date
) -> list[Below]:
    """Warn or suspend where the work was not done; give the units whose names that changed."""
    ground, found = ground_of_duty(duty), list[Below]()
    change = Change.WARNED if duty.on_miss == "warn" else Change.SUSPENDED
    for start in range(0, len(idle), AT_ONCE):
        names = await sweeps.lock_missed(
            tx.session,
            version,
            duty.unit_kinds,
            idle[start : start + AT_ONCE],
            ground,
            latest_day(duty, today),
        )
        await settle_designations(
            tx, [settlement_of(name, change, Cause.DUTY_MISSED, duty.id, today, ground) for name in names]
        )
        found += [(name.parent_id, name.kind) for name in names]
    return found


def ground_of_duty(duty: Duty) -> str:
    """Name the ground of a name that is down for a duty."""
    return f"duty:{duty.id}"


def latest_day(duty: Duty, today: date) -> date:
    """Tell the day on which the work of a duty must have been done at the latest."""
    return today - timedelta(days=duty.every_days + duty.grace_days)
