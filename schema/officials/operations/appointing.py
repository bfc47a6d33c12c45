"""Giving people roles."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from authz.actions import Action, Role
from authz.passwords import hash_password, written_username
from authz.tables import Membership, Official
from schema.frame.errors import DomainError, ErrorCode, refuse
from schema.frame.operation import Command, Transaction, operation
from schema.officials import repository
from schema.officials.guards import password_fault, username_faults
from schema.officials.operations.recording import keep_record
from schema.officials.rules import TERM_LIMIT, RecordKind, name_faults
from schema.units import repository as units
from schema.units.rules import require_open
from schema.units.tables import Unit
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class AppointOfficial(Command):
    """Give a role over a unit's subtree to a new official, or one more to a known one (no password then)."""

    username: str
    display_name: str
    password: str | None = field(default=None, repr=False, metadata={"secret": True})
    role: Role
    unit_id: uuid.UUID
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """That somebody was given a role, for whoever tells of it."""

    membership: Membership


@operation("official.appoint", Official)
async def appoint_official(tx: Transaction, command: AppointOfficial) -> Official:
    """Give somebody a role; refuse to give one to oneself.

    It is done in turn, so that a unit which closes meanwhile has closed or takes the role with it.
    """
    await repository.take_turn(tx.session)
    unit = await units.get(tx.session, command.unit_id)
    if unit is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))
    tx.authorize(Action.OFFICIAL_APPOINT, unit.path)
    require_open(unit.code, unit.closed_on)
    refuse(_appointment_faults(command, tx.now))
    official = await repository.lock_by_username(tx.session, command.username)
    if official is None:
        official = await _register(tx, command)
    else:
        await _require_may_gain(tx, command, official)
        official.revision += 1
    give_role(tx, official, command.role, unit, tx.now, command.valid_until)
    await tx.session.flush()
    tx.note(role=command.role, unit=unit.code)
    return official


def give_role(
    tx: Transaction,
    official: Official,
    role: str,
    unit: Unit,
    starts: datetime,
    ends: datetime | None,
    reason: str | None = None,
) -> Membership:
    """Write that an official holds a role over a unit, with its record, and have them told; nothing is checked."""
    membership = Membership(
        id=new_id(),
        official_id=official.id,
        role=Role(role).value,
        unit_id=unit.id,
        scope_path=unit.path,
        valid_from=starts,
        valid_until=ends,
    )
    tx.session.add(membership)
    keep_record(tx, official, RecordKind.ROLE_GIVEN, membership=membership, reason=reason)
    tx.to_follow.append(RoleGiven(membership))
    return membership


def _appointment_faults(command: AppointOfficial, now: datetime) -> Iterator[DomainError]:
    yield from username_faults(command.username)
    yield from name_faults(command.display_name)
    if command.role is Role.PLATFORM_OPERATOR:
        yield DomainError(ErrorCode.INVALID_INPUT, "平台运营不属于任何区县。", field=("role",))
    if command.valid_until is not None and not _is_term(command.valid_until, now):
        yield DomainError(
            ErrorCode.INVALID_INPUT,
            f"任期截止时间须带时区，在当前时间之后{TERM_LIMIT.days}天以内。",
            field=("validUntil",),
        )


def _is_term(until: datetime, now: datetime) -> bool:
    return until.tzinfo is not None and now < until <= now + TERM_LIMIT


async def _register(tx: Transaction, command: AppointOfficial) -> Official:
    username, password = written_username(command.username), command.password or ""
    fault = password_fault(username, password)
    if fault is not None:
        raise fault
    official = Official(
        id=new_id(),
        username=username,
        display_name=command.display_name,
        password_hash=await hash_password(password),
        created_at=tx.now,
    )
    tx.session.add(official)
    await tx.session.flush()
    return official


async def _require_may_gain(tx: Transaction, command: AppointOfficial, official: Official) -> None:
    """Refuse oneself, a disabled official, another person's username, and a role held already."""
    if official.id == tx.actor_id:
        raise DomainError(ErrorCode.ROLE_NOT_ALLOWED, "不得为本人授予角色。", field=("username",))
    if command.password is not None or command.display_name != official.display_name:
        raise DomainError(
            ErrorCode.USERNAME_TAKEN,
            "该用户名已有人使用（不分大小写和全角半角）；为其增加角色时姓名须一致，且不填写密码。",
            field=("username",),
        )
    if official.disabled_at is not None:
        raise DomainError(ErrorCode.INVALID_INPUT, "该人员已停用。", field=("username",))
    if await repository.holds(tx.session, official.id, command.role, command.unit_id, tx.now):
        raise DomainError(ErrorCode.INVALID_INPUT, "该人员已在此单元担任此角色。", field=("role",))
