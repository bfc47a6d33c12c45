"""Changing how many names stand at once: a fixed number of statements, however many they are."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from schema.designations import repository
from schema.designations.operations.derivation import settle_above
from schema.designations.operations.shifts import Shift, note_shift
from schema.designations.repository import Placed
from schema.designations.rules import EVALUATION, Cause, State, public_cause
from schema.designations.tables import DesignationChange
from schema.frame.operation import Transaction
from schema.guidelines.repository import editions_by_ids
from schema.units.repository.counters import Place, count_names
from tenants.base import new_id
from tenants.bulk import Row


@dataclass(frozen=True, slots=True)
class Settled:
    """A designation the caller has locked, how it stands from now on, and why; see Change.

    One that is over ended on the day this holds from, unless another is told. One that was judged anew stood under
    `former_version` until then; the world is told only of what befalls it.
    """

    designation_id: uuid.UUID
    number: str
    unit_code: str
    state: State
    change: str
    cause: Cause
    clause: str | None
    event_id: uuid.UUID | None
    effective_on: date
    ground: str = EVALUATION
    over_on: date | None = None
    former_version: uuid.UUID | None = None


async def settle_designations(tx: Transaction, settled: Sequence[Settled]) -> None:
    """Let names stand as settled, one perhaps more than once in a row; the history of each and the feed tell why."""
    if not settled:
        return
    if tx.records.holds(DesignationChange):
        await tx.records.write()
    borne = await repository.placed_by_ids(tx.session, [each.designation_id for each in settled])
    together: dict[tuple[State, date | None], list[uuid.UUID]] = defaultdict(list)
    for each in {each.designation_id: each for each in settled}.values():
        ended_on = None if each.state.standing.held else each.over_on or each.effective_on
        together[each.state, ended_on].append(each.designation_id)
    for (state, ended_on), ids in together.items():
        await repository.set_state(tx.session, ids, state, ended_on)
    taken = Counter({id_: name.changes for id_, name in borne.items()})
    for each in settled:
        taken[each.designation_id] += 1
        tx.records.extend(DesignationChange, [_change(tx, each, taken[each.designation_id])])
    told = await _told(tx, {name.version for name in borne.values()})
    for each in settled:
        if each.former_version is not None:
            continue
        name = borne[each.designation_id]
        note_shift(tx, _shift(each, name))
        message = _message(each, told=told[name.version])
        tx.publish(f"designation.{each.change}", message, on=name.public_from)
    await _count(tx, list({each.designation_id: each for each in settled}.values()), borne)


def _shift(each: Settled, name: Placed) -> Shift:
    return Shift(
        unit_id=name.unit_id,
        parent_id=name.parent_id,
        code=each.unit_code,
        number=each.number,
        change=each.change,
        cause=each.cause,
        clause=each.clause,
        effective_on=each.effective_on,
        before=name.standing,
        after=each.state.standing,
    )


async def _told(tx: Transaction, versions: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, bool]:
    """Tell, by guideline version, whether the public learns why a name fell."""
    editions = await editions_by_ids(tx.session, list(versions))
    return {version: edition.guideline.publication.shows_cause for version, edition in editions.items()}


async def _count(tx: Transaction, settled: Sequence[Settled], borne: Mapping[uuid.UUID, Placed]) -> None:
    """Count names given and lost above their units; titles derived from them follow."""
    shifts: dict[Place, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for each in settled:
        before, after = borne[each.designation_id], each.state.standing
        held, in_force = shifts[before.path, before.kind]
        held += after.held - before.standing.held
        in_force += after.in_force - before.standing.in_force
        shifts[before.path, before.kind] = (held, in_force)
    await count_names(tx.session, shifts)
    await settle_above(tx, [place for place, (_, in_force) in shifts.items() if in_force])


def _change(tx: Transaction, each: Settled, ordinal: int) -> Row:
    return {
        "id": new_id(),
        "designation_id": each.designation_id,
        "ordinal": ordinal,
        "change": each.change,
        "cause": each.cause.value,
        "clause": each.clause,
        "ground": each.ground if each.change in {"warned", "suspended", "restored"} else None,
        "event_id": each.event_id,
        "application_id": None,
        "former_version_id": each.former_version,
        "actor_id": tx.context.actor.id,
        "role": tx.role,
        "level": tx.level,
        "on_behalf_of": tx.on_behalf_of,
        "effective_on": each.effective_on,
        "at": tx.now,
        "note": None,
    }


def _message(each: Settled, *, told: bool) -> dict[str, Any]:
    cause, clause = public_cause(each.change, each.cause, each.clause, told=told)
    return {
        "code": each.unit_code,
        "number": each.number,
        "status": each.state.standing.value,
        "cause": cause.value,
        "clause": clause,
        "effectiveOn": each.effective_on.isoformat(),
    }
