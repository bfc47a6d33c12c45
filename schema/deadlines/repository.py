"""Every statement on the clocks of steps."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ARRAY, Date, Integer, Text, Uuid, column, exists, func, literal, select, update
from sqlalchemy.orm import aliased

from schema.deadlines.tables import Escalation, StepDeadline
from tenants.database import Session


async def running_deadline(session: Session, application_id: uuid.UUID) -> StepDeadline | None:
    """Read the clock that runs for an application."""
    found = (await deadlines_of(session, [application_id])).get(application_id)
    return found if found is not None and found.status == "running" else None


async def clocks_of(session: Session, application_id: uuid.UUID) -> Sequence[StepDeadline]:
    """Read all clocks an application ever had, in the order they were started."""
    rows = await session.scalars(
        select(StepDeadline)
        .where(
            StepDeadline.tenant_id == session.info["tenant_id"],
            StepDeadline.application_id == application_id,
        )
        .order_by(StepDeadline.id)
    )
    return rows.all()


async def deadlines_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, StepDeadline]:
    """Read the clock that runs for each application, else the one paused last (loader batch)."""
    rows = await session.scalars(
        select(StepDeadline)
        .where(
            StepDeadline.tenant_id == session.info["tenant_id"],
            StepDeadline.application_id.in_(ids),
            StepDeadline.status != "done",
        )
        .order_by(StepDeadline.status == "running", StepDeadline.id)
    )
    return {row.application_id: row for row in rows}


async def escalations_of(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Escalation]]:
    """Read the rungs that were climbed of deadlines, oldest first (loader batch)."""
    rows = await session.scalars(
        select(Escalation)
        .where(Escalation.tenant_id == session.info["tenant_id"], Escalation.deadline_id.in_(ids))
        .order_by(Escalation.deadline_id, Escalation.rung)
    )
    found: dict[uuid.UUID, list[Escalation]] = {}
    for row in rows:
        found.setdefault(row.deadline_id, []).append(row)
    return found


async def taken_over(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, frozenset[str]]:
    """Tell which offices, or roles, took over the step each application stands at; none are left out."""
    rows = await session.execute(
        select(StepDeadline.application_id, func.coalesce(Escalation.office, Escalation.role))
        .join(
            Escalation,
            (Escalation.tenant_id == StepDeadline.tenant_id) & (Escalation.deadline_id == StepDeadline.id),
        )
        .where(
            StepDeadline.tenant_id == session.info["tenant_id"],
            StepDeadline.application_id.in_(ids),
            StepDeadline.status == "running",
            Escalation.action == "take_over",
        )
    )
    found: dict[uuid.UUID, set[str]] = {}
    for application_id, post in rows:
        found.setdefault(application_id, set()).add(post)
    return {application_id: frozenset(posts) for application_id, posts in found.items()}


async def reaching_a_rung(session: Session, today: date) -> Sequence[uuid.UUID]:
    """List the applications a rung of whose clock is reached by a day."""
    rows = await session.scalars(
        select(StepDeadline.application_id).where(
            StepDeadline.tenant_id == session.info["tenant_id"], StepDeadline.next_rung_on <= today
        )
    )
    return rows.all()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a clock that was counted anew keeps."""

    id: uuid.UUID
    consumed: int
    due_on: date | None
    next_rung_on: date | None


async def any_counted_otherwise(session: Session, fingerprint: str) -> bool:
    """Tell whether an open clock was counted by another national calendar."""
    found = select(StepDeadline.id).where(
        StepDeadline.tenant_id == session.info["tenant_id"],
        StepDeadline.status != "done",
        StepDeadline.counted_by != fingerprint,
    )
    return bool(await session.scalar(select(exists(found))))


async def lock_open(session: Session, *, unless_counted_by: str | None = None) -> Sequence[StepDeadline]:
    """Lock the clocks, past turns too, of applications with one that is open, in the order of steps and turns.

    Those all of whose open clocks were counted by a national calendar may be left out.
    """
    waiting = aliased(StepDeadline)
    which = select(waiting.application_id).where(
        waiting.tenant_id == session.info["tenant_id"], waiting.status != "done"
    )
    if unless_counted_by is not None:
        which = which.where(waiting.counted_by != unless_counted_by)
    rows = await session.scalars(
        select(StepDeadline)
        .where(StepDeadline.tenant_id == session.info["tenant_id"], StepDeadline.application_id.in_(which))
        .order_by(StepDeadline.application_id, StepDeadline.step, StepDeadline.id)
        .with_for_update()
    )
    return rows.all()


async def keep_counts(session: Session, counts: Sequence[Counted], fingerprint: str) -> None:
    """Write what was counted anew, in one statement, and by which national calendar."""
    if not counts:
        return
    anew = (
        func.unnest(
            literal([each.id for each in counts], ARRAY(Uuid)),
            literal([each.consumed for each in counts], ARRAY(Integer)),
            literal([each.due_on for each in counts], ARRAY(Date)),
            literal([each.next_rung_on for each in counts], ARRAY(Date)),
        )
        .table_valued(
            column("id", Uuid), column("consumed", Integer), column("due_on", Date), column("rung_on", Date)
        )
        .render_derived(name="anew")
    )
    await session.execute(
        update(StepDeadline)
        .where(StepDeadline.tenant_id == session.info["tenant_id"], StepDeadline.id == anew.c.id)
        .values(
            consumed=anew.c.consumed,
            due_on=anew.c.due_on,
            next_rung_on=anew.c.rung_on,
            counted_by=literal(fingerprint, Text),
        )
        .execution_options(synchronize_session=False)
    )
