"""Every statement on roles lent to colleagues."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select

from authz.tables import Delegation
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from tenants.database import Session


async def delegations_of_membership(session: Session, membership_id: uuid.UUID) -> Sequence[Delegation]:
    """List how a membership was lent, oldest first."""
    rows = await session.scalars(
        select(Delegation)
        .where(Delegation.tenant_id == session.info["tenant_id"], Delegation.membership_id == membership_id)
        .order_by(Delegation.id)
    )
    return rows.all()


async def lock_live(
    session: Session,
    now: datetime,
    *,
    of: uuid.UUID | None = None,
    memberships: Collection[uuid.UUID] = (),
) -> Sequence[Delegation]:
    """Read for writing what is lent now or later from or to an official, or of some memberships; oldest first."""
    rows = await session.scalars(
        select(Delegation)
        .where(
            Delegation.tenant_id == session.info["tenant_id"],
            or_(
                Delegation.delegator_id == of,
                Delegation.delegate_id == of,
                one_of(Delegation.membership_id, memberships),
            ),
            Delegation.revoked_at.is_(None),
            Delegation.valid_until > now,
        )
        .order_by(Delegation.id)
        .with_for_update()
    )
    return rows.all()


async def live_of(session: Session, official_id: uuid.UUID, now: datetime) -> Sequence[Delegation]:
    """List what is lent now or later from or to an official, oldest first."""
    rows = await session.scalars(
        _delegations(session, official_id)
        .where(Delegation.revoked_at.is_(None), Delegation.valid_until > now)
        .order_by(Delegation.id)
    )
    return rows.all()


async def lock_delegation(session: Session, delegation_id: uuid.UUID) -> Delegation:
    """Read a delegation for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Delegation, delegation_id)
    if row is None:
        raise unknown_delegation()
    return row


def unknown_delegation() -> DomainError:
    """Refuse a delegation that is not there, or that is none of the viewer's business."""
    return DomainError(ErrorCode.NOT_FOUND, "没有这项委托。", field=("delegation",))


def _delegations(session: Session, official_id: uuid.UUID | None) -> Select[Delegation]:
    statement = select(Delegation).where(Delegation.tenant_id == session.info["tenant_id"])
    if official_id is None:
        return statement
    return statement.where(or_(Delegation.delegator_id == official_id, Delegation.delegate_id == official_id))


async def list_delegations(session: Session, official_id: uuid.UUID | None, page: Page) -> Slice[Delegation]:
    """List the delegations from or to an official, or all, newest first."""
    return await read_page(
        session, _delegations(session, official_id), [Delegation.id], page, descending=True
    )


async def count_delegations(session: Session, official_id: uuid.UUID | None) -> int:
    """Count the delegations from or to an official, or all."""
    return await count_rows(session, _delegations(session, official_id))
