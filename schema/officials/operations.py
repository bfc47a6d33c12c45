"""Giving people roles, and programs keys."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from authz.actions import Action, Role
from authz.passwords import USERNAME, hash_password, password_flaw
from authz.tables import Membership, Official
from schema.frame.errors import DomainError, ErrorCode, refuse
from schema.frame.operation import Command, Transaction, operation
from schema.frame.text import text_fault
from schema.officials import repository
from schema.units import repository as units
from schema.units.rules import require_open
from schema.units.tables import Unit
from tenants.base import new_id

NAME_LIMIT = 40
TERM_LIMIT = timedelta(days=3_660)


@dataclass(frozen=True, kw_only=True, slots=True)
class AppointOfficial(Command):
    """Give a role over a unit's subtree to a new official, or one more to a known one (no password then)."""

    username: str
    display_name: str
    password: str | None = field(default=None, repr=False, metadata={"secret": True})
    role: Role
    unit_id: uuid.UUID
    valid_until: datetime | None = None


@operation("official.appoint", Official)
async def appoint_official(tx: Transaction, command: AppointOfficial) -> Official:
    """Give somebody a role; refuse to give one to oneself."""
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
    tx.session.add(_membership(tx, command, official, unit))
    tx.note(role=command.role, unit=unit.code)
    return official


def _appointment_faults(command: AppointOfficial, now: datetime) -> Iterator[DomainError]:
    if USERNAME.fullmatch(command.username) is None:
        yield DomainError(
            ErrorCode.INVALID_INPUT,
            "用户名须为2至64位字母、数字或 . _ @ -，以字母或数字开头。",
            field=("username",),
        )
    name = text_fault(command.display_name, field=("displayName",), label="姓名", maximum=NAME_LIMIT)
    if name is not None:
        yield name
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
    password = command.password or ""
    if password_flaw(command.username, password) is not None:
        raise DomainError(
            ErrorCode.WEAK_PASSWORD, "密码须为12至200个字符，且不得与用户名相同。", field=("password",)
        )
    official = Official(
        id=new_id(),
        username=command.username,
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
            "该用户名已有人使用；为其增加角色时姓名须一致，且不填写密码。",
            field=("username",),
        )
    if official.disabled_at is not None:
        raise DomainError(ErrorCode.INVALID_INPUT, "该人员已停用。", field=("username",))
    held = await repository.memberships_by_officials(tx.session, [official.id])
    for row in held.get(official.id, ()):
        open_still = row.valid_until is None or row.valid_until > tx.now
        if open_still and (row.role, row.unit_id) == (command.role, command.unit_id):
            raise DomainError(ErrorCode.INVALID_INPUT, "该人员已在此单元担任此角色。", field=("role",))


def _membership(tx: Transaction, command: AppointOfficial, official: Official, unit: Unit) -> Membership:
    return Membership(
        official_id=official.id,
        role=command.role.value,
        unit_id=unit.id,
        scope_path=unit.path,
        valid_from=tx.now,
        valid_until=command.valid_until,
    )
