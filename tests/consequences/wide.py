"""Random histories of all hands at once, trees, findings, rolls and validity among them, and what must hold after.

Here no second model tells how names stand (`whole` has one), but what must be so however they came to: every place
tells the same, and no compound stands without its buildings.
"""

import random
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from authz.actions import Role
from schema.consequences.jobs import sweep_lapses
from schema.designations import repository as designations
from schema.designations.operations import change_designation, standing_on
from schema.designations.operations.changing import Change, state_of
from schema.designations.repository import history
from schema.designations.rules import Cause
from schema.designations.tables import Designation
from schema.frame.background import SYSTEM
from schema.frame.errors import DomainError, DomainErrors
from schema.frame.operation import Command, Transaction, close, operation
from schema.guidelines.repository.templates import load_template
from schema.supervision.jobs import sweep_names
from schema.supervision.operations import follow_upwards, guidelines_borne
from schema.unit_standings.loading import borne_names
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.district import key
from tests.builders.guidelines import publish
from tests.consequences.deeds import Street
from tests.consequences.town import Town
from tests.consequences.world import Seen, random_event, see

CAUSES = {
    "finding:1": (Cause.FINDING_NOT_RECTIFIED, Cause.RECTIFIED, "B-h"),
    "quorum": (Cause.QUORUM_LOST, Cause.QUORUM_REGAINED, "B-k"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Befall(Command):
    """Suspend the name of a unit on a ground, or lift that where it is suspended on it."""

    unit_id: uuid.UUID
    ground: str


@operation("test.befall", Unit)
async def befall(tx: Transaction, command: Befall) -> Unit:
    """Do what the ladder of findings and the living roll do to a name."""
    unit = await units.lock(tx.session, command.unit_id)
    name = (await designations.lock_held_by_units(tx.session, [unit.id])).get(unit.id)
    if name is None:
        return unit
    lost, regained, clause = CAUSES[command.ground]
    if command.ground in state_of(name).suspended_for:
        await change_designation(tx, name, unit, Change("restored", regained, clause, ground=command.ground))
        return unit
    await change_designation(tx, name, unit, Change("suspended", lost, clause, ground=command.ground))
    await tx.session.flush()
    await follow_upwards(tx, [(unit.parent_id, unit.kind)], await guidelines_borne(tx), tx.today)
    return unit


async def night(street: Street) -> None:
    """Let a night pass as the worker does, both sweeps of it."""
    for sweep in (sweep_lapses, sweep_names):
        context = street.world.district.context(SYSTEM)
        async with context.begin() as session:
            tx = Transaction(session, context, context.clock(), context.today())
            await sweep(tx, tx.today)
            await close(tx)


DERIVED = "derived_titles: [{id: B-t1, unit_kind: street, title: 无疫街道, of: [community], percent: 100}]\n"


async def found(
    database: Database, streets: int, chance: random.Random, *, short: float = 0.1, derived: bool = False
) -> list[Street]:
    """Build streets whose names stand under the built-in scheme; a share runs out shortly, a title may be derived."""
    town = await Town.found(database, streets, chance, version=0)
    world = town.worlds[0]
    async with world.commission.begin() as session:
        names = await session.scalars(select(Designation.id))
        chosen = [name for name in names if chance.random() < short]
        until = world.today + timedelta(days=8)
        await session.execute(update(Designation).where(Designation.id.in_(chosen)).values(valid_until=until))
    if derived:
        source = load_template("wenlong").text.replace("id: wenlong", "id: derived", 1)
        await publish(world.district, source + DERIVED)
    headquarters = await world.district.official(Role.HEADQUARTERS, "500110")
    return [Street(each, headquarters) for each in town.worlds]


def deed(street: Street, chance: random.Random) -> Callable[[], Awaitable[object]]:
    """Choose what is done in a street."""
    building, compound = chance.choice(("X1-1", "X1-2", "X2-1", "B")), chance.choice(("X1", "X2"))
    what = chance.choices(("event", "move", "split", "merge", "befall"), weights=(55, 12, 6, 5, 22))[0]
    if what == "event":
        return lambda: random_event(street.world, chance)
    if what == "move":
        return lambda: street.move(building, compound)
    if what == "split":
        return lambda: street.split(building)
    if what == "merge":
        return lambda: street.merge("XM", "X1-1", "X1-2")
    command = Befall(
        idempotency_key=key(),
        unit_id=street.world.units[chance.choice((building, compound))].id,
        ground=chance.choice(tuple(CAUSES)),
    )
    return lambda: befall(street.headquarters, command)


async def play(street: Street, chance: random.Random, deeds: int) -> None:
    """Let something be done in a street; what is refused was not possible then."""
    for _ in range(deeds):
        try:
            await deed(street, chance)()
        except (DomainError, DomainErrors):
            continue


async def require_sound(street: Street) -> int:
    """Fail unless every place tells the same of every name, and every compound in force has its buildings."""
    world, today = street.world, street.world.today
    async with world.commission.read() as session:
        chosen = select(Unit).where(
            units.within(Unit.path, [world.units["S"].path]), Unit.closed_on.is_(None)
        )
        rows = (await session.scalars(chosen)).all()
        ids = [row.id for row in rows]
        borne, known = await borne_names(session, ids), await designations.of_unit(session, ids)
        last = {unit_id: names[0] for unit_id, names in known.items()}
        changes = await history.changes_of(session, [name.id for name in last.values()])
    in_force = {unit_id for unit_id, name in last.items() if standing_on(name, today).in_force}
    for unit_id, name in last.items():
        _require_agreed(see(name, borne[unit_id][-1], today, changes[name.id]))
    for row in rows:
        if row.kind == "compound" and row.id in in_force:
            below = {each.id for each in rows if each.parent_id == row.id}
            assert below, f"{row.code} stands without a building"
            assert below <= in_force, f"{row.code} stands without one of its buildings"
    return len(last)


def _require_agreed(seen: Seen) -> None:
    assert seen.ledger == seen.public, seen
    if seen.ledger in {"warned", "suspended", "revoked"}:
        assert seen.told == seen.reason, seen
    if seen.grounds:
        assert seen.reason == seen.grounds[0][:2], seen
