"""Every statement on what holds names down: a fixed number of them, however many units an event touches."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    Row,
    and_,
    any_,
    case,
    inspect,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from schema.consequences.rules import Hold, Name, Place, Span
from schema.consequences.tables import Consequence
from schema.criteria.tables import Assessment
from schema.designations.rules import EVALUATION, Cause, Standing, State, next_state
from schema.designations.tables import Designation, DesignationChange
from schema.frame.statements import one_of
from schema.units.repository import ancestor_paths, below
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.bulk import insert_rows
from tenants.database import Session


async def read_lines(session: Session, paths: Collection[str], *, lock: bool) -> Sequence[Place]:
    """Read the units at some paths with all above and below them, in path order.

    With `lock` whoever names one of them or reports in one waits; one order for all, so nobody waits in a circle.
    """
    above = {each for path in paths for each in (*ancestor_paths(path), path)}
    statement = (
        select(Unit.id, Unit.parent_id, Unit.kind, Unit.path, Unit.code)
        .where(
            Unit.tenant_id == session.info["tenant_id"],
            or_(Unit.path.in_(sorted(above)), *(below(Unit.path, path) for path in sorted(paths))),
        )
        .order_by(Unit.path)
    )
    if lock:
        statement = statement.with_for_update(key_share=True)
    return [Place(*row) for row in await session.execute(statement)]


async def read_names(
    session: Session, places: Collection[Place], *, lock: bool
) -> Mapping[uuid.UUID, Sequence[Name]]:
    """Read every name the units ever bore, by unit, oldest first, with how each stands apart from events."""
    unit_ids = [place.id for place in places]
    here = and_(Designation.tenant_id == session.info["tenant_id"], one_of(Designation.unit_id, unit_ids))
    if lock:
        await session.execute(
            select(Designation.id).where(here).order_by(Designation.id).with_for_update(key_share=True)
        )
    given = and_(
        DesignationChange.tenant_id == Designation.tenant_id,
        DesignationChange.designation_id == Designation.id,
        DesignationChange.ordinal == 1,
    )
    rows = await session.execute(
        select(
            Designation.unit_id,
            Designation.id,
            Designation.guideline_version_id,
            Designation.number,
            Designation.named_on,
            DesignationChange.at,
            Designation.status,
            Designation.warned_for,
            Designation.suspended_for,
            Designation.revision,
        )
        .join(DesignationChange, given)
        .where(here)
        .order_by(Designation.unit_id, DesignationChange.at, Designation.id)
    )
    borne: dict[uuid.UUID, list[Name]] = defaultdict(list)
    for unit_id, id_, version, number, named_on, at, status, warned, suspended, revision in rows:
        state = State(Standing(status), frozenset(warned), frozenset(suspended))
        borne[unit_id].append(Name(id_, unit_id, version, number, named_on, at, state, revision=revision))
    others = await _other_changes(session, [name.id for names in borne.values() for name in names])
    return {unit_id: _in_order(names, others) for unit_id, names in borne.items()}


def _in_order(names: Sequence[Name], others: Mapping[uuid.UUID, Sequence[DesignationChange]]) -> list[Name]:
    followed = {before.id: after.named_on for before, after in pairwise(names)}
    return [_apart_from_events(name, others.get(name.id, ()), followed.get(name.id)) for name in names]


def _apart_from_events(name: Name, changes: Sequence[DesignationChange], superseded_on: date | None) -> Name:
    """Note how a name stands by the changes no health event was behind, and when it was last reinstated so."""
    base, pardoned_at = State(), None
    for change in changes:
        if change.change == "reinstated":
            base, pardoned_at = State(), change.at
        else:
            base = next_state(base, change.change, change.ground or EVALUATION)
    return replace(name, base=base, superseded_on=superseded_on, pardoned_at=pardoned_at)


async def _other_changes(
    session: Session, ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[DesignationChange]]:
    """Read the changes of names after their naming that no health event was behind, oldest first."""
    rows = await session.scalars(
        select(DesignationChange)
        .where(
            DesignationChange.tenant_id == session.info["tenant_id"],
            one_of(DesignationChange.designation_id, ids),
            DesignationChange.event_id.is_(None),
            DesignationChange.change != "named",
        )
        .order_by(DesignationChange.designation_id, DesignationChange.ordinal)
    )
    found: dict[uuid.UUID, list[DesignationChange]] = defaultdict(list)
    for row in rows:
        found[row.designation_id].append(row)
    return found


async def live_holds(session: Session, name_ids: Collection[uuid.UUID]) -> Sequence[Hold]:
    """Read what is known now to hold names down, in the order it was recorded."""
    rows = await session.execute(
        select(*inspect(Consequence).local_table.c)  # no entities: there may be tens of thousands
        .where(
            Consequence.tenant_id == session.info["tenant_id"],
            one_of(Consequence.designation_id, name_ids),
            Consequence.withdrawn_at.is_(None),
        )
        .order_by(Consequence.id)
    )
    return [hold_of(row) for row in rows]


async def ever_known(session: Session, name_ids: Collection[uuid.UUID]) -> Sequence[Consequence]:
    """Read what was ever known to hold names down, in the order it was recorded."""
    rows = await session.scalars(
        select(Consequence)
        .where(
            Consequence.tenant_id == session.info["tenant_id"], one_of(Consequence.designation_id, name_ids)
        )
        .order_by(Consequence.recorded_at, Consequence.id)
    )
    return rows.all()


def hold_of(row: Consequence | Row[Any]) -> Hold:
    """Read a row as what it says."""
    return Hold(
        event_id=row.event_id,
        name_id=row.designation_id,
        clause=row.clause,
        effect=row.effect,  # type: ignore[arg-type]
        cause=Cause(row.cause),
        span=Span(row.from_on, row.until_on),
        clear_on=row.clear_on,
        known_since=row.known_since,
    )


async def met_again(
    session: Session, unit_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[tuple[datetime, date]]]:
    """Read when units met their standard in assessments, oldest first."""
    rows = await session.execute(
        select(Assessment.unit_id, Assessment.assessed_at, Assessment.assessed_on)
        .where(
            Assessment.tenant_id == session.info["tenant_id"],
            one_of(Assessment.unit_id, unit_ids),
            Assessment.met.is_(True),
        )
        .order_by(Assessment.unit_id, Assessment.assessed_at, Assessment.id)
    )
    found: dict[uuid.UUID, list[tuple[datetime, date]]] = defaultdict(list)
    for unit_id, at, on in rows:
        found[unit_id].append((at, on))
    return found


async def lock_lapsed(session: Session, today: date) -> Sequence[Place]:
    """Lock the names nothing holds down as far any more since a day has passed; give the units that bear them."""
    suspended = literal(EVALUATION) == any_(Designation.suspended_for)
    live = and_(
        Consequence.tenant_id == Designation.tenant_id,
        Consequence.designation_id == Designation.id,
        Consequence.effect == case((suspended, "suspend"), else_="warn"),
        Consequence.withdrawn_at.is_(None),
    )
    over = select(Consequence.id).where(live, Consequence.until_on <= today)
    goes_on = select(Consequence.id).where(
        live, or_(Consequence.until_on.is_(None), Consequence.until_on > today)
    )
    rows = await session.execute(
        select(Unit.id, Unit.parent_id, Unit.kind, Unit.path, Unit.code)
        .join(Designation, and_(Designation.tenant_id == Unit.tenant_id, Designation.unit_id == Unit.id))
        .where(
            Unit.tenant_id == session.info["tenant_id"],
            Designation.status.in_([Standing.SUSPENDED.value, Standing.WARNED.value]),
            or_(suspended, literal(EVALUATION) == any_(Designation.warned_for)),
            over.exists(),
            ~goes_on.exists(),
        )
        .order_by(Designation.id)
        .with_for_update(of=Designation, key_share=True)
    )
    return [Place(*row) for row in rows]


async def healed_events(session: Session, today: date) -> Sequence[uuid.UUID]:
    """List the events by which names are suspended for a loss below that may be over.

    The unit below was named anew since, or the one above met its standard in an assessment.
    """
    child = aliased(Unit)
    anew = (
        select(Designation.id)
        .join(child, and_(child.tenant_id == Designation.tenant_id, child.id == Designation.unit_id))
        .join(
            DesignationChange,
            and_(
                DesignationChange.tenant_id == Designation.tenant_id,
                DesignationChange.designation_id == Designation.id,
                DesignationChange.ordinal == 1,
            ),
        )
        .where(child.parent_id == Unit.id, DesignationChange.at > Consequence.known_since)
    )
    met = select(Assessment.id).where(
        Assessment.tenant_id == Unit.tenant_id,
        Assessment.unit_id == Unit.id,
        Assessment.met.is_(True),
        Assessment.assessed_at > Consequence.known_since,
    )
    held = aliased(Designation)
    rows = await session.scalars(
        select(Consequence.event_id)
        .distinct()
        .join(held, and_(held.tenant_id == Consequence.tenant_id, held.id == Consequence.designation_id))
        .join(Unit, and_(Unit.tenant_id == held.tenant_id, Unit.id == held.unit_id))
        .where(
            Consequence.tenant_id == session.info["tenant_id"],
            Consequence.cause == Cause.CHILD_NAME_LOST.value,
            Consequence.effect == "suspend",
            or_(Consequence.until_on.is_(None), Consequence.until_on > today),
            Consequence.withdrawn_at.is_(None),
            or_(anew.exists(), met.exists()),
        )
        .order_by(Consequence.event_id)
    )
    return rows.all()


async def withdraw(session: Session, holds: Iterable[Hold], at: datetime) -> None:
    """Mark holds as no longer known to be so."""
    gone = [(hold.event_id, hold.name_id, hold.clause) for hold in holds]
    for event_id in dict.fromkeys(event_id for event_id, _, _ in gone):
        by_clause: dict[str, list[uuid.UUID]] = defaultdict(list)
        for each, name_id, clause in gone:
            if each == event_id:
                by_clause[clause].append(name_id)
        for clause, name_ids in by_clause.items():
            await session.execute(
                update(Consequence)
                .where(
                    Consequence.tenant_id == session.info["tenant_id"],
                    Consequence.event_id == event_id,
                    Consequence.clause == clause,
                    one_of(Consequence.designation_id, name_ids),
                    Consequence.withdrawn_at.is_(None),
                )
                .values(withdrawn_at=at)
                .execution_options(synchronize_session=False)
            )


async def record(session: Session, holds: Iterable[Hold], at: datetime) -> None:
    """Keep holds, all in one statement."""
    rows = [
        {
            "tenant_id": session.info["tenant_id"],
            "id": new_id(),
            "event_id": hold.event_id,
            "designation_id": hold.name_id,
            "clause": hold.clause,
            "effect": hold.effect,
            "cause": hold.cause.value,
            "from_on": hold.span.from_on,
            "until_on": hold.span.until_on,
            "clear_on": hold.clear_on,
            "known_since": hold.known_since or at,
            "recorded_at": at,
        }
        for hold in holds
    ]
    await insert_rows(session, Consequence, rows)
