"""Random changes of a small tree of every sort: all that is kept beside it stays what a recount gives."""

import random

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.errors import DomainError, DomainErrors
from schema.guidelines.repository import current_edition
from schema.unit_changes.operations import (
    change_unit_kind,
    close_unit,
    merge_units,
    move_unit,
    preview_unit_change,
    split_unit,
)
from schema.unit_changes.operations.closing import CloseUnit
from schema.unit_changes.operations.preparing import MergeUnits, MoveUnit, SplitUnit
from schema.unit_changes.operations.retyping import ChangeUnitKind
from schema.unit_changes.rules import Part
from schema.units.repository.placements import EVER, Then, placements_then
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.consequences.world import NameUnit, name_unit
from tests.unit_changes.truth import assert_sound

STEPS = 24
KINDS = ("building", "group", "compound", "village", "community")

TreeChange = MoveUnit | SplitUnit | MergeUnits | CloseUnit | ChangeUnitKind


async def open_units(district: District) -> list[Unit]:
    async with district.database.of(district.tenant).read() as session:
        found = await session.scalars(select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.code))
        return list(found)


async def attempt(actor: OperationContext, command: TreeChange) -> tuple[str, ...] | None:
    """Do as the preview shows; tell the names that changed, or None if it is refused."""
    try:
        seen = await preview_unit_change(actor, command)
        confirmed = {"preview": seen.token}
        match command:
            case MoveUnit():
                await move_unit(actor, MoveUnit(**fields(command) | confirmed))
            case SplitUnit():
                await split_unit(actor, SplitUnit(**fields(command) | confirmed))
            case MergeUnits():
                await merge_units(actor, MergeUnits(**fields(command) | confirmed))
            case CloseUnit():
                await close_unit(actor, CloseUnit(**fields(command) | confirmed))
            case ChangeUnitKind():
                await change_unit_kind(actor, ChangeUnitKind(**fields(command) | confirmed))
    except (DomainError, DomainErrors):
        return None
    return tuple(each.code for each in seen.outcome.names)


def fields(command: TreeChange) -> dict[str, object]:
    return {name: getattr(command, name) for name in command.__dataclass_fields__}


def drawn(chance: random.Random, units: list[Unit], step: int) -> TreeChange:
    """Draw a change; most are possible, some are not."""
    unit, other = chance.sample([each for each in units if each.parent_id], 2)
    below = tuple(each.id for each in units if each.parent_id == unit.id)
    beside = [each for each in units if (each.parent_id, each.kind) == (unit.parent_id, unit.kind)]
    match chance.choice(("move", "move", "split", "merge", "close", "retype", "retype")):
        case "split":
            parts = (Part(f"P{step}a", "甲", ("",), below[::2]), Part(f"P{step}b", "乙", (), below[1::2]))
            return SplitUnit(
                idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, parts=parts
            )
        case "merge" if len(beside) > 1:
            pairs = tuple((each.id, each.revision) for each in beside[:3])
            return MergeUnits(idempotency_key=key(), units=pairs, code=f"M{step}", name="合")
        case "close":
            return CloseUnit(
                idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, reason="拆除"
            )
        case "retype":
            return ChangeUnitKind(
                idempotency_key=key(),
                unit_id=unit.id,
                expected_revision=unit.revision,
                kind=chance.choice(KINDS),
                code=f"K{step}",
                name="改",
                reason="村改居",
            )
    return MoveUnit(
        idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, parent_id=other.id
    )


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_changes_the_tree_stays_sound_and_remembers(database: Database, seed: int) -> None:
    """After each of many changes counters, paths, scopes and placements are right, and each day is as it was."""
    chance = random.Random(seed)
    district = await make_district(database)
    await district.import_units(
        *STREETS, ("X2", "二苑", "compound", "C2"), ("B22", "二苑1栋", "building", "X2")
    )
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    async with headquarters.read() as session:
        version = (await current_edition(session, headquarters.today())).id
    for code in ("B1", "B2", "B9", "B21"):
        unit = await district.unit(code)
        await name_unit(headquarters, NameUnit(idempotency_key=key(), unit_id=unit.id, version_id=version))
        await district.official(Role.BUILDING_LEADER, code)
    days, done, kinds = {}, 0, set()
    for step in range(STEPS):
        units = await open_units(district)
        days[headquarters.today()] = {unit.path for unit in units}
        district.clock.forward(1)
        change = drawn(chance, units, step)
        if await attempt(headquarters, change) is not None:
            done += 1
            kinds.add(type(change))
            await assert_sound(district)
    assert done >= STEPS // 4, "the walk tries something"
    assert ChangeUnitKind in kinds
    async with headquarters.read() as session:
        ids = list(await session.scalars(select(Unit.id)))
        for day, paths in days.items():
            lay = await placements_then(session, [(unit_id, Then(day, EVER)) for unit_id in ids])
            assert {row.path for row in lay.values() if row.path} == paths
