"""Composes names from their rows: how each stands, and how it would without any health event."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from schema.consequences.rules import Hold, Name, Place
from schema.criteria import repository as assessments
from schema.designations.repository import history
from schema.designations.repository.history import ChangeRow
from schema.designations.repository.lines import list_ever_borne
from schema.designations.rules import EVALUATION, Cause, Standing, State, next_state
from tenants.database import Session


async def read_names(
    session: Session, places: Collection[Place], *, lock: bool
) -> Mapping[uuid.UUID, Sequence[Name]]:
    """Read every name the units ever bore, by unit, oldest first, with how each stands apart from events."""
    rows = await list_ever_borne(session, [place.id for place in places], lock=lock)
    others = await history.changes_without_event(session, [row[1] for row in rows])
    borne: dict[uuid.UUID, list[Name]] = defaultdict(list)
    for unit_id, id_, version, number, named_on, status, warned, suspended, revision in rows:
        state = State(Standing(status), frozenset(warned), frozenset(suspended))
        given = others[id_][0].at
        borne[unit_id].append(Name(id_, unit_id, version, number, named_on, given, state, revision=revision))
    return {
        unit_id: _in_order(sorted(names, key=lambda name: (name.named_at, name.id)), others)
        for unit_id, names in borne.items()
    }


async def reassessed(
    session: Session, names: Mapping[uuid.UUID, Sequence[Name]], holds: Sequence[Hold]
) -> dict[uuid.UUID, list[Name]]:
    """Note when units whose names were suspended for a loss below met their standard."""
    waiting = {hold.name_id for hold in holds if hold.cause is Cause.CHILD_NAME_LOST}
    units = [unit_id for unit_id, held in names.items() if any(name.id in waiting for name in held)]
    met = await assessments.met_by_units(session, units) if units else {}
    return {
        unit_id: [replace(name, met_again=tuple(met.get(unit_id, ()))) for name in held]
        for unit_id, held in names.items()
    }


def _in_order(names: Sequence[Name], others: Mapping[uuid.UUID, Sequence[ChangeRow]]) -> list[Name]:
    followed = {before.id: after.named_on for before, after in pairwise(names)}
    return [_apart_from_events(name, others[name.id][1:], followed.get(name.id)) for name in names]


def _apart_from_events(name: Name, changes: Sequence[ChangeRow], superseded_on: date | None) -> Name:
    """Note how a name stands by the changes no health event was behind, and when it was last reinstated so."""
    base, pardoned_at = State(), None
    left = tuple((each.former_version_id, each.effective_on) for each in changes if each.former_version_id)
    for change in changes:
        if change.change == "reinstated":
            base, pardoned_at = State(), change.at
        else:
            base = next_state(base, change.change, change.ground or EVALUATION)
    return replace(name, base=base, superseded_on=superseded_on, pardoned_at=pardoned_at, left=left)
