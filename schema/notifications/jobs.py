"""Sending notifications out: a gateway is a `Sender`; mail goes out at least once, under the same Message-ID."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from authz.tables import Official
from schema.frame.background import Attempt, JobKind
from schema.notifications import repository
from schema.notifications.operations.delivery import MAIL
from schema.notifications.rules import Kind, words
from schema.units import repository as units


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves for one official. `id` is the same in each attempt, so that a gateway can drop a repetition."""

    id: uuid.UUID
    address: str
    subject: str
    text: str


class Sender(Protocol):
    """A gateway for mail or short messages: returns once it took the message over, raises otherwise."""

    async def send(self, message: Message) -> None:
        """Hand the message over."""


def mail_kind(sender: Sender) -> JobKind:
    """Make the kind of job that sends a notification by mail."""

    async def send(attempt: Attempt) -> None:
        message = await _compose(attempt, attempt.payload)
        if message is not None:
            await sender.send(message)

    return JobKind(MAIL, send, attempts=16)


async def _compose(attempt: Attempt, payload: Mapping[str, str]) -> Message | None:
    """Write the message; None if meanwhile it was read, or mail is no longer wanted."""
    async with attempt.context.read() as session:
        notification_id = uuid.UUID(payload["notification"])
        row = (await repository.by_ids(session, [notification_id])).get(notification_id)
        if row is None or row.read_at is not None:
            return None
        official = await session.get_one(Official, (row.tenant_id, row.official_id))
        unit = (await units.by_ids(session, [row.unit_id]))[row.unit_id]
    if official.email is None or not official.mail_wanted or official.disabled_at is not None:
        return None
    text = words(Kind(row.kind), unit.name, row.units)
    tenant = attempt.context.tenant.name
    return Message(row.id, official.email, f"【{tenant}】{text}", f"{text}\n\n请登录无疫平台查看收件箱。\n")
