"""What an official does with notifications: reads them, and says where else they should go."""

import re
import uuid
from dataclasses import dataclass, field

from authz.tables import Official
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import Command, Transaction, operation
from schema.notifications import repository
from schema.officials import repository as officials

ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkRead(Command):
    """Notifications of one's own; all of them without ids."""

    notification_ids: tuple[uuid.UUID, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdateContact(Command):
    """Where an official is reached beside the inbox. The address stays out of what is kept of the call."""

    email: str | None = field(default=None, repr=False, metadata={"secret": True})
    mail_wanted: bool


@operation("notification.mark_read", Official)
async def mark_notifications_read(tx: Transaction, command: MarkRead) -> Official:
    """Mark one's own notifications as read; those of others are unknown."""
    asked = command.notification_ids or ()
    own = await repository.by_ids(tx.session, list(asked))
    if any(each not in own or own[each].official_id != tx.actor_id for each in asked):
        raise DomainError(ErrorCode.NOT_FOUND, "通知不存在。", field=("notifications",))
    official = await officials.lock(tx.session, tx.actor_id)
    tx.note(read=await repository.mark_read(tx.session, tx.actor_id, command.notification_ids, tx.now))
    return official


@operation("official.update_contact", Official)
async def update_contact(tx: Transaction, command: UpdateContact) -> Official:
    """Set one's own address and whether notifications go there too."""
    official = await officials.lock(tx.session, tx.actor_id)
    if command.email is not None and ADDRESS.fullmatch(command.email) is None:
        raise DomainError(ErrorCode.INVALID_INPUT, "邮箱地址格式不正确。", field=("email",))
    official.email, official.mail_wanted = command.email, command.mail_wanted
    tx.note(mail=int(command.mail_wanted), address=int(command.email is not None))
    return official
