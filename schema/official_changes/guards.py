"""What stands against changing an official: the same for the mutation, for the preview and for the page."""

import uuid
from collections.abc import Hashable, Sequence
from datetime import datetime

from authz.actions import Action, Role
from authz.context import WHOLE_DISTRICT, OperationContext
from authz.tables import Membership, Official
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.refusals import refusals_of
from schema.official_changes.loading import read_levels
from schema.official_changes.rules import Needed, sits_at
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
    session: Session, leaving: Sequence[Membership], at: datetime, needed: Sequence[Needed]
) -> list[DomainError]:
    """Refuse to take away the last administrator, or the last who sits at a step's post over some unit, at an instant.

    A post is a role, or an office: the role at some levels, in whose place nobody stands who holds it at another.
    """
    ids = [row.id for row in leaving]
    levels = await read_levels(session, leaving)
    found: dict[Hashable, DomainError] = {}
    for row in leaving:
        if state_of(row.valid_from, row.valid_until, at) is not RoleState.HELD:
            continue
        if row.role == Role.TENANT_ADMINISTRATOR:
            if row.role not in found and not await officials.is_administered(
                session, row.scope_path, at, ids
            ):
                message = "这是本区县唯一的管理员，离任后无人可以任命人员。"
                found[row.role] = DomainError(ErrorCode.LAST_ADMINISTRATOR, message)
            continue
        for post in sits_at(needed, row.role, levels[row.id]):
            if post in found:
                continue
            counts = await officials.count_unheld(
                session, post.kinds, {post.name: post.holders}, at, leaving=ids, below=row.scope_path
            )
            if counts:
                found[post] = _unheld(post, sum(counts.values()))
    return list(found.values())


def _unheld(post: Needed, count: int) -> DomainError:
    missing = f"没有人担任{post.name}" if post.office is None else f"没有人在{post.name}任职"
    return DomainError(
        ErrorCode.STEP_UNHELD,
        f"除其本人外，{count} 个单元{missing}，其{'、'.join(post.steps)}将无人办理。",
        details={
            "role": post.role,
            **({"office": post.office} if post.office is not None else {}),
            "units": count,
        },
    )
