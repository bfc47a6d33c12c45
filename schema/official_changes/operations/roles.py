"""A role ends, is extended, or becomes another: each at a local midnight, or at once."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from authz.actions import Role
from authz.tables import Membership, Official
from schema.delegations.operations import end_lending
from schema.delegations.repository import lock_live
from schema.frame.errors import DomainError, ErrorCode, refuse
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.official_changes.guards import leaving_refusals, may_change, not_disabled, not_ended
from schema.official_changes.loading import read_needed
from schema.official_changes.operations.telling import (
    tell_colleagues,
    tell_of_lending,
    tell_orphans,
    tell_person,
)
from schema.official_changes.operations.turns import take_turn
from schema.official_changes.rules import Moment, Term, earlier_end, later_end, replacing_term
from schema.officials import repository as officials
from schema.officials.operations import give_role, touch
from schema.officials.rules import RecordKind, reason_faults
from schema.units import repository as units
from schema.units.rules import require_open
from schema.worklists.repository import open_editions, orphaned_by


@dataclass(frozen=True, kw_only=True, slots=True)
class EndRole(Command):
    """End a role with a local day, or at once if that is None."""

    membership_id: uuid.UUID
    expected_revision: int
    last_day: date | None = None
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtendRole(Command):
    """Let a role go on through a local day, or without end if that is None."""

    membership_id: uuid.UUID
    expected_revision: int
    last_day: date | None = None
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeRole(Command):
    """Put another role, or another unit, in the place of a role: from a local day on, or at once if that is None."""

    membership_id: uuid.UUID
    expected_revision: int
    role: Role
    unit_id: uuid.UUID
    first_day: date | None = None
    last_day: date | None = None
    reason: str


@operation("official.end_role", Official)
async def end_role(tx: Transaction, command: EndRole) -> Official:
    """End or shorten a role; refuse to take the last administrator or a step's last holder away."""
    official, row, at = await _enter(tx, command.membership_id, command.expected_revision, command.reason)
    ends = earlier_end(Term(row.valid_from, row.valid_until), command.last_day, at)
    await _end(tx, official, row, ends, RecordKind.ROLE_ENDED, command.reason)
    tx.note(role=row.role, until=ends.isoformat())
    return official


@operation("official.extend_role", Official)
async def extend_role(tx: Transaction, command: ExtendRole) -> Official:
    """Let a role that ends go on longer."""
    official, row, at = await _enter(tx, command.membership_id, command.expected_revision, command.reason)
    refuse(not_disabled(official))
    row.valid_until = later_end(Term(row.valid_from, row.valid_until), command.last_day, at)
    touch(tx, official, RecordKind.ROLE_EXTENDED, reason=command.reason, membership=row)
    tell_person(tx, row)
    tx.note(role=row.role, until=row.valid_until.isoformat() if row.valid_until else None)
    return official


@operation("official.change_role", Official)
async def change_role(tx: Transaction, command: ChangeRole) -> Official:
    """Let a role end and another begin at the same instant."""
    official, row, at = await _enter(tx, command.membership_id, command.expected_revision, command.reason)
    refuse(not_disabled(official))
    unit = await units.get(tx.session, command.unit_id)
    if unit is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
    require_open(unit.code, unit.closed_on)
    if command.role is Role.PLATFORM_OPERATOR:
        raise DomainError(ErrorCode.INVALID_INPUT, "平台运营不属于任何区县。", field=("role",))
    if (row.role, row.unit_id) == (command.role, unit.id):
        message = "与现任职相同；延长、缩短请用 extendRole、endRole。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("role",))
    term = replacing_term(Term(row.valid_from, row.valid_until), command.first_day, command.last_day, at)
    if await officials.holds(tx.session, official.id, command.role, unit.id, term.starts, but=row.id):
        raise DomainError(ErrorCode.INVALID_INPUT, "该人员已在此单元担任此角色。", field=("role",))
    await _end(tx, official, row, term.starts, RecordKind.ROLE_CHANGED, command.reason)
    give_role(tx, official, command.role, unit, term.starts, term.ends, command.reason)
    await tx.session.flush()
    tx.note(role=command.role, unit=unit.code, since=term.starts.isoformat())
    return official


async def _enter(
    tx: Transaction, membership_id: uuid.UUID, expected_revision: int, reason: str
) -> tuple[Official, Membership, Moment]:
    """Take the caller's turn and hold an official and their roles still; refuse whoever may not, and stale requests."""
    await take_turn(tx)
    known = (await officials.memberships_by_ids(tx.session, [membership_id])).get(membership_id)
    if known is None:
        raise DomainError(ErrorCode.NOT_FOUND, "没有这项任职。", field=("grant",))
    official = await officials.lock(tx.session, known.official_id)
    refuse(may_change(tx.context, official.id))
    require_revision(official.revision, expected_revision)
    refuse(reason_faults(reason))
    rows = await officials.lock_memberships(tx.session, official.id)
    row = next(each for each in rows if each.id == membership_id)
    refuse(not_ended(row, tx.now))
    return official, row, Moment(tx.now, tx.today, tx.context.tenant.time_zone)


async def _end(
    tx: Transaction, official: Official, row: Membership, ends: datetime, kind: RecordKind, reason: str
) -> None:
    """Let a role end at an instant, and what it lends with it; tell whom it concerns."""
    orphans = []
    if official.disabled_at is None:
        editions = await open_editions(tx.session)
        needed = await read_needed(tx.session, tx.today, editions)
        refuse(await leaving_refusals(tx.session, [row], ends, needed))
        if ends <= tx.now:
            orphans = list(await orphaned_by(tx.session, editions, official.id, tx.now, [row.id]))
            await tell_colleagues(tx, [row], needed)
    row.valid_until = ends
    touch(tx, official, kind, reason=reason, membership=row)
    ended = end_lending(tx, await lock_live(tx.session, tx.now, memberships=[row.id]), ends)
    await tx.session.flush()
    tell_person(tx, row)
    tell_orphans(tx, orphans)
    await tell_of_lending(tx, ended, official.id)
