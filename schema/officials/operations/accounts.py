"""Names and passwords: an administrator sets one to be changed, everybody changes their own."""

import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from authz.actions import Action
from authz.brake import SignInRefused, brake, release
from authz.context import WHOLE_DISTRICT, OperationContext
from authz.passwords import ONE_TIME_LASTS, hash_password, one_time_password, verify_password
from authz.repository import revoke_tokens
from authz.tables import Official, SignInAttempt
from schema.frame.errors import DomainError, ErrorCode, refuse
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.officials import repository
from schema.officials.guards import password_fault
from schema.officials.operations.recording import require_another, touch
from schema.officials.rules import RecordKind, name_faults


@dataclass(frozen=True, kw_only=True, slots=True)
class RenameOfficial(Command):
    """Change the name an official is shown by: one's own, or anybody's for administrators."""

    official_id: uuid.UUID
    expected_revision: int
    display_name: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class ResetPassword(Command):
    """Give an official a password that is good once, because the own one was lost."""

    official_id: uuid.UUID
    expected_revision: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SetPassword(ResetPassword):
    """Give an official a password that is good once. `password_hash` is that of the one made for it."""

    password_hash: str = field(repr=False, metadata={"secret": True})


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangePassword(Command):
    """Choose another password for oneself, knowing the present one."""

    expected_revision: int
    current_password: str = field(repr=False, metadata={"secret": True})
    new_password: str = field(repr=False, metadata={"secret": True})


@operation("official.rename", Official)
async def rename_official(tx: Transaction, command: RenameOfficial) -> Official:
    """Change a name to show; what was signed before shows the new one."""
    if command.official_id != tx.actor_id:
        tx.authorize(Action.OFFICIAL_CHANGE, WHOLE_DISTRICT)
    official = await repository.lock(tx.session, command.official_id)
    require_revision(official.revision, command.expected_revision)
    refuse(name_faults(command.display_name))
    official.display_name = command.display_name
    touch(tx, official, RecordKind.RENAMED)
    return official


async def reset_password(context: OperationContext, command: ResetPassword) -> tuple[Official, str | None]:
    """Give somebody a one-time password. It is told once: a repeated call tells none."""
    password = one_time_password()
    hashed = await hash_password(password)
    official = await set_password(context, SetPassword(**asdict(command), password_hash=hashed))
    return official, password if official.password_hash == hashed else None


@operation("official.reset_password", Official)
async def set_password(tx: Transaction, command: SetPassword) -> Official:
    """Void somebody's password and sessions at once; the new password is due to be changed, and ends by itself."""
    tx.authorize(Action.OFFICIAL_RESET_PASSWORD, WHOLE_DISTRICT)
    official = await repository.lock(tx.session, command.official_id)
    require_another(tx, official, "本人的密码请在“我的账号”中修改。")
    require_revision(official.revision, command.expected_revision)
    if official.disabled_at is not None:
        raise DomainError(ErrorCode.OFFICIAL_DISABLED, "该人员已停用。", field=("official",))
    official.password_hash = command.password_hash
    official.password_until = tx.now + ONE_TIME_LASTS
    touch(tx, official, RecordKind.PASSWORD_RESET)
    tx.note(sessions=await revoke_tokens(tx.session, official.id, tx.now))
    return official


async def change_password(context: OperationContext, command: ChangePassword) -> Official:
    """Choose another password for oneself. Guesses at the present one are braked as at the door."""
    await _brake(context)
    return await choose_password(context, command)


@operation("official.change_password", Official, while_password_due=True)
async def choose_password(tx: Transaction, command: ChangePassword) -> Official:
    """Set one's own password; the session one came with goes on, all others end."""
    official = await repository.lock(tx.session, tx.actor_id)
    require_revision(official.revision, command.expected_revision)
    if not await verify_password(command.current_password, official.password_hash):
        raise DomainError(ErrorCode.INVALID_CREDENTIALS, "现有密码不正确。", field=("currentPassword",))
    refuse(_new_faults(official, command))
    official.password_hash = await hash_password(command.new_password)
    official.password_until = None
    touch(tx, official, RecordKind.PASSWORD_CHANGED)
    await release(tx.session, SignInAttempt, official.username, tx.now)
    kept = tx.context.actor.session_id
    tx.note(sessions=await revoke_tokens(tx.session, official.id, tx.now, but=kept))
    return official


def _new_faults(official: Official, command: ChangePassword) -> Iterator[DomainError]:
    fault = password_fault(official.username, command.new_password, field="newPassword")
    if fault is not None:
        yield fault
    elif command.new_password == command.current_password:
        yield DomainError(ErrorCode.WEAK_PASSWORD, "新密码不得与现有密码相同。", field=("newPassword",))


async def _brake(context: OperationContext) -> None:
    """Count an attempt at one's own password before it is looked at, whatever becomes of it."""
    if context.actor.kind != "official" or context.actor.id is None:
        raise DomainError(ErrorCode.UNAUTHENTICATED, "尚未登录。")
    now = context.clock()
    try:
        async with context.begin() as session:
            official = (await repository.by_ids(session, [context.actor.id])).get(context.actor.id)
            if official is not None:
                await brake(session, SignInAttempt, official.username, now)
    except SignInRefused as refusal:
        wait = int((refusal.retry_at - now).total_seconds()) + 1 if refusal.retry_at else 0
        raise DomainError(
            ErrorCode.TOO_MANY_ATTEMPTS, "尝试次数过多，请稍后再试。", details={"retryAfterSeconds": wait}
        ) from refusal
