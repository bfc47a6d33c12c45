"""Composes names from their rows: how each stands, and how it would without any health event."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from schema.consequences.rules import Hold, Name, Told
from schema.criteria import repository as assessments
from schema.designations.repository import history
from schema.designations.repository.history import ChangeRow
from schema.designations.repository.lines import list_ever_borne
from schema.designations.rules import ADVERSE, EVALUATION, Cause, Standing, State, apart_from_events
from schema.frame.errors import DomainError
from tenants.database import Session

NONE_CLOSED: Mapping[uuid.UUID, date] = MappingProxyType({})


async def read_names(
    session: Session,
    unit_ids: Collection[uuid.UUID],
    today: date,
    *,
    lock: bool,
    closed: Mapping[uuid.UUID, date] = NONE_CLOSED,
    odd: set[uuid.UUID] | None = None,
) -> Mapping[uuid.UUID, Sequence[Name]]:
    """Read every name the units ever bore, by unit, oldest first, with how each stands apart from events.

    `closed` has the day on which units were split or merged; a name ended then. A history that breaks the rules of
    names is refused with DESIGNATION_CHANGE_NOT_ALLOWED, or its unit is left out and noted in `odd`.
    """
    rows = await list_ever_borne(session, unit_ids, lock=lock)
    changes = await history.changes_of_names(session, [row[1] for row in rows])
    borne: dict[uuid.UUID, list[Name]] = defaultdict(list)
    for unit_id, id_, version, number, named_on, until, status, warned, suspended, revision in rows:
        state = State(Standing(status), frozenset(warned), frozenset(suspended))
        given = changes[id_][0].at
        ran_out = until + timedelta(days=1) if until is not None and until < today else None
        ends = _earliest_end(ran_out, closed.get(unit_id))
        name = Name(
            id_,
            unit_id,
            version,
            number,
            named_on,
            given,
            state,
            over_on=ends[0] if ends else None,
            ends=ends,
            revision=revision,
        )
        try:
            borne[unit_id].append(_apart_from_events(name, changes[id_][1:]))
        except DomainError:
            if odd is None:
                raise
            odd.add(unit_id)
    return {
        unit_id: _followed(sorted(names, key=lambda name: (name.named_at, name.id)))
        for unit_id, names in borne.items()
        if not odd or unit_id not in odd
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


def _followed(names: Sequence[Name]) -> list[Name]:
    """Let each name be over on the day another followed it at the latest."""
    over = [
        replace(name, over_on=_earliest(name.over_on, after.named_on), ends=None)
        for name, after in pairwise(names)
    ]
    return [*over, *names[-1:]]


def _earliest_end(ran_out: date | None, closed_on: date | None) -> tuple[date, Cause] | None:
    ends = [
        (day, cause)
        for day, cause in ((ran_out, Cause.VALIDITY_ENDED), (closed_on, Cause.UNIT_CLOSED))
        if day is not None
    ]
    return min(ends, default=None)


def _apart_from_events(name: Name, changes: Sequence[ChangeRow]) -> Name:
    """Note how a name stands by the changes no event was behind, when it was last reinstated so, and what was told."""
    base, pardoned_at, told, over_on = State(), None, None, name.over_on
    left = tuple((each.former_version_id, each.effective_on) for each in changes if each.former_version_id)
    for change in changes:
        if change.event_id is not None:
            told = _told(change)
        elif change.change == "reinstated":
            base, pardoned_at, told = State(), change.at, None
        else:
            base = apart_from_events(base, change.change, change.ground or EVALUATION)
        if not base.standing.held:
            over_on = _earliest(over_on, change.effective_on)
    if base.standing.held and over_on != name.over_on:
        over_on = name.over_on  # what took it was undone
    return replace(name, base=base, over_on=over_on, pardoned_at=pardoned_at, told=told, left=left)


def _told(change: ChangeRow) -> Told | None:
    """Give what a change of an event's told; a name it gave back is down no more."""
    if change.change not in ADVERSE:
        return None
    return Told(Cause(change.cause), change.clause, change.effective_on)


def _earliest(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)
