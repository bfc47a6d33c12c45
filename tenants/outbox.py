"""The outbox: events written in the transaction, given their place in the change feed after it.

A row without `sequence` is not yet public. The worker numbers rows one tenant at a time under an advisory lock,
so a reader of the feed never sees a later number before an earlier one. They are numbered by `taken_at`, the instant
of the database's own clock at which it took the row: who changed a name later held its lock later, so the order is that
of the changes, though the clocks of the hosts differ.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped, utc_now

_NUMBER = text(
    """
    with pending as (
        select tenant_id, id, row_number() over (order by taken_at nulls first, created_at, id) as place
        from outbox_messages
        where tenant_id = :tenant and sequence is null and (publish_at is null or publish_at <= :now)
        order by taken_at nulls first, created_at, id
        limit :limit
    ), latest as (
        select coalesce(max(sequence), 0) as sequence from outbox_messages where tenant_id = :tenant
    )
    update outbox_messages m
    set sequence = latest.sequence + pending.place
    from pending, latest
    where m.tenant_id = :tenant and m.id = pending.id
    """
)


class OutboxMessage(TenantScoped, Base):
    """One event for the world outside: `topic` such as `designation.named`, `payload` without personal data.

    It gets its number at `publish_at`, at once if that is null. `taken_at` is the database's alone: no attribute, so
    that no insert gives it.
    """

    __tablename__ = "outbox_messages"
    __mapper_args__ = {"exclude_properties": ["taken_at"]}  # noqa: RUF012 - read by SQLAlchemy as a class attribute
    __table_args__ = (
        Column("taken_at", DateTime(timezone=True), server_default=text("clock_timestamp()")),
        UniqueConstraint("tenant_id", "sequence"),
        Index(
            "ix_outbox_pending", "tenant_id", "created_at", "id", postgresql_where=text("sequence is null")
        ),
        Index(
            "ix_outbox_unit_changes",
            "tenant_id",
            "sequence",
            postgresql_where=text("sequence is not null and starts_with(topic, 'unit.')"),
        ),
    )

    created_at: Mapped[datetime]
    topic: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    publish_at: Mapped[datetime | None]
    sequence: Mapped[int | None] = mapped_column(BigInteger)


async def number_pending(
    session: AsyncSession, tenant_id: uuid.UUID, *, limit: int = 1_000, now: datetime | None = None
) -> int:
    """Give messages of the tenant that are due their sequence numbers; return how many were numbered."""
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"outbox:{tenant_id}"}
    )
    result = await session.execute(_NUMBER, {"tenant": tenant_id, "limit": limit, "now": now or utc_now()})
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DML's CursorResult
