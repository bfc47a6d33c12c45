"""What stands against changing an official: the same for the mutation, for the preview and for the page."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from authz.actions import Action, Role
from authz.context import WHOLE_DISTRICT, OperationContext
from authz.tables import Membership, Official
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.refusals import refusals_of
from schema.official_changes.loading import Needed
from schema.officials import repository as officials
from schema.officials.rules import RoleState, state_of
from tenants.database import Session


def may_change(context: OperationContext, official_id: uuid.UUID) -> list[DomainError]:
    """Tell why the caller may not change an official at all: who administers is changed by another."""
    found = refusals_of(context.decide(Action.OFFICIAL_CHANGE, WHOLE_DISTRICT))
    return found or (own() if official_id == context.actor.id else [])


def may_reset(context: OperationContext, official: Official) -> list[DomainError]:
    """Tell why the caller may not set an official's password."""
    found = refusals_of(context.decide(Action.OFFICIAL_RESET_PASSWORD, WHOLE_DISTRICT))
    return found or (own() if official.id == context.actor.id else not_disabled(official))


def own() -> list[DomainError]:
    """Refuse a deed to oneself."""
    return [DomainError(ErrorCode.ROLE_NOT_ALLOWED, "不得变更本人的任职或状态。", field=("official",))]


def not_disabled(official: Official) -> list[DomainError]:
    """Refuse what a disabled official has no use for."""
    if official.disabled_at is None:
        return []
    return [DomainError(ErrorCode.OFFICIAL_DISABLED, "该人员已停用。", field=("official",))]


def is_disabled(official: Official) -> list[DomainError]:
    """Refuse to let somebody come back who is there."""
    if official.disabled_at is not None:
        return []
    return [DomainError(ErrorCode.OFFICIAL_NOT_DISABLED, "该人员未停用。", field=("official",))]


def not_ended(row: Membership, now: datetime) -> list[DomainError]:
    """Refuse to change a role that is over."""
    if state_of(row.valid_from, row.valid_until, now) is not RoleState.ENDED:
        return []
    return [DomainError(ErrorCode.ROLE_ENDED, "该任职已结束。", field=("grant",))]


async def leaving_refusals(
    session: Session, leaving: Sequence[Membership], at: datetime, needed: Needed
) -> list[DomainError]:
    """Refuse to take away the last administrator, or the last holder of a step's role over some unit, at an instant."""
    ids = [row.id for row in leaving]
    found: dict[str, DomainError] = {}
    for row in leaving:
        if state_of(row.valid_from, row.valid_until, at) is not RoleState.HELD or row.role in found:
            continue
        if row.role == Role.TENANT_ADMINISTRATOR:
            if not await officials.is_administered(session, row.scope_path, at, ids):
                message = "这是本区县唯一的管理员，离任后无人可以任命人员。"
                found[row.role] = DomainError(ErrorCode.LAST_ADMINISTRATOR, message)
            continue
        kinds = needed.kinds.get(row.role, frozenset())
        count = await officials.count_left(session, kinds, row, at, ids) if kinds else 0
        if count:
            found[row.role] = _unheld(row.role, count, needed)
    return list(found.values())


def _unheld(role: str, count: int, needed: Needed) -> DomainError:
    steps = "、".join(needed.steps[role])
    message = f"除其本人外，{count} 个单元没有人担任{needed.words.get(role, role)}，其{steps}将无人办理。"
    return DomainError(ErrorCode.STEP_UNHELD, message, details={"role": role, "units": count})
