"""Standing in for somebody: a role lent to a colleague for some days, for deciding on applications alone."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from authz.actions import Action, Role
from authz.tables import Delegation, Membership, Official
from schema.delegations import repository as lending
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.frame.text import text_fault
from schema.officials import repository as officials
from schema.units import repository as units
from tenants.base import new_id

LONGEST = timedelta(days=92)
AHEAD = timedelta(days=366)
REASON_LIMIT = 200
_NOT_LENT = frozenset({Role.TENANT_ADMINISTRATOR, Role.PLATFORM_OPERATOR})


@dataclass(frozen=True, kw_only=True, slots=True)
class DelegateRole(Command):
    """Lend a role to a colleague from one instant (now if None) until another."""

    membership_id: uuid.UUID
    delegate: str
    valid_from: datetime | None = None
    valid_until: datetime
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokeDelegation(Command):
    """Take a lent role back at once."""

    delegation_id: uuid.UUID


@operation("official.delegate", Delegation)
async def delegate_role(tx: Transaction, command: DelegateRole) -> Delegation:
    """Lend one's own role; an administrator appoints a substitute for somebody else.

    Whoever stands in inherits the history of whom they stand in for, so nobody is on both sides of a decision.
    """
    membership = await officials.lock_membership(tx.session, command.membership_id)
    if membership is None or not _runs(membership, tx.now):
        raise DomainError(ErrorCode.NOT_FOUND, "没有这项任职，或已结束。", field=("grant",))
    unit = (await units.by_ids(tx.session, [membership.unit_id]))[membership.unit_id]
    tx.authorize(Action.DELEGATION_GIVE, unit.path)
    _require_own(tx, membership)
    delegate = await officials.lock_by_username(tx.session, command.delegate)
    starts = command.valid_from or tx.now
    found = [*_faults(command, membership, starts, tx.now), *_delegate_faults(delegate, membership)]
    if found or delegate is None:
        raise DomainErrors(found)
    earlier = await lending.delegations_of_membership(tx.session, membership.id)
    if any(_overlaps(each, delegate.id, starts, command.valid_until) for each in earlier):
        message = "此项任职在该期间已委托此人代办。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("delegate",))
    delegation = Delegation(
        id=new_id(),
        membership_id=membership.id,
        delegator_id=membership.official_id,
        delegate_id=delegate.id,
        valid_from=starts,
        valid_until=command.valid_until,
        reason=command.reason,
        created_by=tx.actor_id,
        created_at=tx.now,
    )
    tx.session.add(delegation)
    tx.note(delegated=membership.role, unit=unit.code, until=command.valid_until.isoformat())
    return delegation


@operation("official.revoke_delegation", Delegation)
async def revoke_delegation(tx: Transaction, command: RevokeDelegation) -> Delegation:
    """Take a lent role back; whoever lent it, stands in, or administers may. One taken back stays as it is."""
    delegation = await lending.lock_delegation(tx.session, command.delegation_id)
    administers = tx.context.decide(Action.OFFICIAL_APPOINT, "").allowed
    if not administers and tx.actor_id not in {delegation.delegator_id, delegation.delegate_id}:
        raise lending.unknown_delegation()
    if delegation.revoked_at is None:
        delegation.revoked_at, delegation.revoked_by = tx.now, tx.actor_id
    return delegation


def end_lending(tx: Transaction, rows: Iterable[Delegation], at: datetime) -> list[Delegation]:
    """Let lent roles end with what they rest on, at an instant; give those it changed."""
    changed = [row for row in rows if row.valid_until > at]
    for row in changed:
        if at <= max(tx.now, row.valid_from):
            row.revoked_at, row.revoked_by = tx.now, tx.actor_id
        else:
            row.valid_until = at
    return changed


def _require_own(tx: Transaction, membership: Membership) -> None:
    if membership.official_id == tx.actor_id or tx.context.decide(Action.OFFICIAL_APPOINT, "").allowed:
        return
    raise DomainError(ErrorCode.ROLE_NOT_ALLOWED, "只能委托本人的任职。", field=("grant",))


def _runs(membership: Membership, now: datetime) -> bool:
    ended = membership.valid_until is not None and membership.valid_until <= now
    return membership.valid_from <= now and not ended


def _faults(
    command: DelegateRole, membership: Membership, starts: datetime, now: datetime
) -> Iterator[DomainError]:
    if Role(membership.role) in _NOT_LENT:
        yield DomainError(ErrorCode.INVALID_INPUT, "管理员角色不能委托。", field=("grant",))
    if starts.tzinfo is None or not now <= starts <= now + AHEAD:
        yield DomainError(
            ErrorCode.INVALID_INPUT, "开始时间须带时区，从现在起一年以内。", field=("validFrom",)
        )
    elif command.valid_until.tzinfo is None or not starts < command.valid_until <= starts + LONGEST:
        message = f"截止时间须带时区，在开始之后{LONGEST.days}天以内。"
        yield DomainError(ErrorCode.INVALID_INPUT, message, field=("validUntil",))
    fault = text_fault(command.reason, field=("reason",), label="原因", maximum=REASON_LIMIT)
    if fault is not None:
        yield fault


def _delegate_faults(delegate: Official | None, membership: Membership) -> Iterator[DomainError]:
    if delegate is None or delegate.disabled_at is not None:
        yield DomainError(ErrorCode.NOT_FOUND, "没有此人，或已停用。", field=("delegate",))
    elif delegate.id == membership.official_id:
        yield DomainError(ErrorCode.INVALID_INPUT, "不能委托给任职人本人。", field=("delegate",))


def _overlaps(earlier: Delegation, delegate_id: uuid.UUID, starts: datetime, ends: datetime) -> bool:
    same = earlier.delegate_id == delegate_id and earlier.revoked_at is None
    return same and earlier.valid_from < ends and starts < earlier.valid_until
