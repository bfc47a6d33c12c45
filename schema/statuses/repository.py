"""Every statement of the public reading: names in force and the feeds of changes."""

from sqlalchemy import Select, select, text

from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from tenants.database import Session
from tenants.outbox import OutboxMessage


def _published(session: Session) -> Select[OutboxMessage]:
    return select(OutboxMessage).where(
        OutboxMessage.tenant_id == session.info["tenant_id"],
        OutboxMessage.sequence.is_not(None),
        OutboxMessage.topic.startswith("designation."),
    )


async def list_changes(session: Session, page: Page) -> Slice[OutboxMessage]:
    """List the changes of names in the order of the feed."""
    return await read_page(session, _published(session), [OutboxMessage.sequence], page)


async def count_changes(session: Session) -> int:
    """Count the changes of the feed."""
    return await count_rows(session, _published(session))


def _unit_changes(session: Session) -> Select[OutboxMessage]:
    return select(OutboxMessage).where(
        OutboxMessage.tenant_id == session.info["tenant_id"],
        OutboxMessage.sequence.is_not(None),
        text("starts_with(outbox_messages.topic, 'unit.')"),  # as its index says it
    )


async def list_unit_changes(session: Session, page: Page) -> Slice[OutboxMessage]:
    """List the changes of units in the order of the feed."""
    return await read_page(session, _unit_changes(session), [OutboxMessage.sequence], page)


async def count_unit_changes(session: Session) -> int:
    """Count the changes of units."""
    return await count_rows(session, _unit_changes(session))
