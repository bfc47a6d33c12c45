"""Every statement on rule changes."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.locking import lock_row
from schema.rule_changes.tables import RuleChange, RuleChangeDecision
from tenants.database import Session


async def get(session: Session, change_id: uuid.UUID) -> RuleChange | None:
    """Read a rule change by id."""
    return await session.get(RuleChange, (session.info["tenant_id"], change_id))


async def lock(session: Session, change_id: uuid.UUID) -> RuleChange:
    """Read a rule change for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, RuleChange, change_id)
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND, "没有这项处理。", field=("ruleChange",))
    return row


async def by_versions(session: Session, version_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, RuleChange]:
    """Read what was chosen with versions (loader batch)."""
    rows = await session.scalars(
        select(RuleChange).where(
            RuleChange.tenant_id == session.info["tenant_id"],
            RuleChange.guideline_version_id.in_(version_ids),
        )
    )
    return {row.guideline_version_id: row for row in rows}


async def lock_of_version(session: Session, version_id: uuid.UUID) -> RuleChange | None:
    """Read what was chosen for a version for writing; None where nothing was yet."""
    row = (await by_versions(session, [version_id])).get(version_id)
    return await lock_row(session, RuleChange, row.id) if row is not None else None


async def decisions_of(
    session: Session, change_ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[RuleChangeDecision]]:
    """Read what was decided on rule changes, oldest first (loader batch)."""
    rows = await session.scalars(
        select(RuleChangeDecision)
        .where(
            RuleChangeDecision.tenant_id == session.info["tenant_id"],
            RuleChangeDecision.rule_change_id.in_(change_ids),
        )
        .order_by(RuleChangeDecision.decided_at, RuleChangeDecision.id)
    )
    found = defaultdict[uuid.UUID, list[RuleChangeDecision]](list)
    for row in rows:
        found[row.rule_change_id].append(row)
    return found


async def list_open(
    session: Session, treatment: str, statuses: Collection[str], *, lock: bool = False
) -> Sequence[RuleChange]:
    """List the rule changes of a sort that stand so, oldest first."""
    statement = (
        select(RuleChange)
        .where(
            RuleChange.tenant_id == session.info["tenant_id"],
            RuleChange.treatment == treatment,
            RuleChange.status.in_(statuses),
        )
        .order_by(RuleChange.id)
    )
    if lock:
        statement = statement.with_for_update()
    return (await session.scalars(statement)).all()


async def pending_reassessments(session: Session, days: list[date]) -> Mapping[date, Sequence[RuleChange]]:
    """Read the rule changes by which names are to be assessed again, oldest first (loader batch)."""
    rows = await list_open(session, "reassess", ["pending"])
    return dict.fromkeys(days, rows)
