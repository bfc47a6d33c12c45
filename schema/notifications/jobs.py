"""Sending notifications out: a gateway is a `Sender`; mail goes out at least once, under the same Message-ID."""

import uuid
from collections.abc import Mapping

from authz.tables import Official
from schema.frame.background import Attempt, JobKind
from schema.notifications import repository
from schema.notifications.operations.delivery import MAIL
from schema.notifications.ports import Message, Sender
from schema.notifications.rules import Kind, words
from schema.units import repository as units


def mail_kind(sender: Sender) -> JobKind:
    """Make the kind of job that sends a notification by mail."""

    async def send(attempt: Attempt) -> None:
        message = await _compose(attempt, attempt.payload)
        if message is not None:
            await sender.send(message)

    return JobKind(MAIL, send, attempts=16)


async def _compose(attempt: Attempt, payload: Mapping[str, str]) -> Message | None:
    """Write the message; None if meanwhile it was read or dealt with, or mail is no longer wanted."""
    async with attempt.context.read() as session:
        notification_id = uuid.UUID(payload["notification"])
        row = (await repository.by_ids(session, [notification_id])).get(notification_id)
        if row is None or row.read_at is not None or row.ended_at is not None:
            return None
        official = await session.get_one(Official, (row.tenant_id, row.official_id))
        unit = (await units.by_ids(session, [row.unit_id]))[row.unit_id]
    if official.email is None or not official.mail_wanted or official.disabled_at is not None:
        return None
    text = words(Kind(row.kind), unit.name, row.units)
    tenant = attempt.context.tenant.name
    return Message(row.id, official.email, f"【{tenant}】{text}", f"{text}\n\n请登录无疫平台查看收件箱。\n")
