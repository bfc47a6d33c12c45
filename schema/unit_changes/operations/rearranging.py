"""Carries a change of the tree out: paths, counters, names, rolls and history together, in one transaction."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schema.criteria.rules.facts import ChildFact
from schema.designations.operations.derivation import settle_above
from schema.designations.operations.news import tell_change
from schema.designations.operations.settling import settle_designations
from schema.designations.operations.shifts import Shift, befallen
from schema.designations.repository.sweeps import lock_of_units, lock_suspended
from schema.designations.rules import Cause, Change
from schema.findings import repository as findings
from schema.frame.operation import Transaction
from schema.guidelines.rules.format import Guideline
from schema.officials import repository as officials
from schema.officials.repository import Seat
from schema.petition_answers.operations.living import lock_living, settle_quorums
from schema.petitions import repository as petitions
from schema.petitions.tables import Petition
from schema.residents import repository as residents
from schema.residents.repository import Home
from schema.supervision.operations import (
    bring_back,
    children_apart_from_events,
    follow_names,
    follow_upwards,
    guidelines_borne,
    settlement_of,
    suspend_childless,
)
from schema.supervision.operations.children import Children
from schema.unit_changes.operations.anew import work_events_anew
from schema.unit_changes.operations.leaving import end_roles
from schema.unit_changes.operations.publishing import UnitNews, publish_change
from schema.unit_changes.operations.relocating import counts_of, relocate
from schema.unit_changes.operations.telling import tell_end, tell_move
from schema.unit_changes.rules import CountShift, NameChange, Outcome
from schema.units import repository as units
from schema.units.repository import ancestor_paths
from schema.units.repository import rearranging as tree
from schema.units.repository.counters import Counts, Place, count_new, shift_counts
from schema.units.repository.placements import keep_placements
from schema.units.repository.rearranging import Relocation
from schema.units.tables import Unit

_NEWS: Mapping[str, UnitNews] = {"split": "split", "merged": "merged", "retyped": "retyped"}
"""How the world is told why a unit is no more; it is closed for any other cause."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rearrangement:
    """A change of the tree that was examined: what opens, closes and moves below which parents, and why.

    `reason` is kept with the roles that end.
    `homes` are households with the unit they come to and their door number there, `doors` counts those whose number
    changes, `applications` the applications that go on under other officials, `ended` those that end with their unit.
    """

    cause: str
    reason: str = "单元撤并"
    parents: tuple[uuid.UUID, ...]
    opened: tuple[Unit, ...] = ()
    closed: tuple[Unit, ...] = ()
    relocations: tuple[Relocation, ...] = ()
    homes: tuple[Home, ...] = ()
    doors: int = 0
    applications: int = 0
    ended: int = 0


async def carry_out(tx: Transaction, change: Rearrangement) -> Outcome:
    """Do it; everything concerned is locked. Tells all that came of it."""
    seats = await _seats(tx, change)
    guidelines = await guidelines_borne(tx)
    children = await children_apart_from_events(tx.session, change.parents, tx.today)
    moving = change.relocations if change.cause == "moved" else ()
    rolls = [await _living_above(tx, each.before) for each in moving]
    tx.session.add_all(change.opened)
    await tx.session.flush()
    await keep_placements(tx.session, change.opened, tx.now, change.cause)
    await count_new(tx.session, change.opened)
    await _end_names(tx, change.closed)
    shifts = await _shifts(tx, change)
    await shift_counts(tx.session, shifts)
    moved, number, memberships = await relocate(tx, change.relocations, change.cause)
    await residents.rehouse(tx.session, change.homes)
    await _close(tx, change)
    for relocation, before in zip(moving, rolls, strict=True):
        await _follow_rolls(tx, relocation, before)
    kinds = {kind for _, kind in shifts}
    ends = {path for each in change.relocations for path in (each.before, each.after)}
    ends |= {unit.path for unit in (*change.opened, *change.closed)}
    await settle_above(tx, {(path, kind) for path in ends for kind in kinds})
    await work_events_anew(tx, [unit.path for unit in change.closed], change.relocations)
    await _look_again(tx, change.parents, children, guidelines)
    await follow_names(tx)
    _tell(tx, change, seats)
    await _publish(tx, change)
    ended_roles = (
        await end_roles(tx, [unit.id for unit in change.closed], change.reason) if change.closed else 0
    )
    counted = await units.by_paths(tx.session, sorted({path for path, _ in shifts}))
    return Outcome(
        opened=tuple(unit.code for unit in change.opened),
        closed=tuple(unit.code for unit in change.closed),
        moved=tuple(moved),
        moved_count=number,
        names=tuple(sorted(map(_name_change, befallen(tx)), key=lambda each: each.code)),
        counts=tuple(
            CountShift(counted[path].code, kind, counts.total, counts.held)
            for (path, kind), counts in sorted(shifts.items())
        ),
        households=len(change.homes),
        doors=change.doors,
        memberships=memberships,
        left_behind=ended_roles,
        applications=change.applications,
        ended=change.ended,
        seats=tuple(dict.fromkeys((seat.name, seat.role) for seat in seats)),
    )


async def _seats(tx: Transaction, change: Rearrangement) -> Sequence[Seat]:
    """List who sits in units that close or move, and over one line alone of those a unit leaves and comes to."""
    paths = {unit.path for unit in change.closed}
    for each in change.relocations if change.cause == "moved" else ():
        paths |= {each.before} | (set(ancestor_paths(each.before)) ^ set(ancestor_paths(each.after)))
    return await officials.seats_at(tx.session, paths, tx.now)


def _tell(tx: Transaction, change: Rearrangement, seats: Sequence[Seat]) -> None:
    for unit in change.closed:
        tell_end(tx, unit, [seat.official_id for seat in seats if seat.path == unit.path])
    for each in change.relocations if change.cause == "moved" else ():
        tell_move(tx, each.unit_id, each.after, [seat.official_id for seat in seats])


async def _publish(tx: Transaction, change: Rearrangement) -> None:
    """Tell the world outside which units are no more and what took their place, and which lie elsewhere now."""
    successors = [unit.code for unit in change.opened]
    for unit in change.closed:
        publish_change(tx, _NEWS.get(change.cause, "closed"), unit.code, unit.name, successors=successors)
    if change.cause != "moved":
        return
    known = await units.by_ids(tx.session, [each.unit_id for each in change.relocations])
    for each in change.relocations:
        above, code = each.codes_after.split(".")[-2:]
        publish_change(tx, "moved", code, known[each.unit_id].name, parent_code=above)


def _name_change(shift: Shift) -> NameChange:
    return NameChange(shift.unit_id, shift.code, shift.number, shift.change, shift.cause.value, shift.clause)


async def _look_again(
    tx: Transaction, parents: Sequence[uuid.UUID], before: Children, guidelines: Mapping[uuid.UUID, Guideline]
) -> None:
    """Suspend names whose units directly below no longer suffice, until they do; give back those for which they do.

    Only a name is looked at that a child with a name left, one without came to, or that has no child any more: what
    it did not meet before for another reason is left to supervision. Follow that upwards.
    """
    after = await children_apart_from_events(tx.session, parents, tx.today)
    worse = [each for each in parents if _is_worse(before.get(each, {}), after.get(each, {}))]
    names = await lock_of_units(tx.session, worse) if worse else ()
    places = await units.by_ids(tx.session, worse)
    fallen = await suspend_childless(tx, names, after, guidelines, worse)
    for name in fallen:
        tell_change(tx, Change.SUSPENDED, name.id, name.unit_id, places[name.unit_id].path)
    above = [(name.parent_id, name.kind) for name in fallen]
    await follow_upwards(tx, above, guidelines, tx.today, rearranged=True)
    await bring_back(tx, await lock_suspended(tx.session, parents))


def _is_worse(before: Mapping[uuid.UUID, ChildFact], after: Mapping[uuid.UUID, ChildFact]) -> bool:
    left = any(child.titled for unit_id, child in before.items() if unit_id not in after)
    came = any(not child.titled for unit_id, child in after.items() if unit_id not in before)
    return left or came or not after


async def _end_names(tx: Transaction, closed: Sequence[Unit]) -> None:
    places = {unit.id: unit for unit in closed}
    names = await lock_of_units(tx.session, list(places))
    for name in names:
        tell_change(tx, Change.EXPIRED, name.id, name.unit_id, places[name.unit_id].path)
    await settle_designations(
        tx, [settlement_of(name, Change.EXPIRED, Cause.UNIT_CLOSED, None, tx.today) for name in names]
    )


async def _close(tx: Transaction, change: Rearrangement) -> None:
    if not change.closed:
        return
    ids = [unit.id for unit in change.closed]
    for unit in change.closed:
        unit.closed_on = tx.today
    await tx.session.flush()
    await findings.let_lapse(tx.session, ids)
    await tree.end_placements(tx.session, ids, tx.today, tx.now, change.cause)
    await tree.link(tx.session, [(old, new.id) for old in ids for new in change.opened])


async def _shifts(tx: Transaction, change: Rearrangement) -> Mapping[Place, Counts]:
    """Add up what is counted elsewhere from now on, at each unit above."""
    roots = [(each.unit_id, each.kind) for each in change.relocations]
    counted = await counts_of(tx, roots)
    shifts: dict[Place, Counts] = defaultdict(Counts)
    for each in change.relocations:
        for kind, counts in counted[each.unit_id].items():
            for path in ancestor_paths(each.before):
                shifts[path, kind] -= counts
            for path in ancestor_paths(each.after):
                shifts[path, kind] += counts
    for unit in change.closed:
        for path in ancestor_paths(unit.path):
            shifts[path, unit.kind] -= Counts(total=1)
    return {place: counts for place, counts in shifts.items() if counts != Counts()}


async def _living_above(tx: Transaction, path: str) -> Mapping[uuid.UUID, Petition]:
    above = path.rpartition(".")[0]
    return {petition.id: petition for petition in await lock_living(tx, above)} if above else {}


async def _follow_rolls(
    tx: Transaction, relocation: Relocation, before: Mapping[uuid.UUID, Petition]
) -> None:
    """Let households leave the living rolls they no longer lie under, and enter those they come under."""
    after = await _living_above(tx, relocation.after)
    left, entered = before.keys() - after.keys(), after.keys() - before.keys()
    homes = await residents.homes_below(tx.session, relocation.after) if left or entered else ()
    if not homes:
        return
    gone = set(await petitions.leave_rolls(tx.session, list(left), homes)) if left else set()
    if entered:
        await petitions.join_rolls(tx.session, list(entered), homes)
    changed = [petition for id_, petition in {**before, **after}.items() if id_ in gone | entered]
    for petition in changed:
        petitions.touch(petition)
    await tx.session.flush()
    await settle_quorums(tx, [petition.unit_id for petition in changed if petition.closed_at is not None])
