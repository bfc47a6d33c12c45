"""Every statement on applications and their transitions, worklists excepted (see worklist.py)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from schema.applications.tables import Application, Escalation, PublicNotice, StepDeadline, Transition
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.units.repository import within
from schema.units.tables import Unit


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """Which applications a list holds: of units in `scopes`, optionally of one unit, in a status."""

    scopes: tuple[str, ...]
    unit_id: uuid.UUID | None = None
    status: str | None = None


async def get(session: AsyncSession, application_id: uuid.UUID) -> Application | None:
    """Read an application by id."""
    return await session.get(Application, (session.info["tenant_id"], application_id))


async def lock(session: AsyncSession, application_id: uuid.UUID) -> Application:
    """Read an application for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Application, application_id)
    if row is None:
        raise unknown()
    return row


def unknown() -> DomainError:
    """Refuse an application that is not there, or that the viewer may not know of."""
    return DomainError(ErrorCode.NOT_FOUND, "申请不存在。", field=("application",))


def touch(application: Application) -> None:
    """Count a change that is kept in other tables, so that a stale page is noticed."""
    flag_modified(application, "status")


async def by_ids(session: AsyncSession, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Application]:
    """Read applications by id (loader batch)."""
    rows = await session.scalars(
        select(Application).where(Application.tenant_id == session.info["tenant_id"], Application.id.in_(ids))
    )
    return {row.id: row for row in rows}


async def open_by_units(session: AsyncSession, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Application]:
    """Read the open application of each unit (loader batch)."""
    rows = await session.scalars(
        select(Application).where(
            Application.tenant_id == session.info["tenant_id"],
            Application.unit_id.in_(unit_ids),
            Application.step.is_not(None),
        )
    )
    return {row.unit_id: row for row in rows}


async def history_of(session: AsyncSession, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Transition]]:
    """Read the transitions of applications, oldest first (loader batch)."""
    rows = await session.scalars(
        select(Transition)
        .where(Transition.tenant_id == session.info["tenant_id"], Transition.application_id.in_(ids))
        .order_by(Transition.application_id, Transition.ordinal)
    )
    found: dict[uuid.UUID, list[Transition]] = {}
    for row in rows:
        found.setdefault(row.application_id, []).append(row)
    return found


async def running_notice(session: AsyncSession, application_id: uuid.UUID) -> PublicNotice | None:
    """Read the public notice an application stands in."""
    return (await notices_of(session, [application_id])).get(application_id)


async def notices_of(session: AsyncSession, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, PublicNotice]:
    """Read the running public notice of each application that stands in one (loader batch)."""
    rows = await session.scalars(
        select(PublicNotice).where(
            PublicNotice.tenant_id == session.info["tenant_id"],
            PublicNotice.application_id.in_(ids),
            PublicNotice.ended_at.is_(None),
        )
    )
    return {row.application_id: row for row in rows}


async def lock_noticed(session: AsyncSession, today: date) -> Sequence[Application]:
    """Lock the applications whose public notice ended before a day; those somebody is acting on are left out."""
    statement = (
        select(Application)
        .join(
            PublicNotice,
            (PublicNotice.tenant_id == Application.tenant_id)
            & (PublicNotice.application_id == Application.id),
        )
        .where(
            Application.tenant_id == session.info["tenant_id"],
            PublicNotice.ended_at.is_(None),
            PublicNotice.ends_on < today,
        )
        .order_by(Application.id)
        .with_for_update(of=Application, skip_locked=True)
    )
    return (await session.scalars(statement)).all()


def _shown_notices(session: AsyncSession, today: date) -> Select[PublicNotice]:
    return select(PublicNotice).where(
        PublicNotice.tenant_id == session.info["tenant_id"],
        PublicNotice.ended_at.is_(None),
        PublicNotice.ends_on >= today,
    )


async def list_notices(session: AsyncSession, today: date, page: Page) -> Slice[PublicNotice]:
    """List the public notices of a day, those that end first before others."""
    statement = _shown_notices(session, today)
    return await read_page(session, statement, [PublicNotice.ends_on, PublicNotice.id], page)


async def count_notices(session: AsyncSession, today: date) -> int:
    """Count the public notices of a day."""
    return await count_rows(session, _shown_notices(session, today))


async def running_deadline(session: AsyncSession, application_id: uuid.UUID) -> StepDeadline | None:
    """Read the clock that runs for an application."""
    found = (await deadlines_of(session, [application_id])).get(application_id)
    return found if found is not None and found.status == "running" else None


async def latest_deadline(session: AsyncSession, application_id: uuid.UUID, step: str) -> StepDeadline | None:
    """Read the latest clock of a step of an application."""
    return await session.scalar(
        select(StepDeadline)
        .where(
            StepDeadline.tenant_id == session.info["tenant_id"],
            StepDeadline.application_id == application_id,
            StepDeadline.step == step,
        )
        .order_by(StepDeadline.id.desc())
        .limit(1)
    )


async def deadlines_of(session: AsyncSession, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, StepDeadline]:
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


async def escalations_of(
    session: AsyncSession, ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[Escalation]]:
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


async def taken_over(session: AsyncSession, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, frozenset[str]]:
    """Tell which roles took over the step each application stands at; none are left out."""
    rows = await session.execute(
        select(StepDeadline.application_id, Escalation.role)
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
    for application_id, role in rows:
        found.setdefault(application_id, set()).add(role)
    return {application_id: frozenset(roles) for application_id, roles in found.items()}


async def lock_escalating(session: AsyncSession, today: date) -> Sequence[Application]:
    """Lock the applications with a rung reached by a day; those somebody is acting on are left out."""
    statement = (
        select(Application)
        .join(
            StepDeadline,
            (StepDeadline.tenant_id == Application.tenant_id)
            & (StepDeadline.application_id == Application.id),
        )
        .where(Application.tenant_id == session.info["tenant_id"], StepDeadline.next_rung_on <= today)
        .order_by(Application.id)
        .with_for_update(of=Application, skip_locked=True)
    )
    return (await session.scalars(statement)).all()


async def lock_running_deadlines(
    session: AsyncSession,
) -> Sequence[tuple[StepDeadline, Application]]:
    """Lock every clock that runs, with its application."""
    rows = await session.execute(
        select(StepDeadline, Application)
        .join(
            Application,
            (StepDeadline.tenant_id == Application.tenant_id)
            & (StepDeadline.application_id == Application.id),
        )
        .where(StepDeadline.tenant_id == session.info["tenant_id"], StepDeadline.status == "running")
        .order_by(StepDeadline.id)
        .with_for_update(of=StepDeadline)
    )
    return [(deadline, application) for deadline, application in rows]


async def transitions_by_ids(session: AsyncSession, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Transition]:
    """Read moves by id (loader batch)."""
    rows = await session.scalars(
        select(Transition).where(Transition.tenant_id == session.info["tenant_id"], Transition.id.in_(ids))
    )
    return {row.id: row for row in rows}


def _matching(session: AsyncSession, wanted: ApplicationFilter) -> Select[Application]:
    statement = (
        select(Application)
        .join(Unit, (Unit.tenant_id == Application.tenant_id) & (Unit.id == Application.unit_id))
        .where(Application.tenant_id == session.info["tenant_id"], within(Unit.path, wanted.scopes))
    )
    if wanted.unit_id is not None:
        statement = statement.where(Application.unit_id == wanted.unit_id)
    if wanted.status is not None:
        statement = statement.where(Application.status == wanted.status)
    return statement


async def list_applications(
    session: AsyncSession, wanted: ApplicationFilter, page: Page
) -> Slice[Application]:
    """List applications, newest first."""
    return await read_page(session, _matching(session, wanted), [Application.id], page, descending=True)


async def count_applications(session: AsyncSession, wanted: ApplicationFilter) -> int:
    """Count the applications of a filter."""
    return await count_rows(session, _matching(session, wanted))


async def open_under(session: AsyncSession, version_id: uuid.UUID, *, lock: bool) -> Sequence[Application]:
    """List the open applications pinned to a guideline version, oldest first; `lock` them for writing."""
    statement = (
        select(Application)
        .where(
            Application.tenant_id == session.info["tenant_id"],
            Application.guideline_version_id == version_id,
            Application.step.is_not(None),
        )
        .order_by(Application.id)
    )
    return (await session.scalars(statement.with_for_update() if lock else statement)).all()


async def open_versions(session: AsyncSession) -> Sequence[uuid.UUID]:
    """List the guideline versions open applications are pinned to."""
    rows = await session.scalars(
        select(Application.guideline_version_id)
        .where(Application.tenant_id == session.info["tenant_id"], Application.step.is_not(None))
        .distinct()
    )
    return rows.all()
