"""Officials leave and come back; what hangs on whoever leaves passes to a successor, or is shown to wait for nobody."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from authz.repository import revoke_tokens
from authz.tables import Membership, Official
from schema.delegations.operations import end_lending
from schema.delegations.repository import lock_live
from schema.frame.errors import DomainError, ErrorCode, refuse
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.official_changes.guards import is_disabled, leaving_refusals, may_change, not_disabled
from schema.official_changes.loading import read_departure, read_needed
from schema.official_changes.operations.telling import tell_colleagues, tell_of_lending, tell_orphans
from schema.official_changes.operations.turns import take_turn
from schema.official_changes.rules import require_seen
from schema.officials import repository as officials
from schema.officials.operations import RoleGiven, give_role, touch
from schema.officials.rules import RecordKind, RoleState, reason_faults, state_of
from schema.units import repository as units
from schema.worklists.repository import open_editions


@dataclass(frozen=True, kw_only=True, slots=True)
class DisableOfficial(Command):
    """Let an official sign in no more. `preview` is the token of what hangs on them; `successor` a username."""

    official_id: uuid.UUID
    expected_revision: int
    preview: str | None = None
    successor: str | None = None
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EnableOfficial(Command):
    """Let a disabled official sign in again, in the roles that have not ended."""

    official_id: uuid.UUID
    expected_revision: int
    reason: str


@operation("official.disable", Official)
async def disable_official(tx: Transaction, command: DisableOfficial) -> Official:
    """Void an official's sessions and what they lent or were lent; their roles pass to a successor if one is named.

    Refuse the last administrator and the last holder of a step's role, unless somebody takes their place.
    """
    official = await _enter(tx, command.official_id, command.expected_revision, command.reason)
    refuse(not_disabled(official))
    rows = await officials.lock_memberships(tx.session, official.id)
    editions = await open_editions(tx.session)
    departure = await read_departure(tx.session, official, rows, editions, tx.now)
    require_seen(departure.token, command.preview)
    held = [row for row in rows if state_of(row.valid_from, row.valid_until, tx.now) is RoleState.HELD]
    if command.successor is None:
        needed = await read_needed(tx.session, tx.today, editions)
        refuse(await leaving_refusals(tx.session, held, tx.now, needed))
        await tell_colleagues(tx, held, needed)
        tell_orphans(tx, departure.orphans)
    else:
        await _pass_on(tx, official, departure.roles, command.successor, command.reason)
    official.disabled_at = tx.now
    touch(tx, official, RecordKind.DISABLED, reason=command.reason)
    ended = end_lending(tx, await lock_live(tx.session, tx.now, of=official.id), tx.now)
    await tell_of_lending(tx, ended, official.id)
    sessions = await revoke_tokens(tx.session, official.id, tx.now)
    await tx.session.flush()
    tx.note(sessions=sessions, delegations=len(ended), orphans=len(departure.orphans))
    return official


@operation("official.enable", Official)
async def enable_official(tx: Transaction, command: EnableOfficial) -> Official:
    """Let somebody come back; what was lent stays ended, and sessions of old stay void."""
    official = await _enter(tx, command.official_id, command.expected_revision, command.reason)
    refuse(is_disabled(official))
    official.disabled_at = None
    touch(tx, official, RecordKind.ENABLED, reason=command.reason)
    rows = await officials.lock_memberships(tx.session, official.id)
    back = [row for row in rows if state_of(row.valid_from, row.valid_until, tx.now) is RoleState.HELD]
    tx.to_follow += [RoleGiven(row) for row in back]
    await tx.session.flush()
    tx.note(roles=len(back))
    return official


async def _enter(tx: Transaction, official_id: uuid.UUID, expected_revision: int, reason: str) -> Official:
    """Take the caller's turn and hold an official still; refuse whoever may not, and stale requests."""
    await take_turn(tx)
    official = await officials.lock(tx.session, official_id)
    refuse(may_change(tx.context, official.id))
    require_revision(official.revision, expected_revision)
    refuse(reason_faults(reason))
    return official


async def _pass_on(
    tx: Transaction, official: Official, roles: Sequence[Membership], username: str, reason: str
) -> None:
    """Let roles end and begin anew with a successor, as long as each would have run; who leaves has none left."""
    successor = await officials.lock_by_username(tx.session, username)
    if successor is None or successor.disabled_at is not None:
        raise DomainError(ErrorCode.NOT_FOUND, "没有此人，或已停用。", field=("successor",))
    if successor.id in {official.id, tx.actor_id}:
        raise DomainError(
            ErrorCode.ROLE_NOT_ALLOWED, "接替人不得是停用的人员或办理人本人。", field=("successor",)
        )
    known = await units.by_ids(tx.session, [row.unit_id for row in roles])
    for row in roles:
        starts = max(tx.now, row.valid_from)
        if not await officials.holds(tx.session, successor.id, row.role, row.unit_id, starts):
            give_role(tx, successor, row.role, known[row.unit_id], starts, row.valid_until, reason)
        row.valid_until = starts
        touch(tx, official, RecordKind.ROLE_ENDED, reason=reason, membership=row)
    successor.revision += 1
    tx.note(passed=len(roles))
